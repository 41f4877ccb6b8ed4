"""The rules of contradiction between claims, each a function that looks only where claims can meet.

A newcomer would compare every claim with every other. Claims are grouped by what must be equal, and in a group
one passage suffices: a number fits all intervals unless the highest beginning lies above the lowest end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, product
from typing import TypeAlias

from pledgebook.claims.conflicts.ceilings import ceilings_exceeded
from pledgebook.claims.conflicts.spans import shorter_than_longer
from pledgebook.claims.conflicts.statements import (
    Conflict,
    Frame,
    Keys,
    Statement,
    against,
    begins_higher,
    both_hold,
    ends_lower,
    is_above,
)
from pledgebook.claims.conflicts.totals import parts_against_totals
from pledgebook.measures.answer import choices
from pledgebook.text import Text, texts_of

Rule: TypeAlias = Callable[[Sequence[Statement], Frame], Iterator[Conflict]]

_CHANGES_WITH_TIME = ("stock", "cumulative", "rate", "envelope", "ceiling")
_NOT_COMBINED = ("rate", "envelope")
"""Kinds of which a scope that is left out is not stated, rather than everything added up."""
_NAMES_OF_ROWS = ("line", "edition", "indicator")
"""Dimensions that say which thing is meant: two things are not one thing of an unstated scope."""
_MOST_SCOPES = 64


def find_conflicts(statements: Iterable[Statement], frame: Frame) -> list[Conflict]:
    """The contradictions among claims of one language, in the order of the rules.

    Languages are held against each other figure by figure (parity), so a contradiction across two pages and two
    languages is always also one inside a language, or a finding of parity.
    """
    by_language: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_language[statement.verdict.claim.language].append(statement)
    return [c for own in by_language.values() for rule in RULES for c in rule(own, frame)]


class _Extremes:
    """Of statements seen so far: the one that begins highest and the one that ends lowest."""

    __slots__ = ("begins_highest", "ends_lowest")

    def __init__(self) -> None:
        self.begins_highest: Statement | None = None
        self.ends_lowest: Statement | None = None

    def disagreeing(self, statement: Statement) -> Statement | None:
        """One of those seen with which no number is shared; None where there is none."""
        top, bottom = self.begins_highest, self.ends_lowest
        if top is not None and is_above(top.allowed, statement.allowed):
            return top
        return bottom if bottom is not None and is_above(statement.allowed, bottom.allowed) else None

    def see(self, statement: Statement) -> None:
        """Take a statement into account."""
        if begins_higher(statement, self.begins_highest):
            self.begins_highest = statement
        if ends_lower(statement, self.ends_lowest):
            self.ends_lowest = statement


def equal_claims(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """Same measure, scope and time, and no number that fits both."""
    seen: dict[object, _Extremes] = defaultdict(_Extremes)
    for statement in statements:
        extremes = seen[statement.measure, statement.keys, statement.time]
        other = extremes.disagreeing(statement)
        if other is not None:
            yield against("equal", statement, other)
        extremes.see(statement)


def narrower_than_wider(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """A scope inside another has the larger number, where numbers are never negative and add up."""
    smallest: dict[object, Statement] = {}
    for statement in statements:
        for keys in _each_choice(statement):
            kept = smallest.setdefault((statement.measure, keys, statement.time), statement)
            if ends_lower(statement, kept):
                smallest[statement.measure, keys, statement.time] = statement
    for statement in statements:
        for keys in _wider_scopes(statement, frame):
            other = smallest.get((statement.measure, keys, statement.time))
            if other is None or other.keys == statement.keys or both_hold(statement, other):
                continue
            if is_above(statement.allowed, other.allowed):
                yield against("wider", statement, other)
                break


def cumulative_falls(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """What is counted from the beginning is less on a later day."""
    groups: dict[object, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.kind == "cumulative" and statement.request.at is not None:
            groups[statement.measure, statement.keys].append(statement)
    for group in groups.values():
        yield from _falls(sorted(group, key=lambda s: s.request.at.toordinal()))  # type: ignore[union-attr]


def _falls(ordered: Sequence[Statement]) -> Iterator[Conflict]:
    """Each statement against the one that begins highest on any earlier day; those of its own day come after."""
    top: Statement | None = None
    for _, of_one_day in groupby(ordered, key=lambda s: s.time):
        risen = top
        for statement in of_one_day:
            if top is not None and is_above(top.allowed, statement.allowed):
                if not both_hold(top, statement):
                    yield against("falls", statement, top)
            elif begins_higher(statement, risen):
                risen = statement
        top = risen


def parts_of_lines(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """A line of an envelope or a ceiling is larger than the line in which it lies."""
    lines: dict[tuple[str, str], Statement] = {}
    for statement in statements:
        line = statement.measure, statement.key("line")
        if line[1] and (line not in lines or ends_lower(statement, lines[line])):
            lines[line] = statement
    for statement in statements:
        parent = frame.line_parents.get((statement.measure, statement.key("line")), "")
        whole = lines.get((statement.measure, parent))
        if whole and not both_hold(statement, whole) and is_above(statement.allowed, whole.allowed):
            yield against("whole", statement, whole)


def unstated_scopes(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """Two claims differ, and one of them leaves out the day or a scope that the other states."""
    of_any_day: dict[object, _Extremes] = defaultdict(_Extremes)
    of_scope: dict[object, _Extremes] = defaultdict(_Extremes)
    for statement in statements:
        if statement.time != (None, None):
            of_any_day[statement.measure, statement.keys].see(statement)
        if statement.kind in _NOT_COMBINED:
            for dimension, _ in statement.keys:
                if dimension not in _NAMES_OF_ROWS:
                    of_scope[statement.measure, statement.without(dimension), statement.time].see(statement)
    for statement in statements:
        if statement.kind in _CHANGES_WITH_TIME and statement.time == (None, None):
            other = _found(of_any_day, (statement.measure, statement.keys), statement)
            if other is not None:
                yield against("unstated", statement, other, _cause("no_time", words=statement.words))
                continue
        if statement.kind in _NOT_COMBINED:
            other = _found(of_scope, (statement.measure, statement.keys, statement.time), statement)
            if other is not None:
                left_out = ", ".join(k for k, _ in other.keys if not statement.key(k))
                yield against(
                    "unstated",
                    statement,
                    other,
                    _cause("no_scope", words=statement.words, dimensions=left_out),
                )


RULES: tuple[Rule, ...] = (
    equal_claims,
    narrower_than_wider,
    shorter_than_longer,
    parts_of_lines,
    parts_against_totals,
    ceilings_exceeded,
    cumulative_falls,
    unstated_scopes,
)


def _each_choice(statement: Statement) -> Iterator[Keys]:
    """The scope itself, and each one-value scope that a list of values contains."""
    yield statement.keys
    several = [(k, choices(v)) for k, v in statement.keys if len(choices(v)) > 1 and statement.adds_over(k)]
    for dimension, values in several:
        for value in values:
            yield statement.with_key(dimension, value)


def _wider_scopes(statement: Statement, frame: Frame) -> Iterator[Keys]:
    """Every scope that contains the statement's: dimensions left out, places around its place."""
    options: list[list[str | None]] = []
    size = 1
    for dimension, value in statement.keys:
        wider: list[str | None] = [value]
        if statement.adds_over(dimension):
            if dimension == statement.verdict.claim.measure.place:
                wider += [p for p in frame.above(value) if p != frame.root_place]
            wider.append(None)
        options.append(wider)
        size *= len(wider)
    if size > _MOST_SCOPES:
        return
    names = [k for k, _ in statement.keys]
    for values in product(*options):
        yield tuple((k, v) for k, v in zip(names, values, strict=True) if v is not None)


def _found(seen: dict[object, _Extremes], key: object, statement: Statement) -> Statement | None:
    extremes = seen.get(key)
    other = extremes.disagreeing(statement) if extremes else None
    return None if other is None or both_hold(statement, other) else other


def _cause(key: str, **values: object) -> Text:
    return texts_of("pledgebook.claims.conflicts", "causes.yml")[key].fill(**values)
