"""Days in words: "in June 2016", "fin 2020", "21 September 2017", "2016-17", "de 2016 à 2022".

A newcomer would get wrong that every date is a span of days, as wide as its words: an event of 21 September
lies inside "in 2017". A bare "2019" is a year only where a date is expected or a word such as "in" says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names

from pledgebook.claims.words.tables import Phrases, Row, phrases_of, rows_of
from pledgebook.claims.words.tokens import Token
from pledgebook.period import FiscalStart, Span, fiscal_span, parse_span

_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date's words mean, and the tokens they take; ``is_plain_year`` for a bare "2019"."""

    span: Span
    start: int
    end: int
    is_plain_year: bool = False


@dataclass(frozen=True, slots=True)
class _Scan:
    tokens: Sequence[Token]
    language: str
    fiscal_start: FiscalStart | None

    def phrase(self, id: str, at: int) -> int | None:
        """The token after a phrase of the row ``id``."""
        matched = phrases_of("calendar", self.language, id=id).match(self.tokens, at)
        return None if matched is None else matched[1]

    def digits(self, at: int, *lengths: int) -> int | None:
        """A number written in so many digits, without any mark."""
        if at >= len(self.tokens):
            return None
        text = self.tokens[at].text
        return (
            int(text)
            if self.tokens[at].kind == "number" and text.isdigit() and len(text) in lengths
            else None
        )

    def stops(self, start: int, end: int) -> bool:
        """A comma, a bracket or the end of a sentence stands in front of one of these tokens."""
        return any(token.after_stop for token in self.tokens[start:end])

    def month(self, at: int) -> tuple[int, int] | None:
        """The number of the month named at ``at`` and the token after it."""
        return _months(self.language).match(self.tokens, at)


def days_at(
    tokens: Sequence[Token],
    at: int,
    language: str,
    *,
    bare_years: bool = False,
    fiscal_start: FiscalStart | None = None,
) -> Days | None:
    """The date that begins at token ``at``, one day or a span; bare years only with ``bare_years``."""
    scan = _Scan(tokens, language, fiscal_start)
    opened = scan.phrase("from", at)
    first = _one(scan, at if opened is None else opened)
    if first is None:
        return None
    joined = scan.phrase("through", first.end)
    last = None if joined is None or scan.stops(first.end, joined + 1) else _one(scan, joined)
    if last is not None and first.span.first <= last.span.last:
        return Days(Span(first.span.first, last.span.last), at, last.end)
    if opened is not None or (first.is_plain_year and not bare_years):
        return None
    return Days(first.span, at, first.end, first.is_plain_year)


def year_at(tokens: Sequence[Token], at: int) -> int | None:
    """The year written at ``at`` in four plain digits."""
    year = _Scan(tokens, "en", None).digits(at, 4)
    return year if year in _YEARS else None


def month_at(tokens: Sequence[Token], at: int, language: str) -> int | None:
    """The number of the month named at ``at``."""
    matched = _months(language).match(tokens, at)
    return None if matched is None else matched[0]


def _one(scan: _Scan, at: int) -> Days | None:
    """One date: a word in front, a part ("end of"), and the date itself in one of its forms."""
    after_in = scan.phrase("in", at)
    for start in (after_in, at):
        if start is None:
            continue
        for part in _parts():
            behind = scan.phrase(part["id"], start)
            behind = None if behind is None else _past_hyphen(scan, behind)
            found = None if behind is None else _form(scan, behind)
            days = None if found is None or found.is_plain_day else _part_of(found, part)
            if found is not None and days is not None:
                return Days(days, at, found.end)
        if (found := _form(scan, start)) is not None:
            plain = found.is_plain_year and start == at
            return Days(found.span, at, found.end, plain)
    return None


@dataclass(frozen=True, slots=True)
class _Form:
    span: Span
    end: int
    is_plain_year: bool = False

    @property
    def is_plain_day(self) -> bool:
        return self.span.days == 1


def _past_hyphen(scan: _Scan, at: int) -> int:
    """The token after the hyphen of "mid-2017"."""
    return at + (at < len(scan.tokens) and scan.tokens[at].text == "-")


