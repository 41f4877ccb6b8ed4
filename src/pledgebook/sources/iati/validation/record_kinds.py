"""Kinds of rules about a whole record: what is said for it, for its transactions, or for both.

A newcomer would get wrong that such a rule is told once for a record, however many of its elements break it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree

from pledgebook.sources.iati.element import LANG
from pledgebook.sources.iati.validation.element_kinds import SYMBOLS
from pledgebook.sources.iati.validation.found import Check, Found
from pledgebook.sources.iati.validation.rule import Rule

_REFERENCES = re.compile(r"([\w-]+)(?:\[@([\w-]+)='([^']*)'\])?/@([\w-]+)")


def differ(rule: Rule) -> Check:
    """Two values of a record that must not be the same."""
    first, second = cast("list[str]", rule.options["of"])

    def check(record: etree._Element, found: Found) -> None:
        values = [_first(found, path) for path in (first, second)]
        if values[0] is not None and values[0] == values[1]:
            found.add(rule, found.children[second][0], values[0])

    return check


def starts_with(rule: Rule) -> Check:
    """A text that begins with one of several others and a separator."""
    name, separator = str(rule.options["of"]), str(rule.options["separator"])
    references, former = cast("list[str]", rule.options["with"])
    others = _references(references), _references(former)

    def check(record: etree._Element, found: Found) -> None:
        text = _first(found, name)
        reference = _first(found, references)
        if text is None or (reference is not None and text.startswith(reference + separator)):
            return
        said = (other for references_in in others for other in references_in(found))
        if not any(text.startswith(other + separator) for other in said):
            found.add(rule, found.children[name][0], text)

    return check


def _references(path: str) -> Callable[[Found], Iterator[str]]:
    """What an attribute says of a record's children: ``reporting-org/@ref``, ``other-identifier[@type='B1']/@ref``."""
    match = _REFERENCES.fullmatch(path)
    assert match is not None, path
    name, of, value, attribute = match.groups()

    def references(found: Found) -> Iterator[str]:
        for element in found.children.get(name, ()):
            said = element.get(attribute)
            if said is not None and (of is None or element.get(of) == value):
                yield said

    return references


def no_symbols_of_ones_own(rule: Rule) -> Check:
    """None of the signs that an address or a query would take for its own, unless the publisher's identifier is there.

    The standard lifts the rule for what begins with a registered publisher's identifier; the registry is not at hand,
    so that the record's own reporting organisation stands for it.
    """
    name, publisher = str(rule.options["of"]), str(rule.options["publisher"])

    def check(record: etree._Element, found: Found) -> None:
        text = _first(found, name)
        if text is not None and SYMBOLS.search(text) and not text.startswith(f"{_first(found, publisher)}-"):
            found.add(rule, found.children[name][0], text)

    return check


def said_once_or_each(rule: Rule) -> Check:
    """An attribute of the record, else of each of the elements it stands for."""
    of = str(rule.options["of"])
    for_all = LANG if of == "xml:lang" else of
    for_each = LANG if of == "xml:lang" else "currency"
    names = cast("list[str]", rule.options["each"])

    def check(record: etree._Element, found: Found) -> None:
        if record.get(for_all):
            return
        without = [element for element in record.iter(*names) if not element.get(for_each)]
        if without:
            found.add(rule, without[0], len(without))

    return check


def not_on_both(rule: Rule) -> Check:
    """Said for the record or for its transactions, never for both."""
    names = cast("list[str]", rule.options["of"])

    def check(record: etree._Element, found: Found) -> None:
        if any(name in found.children for name in names):
            saying = _transactions_with(names, found)
            if saying:
                own = next(found.children[name][0] for name in names if name in found.children)
                found.add(rule, own, len(saying))

    return check


def on_some_level(rule: Rule) -> Check:
    """Said for the record or for one of its transactions at least."""
    names = cast("list[str]", rule.options["of"])

    def check(record: etree._Element, found: Found) -> None:
        if not any(name in found.children or name in found.of_transactions for name in names):
            found.add(rule, record)

    return check


def on_every_transaction(rule: Rule) -> Check:
    """Said for the record, else for each of its transactions."""
    names = cast("list[str]", rule.options["of"])

    def check(record: etree._Element, found: Found) -> None:
        transactions = found.children.get("transaction")
        if not transactions or any(name in found.children for name in names):
            return
        saying = _transactions_with(names, found)
        without = [transaction for transaction in transactions if transaction not in saying]
        if without:
            found.add(rule, without[0], len(without))

    return check


def one_of_dac(rule: Rule) -> Check:
    """Where codes stand, one of them is of the DAC's vocabulary."""
    name = str(rule.options["of"])
    is_inside = "in" in rule.options

    def check(record: etree._Element, found: Found) -> None:
        elements = (found.of_transactions if is_inside else found.children).get(name)
        if elements and all((element.get("vocabulary") or "1") != "1" for element in elements):
            found.add(rule, elements[0], elements[0].get("code") or "")

    return check


def once_a_vocabulary(rule: Rule) -> Check:
    """Not two codes of one vocabulary, for the record or for one of its transactions."""
    name = str(rule.options["of"])
    is_inside = "in" in rule.options

    def check(record: etree._Element, found: Found) -> None:
        elements = (found.of_transactions if is_inside else found.children).get(name, ())
        if len(elements) < 2:
            return
        seen: set[tuple[etree._Element | None, str]] = set()
        told: set[etree._Element | None] = set()
        for element in elements:
            place = (element.getparent() if is_inside else None, element.get("vocabulary") or "1")
            if place in seen and place[0] not in told:
                told.add(place[0])
                found.add(rule, element, place[1])
            seen.add(place)

    return check


def collected(name: str) -> Check:
    """Not a rule: it keeps an element of a transaction for the rules about the whole record."""

    def check(element: etree._Element, found: Found) -> None:
        found.of_transactions.setdefault(name, []).append(element)

    return check


def _transactions_with(names: list[str], found: Found) -> set[etree._Element | None]:
    return {element.getparent() for name in names for element in found.of_transactions.get(name, ())}


def _first(found: Found, path: str) -> str | None:
    """The text of the first child, or its attribute: ``reporting-org/@ref``."""
    name, _, attribute = path.partition("/@")
    elements = found.children.get(name)
    if not elements:
        return None
    return elements[0].get(attribute) if attribute else elements[0].text
