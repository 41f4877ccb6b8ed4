"""Declared recipients and sectors, as the publisher wrote them; splitting by them is ``tables/flow``.

A newcomer would get wrong that a percentage which cannot be read is not a percentage which is not there:
a sole recipient without one has all the money, one with ``percentage="abc"`` has an unknown part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from lxml import etree

from pledgebook.sources.iati import scalars
from pledgebook.sources.iati.element import attribute
from pledgebook.sources.iati.issues import Issues

Kind: TypeAlias = Literal["country", "region", "sector"]
_UNREADABLE = Decimal(0)
_KINDS: dict[str, tuple[Kind, str]] = {
    "recipient-country": ("country", ""),
    "recipient-region": ("region", "1"),
    "sector": ("sector", "1"),
}
"""The elements that declare shares, in the order in which they are read, each with its vocabulary by default."""
_NAMES = tuple(_KINDS)


@dataclass(frozen=True, slots=True)
class Share:
    """A declared share; ``vocabulary`` is '' for countries, ``percentage`` is None where none was written.

    An empty ``code`` is a percentage declared without one: that part goes to nobody who is named.
    """

    kind: Kind
    vocabulary: str
    code: str
    percentage: Decimal | None


@dataclass(frozen=True, slots=True)
class Shares:
    """What one activity, or one transaction, declares; ``record`` says where."""

    recipients: tuple[Share, ...]
    sectors: tuple[Share, ...]
    record: str


NO_SHARES = Shares((), (), "")


def read_shares(element: etree._Element, issues: Issues) -> Shares:
    """The recipients and sectors that stand directly under an activity or a transaction."""
    declared = (share for _, share in read_declared(element, issues))
    found = [share for share in declared if share.code or share.percentage is not None]
    return Shares(
        recipients=tuple(share for share in found if share.kind != "sector"),
        sectors=tuple(share for share in found if share.kind == "sector"),
        record=issues.record(element),
    )


def read_declared(element: etree._Element, issues: Issues) -> Iterator[tuple[etree._Element, Share]]:
    """Each of them with its element: countries, then regions, then sectors."""
    found = list(element.iterchildren(*_KINDS))
    if len(found) > 1:
        found.sort(key=_place_of_name)
    for child in found:
        kind, default_vocabulary = _KINDS[child.tag]
        code = attribute(child, "code")
        if not code:
            issues.add("code-missing", child, child.tag)
        share = Share(
            kind,
            "" if kind == "country" else attribute(child, "vocabulary") or default_vocabulary,
            code.upper() if kind == "country" else code,
            _percentage(child, issues),
        )
        yield child, share


def _place_of_name(element: etree._Element) -> int:
    return _NAMES.index(element.tag)


def _percentage(element: etree._Element, issues: Issues) -> Decimal | None:
    written = attribute(element, "percentage")
    if not written:
        return None
    value = scalars.number(written)
    if value is None or value < 0:
        issues.add("not-a-share", element, written)
        return _UNREADABLE
    return value
