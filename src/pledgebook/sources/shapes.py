"""GeoJSON and TopoJSON as rows: what each shape says of itself, never its outline.

A newcomer would take a shape without properties for a place without a code. It says nothing, and is no row; a file
of which no shape says anything cannot be a source of places.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pledgebook.sources.csv_file import RawRow
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.text import Text

_NO_SHAPES = Text(en="it is neither GeoJSON nor TopoJSON", fr="il n’est ni GeoJSON ni TopoJSON")
_BROKEN = Text(
    en="it stops being JSON on line {line}, column {column}: it was cut, or is something else",
    fr="il cesse d’être du JSON à la ligne {line}, colonne {column}\u00a0: il a été coupé, ou est autre chose",
)
_SILENT = Text(
    en="none of its {count} shapes has a property: without a code, a shape is no place",
    fr="aucune de ses {count} formes n’a de propriété : sans code, une forme n’est pas un lieu",
)


def read_shapes(path: Path) -> tuple[list[str], Iterator[RawRow]]:
    """The properties of every shape, one row each, counted from 1; ``id`` is the shape's own where it has one.

    Raises ``UnreadableError``.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UnreadableError(_BROKEN.fill(line=error.lineno, column=error.colno)) from error
    except ValueError as error:
        raise UnreadableError(_NO_SHAPES) from error
    shapes = list(_shapes(content))
    if not shapes:
        raise UnreadableError(_NO_SHAPES)
    said = [_said(shape) for shape in shapes]
    headers = list(dict.fromkeys(name for one in said for name in one))
    if not headers:
        raise UnreadableError(_SILENT.fill(count=len(shapes)))
    return headers, (RawRow(n, {h: one.get(h, "") for h in headers}) for n, one in enumerate(said, start=1))


def _shapes(content: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(content, dict):
        return
    match content.get("type"):
        case "FeatureCollection":
            yield from (f for f in content.get("features", ()) if isinstance(f, dict))
        case "Feature":
            yield content
        case "Topology":
            for held in content.get("objects", {}).values():
                is_many = held.get("type") == "GeometryCollection"
                yield from held.get("geometries", ()) if is_many else (held,)


def _said(shape: dict[str, Any]) -> dict[str, str]:
    own = {"id": shape["id"]} if shape.get("id") is not None else {}
    return {str(k): _text(v) for k, v in {**own, **(shape.get("properties") or {})}.items()}


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return str(value).strip()
