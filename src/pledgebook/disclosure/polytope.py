"""All that linear equations leave open: the least and the most that each unknown can be, exactly.

A newcomer would bound each unknown equation by equation. Three sums of two out of three unknowns give each of
them away, and no single one of the sums does. The simplex method, in exact numbers, finds both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from pledgebook.disclosure.counts import Bounds

Number: TypeAlias = int | Fraction
Equation: TypeAlias = tuple[Mapping[int, int], Fraction]
"""Coefficients by unknown, and what they add to."""


class Polytope:
    """The solutions of equations whose unknowns lie within bounds. ``is_empty`` where there are none."""

    def __init__(self, equations: Iterable[Equation], bounds: Sequence[Bounds]) -> None:
        self._low = [_ratio(b.low, 1) for b in bounds]
        self._seen: list[tuple[Number, Number]] = []
        self._rows = _independent([*_shifted(equations, bounds), *_caps(bounds)])
        self.is_empty = any(not any(row[:-1]) for row in self._rows)
        if not self.is_empty:
            self._start()

    def range_of(self, unknown: int) -> Bounds:
        """The least and the most that an unknown can be; no upper end where there is none."""
        low, high = self._optimum(unknown, -1), self._optimum(unknown, 1)
        assert low is not None
        return Bounds(Fraction(low), None if high is None else Fraction(high))

    def seen(self, unknown: int) -> Bounds:
        """The least and the most that the solutions met so far have; the range is no narrower."""
        low, high = self._seen[unknown]
        return Bounds(Fraction(low), Fraction(high))

    def _start(self) -> None:
        """A first solution: artificial unknowns, one a row, are driven down to zero and then left out."""
        width, height = len(self._rows[0]) - 1 if self._rows else len(self._low), len(self._rows)
        for number, row in enumerate(self._rows):
            signed = [-a for a in row] if row[-1] < 0 else row
            unit = [int(number == n) for n in range(height)]
            self._rows[number] = [*signed[:-1], *unit, signed[-1]]
        self._basis = list(range(width, width + height))
        self._climb([0] * width + [-1] * height)
        self.is_empty = any(b >= width and r[-1] for b, r in zip(self._basis, self._rows, strict=True))
        for number, basic in enumerate(self._basis):
            if basic >= width:
                free = next((j for j in range(width) if self._rows[number][j]), None)
                if free is not None:
                    self._pivot(number, free)
        self._rows = [[*row[:width], row[-1]] for row in self._rows]
        self._seen = [(v, v) for v in self._values()]

    def _optimum(self, unknown: int, sign: int) -> Number | None:
        if not self._rows:
            return self._low[unknown] if sign < 0 else None
        goal: list[Number] = [0] * (len(self._rows[0]) - 1)
        goal[unknown] = sign
        return self._values()[unknown] if self._climb(goal) else None

    def _climb(self, goal: Sequence[Number]) -> bool:
        """Go to the solution where the goal is largest (Bland's rule); False where it has no end."""
        gains = list(goal)
        for basic, row in zip(self._basis, self._rows, strict=True):
            gains = _less(gains, goal[basic], row)
        while (entering := next((j for j, gain in enumerate(gains) if gain > 0), None)) is not None:
            steps = [
                (_ratio(row[-1], row[entering]), self._basis[number], number)
                for number, row in enumerate(self._rows)
                if row[entering] > 0
            ]
            if not steps:
                return False
            leaving = min(steps)[2]
            self._pivot(leaving, entering)
            gains = _less(gains, gains[entering], self._rows[leaving])
            self._note()
        return True

    def _pivot(self, number: int, column: int) -> None:
        by = self._rows[number][column]
        self._rows[number] = pivot = [_ratio(a, by) if a else 0 for a in self._rows[number]]
        for other, row in enumerate(self._rows):
            if other != number:
                self._rows[other] = _less(row, row[column], pivot)
        self._basis[number] = column

    def _note(self) -> None:
        if self._seen:
            met = zip(self._seen, self._values(), strict=True)
            self._seen = [(min(low, v), max(high, v)) for (low, high), v in met]

    def _values(self) -> list[Number]:
        values = list(self._low)
        for basic, row in zip(self._basis, self._rows, strict=True):
            if basic < len(values):
                values[basic] += row[-1]
        return values


def _width(bounds: Sequence[Bounds]) -> int:
    return len(bounds) + sum(b.high is not None for b in bounds)


def _shifted(equations: Iterable[Equation], bounds: Sequence[Bounds]) -> Iterable[list[Number]]:
    """The equations over what each unknown is above its lower end."""
    for coefficients, total in equations:
        row: list[Number] = [0] * (_width(bounds) + 1)
        row[-1] = _ratio(total, 1)
        for unknown, times in coefficients.items():
            row[unknown] += times
            row[-1] -= _ratio(times * bounds[unknown].low, 1)
        yield row


def _caps(bounds: Sequence[Bounds]) -> Iterable[list[Number]]:
    """One equation for each upper end: the unknown and what it lacks of its end."""
    slack = len(bounds)
    for unknown, bound in enumerate(bounds):
        if bound.high is not None:
            row: list[Number] = [0] * (_width(bounds) + 1)
            row[unknown] = row[slack] = 1
            row[-1] = _ratio(bound.high - bound.low, 1)
            slack += 1
            yield row


def _ratio(number: Number, by: Number) -> Number:
    """The exact quotient, as a whole number where it is one, which is quicker to go on with."""
    quotient = number * by if by in (1, -1) else Fraction(number) / by
    return quotient.numerator if quotient.denominator == 1 else quotient


def _less(row: Sequence[Number], times: Number, other: Sequence[Number]) -> list[Number]:
    """The row less a multiple of another, which may be longer."""
    return [a - times * b if b else a for a, b in zip(row, other, strict=False)] if times else list(row)


def _independent(rows: Sequence[list[Number]]) -> list[list[Number]]:
    """The rows without those that follow from others; one that is 0 = 1 stays."""
    kept: list[tuple[int, list[Number]]] = []
    for row in rows:
        for lead, other in kept:
            row = _less(row, _ratio(row[lead], other[lead]), other)
        if any(row):
            kept.append((next(j for j, a in enumerate(row) if a), row))
    return [row for _, row in kept]
