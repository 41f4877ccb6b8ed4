"""Kinds of rules that look at one element: what it says, and how it is written.

A newcomer would get wrong that an attribute which is not there breaks none of them but ``some_of``: whether it
has to be there is said by the schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, cast

from lxml import etree

from pledgebook.sources.iati.validation.found import Check, Found
from pledgebook.sources.iati.validation.rule import Rule, codes

SYMBOLS = re.compile(r"[/&|?]")
"""The signs that no identifier may hold."""
_BLANK_END = re.compile(r"\s|.*+(?<=\s)", re.DOTALL)
Search: TypeAlias = Callable[[str], re.Match[str] | None]
PATTERNS: dict[str, Search] = {"no_spaces": _BLANK_END.match, "no_symbols": SYMBOLS.search}
"""The kinds that are a pattern which a value must not hold."""
_NUMBER = re.compile(r"\s*-?(?:\d+\.?\d*|\.\d+)\s*")
_AGENCIES = "organisation_registration_agency"


def no_spaces(rule: Rule) -> Check:
    """Nothing before or behind an identifier."""
    return _of_value(rule, lambda value: _BLANK_END.match(value) is not None)


def no_symbols(rule: Rule) -> Check:
    """None of the signs that an address or a query would take for its own."""
    return _of_value(rule, lambda value: SYMBOLS.search(value) is not None)


def known_agency(rule: Rule) -> Check:
    """The first two parts of an organisation's identifier are an agency that registers organisations."""
    return _of_value(rule, lambda value: "-".join(value.split("-")[:2]) not in codes(_AGENCIES))


def number(rule: Rule) -> Check:
    """A number as XPath reads it."""
    return _of_value(rule, lambda value: _NUMBER.fullmatch(value) is None)


def none_of(rule: Rule) -> Check:
    """An attribute that should not be there."""
    return _of_value(rule, lambda value: True)


def in_range(rule: Rule) -> Check:
    """A number of 0 or more, and of at most what the rule says."""
    most = cast("int | None", rule.options.get("most"))

    def is_outside(value: str) -> bool:
        try:
            amount = Decimal(value.strip() or "0")
        except InvalidOperation:
            return True
        return not amount.is_finite() or amount < 0 or (most is not None and amount > most)

    return _of_value(rule, is_outside)


def not_in_future(rule: Rule) -> Check:
    """A day that is not behind today."""
    attribute = str(rule.options["of"]).removeprefix("@")

    def check(element: etree._Element, found: Found) -> None:
        value = element.get(attribute)
        if value is not None and value > found.today and value[:10] > found.today and value[:4].isdigit():
            found.add(rule, element, value, f"@{attribute}")

    return check


def some_of(rule: Rule) -> Check:
    """At least one of an element's attributes and children is there."""
    wanted = [str(one) for one in cast("list[str]", rule.options["of"])]
    attributes = [one[1:] for one in wanted if one.startswith("@")]
    names = [one for one in wanted if not one.startswith("@")]

    def check(element: etree._Element, found: Found) -> None:
        for attribute in attributes:
            if element.get(attribute) is not None:
                return
        if not names or next(element.iterchildren(*names), None) is None:
            found.add(rule, element, element.get("code") or "")

    return check


def has_text(rule: Rule) -> Check:
    """At least one narrative of an element says something."""

    def check(element: etree._Element, found: Found) -> None:
        for narrative in element.iterchildren("narrative"):
            if narrative.text or len(narrative):
                return
        found.add(rule, element)

    return check


def refers(rule: Rule) -> Check:
    """The identifier of an activity, which may be one of the file."""
    of = str(rule.options["of"])
    attribute = of.removeprefix("@")

    def check(element: etree._Element, found: Found) -> None:
        value = element.get(attribute)
        if value:
            found.references.append(found.fault(rule, element, value, of))

    return check


def not_above_too(rule: Rule) -> Check:
    """A child that stands in the element or in its parent, not in both."""
    name = str(rule.options["of"])

    def check(element: etree._Element, found: Found) -> None:
        own = next(element.iterchildren(name), None)
        parent = element.getparent()
        if own is not None and parent is not None and next(parent.iterchildren(name), None) is not None:
            found.add(rule, own, own.get("code") or "")

    return check


def _of_value(rule: Rule, is_wrong: Callable[[str], bool]) -> Check:
    """A check of an attribute, or of the element's own text."""
    of = str(rule.options["of"])
    attribute = of.removeprefix("@")

    def of_attribute(element: etree._Element, found: Found) -> None:
        value = element.get(attribute)
        if value is not None and is_wrong(value):
            found.add(rule, element, value, of)

    def of_text(element: etree._Element, found: Found) -> None:
        value = element.text
        if value is not None and is_wrong(value):
            found.add(rule, element, value)

    return of_attribute if of.startswith("@") else of_text
