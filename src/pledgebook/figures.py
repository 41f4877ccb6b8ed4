"""Figures as a reader of each language writes them: numbers, quantities with their unit, intervals, days.

A newcomer would get wrong that an interval may only ever be written wider than it is, never narrower, and
that a number is rounded as the claims' words are read: a tie goes up, so that what is written allows what
it was written from. Numbers, plurals and dates are Babel's (CLDR); the words around them are figures.yml.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from functools import cache, lru_cache
from itertools import product
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name, get_currency_precision

from pledgebook.interval import Interval
from pledgebook.period import Span
from pledgebook.text import WHOLE, texts_of
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld

NO_BREAK = "\u00a0"
WHOLE_UNITS = frozenset({"people", "count", "rank", "days"})
"""Units that are counted: 450..<550 of them is 450 to 549."""

_DIGITS = {"percent": 1, "points": 1, "people": 2, "count": 2, "times": 2}
"""The most digits after the mark that are written where nobody asks for more."""

_EXACT = Context(prec=400)
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ALONE = "="
"""Stands before words that say the number too, as the dual does: ``=يومان`` is two days."""


_REMEMBERED = 10_000
"""Numbers and intervals whose words are kept, of each way to write them: a page writes the same few several times,
and of thousands of pages each has its own."""


@dataclass(frozen=True, slots=True)
class _Power:
    """A power of ten that has a name, and the digits after the mark that are written with it."""

    name: str
    factor: Decimal
    digits: int


_POWERS = (
    _Power("trillion", Decimal(10) ** 12, 2),
    _Power("billion", Decimal(10) ** 9, 2),
    _Power("million", Decimal(10) ** 6, 1),
)
_BEYOND_WORDS = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class _Written:
    """A number and what stands before and after it."""

    before: str
    number: str
    after: str

    def __str__(self) -> str:
        return self.before + self.number + self.after


@lru_cache(maxsize=_REMEMBERED)
def write_number(value: Decimal, language: str, *, digits: int | None = None) -> str:
    """The number with all its digits, or with exactly ``digits`` after the mark; never scientific.

    >>> write_number(Decimal("1224108"), "en"), write_number(Decimal("4.05"), "en", digits=1)
    ('1,224,108', '4.1')
    """
    number = plain(value) if digits is None else _rounded(value, digits)
    signs = _signs(language)
    if signs is not None:
        return f"{number:,f}".translate(signs)
    with localcontext(_EXACT):
        return _by_babel(number, language, digits)


def _by_babel(number: Decimal, language: str, digits: int | None) -> str:
    said: dict[str, Any] = {"locale": _locale(language), "numbering_system": _digits_of(language)}
    if digits is not None:
        form = "#,##0." + "0" * digits
        written = format_decimal(number, format=form, group_separator=True, **said)
    else:
        written = format_decimal(number, decimal_quantization=False, **said)
    return in_digits_of(written, language)


@cache
def _signs(language: str) -> dict[int, str] | None:
    """The language's signs for "," "." and "-" where Babel does no more than put them there; else nothing.

    Pages of thousands of projects write hundreds of thousands of amounts, and Babel reads its pattern for each.
    """
    symbols = _locale(language).number_symbols.get("latn", {})
    signs = {
        ord(","): symbols.get("group"),
        ord("."): symbols.get("decimal"),
        ord("-"): symbols.get("minusSign"),
    }
    if not all(signs.values()):
        return None
    told = {key: str(sign) for key, sign in signs.items()}
    same = all(f"{n:,f}".translate(told) == _by_babel(n, language, d) for n, d in _TRIED)
    return told if same else None


_TRIED = tuple(
    (Decimal(text), digits)
    for text, digits in (("0", None), ("1234", None), ("-12345.6", None), ("1234567.89", 2), ("-999.50", 2))
)


@lru_cache(maxsize=_REMEMBERED)
def write_quantity(value: Decimal, unit: str, language: str, *, short: bool = False, home: str = "") -> str:
    """The number with its unit; ``home`` is the book's currency, which needs no name.

    >>> write_quantity(Decimal("391650859.88"), "CAD", "en", home="CAD")
    '$391,650,859.88'
    >>> write_quantity(Decimal("391650859.88"), "CAD", "en", home="CAD", short=True)
    '$391.7 million'
    """
    if unit == "rank":
        return _rank(value, language)
    if short:
        value = _shortened(value, unit)
    elif is_currency(unit):
        value = _rounded(value, _money_digits(value, unit))
        number = write_number(value, language, digits=_money_digits(value, unit) or None)
        return str(_money(number, "", unit, language, home))
    elif unit in _DIGITS:
        value = _rounded(value, _DIGITS[unit])
    return str(_written(value, unit, language, short, home))


@lru_cache(maxsize=_REMEMBERED)
def write_interval(
    interval: Interval, unit: str, language: str, *, short: bool = False, home: str = ""
) -> str:
    """The interval in words; a bound with many digits is moved outwards, so what is written stays true.

    ``short`` moves a bound to the digits with which its short form is written.

    >>> write_interval(Interval.parse(">4000000000"), "CAD", "fr", home="CAD").replace(NO_BREAK, " ")
    'plus de 4 milliards de dollars'
    >>> write_interval(Interval.parse("450..<550"), "people", "en")
    '450 to 549'
    >>> write_interval(Interval.parse(">=3238259183.31"), "EUR", "en", short=True).replace(NO_BREAK, " ")
    'at least EUR 3.23 billion'
    """
    if interval.exact is not None:
        return write_quantity(interval.exact, unit, language, home=home)
    interval = _outwards(_of_whole_numbers(interval) if unit in WHOLE_UNITS else interval, unit, short)
    if interval.exact is not None:
        return write_quantity(interval.exact, unit, language, home=home)
    low = None if interval.low is None else _bound(interval.low, unit, language, home)
    high = None if interval.high is None else _bound(interval.high, unit, language, home)
    if low and high and low.after == high.after and interval.low_included and interval.high_included:
        low = _Written(low.before, low.number, "")
    return _words(_form_of(interval), language).format(low=low, high=high)


def write_value(value: Value, unit: str, language: str, *, short: bool = False, home: str = "") -> str:
    """The value in words, one of four kinds: known, not reported, not applicable, withheld."""
    match value:
        case Known(interval):
            if interval.exact is not None:
                return write_quantity(interval.exact, unit, language, short=short, home=home)
            return write_interval(interval, unit, language, short=short, home=home)
        case NotReported():
            return _words("not_reported", language)
        case NotApplicable():
            return _words("not_applicable", language)
        case Withheld():
            return _words("withheld", language)


@lru_cache(maxsize=_REMEMBERED)
def write_date(day: date, language: str) -> str:
    """The day as prose has it, its words held together: no line ends between them.

    >>> write_date(date(2020, 12, 31), "fr"), write_date(date(2016, 6, 1), "fr")
    ('31\\xa0décembre\\xa02020', '1er\\xa0juin\\xa02016')
    """
    written = _dated(day, "d MMMM y", language)
    return "1er" + written[1:] if language == "fr" and day.day == 1 else written


@lru_cache(maxsize=_REMEMBERED)
def write_span(first: date, last: date, language: str) -> str:
    """A span by its shortest name: a day, a month, a year, from month to month, from day to day.

    >>> write_span(date(2016, 6, 1), date(2016, 6, 30), "fr")
    'juin\\xa02016'
    """
    if first == last:
        return write_date(first, language)
    start, end = _named(Span(first, first), language), _named(Span(last, last), language)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        start, end = (in_digits_of(f"{day.year}", language) for day in (first, last))
        form = "periods_from_to"
    elif first.day == 1 and last == _month_of(last).last:
        start, end = _named(_month_of(first), language), _named(_month_of(last), language)
        form = "periods_from_to"
    else:
        form = "days_from_to"
    return start if start == end else _words(form, language).format(first=start, last=end)


@lru_cache(maxsize=_REMEMBERED)
def write_age(first: date, last: date, language: str) -> str:
    """How long it is from a day to a later one: years and months; months below a year; days below a month.

    >>> write_age(date(2016, 8, 31), date(2026, 11, 30), "en").replace(NO_BREAK, " ")
    '10 years and 2 months'
    >>> write_age(date(2020, 1, 31), date(2020, 2, 29), "fr").replace(NO_BREAK, " ")
    '29 jours'
    """
    whole = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if whole < 1:
        return write_quantity(Decimal((last - first).days), "days", language)
    parts = [
        write_quantity(Decimal(number), unit, language)
        for number, unit in ((whole // 12, "years"), (whole % 12, "months"))
        if number
    ]
    return _words("and", language).format(*parts) if len(parts) > 1 else parts[0]


def plain(value: Decimal) -> Decimal:
    """The same number without zeros behind the mark and without an exponent.

    >>> plain(Decimal("4.0E+9"))
    Decimal('4000000000')
    """
    value = value.normalize(_EXACT)
    return value.quantize(Decimal(1), context=_EXACT) if int(value.as_tuple().exponent) > 0 else value


@lru_cache(maxsize=_REMEMBERED)
def is_currency(unit: str) -> bool:
    """The unit is written as a currency is: three capital letters."""
    return re.fullmatch("[A-Z]{3}", unit) is not None


@lru_cache(maxsize=_REMEMBERED)
def is_dollar(currency: str) -> bool:
    """The currency is called a dollar, so that ``$`` can stand for it in its own book.

    >>> is_dollar("CAD"), is_dollar("EUR")
    (True, False)
    """
    return is_currency(currency) and get_currency_name(currency, locale="en").endswith("Dollar")


def currency_in_plural(currency: str, language: str) -> str:
    """The currency as a reader names a sum of it.

    >>> currency_in_plural("EUR", "en")
    'euros'
    """
    return str(get_currency_name(currency, count=1_000_000, locale=_locale(language)))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_speaks(language))


def _speaks(language: str) -> str:
    """The language of ``ar-u-nu-arab``, which is Arabic with Arabic-Indic digits (BCP 47)."""
    return language.partition("-u-nu-")[0]


def _digits_of(language: str) -> str:
    """The digits to write with, by their name in CLDR; European where the language does not say."""
    return language.partition("-u-nu-")[2] or "latn"


def in_digits_of(written: str, language: str) -> str:
    """The same text with the language's digits; nothing else is changed.

    >>> in_digits_of("2016–2017", "ar-u-nu-arab")
    '٢٠١٦–٢٠١٧'
    """
    return written.translate(_ARABIC_INDIC) if _digits_of(language) == "arab" else written


def _words(key: str, language: str) -> str:
    return texts_of("pledgebook", "figures.yml")[key][_speaks(language)]


def _rounded(value: Decimal, digits: int) -> Decimal:
    """The nearest number with so many digits; a tie goes up."""
    unit, half = _last_place(digits)
    return _EXACT.add(value, half).quantize(unit, ROUND_FLOOR, _EXACT)


@cache
def _last_place(digits: int) -> tuple[Decimal, Decimal]:
    """One in the last of so many digits, and half of it."""
    unit = Decimal(1).scaleb(-digits)
    return unit, unit / 2


def _shortened(value: Decimal, unit: str) -> Decimal:
    """The number rounded as its short form says it: 391.7 million, 1.04 million, 2.18 billion, 979,856.

    In words only what they say to the hundredth part, with a digit more where it needs one: 1 million is another
    amount than 979,856.
    """
    for power, more in product(_POWERS, (0, 1)):
        with localcontext(_EXACT):
            rounded = _rounded(value / power.factor, power.digits + more) * power.factor
            is_near = abs(rounded - value) <= abs(value) / 100
        if is_near and _power_of(rounded) is power:
            return rounded
    return _rounded(value, 0 if is_currency(unit) else _DIGITS.get(unit, 0))


def _power_of(value: Decimal) -> _Power | None:
    """The largest power that the number reaches; none for what digits say better."""
    if abs(value) >= _BEYOND_WORDS:
        return None
    return next((power for power in _POWERS if abs(value) >= power.factor), None)


def _money_digits(value: Decimal, currency: str) -> int:
    return 0 if value == value.to_integral_value() else _precision(currency)


@cache
def _precision(currency: str) -> int:
    """The digits after the mark with which an amount that has any is written."""
    return max(2, int(get_currency_precision(currency)))


def _bound(value: Decimal, unit: str, language: str, home: str) -> _Written:
    """An end of an interval, in words (4 billion) where they say it exactly."""
    return _written(value, unit, language, _shortened(value, unit) == value, home)


def _written(value: Decimal, unit: str, language: str, short: bool, home: str) -> _Written:
    power = _power_of(value) if short else None
    if unit == "rank":
        return _Written("", _rank(value, language), "")
    if power is not None:
        with localcontext(_EXACT):
            value = plain(value / power.factor)
    digits = _money_digits(value, unit) if is_currency(unit) and power is None else 0
    digits = max(digits, -int(plain(value).as_tuple().exponent)) if digits else 0
    number = write_number(value, language, digits=digits or None)
    word = "" if power is None else _counted(power.name, value, language)
    if is_currency(unit):
        return _money(number, word, unit, language, home)
    behind = _counted(unit, value, language)
    if behind.startswith(_ALONE) and not word:
        return _Written("", "", behind.removeprefix(_ALONE))
    return _Written("", number, word + behind.removeprefix(_ALONE))


def _counted(key: str, value: Decimal, language: str) -> str:
    """What stands behind the number, in the plural that the number asks for; nothing for plain counts."""
    texts = texts_of("pledgebook", "figures.yml")
    plural = _locale(language).plural_form(plain(abs(value)))
    forms = (key, f"{key}_{plural}", f"{key}_{'one' if plural == 'one' else 'other'}")
    text = next((t for f in forms if (t := texts.get(f)) and _speaks(language) in t), texts.get(forms[-1]))
    words = "" if text is None else text[_speaks(language)]
    return words.replace("%", "٪") if _digits_of(language) == "arab" else words


def _money(number: str, word: str, currency: str, language: str, home: str) -> _Written:
    """English puts the currency before the number, French and Arabic behind it."""
    own, us = currency == home and is_dollar(currency), currency == "USD"
    if _speaks(language) not in WHOLE:
        said = _words("dollar", language) if own else NO_BREAK + currency_in_plural(currency, language)
        return _Written("", number, word + said)
    if language == "en":
        sign = "$" if own else "US$" if us else currency + NO_BREAK
        minus = "-" if number.startswith("-") else ""
        return _Written(minus + sign, number.removeprefix("-"), word)
    if word and (own or us):
        return _Written("", number, word + f" de{NO_BREAK}dollars{'' if own else ' américains'}")
    return _Written("", number, word + NO_BREAK + ("$" if own else f"${NO_BREAK}US" if us else currency))


def _rank(value: Decimal, language: str) -> str:
    form = _locale(language).ordinal_form(value)
    return write_number(value, language) + _words(f"rank_{form}", language)


def _of_whole_numbers(interval: Interval) -> Interval:
    """The interval from the first to the last whole number in it; as it was where it holds none."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        return interval
    with localcontext(_EXACT):
        first = low.to_integral_value(ROUND_CEILING)
        last = high.to_integral_value(ROUND_FLOOR)
        first += int(first == low and not interval.low_included)
        last -= int(last == high and not interval.high_included)
    return Interval(first, last) if first <= last else interval


