"""The columns of documents, which hang on an activity, a result, an indicator or a value.

A newcomer would get wrong that they are numbered through the activity, whatever they hang on.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.amounts import day_of
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.description import NUMBERED, VALUES
from pledgebook.tables.iati_columns.money import DAY
from pledgebook.tables.iati_columns.run import Run, Sheet, numbered, of_numbers
from pledgebook.tables.iati_columns.words import texts

_INDICATOR = "result/indicator/"
_HOLDERS = (
    "",
    "result/",
    _INDICATOR,
    f"{_INDICATOR}baseline/",
    f"{_INDICATOR}period/target/",
    f"{_INDICATOR}period/actual/",
)
_LINK = "document-link"
LINKS = tuple(f"{holder}{_LINK}" for holder in _HOLDERS)
"""Where documents are, as far as columns are made of them."""


def documents(run: Run) -> Sheet:
    """One row per document, in the order of the file."""
    found = run.elements
    rows = np.sort(np.concatenate([found.at(path) for path in LINKS]))
    said = run.attributes(rows)
    return run.sheet(
        "document",
        rows,
        {
            "document_number": numbered(found.activity[rows]),
            **_attached(run, rows),
            "url": said.attribute("url"),
            "format": said.attribute("format"),
            "category_codes": _codes(run, rows, "category"),
            "language_codes": _codes(run, rows, "language"),
            "document_date": run.attributes(_children(run, rows, "document-date")).read(
                "iso-date", day_of, DAY
            ),
            **texts(run, _children(run, rows, "title"), "title"),
            **texts(run, _children(run, rows, "description"), "description"),
        },
    )


def _attached(run: Run, rows: Places) -> dict[str, object]:
    """What each document hangs on, and which one of them."""
    found = run.elements
    holder = found.parent[rows]
    columns: dict[str, object] = {
        "attached_to": run.attributes(holder).map(
            lambda tag: tag.name if tag.name != "iati-activity" else "activity"
        )
    }
    numbers = {name: np.zeros(len(rows), np.int64) for name in (*NUMBERED.values(), "value_number")}
    while len(holder) and int(found.level[holder].max()) > 0:
        name = np.array([_column(tag.name) for tag in found.tags])[found.tag[holder]]
        for column, own in numbers.items():
            here = (name == column) & (found.level[holder] > 0)
            own[here] = found.nth[holder[here]]
        holder = np.where(found.level[holder] > 0, found.parent[holder], holder)
    return columns | {name: pa.array(own, mask=own == 0) for name, own in numbers.items()}


def _column(name: str) -> str:
    return "value_number" if name in VALUES else NUMBERED.get(name, "")


def _children(run: Run, rows: Places, name: str) -> Places:
    """The first child of each link, by a name; the links stand at several paths."""
    first = np.full(len(rows), -1, np.int64)
    for path, here in _by_path(run, rows):
        first[here] = run.elements.first(rows[here], f"{path}/{name}")
    return first


def _by_path(run: Run, rows: Places) -> list[tuple[str, Places]]:
    found = run.elements
    own = found.path[rows]
    return [(found.paths[one], np.flatnonzero(own == one)) for one in np.unique(own)]


def _codes(run: Run, rows: Places, name: str) -> pa.Array:
    """The codes of the children of that name of each link, parted by blanks."""
    found = run.elements
    children = np.sort(np.concatenate([found.at(f"{path}/{name}") for path in LINKS]))
    codes = run.attributes(children).attribute("code")
    return joined(codes, np.searchsorted(rows, found.parent[children]), len(rows), " ")


def joined(texts_of: pa.Array, row: Places, rows: int, between: str) -> pa.Array:
    """For each row its texts, one after the other; '' where it has none. ``row`` says of each text which, in order."""
    order = np.argsort(row, kind="stable")
    kept = order[np.asarray(texts_of.is_valid().to_numpy(zero_copy_only=False))[order]]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(row[kept], minlength=rows)))).astype(np.int32)
    lists = pa.ListArray.from_arrays(of_numbers(offsets), texts_of.take(of_numbers(kept)))
    return pc.binary_join(lists, pa.scalar(between, pa.string()))
