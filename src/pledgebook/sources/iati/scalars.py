"""The single values of IATI: numbers, days, moments, flags. None means that the text is no such value.

A newcomer would get wrong that a day may carry a time zone (``2016-03-31+08:00``): it is the day as written,
never moved, and that ``1,234`` is one thousand two hundred and thirty-four.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pledgebook.money import rounded

_KEPT = 1 << 16
"""How many texts are remembered with what they mean: files say the same numbers and days again and again."""
_LONGEST_KEPT = 64
_BLANK = "[ \u00a0\u202f]"
_NUMBER = re.compile(
    rf"[+-]?(?:[0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+|(?=\.[0-9]))"
    r"(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?"
)
_GROUPING = re.compile(rf"{_BLANK}|,")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.,]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_LARGEST = Decimal("1e26")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def number(text: str) -> Decimal | None:
    """The exact number that a text states.

    >>> number(" 1,234 "), number("1 234.50"), number("1e-10"), number("12,5")
    (Decimal('1234'), Decimal('1234.50'), Decimal('1E-10'), None)
    """
    return _number(text) if len(text) < _LONGEST_KEPT else _number.__wrapped__(text)


@lru_cache(maxsize=_KEPT)
def _number(text: str) -> Decimal | None:
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    value = Decimal(_GROUPING.sub("", stripped))
    return value if -_LARGEST < value < _LARGEST else None


def storable(value: Decimal) -> Decimal:
    """The number with no more than the 12 decimals that a table holds, rounded half-even."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -12:
        return rounded(Fraction(value), 12)
    return value


def day(text: str) -> date | None:
    """The day as written; a time and a time zone behind it are left out, never applied.

    >>> day("2016-03-31+08:00"), day("2016-02-30")
    (datetime.date(2016, 3, 31), None)
    """
    return _day(text) if len(text) < _LONGEST_KEPT else _day.__wrapped__(text)


@lru_cache(maxsize=_KEPT)
def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """A moment, in UTC; one without a time zone is taken as UTC, one without a time as midnight."""
    try:
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def flag(text: str) -> bool | None:
    """True or false, as XML writes them.

    >>> flag("1"), flag("false"), flag("yes")
    (True, False, None)
    """
    return _FLAGS.get(text.strip().lower())
