"""Money that is planned or owed: budgets, planned disbursements, loans as the DAC's system describes them.

A newcomer would get wrong that none of it is a transaction: it is never added to what was committed or paid.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pledgebook.sources.iati.amounts import read_currency, read_day, read_number, read_party, read_whole
from pledgebook.sources.iati.element import attribute, child_code, children_of, text_of
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading

_BALANCES = ("interest-received", "principal-outstanding", "principal-arrears", "interest-arrears")
_LOAN_DAYS = ("commitment-date", "repayment-first-date", "repayment-final-date")


def budgets(reading: Reading) -> Iterator[Row]:
    """One row per budget."""
    for budget, row in reading.numbered("budget", "budget_number"):
        yield {
            **row,
            "budget_type": attribute(budget, "type") or None,
            "budget_status": attribute(budget, "status") or None,
            **reading.period(children := children_of(budget)),
            **reading.money(budget, children.first("value")),
        }


def planned_disbursements(reading: Reading) -> Iterator[Row]:
    """One row per planned disbursement."""
    for planned, row in reading.numbered("planned-disbursement", "planned_number"):
        yield {
            **row,
            "planned_type": attribute(planned, "type") or None,
            **reading.period(children := children_of(planned)),
            **reading.money(planned, children.first("value")),
            **read_party(children.first("provider-org"), "provider"),
            **read_party(children.first("receiver-org"), "receiver"),
        }


def loan_terms(reading: Reading) -> Iterator[Row]:
    """One row per description of a loan's terms."""
    for terms, row in _of_crs(reading, "loan-terms", "loan_number"):
        yield {
            **row,
            "rate_1": attribute(terms, "rate-1") or None,
            "rate_2": attribute(terms, "rate-2") or None,
            "repayment_type": child_code(terms, "repayment-type"),
            "repayment_plan": child_code(terms, "repayment-plan"),
            **{
                name.replace("-", "_"): read_day(terms.find(name), "iso-date", reading.issues)
                for name in _LOAN_DAYS
            },
        }


def loan_statuses(reading: Reading) -> Iterator[Row]:
    """One row per year of a loan."""
    for status, row in _of_crs(reading, "loan-status", "status_number"):
        currency = attribute(status, "currency") or reading.currency
        yield {
            **row,
            "loan_year": read_whole(status, "year", reading.issues),
            "currency": read_currency(status, currency, reading.known_currencies, reading.issues),
            "value_date": read_day(status, "value-date", reading.issues),
            **{name.replace("-", "_"): _balance(status.find(name), reading) for name in _BALANCES},
        }


def _of_crs(reading: Reading, tag: str, number: str) -> Iterator[tuple[etree._Element, Row]]:
    """Numbered through all the ``crs-add`` of an activity."""
    found = (child for crs in reading.named("crs-add") for child in crs.iterchildren(tag))
    for count, child in enumerate(found, start=1):
        yield child, {"activity_id": reading.issues.activity_id, number: count, **reading.where(child)}


def _balance(element: etree._Element | None, reading: Reading) -> object:
    return None if element is None else read_number(element, text_of(element), reading.issues)
