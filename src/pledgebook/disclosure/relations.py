"""Which counts add up to which, so that a reader with all of them but one has that one too.

A newcomer would trust the declared totals only. Children and girls are cells of one indicator and nobody
says that one lies in the other; a total may stand in another table; one count may be printed twice. What adds
up is a relation here, whoever meant it to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pledgebook.disclosure.counts import Bounds, Cell, Count, Rows, counts_in
from pledgebook.value import NotApplicable, Withheld

THRESHOLD = "threshold"
PROTECTS = "protects another"

ALL = "all"
"""The word for the total on any dimension."""

MOST_CELLS = 16
"""With more cells, what lies in what is not searched for: beside a withheld one, none of them is printed."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A dimension whose values contain one another, and the table that says how."""

    dimension: str
    table: str
    child: str
    parent: str

    def children(self, tables: Rows) -> Mapping[object, list[object]]:
        """The values directly inside a value."""
        inside: dict[object, set[object]] = defaultdict(set)
        for row in tables.get(self.table, ()):
            if row.get(self.parent):
                inside[row[self.parent]].add(row[self.child])
        return {parent: sorted(found, key=str) for parent, found in inside.items()}


TREES = (
    Tree("place_pcode", "place", "place_pcode", "parent_pcode"),
    Tree("ceiling_id", "ceiling", "ceiling_id", "parent"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """The total is the sum of its parts, and of a ``difference`` that the reader is taken to know.

    ``is_loose`` where the publisher's rounding keeps them apart: a reader who trusts the total is wrong by that.
    """

    total: Cell
    parts: tuple[Cell, ...]
    difference: Fraction = Fraction(0)
    is_loose: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def relations_in(tables: Rows, threshold: int) -> tuple[Relation, ...]:
    """Every relation between counts of people, as the unreleased tables show it."""
    counts = counts_in(tables)
    found = [
        *(r for tree in TREES for r in _tree_relations(counts, tree, tables, threshold)),
        *_total_relations(counts, threshold),
        *_nested_relations(counts),
        *_printed_twice(counts),
    ]
    return tuple(dict.fromkeys(found))


def has_passed(count: Count) -> bool:
    """The count was withheld by the gate itself, in an earlier pass."""
    return isinstance(count.value, Withheld) and count.value.reason in (THRESHOLD, PROTECTS)


def _groups(counts: Iterable[Count], dimension: str) -> Iterator[list[Count]]:
    """The counts that differ on one dimension only."""
    groups: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for count in counts:
        if dimension in count.layout.dimensions:
            groups[count.besides(dimension)].append(count)
    yield from groups.values()


def _tree_relations(counts: Sequence[Count], tree: Tree, tables: Rows, threshold: int) -> Iterator[Relation]:
    children = tree.children(tables)
    for group in _groups(counts, tree.dimension):
        slots = _slots(group, tree.dimension)
        for value in slots:
            parts = _frontier(value, slots, children, frozenset([value]))
            if not parts and any(c.is_total for c in slots[value]):
                parts = [[c for c in s if not c.is_total] for v, s in slots.items() if v != value]
            for total in slots[value]:
                if total.is_total or value in children:
                    yield from _fitting(total, parts, threshold)


def _slots(group: Iterable[Count], dimension: str) -> dict[object, list[Count]]:
    slots: dict[object, list[Count]] = defaultdict(list)
    for count in group:
        slots[count.at(dimension)].append(count)
    return slots


def _frontier(
    value: object,
    slots: Mapping[object, list[Count]],
    children: Mapping[object, list[object]],
    above: frozenset[object],
) -> list[list[Count]]:
    """The nearest values inside a value that are counted, each with its counts."""
    found = []
    for child in children.get(value, ()):
        if child in slots:
            found.append(slots[child])
        elif child not in above:
            found.extend(_frontier(child, slots, children, above | {child}))
    return found


def _total_relations(counts: Sequence[Count], threshold: int) -> Iterator[Relation]:
    """The word "all" on a dimension, or nothing in a row marked as a total, is the sum of the others."""
    for dimension in sorted({d for c in counts for d in c.layout.dimensions}):
        for group in _groups(counts, dimension):
            totals = [c for c in group if _is_total_on(c, dimension)]
            others = _slots((c for c in group if c not in totals and not c.is_total), dimension)
            for total in totals:
                yield from _fitting(total, list(others.values()), threshold)


def _is_total_on(count: Count, dimension: str) -> bool:
    value = count.at(dimension)
    is_marked = count.is_total and (value in (None, "") or dimension == count.layout.nested)
    return value == ALL or is_marked


def _fitting(total: Count, slots: Sequence[Sequence[Count]], threshold: int) -> Iterator[Relation]:
    """One relation for each source of the parts; a slot without it lends its first count.

    A total that misses its parts by less than the threshold is still taken for their sum.
    """
    filled = [slot for slot in slots if slot]
    if any(has_passed(c) for c in (total, *(c for slot in filled for c in slot))):
        return
    for source in sorted({c.source for slot in filled for c in slot}):
        parts = [next((c for c in slot if c.source == source), slot[0]) for slot in filled]
        parts = [c for c in parts if not isinstance(c.value, NotApplicable)]
        gap = _gap(total.bounds, [c.bounds for c in parts])
        if abs(gap) < threshold:
            yield Relation(total.cell, tuple(c.cell for c in parts), is_loose=gap != 0)


def _gap(total: Bounds, parts: Sequence[Bounds]) -> Fraction:
    """The least by which the total and its parts miss each other."""
    low = sum((b.low for b in parts), Fraction(0))
    highs = [b.high for b in parts]
    if total.high is not None and total.high < low:
        return total.high - low
    if None not in highs:
        high = sum((h for h in highs if h is not None), Fraction(0))
        return max(total.low - high, Fraction(0))
    return Fraction(0)


def _nested_relations(counts: Sequence[Count]) -> Iterator[Relation]:
    """Cells that add exactly to another cell of the same cross-classification."""
    for dimension in sorted({c.layout.nested for c in counts} - {""}):
        nested = [c for c in counts if c.layout.nested == dimension and c.bounds.is_exact and c.bounds.low]
        for group in _groups(nested, dimension):
            if len(group) > MOST_CELLS:
                yield from _tied(group)
                continue
            for total in group:
                others = [c for c in group if c.at(dimension) != total.at(dimension)]
                for parts in _adding_to(total.bounds.low, sorted(others, key=_largest_first)):
                    if len(parts) > 1 or _is_total_on(total, dimension):
                        yield Relation(total.cell, tuple(c.cell for c in parts))


def _largest_first(count: Count) -> tuple[Fraction, tuple[str, ...]]:
    return -count.bounds.low, count.order


def _adding_to(wanted: Fraction, counts: Sequence[Count]) -> Iterator[tuple[Count, ...]]:
    """Every choice of counts, largest first, that adds exactly to what is wanted."""
    if wanted == 0:
        yield ()
    elif wanted > 0 and sum(c.bounds.low for c in counts) >= wanted:
        first, rest = counts[0], counts[1:]
        yield from ((first, *found) for found in _adding_to(wanted - first.bounds.low, rest))
        yield from _adding_to(wanted, rest)


def _tied(group: Sequence[Count]) -> Iterator[Relation]:
    """As if each cell gave the next one, so that one withheld withholds them all."""
    for one, other in pairwise(group):
        yield Relation(one.cell, (other.cell,), one.bounds.low - other.bounds.low)


def _printed_twice(counts: Iterable[Count]) -> Iterator[Relation]:
    """The same key on the same day with the same value, from whatever source or table."""
    same: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for count in counts:
        if count.bounds.high is not None:
            same[(count.layout.dimensions, count.key, count.bounds)].append(count)
    for copies in same.values():
        for one, other in pairwise(copies):
            yield Relation(one.cell, (other.cell,))
