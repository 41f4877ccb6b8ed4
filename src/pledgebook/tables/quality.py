"""The table ``quality``: per publisher and source, what was wrong or not said, how often, and the money concerned.

A newcomer would get wrong that the money of different lines does not add up: money without a sector may lack a place
too, and an activity may have several issues. Only the lines under ``read`` are disjoint.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pledgebook.figures import plain
from pledgebook.sources.iati.issues import Row
from pledgebook.tables.shares import NOT_STATED

COMMITTED, SPENT = frozenset({"2"}), frozenset({"3", "4"})
"""The transaction types of money that goes out, by stage; what is committed is spent later and never added to it."""
NO_PUBLISHER = "not_stated"
ELEMENTS = {"place": "location", "gender_marker": "policy-marker", "result": "result", "actual": "result"}
"""What an activity says of all its money, and the IATI element that says it."""
SAYING = ("location", "result", "result_value")
"""The tables that tell whether an activity says where and with what result."""
LOST = (
    "identifier-missing",
    "activity-not-well-formed",
    "activity-beyond-limits",
    "piece-too-large",
    "organisation-without-identifier",
)
"""The issues each of which is an activity or organisation that was left out."""
OLDER_COPY = "older-copy"
_NOT_STATED = {"no_amount", "no_date", "no_rate", "recipient_not_stated"}
"""Reasons of the table ``exclusion`` that are told here as what the money does not say."""
_NAMES = ("", "_en", "_fr")
Rows = Mapping[str, Sequence[Row]]


@dataclass(slots=True)
class Sums:
    """What is counted of one line; the money of its activities is added at the end, each activity once."""

    times: int = 0
    activities: set[object] = field(default_factory=set)
    left_out: int = 0
    committed: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    without_amount: int = 0
    without_rate: dict[str, Decimal] = field(default_factory=dict)
    """By currency, amounts that have none in the book's currency."""
    record: str = ""

    def add_money(self, flow: Row) -> None:
        """The amount of a share, in its stage; counted where it is not known."""
        self.record = self.record or str(flow["record"])
        amount = flow["amount_book"]
        if not isinstance(amount, Decimal):
            self.without_amount += 1
            self.add_foreign(str(flow["currency"] or ""), flow["amount"])
        elif flow["transaction_type"] in COMMITTED:
            self.committed += amount
        else:
            self.spent += amount

    def add_foreign(self, currency: str, amount: object) -> None:
        """An amount in a currency of its own; nothing where there is none."""
        if isinstance(amount, Decimal):
            self.without_rate[currency] = self.without_rate.get(currency, Decimal(0)) + amount

    def add(self, other: Sums) -> None:
        """The money of another."""
        for currency, amount in other.without_rate.items():
            self.add_foreign(currency, amount)
        self.committed += other.committed
        self.spent += other.spent
        self.without_amount += other.without_amount


Key = tuple[str, str, str, str]
"""Publisher, source, kind, code."""


def quality_rows(rows: Rows) -> list[Row]:
    """The rows of the table, out of those of every other; ``snapshot`` is one of them."""
    return list(_Account(rows).lines())


