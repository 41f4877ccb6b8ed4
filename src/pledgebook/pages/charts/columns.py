"""Quantities by year: columns where there is room, the same as rows on a phone.

A newcomer would get wrong that the parts of a year are stacked, and that a negative part (a correction) is
stacked below zero and not taken off the column, so that nothing that was reported disappears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pledgebook.pages.charts.plot import Tell
from pledgebook.pages.charts.scale import Scale, extent, spread, ticks
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


@dataclass(frozen=True, slots=True)
class Year:
    """One column: its name, and its total, or its status, in the page's words."""

    label: str
    text: str
    status: Status = "reported"


@dataclass(frozen=True, slots=True)
class Series:
    """One part of every column, in the order of the years; None where nothing was reported."""

    label: str
    values: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Reference:
    """A line across the columns, such as the envelope for a year."""

    value: Decimal
    label: str


Part = tuple[int, Decimal, Decimal]
"""The number of the series, and where its part of the column begins and ends."""


def columns_by_year(
    about: About,
    years: Sequence[Year],
    series: Sequence[Series],
    tell: Tell,
    line: Reference | None = None,
) -> str:
    """Stacked columns by year on a common scale, with the total above each and an optional reference line."""
    stacks = [_stack(series, i) for i in range(len(years))]
    ends = [v for stack in stacks for _, start, end in stack for v in (start, end)]
    if line:
        ends.append(line.value)

    def draw(frame: Frame) -> Drawn:
        if not years:
            return nothing(about, frame)
        if frame.is_narrow:
            return _as_rows(frame, years, series, stacks, extent(ends), line)
        return _as_columns(frame, years, series, stacks, extent(ends), line, tell)

    return drawing(about, draw)


def _stack(series: Sequence[Series], i: int) -> list[Part]:
    up = down = Decimal(0)
    parts: list[Part] = []
    for key, one in enumerate(series, 1):
        value = one.values[i]
        if value is None:
            continue
        if value >= 0:
            parts.append((key, up, up + value))
            up += value
        else:
            parts.append((key, down, down + value))
            down += value
    return parts


def _as_columns(
    frame: Frame,
    years: Sequence[Year],
    series: Sequence[Series],
    stacks: Sequence[Sequence[Part]],
    ends: tuple[Decimal, Decimal],
    line: Reference | None,
    tell: Tell,
) -> Drawn:
    size, top, bottom = frame.size, 34.0, 290.0
    marks = ticks(*ends)
    scale = Scale(marks[0], marks[-1], bottom, top)
    left = max(width_of(tell(mark), size - 1) for mark in marks) + 10
    names = [wrap(one.label, 130, size, 2) for one in series] if len(series) > 1 else []
    right = frame.width - max((width_of(n, size) + 16 for lines in names for n in lines), default=0.0)
    step = (right - left) / len(years)
    shapes = _grid(frame, scale, marks, left, right, tell)
    for i, (year, stack) in enumerate(zip(years, stacks, strict=True)):
        x, wide = left + step * (i + 0.5), min(step * 0.72, 64)
        shapes += _column(frame, scale, stack, x - wide / 2, wide)
        shapes += _column_words(frame, scale, year, stack, x, wide, step, line)
    if line:
        y = scale.at(line.value)
        shapes.append(stroke(left, y, right, y, "c-reference"))
        shapes.append(words(line.label, left + 4, y - 7, size, look="c-reference-text"))
    return shapes + _series_names(frame, scale, stacks, names, right), bottom + 46


def _grid(
    frame: Frame, scale: Scale, marks: Sequence[Decimal], left: float, right: float, tell: Tell
) -> list[str]:
    size = frame.size - 1
    return [
        stroke(left, scale.at(m), right, scale.at(m), "c-axis" if m == 0 else "c-grid")
        + words(tell(m), left - 8, scale.at(m) + size * 0.35, size, anchor="end", look="c-soft")
        for m in marks
    ]


def _column(frame: Frame, scale: Scale, stack: Sequence[Part], x: float, wide: float) -> list[str]:
    shapes = []
    for key, start, end in stack:
        y = min(scale.at(start), scale.at(end))
        height = max(abs(scale.at(end) - scale.at(start)), 1.5 if start == end else 0)
        shapes.append(tag("rect", x=x, y=y, width=wide, height=height, class_=f"c-part c-part-{key}"))
    return shapes