def _outwards(interval: Interval, unit: str, short: bool) -> Interval:
    """An interval no narrower whose ends have no more digits than the unit is written with."""
    digits = 2 if is_currency(unit) else _DIGITS.get(unit, 2)
    low, low_moved = _moved(interval.low, digits, ROUND_FLOOR, short)
    high, high_moved = _moved(interval.high, digits, ROUND_CEILING, short)
    return Interval(low, high, interval.low_included or low_moved, interval.high_included or high_moved)


def _moved(end: Decimal | None, digits: int, rounding: str, short: bool) -> tuple[Decimal | None, bool]:
    if end is None:
        return None, False
    power = _power_of(end) if short else None
    if power is not None:
        digits = power.digits - power.factor.adjusted()
    moved = end.quantize(Decimal(1).scaleb(-digits), rounding, _EXACT)
    return (end, False) if moved == end else (moved, True)


def _form_of(interval: Interval) -> str:
    if interval.low is None:
        return "any" if interval.high is None else "at_most" if interval.high_included else "less_than"
    if interval.high is None:
        return "at_least" if interval.low_included else "more_than"
    if interval.low_included:
        return "from_to" if interval.high_included else "from_to_less"
    return "more_and_at_most" if interval.high_included else "more_and_less"


def _month_of(day: date) -> Span:
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def _named(span: Span, language: str) -> str:
    if span.first == span.last:
        return write_date(span.first, language)
    return _dated(span.first, "MMMM y", language)


def _dated(day: date, form: str, language: str) -> str:
    written = format_date(day, form, locale=_locale(language)).replace(" ", NO_BREAK)
    return in_digits_of(written, language)
