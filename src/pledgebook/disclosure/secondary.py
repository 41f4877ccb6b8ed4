"""Which counts more must be withheld, so that no printed one gives a small one back.

A newcomer would withhold one more count in each sum and stop. What is withheld for one sum stands in others,
where it can be worked out in turn; so it goes on until a reader gets nothing, and what turned out to be
needless is printed after all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pledgebook.disclosure.attack import Reader, Recovered
from pledgebook.disclosure.counts import Cell, Count
from pledgebook.disclosure.relations import Relation
from pledgebook.value import Known


def cells_to_protect(
    counts: Iterable[Count],
    relations: Collection[Relation],
    withheld: Collection[Cell],
    sensitive: Collection[str],
    threshold: int,
) -> set[Cell]:
    """The cells to withhold beside those that are withheld already."""
    by_cell = {c.cell: c for c in counts}
    reader = Reader({c: count.bounds for c, count in by_cell.items()}, set(withheld), relations, threshold)
    in_order = sorted(withheld, key=lambda c: by_cell[c].order)
    for cell in in_order:
        while (found := _first_with_choice(reader, cell, by_cell, sensitive)) is not None:
            reader.hidden.add(found)
    added = reader.hidden - set(withheld)
    for cell in sorted(added, key=lambda c: _preference(by_cell[c], sensitive), reverse=True):
        _print_if_needless(reader, cell)
    return reader.hidden - set(withheld)


def _first_with_choice(
    reader: Reader, cell: Cell, counts: Mapping[Cell, Count], sensitive: Collection[str]
) -> Cell | None:
    """The next cell to withhold in reach of a cell; None where nothing is given back, or nothing is left."""
    for recovered in reader.works_out(cell):
        for pool in _pools(reader, recovered):
            free = [counts[c] for c in pool if c not in reader.hidden and _can_be_withheld(counts[c])]
            if free:
                return min(free, key=lambda c: _preference(c, sensitive)).cell
    return None


def _pools(reader: Reader, recovered: Recovered) -> list[set[Cell]]:
    """Where to look, nearest first: the relation that tells, the count's own ones, all in reach."""
    own = reader.relations_of(recovered.cell)
    nearest = [recovered.relation] if recovered.relation else []
    return [{c for r in found for c in r.cells} for found in (nearest, own, reader.reach(recovered.cell))]


def _can_be_withheld(count: Count) -> bool:
    """Zero stays zero, and what is not reported or not applicable stays so."""
    return isinstance(count.value, Known) and count.bounds.high != 0


def _preference(count: Count, sensitive: Collection[str]) -> tuple[object, ...]:
    """The smallest first; a table that is not declared sensitive only where nothing else is left."""
    return count.cell.table not in sensitive, count.bounds.low, count.order


def _print_if_needless(reader: Reader, cell: Cell) -> None:
    reader.hidden.discard(cell)
    if next(reader.works_out(cell), None) is not None:
        reader.hidden.add(cell)
