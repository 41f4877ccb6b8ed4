"""What the pages of projects are made from, by activity: everything is asked once for all of them, then looked up.

A newcomer would ask a measure for the activity of each page: with thousands of projects each question goes through
all the money there is. A test holds what is looked up here against what the measure answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pledgebook.measures.answer import Request
from pledgebook.measures.engine import Measures, Slice
from pledgebook.measures.sums import at_least
from pledgebook.tables.rows import ColumnRows
from pledgebook.value import Known, NotReported, Value

Row = Mapping[str, Any]


class ByActivity:
    """The money and the rows of each activity, and the organisations by their identifier."""

    def __init__(self, measures: Measures, rows: Mapping[str, Sequence[Row]]) -> None:
        self._measures = measures
        self._rows = rows
        self._slices: dict[tuple[str, ...], dict[str, list[Slice]]] = {}
        self._runs: dict[str, dict[str, list[range]]] = {}
        self._organisations: dict[str, Row] | None = None

    def slices(self, measure: str, activity: str, *by: str, recipient: str = "") -> list[Slice]:
        """A flow of one activity by some of its dimensions, largest first."""
        key = (measure, recipient, *by)
        if key not in self._slices:
            where = (("recipient", recipient),) if recipient else ()
            each: dict[str, list[Slice]] = {}
            for found in self._measures.breakdown(Request(measure, where), "activity", *by):
                own = Slice(found.keys[1:], found.value, found.rows, found.without_amount)
                each.setdefault(found.keys[0], []).append(own)
            self._slices[key] = each
        return self._slices[key].get(activity, [])

    def sum(self, measure: str, activity: str, recipient: str = "") -> Value:
        """A flow of one activity; at least its sum where something has no amount."""
        for found in self.slices(measure, activity, recipient=recipient):
            if isinstance(found.value, Known) and found.without_amount:
                return Known(at_least(found.value.interval))
            return found.value
        return NotReported()

    def rows(self, table: str, activity: str) -> list[Row]:
        """The rows of a table that are of an activity, in their order; they mostly stand together."""
        if table not in self._runs:
            self._runs[table] = _runs(_activities(self._rows[table]))
        rows = self._rows[table]
        return [row for run in self._runs[table].get(activity, ()) for row in rows[run.start : run.stop]]

    def organisation(self, ref: str | None) -> Row | None:
        """The first row that names an organisation as a partner of an activity."""
        if self._organisations is None:
            self._organisations = {}
            for row in self._rows["participating_org"]:
                if row["org_ref"]:
                    self._organisations.setdefault(str(row["org_ref"]), row)
        return self._organisations.get(ref) if ref else None


def _activities(rows: Sequence[Row]) -> Iterable[str]:
    """The activity of each row, without making the rows of a table that stays as columns."""
    if isinstance(rows, ColumnRows):
        found: list[str] = rows.table.column("activity_id").to_pylist()
        return found
    return [row["activity_id"] for row in rows]


def _runs(activities: Iterable[str]) -> dict[str, list[range]]:
    """For each activity the places that follow on each other."""
    runs: dict[str, list[range]] = {}
    start = 0
    for activity, run in groupby(activities):
        end = start + sum(1 for _ in run)
        runs.setdefault(activity, []).append(range(start, end))
        start = end
    return runs
