"""Durations in a text against the years beside them: "over five years (2016-2022)", "sur six ans (2016-2022)".

A newcomer would get wrong that 2016-2022 can be six years (fiscal) or seven (calendar): a duration fails only
where neither holds. Fiscal years named as such leave one answer: FY2016/17 to FY2018/19 are three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pledgebook.claims.words.amounts import Amount, amount_at
from pledgebook.claims.words.dates import year_at
from pledgebook.claims.words.tables import phrases_of
from pledgebook.claims.words.tokens import Token, tokens_of

_MONTHS_OF_A_YEAR = Decimal(12)
_MOST_WORDS_BETWEEN = 8
"""A duration and its years in brackets may have the name of a plan between them."""

_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n")
_CLOSING = re.compile(r"\s*[)\]]")
_YEAR_SIGNS = frozenset("-–/‑")


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in a text and the years beside it, if there are any; ``fiscal`` where they are called so."""

    start: int
    end: int
    years: Decimal
    first_year: int | None = None
    last_year: int | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class _Years:
    first: int
    last: int
    fiscal: bool
    end: int


def find_durations(text: str, language: str) -> list[Duration]:
    """All durations in years or months, in their order.

    >>> [(d.years, d.first_year, d.last_year) for d in find_durations("over five years (2016-2022)", "en")]
    [(Decimal('5'), 2016, 2022)]
    """
    return list(_found(text, language))


@lru_cache(maxsize=1_000)
def _found(text: str, language: str) -> tuple[Duration, ...]:
    """A text's durations, remembered: several checks ask for those of the same text."""
    tokens = tokens_of(text, language)
    return tuple(_with_years(text, tokens, amount, language) for amount in _durations(tokens, language))


def duration_holds(duration: Duration) -> bool:
    """The years beside the duration are as many as it says; true where there are none."""
    if duration.first_year is None or duration.last_year is None:
        return True
    apart = duration.last_year - duration.first_year
    return duration.years in ((apart + 1,) if duration.fiscal else (apart, apart + 1))


def _durations(tokens: Sequence[Token], language: str) -> Iterator[Amount]:
    at = 0
    while at < len(tokens):
        amount = amount_at(tokens, at, language, "")
        if amount and amount.kind == "duration" and amount.unit in ("years", "months"):
            yield amount
            at = amount.end
        else:
            at += 1


def _with_years(text: str, tokens: Sequence[Token], amount: Amount, language: str) -> Duration:
    in_years = amount.number if amount.unit == "years" else amount.number / _MONTHS_OF_A_YEAR
    start, end = tokens[amount.start].start, tokens[amount.end - 1].end
    years = _years_beside(text, tokens, amount.end, language)
    if years is None:
        return Duration(start, end, in_years)
    end = tokens[years.end - 1].end
    closed = _CLOSING.match(text, end)
    return Duration(start, closed.end() if closed else end, in_years, years.first, years.last, years.fiscal)


def _years_beside(text: str, tokens: Sequence[Token], end: int, language: str) -> _Years | None:
    """The years that explain the duration: directly behind it, or in brackets a few words later."""
    for at in range(end, min(end + _MOST_WORDS_BETWEEN + 1, len(tokens))):
        between = text[tokens[end - 1].end : tokens[at].start]
        if _SENTENCE_END.search(between):
            return None
        years = _years_at(tokens, at, language)
        if years is not None:
            return years if at == end or between.rstrip().endswith(("(", "[")) else None
        if tokens[at].kind == "number":
            return None
    return None


def _years_at(tokens: Sequence[Token], at: int, language: str) -> _Years | None:
    """Two years, or two fiscal years, with a word or a sign between them."""
    opened = phrases_of("calendar", language, id="from").match(tokens, at)
    first = _year_or_fiscal(tokens, opened[1] if opened else at, language)
    if first is None:
        return None
    joined = phrases_of("calendar", language, id="through").match(tokens, first.end)
    last = _year_or_fiscal(tokens, joined[1] if joined else first.end, language)
    if last is not None:
        return _Years(first.first, last.first, first.fiscal or last.fiscal, last.end)
    if first.last != first.first:
        return _Years(first.first, first.first if first.fiscal else first.last, first.fiscal, first.end)
    return None


def _year_or_fiscal(tokens: Sequence[Token], at: int, language: str) -> _Years | None:
    """2016, FY2016, or 2016/17, which is a fiscal year for sure only where it is called one."""
    named = phrases_of("calendar", language, id="fiscal").match(tokens, at)
    at = named[1] if named else at
    year = year_at(tokens, at)
    if year is None:
        return None
    if at + 2 < len(tokens) and tokens[at + 1].text in _YEAR_SIGNS:
        following = tokens[at + 2].text
        if following in (str(year + 1), str(year + 1)[2:]):
            return _Years(year, year + 1, named is not None, at + 3)
    return _Years(year, year, named is not None, at + 1)
