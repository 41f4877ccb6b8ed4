"""Whether the shapes of a book can be drawn, and which of its places have none."""

from __future__ import annotations

from collections.abc import Iterator

from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.sources.outlines import OutlinesError, read_outlines
from pledgebook.text import texts_of

COUNTED = ("displacement", "need")
"""The tables whose people are drawn by place."""


def shapes_name_places(evidence: Evidence) -> Iterator[Finding]:
    """PUB005 and PUB006: a file of shapes that draws no map, and places without a shape, at the line that names it."""
    places = evidence.book.declaration.places
    if places.shapes is None:
        return
    where = evidence.book.file.where(["places", "shapes", "file"])
    try:
        outlines = read_outlines(evidence.book.root / places.shapes.file, places.shapes.code)
    except OutlinesError as error:
        why = texts_of("pledgebook.sources", "outlines.yml")[error.kind].fill(code=places.shapes.code)
        yield Finding(problem("PUB005", where, file=places.shapes.file, why=why))
        return
    parents = {row["place_pcode"]: row["parent_pcode"] for row in evidence.rows["place"]}
    shown = {row["place_pcode"] for table in COUNTED for row in evidence.rows[table]}
    lacking = sorted(p for p in shown if parents.get(p) == places.root_pcode and p not in outlines)
    if lacking:
        yield Finding(problem("PUB006", where, file=places.shapes.file, places=", ".join(lacking)))
