"""A flow over a span against the same flow over a longer one around it.

A newcomer would compare each span with all that overlap it, which is the square of them. Here the spans come by their
first day, the longer first, and of those seen only the steps of a stair are kept: a longer reach with a higher end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from pledgebook.claims.conflicts.statements import (
    Conflict,
    Frame,
    Statement,
    against,
    both_hold,
    ends_lower,
    is_above,
)
from pledgebook.period import Span


def shorter_than_longer(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """A span inside another has the larger flow of the same scope."""
    groups: dict[object, list[tuple[Span, Statement]]] = defaultdict(list)
    for statement in statements:
        span = statement.request.span
        if statement.kind == "flow" and span is not None:
            groups[statement.measure, statement.keys].append((span, statement))
    for group in groups.values():
        group.sort(key=lambda pair: (pair[0].first, -pair[0].last.toordinal()))
        yield from _inside(group)


def _inside(ordered: Sequence[tuple[Span, Statement]]) -> Iterator[Conflict]:
    """Each statement against the one that ends lowest of all spans around its own."""
    around = _Stair()
    for span, same in groupby(ordered, key=lambda pair: pair[0]):
        found = [statement for _, statement in same]
        longer = around.lowest(span.last.toordinal())
        for statement in found:
            is_larger = longer is not None and is_above(statement.allowed, longer.allowed)
            if longer is not None and is_larger and not both_hold(statement, longer):
                yield against("wider", statement, longer)
        for statement in found:
            around.add(span.last.toordinal(), statement)


class _Stair:
    """Statements by the last day of their spans; of two, the one that reaches no further and ends no lower is gone."""

    __slots__ = ("_lasts", "_steps")

    def __init__(self) -> None:
        self._lasts: list[int] = []
        self._steps: list[Statement] = []

    def lowest(self, last: int) -> Statement | None:
        """The one that ends lowest of all that reach this day."""
        at = bisect_left(self._lasts, last)
        return self._steps[at] if at < len(self._steps) else None

    def add(self, last: int, statement: Statement) -> None:
        """Take a statement into account."""
        if not ends_lower(statement, self.lowest(last)):
            return
        at = bisect_left(self._lasts, last)
        if at < len(self._lasts) and self._lasts[at] == last:
            self._steps[at] = statement
        else:
            self._lasts.insert(at, last)
            self._steps.insert(at, statement)
        while at and not ends_lower(self._steps[at - 1], statement):
            at -= 1
            del self._lasts[at], self._steps[at]
