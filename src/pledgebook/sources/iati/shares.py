"""Declared recipients and sectors, as the publisher wrote them; splitting by them is ``tables/flow``.

A newcomer would get wrong that a percentage which cannot be read is not a percentage which is not there:
a sole recipient without one has all the money, one with ``percentage="abc"`` has an unknown part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from lxml import etree

import pledgebook.sources.iati.scalars as scalars
from pledgebook.sources.iati.element import Children, attribute
from pledgebook.sources.iati.issues import Issues

Kind: TypeAlias = Literal["country", "region", "sector"]
UNREADABLE = Decimal(0)
"""What a percentage that is no number counts for; this very object, not one that is equal to it, says so."""
KINDS: dict[str, tuple[Kind, str]] = {
    "recipient-country": ("country", ""),
    "recipient-region": ("region", "1"),
    "sector": ("sector", "1"),
}
"""The elements that declare shares, in the order in which they are read, each with its vocabulary by default."""


@dataclass(frozen=True, slots=True)
class Share:
    """A declared share; ``vocabulary`` is '' for countries, ``percentage`` is None where none was written.

    An empty ``code`` is a percentage declared without one: that part goes to nobody who is named.
    """

    kind: Kind
    vocabulary: str
    code: str
    percentage: Decimal | None


Declared: TypeAlias = tuple[etree._Element, Share]
"""A share, and the element that declares it."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What one activity, or one transaction, declares; ``records`` say where the first of a kind and vocabulary is."""

    recipients: tuple[Share, ...]
    sectors: tuple[Share, ...]
    records: Mapping[tuple[Kind, str], str]

    def record_of(self, shares: Sequence[Share]) -> str:
        """Where the first of these kind and vocabulary is declared; '' where it is not here."""
        return self.records.get((shares[0].kind, shares[0].vocabulary), "") if shares else ""


NO_SHARES = Shares((), (), {})


def read_shares(declared: Iterable[Declared], issues: Issues) -> Shares:
    """The recipients and sectors that an activity or a transaction declares."""
    found = [one for one in declared if one[1].code or one[1].percentage is not None]
    if not found:
        return NO_SHARES
    records: dict[tuple[Kind, str], str] = {}
    for element, share in found:
        if (share.kind, share.vocabulary) not in records:
            records[share.kind, share.vocabulary] = issues.record(element)
    return Shares(
        recipients=tuple([share for _, share in found if share.kind != "sector"]),
        sectors=tuple([share for _, share in found if share.kind == "sector"]),
        records=records,
    )


def read_declared(children: Children, issues: Issues) -> list[Declared]:
    """Each of them among an element's children, with its own element: countries, then regions, then sectors."""
    return [(child, _read(child, *kind, issues)) for tag, kind in KINDS.items() for child in children[tag]]


def _read(element: etree._Element, kind: Kind, default_vocabulary: str, issues: Issues) -> Share:
    share = share_of(kind, default_vocabulary, lambda name: attribute(element, name))
    if not share.code:
        issues.add("code-missing", element, element.tag)
    if share.percentage is UNREADABLE:
        issues.add("not-a-share", element, attribute(element, "percentage"))
    return share


def share_of(kind: Kind, default_vocabulary: str, get: Callable[[str], str]) -> Share:
    """The share that an element declares whose attributes ``get`` gives; without a code it is an issue."""
    vocabulary = "" if kind == "country" else get("vocabulary") or default_vocabulary
    return _share(kind, vocabulary, get("code"), get("percentage"))


@lru_cache(maxsize=65536)
def _share(kind: Kind, vocabulary: str, code: str, written: str) -> Share:
    """The share that a file declares, thousands of times over in the same words."""
    return Share(kind, vocabulary, code.upper() if kind == "country" else code, percentage_of(written))


def percentage_of(written: str) -> Decimal | None:
    """The percentage that a text states, None where there is none."""
    if not written:
        return None
    value = scalars.number(written)
    return UNREADABLE if value is None or value < 0 else value
