"""The words of one figure as a line to be read: where its core may begin, and what may stand behind it.

A newcomer would get wrong that every possible beginning is tried ("a dozen" and "dozen", "no more than" and
"no"), and that what stands behind the core may be any noun but never another figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pledgebook.claims.words.amounts import multiplier_at
from pledgebook.claims.words.currencies import currency_at
from pledgebook.claims.words.tables import Row, numeral_at, phrases_of
from pledgebook.claims.words.tokens import Token
from pledgebook.period import FiscalStart

PLAIN = "plain"
_DASHES = "-–—/&"


@dataclass(frozen=True, slots=True)
class Line:
    """The words being read and what they are read for."""

    words: str
    tokens: tuple[Token, ...]
    language: str
    home: str
    kind: str
    fiscal_start: FiscalStart | None

    def match(self, file: str, at: int, where: str = "", id: str = "") -> tuple[Row, int] | None:
        """The row of a table whose phrase begins at ``at``, and the token after it."""
        return phrases_of(file, self.language, where, id).match(self.tokens, at)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a core may begin, after which hedge and which word of change."""

    at: int
    hedge: str = PLAIN
    sign: int = 0


def starts(line: Line, start: Start | None = None) -> Iterator[Start]:
    """Every place where a core may begin, with the hedge and the word of change in front of it."""
    start = start or Start(0)
    if start.at >= len(line.tokens):
        return
    yield start
    matched = line.match("hedges", start.at)
    if matched and start.hedge in (PLAIN, matched[0]["id"]):
        yield from starts(line, replace(start, at=matched[1], hedge=matched[0]["id"]))
    matched = line.match("changes", start.at)
    if matched and not start.sign and "sign" in matched[0]:
        yield from starts(line, replace(start, at=matched[1], sign=matched[0]["sign"]))
    matched = line.match("fillers", start.at, id="filler")
    if matched:
        yield from starts(line, replace(start, at=matched[1]))


def plain_starts(line: Line) -> Iterator[Start]:
    return (start for start in starts(line) if start.hedge == PLAIN and not start.sign)


def hedge_behind(line: Line, hedge: str, at: int) -> str | None:
    """The hedge, as the words behind the core leave it; None where they say something else as well."""
    while at < len(line.tokens):
        after = line.match("hedges", at, "after")
        if after is not None:
            if hedge not in (PLAIN, after[0]["id"]):
                return None
            hedge, at = after[0]["id"], after[1]
        elif _is_another_figure(line, at):
            return None
        else:
            at += 1
    return hedge


def _is_another_figure(line: Line, at: int) -> bool:
    """A number, or a word that makes the figure another than its number says, stands here."""
    token = line.tokens[at]
    if token.kind == "number" or (token.kind == "sign" and token.text not in _DASHES):
        return True
    numeral = numeral_at(line.tokens, at, line.language)
    shares = line.match("shares", at)
    return bool(
        (numeral and numeral.number != 1)
        or multiplier_at(line.tokens, at, line.language)
        or currency_at(line.tokens, at, line.language)
        or (token.after_stop and line.match("currencies", at, "behind"))
        or line.match("collectives", at)
        or (shares and ("of" in shares[0] or "denominator" in shares[0]))
        or line.match("fillers", at, id="spoiler")
        or line.match("fillers", at, id="half")
        or _is_percent(line, at)
    )


def _is_percent(line: Line, at: int) -> bool:
    unit = line.match("units", at)
    return unit is not None and unit[0]["kind"] == "percent"
