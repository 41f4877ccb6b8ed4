"""What a reader with every file and a pencil can work out of the withheld counts.

A newcomer would look for exact answers only. That a count lies between 2 and 4 gives it away just as well: a
withheld count is safe where what is left to it is as wide as the threshold, or all that lies below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pledgebook.disclosure.counts import UNKNOWN, Bounds, Cell, Rows, counts_in
from pledgebook.disclosure.polytope import Equation, Polytope
from pledgebook.disclosure.relations import Relation
from pledgebook.value import Withheld


@dataclass(frozen=True, slots=True, order=True)
class Recovered:
    """A withheld count that can be worked out, as narrowly as these bounds, from one relation or several."""

    cell: Cell
    low: Fraction
    high: Fraction
    relation: Relation | None = field(default=None, compare=False)


def recoverable(rows: Rows, relations: Iterable[Relation], threshold: int) -> list[Recovered]:
    """Every withheld count in released rows that the relations give back; none is the promise of the gate."""
    counts = counts_in(rows)
    reader = Reader(
        {c.cell: c.bounds for c in counts},
        {c.cell for c in counts if isinstance(c.value, Withheld)},
        relations,
        threshold,
    )
    found: dict[Cell, Recovered] = {}
    for cell in sorted(reader.hidden):
        for recovered in reader.works_out(cell):
            found.setdefault(recovered.cell, recovered)
    return sorted(found.values())


class Reader:
    """Somebody who knows all that is printed, how it adds up, and nothing of what is ``hidden``."""

    def __init__(
        self, printed: Mapping[Cell, Bounds], hidden: set[Cell], relations: Iterable[Relation], threshold: int
    ) -> None:
        self.hidden = hidden
        self._printed = printed
        self._threshold = threshold
        self._relations: dict[Cell, list[Relation]] = defaultdict(list)
        for relation in relations:
            for cell in relation.cells:
                self._relations[cell].append(relation)

    def relations_of(self, cell: Cell) -> list[Relation]:
        """The relations a count stands in."""
        return self._relations.get(cell, [])

    def reach(self, cell: Cell) -> list[Relation]:
        """All relations that bear on a count: its own, and those of the unknowns they hold, and so on."""
        reached, met, queue = dict.fromkeys(self.relations_of(cell)), {cell}, [cell]
        while queue:
            for relation in self.relations_of(queue.pop()):
                reached[relation] = None
                unknown = [c for c in relation.cells if c not in met and not self.knows(c).is_exact]
                met.update(unknown)
                queue.extend(unknown)
        return list(reached)

    def knows(self, cell: Cell) -> Bounds:
        """What is printed of a count."""
        return UNKNOWN if cell in self.hidden else self._printed.get(cell, UNKNOWN)

    def works_out(self, cell: Cell) -> Iterator[Recovered]:
        """Every hidden count in reach of a cell that is given back: by one relation, short ones first, or by all."""
        relations = sorted(self.reach(cell), key=_trust)
        for relation in relations:
            for hidden in sorted(self.hidden.intersection(relation.cells)):
                if (found := self._narrow(self._alone(relation, hidden))) is not None:
                    yield Recovered(hidden, *found, relation)
        yield from self._together(relations)

    def _alone(self, relation: Relation, wanted: Cell) -> Bounds:
        """What one relation leaves to one of its counts."""
        others = [self.knows(c) for c in relation.parts if c != wanted]
        low = sum((b.low for b in others), relation.difference)
        highs = [b.high for b in others if b.high is not None]
        high = sum(highs, relation.difference) if len(highs) == len(others) else None
        if wanted == relation.total:
            return Bounds(max(low, Fraction(0)), high)
        total = self.knows(relation.total)
        least = Fraction(0) if high is None else max(total.low - high, Fraction(0))
        return Bounds(least, None if total.high is None else total.high - low)

    def _together(self, relations: list[Relation]) -> Iterator[Recovered]:
        """What all the relations at once leave, without the ones that contradict those before."""
        cells = sorted({c for r in relations for c in r.cells if not self.knows(c).is_exact})
        bounds = [self.knows(c) for c in cells]
        number = {cell: n for n, cell in enumerate(cells)}
        equations = [self._equation(relation, number) for relation in relations]
        space = Polytope(equations, bounds)
        if space.is_empty:
            space = Polytope(_consistent(equations, bounds), bounds)
        for cell in cells:
            if cell in self.hidden and self._narrow(space.seen(number[cell])) is not None:
                found = self._narrow(space.range_of(number[cell]))
                if found is not None:
                    yield Recovered(cell, *found)

    def _equation(self, relation: Relation, number: Mapping[Cell, int]) -> Equation:
        coefficients: dict[int, int] = defaultdict(int)
        constant = relation.difference
        for cell, sign in ((relation.total, 1), *((part, -1) for part in relation.parts)):
            if cell in number:
                coefficients[number[cell]] += sign
            else:
                constant -= sign * self.knows(cell).low
        return coefficients, constant

    def _narrow(self, bounds: Bounds) -> tuple[Fraction, Fraction] | None:
        """The bounds, where they tell too much; zero may be told, and a contradiction tells nothing."""
        low, high = bounds.low, bounds.high
        if high is None or high < low or high <= 0 or high - low >= self._threshold:
            return None
        return None if low <= 0 and high >= self._threshold - 1 else (low, high)


def _trust(relation: Relation) -> tuple[object, ...]:
    """Sums that hold exactly before those that are rounded, short before long."""
    return relation.is_loose, len(relation.parts), relation.total, relation.parts


def _consistent(equations: Iterable[Equation], bounds: list[Bounds]) -> list[Equation]:
    """As many equations as have a solution together, the earlier ones first."""
    kept: list[Equation] = []
    for equation in equations:
        if not Polytope([*kept, equation], bounds).is_empty:
            kept.append(equation)
    return kept
