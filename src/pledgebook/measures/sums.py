"""Arithmetic on values: what is not reported makes a sum a lower bound, what is withheld withholds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pledgebook.interval import Interval
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, known


def add(values: Iterable[Value]) -> Value:
    """The sum of values that are not negative, where some may not be known.

    >>> str(add([known(2), NotReported()]).interval)
    '>=2'
    >>> add([])
    NotReported()
    """
    found = list(values)
    without = _without_number(found)
    if without is not None:
        return without
    intervals = [v.interval for v in found if isinstance(v, Known)]
    total = intervals[0]
    for interval in intervals[1:]:
        total = total + interval
    return Known(at_least(total) if any(isinstance(v, NotReported) for v in found) else total)


def largest(values: Iterable[Value]) -> Value:
    """The largest of values, as far as it is known.

    >>> str(largest([Known(Interval.parse("100..300")), known(200)]).interval)
    '200..300'
    """
    found = list(values)
    without = _without_number(found)
    if without is not None:
        return without
    intervals = [v.interval for v in found if isinstance(v, Known)]
    highs = [i for i in intervals if i.high is not None]
    low, low_included = _highest_low(intervals)
    if len(highs) < len(intervals) or any(isinstance(v, NotReported) for v in found):
        return Known(Interval(low, None, low_included, True))
    high = max(i.high for i in highs if i.high is not None)
    return Known(Interval(low, high, low_included, any(i.high_included for i in highs if i.high == high)))


def between_largest_and_sum(values: Iterable[Value], at_most: Decimal | None = None) -> Value:
    """How many different people several counts can be of, where the same person may be in more than one.

    >>> str(between_largest_and_sum([known(300), known(500)], at_most=Decimal(700)).interval)
    '500..700'
    """
    found = list(values)
    total = add(found)
    if not isinstance(total, Known):
        return total
    low, low_included = _highest_low([v.interval for v in found if isinstance(v, Known)])
    high, high_included = total.interval.high, total.interval.high_included
    if at_most is not None and (low or 0) <= at_most and (high is None or high > at_most):
        high, high_included = at_most, True
    return (
        known(high)
        if high is not None and low == high
        else Known(Interval(low, high, low_included, high_included))
    )


def agreed(values: Sequence[Value]) -> tuple[Value, bool]:
    """What several statements of one quantity leave, and whether they agree.

    The finest stands where all others allow it; otherwise everything between them.

    >>> agreed([known(410), Known(Interval.parse("405..<415"))])[1]
    True
    """
    without = _without_number(values)
    if without is not None:
        return without, True
    intervals = [v.interval for v in values if isinstance(v, Known)]
    for interval in intervals:
        if all(interval.is_inside(other) for other in intervals):
            return Known(interval), True
    lows = [i.low for i in intervals if i.low is not None]
    highs = [i.high for i in intervals if i.high is not None]
    low = min(lows) if len(lows) == len(intervals) else None
    high = max(highs) if len(highs) == len(intervals) else None
    return Known(Interval(low, high)), False


def difference(until: Value, before: Value) -> Value:
    """What a cumulative figure grew by; from nothing reported, anything up to all of it."""
    if not isinstance(until, Known) or isinstance(before, Withheld):
        return before if isinstance(before, Withheld) else until
    later = until.interval
    if not isinstance(before, Known):
        return Known(Interval(Decimal(0), later.high, True, later.high_included))
    earlier = before.interval
    return Known(
        Interval(
            None if later.low is None or earlier.high is None else later.low - earlier.high,
            None if later.high is None or earlier.low is None else later.high - earlier.low,
            later.low_included and earlier.high_included,
            later.high_included and earlier.low_included,
        )
    )


def at_least(interval: Interval) -> Interval:
    """The interval without its upper end."""
    return Interval(interval.low, None, interval.low_included, True)


def divide(part: Value, whole: Value, times: Decimal = Decimal(100)) -> Value:
    """A ratio in percent by default; of nothing it is not applicable.

    >>> str(divide(known(1), known(4)).interval), divide(known(1), known(0))
    ('25', NotApplicable())
    """
    without = _without_number([whole]) or _without_number([part])
    if without is not None:
        return without
    assert isinstance(part, Known)
    assert isinstance(whole, Known)
    above, below = part.interval, whole.interval
    if below.exact == 0:
        return NotApplicable()
    if above.exact is not None and below.exact is not None:
        return known(_short(above.exact * times / below.exact))
    if above.low is None or above.low < 0 or below.low is None or below.low < 0:
        return NotReported()
    low = Decimal(0) if below.high is None else _short(above.low * times / below.high)
    if above.high is None or below.low == 0:
        return Known(Interval(low, None))
    high = _short(above.high * times / below.low)
    if low == high:
        return known(low)
    return Known(
        Interval(
            low,
            high,
            below.high is None or (above.low_included and below.high_included),
            above.high_included and below.low_included,
        )
    )


def _without_number(values: Sequence[Value]) -> Value | None:
    """What stands instead of a number: one withheld withholds all; else None where any is known."""
    held = next((v for v in values if isinstance(v, Withheld)), None)
    if held is not None:
        return held
    if any(isinstance(v, Known) for v in values):
        return None
    return NotApplicable() if values and all(isinstance(v, NotApplicable) for v in values) else NotReported()


def _highest_low(intervals: Sequence[Interval]) -> tuple[Decimal | None, bool]:
    lows = [i for i in intervals if i.low is not None]
    if not lows:
        return None, True
    low = max(i.low for i in lows if i.low is not None)
    return low, all(i.low_included for i in lows if i.low == low)


def _short(number: Decimal) -> Decimal:
    """A ratio to 12 decimals, without trailing zeros."""
    rounded = round(number, 12)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded.normalize()
