"""Rows by activity: for each activity the places from which to which its own stand, and the rows taken out there."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.tables.rows import ColumnRows

Row = Mapping[str, Any]
_AT_ONCE = 512
"""Rows of a table that are taken out of its columns together, for the activities that follow on each other."""
_TOLD_AT_ONCE = 8_192
"""Rows whose texts are held together while they are hashed."""


def without(rows: Sequence[Row], columns: Collection[str]) -> Sequence[Row]:
    """The rows without some of their columns."""
    if isinstance(rows, ColumnRows):
        return ColumnRows(rows.table.drop_columns([name for name in columns if name in rows.names]))
    return [{name: cell for name, cell in row.items() if name not in columns} for row in rows]


class Runs:
    """Rows, and for each activity the places from which to which its own stand.

    They are numbers in arrays, by the activities' own ``numbers``, which all tables share: for thousands of activities
    in dozens of tables objects would weigh more than the rows of some, and a process that looks at one holds it again.
    """

    def __init__(self, rows: Sequence[Row], numbers: dict[str, int]) -> None:
        self._rows = rows
        self._numbers = numbers
        runs = sorted(
            (numbers.setdefault(activity, len(numbers)), start, end)
            for activity, start, end in _runs(column_of(rows, "activity_id"))
        )
        self._of, self._starts, self._ends = (array("q", [run[i] for run in runs]) for i in range(3))
        self._first, self._taken = 0, list[Row]()

    def has(self, activity: str) -> bool:
        """Whether any row is of the activity."""
        return any(self._places(activity))

    def rows_of(self, activity: str) -> list[Row]:
        """The rows of an activity in their order."""
        return [row for start, end in self._places(activity) for row in self._between(start, end)]

    def told(self) -> Iterator[tuple[int, str]]:
        """Each run as one text that says every cell of its rows, with its activity's number, in the rows' order."""
        texts = _row_texts(self._rows)
        for number, start, end in self._in_order():
            yield number, "\n".join(islice(texts, end - start))

    def values_of(self, column: str) -> Iterator[tuple[int, list[str]]]:
        """For each run the different values that a column has in it, sorted, with its activity's number."""
        cells = column_of(self._rows, column)
        for number, start, end in self._in_order():
            yield number, sorted({cell for cell in cells[start:end] if cell})

    def _in_order(self) -> list[tuple[int, int, int]]:
        """The number of an activity, and where a run of it starts and ends, in the rows' order."""
        return sorted(zip(self._of, self._starts, self._ends, strict=True), key=lambda run: run[1])

    def _places(self, activity: str) -> Iterator[tuple[int, int]]:
        number = self._numbers.get(activity, -1)
        run = bisect_left(self._of, number)
        while run < len(self._of) and self._of[run] == number:
            yield self._starts[run], self._ends[run]
            run += 1

    def _between(self, start: int, end: int) -> list[Row]:
        if not isinstance(self._rows, ColumnRows):
            return list(self._rows[start:end])
        if start < self._first or end > self._first + len(self._taken):
            self._first, self._taken = start, list(self._rows.between(start, max(end, start + _AT_ONCE)))
        return self._taken[start - self._first : end - self._first]


def _row_texts(rows: Sequence[Row]) -> Iterator[str]:
    """Each row as a text that no row of other cells has; of columns some thousand rows at a time."""
    if not isinstance(rows, ColumnRows):
        yield from map(str, rows)
        return
    for start in range(0, len(rows), _TOLD_AT_ONCE):
        columns = rows.table.slice(start, _TOLD_AT_ONCE).columns
        texts = [pc.cast(column, pa.string()) for column in columns]
        sizes = [pc.cast(pc.utf8_length(text), pa.string()) for text in texts]
        cells = [pc.fill_null(cell, "") for pair in zip(sizes, texts, strict=True) for cell in pair]
        yield from pc.binary_join_element_wise(*cells, " ").to_pylist()


def column_of(rows: Sequence[Row], name: str) -> list[str]:
    """One column, without making the rows of a table that stays as columns."""
    if isinstance(rows, ColumnRows):
        found: list[str] = rows.table.column(name).to_pylist()
        return found
    return [row[name] for row in rows]


def _runs(activities: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Each activity with the places that follow on each other."""
    start = 0
    for activity, run in groupby(activities):
        end = start + sum(1 for _ in run)
        yield activity, start, end
        start = end
