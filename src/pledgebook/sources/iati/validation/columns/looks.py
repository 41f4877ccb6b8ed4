"""The rules that look at one element, each distinct tag at a place once, with what its children say where that counts.

A newcomer would get wrong that a kind of rule which is not known here is no gap: its elements are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.validation.columns.broken import Gathering
from pledgebook.sources.iati.validation.columns.element import Activity, Bare, Noted, as_element
from pledgebook.sources.iati.validation.found import Check
from pledgebook.sources.iati.validation.rule import Rule
from pledgebook.sources.iati.validation.walk import Look, Node, condition_of

_OF_TAG = frozenset(
    {"code", "known_agency", "no_spaces", "no_symbols", "none_of", "not_in_future", "number", "range"}
)
"""The kinds of rules that depend on the element's own tag or text alone."""
_PERIODS = frozenset({"period_in_order", "within_a_year"})
_NARRATIVE = "narrative"
_START, _END = "period-start", "period-end"
Candidates: TypeAlias = "Callable[[Columns, Rule], Flags]"
"""Names the activities that may break a rule."""
Groups: TypeAlias = tuple[Flags, Flags, Flags]
"""Three answers about shares, by group of them or by activity."""
Notes: TypeAlias = "list[tuple[int, int, int, int]]"
"""The number of a tag, the order of the check, the numbers of the kind and of the value."""


class Columns:
    """Elements whose activities are held against the rules; ``tag`` are the numbers of their tags as published.

    ``is_held`` says which activities, ``gathered`` takes what is found, ``kept`` what several rules ask for.
    """

    def __init__(
        self, elements: Elements, tag: Places, today: str, is_held: Flags, gathered: Gathering
    ) -> None:
        self.elements, self.tag, self.today = elements, tag, today
        self.is_held, self.gathered = is_held, gathered
        self._bounds = np.append(elements.at(""), len(tag))
        self._activities: dict[int, Activity] = {}
        self.kept: dict[str, Groups] = {}

    def at(self, path: str) -> Places:
        """The elements at a path of the activities that are held; "." is their own."""
        rows = self.elements.at("" if path == "." else path)
        return rows if self.is_held.all() else rows[self.is_held[self.elements.activity[rows]]]

    def tags_of(self, rows: Places) -> list[tuple[int, Tag]]:
        """The distinct tags of elements, with their numbers."""
        is_used = np.zeros(len(self.elements.tags), np.bool_)
        is_used[self.tag[rows]] = True
        tags = self.elements.tags
        return [(one, tags[one]) for one in np.flatnonzero(is_used).tolist()]

    def flags(self, rows: Places, holds: Callable[[Mapping[str, str]], object]) -> Flags:
        """Of which elements the attributes hold something."""
        by_tag = np.zeros(len(self.elements.tags), np.bool_)
        by_tag[[one for one, tag in self.tags_of(rows) if holds(tag.attributes)]] = True
        return by_tag[self.tag[rows]]

    def holding(self, path: str, name: str, texts: bool = False) -> Flags:
        """By element, whether a child of that name stands in it, for the elements at a path; or one with a text."""
        found = self.elements
        children = found.at(f"{path}/{name}" if path != "." else name)
        if texts:
            children = children[~found.texts.is_empty[found.text[children]]]
        holds = np.zeros(len(self.tag), np.bool_)
        holds[found.parent[children]] = True
        return holds

    def activity(self, number: int) -> Activity:
        """One activity by its number."""
        made = self._activities.get(number)
        if made is None:
            first, end = int(self._bounds[number]), int(self._bounds[number + 1])
            made = self._activities[number] = Activity(self.elements, self.tag, first, end)
        return made


def look(columns: Columns, path: str, node: Node, whole: Mapping[str, Candidates]) -> None:
    """Hold the elements at a path against the checks of its node.

    ``whole`` names, by kind of rule about a whole activity, the activities that may break it.
    """
    rows = columns.at(path)
    if not len(rows):
        return
    checks = list(_checks(node))
    of_tag = [
        (order, one.check) for order, one in checks if _is_of_attributes(one) and not one.is_conditional
    ]
    _attributes(columns, node, rows, of_tag)
    for order, one in checks:
        here = rows if one.rule is None or not one.rule.when else rows[_is_meant(columns, rows, one.rule)]
        if one.kind in whole and one.rule is not None:
            may_break = whole[one.kind](columns, one.rule)
            one_by_one(columns, here[may_break[columns.elements.activity[here]]], order, one.check)
        elif one.is_conditional or not _is_of_attributes(one):
            _one_look(columns, path, here, order, one)


def _checks(node: Node) -> Iterable[tuple[int, Look]]:
    """The checks of a node that tell something, with their place in its order, behind codes and patterns."""
    first = len(node.codes) + len(node.patterns)
    return ((order, one) for order, one in enumerate(node.looks, first) if one.kind)


def _is_of_attributes(one: Look) -> bool:
    return one.kind in _OF_TAG and one.of != "text"


def _is_meant(columns: Columns, rows: Places, rule: Rule) -> Flags:
    """Which elements a rule with a condition looks at."""
    attribute, above, values = condition_of(rule)
    for _ in range(above):
        rows = columns.elements.parent[rows]
    return columns.flags(rows, lambda said: (said.get(attribute) or "") in values)


