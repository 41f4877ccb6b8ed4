"""A map of equal tiles, one a place: no place is louder because it is large.

A newcomer would get wrong that the shade is one of five steps of a share the caller computed, and that a tile
without a value is not the palest step: it carries the mark of what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from pledgebook.pages.charts.svg import (
    About,
    Drawn,
    Frame,
    absence,
    drawing,
    nothing,
    tag,
    width_of,
    words,
    wrap,
)
from pledgebook.value import Status

_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Tile:
    """A place: code, name, a short name, its value in words, its share (0 to 1) of the darkest shade."""

    code: str
    label: str
    value_text: str
    share: Decimal | None
    status: Status = "reported"
    short: str = ""


def tile_map(about: About, tiles: Sequence[Tile], grid: Mapping[str, tuple[int, int]]) -> str:
    """Tiles at their row and column, counted from 0; a tile the grid does not know stands in rows below."""
    places = _places(tiles, grid)

    def draw(frame: Frame) -> Drawn:
        if not tiles:
            return nothing(about, frame)
        columns = max(column for _, column in places.values()) + 1
        side = min((frame.width + _GAP) / columns, 92.0) - _GAP
        left = (frame.width - columns * (side + _GAP) + _GAP) / 2 if frame.is_narrow else 0.0
        shapes = [
            _tile(
                frame,
                tile,
                left + places[tile.code][1] * (side + _GAP),
                places[tile.code][0] * (side + _GAP),
                side,
            )
            for tile in tiles
        ]
        return shapes, (max(row for row, _ in places.values()) + 1) * (side + _GAP) - _GAP

    return drawing(about, draw, "map")


def _places(tiles: Sequence[Tile], grid: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    known = {tile.code: grid[tile.code] for tile in tiles if tile.code in grid}
    columns = max((column for _, column in known.values()), default=5) + 1
    below = max((row for row, _ in known.values()), default=-1) + 1
    others = [tile.code for tile in tiles if tile.code not in grid]
    return known | {code: (below + i // columns, i % columns) for i, code in enumerate(others)}


def step_of(share: Decimal) -> int:
    """The shade of a share: 1, the palest, to 5.

    >>> [step_of(Decimal(s)) for s in ("0", "0.2", "0.21", "1")]
    [1, 1, 2, 5]
    """
    return max(1, min(5, int((share * 5).to_integral_value("ROUND_CEILING"))))


def _tile(frame: Frame, tile: Tile, x: float, y: float, side: float) -> str:
    size = 10.7 if frame.is_narrow else 12.5
    look = f"c-step-{step_of(tile.share)}" if tile.share is not None else "c-step-none"
    shapes = [
        tag("title", escape(f"{tile.label}: {tile.value_text}", quote=False)),
        tag("rect", x=x, y=y, width=side, height=side, class_="c-tile"),
    ]
    name, letters = _name(tile, side - 8, size)
    shapes += [words(line, x + 5, y + 5 + size + i * letters * 1.15, letters) for i, line in enumerate(name)]
    if tile.share is None:
        shapes.append(absence(frame, tile.status, x + 5, y + side - size * 2 - 10, side - 10, 8))
    value_size = size if tile.share is None or frame.is_narrow else size + 1.5
    value = wrap(tile.value_text, side - 8, value_size, 1)[0]
    shapes.append(
        words(value, x + 5, y + side - 7, value_size, look="c-absent" if tile.share is None else "c-value")
    )
    return tag("g", *shapes, class_=look)


def _name(tile: Tile, room: float, size: float) -> tuple[list[str], float]:
    """The lines of a place's name and how high their letters are: whole, in lines, smaller, or its code at last."""
    small = size * 0.85
    ways = [
        (name, letters) for letters in (size, small) for name in (tile.label, tile.label.replace("-", "- "))
    ]
    for name, letters in (*ways, (tile.short, size)):
        lines = wrap(name, room, letters)
        if name and not any(line.endswith("…") for line in lines):
            return lines, letters
    return ([tile.code] if width_of(tile.code, size) <= room else wrap(tile.label, room, size)), size
