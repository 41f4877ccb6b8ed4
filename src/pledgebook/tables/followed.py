"""The donor's money in the books of those who received it: each transaction with the one found on the other side.

A newcomer would add the two sides. They are the same money, told twice: a pair says where it went, and no total
reads this table. A newcomer would also take the nearest amount for the answer; what fits several activities equally
well is left unanswered, and what has no answer says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from pledgebook.book.models import Followed
from pledgebook.money import Rates
from pledgebook.sources.iati.issues import Row
from pledgebook.tables.followed_ends import End, Group, Pair, Tolerance, days_between, is_head
from pledgebook.tables.followed_parts import group, window

OUTGOING, INCOMING = ("2", "3"), ("1", "11")
"""Commitments and disbursements; incoming funds and incoming commitments (list TransactionType)."""
_DAC = "XM-DAC-"
_COPIED = (
    "activity_id",
    "transaction_number",
    "transaction_type",
    "transaction_date",
    "amount",
    "currency",
    "amount_book",
    "source",
    "record",
)
_FOUND = {
    "found_activity_id": "activity_id",
    "found_transaction_number": "transaction_number",
    "found_transaction_type": "transaction_type",
    "found_date": "transaction_date",
    "found_amount": "amount",
    "found_currency": "currency",
}


def plain_ref(ref: object) -> str:
    """An organisation's identifier without the prefix of the DAC's channel codes, which many leave out.

    >>> plain_ref("XM-DAC-41114"), plain_ref("41114"), plain_ref(None)
    ('41114', '41114', '')
    """
    return str(ref or "").strip().removeprefix(_DAC)


@dataclass(frozen=True, slots=True)
class Books:
    """What was read: activities and transactions of every file, who takes part, and the shares of the money."""

    activities: Sequence[Row]
    transactions: Sequence[Row]
    organisations: Sequence[Row]
    flows: Sequence[Row]
    own_refs: Collection[str]

    def countries(self) -> dict[str, set[str]]:
        """The countries that each activity names for any of its money."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.flows:
            if row["recipient_kind"] == "country":
                found[str(row["activity_id"])].add(str(row["recipient_code"]))
        return found


def followed_rows(books: Books, followed: Followed, rates: Rates) -> list[Row]:
    """The table ``followed_transaction``: one row for every transaction of either side, found or with its reason."""
    given, received = _given(books, followed), _received(books, followed)
    countries, known = books.countries(), {str(row["activity_id"]) for row in books.activities}
    for publisher in followed.publishers:
        out = [end for end in given if end.partner == publisher.org_ref]
        into = [end for end in received if end.partner == publisher.org_ref]
        tolerance = Tolerance(followed.days, followed.percent, publisher.dates == "year", countries, rates)
        _pair(out, into, tolerance)
        if followed.parts_days is not None:
            for kind in OUTGOING:
                group(out, into, window(tolerance, followed.parts_days), kind)
        is_read = any(
            _partner(str(r["reporting_org_ref"]), followed) == publisher.org_ref for r in books.activities
        )
        for end in out:
            end.reason = _why_given(end, into, tolerance, is_read=is_read)
        for end in into:
            end.reason = _why_received(end, out, tolerance, known)
    return [*(_row("outgoing", e) for e in given), *(_row("incoming", e) for e in received)]


def _given(books: Books, followed: Followed) -> list[End]:
    """What the own departments report going out; a transaction without a receiver goes to who implements."""
    own = {str(r["activity_id"]) for r in books.activities if r["reporting_org_ref"] in books.own_refs}
    implementing: dict[str, str] = {}
    for org in books.organisations:
        if org["role"] == "4" and org["org_ref"]:
            implementing.setdefault(str(org["activity_id"]), str(org["org_ref"]))
    return [
        _end(row, _partner(ref, followed), str(row["receiver_activity_id"] or ""))
        for row in books.transactions
        if str(row["activity_id"]) in own and row["transaction_type"] in OUTGOING
        for ref in (str(row["receiver_org_ref"] or "") or implementing.get(str(row["activity_id"]), ""),)
    ]


def _received(books: Books, followed: Followed) -> list[End]:
    """What the followed partners report coming in from the own departments, under any name declared for them."""
    reporter = {str(r["activity_id"]): str(r["reporting_org_ref"] or "") for r in books.activities}
    publishers = {p.org_ref for p in followed.publishers}
    donors = {plain_ref(ref) for ref in (*books.own_refs, *followed.donor_refs)}
    names = {name.casefold() for name in followed.donor_names}
    found = []
    for row in books.transactions:
        by = reporter.get(str(row["activity_id"]), "")
        partner = _partner(by, followed)
        is_ours = row["transaction_type"] in INCOMING and partner in publishers and by not in books.own_refs
        if is_ours and _is_donor(row, donors, names):
            found.append(_end(row, partner, str(row["provider_activity_id"] or "").removeprefix(_DAC)))
    return found


def _is_donor(row: Row, donors: Collection[str], names: Collection[str]) -> bool:
    ref = plain_ref(row["provider_org_ref"])
    return ref in donors if ref else str(row["provider_org_name"] or "").strip().casefold() in names


