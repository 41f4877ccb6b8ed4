"""A percentage with what stands above and below its line, and the whole numbers that its words allow.

A newcomer would get wrong that a percentage of people is a count in disguise: 85 % of 1,400 is 1,183 to 1,196
people, and 81 % of 7 is nobody's share, for no whole number of seven rounds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pledgebook.claims.words import Reading
from pledgebook.figures import WHOLE_UNITS, write_interval
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer
from pledgebook.tables.schema import value_from
from pledgebook.text import Text, texts_of
from pledgebook.value import Known

LANGUAGES = ("en", "fr")
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """What a percentage is a percentage of: ``part`` where the data have it; ``allowed`` are the whole numbers.

    ``allowed`` is None where no whole number of the whole is such a percentage of it.
    """

    percent: Interval
    part: Interval | None
    whole: Interval
    allowed: Interval | None

    @property
    def told(self) -> Text:
        """The sentence that says so."""
        figures = {
            "percent": in_words(self.percent, "percent"),
            "whole": in_words(self.whole, "count"),
            "allowed": Text(en="", fr="") if self.allowed is None else in_words(self.allowed, "count"),
            "part": Text(en="", fr="") if self.part is None else in_words(self.part, "count"),
        }
        key = "fits_none" if self.allowed is None else "of_whole" if self.part is None else "of_parts"
        return texts_of("pledgebook.claims", "shares.yml")[key].fill(**figures)


def share_of(reading: Reading | None, answer: Answer) -> Share | None:
    """The share that a figure tells; None where its words are no percentage of a known number of something."""
    if reading is None or reading.interval is None or reading.kind not in ("percent", "share"):
        return None
    sides = _sides(answer)
    if sides is None:
        return None
    part, whole = sides
    is_inside = answer.kind != "ratio"
    return Share(reading.interval, part, whole, whole_numbers(reading.interval, whole, is_inside=is_inside))


def whole_numbers(percent: Interval, whole: Interval, *, is_inside: bool = True) -> Interval | None:
    """The whole numbers that are such a percentage of a whole, as far as it is known; None where none are.

    ``is_inside``: they lie inside the whole, as a part does and what was reached of a target need not.

    >>> str(whole_numbers(Interval.parse("84.5..<85.5"), Interval.exactly(1400)))
    '1183..1196'
    >>> str(whole_numbers(Interval.parse(">85"), Interval.parse(">1400")))
    '>=1191'
    >>> whole_numbers(Interval.parse("18.5..<19.5"), Interval.exactly(3)) is None
    True
    """
    least, most = _first(whole), _last(whole)
    if most is not None and most <= 0:
        return None
    low = Decimal(0)
    if percent.low is not None:
        low = max(low, _first(_times(percent, least or Decimal(0))))
    if most is None:
        return Interval(low, None)
    top = _last(_times(percent, most))
    high = top if not is_inside else most if top is None else min(top, most)
    return Interval(low, high) if high is None or low <= high else None


def _sides(answer: Answer) -> tuple[Interval | None, Interval] | None:
    """What stands above the line, where the data have it, and below: of a ratio its parts, of a rate its rows."""
    if answer.kind == "ratio" and len(answer.parts) == 2:
        above, below = answer.parts
        if not {above.unit, below.unit} <= WHOLE_UNITS:
            return None
        known = (above.value, below.value)
        return (
            (known[0].interval, known[1].interval)
            if isinstance(known[0], Known) and isinstance(known[1], Known)
            else None
        )
    wholes = {
        value_from(*(row.keys[f"whole_{end}"] for end in ("low", "high", "bounds", "status")))
        for row in answer.rows
        if row.keys.get("whole_status")
    }
    whole = wholes.pop() if len(wholes) == 1 else None
    return (None, whole.interval) if isinstance(whole, Known) else None


def _times(percent: Interval, whole: Decimal) -> Interval:
    ends = (None if end is None else end * whole / _ALL for end in (percent.low, percent.high))
    low, high = ends
    if low is not None and low == high:
        return Interval.exactly(low)
    return Interval(low, high, percent.low_included, percent.high_included)


def _first(interval: Interval) -> Decimal:
    """The first whole number of an interval; 0 where it begins below it."""
    if interval.low is None:
        return Decimal(0)
    first = interval.low.to_integral_value(ROUND_CEILING)
    return first + int(first == interval.low and not interval.low_included)


def _last(interval: Interval) -> Decimal | None:
    if interval.high is None:
        return None
    last = interval.high.to_integral_value(ROUND_FLOOR)
    return last - int(last == interval.high and not interval.high_included)


def in_words(interval: Interval, unit: str) -> Text:
    """An interval as each language writes it."""
    return Text(**{language: write_interval(interval, unit, language) for language in LANGUAGES})
