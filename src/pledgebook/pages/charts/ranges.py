"""A number beside a range: a bar from the least to the most that a thing may be, a mark for what it is held against.

A newcomer would draw the middle of a range as if it were likelier than its ends. Nothing is drawn in it: the bar has
one look from end to end, and the mark stands on it or beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pledgebook.pages.charts.scale import Scale, extent
from pledgebook.pages.charts.svg import (
    BOLD,
    About,
    Drawn,
    Frame,
    absence,
    drawing,
    nothing,
    paragraph,
    path,
    tag,
    width_of,
    words,
    wrap,
)
from pledgebook.value import Status


@dataclass(frozen=True, slots=True)
class Range:
    """A thing with the least and the most of its bar and the number of its mark; ``text`` says all of them."""

    label: str
    low: Decimal | None
    high: Decimal | None
    mark: Decimal | None
    text: str
    status: Status = "reported"


def ranges(about: About, found: Sequence[Range], bar: str, mark: str) -> str:
    """One row a thing: its name and words above, its bar and mark below; ``bar`` and ``mark`` name the two looks."""

    def draw(frame: Frame) -> Drawn:
        if not any(r.low is not None or r.mark is not None for r in found):
            return nothing(about, frame)
        _, most = extent(v for r in found for v in (r.high, r.mark))
        scale = Scale(Decimal(0), most, _EDGE, frame.width - _EDGE)
        shapes, y = _key(frame, bar, mark)
        for one in found:
            drawn, height = _row(frame, scale, one, y)
            shapes += drawn
            y += height
        return shapes, y - 8

    return drawing(about, draw)


_EDGE, _BAR, _MARK = 8.0, 10.0, 7.0


def _key(frame: Frame, bar: str, mark: str) -> Drawn:
    """What a bar and a mark stand for, each beside one of its kind."""
    size = frame.size
    shapes: list[str] = []
    y = 0.0
    for text, drawn in ((bar, _bar(0.5, 24.5, 0)), (mark, _mark(12, _BAR / 2))):
        lines = wrap(text, frame.width - 34, size, 3)
        shapes.append(tag("g", drawn, transform=f"translate(0,{y + 2:g})"))
        shapes.append(paragraph(text, lines, 34, y + size, size, look="c-soft"))
        y += len(lines) * size * 1.2 + 6
    return shapes, y + 8


def _row(frame: Frame, scale: Scale, one: Range, y: float) -> Drawn:
    size = frame.size
    aside = 0.0 if frame.is_narrow else width_of(one.text, size) + 12
    lines = wrap(one.label, (frame.width - aside) / BOLD, size, 2)
    shapes = [paragraph(one.label, lines, 0, y + size, size, look="c-strong")]
    below = y + len(lines) * size * 1.2
    if frame.is_narrow:
        said = wrap(one.text, frame.width, size - 1, 2)
        shapes.append(paragraph(one.text, said, 0, below + size, size - 1, look="c-soft"))
        below += len(said) * (size - 1) * 1.2 + 2
    else:
        shapes.append(words(one.text, frame.width, y + size, size, anchor="end", look="c-soft"))
    top = below + 5
    if one.low is None or one.high is None:
        shapes.append(absence(frame, one.status, 0.5, top, 48, _BAR))
    else:
        shapes.append(_bar(scale.at(one.low), scale.at(one.high), top))
    if one.mark is not None:
        shapes.append(_mark(scale.at(one.mark), top + _BAR / 2))
    return shapes, top - y + _BAR + 14


def _bar(x1: float, x2: float, y: float) -> str:
    """From end to end; what is known exactly keeps a width that can be seen."""
    return tag("rect", x=x1, y=y, width=max(x2 - x1, 2.0), height=_BAR, class_="c-range")


def _mark(x: float, y: float) -> str:
    corners = [(x, y - _MARK), (x + _MARK, y), (x, y + _MARK), (x - _MARK, y), (x, y - _MARK)]
    return path(corners, "c-held")
