"""RES001 for the results that activities publish in IATI: the values of a dimension against what they divide.

A newcomer would add women and men only, and find a fault wherever a third value, such as "unknown", stands beside them:
where both sexes are told, or children and adults, all values of that dimension make up the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.quantities import in_words, is_above
from pledgebook.errors import Where
from pledgebook.measures.sums import add
from pledgebook.tables.published_indicators import dimensions_of, indicator_id, tells, who
from pledgebook.value import Value

Row = Mapping[str, Any]
Cell = frozenset[tuple[str, str]]
"""The dimensions of a value with what they say; empty is the whole."""

_COUNTED = "1"
"""The measure of an indicator whose values are units that add up; percentages and ranks do not."""
_WHOLE = ({"f", "m"}, {"children", "adults"})
"""Words that together make up everyone."""


def cells_of_results(evidence: Evidence) -> Iterator[Finding]:
    """RES001: what a result counts by sex or age adds up to what stands undivided beside it."""
    measures = {indicator_id(row): row["measure"] for row in evidence.rows["result_indicator"]}
    groups: dict[tuple[str, ...], dict[Cell, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in evidence.rows["result_value"]:
        if measures.get(indicator_id(row)) == _COUNTED and not row["location_refs"]:
            kept = (str(row[k]) for k in ("source", "value_kind", "period_number", "from_day", "to_day"))
            groups[indicator_id(row), *kept][frozenset(dimensions_of(row).items())].append(row)
    for (indicator, source, *_), cells in sorted(groups.items()):
        once = {cell: rows[0]["result_quantity"] for cell, rows in cells.items() if len(rows) == 1}
        for whole, parts in divisions(once):
            yield from _compared(evidence, f"{indicator} ({_said(whole)})", source, once[whole], parts)


def divisions(cells: Mapping[Cell, Value]) -> Iterator[tuple[Cell, list[Value]]]:
    """Each cell with the values that divide it by one more dimension, where these are of everyone."""
    by_dimension: dict[tuple[Cell, str], dict[str, Value]] = defaultdict(dict)
    for cell, value in cells.items():
        for name, said in cell:
            by_dimension[cell - {(name, said)}, name][said] = value
    for (whole, name), parts in sorted(by_dimension.items(), key=str):
        words = {who(name, said) for said in parts}
        if tells(name) and whole in cells and any(both <= words for both in _WHOLE):
            yield whole, list(parts.values())


def _compared(
    evidence: Evidence, indicator: str, source: str, total: Value, parts: list[Value]
) -> Iterator[Finding]:
    found = add(parts)
    if is_above(total, found) or is_above(found, total):
        values = {"sum": in_words(found, "count"), "total": in_words(total, "count")}
        where = Where(evidence.book.root / "sources" / source)
        yield Finding(problem("RES001", where, indicator=indicator, **values))


def _said(cell: Cell) -> str:
    return "; ".join(sorted(f"{name}={value}" for name, value in cell)) or "total"
