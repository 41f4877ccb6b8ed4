"""The parts that money has wherever it stands: amount, currency, days, flags, and who gives or receives.

A newcomer would get wrong that a text of which no number can be made is kept beside the empty amount.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from lxml import etree

from pledgebook.sources.iati import scalars
from pledgebook.sources.iati.element import attribute, first_text, text_of
from pledgebook.sources.iati.issues import Issues, Row

_EMPTY_FIELD = date(1970, 1, 1)
_LONGEST = 10
_PARTIES = {
    role: (f"{role}_org_ref", f"{role}_org_name", f"{role}_activity_id", f"{role}-activity-id")
    for role in ("provider", "receiver")
}


def read_flag(element: etree._Element, issues: Issues) -> bool | None:
    """The element's ``humanitarian`` flag, or None where it says nothing."""
    written = attribute(element, "humanitarian")
    value = scalars.flag(written)
    if written and value is None:
        issues.add("not-a-flag", element, written)
    return value


def read_day(element: etree._Element | None, name: str, issues: Issues) -> date | None:
    """The day in an attribute, or None where there is none that can be read."""
    written = attribute(element, name)
    if element is None or not written:
        return None
    value = scalars.day(written)
    if value is None:
        issues.add("not-a-date", element, written)
    elif value == _EMPTY_FIELD:
        issues.add("date-of-empty-field", element, value)
    return value


def read_whole(element: etree._Element, name: str, issues: Issues) -> int | None:
    """The whole number in an attribute, or None where there is none that can be read."""
    written = attribute(element, name)
    if written.isascii() and written.isdigit() and len(written) < _LONGEST:
        return int(written)
    if written:
        issues.add("not-a-whole-number", element, written)
    return None


def read_amount(element: etree._Element, value: etree._Element | None, issues: Issues) -> Row:
    """The amount of a ``value``, None where it is no number, and its text exactly as written."""
    written = "" if value is None else text_of(value)
    return {"amount": read_number(element, written, issues), "amount_reported": written}


def read_number(element: etree._Element, written: str, issues: Issues) -> Decimal | None:
    """The number that a text states, as exact as a table holds it, or None."""
    if not written.strip():
        issues.add("amount-missing", element)
        return None
    number = scalars.number(written)
    if number is None:
        issues.add("not-a-number", element, written)
        return None
    stored = scalars.storable(number)
    if stored != number:
        issues.add("amount-rounded", element, written)
    return stored


def read_currency(
    element: etree._Element, written: str, known_currencies: Collection[str], issues: Issues
) -> str | None:
    """The currency's code, trimmed and in upper case; one that no list knows is kept, with an issue."""
    code = written.strip().upper()
    if not code:
        issues.add("currency-missing", element)
    elif code not in known_currencies:
        issues.add("unknown-currency", element, written)
    return code or None


def read_party(element: etree._Element | None, role: str) -> Row:
    """Who gives or receives, by the columns that start with its role."""
    ref, name, activity_id, written_id = _PARTIES[role]
    if element is None:
        return {ref: None, name: None, activity_id: None}
    return {
        ref: attribute(element, "ref") or None,
        name: first_text(element),
        activity_id: attribute(element, written_id) or None,
    }