def _end(row: Row, partner: str, named: str) -> End:
    day, amount = row["transaction_date"], row["amount"]
    return End(
        row,
        partner,
        named,
        day if isinstance(day, date) else None,
        amount if isinstance(amount, Decimal) and amount and row["currency"] else None,
    )


def _partner(ref: str, followed: Followed) -> str:
    """The publisher that the book declares for an identifier, else the identifier as reported."""
    plain = plain_ref(ref)
    return next(
        (p.org_ref for p in followed.publishers if plain in {plain_ref(r) for r in (p.org_ref, *p.also)}), ref
    )


def _pair(out: Sequence[End], into: Sequence[End], tolerance: Tolerance) -> None:
    """One to one, nearest first, by each type of the outgoing ones."""
    for kind in OUTGOING:
        pairs = [
            Pair(one, other, rule, days_between(one, other), tolerance.apart(one, other) or Decimal(0))
            for one in out
            if one.row["transaction_type"] == kind
            for other in into
            if (rule := tolerance.rule(one, other))
        ]
        pairs.sort(key=lambda p: (p.nearness, p.given.key, p.received.key))
        for _, equals in groupby(pairs, key=lambda p: p.nearness):
            free = [p for p in equals if kind not in p.given.pairs and kind not in p.received.pairs]
            for pair in _unambiguous(free):
                if kind not in pair.given.pairs and kind not in pair.received.pairs:
                    pair.given.pairs[kind] = pair.received.pairs[kind] = pair


def _unambiguous(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Those of equally near pairs whose ends fit one activity only; the ends of the others are told apart."""
    by_given, by_received = defaultdict(set), defaultdict(set)
    for pair in pairs:
        by_given[id(pair.given)].add(pair.received.key[0])
        by_received[id(pair.received)].add(pair.given.key[0])
    for pair in pairs:
        if len(by_given[id(pair.given)]) == len(by_received[id(pair.received)]) == 1:
            yield pair
        else:
            pair.given.reason = pair.received.reason = "ambiguous"


def _why_given(end: End, into: Sequence[End], tolerance: Tolerance, *, is_read: bool) -> str:
    """Why nothing was found for an outgoing transaction to a followed partner; '' where something was."""
    if end.pairs or end.groups:
        return ""
    if not is_read:
        return "books_not_read"
    if not into:
        return "donor_not_named"
    return end.reason or _why(((end, other) for other in into), end, tolerance)


def _why_received(end: End, out: Sequence[End], tolerance: Tolerance, known: Collection[str]) -> str:
    """Why nothing was found for an incoming transaction; '' where something was."""
    if end.pairs or end.groups:
        return ""
    if end.named and not any(is_head(end.named, activity) for activity in known):
        return "activity_not_read"
    if not out:
        return "no_outgoing"
    return end.reason or _why(((one, end) for one in out), end, tolerance)


def _why(pairs: Iterable[tuple[End, End]], end: End, tolerance: Tolerance) -> str:
    if end.amount is None:
        return "no_amount"
    found: set[str] = set()
    for one, other in pairs:
        is_near, is_alike = tolerance.is_near(one, other), tolerance.is_alike(one, other)
        if is_near and is_alike:
            found.add("place_differs" if tolerance.is_elsewhere(one, other) else "taken")
        elif is_near or is_alike:
            found.add("amount_differs" if is_near else "date_differs")
    return next((reason for reason in _NEAREST if reason in found), "both_differ")


_NEAREST = ("taken", "place_differs", "date_differs", "amount_differs")
"""Reasons by how little is missing: the first that applies to any transaction of the other side."""


def _row(side: str, end: End) -> Row:
    pair = min(end.pairs.values(), key=lambda p: p.nearness, default=None)
    row: Row = {**{name: end.row[name] for name in _COPIED}, "side": side, "partner_org_ref": end.partner}
    if pair is not None:
        other = (pair.received if side == "outgoing" else pair.given).row
        found = {name: other[column] for name, column in _FOUND.items()}
        apart = {"found_transactions": 1, "days_apart": pair.days, "difference_percent": pair.percent}
        return {**row, "outcome": "found", "rule": pair.rule, "reason": "", **found, **apart}
    if end.groups:
        return {**row, **_as_group(end, min(end.groups.items())[1], side)}
    reason = end.reason or ("not_followed" if end.partner else "receiver_not_stated")
    return {**row, "outcome": "not_found", "rule": "", "reason": reason}


def _as_group(end: End, found: Group, side: str) -> Row:
    """What is told of one of a group: the sum of the other side's, its last day, how many they are."""
    others = sorted(
        (found.whole,) if end is not found.whole else found.parts, key=lambda e: (str(e.day), e.key)
    )
    last = others[-1]
    given, received = (end, last) if side == "outgoing" else (last, end)
    return {
        "outcome": "found",
        "rule": found.rule,
        "reason": "",
        **{name: last.row[column] for name, column in _FOUND.items()},
        "found_transaction_number": last.row["transaction_number"] if len(others) == 1 else None,
        "found_amount": sum((e.amount or Decimal(0) for e in others), Decimal(0)),
        "found_transactions": len(others),
        "days_apart": days_between(given, received),
        "difference_percent": Decimal(0) if end is found.whole else None,
    }
