"""The table ``flow``: each transaction split by recipient and sector, with what measures ask of it beside it.

A newcomer would get wrong that the flows of a transaction add up to it exactly, in the reported currency and
in the book's, also where nobody says who receives: that part is a flow whose recipient is "not stated".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pledgebook.period import FiscalStart, fiscal_year
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.tables.division import Division, Divisions
from pledgebook.tables.partner import Partners
from pledgebook.tables.shares import DAC_3, DAC_5, NOT_STATED, Key, Parts
from pledgebook.tables.split import Slice, split_by

HUMANITARIAN = range(720, 741)
_COPIED_FROM_TRANSACTION = (
    "activity_id",
    "transaction_number",
    "transaction_type",
    "transaction_date",
    "currency",
    "provider_org_ref",
    "receiver_org_ref",
    "receiver_org_name",
    "source",
    "record",
)
_COPIED_FROM_ACTIVITY = ("gender_marker", "gender_marker_status", "reporting_org_ref")


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows of one activity, its transactions with what their sectors say, and what was wrong."""

    transactions: list[Row]
    flows: list[Row]
    issues: list[Row]


def flows_of(activity: ActivityRead, fiscal_year_start: FiscalStart) -> Flows:
    """Every transaction of an activity, split; its transactions already carry ``amount_book``."""
    divisions = Divisions(activity)
    partners = Partners(activity)
    about = {name: activity.rows["activity"][0][name] for name in _COPIED_FROM_ACTIVITY}
    transactions: list[Row] = []
    flows: list[Row] = []
    for row, own in zip(activity.rows["transaction"], activity.transaction_shares, strict=True):
        division = divisions.of(own)
        transaction = row | humanitarian_by_sectors(row, division.sectors)
        transactions.append(transaction)
        shared = about | partners.of(row) | {"fiscal_year": _fiscal_year(row, fiscal_year_start)}
        flows.extend(_flows(transaction, division, shared))
    return Flows(transactions, flows, divisions.issues)


def _flows(transaction: Row, division: Division, shared: Row) -> Iterator[Row]:
    amount, book = transaction["amount"], transaction["amount_book"]
    slices = split_by(
        amount if isinstance(amount, Decimal) else None,
        book if isinstance(book, Decimal) else None,
        division.recipients,
        division.sectors,
    )
    copied = {name: transaction[name] for name in _COPIED_FROM_TRANSACTION}
    for number, slice_ in enumerate(slices, start=1):
        yield {
            **copied,
            **shared,
            "flow_number": number,
            **_recipient(slice_.recipient),
            **_sector(slice_.sector),
            **_humanitarian(transaction, slice_),
            "share": slice_.share,
            "amount": slice_.amount,
            "amount_book": slice_.amount_book,
            "objective": "",
            "objective_rule": "",
        }


def _fiscal_year(transaction: Row, start: FiscalStart) -> int | None:
    day = transaction["transaction_date"]
    return fiscal_year(day, start) if isinstance(day, date) else None


def dac_3(sector: Key) -> str | None:
    """The DAC 3-digit sector of a sector in a DAC vocabulary, or None.

    >>> dac_3(("sector", "1", "15220")), dac_3(("sector", "2", "720")), dac_3(("sector", "99", "72010"))
    ('152', '720', None)
    """
    _, vocabulary, code = sector
    digits = code[:3]
    is_dac = vocabulary in (DAC_5, DAC_3) and len(digits) == 3 and digits.isascii() and digits.isdigit()
    return digits if is_dac else None


def humanitarian_by_sectors(transaction: Row, sectors: Parts) -> Row:
    """What the sectors say of a transaction that no flag decides; None where they do not all say the same."""
    if transaction["humanitarian_decided_by"]:
        return {}
    said = {_is_humanitarian(sector) for sector in sectors.keys}
    if said == {None}:
        return {}
    return {"is_humanitarian": said.pop() if len(said) == 1 else None, "humanitarian_decided_by": "sector"}


def _humanitarian(transaction: Row, slice_: Slice) -> Row:
    if transaction["humanitarian_decided_by"] in ("transaction", "activity"):
        return {name: transaction[name] for name in ("is_humanitarian", "humanitarian_decided_by")}
    said = _is_humanitarian(slice_.sector)
    return {"is_humanitarian": said, "humanitarian_decided_by": "" if said is None else "sector"}


def _is_humanitarian(sector: Key) -> bool | None:
    digits = dac_3(sector)
    return None if digits is None else int(digits) in HUMANITARIAN


def _recipient(key: Key) -> Row:
    kind, vocabulary, code = key
    return {"recipient_kind": kind, "recipient_vocabulary": vocabulary or None, "recipient_code": code}


def _sector(key: Key) -> Row:
    _, vocabulary, code = key
    return {
        "sector_vocabulary": vocabulary if key != NOT_STATED else None,
        "sector_code": code,
        "sector_dac3": dac_3(key),
    }


def with_transactions(activity: ActivityRead, transactions: list[Row]) -> ActivityRead:
    """The activity with other rows of transactions in the place of its own."""
    return replace(activity, rows={**activity.rows, "transaction": transactions})
