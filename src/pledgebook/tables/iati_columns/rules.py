"""What breaks the standard's rules in activities of columns, as rows of the table ``issue``.

A newcomer would get wrong that an activity alone says it all: what is told once for a file, and an identifier that was
used before, depend on all activities before, trees among them; so each is settled in its turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.validation.columns.hold import hold
from pledgebook.sources.iati.validation.file import OF_FILES, VERSIONS, Validation, of_version
from pledgebook.sources.iati.validation.rule import Rule, RuleFault, rules
from pledgebook.tables.iati_columns.run import Run, Sheet, of_numbers

_TWICE = OF_FILES["1.1.2"]
_IDENTIFIER = "iati-identifier"


class BrokenRules:
    """What breaks the rules in the activities of a run, not yet settled against the rest of the file.

    ``tag`` are the numbers of the elements' tags as published; ``is_each_told`` says whether the same thing is told
    again and again in an activity. One whose version the file has to tell is left to the tree.
    """

    def __init__(self, run: Run, tag: Places, validation: Validation, is_each_told: bool = False) -> None:
        self._run, self._tag, self._validation = run, tag, validation
        found = run.elements
        version = run.root.get("version")
        versions = [version or found.tags[one].get("version") for one in tag[run.activities].tolist()]
        self._versions = versions
        for one in set(versions):
            if validation.awaits(one):
                run.is_unusual[versions.index(one)] = True
        self._is_held = np.array([not one.startswith("1.") for one in versions], np.bool_)
        self._held = hold(found, tag, versions, validation.today, is_each_told)
        self._activity = found.activity[self._held.broken.element]
        self._is_left = np.zeros(len(self._activity), np.bool_)
        self._again: dict[int, int] = {}
        self._settled = 0

    def settle(self, activities: int, numbers: Sequence[int]) -> None:
        """Settle so many activities from the first on, as far as they are not: what stands before the next is known.

        ``numbers`` are those of the pieces that went into the run.
        """
        first, self._settled = self._settled, max(activities, self._settled)
        for number in range(first, activities):
            if self._run.is_unusual[number]:
                continue
            self._validation.piece = numbers[int(self._run.elements.piece[self._run.activities[number]])]
            if self._validation.collects:
                self._keep_version(self._validation, number)
            for place in self._once.get(number, ()):
                self._is_left[place] = not self._validation.is_first_told(self._fault(number, place))
            if self._is_held[number]:
                lines = int(self._lines[number]), int(self._own_lines[number])
                line = self._validation.line_before(self._identifiers[number], *lines)
                if line is not None:
                    self._again[number] = line

    def _keep_version(self, validation: Validation, number: int) -> None:
        version = self._versions[number]
        if version not in VERSIONS:
            line = int(self._run.first_line(self._run.activities[number]))
            root, identifier = self._run.root.name, self._identifiers[number]
            validation.is_first_told(RuleFault(of_version(version), line, identifier, root, version))

    def _fault(self, number: int, place: int) -> RuleFault:
        broken, gathered = self._held.broken, self._held.gathered
        kind, element = gathered.kinds[broken.kind[place]], broken.element[place]
        path = _joined(self._path_of(element), kind.of)
        value = gathered.values[broken.value[place]]
        return RuleFault(
            kind.rule, self._fault_lines[place], self._identifiers[number], path or ".", value, kind.detail
        )

    @cached_property
    def _fault_lines(self) -> list[int]:
        return list(self._run.lines(self._held.broken.element).tolist())

    def settled(self, number: int, numbers: Sequence[int]) -> Iterator[RuleFault]:
        """What the next activity breaks, in the order of a walk over its tree; ``numbers`` as ``settle`` has it."""
        self.settle(number + 1, numbers)
        self._validation.refer(self._references.get(number, ()))
        first, end = np.searchsorted(self._activity, (number, number + 1)).tolist()
        yield from (self._fault(number, place) for place in range(first, end) if not self._is_left[place])
        if number in self._again:
            line, identifier = int(self._own_lines[number]), self._identifiers[number]
            yield RuleFault(_TWICE, line, identifier, _IDENTIFIER, identifier, str(self._again[number]))

    @cached_property
    def _references(self) -> dict[int, list[RuleFault]]:
        """By activity, what names another, in the order of its elements: a fault unless the file holds that one."""
        named: list[tuple[int, str, Rule]] = []
        tags = self._run.elements.tags
        for rule in rules():
            if rule.kind == "refers":
                attribute = str(rule.options["of"]).removeprefix("@")
                rows = np.concatenate([self._run.elements.at(path) for path in rule.at])
                rows = rows[self._is_held[self._run.elements.activity[rows]]]
                said = [tags[one].attributes.get(attribute, "") for one in self._tag[rows].tolist()]
                named += [(row, value, rule) for row, value in zip(rows.tolist(), said, strict=True) if value]
        found: dict[int, list[RuleFault]] = {}
        named.sort(key=itemgetter(0))
        lines = self._run.lines(np.array([row for row, *_ in named], np.int64)).tolist()
        for (row, value, rule), line in zip(named, lines, strict=True):
            number = int(self._run.elements.activity[row])
            path = _joined(self._path_of(row), str(rule.options["of"]))
            found.setdefault(number, []).append(RuleFault(rule, line, self._identifiers[number], path, value))
        return found

    def _path_of(self, element: int) -> str:
        return str(self._run.elements.paths[self._run.elements.path[element]])

    @cached_property
    def _once(self) -> dict[int, list[int]]:
        """By activity, its faults that are told once for a file."""
        found: dict[int, list[int]] = {}
        for place in np.flatnonzero(self._held.broken.is_once).tolist():
            found.setdefault(int(self._activity[place]), []).append(place)
        return found

    @cached_property
    def _identifiers(self) -> list[str]:
        return list(self._run.identifiers.to_pylist())

    @cached_property
    def _lines(self) -> Places:
        return self._run.lines(self._run.activities)

    @cached_property
    def _own_lines(self) -> Places:
        """The line on which each activity's identifier stands."""
        first = self._run.elements.first(self._run.activities, _IDENTIFIER)
        return self._run.lines(np.where(first >= 0, first, self._run.activities))

    def sheet(self) -> Sheet | None:
        """The rows, once every activity is settled; None where there are none."""
        run, held = self._run, self._held
        gathered, broken = held.gathered, held.broken
        kept = ~self._is_left & ~run.is_unusual[self._activity]
        element, kind, value = broken.element[kept], broken.kind[kept], broken.value[kept]
        if self._again:
            numbers = np.array(list(self._again))
            first = run.elements.first(run.activities, _IDENTIFIER)[numbers]
            kinds = [gathered.kind(_TWICE, "", str(line)) for line in self._again.values()]
            values = [gathered.value(self._identifiers[number]) for number in numbers]
            element, kind, value = (
                np.concatenate(one) for one in ((element, first), (kind, kinds), (value, values))
            )
            order = np.argsort(run.elements.activity[element], kind="stable")
            element, kind, value = element[order], kind[order], value[order]
        return run.sheet("issue", element, self._columns(element, kind, value)) if len(element) else None

    def _columns(self, element: Places, kind: Places, value: Places) -> dict[str, Any]:
        found, gathered = self._run.elements, self._held.gathered
        kinds = gathered.kinds
        said, which = np.unique(kind * max(len(gathered.values), 1) + value, return_inverse=True)
        pairs = [divmod(one, max(len(gathered.values), 1)) for one in said.tolist()]
        told = [
            RuleFault(kinds[one].rule, 0, "", "", gathered.values[of], kinds[one].detail).columns
            for one, of in pairs
        ]
        paths, at = np.unique(kind * len(found.paths) + found.path[element], return_inverse=True)
        places = [
            _joined(found.paths[one % len(found.paths)], kinds[one // len(found.paths)].of)
            for one in paths.tolist()
        ]
        messages = sorted({name for row in told for name in row})
        return {
            "element": pa.array(places, pa.string()).take(of_numbers(at)),
            "code": pa.array([one.rule.id for one in kinds], pa.string()).take(of_numbers(kind)),
            "value": pa.array(gathered.values, pa.string()).take(of_numbers(value)),
            **{
                name: pa.array([row[name] for row in told], pa.string()).take(of_numbers(which))
                for name in messages
            },
        }


def _joined(path: str, of: str) -> str:
    return f"{path}/{of}" if path and of else path or of
