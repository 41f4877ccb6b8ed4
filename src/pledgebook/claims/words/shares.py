"""Figures that are a place in a whole: shares ("half", "one in five", "most") and ranks ("5th", "among the ten").

A newcomer would get wrong that a fraction in words is read within 2.5 points, and that "one of the ten
largest" says a place between 1 and 10, not a maximum.
"""

from __future__ import annotations

from decimal import Decimal

from pledgebook.claims.words.allowed import allow
from pledgebook.claims.words.amounts import amount_at
from pledgebook.claims.words.line import PLAIN, Line, Start, hedge_behind, plain_starts, starts
from pledgebook.claims.words.reading import Reading
from pledgebook.claims.words.tables import Row, numeral_at, rows_of
from pledgebook.interval import Interval

_FRACTION_PLACE = Decimal(5)
"""Within half of it: 2.5 points."""


def read_share(line: Line) -> Reading | None:
    """Half, two thirds, most, all, none."""
    for start in starts(line):
        matched = line.match("shares", start.at)
        if (several := _several_parts(line, start)) is not None:
            return several
        if matched is None or "join" in matched[0] or "denominator" in matched[0]:
            continue
        row, end = matched
        hedge = hedge_behind(line, start.hedge, end)
        if "of" in row and hedge is not None:
            part, whole = row["of"]
            return _share(line, Decimal(100) * part / whole, hedge)
        if "of" not in row and hedge == PLAIN:
            interval = Interval.parse(row["allows"])
            kind = "share" if row["percent"] or line.kind == "percent" else "count"
            return Reading(line.words, Decimal(row["percent"]), kind, None, row["hedge"], interval)
    return None


def _several_parts(line: Line, start: Start) -> Reading | None:
    """Three fifths, quatre cinquièmes: fewer parts than the whole has."""
    part = numeral_at(line.tokens, start.at, line.language)
    matched = line.match("shares", part.end) if part else None
    if part is None or matched is None or "denominator" not in matched[0]:
        return None
    row, end = matched
    hedge = hedge_behind(line, start.hedge, end)
    if hedge is None or not 1 < part.number < row["denominator"]:
        return None
    return _share(line, Decimal(100) * part.number / row["denominator"], hedge)


def read_part_of_whole(line: Line) -> Reading | None:
    """One in five, trois personnes sur quatre."""
    for start in starts(line):
        part = amount_at(line.tokens, start.at, line.language, line.home)
        joined = None
        if part and not part.kind and not part.rounds:
            joined = _join_at(line, part.end) or _join_at(line, part.end + 1)
        whole = amount_at(line.tokens, joined, line.language, line.home) if joined else None
        if part is None or whole is None or whole.kind or not 0 < part.number < whole.number <= 100:
            continue
        if (hedge := hedge_behind(line, start.hedge, whole.end)) is not None:
            return _share(line, Decimal(100) * part.number / whole.number, hedge)
    return None


def read_rank(line: Line) -> Reading | None:
    """5th, cinquième, among the ten largest."""
    for start in plain_starts(line):
        place, end = _rank_at(line, start.at)
        if place is not None and hedge_behind(line, PLAIN, end) == PLAIN:
            return Reading(line.words, place, "rank", interval=Interval.exactly(place))
        for row in (row for row in rows_of("ranks") if row["id"] == "top"):
            last, end = _top_at(line, start.at, row)
            if last is not None and hedge_behind(line, PLAIN, end) == PLAIN:
                return Reading(line.words, last, "rank", None, "between", Interval(Decimal(1), last))
    return None


def _share(line: Line, percent: Decimal, hedge: str) -> Reading:
    allowed = allow(hedge, percent, _FRACTION_PLACE, rounds=True)
    return Reading(
        line.words,
        percent,
        "share",
        None,
        "fraction" if hedge == PLAIN else hedge,
        allowed.interval,
        None,
        _FRACTION_PLACE,
    )


def _join_at(line: Line, at: int) -> int | None:
    matched = line.match("shares", at)
    return matched[1] if matched and "join" in matched[0] else None


def _rank_at(line: Line, at: int) -> tuple[Decimal | None, int]:
    amount = amount_at(line.tokens[: at + 1], at, line.language, line.home)
    suffix = line.match("ranks", at + 1, id="suffix")
    if amount and suffix and line.tokens[at].touches(line.tokens[at + 1]):
        return amount.number, suffix[1]
    ordinal = numeral_at(line.tokens, at, line.language, ranks=True)
    if ordinal:
        return ordinal.number, ordinal.end
    if line.kind == "rank" and amount and not amount.kind:
        return amount.number, amount.end
    return None, at


def _top_at(line: Line, at: int, row: Row) -> tuple[Decimal | None, int]:
    """The last of the first places that the words mean, where they are words of this row."""
    matched = line.match("ranks", at, id="top")
    amount = amount_at(line.tokens, matched[1], line.language, line.home) if matched else None
    if matched is None or amount is None or amount.kind or amount.rounds:
        return None, at
    if matched[0] is not row or not row.get(f"{line.language}_after"):
        return (amount.number, amount.end) if matched[0] is row else (None, at)
    after = line.match("ranks", amount.end, "after", "top")
    return (amount.number, after[1]) if after else (None, at)
