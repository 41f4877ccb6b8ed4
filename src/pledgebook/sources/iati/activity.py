"""One activity's element as rows; what is wrong in it is noted beside them and never stops the reading.

A newcomer would get wrong that a gender marker without a significance is "not screened", not 0, and that a
recipient or sector may stand on the activity, on its transactions, or on both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

import pledgebook.sources.iati.scalars as scalars
from pledgebook.sources.iati.aid import first_of_dac
from pledgebook.sources.iati.amounts import read_day, read_flag, read_whole
from pledgebook.sources.iati.element import Children, attribute, children_of, language_of, words
from pledgebook.sources.iati.issues import Issues, Row
from pledgebook.sources.iati.reading import Reading
from pledgebook.sources.iati.shares import NO_SHARES, Shares, read_declared, read_shares
from pledgebook.sources.iati.tables import READERS
from pledgebook.sources.iati.transaction import Defaults, read_transaction

GENDER = ("1", "1")
"""The vocabulary and the code of the marker of gender equality."""
_SIGNIFICANCES = range(5)


@dataclass(frozen=True, slots=True)
class ActivityRead:
    """What was read of one activity; an empty ``activity_id`` means that only the issues, of the file, count.

    ``rows`` by table; ``transaction_shares`` is parallel to ``rows["transaction"]``; ``updated`` is the
    activity's last update, else the day its file was made; ``details`` are rows of other tables, packed
    (``tables/iati_details``).
    """

    activity_id: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    issues: list[Row] = field(default_factory=list)
    shares: Shares = NO_SHARES
    transaction_shares: tuple[Shares, ...] = ()
    updated: datetime | None = None
    details: bytes = b""

    @property
    def latest_transaction(self) -> date | None:
        """The day of its last transaction."""
        days = [row["transaction_date"] for row in self.rows.get("transaction", ())]
        return max((day for day in days if isinstance(day, date)), default=None)


def read_activity(
    element: etree._Element,
    first_line: int,
    source: str,
    version: str | None,
    known_currencies: Collection[str],
    wanted: Collection[str],
) -> ActivityRead:
    """The rows of an activity whose piece of the file starts at ``first_line``; those of money always."""
    identifier = " ".join((element.findtext("iati-identifier") or "").split())
    issues = Issues(source, identifier, first_line)
    if not identifier:
        issues.add("identifier-missing", element)
        return ActivityRead("", issues=issues.rows)
    root = element.getparent()
    language = language_of(element, "" if root is None else language_of(root))
    children = children_of(element)
    own_declared = read_declared(children, issues)
    shares = read_shares(own_declared, issues)
    markers = _policy_markers(children["policy-marker"], issues)
    days_told = Issues(source, identifier, first_line) if "activity_date" in wanted else issues
    activity = _activity(element, children, version, language, issues, days_told) | _gender_marker(
        markers, element, issues
    )
    transactions = [(transaction, children_of(transaction)) for transaction in children["transaction"]]
    defaults = _defaults(element, children, activity["is_humanitarian"])
    rows = {
        "activity": [activity],
        "transaction": [
            read_transaction(transaction, inside, number, defaults, known_currencies, issues)
            for number, (transaction, inside) in enumerate(transactions, start=1)
        ],
        "participating_org": _participating_orgs(children["participating-org"], language, issues),
        "policy_marker": markers,
    }
    declared = (own_declared, *[read_declared(inside, issues) for _, inside in transactions])
    reading = Reading(element, children, language, defaults.currency, known_currencies, declared, issues)
    more = {name: list(reader(reading)) for name, reader in READERS.items() if name in wanted}
    return ActivityRead(
        identifier,
        rows | more,
        issues.rows,
        shares,
        tuple([read_shares(shared, issues) for shared in declared[1:]]),
        _updated(element, root),
    )


def _activity(
    element: etree._Element,
    children: Children,
    version: str | None,
    language: str,
    issues: Issues,
    days_told: Issues,
) -> Row:
    title = words(children.first("title"), language)
    reporting = children.first("reporting-org")
    reporter = words(reporting, language)
    updated = scalars.moment(attribute(element, "last-updated-datetime"))
    dates = {attribute(day, "type"): day for day in reversed(children["activity-date"])}
    return {
        "activity_id": issues.activity_id,
        "iati_version": version,
        "reporting_org_ref": attribute(reporting, "ref") or None,
        "reporting_org_name": reporter.first or None,
        "reporting_org_name_en": reporter.in_language("en"),
        "reporting_org_name_fr": reporter.in_language("fr"),
        "title": title.first or None,
        "title_language": title.first_language or None,
        "title_en": title.in_language("en"),
        "title_fr": title.in_language("fr"),
        "hierarchy": read_whole(element, "hierarchy", issues),
        "status_code": attribute(children.first("activity-status"), "code") or None,
        "start_date": _first_day((dates.get("2"), dates.get("1")), days_told),
        "end_date": _first_day((dates.get("4"), dates.get("3")), days_told),
        "default_currency": attribute(element, "default-currency").upper() or None,
        "is_humanitarian": read_flag(element, issues),
        "last_updated": updated.date() if updated else None,
        "source": issues.source,
        "record": issues.record(element),
    }


def _first_day(elements: tuple[etree._Element | None, ...], issues: Issues) -> date | None:
    return next((day for e in elements if (day := read_day(e, "iso-date", issues))), None)


def _defaults(element: etree._Element, children: Children, is_humanitarian: object) -> Defaults:
    return Defaults(
        currency=attribute(element, "default-currency"),
        is_humanitarian=is_humanitarian if isinstance(is_humanitarian, bool) else None,
        aid_type=attribute(first_of_dac(children["default-aid-type"]), "code") or None,
        finance_type=attribute(children.first("default-finance-type"), "code") or None,
        flow_type=attribute(children.first("default-flow-type"), "code") or None,
    )


def _participating_orgs(orgs: list[etree._Element], language: str, issues: Issues) -> list[Row]:
    return [
        {
            "activity_id": issues.activity_id,
            "org_number": number,
            "role": attribute(org, "role") or None,
            "org_ref": attribute(org, "ref") or None,
            "org_type": attribute(org, "type") or None,
            "org_name": (name := words(org, language)).first or None,
            "org_name_en": name.in_language("en"),
            "org_name_fr": name.in_language("fr"),
            "org_activity_id": attribute(org, "activity-id") or None,
            "source": issues.source,
            "record": issues.record(org),
        }
        for number, org in enumerate(orgs, start=1)
    ]


def _policy_markers(found: list[etree._Element], issues: Issues) -> list[Row]:
    return [
        {
            "activity_id": issues.activity_id,
            "marker_number": number,
            "vocabulary": attribute(marker, "vocabulary") or "1",
            "code": attribute(marker, "code") or None,
            "significance": _significance(marker, issues),
            "source": issues.source,
            "record": issues.record(marker),
        }
        for number, marker in enumerate(found, start=1)
    ]


def significance_of(written: str) -> tuple[int | None, str]:
    """The significance of a marker, and the code of the issue that its text is, or ''."""
    value = int(written) if written.isascii() and written.isdigit() else None
    return (None, "not-a-significance") if written and value not in _SIGNIFICANCES else (value, "")


def _significance(marker: etree._Element, issues: Issues) -> int | None:
    value, code = significance_of(written := attribute(marker, "significance"))
    if code:
        issues.add(code, marker, written)
    return value


def _gender_marker(markers: list[Row], element: etree._Element, issues: Issues) -> Row:
    stated = [
        marker["significance"]
        for marker in markers
        if (marker["vocabulary"], marker["code"]) == GENDER and marker["significance"] is not None
    ]
    if len(set(stated)) > 1:
        issues.add("marker-twice", element, ", ".join(str(value) for value in stated))
    return {
        "gender_marker": stated[0] if stated else None,
        "gender_marker_status": "screened" if stated else "not_screened",
    }


def _updated(element: etree._Element, root: etree._Element | None) -> datetime | None:
    own = scalars.moment(attribute(element, "last-updated-datetime"))
    return own or scalars.moment(attribute(root, "generated-datetime"))
