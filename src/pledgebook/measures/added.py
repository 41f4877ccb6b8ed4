"""Sums of a flow put together, and what share one is of another, without the rows that they are of.

A newcomer would ask the measure for each of a page's numbers. An answer holds all its rows, and some hundred answers
about all the money of many projects hold them some hundred times; a breakdown is one question, and holds no row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pledgebook.measures.database import exact
from pledgebook.measures.engine import Slice
from pledgebook.measures.sums import at_least, divide
from pledgebook.value import Known, NotReported, Value, known


@dataclass(frozen=True, slots=True)
class Added:
    """Rows of a flow added up: the sum of those with an amount, how many they are, how many have none."""

    total: Decimal
    with_amount: int
    without_amount: int

    @property
    def rows(self) -> int:
        """All rows, with an amount or not."""
        return self.with_amount + self.without_amount

    @property
    def value(self) -> Value:
        """What the measure answers of these rows: at least the sum where some have no amount.

        >>> str(Added(Decimal(5), 2, 1).value.interval), Added(Decimal(0), 0, 1).value
        ('>=5', NotReported())
        """
        if not self.with_amount:
            return NotReported()
        whole = known(self.total)
        return Known(at_least(whole.interval)) if self.without_amount else whole


def added(slices: Iterable[Slice]) -> Added:
    """Some lines of a breakdown as one."""
    total, with_amount, without = Decimal(0), 0, 0
    for one in slices:
        total += exact(one.value) or Decimal(0)
        with_amount += one.rows
        without += one.without_amount
    return Added(total, with_amount, without)


def share_of(part: Added, whole: Added) -> Value:
    """A part of a flow in percent of the whole: rows without an amount are on neither side, and no part is none.

    The ratio of a measure and a part of itself, as the engine takes it of rows.
    """
    if not whole.with_amount or (part.rows and not part.with_amount):
        return NotReported()
    return divide(known(part.total), known(whole.total))
