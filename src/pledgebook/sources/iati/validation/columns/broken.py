"""What breaks rules in the activities of some columns, gathered in arrays, then put in the order of a walk over trees.

What concerns a whole activity comes behind all that its elements give, because the walk looks at it last. A newcomer
would get wrong that, for a table, the same rule, place and value is told once for an activity, where it comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.sources.iati.validation.rule import Rule

Numbers = npt.NDArray[np.int64]


class Kind(NamedTuple):
    """A rule that is broken by an element, or by its attribute ``of``; ``detail`` goes into its words."""

    rule: Rule
    of: str
    detail: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Faults as columns, in their order: the element, the number of its kind, of its value, and whether it is told once
    for the whole file."""

    element: Numbers
    kind: Numbers
    value: Numbers
    is_once: Flags


class Gathering:
    """Takes faults in, in any order; ``kinds`` and ``values`` are what their numbers mean."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self.values: list[str] = []
        self._kind_of: dict[tuple[int, str, str], int] = {}
        self._value_of: dict[str, int] = {}
        self._taken: list[tuple[Places, Places, Places, Places, int]] = []

    def kind(self, rule: Rule, of: str, detail: str) -> int:
        """The number of a kind of fault."""
        number = self._kind_of.setdefault((id(rule), of, detail), len(self.kinds))
        if number == len(self.kinds):
            self.kinds.append(Kind(rule, of, detail))
        return number

    def value(self, value: str) -> int:
        """The number of a value."""
        number = self._value_of.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def take(self, element: Places, at: Places, kind: Places, value: Places, order: int) -> None:
        """Faults of elements, found while looking at elements ``at``; of one of these in the order of its checks."""
        self._taken.append((element, at, kind, value, order))

    def in_order(self, elements: Elements, is_each_told: bool = False) -> Broken:
        """All that was taken in, as a tree would give it: the same thing once for an activity, or each."""
        sizes = [len(one[0]) for one in self._taken]
        if not sum(sizes):
            nothing = np.zeros(0, np.int64)
            return Broken(nothing, nothing, nothing, np.zeros(0, np.bool_))
        element, at, kind, value = (
            np.concatenate(parts).astype(np.int64) for parts in list(zip(*self._taken, strict=True))[:4]
        )
        order = np.repeat([one[-1] for one in self._taken], sizes)
        is_of_whole = elements.level[at] == 0
        sorting = np.lexsort((order, at, is_of_whole, elements.activity[at]))
        element, kind, value = element[sorting], kind[sorting], value[sorting]
        once = np.array([bool(one.rule.options.get("once")) for one in self.kinds], np.bool_)
        if is_each_told:
            return Broken(element, kind, value, once[kind])
        first = self._first(elements, element, kind, value)
        return Broken(element[first], kind[first], value[first], once[kind[first]])

    def _first(self, elements: Elements, element: Numbers, kind: Numbers, value: Numbers) -> Numbers:
        """Where the same rule, place and value come first in an activity."""
        ids: dict[str, int] = {}
        rule = np.array([ids.setdefault(one.rule.id, len(ids)) for one in self.kinds])[kind]
        places: dict[str, int] = {}
        of = np.array([places.setdefault(one.of, len(places)) for one in self.kinds])[kind]
        key = elements.activity[element].astype(np.int64)
        for numbers, count in (
            (rule, len(ids)),
            (of, len(places)),
            (elements.path[element], len(elements.paths)),
            (value, len(self.values)),
        ):
            key = key * count + numbers
        _, first = np.unique(key, return_index=True)
        first.sort()
        return first
