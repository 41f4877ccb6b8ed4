"""Kinds of rules about shares that have to add to 100 in each vocabulary.

A newcomer would get wrong that the countries are beside the regions of every vocabulary: the regions of one
vocabulary and all countries share one 100. A vocabulary that is not written is the standard's, 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, cast

from lxml import etree

from pledgebook.sources.iati.validation.found import Check, Found
from pledgebook.sources.iati.validation.rule import Rule

WHOLE = Decimal(100)
TOLERANCE = Decimal("0.00005")
"""By how much less than this percentages may miss the whole."""
_MOST_DIGITS = 20
Members: TypeAlias = "list[etree._Element]"


def each_has_share(rule: Rule) -> Check:
    """Where there are several, each has its percentage."""

    def check(found: Found) -> None:
        for members in _groups(rule, found):
            if len(members) > 1:
                without = next((member for member in members if member.get("percentage") is None), None)
                if without is not None:
                    found.add(rule, without, len(members))

    return _where_there(rule, check)


def shares_add_up(rule: Rule) -> Check:
    """The percentages of several add to 100; a percentage that is no number adds to nothing."""
    least = 2 if rule.options.get("needs_two_shares") else 0

    def check(found: Found) -> None:
        for members in _groups(rule, found):
            if len(members) < 2:
                continue
            shares = [share for member in members if (share := member.get("percentage")) is not None]
            if len(shares) < least:
                continue
            total = total_of(shares)
            if total is None or abs(total - WHOLE) >= TOLERANCE:
                found.add(rule, members[0], "?" if total is None else f"{total.normalize():f}")

    return _where_there(rule, check)


def lone_share_is_whole(rule: Rule) -> Check:
    """Where there is one only, it has no percentage or 100."""

    def check(found: Found) -> None:
        for members in _groups(rule, found):
            if len(members) == 1:
                share = members[0].get("percentage")
                if share is not None and share != "100" and total_of([share]) != WHOLE:
                    found.add(rule, members[0], share, "@percentage")

    return _where_there(rule, check)


def _where_there(rule: Rule, check: Callable[[Found], None]) -> Check:
    """The check where a record has what it shares out: most have not."""
    name = cast("list[str]", rule.options["of"])[0]

    def where_there(record: etree._Element, found: Found) -> None:
        if name in found.children:
            check(found)

    return where_there


def _groups(rule: Rule, found: Found) -> Iterator[Members]:
    """The elements that share one 100, one list for each vocabulary."""
    first, *inner = cast("list[str]", rule.options["of"])
    elements = found.children[first]
    if found.children.get(str(rule.options.get("without"))):
        return
    beside = found.children.get(str(rule.options.get("beside")), [])
    if len(elements) == 1 and not inner:
        yield elements + beside
        return
    groups: dict[str, Members] = {}
    for element in elements:
        group = groups.setdefault(element.get("vocabulary") or "1", [])
        group.extend(element.iterchildren(*inner) if inner else (element,))
    for members in groups.values():
        yield members + beside


def total_of(shares: list[str]) -> Decimal | None:
    """Their sum; None where one is no number, or one beyond all sense such as 1e999999."""
    total = Decimal(0)
    for written in shares:
        try:
            share = Decimal(written.strip() or "0")
        except InvalidOperation:
            return None
        if not share.is_finite() or abs(share.adjusted()) > _MOST_DIGITS:
            return None
        total += share
    return total
