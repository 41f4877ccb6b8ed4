"""A file of IATI organisations as rows: who they are, their budgets and expenditures, their documents.

Versions 1.01 to 1.05 call the identifier ``iati-identifier`` and write texts and days in the elements themselves. A
newcomer would get wrong that an organisation's budgets hold those of its activities: the two are never added.

Source: https://iatistandard.org/en/iati-standard/203/organisation-standard/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from lxml import etree

import pledgebook.sources.iati.scalars as scalars
from pledgebook.sources.iati.amounts import read_day
from pledgebook.sources.iati.element import attribute, children_of, first_text, language_of
from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.issues import Issues, Row, issue
from pledgebook.sources.iati.organisations import organisation_pieces
from pledgebook.sources.iati.reading import Reading
from pledgebook.sources.iati.stream import Piece
from pledgebook.sources.iati.validation.file import Validation, declared_version
from pledgebook.sources.iati.version_1 import is_version_1, upgrade

TABLES = ("organisation", "organisation_budget", "organisation_budget_line", "organisation_document")
"""The tables that a file of organisations fills."""
_IDENTIFIERS = ("organisation-identifier", "iati-identifier")
_BUDGETS = {
    "total-budget": "total_budget",
    "recipient-org-budget": "recipient_org_budget",
    "recipient-country-budget": "recipient_country_budget",
    "recipient-region-budget": "recipient_region_budget",
    "total-expenditure": "total_expenditure",
}
_LINES = ("budget-line", "expense-line")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True, slots=True)
class OrganisationRead:
    """What was read of one organisation; without an id only the issues count."""

    organisation_id: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    issues: list[Row] = field(default_factory=list)


def read_organisations(
    content: BinaryIO | Path,
    source: str,
    known_currencies: Collection[str],
    validation: Validation | None = None,
) -> list[OrganisationRead] | None:
    """The organisations of a file in its order, and what is wrong with the file; None where it holds none.

    ``validation``, of this file alone, adds what breaks the standard's rules to the issues.
    """
    if isinstance(content, Path):
        with content.open("rb") as file:
            return read_organisations(file, source, known_currencies, validation)
    found = organisation_pieces(content)
    if found is None:
        return None
    return [_read(piece, source, known_currencies, validation) for piece in found]


def _read(
    piece: Piece | Fault, source: str, known_currencies: Collection[str], validation: Validation | None
) -> OrganisationRead:
    if isinstance(piece, Fault):
        told = issue(
            piece.code,
            source=source,
            record=f"line {piece.line}",
            value=piece.value,
            element=piece.element,
        )
        return OrganisationRead("", issues=[told])
    version = declared_version(piece)
    rules = [] if validation is None else validation.rows(piece, version, source)
    read = _organisation(piece, version, source, known_currencies)
    read.issues.extend({**row, "activity_id": ""} for row in rules)
    return read


def _organisation(
    piece: Piece, version: str, source: str, known_currencies: Collection[str]
) -> OrganisationRead:
    element = piece.element
    root = element.getparent()
    language = language_of(element, "" if root is None else language_of(root))
    if version.startswith("1.") or (not version.startswith("2.") and is_version_1(element)):
        upgrade(element, language)
    issues = Issues(source, "", piece.first_line)
    children = children_of(element)
    written = next((one for name in _IDENTIFIERS if (one := children.first(name)) is not None), None)
    identifier = " ".join((("" if written is None else written.text) or "").split())
    if not identifier:
        issues.add("organisation-without-identifier", element)
        return OrganisationRead("", issues=issues.rows)
    currency = attribute(element, "default-currency")
    reading = Reading(element, children, language, currency, known_currencies, (), issues)
    budgets = [budget for budget in element.iterchildren("*") if budget.tag in _BUDGETS]
    rows = {
        "organisation": [_row(reading, version)],
        "organisation_budget": [_budget(reading, budget, n) for n, budget in enumerate(budgets, start=1)],
        "organisation_budget_line": [
            line for n, budget in enumerate(budgets, start=1) for line in _lines(reading, budget, n)
        ],
        "organisation_document": list(_documents(reading)),
    }
    for row in (row for of_table in rows.values() for row in of_table):
        row["organisation_id"] = identifier
    return OrganisationRead(identifier, rows, issues.rows)


def _row(reading: Reading, version: str) -> Row:
    element, reporting = reading.element, reading.children.first("reporting-org")
    updated = scalars.moment(attribute(element, "last-updated-datetime"))
    return {
        "iati_version": version or None,
        **reading.texts(reading.children.first("name"), "name"),
        "reporting_org_ref": attribute(reporting, "ref") or None,
        "reporting_org_type": attribute(reporting, "type") or None,
        "reporting_org_name": first_text(reporting),
        "is_secondary_reporter": _FLAGS.get(attribute(reporting, "secondary-reporter").lower()),
        "default_currency": reading.currency.upper() or None,
        "last_updated": updated.date() if updated else None,
        **reading.where(element),
    }


def _budget(reading: Reading, budget: etree._Element, number: int) -> Row:
    children = children_of(budget)
    recipient, region = children.first("recipient-org"), children.first("recipient-region")
    return {
        "budget_number": number,
        "budget_kind": _BUDGETS[str(budget.tag)],
        "budget_status": attribute(budget, "status") or None,
        **reading.period(children),
        "recipient_org_ref": attribute(recipient, "ref") or None,
        "recipient_org_name": first_text(recipient),
        "country_iso2": attribute(children.first("recipient-country"), "code") or None,
        "region_vocabulary": None if region is None else attribute(region, "vocabulary") or "1",
        "region_code": attribute(region, "code") or None,
        **reading.money(budget, children.first("value")),
        **reading.where(budget),
    }


def _lines(reading: Reading, budget: etree._Element, number: int) -> Iterator[Row]:
    for count, line in enumerate(budget.iterchildren(*_LINES), start=1):
        value = children_of(line).first("value")
        if value is None:
            reading.issues.add("amount-missing", line)
        money: Row = (
            dict.fromkeys(("amount", "currency", "value_date", "amount_reported"))
            if value is None
            else reading.money(line, value)
        )
        yield {
            "budget_number": number,
            "line_number": count,
            "line_ref": attribute(line, "ref") or None,
            **reading.texts(line, "name"),
            **money,
            **reading.where(line),
        }


def _documents(reading: Reading) -> Iterator[Row]:
    for count, link in enumerate(reading.named("document-link"), start=1):
        children = children_of(link)
        yield {
            "document_number": count,
            "url": attribute(link, "url") or None,
            "format": attribute(link, "format") or None,
            **{
                column: " ".join(code for one in children[name] if (code := attribute(one, "code")))
                for column, name in (
                    ("category_codes", "category"),
                    ("language_codes", "language"),
                    ("country_codes", "recipient-country"),
                )
            },
            "document_date": read_day(children.first("document-date"), "iso-date", reading.issues),
            **reading.texts(children.first("title"), "title"),
            **reading.texts(children.first("description"), "description"),
            **reading.where(link),
        }
