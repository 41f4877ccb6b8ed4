"""Elements of columns as the rules ask for them: what a tag says alone, or an element with all that is around it.

A newcomer would get wrong that these are no trees: they hold numbers, and look things up when they are asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np
from lxml import etree

from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.validation.found import Found
from pledgebook.sources.iati.validation.rule import Rule
from pledgebook.sources.iati.validation.walk import COLLECTED


class Bare:
    """What a tag says: its attributes, its text, the children that are given."""

    __slots__ = ("_children", "get", "text")

    def __init__(
        self,
        attributes: Mapping[str, str],
        text: str | None = None,
        children: Mapping[str, Bare] | None = None,
    ) -> None:
        self.get = attributes.get
        self.text = text
        self._children = children or {}

    def iterchildren(self, *names: str) -> Iterator[Bare]:
        """The children of these names."""
        return (self._children[name] for name in names if name in self._children)


class Standing:
    """An element where it stands; two of the same number in one activity are the same object."""

    __slots__ = ("_activity", "number")

    def __init__(self, activity: Activity, number: int) -> None:
        self._activity, self.number = activity, number

    def get(self, name: str) -> str | None:
        """An attribute as written; None where it is missing."""
        return self._activity.tag(self.number).attributes.get(name)

    @property
    def text(self) -> str | None:
        """The text before its first child."""
        found = self._activity.elements
        return found.texts[found.text[self.number]] or None

    @property
    def tag(self) -> str:
        """Its name."""
        found = self._activity.elements
        return str(found.called[found.path[self.number]])

    def getparent(self) -> Standing | None:
        """The element it stands in."""
        parent = int(self._activity.elements.parent[self.number])
        return None if parent < 0 else self._activity.element(parent)

    def iterchildren(self, *names: str) -> Iterator[Standing]:
        """Its children, those of some names where any is given."""
        inside = map(self._activity.element, self._activity.children_of(self.number))
        return (child for child in inside if not names or child.tag in names)

    __iter__ = iterchildren

    def iter(self, *names: str) -> Iterator[Standing]:
        """The elements of some names within it, in their order."""
        level, first = self._activity.elements.level, self.number
        for number in range(first, self._activity.end):
            if number > first and level[number] <= level[first]:
                return
            one = self._activity.element(number)
            if one.tag in names:
                yield one


class Activity:
    """One activity of columns: ``first`` is the number of its own element, ``end`` the first number behind it.

    ``tag_of`` are the numbers of the tags as published: of version 1, not as they were rewritten.
    """

    def __init__(self, elements: Elements, tag_of: Places, first: int, end: int) -> None:
        self.elements, self.first, self.end = elements, first, end
        self._tag_of = tag_of
        self._made: dict[int, Standing] = {}
        self._collected: Noted | None = None

    def children_of(self, number: int) -> list[int]:
        """The numbers of the children of an element."""
        first = number + 1
        return list((np.flatnonzero(self.elements.parent[first : self.end] == number) + first).tolist())

    def tag(self, number: int) -> Tag:
        """The start tag of an element."""
        return self.elements.tags[int(self._tag_of[number])]

    def element(self, number: int) -> Standing:
        """The element of a number."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = Standing(self, number)
        return made

    def found(self, today: str) -> Noted:
        """What the rules about the whole of it need to know, as the walk over a tree collects it; nothing noted yet."""
        noted = Noted(self.element(self.first), today)
        if self._collected is None:
            self._collected = noted
            for number in self.children_of(self.first):
                child = self.element(number)
                noted.children.setdefault(child.tag, []).append(as_element(child))
            for name in COLLECTED:
                rows = self.elements.at(f"transaction/{name}")
                begin, end = np.searchsorted(rows, (self.first, self.end))
                if end > begin:
                    inner = map(self.element, rows[begin:end].tolist())
                    noted.of_transactions[name] = [as_element(one) for one in inner]
        noted.children = self._collected.children
        noted.of_transactions = self._collected.of_transactions
        return noted


class Noted(Found):
    """What rules find, as they say it: rule, element, value, attribute, detail."""

    __slots__ = ("noted",)

    def __init__(self, record: Standing | Bare, today: str) -> None:
        super().__init__(as_element(record), 1, "", today)
        self.noted: list[tuple[Rule, Any, str, str, str]] = []

    def add(
        self, rule: Rule, element: etree._Element, value: object = "", of: str = "", detail: str = ""
    ) -> None:
        """Note that an element breaks a rule."""
        self.noted.append((rule, element, str(value), of if of.startswith("@") else "", detail))


def as_element(one: Standing | Bare) -> etree._Element:
    """The same: checks ask an element of columns as they ask one of a tree."""
    return cast("etree._Element", one)
