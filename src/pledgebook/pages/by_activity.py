"""What the pages of projects are made from, by activity: everything is asked once for all of them, then looked up.

A newcomer would ask a measure for the activity of each page: with thousands of projects each question goes through
all the money there is. Nor are the answers held as objects: they lie in columns, by activity, and some activities
are taken out of them at a time. A test holds what is looked up here against what the measure answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pyarrow as pa

from pledgebook.measures.answer import Request
from pledgebook.measures.engine import Line, Measures, Slice
from pledgebook.measures.sums import at_least
from pledgebook.pages.runs import Row, Runs, column_of, without
from pledgebook.tables.rows import ColumnRows, cells_of, columns_of
from pledgebook.value import Known, NotReported, Value, known

STAGES = ("committed", "disbursed", "expenditure")
BREAKDOWNS: tuple[tuple[str, ...], ...] = (
    (),
    ("fiscal_year",),
    ("objective", "rule"),
    ("partner",),
    ("recipient_kind", "recipient"),
    ("sector",),
)
_PROVIDER = "provider_org_ref provider_org_name provider_activity_id"
_RECEIVER = "receiver_org_ref receiver_org_name receiver_activity_id"
_KIND = "is_humanitarian humanitarian_decided_by aid_type finance_type flow_type"
_TEXT = "description description_language description_en description_fr"
_PLACE = "source record"
SHOWN: Mapping[str, frozenset[str]] = {
    table: frozenset(hidden.split())
    for table, hidden in {
        "activity": "iati_version reporting_org_name hierarchy default_currency",
        "activity_date": f"date_number {_PLACE}",
        "budget": f"budget_number budget_status value_date {_PLACE}",
        "description": f"description_number {_PLACE}",
        "document": "attached_to result_number indicator_number period_number value_number category_codes "
        f"{_TEXT} {_PLACE}",
        "issue": "element code times source",
        "location": f"point location_class location_reach feature_designation {_PLACE}",
        "location_code": f"code_number code_kind admin_level {_PLACE}",
        "participating_org": f"org_number org_activity_id {_PLACE}",
        "planned_disbursement": f"planned_number value_date {_PROVIDER} {_RECEIVER} {_PLACE}",
        "policy_marker": f"marker_number {_PLACE}",
        "related_activity": f"related_number {_PLACE}",
        "result": f"can_be_aggregated {_PLACE}",
        "result_indicator": "is_ascending can_be_aggregated reference_vocabulary reference_code reference_uri "
        f"{_TEXT} {_PLACE}",
        "result_value": f"value_number baseline_year is_total {_PLACE}",
        "transaction": f"value_date amount_book_status {_PROVIDER} receiver_activity_id {_KIND} amount_reported source",
    }.items()
}
"""The tables whose rows stand on the page of their activity, each with the columns that no page shows: what is not
among the tables, and what is among these columns, cannot be looked up."""


class ByActivity:
    """The money and the rows of each activity, and the organisations by their identifier."""

    def __init__(self, measures: Measures, rows: Mapping[str, Sequence[Row]]) -> None:
        self._measures = measures
        self._rows = rows
        self._numbers: dict[str, int] = {}
        self._slices: dict[tuple[str, ...], Runs] = {}
        self._tables: dict[str, Runs] = {}
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
            found = self._measures.lines(Request(measure, where), "activity", *by, once=True)
            self._slices[key] = Runs(_as_columns(found, len(by)), self._numbers)
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
            activities, reasons = (column_of(self._rows["exclusion"], n) for n in ("activity_id", "reason"))
            self._left_out = {}
            for (name, reason), n in sorted(Counter(zip(activities, reasons, strict=True)).items()):
                self._left_out.setdefault(name, {})[reason] = n
        return self._left_out.get(activity, {})

    def _table(self, name: str) -> Runs:
        if name not in self._tables:
            assert name in SHOWN, f"{name} is not among the tables that stand on the page of an activity"
            self._tables[name] = Runs(without(self._rows[name], SHOWN[name]), self._numbers)
        return self._tables[name]


def _first_by_ref(rows: Sequence[Row]) -> dict[str, Row]:
    """The names in the first row of each identifier."""
    names = sorted(name for name in columns_of(rows) if name.startswith("org_name"))
    first: dict[str, Row] = {}
    for ref, *told in cells_of(rows, "org_ref", *names) if names else ():
        if ref and ref not in first:
            first[str(ref)] = dict(zip(names, told, strict=True))
    return first


def _as_columns(found: Iterable[Line], dimensions: int) -> ColumnRows:
    """The lines of a breakdown by activity as columns; a number as its digits, so that none is lost."""
    ordered = sorted(found, key=lambda line: line[0][0])
    columns: dict[str, list[Any]] = {
        "activity_id": [line[0][0] for line in ordered],
        **{f"key_{i}": [line[0][i] for line in ordered] for i in range(1, dimensions + 1)},
        "number": [None if line[1] is None else str(line[1]) for line in ordered],
        "rows": [line[2] for line in ordered],
        "without_amount": [line[3] for line in ordered],
    }
    kinds = {"rows": pa.int64(), "without_amount": pa.int64()}
    arrays = {name: pa.array(cells, kinds.get(name, pa.string())) for name, cells in columns.items()}
    return ColumnRows(pa.table(arrays))


def _as_slice(row: Row) -> Slice:
    cells = tuple(row.values())
    number = cells[-3]
    value = NotReported() if number is None else known(Decimal(number))
    return Slice(cells[1:-3], value, row["rows"], row["without_amount"])