class _Account:
    """The lines while they are counted."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.found: defaultdict[Key, Sums] = defaultdict(Sums)
        self.snapshots = {str(row["source"]): row for row in rows.get("snapshot", ())}
        self.publishers = {
            row["activity_id"]: str(row["reporting_org_ref"] or NO_PUBLISHER)
            for row in rows.get("activity", ())
        }
        self.money: defaultdict[object, Sums] = defaultdict(Sums)
        self.unsaid = dict(self._unsaid())

    def lines(self) -> Iterator[Row]:
        """One row for each line, sorted by nothing yet."""
        self._read()
        self._flows()
        self._issues()
        self._left_out()
        names = _names(self.rows, self.snapshots)
        for (publisher, source, kind, code), sums in sorted(self.found.items()):
            is_iati = bool(sums.activities)
            yield {
                "publisher": publisher,
                **{"publisher_name" + e: name for e, name in names.get(publisher, {}).items()},
                "source": source,
                "kind": kind,
                "code": code,
                "times": sums.times,
                "activities": len(sums.activities) if is_iati else None,
                "rows_left_out": sums.left_out if kind == "read" else None,
                "committed_book": sums.committed if is_iati else None,
                "spent_book": sums.spent if is_iati else None,
                "without_amount": sums.without_amount if is_iati else None,
                "without_rate": _in_words(sums.without_rate),
                "record": sums.record,
            }

    def _unsaid(self) -> Iterator[tuple[object, tuple[tuple[str, str], ...]]]:
        """For each activity what it does not say: kind and code."""
        there = {
            "place": {row["activity_id"] for row in self.rows.get("location", ())},
            "result": {row["activity_id"] for row in self.rows.get("result", ())},
            "actual": {
                r["activity_id"] for r in self.rows.get("result_value", ()) if r["value_kind"] == "actual"
            },
        }
        for row in self.rows.get("activity", ()):
            left = str(self.snapshots.get(str(row["source"]), {}).get("leaves_out") or "").split()
            lacking = [code for code, ids in there.items() if row["activity_id"] not in ids]
            lacking += [] if row["gender_marker_status"] == "screened" else ["gender_marker"]
            yield (
                row["activity_id"],
                tuple(("not_kept" if ELEMENTS[c] in left else "not_stated", c) for c in lacking),
            )

    def _read(self) -> None:
        for row in self.rows.get("activity", ()):
            line = self.found[self.publishers[row["activity_id"]], str(row["source"]), "read", ""]
            line.times += 1
            line.record = line.record or str(row["record"])
            line.activities.add(row["activity_id"])
        of_activities = {row["source"] for row in self.rows.get("activity", ())}
        for row in self.snapshots.values():
            if row.get("rows_in_file") is not None and row["source"] not in of_activities:
                line = self.found[self._publisher_of(str(row["source"])), str(row["source"]), "read", ""]
                line.record = "file"
                line.times, line.left_out = int(str(row["rows_in_file"])), int(str(row["rows_left_out"]))

    def _flows(self) -> None:
        for flow in self.rows.get("flow", ()):
            if flow["transaction_type"] not in COMMITTED | SPENT:
                continue
            activity, source = flow["activity_id"], str(flow["source"])
            publisher = self.publishers[activity]
            self.money[activity].add_money(flow)
            self.found[publisher, source, "read", ""].add_money(flow)
            for kind, code in (*_unsaid_of(flow), *self.unsaid[activity]):
                line = self.found[publisher, source, kind, code]
                line.times += 1
                line.activities.add(activity)
                line.add_money(flow)

    def _issues(self) -> None:
        for row in self.rows.get("issue", ()):
            source, code = str(row["source"]), str(row["code"])
            activity = row["activity_id"]
            publisher = self.publishers.get(activity) or self._publisher_of(source)
            line = self.found[publisher, source, "issue", code]
            times = int(str(row.get("times") or 1))
            line.times += times
            line.record = line.record or str(row["record"])
            if activity in self.publishers and activity not in line.activities:
                line.activities.add(activity)
                line.add(self.money[activity])
            if code in (*LOST, OLDER_COPY):
                read = self.found[publisher, source, "read", ""]
                read.times += times
                read.record = read.record or str(row["record"])
                read.left_out += times if code in LOST else 0

    def _left_out(self) -> None:
        for row in self.rows.get("exclusion", ()):
            reason = str(row["reason"])
            if reason not in _NOT_STATED and row["transaction_type"] in COMMITTED | SPENT:
                activity, source = row["activity_id"], str(row["source"])
                line = self.found[self.publishers[activity], source, "left_out", reason]
                line.times += 1
                line.activities.add(activity)
                line.add_money(row)

    def _publisher_of(self, source: str) -> str:
        found = self.snapshots.get(source)
        return str(found["publisher_id"]) if found else source


def _in_words(amounts: Mapping[str, Decimal]) -> str | None:
    """Currencies with their amounts: "EUR 10 USD 2.5"; nothing where there are none."""
    return (
        " ".join(f"{currency or '-'} {plain(amount):f}" for currency, amount in sorted(amounts.items()))
        or None
    )


def _unsaid_of(flow: Row) -> Iterator[tuple[str, str]]:
    """What a share of money itself does not say."""
    if flow["amount"] is None:
        yield "not_stated", "amount"
    elif flow["amount_book"] is None:
        yield "not_stated", "rate"
    if flow["transaction_date"] is None:
        yield "not_stated", "date"
    if flow["recipient_kind"] == NOT_STATED[0]:
        yield "not_stated", "recipient"
    if flow["sector_code"] == NOT_STATED[2]:
        yield "not_stated", "sector"


def _names(rows: Rows, snapshots: Mapping[str, Row]) -> dict[str, Row]:
    """The name that each publisher gives itself most often, and in each language; of equals the first by letter."""
    found: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows.get("activity", ()):
        for ending in _NAMES:
            if name := row["reporting_org_name" + ending]:
                found[str(row["reporting_org_ref"] or NO_PUBLISHER)][ending][str(name)] += 1
    sources: dict[str, Row] = {
        str(row["publisher_id"]): {e: row[f"publisher{e or '_en'}"] for e in _NAMES}
        for row in snapshots.values()
    }
    return sources | {
        publisher: {ending: _most(names[ending]) for ending in _NAMES} for publisher, names in found.items()
    }


def _most(names: Counter[str]) -> str | None:
    return min(names, key=lambda name: (-names[name], name), default=None)
