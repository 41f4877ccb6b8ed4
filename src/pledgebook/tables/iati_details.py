"""What activities say beside their money: their texts, days, places, documents, results.

A newcomer would hold these rows as objects until it is known which copies of an activity count: for thousands of
activities that is most of the memory of a build. They are packed as they are read, and unpacked one activity after
the other on their way into columns.
"""

from __future__ import annotations

import pickle
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.tables.iati_batches import ROWS_AT_ONCE, joined
from pledgebook.tables.schema import in_order, table_type

DETAILS = frozenset(
    {
        "activity_date",
        "aid_type",
        "budget",
        "description",
        "document",
        "location",
        "location_code",
        "planned_disbursement",
        "related_activity",
        "result",
        "result_indicator",
        "result_period",
        "result_value",
    }
)
"""The tables of IATI that a book has beside those of money; what is left is read by ``source read`` alone."""
_QUICKLY = 1


def packed(activity: ActivityRead) -> ActivityRead:
    """The activity with the rows of ``DETAILS`` as bytes."""
    details = {name: rows for name, rows in activity.rows.items() if name in DETAILS and rows}
    if not details:
        return activity
    rows = {name: found for name, found in activity.rows.items() if name not in DETAILS}
    return replace(activity, rows=rows, details=zlib.compress(pickle.dumps(details, protocol=5), _QUICKLY))


def unpacked(activity: ActivityRead) -> dict[str, list[Row]]:
    """The rows of ``DETAILS`` of an activity; tables of which it has none are left out."""
    if not activity.details:
        return {}
    rows: dict[str, list[Row]] = pickle.loads(zlib.decompress(activity.details))
    return rows


def detail_tables(activities: Iterable[ActivityRead]) -> dict[str, Any]:
    """The tables of ``DETAILS`` that have a row, as Arrow, each in its declared order."""
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    parts: defaultdict[str, list[Any]] = defaultdict(list)
    for activity in activities:
        for table, rows in unpacked(activity).items():
            waiting[table] += rows
            if len(waiting[table]) >= ROWS_AT_ONCE:
                parts[table].append(in_order(table, waiting.pop(table)))
    for table in sorted(waiting):
        parts[table].append(in_order(table, waiting.pop(table)))
    return {table: _sorted(table, joined(table, found)) for table, found in sorted(parts.items())}


def _sorted(name: str, table: Any) -> Any:
    keys = [(column, "ascending", "at_start") for column in table_type(name).sorted_by]
    return table.take(pc.sort_indices(table, sort_keys=keys)).combine_chunks()
