"""A map of areas by p-code: five classes, each told by a number and a shade, with a legend of their bounds.

A newcomer would get wrong that a large area is not a large number: the class stands in the area as a figure, the table
beside the map has the values, and what is not there (not reported, not applicable, withheld) has a look of its own that
is no class. Geography is not mirrored where a page runs from right to left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import cos, radians

from pledgebook.pages.charts.svg import (
    About,
    Drawn,
    Frame,
    absence,
    drawing,
    nothing,
    number,
    tag,
    width_of,
    words,
)
from pledgebook.pages.charts.tiles import Tile, step_of
from pledgebook.sources.outlines import Outline, Point, Ring
from pledgebook.value import Status

_SWATCH, _ROW = 18.0, 24.0


@dataclass(frozen=True, slots=True)
class Legend:
    """What each class from 1 to 5 holds, the words for the ways of having no value, and for zero; '' is not there."""

    classes: Sequence[str]
    absent: Mapping[Status, str]
    zero: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """An area on the drawing: its rings, and the middle and length of its widest part for words."""

    tile: Tile
    rings: tuple[Ring, ...]
    at: Point
    room: float


def choropleth(about: About, areas: Sequence[Tile], outlines: Mapping[str, Outline], legend: Legend) -> str:
    """The areas that have an outline, in equirectangular projection at their middle latitude, and the legend."""
    known = [area for area in areas if area.code in outlines]

    def draw(frame: Frame) -> Drawn:
        if not known:
            return nothing(about, frame)
        placed, height = _fitted(known, outlines, frame.width)
        shapes = [_area(frame, one) for one in placed]
        shapes += [_label(frame, one) for one in placed]
        key, below = _legend(frame, legend, height + 14)
        return [*shapes, *key], below

    return drawing(about, draw, "map")


def _fitted(
    areas: Sequence[Tile], outlines: Mapping[str, Outline], width: float
) -> tuple[list[_Placed], float]:
    """The areas scaled to the width, north at the top, and the height they need."""
    points = [p for area in areas for ring in outlines[area.code].rings for p in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrowing = cos(radians((south + north) / 2))
    scale = (width - 2) / max((east - west) * narrowing, 1e-9)

    def place(ring: Ring) -> Ring:
        drawn = [(1 + (x - west) * narrowing * scale, 1 + (north - y) * scale) for x, y in ring]
        return tuple((round(x, 1), round(y, 1)) for x, y in drawn)

    placed = []
    for area in areas:
        rings = tuple(place(ring) for ring in outlines[area.code].rings)
        at, room = _widest(rings)
        placed.append(_Placed(area, rings, at, room))
    return placed, (north - south) * scale + 2


def _widest(rings: Sequence[Ring]) -> tuple[Point, float]:
    """The middle and the length of the longest level stretch inside the area, of those at nine heights of it."""
    ys = [y for ring in rings for _, y in ring]
    top, bottom = min(ys), max(ys)
    best: tuple[float, Point] = (0.0, (sum(x for x, _ in rings[0]) / len(rings[0]), (top + bottom) / 2))
    for part in range(3, 12):
        y = top + (bottom - top) * part / 14 + 0.037
        crossed = sorted(
            ax + (y - ay) * (bx - ax) / (by - ay)
            for ring in rings
            for (ax, ay), (bx, by) in pairwise(ring)
            if (ay > y) != (by > y)
        )
        for left, right in zip(crossed[::2], crossed[1::2], strict=False):
            best = max(best, (right - left, ((left + right) / 2, y)))
    return best[1], best[0]


def _area(frame: Frame, one: _Placed) -> str:
    tile = one.tile
    fill = frame.hatch if tile.share is None and tile.status == "not_reported" else None
    title = tag("title", escape(f"{tile.label}: {tile.value_text}", quote=False))
    shape = tag("path", d=_outline(one.rings), class_="c-hatched-area" if fill else "c-shape", fill=fill)
    return tag("g", title, shape, class_=_look(tile))


def _look(tile: Tile) -> str:
    """The class of a tile's look: one of five, zero, or none."""
    if tile.share is None:
        return "c-step-none"
    return f"c-step-{step_of(tile.share)}" if tile.share else "c-step-zero"


def _figure(tile: Tile) -> str:
    """What stands in an area: the number of its class, which a zero has none of."""
    return str(step_of(tile.share)) if tile.share else "0"


def _outline(rings: Sequence[Ring]) -> str:
    """The rings as steps from point to point, which are shorter than places; a point drawn twice is drawn once."""
    parts = []
    for ring in rings:
        (x, y), *others = ring
        steps = [f"M{number(x)} {number(y)}l"]
        for px, py in others[:-1]:
            dx, dy = round(px - x, 1), round(py - y, 1)
            if dx or dy:
                steps.append(f"{number(dx)} {number(dy)} ")
                x, y = round(x + dx, 1), round(y + dy, 1)
        parts.append("".join(steps).rstrip() + "z")
    return "".join(parts).replace(" -", "-")


def _label(frame: Frame, one: _Placed) -> str:
    """The class as a figure, and the name over it where it fits; the mark of what is missing instead of a class."""
    size, tile = frame.size - 2, one.tile
    x, y = one.at
    if tile.share is None and tile.status != "not_reported":
        wide = min(one.room - 2, 22.0)
        return absence(frame, tile.status, x - wide / 2, y - 5, wide, 10) if wide > 4 else ""
    name = next((n for n in (tile.label, tile.short) if n and width_of(n, size) < one.room - 6), "")
    said = [words(name, x, y - 3, size, anchor="middle")] if name else []
    if tile.share is not None:
        down = size - 3 if name else size / 3
        said.append(words(_figure(tile), x, y + down, size, anchor="middle", look="c-value"))
    return tag("g", *said, class_=_look(tile), aria_hidden="true") if said else ""


def _legend(frame: Frame, legend: Legend, top: float) -> tuple[list[str], float]:
    """A swatch with its number and bounds for each class, then the marks of what is missing; a row each when narrow."""
    entries = [(f"c-step-{n}", str(n), said) for n, said in enumerate(legend.classes, 1) if said]
    entries = [("c-step-zero", "0", legend.zero), *entries] if legend.zero else entries
    across = 1 if frame.is_narrow else 2
    size, shapes = frame.size, []
    every = [*entries, *((f"absent-{status}", "", said) for status, said in legend.absent.items())]
    for place, (look, figure, said) in enumerate(every):
        x, y = (place % across) * frame.width / across, top + (place // across) * _ROW
        shapes.append(_swatch(frame, look, figure, x, y))
        shapes.append(words(said, x + _SWATCH * 1.6 + 8, y + _SWATCH * 0.75, size))
    return shapes, top + -(-len(every) // across) * _ROW


def _swatch(frame: Frame, look: str, figure: str, x: float, y: float) -> str:
    wide = _SWATCH * 1.6
    if look.startswith("absent-"):
        status: Status = look.removeprefix("absent-")  # type: ignore[assignment]
        return absence(frame, status, x + 0.5, y + 0.5, wide - 1, _SWATCH - 1)
    box = tag("rect", x=x + 0.5, y=y + 0.5, width=wide - 1, height=_SWATCH - 1, class_="c-shape")
    return tag(
        "g",
        box,
        words(figure, x + wide / 2, y + _SWATCH * 0.75, frame.size - 1, anchor="middle"),
        class_=look,
    )
