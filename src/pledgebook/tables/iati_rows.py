"""The rows of one activity by table, its issues among them.

A newcomer would get wrong that issues of a file itself come as an activity without an identifier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.tables import ALL

ISSUE = "issue"
EVERYTHING = ALL | {ISSUE}
"""Every table that a file fills, with what was wrong in it."""


def rows_of(activity: ActivityRead, tables: Collection[str]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of one activity by table, its issues among them; tables of which it has none are left out."""
    for table, rows in activity.rows.items():
        if rows and table in tables:
            yield table, rows
    if activity.issues and ISSUE in tables:
        yield ISSUE, activity.issues