def _column_words(
    frame: Frame,
    scale: Scale,
    year: Year,
    stack: Sequence[Part],
    x: float,
    wide: float,
    step: float,
    line: Reference | None,
) -> list[str]:
    size = frame.size if step > 52 else frame.size - 2
    label = wrap(year.label, step, size, 2)
    shapes = [paragraph(year.label, label, x, scale.start + 20, size, anchor="middle")]
    if not stack:
        shapes.append(absence(frame, year.status, x - wide / 2, scale.at(Decimal(0)) - 26, wide, 26))
    high = max((v for _, start, end in stack for v in (start, end)), default=Decimal(0))
    lines = wrap(year.text, step - 2, size, 2)
    y = scale.at(high) - 7 - (26 if not stack else 0) - (len(lines) - 1) * size * 1.2
    if line and y - size < scale.at(line.value) < y + 5:
        y = scale.at(line.value) - 7
    look = "c-value c-halo" if stack else "c-absent c-halo"
    return [*shapes, paragraph(year.text, lines, x, y, size, anchor="middle", look=look)]


def _series_names(
    frame: Frame,
    scale: Scale,
    stacks: Sequence[Sequence[Part]],
    names: Sequence[Sequence[str]],
    x: float,
) -> list[str]:
    """The names of the parts beside the last column that has them."""
    last = next((stack for stack in reversed(stacks) if stack), [])
    shown = {key: (scale.at(a) + scale.at(b)) / 2 for key, a, b in last}
    wanted = [shown.get(i, scale.start) for i in range(1, len(names) + 1)]
    size = frame.size
    places = spread(wanted, size * 2.6, size, scale.start)
    shapes = []
    for i, (lines, y) in enumerate(zip(names, places, strict=True), 1):
        shapes.append(stroke(x + 1, wanted[i - 1], x + 9, y, "c-lead"))
        for j, text in enumerate(lines):
            at = y + size * (0.35 + 1.15 * j - 0.575 * (len(lines) - 1))
            shapes.append(words(text, x + 13, at, size, look=f"c-name c-name-{i}"))
    return shapes


def _as_rows(
    frame: Frame,
    years: Sequence[Year],
    series: Sequence[Series],
    stacks: Sequence[Sequence[Part]],
    ends: tuple[Decimal, Decimal],
    line: Reference | None,
) -> Drawn:
    size = frame.size
    shapes, y = _key(frame, series) if len(series) > 1 else ([], 0.0)
    label_room = min(max(width_of(year.label, size) for year in years), frame.width * 0.3)
    value_room = min(max(width_of(year.text, size) for year in years) + 8, frame.width * 0.32)
    scale = Scale(*ends, label_room + 10, frame.width - value_room)
    top = y = y + (size * 1.2 + 10 if line else 0)
    for year, stack in zip(years, stacks, strict=True):
        label = wrap(year.label, label_room + 4, size, 1)
        shapes.append(paragraph(year.label, label, label_room, y + 16, size, anchor="end"))
        shapes += _row_parts(frame, scale, year, stack, y, line)
        y += 27
    if line:
        x = scale.at(line.value)
        shapes.append(stroke(x, top - 6, x, y, "c-reference"))
        text = wrap(line.label, frame.width, size, 1)
        at = max(width_of(text[0], size), x + 4)
        shapes.append(
            words(text[0], min(at, frame.width), top - 11, size, anchor="end", look="c-reference-text")
        )
    return shapes, y


def _row_parts(
    frame: Frame, scale: Scale, year: Year, stack: Sequence[Part], y: float, line: Reference | None
) -> list[str]:
    shapes = []
    end = scale.at(Decimal(0))
    if not stack:
        shapes.append(absence(frame, year.status, end, y + 3, 34, 16))
        end += 34
    for key, start, stop in stack:
        x = min(scale.at(start), scale.at(stop))
        width = max(abs(scale.at(stop) - scale.at(start)), 1.5)
        shapes.append(tag("rect", x=x, y=y + 2, width=width, height=18, class_=f"c-part c-part-{key}"))
        end = max(end, x + width)
    if line and end < scale.at(line.value) < end + 8 + width_of(year.text, frame.size):
        end = scale.at(line.value)
    look = "c-value" if stack else "c-absent"
    return [*shapes, words(year.text, end + 6, y + 16, frame.size, look=look)]


def _key(frame: Frame, series: Sequence[Series]) -> Drawn:
    shapes: list[str] = []
    y = 0.0
    for i, one in enumerate(series, 1):
        lines = wrap(one.label, frame.width - 22, frame.size, 2)
        shapes.append(tag("rect", x=0, y=y + 1, width=14, height=14, class_=f"c-part c-part-{i}"))
        shapes.append(paragraph(one.label, lines, 21, y + 13, frame.size))
        y += len(lines) * frame.size * 1.2 + 5
    return shapes, y + 8
