"""What the pages of projects are made from, by activity: everything is asked once for all of them, then looked up.

A newcomer would ask a measure for the activity of each page: with thousands of projects each question goes through
all the money there is. Nor are the answers held as objects: they lie in columns, by activity, and some activities
are taken out of them at a time. A test holds what is looked up here against what the measure answers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.measures.answer import Request
from pledgebook.measures.engine import Measures, Slice
from pledgebook.measures.sums import at_least
from pledgebook.tables.rows import ColumnRows, cells_of, columns_of
from pledgebook.value import Known, NotReported, Value, known

Row = Mapping[str, Any]
STAGES = ("committed", "disbursed", "expenditure")
BREAKDOWNS: tuple[tuple[str, ...], ...] = (
    (),
    ("fiscal_year",),
    ("objective", "rule"),
    ("partner",),
    ("recipient_kind", "recipient"),
    ("sector",),
)
SHOWN = (
    "activity",
    "activity_date",
    "budget",
    "description",
    "document",
    "issue",
    "location",
    "location_code",
    "participating_org",
    "planned_disbursement",
    "policy_marker",
    "related_activity",
    "result",
    "result_indicator",
    "result_value",
    "transaction",
)
"""The tables whose rows stand on the page of their activity: what is not among them cannot be looked up."""
_AT_ONCE = 512
"""Rows of a table that are taken out of its columns together, for the activities that follow on each other."""
_TOLD_AT_ONCE = 8_192
"""Rows whose texts are held together while they are hashed."""


class ByActivity:
    """The money and the rows of each activity, and the organisations by their identifier."""

    def __init__(self, measures: Measures, rows: Mapping[str, Sequence[Row]]) -> None:
        self._measures = measures
        self._rows = rows
        self._numbers: dict[str, int] = {}
        self._slices: dict[tuple[str, ...], _Runs] = {}
        self._tables: dict[str, _Runs] = {}
        self._organisations: dict[str, Row] | None = None
        self._partners: dict[str, Row] | None = None
        self._left_out: dict[str, dict[str, int]] | None = None
        self._is_asked = False
        self._last = ""
        self._slices_of_last: dict[tuple[str, ...], list[Slice]] = {}
        self._rows_of_last: dict[str, list[Row]] = {}

    def _turn_to(self, activity: str) -> None:
        """Keep what is looked up of one activity: its page asks for it several times, and in every language."""
        if activity != self._last:
            self._last = activity
            self._slices_of_last.clear()
            self._rows_of_last.clear()

    def ask_all(self, country: str) -> None:
        """Ask the measures for all that the pages of projects show, once; nothing is asked of them after that.

        What stays comes first: among the thousands of objects that an answer is for a moment it would keep their
        memory from being given back.
        """
        for table in SHOWN:
            self._table(table)
        self.organisation("")
        self.partner("")
        self.left_out("")
        for stage in STAGES:
            for by in BREAKDOWNS:
                self.slices(stage, "", *by)
        self.slices("committed", "", recipient=country)
        self._is_asked = True

    def keys(self) -> dict[str, str]:
        """Of each activity one hash of all that its page can look up: what is its own, and the names that it finds
        in the rows of others. Two builds of which it is the same look up the same."""
        hashes = [sha256() for _ in self._numbers]
        runs = {"/".join(key): found for key, found in self._slices.items()} | self._tables
        for name in sorted(runs):
            for number, text in runs[name].told():
                hashes[number].update(f"{name} {len(text)} {text}\n".encode())
        for number, text in self._looked_up():
            hashes[number].update(f"{text}\n".encode())
        for activity, reasons in (self._left_out or {}).items():
            if activity in self._numbers:
                hashes[self._numbers[activity]].update(f"left out {reasons}".encode())
        return {activity: hashes[number].hexdigest() for activity, number in self._numbers.items()}

    def _looked_up(self) -> Iterator[tuple[int, str]]:
        """What is found for an activity outside its own rows, by the words that stand in them."""
        for number, found in self._table("transaction").values_of("receiver_org_ref"):
            yield number, str([(ref, self.organisation(ref)) for ref in found])
        for number, found in self._table("related_activity").values_of("related_activity_id"):
            yield number, str([(other, self.has(other)) for other in found])
        for stage in STAGES:
            for number, found in self._slices[stage, "", "partner"].values_of("key_1"):
                yield number, str([(name, self.partner(name)) for name in found])

    def has(self, activity: str) -> bool:
        """Whether the book has an activity of that identifier."""
        return self._table("activity").has(activity)

    def slices(self, measure: str, activity: str, *by: str, recipient: str = "") -> list[Slice]:
        """A flow of one activity by some of its dimensions, largest first."""
        key = (measure, recipient, *by)
        self._turn_to(activity)
        if key in self._slices_of_last:
            return self._slices_of_last[key]
        if key not in self._slices:
            assert not self._is_asked, f"{key} was not asked with the others"
            where = (("recipient", recipient),) if recipient else ()
            found = self._measures.breakdown(Request(measure, where), "activity", *by)
            self._slices[key] = _Runs(_as_columns(found, len(by)), self._numbers)
        taken = [_as_slice(row) for row in self._slices[key].rows_of(activity)]
        self._slices_of_last[key] = taken
        return taken

    def sum(self, measure: str, activity: str, recipient: str = "") -> Value:
        """A flow of one activity; at least its sum where something has no amount."""
        for found in self.slices(measure, activity, recipient=recipient):
            if isinstance(found.value, Known) and found.without_amount:
                return Known(at_least(found.value.interval))
            return found.value
        return NotReported()

    def rows(self, table: str, activity: str) -> list[Row]:
        """The rows of a table that are of an activity, in their order; they mostly stand together."""
        self._turn_to(activity)
        if table not in self._rows_of_last:
            self._rows_of_last[table] = self._table(table).rows_of(activity)
        return self._rows_of_last[table]

    def organisation(self, ref: str | None) -> Row | None:
        """The names of an organisation in the first row that has it as a partner of an activity."""
        if self._organisations is None:
            self._organisations = _first_by_ref(self._rows["participating_org"])
        return self._organisations.get(ref) if ref else None

    def partner(self, name: str) -> Row:
        """What the flows call a partner in each language, by the column; nothing where they do not say."""
        if self._partners is None:
            rows = self._rows["flow"]
            columns = sorted(c for c in columns_of(rows) if c.startswith("partner_name_"))
            told = cells_of(rows, "partner_name", *columns) if columns else iter(())
            self._partners = {own: dict(zip(columns, names, strict=True)) for own, *names in told}
        return self._partners.get(name, {})

    def left_out(self, activity: str) -> dict[str, int]:
        """How many shares of its transactions are left out of the totals, by the reason."""
        if self._left_out is None:
            activities, reasons = (_column(self._rows["exclusion"], n) for n in ("activity_id", "reason"))
            self._left_out = {}
            for (name, reason), n in sorted(Counter(zip(activities, reasons, strict=True)).items()):
                self._left_out.setdefault(name, {})[reason] = n
        return self._left_out.get(activity, {})

    def _table(self, name: str) -> _Runs:
        if name not in self._tables:
            assert name in SHOWN, f"{name} is not among the tables that stand on the page of an activity"
            self._tables[name] = _Runs(self._rows[name], self._numbers)
        return self._tables[name]


def _first_by_ref(rows: Sequence[Row]) -> dict[str, Row]:
    """The names in the first row of each identifier."""
    names = sorted(name for name in columns_of(rows) if name.startswith("org_name"))
    first: dict[str, Row] = {}
    for ref, *told in cells_of(rows, "org_ref", *names) if names else ():
        if ref and ref not in first:
            first[str(ref)] = dict(zip(names, told, strict=True))
    return first


class _Runs:
    """Rows, and for each activity the places from which to which its own stand.

    They are numbers in arrays, by the activities' own ``numbers``, which all tables share: for thousands of activities
    in dozens of tables objects would weigh more than the rows of some, and a process that looks at one holds it again.
    """

    def __init__(self, rows: Sequence[Row], numbers: dict[str, int]) -> None:
        self._rows = rows
        self._numbers = numbers
        runs = sorted(
            (numbers.setdefault(activity, len(numbers)), start, end)
            for activity, start, end in _runs(_column(rows, "activity_id"))
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
        cells = _column(self._rows, column)
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


def _as_columns(found: Iterable[Slice], dimensions: int) -> ColumnRows:
    """Slices by activity as columns; a number as its digits, so that none is lost."""
    ordered = sorted(found, key=lambda s: s.keys[0])
    columns: dict[str, list[Any]] = {
        "activity_id": [s.keys[0] for s in ordered],
        **{f"key_{i}": [s.keys[i] for s in ordered] for i in range(1, dimensions + 1)},
        "number": [str(s.value.interval.exact) if isinstance(s.value, Known) else None for s in ordered],
        "rows": list(map(attrgetter("rows"), ordered)),
        "without_amount": list(map(attrgetter("without_amount"), ordered)),
    }
    kinds = {"rows": pa.int64(), "without_amount": pa.int64()}
    arrays = {name: pa.array(cells, kinds.get(name, pa.string())) for name, cells in columns.items()}
    return ColumnRows(pa.table(arrays))


def _as_slice(row: Row) -> Slice:
    cells = tuple(row.values())
    number = cells[-3]
    value = NotReported() if number is None else known(Decimal(number))
    return Slice(cells[1:-3], value, row["rows"], row["without_amount"])


def _column(rows: Sequence[Row], name: str) -> list[str]:
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
