"""The tables of words beside this module, and the finding of their phrases in a text, the longest first.

A newcomer would get wrong that the grammar is in the YAML files: the code around them only says in what
order their words may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Generic, TypeAlias, TypeVar

from pledgebook.claims.words.tokens import Token, tokens_of
from pledgebook.text import WHOLE, further_languages
from pledgebook.yaml_text import load_yaml

LANGUAGES = (*WHOLE, *further_languages())
FILES = (
    "hedges",
    "ranges",
    "numerals",
    "multipliers",
    "units",
    "terms",
    "currencies",
    "shares",
    "collectives",
    "changes",
    "ranks",
    "calendar",
    "fillers",
    "asides",
)
"""Every table, in the order in which a reader would want to see them."""

Row: TypeAlias = Mapping[str, Any]
Found = TypeVar("Found")


class Phrases(Generic[Found]):
    """Phrases of one language, each with what it stands for."""

    def __init__(self, language: str, pairs: Iterable[tuple[str, Found]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], bool, Found]]] = {}
        for phrase, found in pairs:
            cased = phrase != phrase.casefold()
            tokens = tokens_of(phrase, language)
            words = tuple(t.text if cased else t.norm for t in tokens)
            self._by_first.setdefault(tokens[0].norm if tokens else "", []).append((words, cased, found))
        for group in self._by_first.values():
            group.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: Sequence[Token], at: int) -> tuple[Found, int] | None:
        """What the longest phrase that begins at token ``at`` stands for, and the token after it."""
        if at >= len(tokens):
            return None
        for words, cased, found in self._by_first.get(tokens[at].norm, ()):
            end = at + len(words)
            if any(token.after_stop for token in tokens[at + 1 : end]):
                continue
            if tuple(t.text if cased else t.norm for t in tokens[at:end]) == words:
                return found, end
        return None

    def skip(self, tokens: Sequence[Token], at: int) -> int:
        """The first token at or after ``at`` with which none of the phrases begins."""
        while (matched := self.match(tokens, at)) is not None:
            at = matched[1]
        return at


@cache
def rows_of(file: str) -> tuple[Row, ...]:
    """The rows of a table."""
    content = resources.files(__package__).joinpath(f"{file}.yml").read_text(encoding="utf-8")
    return tuple(load_yaml(content))


@cache
def phrases_of(file: str, language: str, where: str = "", id: str = "") -> Phrases[Row]:
    """The phrases of a table that stand at a place of the figure (``before``, ``after``, ...), with their rows.

    ``id`` leaves only the rows of that name.
    """
    column = f"{language}_{where}" if where else language
    return Phrases(
        language,
        [
            (str(phrase), row)
            for row in rows_of(file)
            if not id or row.get("id") == id
            for phrase in row.get(column, ())
            if phrase
        ],
    )


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words and the token after it."""

    number: Decimal
    rounds: bool
    end: int


def numeral_at(tokens: Sequence[Token], at: int, language: str, *, ranks: bool = False) -> Numeral | None:
    """The number that one row's words at ``at`` say: a quantity, or the place in an order with ``ranks``."""
    matched = phrases_of("numerals", language, "ranks" if ranks else "").match(tokens, at)
    if matched is None:
        return None
    return Numeral(Decimal(matched[0]["n"]), bool(matched[0].get("rounds")), matched[1])
