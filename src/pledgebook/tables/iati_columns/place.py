"""The columns of places and their codes.

A newcomer would get wrong that a point is a text of two numbers, and one that is no point on earth is an issue.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.place import point_of
from pledgebook.tables.iati_columns.run import Run, Sheet, numbered
from pledgebook.tables.iati_columns.words import texts

CODES = tuple(f"location/{name}" for name in ("location-id", "administrative", "gazetteer-entry"))
"""Where codes of places are."""


def locations(run: Run) -> Sheet:
    """One row per place of an activity."""
    found, rows = run.elements, run.elements.at("location")

    def code(name: str) -> pa.Array:
        return run.attributes(found.first(rows, f"location/{name}")).attribute("code")

    return run.sheet(
        "location",
        rows,
        {
            "location_number": found.nth[rows],
            "location_ref": run.attributes(rows).attribute("ref"),
            **texts(run, found.first(rows, "location/name"), "location_name"),
            **texts(run, found.first(rows, "location/description"), "description"),
            **texts(run, found.first(rows, "location/activity-description"), "activity_description"),
            **_point(run, rows),
            "exactness": code("exactness"),
            "location_class": code("location-class"),
            "location_reach": code("location-reach"),
            "feature_designation": pc.coalesce(code("feature-designation"), code("location-type")),
        },
    )


def _point(run: Run, rows: Places) -> dict[str, pa.Array]:
    found = run.elements
    positions = found.at("location/point/pos")[::-1]
    row = found.row_of(rows, found.parent[found.parent[positions]])
    position = np.full(len(rows), -1, np.int64)
    position[row] = positions
    written = run.texts(found.text_of[position])
    coordinates = np.where(position < 0, found.first(rows, "location/coordinates"), -1)
    at = run.attributes(coordinates).map(
        lambda tag: f"{tag.get('latitude')} {tag.get('longitude')}".strip() or None
    )
    written = pc.coalesce(written, at)
    points = written.dictionary_encode()
    made = [point_of(text) for text in points.dictionary.to_pylist()]
    wrong = np.array([is_wrong for _, is_wrong in made], np.bool_)
    numbers = points.indices.fill_null(len(made))
    run.trouble(rows[np.append(wrong, False)[numbers.to_numpy()]])
    columns = {
        name: pa.array([*(point.get(name) for point, _ in made), None], pa.string()).take(numbers)
        for name in ("latitude", "longitude")
    }
    return {**columns, "point": written}


def location_codes(run: Run) -> Sheet:
    """One row per code of a place."""
    found = run.elements
    rows = np.sort(np.concatenate([found.at(path) for path in CODES]))
    said = run.attributes(rows)
    holder = found.parent[rows]
    return run.sheet(
        "location_code",
        rows,
        {
            "location_number": found.nth[holder],
            "code_number": numbered(holder),
            "code_kind": said.map(
                lambda tag: "administrative" if tag.name == "administrative" else "location_id"
            ),
            "vocabulary": said.map(
                lambda tag: tag.get("gazetteer-ref" if _is_entry(tag) else "vocabulary") or None
            ),
            "admin_level": said.map(
                lambda tag: tag.get("level") or None if tag.name == "administrative" else None
            ),
            "code": pc.if_else(
                said.map(_is_entry, pa.bool_()), run.texts(found.text[rows]), said.attribute("code")
            ),
        },
    )


def _is_entry(tag: Tag) -> bool:
    return tag.name == "gazetteer-entry"
