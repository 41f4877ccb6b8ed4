"""Cross-classified counts: the publisher's total where there is one, bounds place by place where there is none.

A newcomer would add the sectors: a person who needs water and a school is one person in two of them. Where no total
over them is published, at least the largest sector and at most their sum (or the population) need something, taken in
the smallest places that are counted and then added: the rule that humanitarian planners call max per lowest unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from pledgebook.interval import Interval
from pledgebook.measures.combining import Case, Cell, combined
from pledgebook.measures.sums import add
from pledgebook.tables.schema import ALL
from pledgebook.value import Known, NotReported, Value, Withheld


def whole_cells(case: Case, cells: Sequence[Cell]) -> list[Cell]:
    """The cells without those of which a total over dimensions that were not asked for is there too."""
    free = [d for d in case.measure.totals if d not in case.request.keys]
    if not free:
        return list(cells)
    grain = case.measure.grain
    stated = {_key(c.keys, grain) for c in cells if isinstance(c.value, Known | Withheld)}
    return [c for c in cells if not any(key in stated for key in _totals_of(c.keys, grain, free))]


def _totals_of(
    keys: Mapping[str, object], grain: Sequence[str], free: Sequence[str]
) -> Iterable[tuple[object, ...]]:
    """The keys of every cell that is a total of this one."""
    parted = [d for d in free if keys.get(d) != ALL]
    for count in range(1, len(parted) + 1):
        for dimensions in combinations(parted, count):
            yield _key({**keys, **dict.fromkeys(dimensions, ALL)}, grain)


def _key(keys: Mapping[str, object], grain: Sequence[str]) -> tuple[object, ...]:
    return tuple(keys.get(d) for d in grain)


def overlapping(case: Case, cells: Iterable[Cell]) -> list[str]:
    """The dimensions over which the same person may be counted again, of which one place has several values."""
    place = case.measure.place or ""
    seen: dict[tuple[str, object], set[object]] = {}
    for cell in cells:
        for dimension in (d for d, how in case.measure.over.items() if how == "distinct"):
            seen.setdefault((dimension, cell.keys.get(place)), set()).add(cell.keys.get(dimension))
    return sorted({dimension for (dimension, _), values in seen.items() if len(values) > 1})


def by_lowest_unit(case: Case, cells: Sequence[Cell], place: str) -> Value:
    """Bounds at a place: its own, or those of the places inside it added, whichever leave less open."""
    own = [c for c in cells if c.keys.get(case.measure.place or "") == place]
    mine = combined(case.measure, [(c.keys, c.value) for c in own]) if own else NotReported()
    if own and not overlapping(case, own):
        return mine
    inside = [by_lowest_unit(case, cells, child) for child in case.places.children(place)]
    if not any(isinstance(value, Known | Withheld) for value in inside):
        return mine
    return _tighter(mine, add(inside))


def _tighter(one: Value, other: Value) -> Value:
    """What two statements of one number both allow; the first where they allow nothing together."""
    if not isinstance(one, Known) or not isinstance(other, Known):
        return one if isinstance(one, Known | Withheld) else other
    lows = [i.low for i in (one.interval, other.interval) if i.low is not None]
    highs = [i.high for i in (one.interval, other.interval) if i.high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return one
    return Known(Interval(low, high))
