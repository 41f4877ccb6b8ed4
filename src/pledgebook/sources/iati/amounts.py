"""The parts that money has wherever it stands: amount, currency, days, flags, and who gives or receives.

A newcomer would get wrong that a text of which no number can be made is kept beside the empty amount.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TypeVar

from lxml import etree

import pledgebook.sources.iati.scalars as scalars
from pledgebook.sources.iati.element import attribute, first_text, text_of
from pledgebook.sources.iati.issues import Issues, Row

_EMPTY_FIELD = date(1970, 1, 1)
_LONGEST = 10
_T = TypeVar("_T")
_PARTIES = {
    role: (f"{role}_org_ref", f"{role}_org_name", f"{role}_activity_id", f"{role}-activity-id")
    for role in ("provider", "receiver")
}


def flag_of(written: str) -> tuple[bool | None, str]:
    """A flag, and the code of the issue that its text is, or ''; so for the three functions below it."""
    value = scalars.flag(written)
    return value, "not-a-flag" if written and value is None else ""


def day_of(written: str) -> tuple[date | None, str]:
    """The day that a text states; one that an empty field leaves behind is kept, and is an issue."""
    value = scalars.day(written) if written else None
    if value is None:
        return None, "not-a-date" if written else ""
    return value, "date-of-empty-field" if value == _EMPTY_FIELD else ""


def whole_of(written: str) -> tuple[int | None, str]:
    """The whole number that a text states."""
    if written.isascii() and written.isdigit() and len(written) < _LONGEST:
        return int(written), ""
    return None, "not-a-whole-number" if written else ""


def number_of(written: str) -> tuple[Decimal | None, str]:
    """The amount that a text states, as exact as a table holds it; an amount may not be missing.

    >>> number_of("1,150.5"), number_of("")
    ((Decimal('1150.5'), ''), (None, 'amount-missing'))
    """
    if not written.strip():
        return None, "amount-missing"
    number = scalars.number(written)
    if number is None:
        return None, "not-a-number"
    stored = scalars.storable(number)
    return stored, "" if stored == number else "amount-rounded"


def _told(found: tuple[_T, str], element: etree._Element, issues: Issues, shown: object) -> _T:
    """What was found, its issue noted."""
    value, code = found
    if code:
        issues.add(code, element, shown)
    return value


def read_flag(element: etree._Element, issues: Issues) -> bool | None:
    """The element's ``humanitarian`` flag, or None where it says nothing."""
    return _told(flag_of(written := attribute(element, "humanitarian")), element, issues, written)


def read_day(element: etree._Element | None, name: str, issues: Issues) -> date | None:
    """The day in an attribute, or None where there is none that can be read."""
    written = attribute(element, name)
    if element is None or not written:
        return None
    day, code = day_of(written)
    return _told((day, code), element, issues, written if day is None else day)


def read_whole(element: etree._Element, name: str, issues: Issues) -> int | None:
    """The whole number in an attribute, or None where there is none that can be read."""
    return _told(whole_of(written := attribute(element, name)), element, issues, written)


def read_amount(element: etree._Element, value: etree._Element | None, issues: Issues) -> Row:
    """The amount of a ``value``, None where it is no number, and its text exactly as written.

    What is wrong with it is told at the ``value``, at the element around it where there is none.
    """
    if value is None:
        return {"amount": read_number(element, "", issues), "amount_reported": ""}
    written = text_of(value)
    return {"amount": read_number(value, written, issues), "amount_reported": written}


def read_number(element: etree._Element, written: str, issues: Issues) -> Decimal | None:
    """The number that a text states, as exact as a table holds it, or None."""
    return _told(number_of(written), element, issues, written if written.strip() else "")


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
