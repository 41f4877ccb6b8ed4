"""One transaction as a row of the table ``transaction``, without what needs exchange rates or sectors.

A newcomer would get wrong that the row stays, with its text in ``amount_reported``, even where no number can
be made of the amount: a row that is left out is money that nobody misses.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from pledgebook.sources.iati.aid import first_of_dac
from pledgebook.sources.iati.amounts import read_amount, read_currency, read_day, read_flag, read_party
from pledgebook.sources.iati.element import Children, attribute
from pledgebook.sources.iati.issues import Issues, Row

TYPES = frozenset(str(code) for code in range(1, 14))


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an activity says for all its transactions that do not say it themselves."""

    currency: str
    is_humanitarian: bool | None
    aid_type: str | None
    finance_type: str | None
    flow_type: str | None


def read_transaction(
    element: etree._Element,
    children: Children,
    number: int,
    defaults: Defaults,
    known_currencies: Collection[str],
    issues: Issues,
) -> Row:
    """The row of the ``number``-th transaction of an activity, with its children by their names."""
    first = children.first
    value = first("value")
    is_humanitarian, decided_by = _humanitarian(element, defaults, issues)
    return {
        "activity_id": issues.activity_id,
        "transaction_number": number,
        "transaction_type": _type(element, children, issues),
        **_dates(element, children, issues),
        **read_amount(element, value, issues),
        "currency": read_currency(
            element if value is None else value,
            attribute(value, "currency") or defaults.currency,
            known_currencies,
            issues,
        ),
        **read_party(first("provider-org"), "provider"),
        **read_party(first("receiver-org"), "receiver"),
        "is_humanitarian": is_humanitarian,
        "humanitarian_decided_by": decided_by,
        "aid_type": attribute(first_of_dac(children["aid-type"]), "code") or defaults.aid_type,
        "finance_type": attribute(first("finance-type"), "code") or defaults.finance_type,
        "flow_type": attribute(first("flow-type"), "code") or defaults.flow_type,
        "source": issues.source,
        "record": issues.record(element),
    }


def _humanitarian(element: etree._Element, defaults: Defaults, issues: Issues) -> tuple[bool | None, str]:
    own = read_flag(element, issues)
    if own is not None:
        return own, "transaction"
    if defaults.is_humanitarian is not None:
        return defaults.is_humanitarian, "activity"
    return None, ""


def _type(element: etree._Element, children: Children, issues: Issues) -> str | None:
    code = attribute(children.first("transaction-type"), "code")
    if code in TYPES:
        return code
    issues.add("unknown-transaction-type", element, code)
    return None


def _dates(element: etree._Element, children: Children, issues: Issues) -> Row:
    stated = read_day(children.first("transaction-date"), "iso-date", issues)
    valued = read_day(children.first("value"), "value-date", issues)
    if stated is None and valued is None:
        issues.add("date-missing", element)
    return {"transaction_date": stated or valued, "value_date": valued or stated}
