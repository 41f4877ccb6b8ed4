"""What was asked for and what came: an outline for the requirement, a filled bar inside it for the funding.

A newcomer would get wrong that a plan nobody funded is 0 and keeps its empty outline, and that a plan can
get more than it asked for: the fill then runs past the outline.
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
    stroke,
    tag,
    width_of,
    words,
    wrap,
)
from pledgebook.value import Status


@dataclass(frozen=True, slots=True)
class Pair:
    """A plan, place or year; ``text`` says both amounts, ``coverage`` the percentage or why there is none."""

    label: str
    required: Decimal | None
    funded: Decimal | None
    text: str
    coverage: str
    status: Status = "reported"


def need_funding(about: About, pairs: Sequence[Pair]) -> str:
    """One row a pair: its name and coverage above, the two bars over each other below. The amounts of all end in one
    line, beside the widest of the coverages."""

    def draw(frame: Frame) -> Drawn:
        if not pairs:
            return nothing(about, frame)
        _, high = extent(v for pair in pairs for v in (pair.required, pair.funded))
        scale = Scale(Decimal(0), high, 1, frame.width - 1)
        side = max(width_of(pair.coverage, frame.size + 1) for pair in pairs) + 14
        shapes: list[str] = []
        y = 0.0
        for pair in pairs:
            drawn, height = _pair(frame, scale, pair, y, side)
            shapes += drawn
            y += height
        return shapes, y - 10

    return drawing(about, draw)


def _pair(frame: Frame, scale: Scale, pair: Pair, y: float, side: float) -> Drawn:
    size = frame.size
    aside = [] if frame.is_narrow else [pair.text]
    room = frame.width - side - sum(width_of(text, size) + 12 for text in aside)
    lines = wrap(pair.label, room / BOLD, size, 3 if frame.is_narrow else 2)
    y_bar = y + len(lines) * size * 1.2 + 5
    shapes = [
        paragraph(pair.label, lines, 0, y + size, size, look="c-strong"),
        words(pair.coverage, frame.width, y + size, size + 1, anchor="end", look="c-value"),
        *(words(text, frame.width - side, y + size, size, anchor="end", look="c-soft") for text in aside),
        *_two_bars(frame, scale, pair, y_bar),
    ]
    if frame.is_narrow:
        shapes.append(words(pair.text, 0, y_bar + 14 + size + 2, size - 1, look="c-soft"))
        return shapes, y_bar - y + 14 + size + 20
    return shapes, y_bar - y + 14 + 20


def _two_bars(frame: Frame, scale: Scale, pair: Pair, y: float) -> list[str]:
    shapes: list[str] = []
    if pair.required is None:
        shapes.append(absence(frame, pair.status, 0.5, y, 48, 14))
    else:
        width = scale.at(pair.required) - scale.start
        shapes.append(tag("rect", x=1, y=y + 0.5, width=max(width, 2), height=13, class_="c-outline"))
    if pair.funded is None:
        if pair.required is not None:
            shapes.append(absence(frame, pair.status, 3, y + 3, 44, 8))
        return shapes
    width = scale.at(pair.funded) - scale.start
    shapes.append(tag("rect", x=1, y=y + 0.5, width=max(width, 2), height=13, class_="c-main"))
    if pair.required is not None and pair.funded > pair.required:
        asked = scale.at(pair.required)
        shapes.append(stroke(asked, y - 3, asked, y + 17, "c-asked"))
    return shapes
