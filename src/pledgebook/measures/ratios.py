"""Both sides of a ratio over the same keys.

A newcomer would divide two totals. A plan whose requirements nobody reported would then stand above the line and
not below it. Where a ratio is of a measure and a part of itself, the rows are the keys, and none above is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pledgebook.measures.answer import Answer, Row
from pledgebook.measures.sums import add
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, known

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands above and below the line, and over how many of the keys."""

    above: Value
    below: Value
    kept: int
    keys: int


def of_itself(above: Answer, below: Answer) -> Sides:
    """A part of a measure over the whole of it: rows without an amount are left out of both."""
    kept = [row for row in below.rows if isinstance(row.value, Known)]
    part = [row for row in above.rows if isinstance(row.value, Known)]
    held = _withheld([*above.rows, *below.rows])
    if held is not None:
        return Sides(held, held, len(kept), len(below.rows))
    none_above = known(0) if kept and not above.rows else NotReported()
    value = add(row.value for row in part) if part else none_above
    return Sides(value, add(row.value for row in kept), len(kept), len(below.rows))


def of_both(above: Answer, below: Answer, dimensions: Sequence[str]) -> Sides:
    """Two measures over the keys of which both are reported in full."""
    tops, bottoms = _by_key(above.rows, dimensions), _by_key(below.rows, dimensions)
    keys = sorted(tops.keys() | bottoms.keys(), key=str)
    kept = [k for k in keys if _is_full(tops.get(k, ())) and _is_full(bottoms.get(k, ()))]
    held = _withheld([*above.rows, *below.rows])
    if held is not None:
        return Sides(held, held, len(kept), len(keys))
    if not kept:
        missing = _missing(above, below)
        return Sides(missing, missing, 0, len(keys))
    return Sides(
        add(row.value for k in kept for row in tops[k]),
        add(row.value for k in kept for row in bottoms[k]),
        len(kept),
        len(keys),
    )


def _missing(above: Answer, below: Answer) -> Value:
    applies = not any(isinstance(side.value, NotApplicable) for side in (above, below))
    return NotReported() if applies else NotApplicable()


def _by_key(rows: Iterable[Row], dimensions: Sequence[str]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row.keys.get(d) for d in dimensions), []).append(row)
    return found


def _is_full(rows: Sequence[Row]) -> bool:
    return bool(rows) and all(isinstance(row.value, Known) for row in rows)


def _withheld(rows: Iterable[Row]) -> Withheld | None:
    return next((row.value for row in rows if isinstance(row.value, Withheld)), None)
