"""What is found in one record while its elements are walked once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, cast

from lxml import etree

from pledgebook.sources.iati.validation.rule import Rule, RuleFault

Check: TypeAlias = "Callable[[etree._Element, Found], None]"
"""A rule compiled: it looks at an element and adds what it finds."""


class Found:
    """The faults of a record, and what the rules about the whole of it need to know.

    ``children`` are the record's own by name; ``of_transactions`` the elements of some names inside its
    transactions; ``today`` is a day as text, YYYY-MM-DD; ``references`` are faults unless the file holds the activity
    that they name.
    """

    __slots__ = (
        "children",
        "faults",
        "first_line",
        "of_transactions",
        "period",
        "period_of",
        "record",
        "record_id",
        "references",
        "today",
    )

    def __init__(self, record: etree._Element, first_line: int, record_id: str, today: str) -> None:
        self.record = record
        self.first_line = first_line
        self.record_id = record_id
        self.today = today
        self.children: dict[str, list[etree._Element]] = {}
        self.of_transactions: dict[str, list[etree._Element]] = {}
        self.period_of: etree._Element | None = None
        self.period = ("", "")
        self.faults: list[RuleFault] = []
        self.references: list[RuleFault] = []

    def add(
        self, rule: Rule, element: etree._Element, value: object = "", of: str = "", detail: str = ""
    ) -> None:
        """Note that an element breaks a rule; ``of`` is its attribute that does."""
        self.faults.append(self.fault(rule, element, value, of, detail))

    def fault(
        self, rule: Rule, element: etree._Element, value: object, of: str = "", detail: str = ""
    ) -> RuleFault:
        """The fault of an element."""
        path = self.path(element)
        if of.startswith("@"):
            path = f"{path}/{of}" if path != "." else of
        return RuleFault(rule, self.line(element), self.record_id, path, str(value), detail)

    def line(self, element: etree._Element) -> int:
        """The line of the file on which an element's start tag ends."""
        return self.first_line + (cast("int | None", element.sourceline) or 1) - 1

    def path(self, element: etree._Element) -> str:
        """The names from the record down to an element; "." for the record."""
        names: list[str] = []
        step: etree._Element | None = element
        while step is not None and step is not self.record:
            names.append(str(step.tag))
            step = step.getparent()
        return "/".join(reversed(names)) or "."
