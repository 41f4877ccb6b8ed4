"""The table ``exclusion``: every share of money that was read and is left out of the book's totals, and why.

A newcomer would get wrong that a share may be left out for several reasons: it has the first one that applies, in
the order of ``REASONS``, so that what counts and what is left out add up to everything that was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pledgebook.sources.iati.issues import Row
from pledgebook.tables.objectives import NOT_ALIGNED

REASONS = (
    "older_copy",
    "not_own_report",
    "passed_on",
    "no_amount",
    "no_date",
    "no_rate",
    "not_aligned",
    "recipient_not_stated",
)
RULES = {"older_copy": "newest_copy", "not_own_report": "own_reports", "passed_on": "passed_on"}
"""The reasons that are rules against counting twice, each with its name in ``objectives/money.yml``."""
OUTGOING = ("2", "3", "4")
"""Commitments, disbursements, expenditure: what is handed on between activities."""
_COPIED = (
    "activity_id",
    "transaction_number",
    "flow_number",
    "transaction_type",
    "amount",
    "currency",
    "amount_book",
    "source",
    "record",
)


@dataclass(frozen=True, slots=True)
class Money:
    """What decides whether money counts: the own departments' ids, and where each transaction is handed on to.

    ``own_org_refs`` is empty where every report counts; ``handed_on`` are activity and number of the transactions
    that go to another activity whose own spending counts, none where that rule is off.
    """

    own_org_refs: Collection[object]
    handed_on: Collection[tuple[object, object]]


def reason_of(flow: Row, money: Money) -> str:
    """Why a share of the newest copy is left out of the book's totals; '' where it counts in all of them."""
    if money.own_org_refs and flow["reporting_org_ref"] not in money.own_org_refs:
        return "not_own_report"
    if is_handed_on(flow, money):
        return "passed_on"
    if flow["amount"] is None:
        return "no_amount"
    if flow["transaction_date"] is None:
        return "no_date"
    if flow["amount_book"] is None:
        return "no_rate"
    if flow["objective"] == NOT_ALIGNED:
        return "not_aligned"
    return "recipient_not_stated" if flow["recipient_kind"] == "not_stated" else ""


def is_handed_on(flow: Row, money: Money) -> bool:
    """Whether the money of a share is counted where it was handed on to."""
    return (flow["activity_id"], flow["transaction_number"]) in money.handed_on


def exclusion(flow: Row, reason: str) -> Row:
    """The row of a share that is left out."""
    return {**{name: flow[name] for name in _COPIED}, "reason": reason, "rule": RULES.get(reason, "")}


def handed_on(
    activities: Iterable[Row], transactions: Collection[Row], own_org_refs: Collection[object]
) -> set[tuple[object, object]]:
    """Transactions that one own activity hands on to another: activity and number of each.

    The other has transactions of that type going out itself; where it has none, nothing is counted twice.
    """
    own = {
        row["activity_id"]
        for row in activities
        if not own_org_refs or row["reporting_org_ref"] in own_org_refs
    }
    going_out = {
        (row["activity_id"], row["transaction_type"]) for row in transactions if row["activity_id"] in own
    }
    return {
        (row["activity_id"], row["transaction_number"])
        for row in transactions
        if row["transaction_type"] in OUTGOING
        and row["activity_id"] in own
        and row["receiver_activity_id"] != row["activity_id"]
        and (row["receiver_activity_id"], row["transaction_type"]) in going_out
    }


@dataclass(slots=True)
class Account:
    """The money of one type and currency: all that was read, and what of it is left out, by reason."""

    read: Decimal = Decimal(0)
    left_out: dict[str, Decimal] = field(default_factory=dict)
    shares: dict[str, int] = field(default_factory=dict)

    @property
    def counted(self) -> Decimal:
        """What is left in the totals."""
        return self.read - sum(self.left_out.values(), Decimal(0))


def accounts(rows: Mapping[str, list[Row]]) -> dict[tuple[str, str], Account]:
    """By transaction type and currency, what was read, out of the tables ``flow`` and ``exclusion``.

    A share that a rule took out of ``flow`` is in ``exclusion`` alone; all others are in both.
    """
    found: defaultdict[tuple[str, str], Account] = defaultdict(Account)
    for flow in rows.get("flow", ()):
        _account(found, flow).read += _amount(flow)
    for row in rows.get("exclusion", ()):
        account, reason = _account(found, row), str(row["reason"])
        if reason in GONE:
            account.read += _amount(row)
        account.left_out[reason] = account.left_out.get(reason, Decimal(0)) + _amount(row)
        account.shares[reason] = account.shares.get(reason, 0) + 1
    return dict(sorted(found.items()))


GONE = ("older_copy", "passed_on")
"""The reasons for which a share is not in the table ``flow`` at all."""


def _account(found: defaultdict[tuple[str, str], Account], row: Row) -> Account:
    return found[str(row["transaction_type"] or ""), str(row["currency"] or "")]


def _amount(row: Row) -> Decimal:
    return row["amount"] if isinstance(row["amount"], Decimal) else Decimal(0)


def sorted_out(flows: Iterable[Row], money: Money) -> Iterator[tuple[str, Row]]:
    """Each share for the table ``flow``, unless it is gone, and for ``exclusion``, where it is left out."""
    for flow in flows:
        reason = reason_of(flow, money)
        if reason not in GONE:
            yield "flow", flow
        if reason:
            yield "exclusion", exclusion(flow, reason)
