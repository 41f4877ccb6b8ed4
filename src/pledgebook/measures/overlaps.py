"""How many different people several counts can be of, where records say how many two of them share.

A newcomer would take all records off the sum: people whom three counts share would be taken off three times. Whatever
is not recorded, these bounds hold: at most the sum without the largest overlaps that join the counts without a
circle, at least any set of counts whose overlaps are all recorded, without all of them.

Source: D. Hunter, An upper bound for the probability of a union, J. Appl. Prob. 13 (1976); the lower bound is
Bonferroni’s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pledgebook.interval import Interval
from pledgebook.measures.answer import Row
from pledgebook.measures.sums import between_largest_and_sum
from pledgebook.value import Known, Value, known

Key = tuple[object, ...]
Overlaps = Mapping[frozenset[Key], Interval]


def counts_and_overlaps(rows: Sequence[Row], grain: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """The rows that count, and those that record an overlap of two of them; a record of another count is neither."""
    named = [d for d in grain if any(f"other_{d}" in row.keys for row in rows)]
    counts = [row for row in rows if all(row.keys.get(f"other_{d}") is None for d in named)]
    there = {tuple(row.keys.get(d) for d in named) for row in counts}
    records = [row for row in rows if row not in counts and set(_pair(row, named)) <= there]
    return counts, records


def _pair(row: Row, named: Sequence[str]) -> tuple[Key, Key]:
    return tuple(row.keys.get(d) for d in named), tuple(row.keys.get(f"other_{d}") for d in named)


def people_in(
    counts: Sequence[Row], records: Sequence[Row], grain: Sequence[str], at_most: Decimal | None = None
) -> Value:
    """Bounds on how many different people the counts are of."""
    alone = between_largest_and_sum((row.value for row in counts), at_most)
    if not records or not isinstance(alone, Known):
        return alone
    named = [d for d in grain if f"other_{d}" in records[0].keys]
    overlaps = {frozenset(_pair(r, named)): r.value.interval for r in records if isinstance(r.value, Known)}
    each = {
        tuple(row.keys.get(d) for d in named): row.value.interval
        for row in counts
        if isinstance(row.value, Known)
    }
    lows = [x for x in (alone.interval.low, _least(each, overlaps)) if x is not None]
    most = _most(each, overlaps) if len(each) == len(counts) else None
    highs = [x for x in (alone.interval.high, most) if x is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return alone
    return known(high) if high is not None and low == high else Known(Interval(low, high))


def _most(each: Mapping[Key, Interval], overlaps: Overlaps) -> Decimal | None:
    """The sum of the upper ends without the largest overlaps that close no circle; None where one has no end."""
    ends = [interval.high for interval in each.values()]
    total = sum((end for end in ends if end is not None), Decimal(0))
    group = {key: {key} for key in each}
    for pair in sorted(overlaps, key=lambda p: (-(overlaps[p].low or 0), sorted(map(str, p)))):
        one, *others = pair
        if others and group[one] is not group[others[0]]:
            total -= overlaps[pair].low or 0
            joined = group[one] | group[others[0]]
            group.update(dict.fromkeys(joined, joined))
    return None if None in ends else total


def _least(each: Mapping[Key, Interval], overlaps: Overlaps) -> Decimal:
    """The largest count, and what the others surely add to it; only those whose overlaps are all recorded do."""
    least, taken = Decimal(0), list[Key]()
    for key in sorted(each, key=lambda k: (-(each[k].low or 0), str(k))):
        shared = [
            overlaps[frozenset((key, other))].high if frozenset((key, other)) in overlaps else None
            for other in taken
        ]
        if None in shared:
            continue
        gain = (each[key].low or Decimal(0)) - sum((s for s in shared if s is not None), Decimal(0))
        if gain > 0:
            least += gain
            taken.append(key)
    return least
