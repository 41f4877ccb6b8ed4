"""Kinds of rules about periods and the order of days.

A newcomer would get wrong that a day which is no day breaks none of these rules: the schema tells it.
"""

from __future__ import annotations

from datetime import date

from lxml import etree

from pledgebook.sources.iati.validation.found import Check, Found
from pledgebook.sources.iati.validation.rule import Rule

_YEAR = 365


def period_in_order(rule: Rule) -> Check:
    """A period that does not end before it begins."""

    def check(element: etree._Element, found: Found) -> None:
        first, last = _period(element, found)
        if last < first and (a := _day(first)) and (b := _day(last)) and b < a:
            found.add(rule, element, f"{first}/{last}")

    return check


def within_a_year(rule: Rule) -> Check:
    """A period of at most a year."""

    def check(element: etree._Element, found: Found) -> None:
        first, last = _period(element, found)
        if first[:4] != last[:4] and (a := _day(first)) and (b := _day(last)) and (b - a).days > _YEAR:
            found.add(rule, element, f"{first}/{last}")

    return check


def lines_in_period(rule: Rule) -> Check:
    """The value dates of a budget's lines lie in its period."""

    def check(element: etree._Element, found: Found) -> None:
        first, last = (_day(text) for text in _period(element, found))
        for value in element.iterfind("budget-line/value"):
            day = _day(value.get("value-date") or "")
            if day and first and last and not first <= day <= last:
                found.add(rule, value, value.get("value-date"), "@value-date")

    return check


def days_in_order(rule: Rule) -> Check:
    """The first activity date of one type is not behind the first of another."""
    earlier, later = str(rule.options["first"]), str(rule.options["last"])

    def check(record: etree._Element, found: Found) -> None:
        days: dict[str, etree._Element] = {}
        for element in found.children.get("activity-date", ()):
            days.setdefault(element.get("type") or "", element)
        if earlier not in days or later not in days:
            return
        first, last = (days[kind].get("iso-date") or "" for kind in (earlier, later))
        if last < first and (a := _day(first)) and (b := _day(last)) and b < a:
            found.add(rule, days[earlier], f"{first}/{last}", "@iso-date")

    return check


def has_start(rule: Rule) -> Check:
    """An activity has a planned or an actual start."""

    def check(record: etree._Element, found: Found) -> None:
        for element in found.children.get("activity-date", ()):
            if element.get("type") in ("1", "2"):
                return
        found.add(rule, record)

    return check


def _period(element: etree._Element, found: Found) -> tuple[str, str]:
    """The first and last day as written; several rules ask for those of one element, one after the other."""
    if found.period_of is not element:
        found.period_of, found.period = element, _written(element)
    return found.period


def _written(element: etree._Element) -> tuple[str, str]:
    first = next(element.iterchildren("period-start"), None)
    last = next(element.iterchildren("period-end"), None)
    if first is None or last is None:
        return "", ""
    return first.get("iso-date") or "", last.get("iso-date") or ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
