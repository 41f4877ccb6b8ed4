"""Money on its way through columns, such as department, partner, sector and place, drawn as streams between them.

A newcomer would get wrong that only positive amounts can be drawn as a stream: a correction below zero has its row in
the table beside the chart, and in the totals, but no width. On a phone the columns stand under each other as bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pledgebook.pages.charts.bars import Bar, Group, group_bars
from pledgebook.pages.charts.svg import (
    About,
    Drawn,
    Frame,
    drawing,
    escaped_title,
    nothing,
    number,
    paragraph,
    tag,
    words,
    wrap,
)

_ROOM, _THICK, _GAP, _HEIGHT, _TOP = 148.0, 9.0, 8.0, 300.0, 30.0
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stop:
    """A thing of a column: its key, its name, what passes through it, and that in the page's words."""

    key: str
    label: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its stops from top to bottom, and what flows from each to a stop of the next column."""

    heading: str
    stops: Sequence[Stop]
    onwards: Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class _Placed:
    stop: Stop
    x: float
    y: float
    height: float


def streams(about: About, columns: Sequence[Column]) -> str:
    """The columns side by side with streams as wide as their amounts; under each other on a phone."""

    def draw(frame: Frame) -> Drawn:
        if not any(stop.value > 0 for column in columns for stop in column.stops):
            return nothing(about, frame)
        if frame.is_narrow:
            return group_bars(frame, [_as_bars(column) for column in columns])
        return _side_by_side(frame, columns)

    return drawing(about, draw)


def _as_bars(column: Column) -> Group:
    return Group(column.heading, [Bar(stop.label, stop.value, stop.text) for stop in column.stops])


def _side_by_side(frame: Frame, columns: Sequence[Column]) -> Drawn:
    most = max(sum((max(s.value, _ZERO) for s in column.stops), _ZERO) for column in columns)
    step = (frame.width - _ROOM) / max(len(columns) - 1, 1)
    placed = [_stack(frame, column, i * step, most) for i, column in enumerate(columns)]
    shapes = [
        s for i, column in enumerate(columns[:-1]) for s in _streams(column, placed[i], placed[i + 1], most)
    ]
    for column, stops in zip(columns, placed, strict=True):
        x = next(iter(stops.values())).x if stops else 0.0
        shapes.append(words(column.heading, x, frame.size, frame.size, look="c-head"))
        shapes += [s for one in stops.values() for s in _stop(frame, one)]
    return shapes, max(
        one.y + max(one.height, _said(frame, one.stop)) for stops in placed for one in stops.values()
    ) + 4


def _stack(frame: Frame, column: Column, x: float, most: Decimal) -> dict[str, _Placed]:
    placed, y = {}, _TOP
    for stop in column.stops:
        height = max(float(max(stop.value, _ZERO) / most) * _HEIGHT, 1.5)
        placed[stop.key] = _Placed(stop, x, y, height)
        y += max(height, _said(frame, stop)) + _GAP
    return placed


def _label(frame: Frame, stop: Stop) -> list[str]:
    return wrap(stop.label, _ROOM - _THICK - 8, frame.size - 1, 4)


def _said(frame: Frame, stop: Stop) -> float:
    """The height of a stop's words and its amount under them."""
    return (len(_label(frame, stop)) + 1) * (frame.size - 1) * 1.2


def _stop(frame: Frame, one: _Placed) -> Iterator[str]:
    size = frame.size - 1
    yield tag("rect", x=one.x, y=one.y, width=_THICK, height=one.height, class_="c-main")
    lines = _label(frame, one.stop)
    x, y = one.x + _THICK + 6, one.y + size
    yield paragraph(one.stop.label, lines, x, y, size, look="c-text c-halo")
    yield words(one.stop.text, x, y + len(lines) * size * 1.2, size, look="c-value c-halo")


def _streams(
    column: Column, here: Mapping[str, _Placed], there: Mapping[str, _Placed], most: Decimal
) -> Iterator[str]:
    leaving, arriving = ({key: one.y for key, one in side.items()} for side in (here, there))
    order = {key: i for i, key in enumerate([*here, *there])}
    for (start, end), value in sorted(column.onwards.items(), key=lambda k: (order[k[0][0]], order[k[0][1]])):
        if value <= 0:
            continue
        thick = float(value / most) * _HEIGHT
        x1, x2 = here[start].x + _THICK, there[end].x
        yield _ribbon(
            f"{here[start].stop.label} → {there[end].stop.label}",
            x1,
            leaving[start],
            x2,
            arriving[end],
            thick,
        )
        leaving[start] += thick
        arriving[end] += thick


def _ribbon(title: str, x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    middle = number((x1 + x2) / 2)
    a, b, c, d = number(y1), number(y2), number(y2 + thick), number(y1 + thick)
    there = f"M{number(x1)},{a}C{middle},{a} {middle},{b} {number(x2)},{b}"
    back = f"V{c}C{middle},{c} {middle},{d} {number(x1)},{d}Z"
    return tag("path", escaped_title(title), d=there + back, class_="c-stream")