def _form(scan: _Scan, at: int) -> _Form | None:
    return next((found for form in _FORMS if (found := form(scan, at)) is not None), None)


def _iso(scan: _Scan, at: int) -> _Form | None:
    """2017-09-21."""
    tokens = scan.tokens[at : at + 5]
    if len(tokens) < 5 or scan.digits(at, 4) is None or [t.text for t in tokens[1::2]] != ["-", "-"]:
        return None
    return _span("".join(t.text for t in tokens), at + 5)


def _day_month_year(scan: _Scan, at: int) -> _Form | None:
    """21 September 2017, 1er juin 2016."""
    day = scan.digits(at, 1, 2)
    suffix = phrases_of("ranks", scan.language, id="suffix").match(scan.tokens, at + 1)
    behind = suffix[1] if suffix else at + 1
    behind += bool(suffix) and behind < len(scan.tokens) and scan.tokens[behind].norm == "of"
    month = None if day is None else scan.month(behind)
    year = None if month is None else scan.digits(month[1], 4)
    if day is None or month is None or year is None:
        return None
    return _span(f"{year:04d}-{month[0]:02d}-{day:02d}", month[1] + 1)


def _month_day_year(scan: _Scan, at: int) -> _Form | None:
    """September 21, 2017."""
    month = scan.month(at) if scan.language == "en" else None
    day = None if month is None else scan.digits(month[1], 1, 2)
    year = None if month is None else scan.digits(month[1] + 1, 4)
    if month is None or day is None or year is None:
        return None
    return _span(f"{year:04d}-{month[0]:02d}-{day:02d}", month[1] + 2)


def _month_year(scan: _Scan, at: int) -> _Form | None:
    month = scan.month(at)
    of = month[1] if month else at
    of += of < len(scan.tokens) and scan.tokens[of].norm in ("of", "de")
    year = None if month is None else scan.digits(of, 4)
    if month is None or year is None:
        return None
    return _span(f"{year:04d}-{month[0]:02d}", of + 1)


def _fiscal_year(scan: _Scan, at: int) -> _Form | None:
    """2016-17, 2016/2017: two years that follow each other are one fiscal year."""
    named = scan.phrase("fiscal", at)
    at = at if named is None else named
    year, following = year_at(scan.tokens, at), scan.digits(at + 2, 2, 4)
    if year is None or following not in (year + 1, (year + 1) % 100):
        return None
    if scan.tokens[at + 1].text not in ("-", "–", "/", "‑"):
        return None
    if scan.fiscal_start is None:
        return _Form(Span(date(year, 1, 1), date(year + 1, 12, 31)), at + 3)
    return _Form(fiscal_span(year, scan.fiscal_start), at + 3)


def _year(scan: _Scan, at: int) -> _Form | None:
    year = year_at(scan.tokens, at)
    return None if year is None else _Form(Span(date(year, 1, 1), date(year, 12, 31)), at + 1, True)


_FORMS: tuple[Callable[[_Scan, int], _Form | None], ...] = (
    _iso,
    _day_month_year,
    _month_day_year,
    _month_year,
    _fiscal_year,
    _year,
)


def _span(notation: str, end: int) -> _Form | None:
    """A form from the notation of a day or month; None where no calendar has it."""
    try:
        return _Form(parse_span(notation), end)
    except ValueError:
        return None


@cache
def _parts() -> tuple[Row, ...]:
    """The rows of the table that are a part of a year."""
    return tuple(row for row in rows_of("calendar") if "months" in row)


def _part_of(found: _Form, part: Row) -> Span | None:
    """The days of a part of a year or of a month, as the table has them; a month has no quarters."""
    first, last = found.span.first, found.span.last
    if (first.year, first.month) == (last.year, last.month):
        low, high = part.get("days", (0, 0))
        return Span(first.replace(day=low), last if high == 31 else first.replace(day=high)) if low else None
    low, high = part["months"]
    return parse_span(f"{first.year:04d}-{low:02d}/{first.year:04d}-{high:02d}")


@cache
def _months(language: str) -> Phrases[int]:
    """The names and short names of the months."""
    return Phrases(
        language,
        [
            (name.casefold(), number)
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
            for number, name in get_month_names(width, context, language).items()
        ],
    )
