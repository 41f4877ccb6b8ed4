"""What an activity says of itself beside its money: texts, days, tags, relations, documents, conditions.

A newcomer would get wrong that a document may hang on a result, an indicator or a single value: ``attached_to``
says on which, and the numbers say where. Who can be contacted is not read: nothing here is about one person.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from pledgebook.sources.iati.amounts import read_day
from pledgebook.sources.iati.element import attribute, children_of, first_text
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading
from pledgebook.sources.iati.scalars import flag, number, storable

NUMBERED = {"result": "result_number", "indicator": "indicator_number", "period": "period_number"}
_ON_ACTIVITY: Row = {"attached_to": "activity", **dict.fromkeys(NUMBERED.values()), "value_number": None}
VALUES = ("baseline", "target", "actual")


def descriptions(reading: Reading) -> Iterator[Row]:
    """One row per description."""
    for description, row in reading.numbered("description", "description_number"):
        kind = attribute(description, "type") or None
        yield {**row, "description_type": kind, **reading.texts(description, "description")}


def activity_dates(reading: Reading) -> Iterator[Row]:
    """One row per day at which something was to start or end, or did."""
    for dated, row in reading.numbered("activity-date", "date_number"):
        said = first_text(dated)
        yield {
            **row,
            "date_type": attribute(dated, "type") or None,
            "day": read_day(dated, "iso-date", reading.issues),
            "comment": None if said == attribute(dated, "iso-date") else said,
        }


def related_activities(reading: Reading) -> Iterator[Row]:
    """One row per other activity that is named."""
    for related, row in reading.numbered("related-activity", "related_number"):
        yield {
            **row,
            "relation_type": attribute(related, "type") or None,
            "related_activity_id": attribute(related, "ref") or None,
        }


def humanitarian_scopes(reading: Reading) -> Iterator[Row]:
    """One row per emergency or appeal."""
    for scope, row in reading.numbered("humanitarian-scope", "scope_number"):
        kind = attribute(scope, "type") or None
        yield {**row, "scope_type": kind, **_coded(scope), **reading.texts(scope, "scope_name")}


def tags(reading: Reading) -> Iterator[Row]:
    """One row per tag."""
    for tag, row in reading.numbered("tag", "tag_number"):
        yield {**row, **_coded(tag), **reading.texts(tag, "tag_name")}


def conditions(reading: Reading) -> Iterator[Row]:
    """One row per condition that is spelt out."""
    if not reading.named("conditions"):
        return
    of_activity = reading.named("conditions")[0]
    is_attached = flag(attribute(of_activity, "attached"))
    for condition, row in reading.counted(children_of(of_activity)["condition"], "condition_number"):
        yield {
            **row,
            "is_attached": is_attached,
            "condition_type": attribute(condition, "type") or None,
            **reading.texts(condition, "condition_text"),
        }


def other_identifiers(reading: Reading) -> Iterator[Row]:
    """One row per identifier that the activity has elsewhere; before version 2 it stood as text."""
    for other, row in reading.numbered("other-identifier", "identifier_number"):
        owner = other.find("owner-org")
        yield {
            **row,
            "identifier_type": attribute(other, "type") or None,
            "other_ref": attribute(other, "ref") or (first_text(other) if owner is None else None),
            "owner_org_ref": attribute(owner, "ref") or attribute(other, "owner-ref") or None,
            "owner_org_name": first_text(owner) or attribute(other, "owner-name") or None,
        }


def documents(reading: Reading) -> Iterator[Row]:
    """One row per document, in the order of the file."""
    for count, link in enumerate(reading.element.iter("document-link"), start=1):
        children = children_of(link)
        yield {
            "activity_id": reading.issues.activity_id,
            "document_number": count,
            **_attached(link),
            "url": attribute(link, "url") or None,
            "format": attribute(link, "format") or None,
            "category_codes": _codes(children["category"]),
            "language_codes": _codes(children["language"]),
            "document_date": read_day(children.first("document-date"), "iso-date", reading.issues),
            **reading.texts(children.first("title"), "title"),
            **reading.texts(children.first("description"), "description"),
            **reading.where(link),
        }


def declared_shares(reading: Reading) -> Iterator[Row]:
    """One row per country, region and sector as declared, on the activity (number 0) and on its transactions."""
    for transaction_number, declared in enumerate(reading.declared):
        for count, (element, share) in enumerate(declared, start=1):
            yield {
                "activity_id": reading.issues.activity_id,
                "transaction_number": transaction_number,
                "share_number": count,
                "share_kind": share.kind,
                "vocabulary": share.vocabulary or None,
                "vocabulary_uri": attribute(element, "vocabulary-uri") or None,
                "code": share.code or None,
                "share": part_of(attribute(element, "percentage")),
                "percentage_reported": attribute(element, "percentage") or None,
                "share_name": first_text(element),
                **reading.where(element),
            }


@lru_cache(maxsize=1024)
def part_of(written: str) -> Decimal | None:
    """A percentage as a part of 1, None where none can be read."""
    percentage = number(written)
    return None if percentage is None else storable(percentage.scaleb(-2))


def _coded(element: etree._Element) -> Row:
    return {
        "vocabulary": attribute(element, "vocabulary") or None,
        "vocabulary_uri": attribute(element, "vocabulary-uri") or None,
        "code": attribute(element, "code") or None,
    }


def _codes(elements: list[etree._Element]) -> str:
    return " ".join([code for element in elements if (code := attribute(element, "code"))])


def _attached(link: etree._Element) -> Row:
    """What a document hangs on, and which one of them."""
    holder = link.getparent()
    if holder is None or holder.tag == "iati-activity":
        return _ON_ACTIVITY
    row: Row = {**_ON_ACTIVITY, "attached_to": str(holder.tag)}
    while holder is not None and holder.tag != "iati-activity":
        column = "value_number" if holder.tag in VALUES else NUMBERED.get(str(holder.tag))
        if column:
            row[column] = 1 + sum(1 for _ in holder.itersiblings(holder.tag, preceding=True))
        holder = holder.getparent()
    return row
