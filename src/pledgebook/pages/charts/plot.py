"""The common ground of the charts over time: two axes, and labels that find a free place.

A newcomer would get wrong that a label with no free place is left out: the dot keeps it as a title, and the
table beside the chart has every value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

from pledgebook.pages.charts.scale import Scale, days, extent, ticks, years
from pledgebook.pages.charts.svg import Frame, number, stroke, tag, width_of, words
from pledgebook.value import Status

Tell = Callable[[Decimal], str]
"""How the page's language writes a number of the axis."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A value on a day, known exactly or between two ends; None: see ``status``. ``text`` is its label."""

    day: date
    value: Decimal | None
    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    status: Status = "reported"


@dataclass(frozen=True, slots=True)
class Plot:
    """Days across, quantities upwards."""

    x: Scale
    y: Scale
    bottom: float

    def at(self, day: date, value: Decimal) -> tuple[float, float]:
        """The point of a value on a day."""
        return self.x.at_day(day), self.y.at(value)


def plot(
    frame: Frame,
    dates: Iterable[date],
    values: Iterable[Decimal | None],
    tell: Tell,
    year: Callable[[int], str],
    *,
    right: float = 14,
) -> tuple[Plot, list[str]]:
    """The axes for these days and values, and how they are drawn; ``year`` writes a year."""
    size = frame.size - 1
    marks = ticks(*extent(values), 3 if frame.is_narrow else 4)
    left = max(width_of(tell(mark), size) for mark in marks) + 8
    top, bottom = 22.0, 252.0 if frame.is_narrow else 300.0
    made = Plot(days(dates, left, frame.width - right), Scale(marks[0], marks[-1], bottom, top), bottom)
    shapes: list[str] = []
    for mark in marks:
        y = made.y.at(mark)
        shapes.append(stroke(left, y, frame.width - right, y, "c-axis" if mark == 0 else "c-grid"))
        shapes.append(words(tell(mark), left - 7, y + size * 0.35, size, anchor="end", look="c-soft"))
    return made, shapes + _year_marks(made, size, year)


def _year_marks(made: Plot, size: float, write: Callable[[int], str]) -> list[str]:
    shown = years(made.x)
    room = abs(made.x.end - made.x.start) / max(len(shown) - 1, 1)
    every = 1 if room > width_of("2020", size) + 8 else 2 if room * 2 > width_of("2020", size) + 8 else 5
    shapes = []
    for i, year in enumerate(shown):
        x = made.x.at_day(date(year, 1, 1))
        shapes.append(stroke(x, made.bottom, x, made.bottom + 5, "c-axis"))
        middle = x + room / 2
        if i % every == 0 and i < len(shown) - 1:
            shapes.append(words(write(year), middle, made.bottom + 18, size, anchor="middle", look="c-soft"))
    return shapes


def dot(made: Plot, mark: Dot, look: str) -> list[str]:
    """A dot, with a whisker between the ends where the value is known as an interval only."""
    if mark.value is None:
        return []
    x, y = made.at(mark.day, mark.value)
    shapes = []
    if mark.low is not None and mark.high is not None and mark.low != mark.high:
        low, high = made.y.at(mark.low), made.y.at(mark.high)
        left = number(x - 4)
        d = f"M{left},{number(low)}h8M{number(x)},{number(low)}V{number(high)}M{left},{number(high)}h8"
        shapes.append(tag("path", d=d, class_="c-whisker"))
    title = tag("title", escape(mark.text, quote=False))
    return [*shapes, tag("circle", title, cx=x, cy=y, r=4.5, class_=look)]


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants to stand near a point; the sides to try, in order, of "above below right left", and how far
    from it."""

    x: float
    y: float
    text: str
    look: str = "c-value"
    sides: str = "above below right left"
    distances: tuple[int, ...] = (8, 18)


def settle(frame: Frame, made: Plot, wishes: Sequence[Wish], taken: Sequence[Box] = ()) -> list[str]:
    """The labels that found a place right of the axis and on no other label, the first wishes first."""
    boxes = list(taken)
    drawn: list[str] = []
    for wish in wishes:
        for box in _candidates(wish, frame.size):
            across = box[0] >= made.x.start - 6 and box[2] <= frame.width
            inside = across and box[1] >= 0 and box[3] <= made.bottom
            if inside and not any(_overlap(box, other) for other in boxes):
                boxes.append(box)
                drawn.append(words(wish.text, box[0] + 2, box[3] - 4, frame.size, look=wish.look))
                break
    return drawn


def _candidates(wish: Wish, size: float) -> list[Box]:
    width, height = width_of(wish.text, size) + 4, size + 4
    spots: list[Box] = []
    for away in wish.distances:
        for side in wish.sides.split():
            if side in ("right", "left"):
                x = wish.x + away if side == "right" else wish.x - away - width
                spots.append((x, wish.y - height / 2, x + width, wish.y + height / 2))
                continue
            top = wish.y - away - height if side == "above" else wish.y + away
            starts = (wish.x - width / 2, wish.x - 6, wish.x + 6 - width)
            spots += [(x, top, x + width, top + height) for x in starts]
    return spots


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def around(made: Plot, dots: Sequence[Dot], reach: float = 6) -> list[Box]:
    """The boxes that the dots and their whiskers take, so that no label stands on them."""
    boxes = []
    for mark in dots:
        if mark.value is None:
            continue
        x = made.x.at_day(mark.day)
        ends = [made.y.at(v) for v in (mark.value, mark.low, mark.high) if v is not None]
        boxes.append((x - reach, min(ends) - reach, x + reach, max(ends) + reach))
    return boxes


def along(points: Sequence[tuple[float, float]], reach: float = 2) -> list[Box]:
    """Small boxes along the line through the points, so that no label lies across it.

    >>> len(along([(0, 0), (12, 0)]))
    4
    """
    boxes = []
    for (x1, y1), (x2, y2) in pairwise(points):
        parts = max(int(max(abs(x2 - x1), abs(y2 - y1)) / (2 * reach)), 1)
        for i in range(parts + 1):
            x, y = x1 + (x2 - x1) * i / parts, y1 + (y2 - y1) * i / parts
            boxes.append((x - reach, y - reach, x + reach, y + reach))
    return boxes
