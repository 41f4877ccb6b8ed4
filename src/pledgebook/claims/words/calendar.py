"""Days in words: "in June 2016", "fin 2020", "21 September 2017", "2016-17", "de 2016 à 2022".

A newcomer would get wrong that every date is a span of days, as wide as its words: an event of 21 September
lies inside "in 2017". A bare "2019" is a year only where a date is expected or a word such as "in" says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel.dates import get_day_names

from pledgebook.claims.words.dates import (
    Form,
    Scan,
    day_month_year,
    day_number,
    form_at,
    month_day_year,
    month_year,
    span_form,
    year_form,
)
from pledgebook.claims.words.tables import Phrases, Row, rows_of
from pledgebook.claims.words.tokens import Token
from pledgebook.period import FiscalStart, Span, parse_span


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date's words mean, and the tokens they take; ``is_plain_year`` for a bare "2019"."""

    span: Span
    start: int
    end: int
    is_plain_year: bool = False


def days_at(
    tokens: Sequence[Token],
    at: int,
    language: str,
    *,
    bare_years: bool = False,
    fiscal_start: FiscalStart | None = None,
) -> Days | None:
    """The date that begins at token ``at``, one day or a span; bare years only with ``bare_years``."""
    scan = Scan(tokens, language, fiscal_start)
    opened, within = scan.phrase("from", at), scan.phrase("in", at)
    opened = None if opened is None or (within or 0) > opened else opened
    start = at if opened is None else opened
    shared = _with_one_year(scan, start)
    if shared is not None:
        return Days(shared.span, at, shared.end)
    first = _one(scan, start)
    if first is None:
        return None
    joined = scan.phrase("through", first.end)
    last = None if joined is None or scan.stops(first.end, joined + 1) else _one(scan, joined)
    if last is not None and first.span.first <= last.span.last:
        return Days(Span(first.span.first, last.span.last), at, last.end)
    if opened is not None or (first.is_plain_year and not bare_years):
        return None
    return Days(first.span, at, first.end, first.is_plain_year)


def _with_one_year(scan: Scan, at: int) -> Days | None:
    """Two dates of one year, which stands behind the second: June to August 2016, du 1er au 15 juin 2016."""
    month = scan.month(at)
    day, behind = day_number(scan, at if month is None or scan.language != "en" else month[1])
    if month is None and day is not None:
        month = scan.month(behind)
        behind = behind if month is None else month[1]
    elif month is not None and day is None:
        behind = month[1]
    if month is None and day is None:
        return None
    joined = scan.phrase("through", behind)
    if joined is None and day is None and scan.month(behind) is not None:
        joined = behind
    if joined is None or scan.stops(at + 1, joined + 1):
        return None
    last = _second_of_two(scan, joined, month, day)
    if last is None:
        return None
    end = last.span.last
    first = end.replace(month=month[0] if month else end.month, day=1)
    try:
        first = first.replace(day=day or 1)
    except ValueError:
        return None
    return Days(Span(first, end), at, last.end) if first <= end else None


def _second_of_two(scan: Scan, at: int, month: tuple[int, int] | None, day: int | None) -> Form | None:
    """The second date with its year; in English "1-15, 2016" the month may stand with the first alone."""
    full = (day_month_year, month_day_year) if day is not None else (month_year,)
    found = next((form for read in full if (form := read(scan, at)) is not None), None)
    if found is not None or month is None or scan.language != "en":
        return found
    last, behind = day_number(scan, at)
    year = None if last is None else scan.digits(behind, 4)
    return None if year is None else span_form(f"{year:04d}-{month[0]:02d}-{last:02d}", behind + 1)


def _one(scan: Scan, at: int) -> Days | None:
    """One date: a word in front, a part ("end of"), and the date itself in one of its forms."""
    after_in = scan.phrase("in", at)
    named = _weekdays(scan.language).match(scan.tokens, at if after_in is None else after_in)
    for start in (None if named is None else named[1], after_in, at):
        if start is None:
            continue
        for part in _parts():
            behind = scan.phrase(part["id"], start)
            behind = None if behind is None else _past_hyphen(scan, behind)
            found = _part_behind(scan, start, part) if behind is None else form_at(scan, behind)
            days = None if found is None or found.is_plain_day else _part_of(found, part)
            if found is not None and days is not None:
                return Days(days, at, found.end)
        if (found := form_at(scan, start)) is not None:
            plain = found.is_plain_year and start == at
            return Days(found.span, at, found.end, plain)
    return None


def _part_behind(scan: Scan, at: int, part: Row) -> Form | None:
    """The year of "2019 Q3", the part behind it."""
    year = year_form(scan, at)
    behind = None if year is None else scan.phrase(part["id"], year.end)
    is_quarter = str(part["id"]).startswith(("quarter", "half"))
    return None if year is None or behind is None or not is_quarter else Form(year.span, behind)


def _past_hyphen(scan: Scan, at: int) -> int:
    """The token after the hyphen of "mid-2017"."""
    return at + (at < len(scan.tokens) and scan.tokens[at].text == "-")


@cache
def _parts() -> tuple[Row, ...]:
    """The rows of the table that are a part of a year."""
    return tuple(row for row in rows_of("calendar") if "months" in row)


def _part_of(found: Form, part: Row) -> Span | None:
    """The days of a part of a year or of a month, as the table has them; a month has no quarters."""
    first, last = found.span.first, found.span.last
    if (first.year, first.month) == (last.year, last.month):
        low, high = part.get("days", (0, 0))
        return Span(first.replace(day=low), last if high == 31 else first.replace(day=high)) if low else None
    low, high = part["months"]
    return parse_span(f"{first.year:04d}-{low:02d}/{first.year:04d}-{high:02d}")


@cache
def _weekdays(language: str) -> Phrases[int]:
    """The names of the days of the week, which say no more than the date behind them."""
    return Phrases(
        language, [(name.casefold(), n) for n, name in get_day_names("wide", locale=language).items()]
    )
