"""Days, spans and fiscal years, as they are written in a book.

A newcomer would get wrong that both ends of a span belong to it (2016-04-01/2022-03-31 is six years, not
a day less), and that a fiscal year has the number of the year in which it starts. Nothing here knows
today: a day always comes in as an argument.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

FiscalStart: TypeAlias = tuple[int, int]
"""The month and the day on which a fiscal year starts: (4, 1) is 1 April, (1, 1) the calendar year."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"((?!0000)[0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_FISCAL_YEAR = re.compile(r"FY((?!0000)[0-9]{4})(?:/([0-9]{2}|[0-9]{4}))?")
_ALLOWED = "write 2020, 2020-12, 2020-12-31, 2016-04-01/2022-03-31, 2016-04/2022-03 or FY2016/17"

_LABELS = {"en": "{start:04d}-{short_end:02d}", "fr": "{start:04d}-{end:04d}", "ar": "{start:04d}–{end:04d}"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """All days from ``first`` to ``last``, both included; ordered by the first day, then by the last."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span that starts on {self.first} cannot end before, on {self.last}")

    @property
    def days(self) -> int:
        """How many days it holds: 1 when it starts and ends on the same day."""
        return (self.last - self.first).days + 1

    @property
    def whole_months(self) -> int:
        """How many whole months fit into it, counted from its first day.

        >>> parse_span("2016-04-01/2022-03-31").whole_months
        72
        >>> parse_span("2020-01-15/2020-03-13").whole_months
        1
        """
        year, month, day = _day_after(self.last)
        months = (year - self.first.year) * 12 + month - self.first.month
        reached = day >= min(self.first.day, _days_in(year, month))
        return months if reached else months - 1

    def contains(self, inner: date | Span) -> bool:
        """Whether the day, or every day of the span, lies in it."""
        if isinstance(inner, Span):
            return self.first <= inner.first and inner.last <= self.last
        return self.first <= inner <= self.last

    def overlaps(self, other: Span) -> bool:
        """Whether they have at least one day in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """The shortest notation that ``parse_span`` reads back as the same span."""
        if self.first == self.last:
            return self.first.isoformat()
        if self == _year(self.first.year):
            return f"{self.first.year:04d}"
        if self == _month(self.first.year, self.first.month):
            return f"{self.first.year:04d}-{self.first.month:02d}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def parse_day(text: str) -> date:
    """Read a day as ``2020-12-31``, the one notation of a day in a book.

    Raises ``ValueError`` with what is allowed, for a day no calendar has too.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no day: write 2020-12-31")
    try:
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar: {error}") from error


def parse_span(text: str, fiscal_start: FiscalStart | None = None) -> Span:
    """Read a span: a year, a month, a day, two days or months with a slash between, or a fiscal year.

    >>> str(parse_span("2016-04/2022-03"))
    '2016-04-01/2022-03-31'
    >>> str(parse_span("FY2016/17", fiscal_start=(4, 1)))
    '2016-04-01/2017-03-31'

    Raises ``ValueError`` with what is allowed. ``2016/2017`` is refused: it could be two calendar years
    or a fiscal year.
    """
    notation = text.strip()
    if notation.startswith("FY"):
        return _parse_fiscal_year(notation, fiscal_start)
    if _YEAR.fullmatch(notation):
        return _year(int(notation))
    if "/" not in notation:
        return _parse_part(notation, text)
    first, last = notation.split("/", maxsplit=1)
    return Span(_parse_part(first, text).first, _parse_part(last, text).last)


def fiscal_year(day: date, fiscal_start: FiscalStart) -> int:
    """The fiscal year the day falls in, by the calendar year in which it starts.

    >>> fiscal_year(date(2017, 3, 31), (4, 1)), fiscal_year(date(2017, 4, 1), (4, 1))
    (2016, 2017)
    """
    return day.year if day >= _start_of(day.year, fiscal_start) else day.year - 1


def fiscal_span(year: int, fiscal_start: FiscalStart) -> Span:
    """All days of the fiscal year that starts in ``year``."""
    if fiscal_start == (1, 1):
        return _year(year)
    return Span(_start_of(year, fiscal_start), _start_of(year + 1, fiscal_start) - timedelta(days=1))


def fiscal_year_label(year: int, fiscal_start: FiscalStart, language: str) -> str:
    """The fiscal year as a reader of the language writes it; the plain year where it is the calendar's.

    >>> fiscal_year_label(2016, (4, 1), "en"), fiscal_year_label(2016, (4, 1), "fr")
    ('2016-17', '2016-2017')
    >>> fiscal_year_label(2016, (1, 1), "en")
    '2016'
    """
    if language not in _LABELS:
        raise ValueError(f"no label of fiscal years in {language!r}: there are {', '.join(sorted(_LABELS))}")
    if fiscal_span(year, fiscal_start) == _year(year):
        return f"{year:04d}"
    return _LABELS[language].format(start=year, end=year + 1, short_end=(year + 1) % 100)


def years_between(first: date, last: date) -> int:
    """How many whole years fit from ``first`` to ``last``, both included.

    >>> years_between(date(2016, 4, 1), date(2022, 3, 31))
    6
    """
    return Span(first, last).whole_months // 12


def _parse_part(part: str, text: str) -> Span:
    """A day or a month; ``text`` is the whole notation, for the message."""
    if _DAY.fullmatch(part):
        day = parse_day(part)
        return Span(day, day)
    match = _MONTH.fullmatch(part)
    if match is None:
        raise ValueError(f"{text!r} is no span: {_ALLOWED}")
    return _month(int(match[1]), int(match[2]))


def _parse_fiscal_year(notation: str, fiscal_start: FiscalStart | None) -> Span:
    match = _FISCAL_YEAR.fullmatch(notation)
    if match is None:
        raise ValueError(
            f"{notation!r} is no fiscal year: write FY2016/17, or FY2016 where it is the calendar year"
        )
    if fiscal_start is None:
        raise ValueError(
            f"{notation!r} needs to know when the fiscal year starts: declare it, or write the days"
        )
    year, end = int(match[1]), match[2]
    following = f"{year + 1:04d}"
    ends = (None,) if fiscal_start == (1, 1) else (following[-2:], following)
    if end not in ends:
        right = f"FY{year:04d}" + (f"/{ends[0]}" if ends[0] else "")
        raise ValueError(f"{notation!r} is no fiscal year that starts on {fiscal_start}: write {right}")
    return fiscal_span(year, fiscal_start)


def _start_of(year: int, fiscal_start: FiscalStart) -> date:
    month, day = fiscal_start
    if not 1 <= month <= 12 or not 1 <= day <= _days_in(2001, month):
        raise ValueError(
            f"a fiscal year cannot start in month {month} on day {day}: "
            "give the month and a day that it has every year, such as (4, 1)"
        )
    return date(year, month, day)


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def _month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, _days_in(year, month)))


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _day_after(day: date) -> tuple[int, int, int]:
    """Year, month and day of the following day, which may lie beyond the last that ``date`` knows."""
    if day.day < _days_in(day.year, day.month):
        return day.year, day.month, day.day + 1
    return day.year + day.month // 12, day.month % 12 + 1, 1
