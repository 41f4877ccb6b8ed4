"""One date in one of its forms: 2017-09-21, 31/12/2020, 21 September 2017, June 2016, 2016-17, 2019.

A newcomer would get wrong that a day in digits can be two days in English: 05/06/2020 is read as neither, and
that a year is none where what it counts stands behind it ("2019 people").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from babel.dates import get_month_names

from pledgebook.claims.words.tables import Phrases, phrases_of
from pledgebook.claims.words.tokens import Token
from pledgebook.period import FiscalStart, Span, fiscal_span, parse_span

_YEARS = range(1900, 2100)
_CENTURY = 2000
_MONTHS_OF_A_YEAR = 12
_DAY_SIGNS = ("/", "-", ".")
_LOCALES = {"ar": ("ar", "ar_IQ")}
"""The locales of CLDR that name a language's months, where there are several."""
_SHORT_MONTHS = {"en": {"sept": 9}, "fr": {}}
"""Short names that CLDR does not have."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The tokens that a date is looked for in, and what a fiscal year is there."""

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


@dataclass(frozen=True, slots=True)
class Form:
    """A date in one form: its days and the token after it."""

    span: Span
    end: int
    is_plain_year: bool = False

    @property
    def is_plain_day(self) -> bool:
        return self.span.days == 1


def digits_of_a_day(tokens: Sequence[Token], at: int) -> int | None:
    """The token after a day in digits that nobody can be sure of: 05/06/2020 in English is two days."""
    return next((at + 5 for sign in _DAY_SIGNS if _cut(tokens, at, sign) is not None), None)


