"""Horizontal bars: one row a thing, its words beside it, its value at its end.

A newcomer would get wrong that a row without a value is still a row: it is drawn with the mark of what is
missing and says so in its own words. Zero is a value: it stands on the axis as a thin line, with its figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pledgebook.pages.charts.scale import Scale, extent
from pledgebook.pages.charts.svg import (
    About,
    Drawn,
    Frame,
    absence,
    drawing,
    nothing,
    paragraph,
    stroke,
    tag,
    width_of,
    words,
    wrap,
)
from pledgebook.value import Status

_STUB = 34.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its name, its value (None: see ``status``), and the value or the status in the page's words."""

    label: str
    value: Decimal | None
    text: str
    status: Status = "reported"
    tone: Literal["main", "second", "muted"] = "main"


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under a heading of their own."""

    heading: str
    bars: Sequence[Bar]


def bars(about: About, rows: Sequence[Bar]) -> str:
    """Bars on one scale, in the order given."""
    return flow_bars(about, [Group("", rows)])


def flow_bars(about: About, groups: Sequence[Group]) -> str:
    """Groups of bars on one scale: the same money by department, then by partner, sector and place."""

    def draw(frame: Frame) -> Drawn:
        if not any(group.bars for group in groups):
            return nothing(about, frame)
        return group_bars(frame, groups)

    return drawing(about, draw)


def group_bars(frame: Frame, groups: Sequence[Group]) -> Drawn:
    """The groups under each other, on one scale."""
    layout = _layout(frame, [bar for group in groups for bar in group.bars])
    shapes: list[str] = []
    y = 0.0
    for group in groups:
        if group.heading:
            y += 18 if y else 0
            shapes.append(words(group.heading, 0, y + frame.size, frame.size, look="c-head"))
            shapes.append(stroke(0, y + frame.size + 8, frame.width, y + frame.size + 8, "c-grid"))
            y += frame.size + 16
        top = y
        for bar in group.bars:
            drawn, height = _row(frame, layout, bar, y)
            shapes += drawn
            y += height
        if not frame.is_narrow:
            shapes.append(stroke(layout.zero, top, layout.zero, y, "c-axis"))
    return shapes, y


@dataclass(frozen=True, slots=True)
class _Layout:
    scale: Scale
    label_room: float

    @property
    def zero(self) -> float:
        return self.scale.at(Decimal(0))


def _layout(frame: Frame, rows: Sequence[Bar]) -> _Layout:
    size = frame.size
    value_room = min(
        max(width_of(bar.text, size) for bar in rows) + 10, frame.width * (0.6 if frame.is_narrow else 0.42)
    )
    label_room = frame.width
    left = 0.0
    if not frame.is_narrow:
        label_room = min(max(width_of(bar.label, size) for bar in rows), frame.width * 0.36)
        left = label_room + 12
    low, high = extent(bar.value for bar in rows)
    return _Layout(Scale(low, high, left + 1, frame.width - value_room), label_room)


def _row(frame: Frame, layout: _Layout, bar: Bar, y: float) -> Drawn:
    size = frame.size
    lines = wrap(bar.label, layout.label_room, size, 3)
    if frame.is_narrow:
        below = y + len(lines) * size * 1.2 + 3
        label = paragraph(bar.label, lines, 0, y + size, size)
        return [label, *_bar(frame, layout, bar, below, 15)], below - y + 15 + 13
    height = max(30, len(lines) * size * 1.2 + 12)
    first = y + height / 2 + size * 0.36 - (len(lines) - 1) * size * 0.6
    label = paragraph(bar.label, lines, layout.label_room, first, size, anchor="end")
    return [label, *_bar(frame, layout, bar, y + height / 2 - 9.5, 19)], height


def _bar(frame: Frame, layout: _Layout, bar: Bar, y: float, thick: float) -> list[str]:
    size = frame.size
    baseline = y + thick / 2 + size * 0.36
    if bar.value is None:
        mark = absence(frame, bar.status, layout.zero + 1, y + 1, _STUB, thick - 2)
        return [mark, words(bar.text, layout.zero + _STUB + 9, baseline, size, look="c-absent")]
    end = layout.scale.at(bar.value)
    start = min(layout.zero, end)
    # Zero still stands on the axis, and what is hardly more than zero can still be seen.
    width = max(abs(end - layout.zero), 2.0)
    shape = tag("rect", x=start, y=y, width=width, height=thick, class_=f"c-{bar.tone}")
    return [shape, words(bar.text, max(layout.zero, start + width) + 7, baseline, size, look="c-value")]
