"""A measure's rows, fetched once, from which each request takes its own without asking the database again.

A newcomer would send one query per figure: a book of thousands of figures asks the same measure at thousands of
places and days, and nearly all of the time goes into queries. What is taken here is, row for row and in the same
order, what the query of the request gives; a test holds the two against each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pledgebook.measures.answer import Row, choices

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The positions of the rows that some filters leave, and the same by day; rows without a day are left out there."""

    positions: Sequence[int]
    days: Sequence[date]
    by_day: Sequence[int]


@dataclass(frozen=True, slots=True)
class Fetched:
    """All rows of a measure in their order, and for each row its dimensions as the database writes them in words."""

    rows: Sequence[Row]
    words: Mapping[str, Sequence[str | None]]
    _indexes: dict[str, dict[str | None, list[int]]] = field(default_factory=dict)
    _sets: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)
    _chosen: dict[tuple[tuple[str, str], ...], _Chosen] = field(default_factory=dict)

    def values_of(self, dimension: str) -> list[str]:
        """The values that a dimension takes, sorted."""
        return sorted(value for value in self._index(dimension) if value is not None)

    def taken(self, filters: Mapping[str, str], days: Days | None = None) -> list[Row]:
        """The rows with these values (several with a comma between), and of these days where they are given."""
        key = tuple(sorted(filters.items()))
        if key not in self._chosen:
            self._chosen[key] = self._choose(key)
        chosen = self._chosen[key]
        if days is None:
            return [self.rows[n] for n in chosen.positions]
        first, last = bisect_left(chosen.days, days[0]), bisect_right(chosen.days, days[1])
        return [self.rows[n] for n in sorted(chosen.by_day[first:last])]

    def _choose(self, filters: Iterable[tuple[str, str]]) -> _Chosen:
        positions: Sequence[int] = range(len(self.rows))
        asked = sorted((self._members(*one) for one in filters), key=len)
        if asked:
            positions = sorted(asked[0].intersection(*asked[1:]))
        dated = sorted((day, n) for n in positions if (day := self.rows[n].day()))
        return _Chosen(positions, [day for day, _ in dated], [n for _, n in dated])

    def _members(self, dimension: str, wanted: str) -> frozenset[int]:
        """The positions of the rows with one of the values."""
        if (dimension, wanted) not in self._sets:
            index = self._index(dimension)
            found = frozenset(n for value in choices(wanted) for n in index.get(value, ()))
            self._sets[dimension, wanted] = found
        return self._sets[dimension, wanted]

    def _index(self, dimension: str) -> dict[str | None, list[int]]:
        if dimension not in self._indexes:
            index: dict[str | None, list[int]] = {}
            for position, value in enumerate(self.words[dimension]):
                index.setdefault(value, []).append(position)
            self._indexes[dimension] = index
        return self._indexes[dimension]