def year_at(tokens: Sequence[Token], at: int) -> int | None:
    """The year written at ``at`` in four plain digits."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    is_year = len(text) == 4 and tokens[at].kind == "number" and text.isdigit() and int(text) in _YEARS
    return int(text) if is_year else None


def may_be_dated(tokens: Sequence[Token]) -> bool:
    """Some token could be the number of a year: no date of any form is without one."""
    return any(t.kind == "number" and (len(t.text) in (2, 4) or t.text.count(".") > 1) for t in tokens)


def month_at(tokens: Sequence[Token], at: int, language: str) -> int | None:
    """The number of the month named at ``at``."""
    matched = _months(language).match(tokens, at)
    return None if matched is None else matched[0]


def form_at(scan: Scan, at: int) -> Form | None:
    return next((found for form in FORMS if (found := form(scan, at)) is not None), None)


def _iso(scan: Scan, at: int) -> Form | None:
    """2017-09-21, 2017/09/21."""
    tokens = scan.tokens[at : at + 5]
    signs = [t.text for t in tokens[1::2]]
    if len(tokens) < 5 or scan.digits(at, 4) is None or signs not in (["-", "-"], ["/", "/"]):
        return None
    return span_form("-".join(t.text for t in tokens[::2]), at + 5)


def _in_digits(scan: Scan, at: int) -> Form | None:
    """31/12/2020, 31.12.2020: the day first; English also puts the month first, so what could be both is no date."""
    for sign in _DAY_SIGNS:
        cut = _cut(scan.tokens, at, sign)
        if cut is None:
            continue
        day, month, year = cut
        is_open = scan.language == "en" and sign != "."
        if is_open and day <= _MONTHS_OF_A_YEAR and month <= _MONTHS_OF_A_YEAR and day != month:
            return None
        if is_open and month > _MONTHS_OF_A_YEAR:
            day, month = month, day
        return span_form(f"{year:04d}-{month:02d}-{day:02d}", at + (1 if sign == "." else 5))
    return None


def _cut(tokens: Sequence[Token], at: int, sign: str) -> tuple[int, int, int] | None:
    """The three numbers of a day in digits, as they stand."""
    parts = tokens[at].text.split(".") if sign == "." and at < len(tokens) else []
    five = tokens[at : at + 5]
    if sign != "." and len(five) == 5 and all(t.text == sign for t in five[1::2]):
        is_one_word = all(a.touches(b) for a, b in pairwise(five))
        parts = [t.text for t in five[::2]] if is_one_word else []
    if [len(p) for p in parts] not in ([2, 2, 4], [1, 2, 4], [2, 1, 4], [1, 1, 4]):
        return None
    if not all(p.isascii() and p.isdigit() for p in parts) or int(parts[2]) not in _YEARS:
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def day_month_year(scan: Scan, at: int) -> Form | None:
    """21 September 2017, 1er juin 2016."""
    day = scan.digits(at, 1, 2)
    suffix = phrases_of("ranks", scan.language, id="suffix").match(scan.tokens, at + 1)
    behind = suffix[1] if suffix else at + 1
    behind += bool(suffix) and behind < len(scan.tokens) and scan.tokens[behind].norm == "of"
    month = None if day is None else scan.month(behind)
    year = None if month is None else scan.digits(month[1], 4)
    if day is None or month is None or year is None:
        return None
    return span_form(f"{year:04d}-{month[0]:02d}-{day:02d}", month[1] + 1)


def month_day_year(scan: Scan, at: int) -> Form | None:
    """September 21, 2017; September 21st, 2017."""
    month = scan.month(at) if scan.language == "en" else None
    day, behind = (None, at) if month is None else day_number(scan, month[1])
    year = None if day is None else scan.digits(behind, 4)
    if month is None or day is None or year is None:
        return None
    return span_form(f"{year:04d}-{month[0]:02d}-{day:02d}", behind + 1)


def month_year(scan: Scan, at: int) -> Form | None:
    month = scan.month(at)
    of = month[1] if month else at
    of += of < len(scan.tokens) and scan.tokens[of].norm in ("of", "de")
    year = None if month is None else scan.digits(of, 4)
    if month is None or year is None:
        return None
    return span_form(f"{year:04d}-{month[0]:02d}", of + 1)


def _fiscal_year(scan: Scan, at: int) -> Form | None:
    """2016-17, 2016/2017: two years that follow each other are one fiscal year; FY16/17 only where it is named."""
    named = scan.phrase("fiscal", at)
    at = at if named is None else named
    year, following = year_at(scan.tokens, at), scan.digits(at + 2, 2, 4)
    short = None if named is None else scan.digits(at, 2)
    if short is not None and following == (short + 1) % 100:
        year = _CENTURY + short
    if year is None or following not in (year + 1, (year + 1) % 100):
        return None
    if scan.tokens[at + 1].text not in ("-", "–", "/", "‑"):
        return None
    if scan.fiscal_start is None:
        return Form(Span(date(year, 1, 1), date(year + 1, 12, 31)), at + 3)
    return Form(fiscal_span(year, scan.fiscal_start), at + 3)


def year_form(scan: Scan, at: int) -> Form | None:
    """Four plain digits, unless people or things counted stand behind them: à 2000 personnes."""
    year = year_at(scan.tokens, at)
    counted = phrases_of("asides", scan.language, id="counted").match(scan.tokens, at + 1)
    if year is None or counted is not None:
        return None
    return Form(Span(date(year, 1, 1), date(year, 12, 31)), at + 1, True)


FORMS: tuple[Callable[[Scan, int], Form | None], ...] = (
    _iso,
    _in_digits,
    day_month_year,
    month_day_year,
    month_year,
    _fiscal_year,
    year_form,
)


def span_form(notation: str, end: int) -> Form | None:
    """A form from the notation of a day or month; None where no calendar has it."""
    try:
        return Form(parse_span(notation), end)
    except ValueError:
        return None


def day_number(scan: Scan, at: int) -> tuple[int | None, int]:
    """A day of a month, with its suffix or without, and the token after it."""
    day = scan.digits(at, 1, 2)
    suffix = phrases_of("ranks", scan.language, id="suffix").match(scan.tokens, at + 1)
    return day, at if day is None else suffix[1] if suffix else at + 1


@cache
def _months(language: str) -> Phrases[int]:
    """The names and short names of the months; Arabic has two sets of them."""
    return Phrases(
        language,
        [
            (name.casefold(), number)
            for locale in _LOCALES.get(language, (language,))
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
            for number, name in get_month_names(width, context, locale).items()
        ]
        + list(_SHORT_MONTHS.get(language, {}).items()),
    )
