"""Some activities of a file held against the rules where the rest of it is not at hand, and settled when it is.

What needs the whole file is told for no activity of a part, and kept for each: what the file tells once, and where an
identifier stands. A newcomer would get wrong that the line kept is that of the fault; the activity’s is so many above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from pledgebook.sources.iati.validation.file import OF_FILES, Validation
from pledgebook.sources.iati.validation.rule import Rule, RuleFault, rules

_TWICE = OF_FILES["1.1.2"]


class Unsettled(NamedTuple):
    """What may be a fault, once the whole file is known; ``piece`` is the number of its activity's piece."""

    piece: int
    line: int
    record_id: str
    element: str
    code: str
    value: str
    above: int


class PartValidation(Validation):
    """A validation that tells of each activity what it gives alone, and keeps what needs the others."""

    collects = True

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self._unsettled: list[Unsettled] = []

    def taken(self) -> list[Unsettled]:
        """What was kept since this was last asked."""
        found, self._unsettled = self._unsettled, []
        return found

    def awaits(self, version: str) -> bool:
        """No activity tells a version."""
        return False

    def line_before(self, identifier: str, line: int, own_line: int) -> int | None:
        """None; where it stands is kept."""
        above = own_line - line
        self._keep(own_line, identifier, "iati-identifier", _TWICE.id, identifier, above)
        return None

    def is_first_told(self, fault: RuleFault) -> bool:
        """False; it is kept."""
        self._keep(fault.line, fault.record_id, fault.element, fault.rule.id, str(fault.value), 0)
        return False

    def _keep(self, line: int, record_id: str, element: str, code: str, value: str, above: int) -> None:
        self._unsettled.append(Unsettled(self.piece, line, record_id, element, code, value, above))


def settled(found: Iterable[Unsettled]) -> Iterator[RuleFault]:
    """The faults among what the parts of a file kept, in the order of the file."""
    validation = Validation(date.min)
    for one in found:
        if one.code == _TWICE.id:
            first = validation.line_before(one.value, one.line - one.above, one.line)
            if first is not None:
                yield RuleFault(_TWICE, one.line, one.record_id, one.element, one.value, str(first))
        else:
            fault = RuleFault(_rules()[one.code], one.line, one.record_id, one.element, one.value)
            if validation.is_first_told(fault):
                yield fault


@cache
def _rules() -> dict[str, Rule]:
    """The rules that are told once, by their ids."""
    return OF_FILES | {rule.id: rule for rule in rules() if rule.options.get("once")}
