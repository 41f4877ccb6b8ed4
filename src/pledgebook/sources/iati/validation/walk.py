"""The rules compiled into a tree of the names of elements, and one walk of a record along it.

Each element is looked at once; where no rule looks below it, the walk does not go. A newcomer would get wrong that
the rules about a whole record run last: they need what the walk collected.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from lxml import etree

from pledgebook.sources.iati.validation import element_kinds, period_kinds, record_kinds, share_kinds
from pledgebook.sources.iati.validation.element_kinds import PATTERNS, Search
from pledgebook.sources.iati.validation.found import Check, Found
from pledgebook.sources.iati.validation.rule import CodeRule, Rule, code_rules, rules

KINDS: dict[str, Callable[[Rule], Check]] = {
    "days_in_order": period_kinds.days_in_order,
    "differ": record_kinds.differ,
    "each_has_share": share_kinds.each_has_share,
    "has_start": period_kinds.has_start,
    "has_text": element_kinds.has_text,
    "known_agency": element_kinds.known_agency,
    "lines_in_period": period_kinds.lines_in_period,
    "lone_share_is_whole": share_kinds.lone_share_is_whole,
    "no_spaces": element_kinds.no_spaces,
    "no_symbols": element_kinds.no_symbols,
    "no_symbols_of_ones_own": record_kinds.no_symbols_of_ones_own,
    "none_of": element_kinds.none_of,
    "not_above_too": element_kinds.not_above_too,
    "not_in_future": element_kinds.not_in_future,
    "not_on_both": record_kinds.not_on_both,
    "number": element_kinds.number,
    "on_every_transaction": record_kinds.on_every_transaction,
    "on_some_level": record_kinds.on_some_level,
    "once_a_vocabulary": record_kinds.once_a_vocabulary,
    "one_of_dac": record_kinds.one_of_dac,
    "period_in_order": period_kinds.period_in_order,
    "range": element_kinds.in_range,
    "refers": element_kinds.refers,
    "said_once_or_each": record_kinds.said_once_or_each,
    "shares_add_up": share_kinds.shares_add_up,
    "some_of": element_kinds.some_of,
    "starts_with": record_kinds.starts_with,
    "within_a_year": period_kinds.within_a_year,
}
"""Each kind of rule with what makes a check of it."""

COLLECTED = ("aid-type", "recipient-country", "recipient-region", "sector")
"""The elements of transactions that rules about a whole activity ask for."""


class Look(NamedTuple):
    """A check of a node without its condition, with the kind of its rule, "" where it only keeps something.

    ``of`` is what it looks at; a rule that looks at several kinds of codes is not there.
    """

    check: Check
    kind: str
    of: str
    rule: Rule | None = None

    @property
    def is_conditional(self) -> bool:
        """Whether it looks at some elements only."""
        return self.rule is not None and bool(self.rule.when)


@dataclass(slots=True)
class Node:
    """An element's place: what is checked of it, and of which of its children anything is.

    ``codes`` and ``patterns`` are the checks of attributes, the most by far, written out so that none costs a call.
    ``looks`` says of each of the ``checks`` what it is made of, for those who hold many records against it at once.
    """

    codes: list[tuple[str, frozenset[str], CodeRule]] = field(default_factory=list)
    patterns: list[tuple[str, Search, Rule]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    children: dict[object, Node] = field(default_factory=dict)

    def at(self, path: str) -> Node:
        """The node of a path under this one, made where it was not there."""
        node = self
        for name in path.split("/") if path != "." else ():
            node = node.children.setdefault(name, Node())
        return node

    def add(self, look: Look, check: Check | None = None) -> None:
        """One more check; ``check`` where it differs from the look's by a condition."""
        self.checks.append(check or look.check)
        self.looks.append(look)


