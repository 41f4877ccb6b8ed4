"""Which unit of a measure the words of a figure can be compared with.

A newcomer would get wrong that a point is not a percent, and that money compares only in one currency: a
conversion is the measure's work, never the judge's.
"""

from __future__ import annotations

from decimal import Decimal

from pledgebook.claims.words.reading import Reading
from pledgebook.figures import is_currency
from pledgebook.interval import Interval

UNSPECIFIC = frozenset({"", "indicator"})
"""Units of measures whose rows each have their own: the words' unit is taken on trust."""

_KINDS = {
    "percent": "percent",
    "points": "points",
    "times": "multiple",
    "multiple": "multiple",
    "rank": "rank",
    "days": "duration",
    "months": "duration",
    "years": "duration",
    "date": "date",
    "event": "date",
}
_WRITTEN = {"percent": "percent", "share": "percent", "points": "points", "rank": "rank", "multiple": "times"}
_MONTHS = {"months": Decimal(1), "years": Decimal(12)}


def kind_of_unit(unit: str) -> str:
    """The kind of figure that a unit is for: people, projects and all that is counted are counts.

    >>> kind_of_unit("people"), kind_of_unit("CAD")
    ('count', 'money')
    """
    return "money" if is_currency(unit) else _KINDS.get(unit, "count")


def comparable_value(reading: Reading, value: Interval, unit: str) -> Interval | None:
    """The data's value in the unit of the words; None where they do not speak of the same thing."""
    if unit in UNSPECIFIC:
        return value
    spoken = "percent" if reading.kind == "share" else reading.kind
    if spoken != kind_of_unit(unit) or (spoken == "money" and reading.currency != unit):
        return None
    if spoken != "duration" or reading.unit == unit:
        return value
    if reading.unit not in _MONTHS or unit not in _MONTHS:
        return None
    return _scaled(value, _MONTHS[unit] / _MONTHS[reading.unit])


def unit_to_write(reading: Reading, unit: str) -> str:
    """The unit in which the reason writes its figures."""
    if reading.kind == "duration" and reading.unit:
        return reading.unit
    if unit in UNSPECIFIC:
        return reading.currency or _WRITTEN.get(reading.kind, "count")
    return unit


def _scaled(interval: Interval, factor: Decimal) -> Interval:
    low = None if interval.low is None else interval.low * factor
    high = None if interval.high is None else interval.high * factor
    return Interval(low, high, interval.low_included, interval.high_included)
