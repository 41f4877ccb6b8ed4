"""From quantities and days to coordinates. Quantities stay exact until they become a coordinate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: ``low`` stands at ``start``, ``high`` at ``end``."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """The coordinate of a value.

        >>> Scale(Decimal(0), Decimal(200), 10, 110).at(Decimal(50))
        35.0
        """
        if self.high == self.low:
            return self.start
        return self.start + float((value - self.low) / (self.high - self.low)) * (self.end - self.start)

    def at_day(self, day: date) -> float:
        """The coordinate of a day on a scale of days."""
        return self.at(Decimal(day.toordinal()))


def extent(values: Iterable[Decimal | None]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value, zero always among them; (0, 1) where there is nothing but zero."""
    known = [Decimal(0), *(v for v in values if v is not None)]
    low, high = min(known), max(known)
    return (low, high) if low != high else (Decimal(0), Decimal(1))


def ticks(low: Decimal, high: Decimal, about: int = 4) -> list[Decimal]:
    """Round numbers from below ``low`` to above ``high``, nearly as many as asked for.

    >>> [str(t) for t in ticks(Decimal(0), Decimal(870))]
    ['0', '250', '500', '750', '1000']
    """
    step = _round_step((high - low) / about)
    first = (low / step).to_integral_value("ROUND_FLOOR")
    last = (high / step).to_integral_value("ROUND_CEILING")
    return [(first + i) * step for i in range(int(last - first) + 1)]


def _round_step(rough: Decimal) -> Decimal:
    power = Decimal(10) ** rough.adjusted()
    for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)):
        if factor * power >= rough:
            return _plain(factor * power)
    return _plain(10 * power)


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def days(dates: Iterable[date], start: float, end: float) -> Scale:
    """A scale of whole years around the dates."""
    known = sorted(dates)
    low = date(known[0].year, 1, 1)
    high = date(known[-1].year + 1, 1, 1) if known[-1] != date(known[-1].year, 1, 1) else known[-1]
    if high <= low:
        high = date(low.year + 1, 1, 1)
    return Scale(Decimal(low.toordinal()), Decimal(high.toordinal()), start, end)


def years(scale: Scale) -> list[int]:
    """The years that begin inside a scale of days."""
    low, high = date.fromordinal(int(scale.low)), date.fromordinal(int(scale.high))
    return [y for y in range(low.year, high.year + 1) if low <= date(y, 1, 1) <= high]


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as possible to those wanted, in their order, none closer than the gap.

    >>> spread([10, 12, 40], 10, 0, 100)
    [10, 20, 40]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = dict.fromkeys(order, 0.0)
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return [placed[i] for i in range(len(wanted))]
