"""Outlines of places from GeoJSON and TopoJSON, by p-code, simplified by a declared tolerance.

A newcomer would get wrong that neighbours share a border: in TopoJSON it is one arc, simplified once for both, so that
no gap opens between them. In GeoJSON each outline is simplified by itself and a border may differ by the tolerance.
Source: RFC 7946; the TopoJSON format, specification 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
_FEWEST = 4
"""Points of the smallest ring, the first of which is its last."""


class OutlinesError(Exception):
    """The file holds no outlines; the sentence of ``kind`` stands in ``outlines.yml``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Outline:
    """A place's rings, outer and inner, in degrees of longitude and latitude."""

    code: str
    rings: tuple[Ring, ...]


def read_outlines(path: Path, code: str, tolerance: float = 0.0) -> dict[str, Outline]:
    """Each place's outline by its p-code, the property ``code`` (or ``id``) of its shape; degrees of ``tolerance``.

    Shapes of one code are parts of one place. Raises ``OutlinesError``.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise OutlinesError("not_json") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind not in ("FeatureCollection", "Topology"):
        raise OutlinesError("no_shapes")
    shapes = _of_topology(content, tolerance) if kind == "Topology" else _of_features(content, tolerance)
    found: dict[str, list[Ring]] = {}
    try:
        for shape, rings in shapes:
            said = (shape.get("properties") or {}).get(code) if code != "id" else shape.get("id")
            if said:
                found.setdefault(str(said), []).extend(rings)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise OutlinesError("torn") from error
    if not found:
        raise OutlinesError("no_codes")
    if any(abs(x) > 180 or abs(y) > 90 for rings in found.values() for ring in rings for x, y in ring):
        raise OutlinesError("no_degrees")
    return {name: Outline(name, tuple(rings)) for name, rings in sorted(found.items()) if rings}


def simplified(line: Sequence[Point], tolerance: float) -> tuple[Point, ...]:
    """The line without the points that lie no further than the tolerance from it; its ends stay.

    >>> simplified([(0, 0), (1, 0.001), (2, 0)], 0.01)
    ((0, 0), (2, 0))

    Source: Douglas and Peucker, 1973.
    """
    if tolerance <= 0 or len(line) < 3:
        return tuple(line)
    kept = {0, len(line) - 1}
    left = [(0, len(line) - 1)]
    while left:
        first, last = left.pop()
        far, at = max(
            ((_away(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if far > tolerance:
            kept.add(at)
            left += [(first, at), (at, last)]
    return tuple(line[i] for i in sorted(kept))


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
    px, py = ax + along * dx - x, ay + along * dy - y
    return float((px * px + py * py) ** 0.5)


def _ring(points: Sequence[Point], tolerance: float) -> Ring | None:
    """A closed ring, or nothing where no area is left; its two halves are simplified, for its ends are one point."""
    line = list(points) if points[0] == points[-1] else [*points, points[0]]
    if tolerance > 0:
        (x, y) = line[0]
        middle = max(range(len(line)), key=lambda i: ((line[i][0] - x) ** 2 + (line[i][1] - y) ** 2, -i))
        line = [*simplified(line[: middle + 1], tolerance), *simplified(line[middle:], tolerance)[1:]]
    return tuple(line) if len(line) >= _FEWEST else None


def _of_features(
    content: Mapping[str, Any], tolerance: float
) -> Iterator[tuple[Mapping[str, Any], list[Ring]]]:
    for feature in content["features"]:
        shape = feature.get("geometry") or {}
        polygons = _polygons(shape.get("type"), shape.get("coordinates"))
        rings = [
            _ring([(float(p[0]), float(p[1])) for p in ring], tolerance)
            for polygon in polygons
            for ring in polygon
        ]
        yield feature, [ring for ring in rings if ring]


def _polygons(kind: str | None, held: Any) -> Sequence[Any]:
    return held if kind == "MultiPolygon" else [held] if kind == "Polygon" else []


def _of_topology(
    content: Mapping[str, Any], tolerance: float
) -> Iterator[tuple[Mapping[str, Any], list[Ring]]]:
    arcs = [simplified(line, tolerance) for line in _arcs(content)]
    for held in content["objects"].values():
        for shape in held["geometries"] if held.get("type") == "GeometryCollection" else [held]:
            polygons = _polygons(shape.get("type"), shape.get("arcs"))
            rings = [_joined(arcs, ring) for polygon in polygons for ring in polygon]
            yield shape, [ring for ring in rings if len(ring) >= _FEWEST]


def _arcs(content: Mapping[str, Any]) -> Iterator[list[Point]]:
    """The arcs in degrees; with a transform each point is a step from the one before it."""
    moved = content.get("transform")
    for arc in content["arcs"]:
        if not moved:
            yield [(float(p[0]), float(p[1])) for p in arc]
            continue
        (kx, ky), (tx, ty) = moved["scale"], moved["translate"]
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * kx + tx, y * ky + ty))
        yield line


def _joined(arcs: Sequence[Sequence[Point]], ring: Sequence[int]) -> Ring:
    """Arcs end to end; ~n is arc n the other way round."""
    points: list[Point] = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return tuple(points)


def area_of(ring: Sequence[Point]) -> float:
    """A ring's area with the sign of its turning, in square degrees."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2