def walk(record: etree._Element, tree: Node, found: Found) -> None:
    """Everything that the rules find in a record."""
    nodes, children = tree.children, found.children
    for child in record:
        name = child.tag
        if name in children:
            children[name].append(child)
        else:
            children[name] = [child]
        node = nodes.get(name)
        if node is not None:
            _look(child, node, found)
    _look(record, Node(tree.codes, tree.patterns, tree.checks), found)


def _look(element: etree._Element, node: Node, found: Found) -> None:
    for attribute, codes, row in node.codes:
        value = element.get(attribute)
        if value is not None and value not in codes:
            found.add(row.rule, element, value, f"@{attribute}", row.list_name)
    for attribute, search, rule in node.patterns:
        value = element.get(attribute)
        if value is not None and search(value) is not None:
            found.add(rule, element, value, f"@{attribute}")
    for check in node.checks:
        check(element, found)
    if node.children:
        nodes = node.children
        for child in element:
            below = nodes.get(child.tag)
            if below is not None:
                _look(child, below, found)


@cache
def compiled(record: str, version: str, with_references: bool = False) -> Node:
    """The tree of checks for a kind of record in a version; with what names activities of the file, or without."""
    tree = Node()
    for rule in rules():
        is_of_version = not rule.versions or version in rule.versions
        if rule.record == record and is_of_version and (with_references or rule.kind != "refers"):
            _add_rule(tree, rule)
    for name in COLLECTED if record == "iati-activity" else ():
        tree.at(f"transaction/{name}").add(Look(record_kinds.collected(name), "", ""))
    of_place: dict[tuple[str, str], list[CodeRule]] = {}
    for row in code_rules():
        if row.rule.record == record:
            of_place.setdefault((row.path, row.attribute), []).append(row)
    for (path, attribute), same in of_place.items():
        if same[0].vocabulary:
            tree.at(path).add(Look(_of_vocabularies(same), "code", f"@{attribute}"))
        elif attribute == "text":
            tree.at(path).add(Look(_of_text(same[0]), "code", "text"))
        else:
            tree.at(path).codes.append((attribute, same[0].codes, same[0]))
    return tree


def _add_rule(tree: Node, rule: Rule) -> None:
    of = rule.options.get("of")
    if rule.kind in PATTERNS and isinstance(of, str) and of.startswith("@") and not rule.when:
        for path in rule.at:
            tree.at(path).patterns.append((of[1:], PATTERNS[rule.kind], rule))
    else:
        look = Look(KINDS[rule.kind](rule), rule.kind, of if isinstance(of, str) else "", rule)
        check = _conditional(rule, look.check)
        for path in rule.at:
            tree.at(path).add(look, check)


def condition_of(rule: Rule) -> tuple[str, int, tuple[str, ...]]:
    """Of a rule with a condition: the attribute, how many elements above the one that is looked at, the values."""
    ((written, values),) = rule.when.items()
    return written.split("/")[-1], written.count("../"), values


def _conditional(rule: Rule, check: Check) -> Check:
    """The check where the rule looks at some values only of one of the element's, or its parents', attributes."""
    if not rule.when:
        return check
    attribute, above, values = condition_of(rule)

    def conditional(element: etree._Element, found: Found) -> None:
        step: etree._Element | None = element
        for _ in range(above):
            step = None if step is None else step.getparent()
        if step is not None and (step.get(attribute) or "") in values:
            check(element, found)

    return conditional


def _of_text(row: CodeRule) -> Check:
    def check(element: etree._Element, found: Found) -> None:
        if element.text is not None and element.text not in row.codes:
            found.add(row.rule, element, element.text, detail=row.list_name)

    return check


def _of_vocabularies(same: list[CodeRule]) -> Check:
    by_vocabulary = {row.vocabulary: row for row in same}
    attribute, default = same[0].attribute, same[0].vocabulary_default

    def check(element: etree._Element, found: Found) -> None:
        row = by_vocabulary.get(element.get("vocabulary") or default)
        if row is not None:
            code = element.get(attribute)
            if code is not None and code not in row.codes:
                found.add(row.rule, element, code, f"@{attribute}", row.list_name)

    return check
