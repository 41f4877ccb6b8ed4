"""Where an activity is at work: its places, and their codes in gazetteers and administrative lists.

A newcomer would get wrong that one place may have several codes, each in a vocabulary of its own, and that
before version 1.04 the point stood in ``coordinates``, the class in ``location-type``.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

import pledgebook.sources.iati.scalars as scalars
from pledgebook.sources.iati.element import Children, attribute, children_of, own_text
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading

_CODED = ("location-id", "administrative", "gazetteer-entry")
_LARGEST = {"latitude": 90, "longitude": 180}


def locations(reading: Reading) -> Iterator[Row]:
    """One row per place of an activity."""
    for location, row in reading.numbered("location", "location_number"):
        children = children_of(location)
        yield {
            **row,
            "location_ref": attribute(location, "ref") or None,
            **reading.texts(children.first("name"), "location_name"),
            **reading.texts(children.first("description"), "description"),
            **reading.texts(children.first("activity-description"), "activity_description"),
            **_point(location, children, reading),
            "exactness": _code_of(children, "exactness"),
            "location_class": _code_of(children, "location-class"),
            "location_reach": _code_of(children, "location-reach"),
            "feature_designation": _code_of(children, "feature-designation")
            or _code_of(children, "location-type"),
        }


def location_codes(reading: Reading) -> Iterator[Row]:
    """One row per code of a place."""
    for number, location in enumerate(reading.named("location"), start=1):
        found = [child for child in location if child.tag in _CODED]
        for count, child in enumerate(found, start=1):
            yield {
                "activity_id": reading.issues.activity_id,
                "location_number": number,
                "code_number": count,
                **_code(child),
                **reading.where(child),
            }


def _code(element: etree._Element) -> Row:
    if element.tag == "gazetteer-entry":
        return {
            "code_kind": "location_id",
            "vocabulary": attribute(element, "gazetteer-ref") or None,
            "admin_level": None,
            "code": own_text(element) or None,
        }
    is_administrative = element.tag == "administrative"
    return {
        "code_kind": "administrative" if is_administrative else "location_id",
        "vocabulary": attribute(element, "vocabulary") or None,
        "admin_level": attribute(element, "level") or None if is_administrative else None,
        "code": attribute(element, "code") or None,
    }


def _code_of(children: Children, name: str) -> str | None:
    return attribute(children.first(name), "code") or None


def _point(location: etree._Element, children: Children, reading: Reading) -> Row:
    position = location.find("point/pos") if "point" in children else None
    coordinates = children.first("coordinates")
    if position is not None:
        written = own_text(position)
    else:
        written = f"{attribute(coordinates, 'latitude')} {attribute(coordinates, 'longitude')}".strip()
    degrees, is_wrong = point_of(written)
    if is_wrong:
        reading.issues.add("not-a-point", location, written)
    return {
        "latitude": degrees.get("latitude"),
        "longitude": degrees.get("longitude"),
        "point": written or None,
    }


def point_of(written: str) -> tuple[dict[str, str], bool]:
    """The degrees of a point by their names, as written, none where it is not on earth; and whether it is wrong.

    >>> point_of("33.3 44.4"), point_of("44.4 333.3")
    (({'latitude': '33.3', 'longitude': '44.4'}, False), ({}, True))
    """
    degrees = dict(zip(_LARGEST, written.split(), strict=False)) if len(written.split()) == 2 else {}
    valid = {name: degree for name, degree in degrees.items() if _is_on_earth(name, degree)}
    is_wrong = bool(written) and len(valid) < 2
    return ({}, True) if is_wrong else (valid, False)


def _is_on_earth(name: str, written: str) -> bool:
    degree = scalars.number(written)
    return degree is not None and abs(degree) <= _LARGEST[name]