def _attributes(columns: Columns, node: Node, rows: Places, checks: Sequence[tuple[int, Check]]) -> None:
    """Codes and patterns, and the checks that look at attributes alone."""
    if not node.codes and not node.patterns and not checks:
        return
    gathered, notes = columns.gathered, list[tuple[int, int, int, int]]()
    for number, tag in columns.tags_of(rows):
        get = tag.attributes.get
        for order, (attribute, codes, row) in enumerate(node.codes):
            value = get(attribute)
            if value is not None and value not in codes:
                kind = gathered.kind(row.rule, f"@{attribute}", row.list_name)
                notes.append((number, order, kind, gathered.value(value)))
        for order, (attribute, search, rule) in enumerate(node.patterns, len(node.codes)):
            value = get(attribute)
            if value is not None and search(value) is not None:
                kind = gathered.kind(rule, f"@{attribute}", "")
                notes.append((number, order, kind, gathered.value(value)))
        if checks:
            _noted(columns, number, Bare(tag.attributes), checks, notes)
    _take(columns, rows, columns.tag[rows], len(columns.elements.tags), notes)


def _noted(
    columns: Columns, number: int, element: Bare, checks: Sequence[tuple[int, Check]], notes: Notes
) -> None:
    for order, check in checks:
        found = Noted(element, columns.today)
        check(as_element(element), found)
        for rule, _, value, of, detail in found.noted:
            notes.append(
                (number, order, columns.gathered.kind(rule, of, detail), columns.gathered.value(value))
            )


def _take(columns: Columns, rows: Places, numbers: Places, count: int, notes: Notes) -> None:
    """What was noted of tags, for each element that has one of them."""
    by_order: dict[int, Notes] = {}
    for note in notes:
        by_order.setdefault(note[1], []).append(note)
    for order, same in by_order.items():
        number, _, kind, value = np.array(same, np.int64).T
        repeats = np.bincount(number, minlength=count)[numbers]
        hits = np.flatnonzero(repeats)
        starts = np.searchsorted(number, numbers[hits])
        times = repeats[hits]
        nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        which = np.repeat(starts, times) + nth
        elements = np.repeat(rows[hits], times)
        columns.gathered.take(elements, elements, kind[which], value[which], order)


def _one_look(columns: Columns, path: str, rows: Places, order: int, one: Look) -> None:
    """One check that needs more than the attributes."""
    found = columns.elements
    rule = one.rule
    if one.kind in _OF_TAG and one.of == "text":
        notes: Notes = []
        for number in np.unique(found.text[rows]).tolist():
            _noted(columns, number, Bare({}, found.texts[number] or None), [(order, one.check)], notes)
        _take(columns, rows, found.text[rows], len(found.texts), notes)
    elif _is_of_attributes(one):
        _bare(columns, rows, order, one.check)
    elif one.kind == "some_of" and rule is not None:
        for name in _names(rule):
            rows = rows[~columns.holding(path, name)[rows]]
        _bare(columns, rows, order, one.check)
    elif one.kind == "has_text":
        _bare(columns, rows[~columns.holding(path, _NARRATIVE, texts=True)[rows]], order, one.check)
    elif one.kind in _PERIODS:
        _periods(columns, path, rows, order, one.check)
    else:
        if one.kind == "not_above_too" and rule is not None:
            name = str(rule.options["of"])
            above = path.rpartition("/")[0] or "."
            rows = rows[columns.holding(path, name)[rows]]
            rows = rows[columns.holding(above, name)[found.parent[rows]]]
        one_by_one(columns, rows, order, one.check)


def _names(rule: Rule) -> list[str]:
    of = rule.options["of"]
    return [str(one) for one in of if not str(one).startswith("@")] if isinstance(of, list) else []


def _bare(columns: Columns, rows: Places, order: int, check: Check) -> None:
    notes: Notes = []
    for number, tag in columns.tags_of(rows):
        _noted(columns, number, Bare(tag.attributes), [(order, check)], notes)
    _take(columns, rows, columns.tag[rows], len(columns.elements.tags), notes)


def _periods(columns: Columns, path: str, rows: Places, order: int, check: Check) -> None:
    """A rule about the first and last day, once for each two tags that stand together."""
    found, tags = columns.elements, columns.elements.tags
    start, end = (found.first(rows, f"{path}/{name}") for name in (_START, _END))
    has_both = (start >= 0) & (end >= 0)
    rows, start, end = rows[has_both], columns.tag[start[has_both]], columns.tag[end[has_both]]
    pairs, which = np.unique(start.astype(np.int64) * len(tags) + end, return_inverse=True)
    notes: Notes = []
    for number, pair in enumerate(pairs.tolist()):
        days = {
            name: Bare(tags[one].attributes)
            for name, one in zip((_START, _END), divmod(pair, len(tags)), strict=True)
        }
        _noted(columns, number, Bare({}, None, days), [(order, check)], notes)
    _take(columns, rows, which, len(pairs), notes)


def one_by_one(columns: Columns, rows: Places, order: int, check: Check) -> None:
    """Elements where they stand, each for itself."""
    gathered, faults = columns.gathered, list[tuple[int, int, int, int]]()
    for number, activity in zip(rows.tolist(), columns.elements.activity[rows].tolist(), strict=True):
        inside = columns.activity(activity)
        found = inside.found(columns.today)
        check(as_element(inside.element(number)), found)
        for rule, element, value, of, detail in found.noted:
            faults.append((element.number, number, gathered.kind(rule, of, detail), gathered.value(value)))
    if faults:
        element, at, kind, value = np.array(faults, np.int64).T
        gathered.take(element, at, kind, value, order)
