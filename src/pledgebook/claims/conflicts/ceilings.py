"""A strength in prose against the ceilings in force on its day, as prose or the ledger state them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from pledgebook.claims.conflicts.statements import Conflict, Frame, Statement, against, both_hold, is_above
from pledgebook.value import Known


def ceilings_exceeded(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """More people deployed than a ceiling allows that is in force on that day; one finding per strength."""
    claimed: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.measure == "ceiling" and statement.key("line"):
            claimed[statement.key("line")].append(statement)
    for statement in statements:
        day = statement.request.at
        if statement.measure == "strength" and day is not None:
            found = next(_exceeded(statement, day, claimed, frame), None)
            if found is not None:
                yield found


def _exceeded(
    strength: Statement, day: date, claimed: dict[str, list[Statement]], frame: Frame
) -> Iterator[Conflict]:
    for line in _around(strength.key("ceiling"), frame):
        row = frame.ceilings.get(line)
        for ceiling in claimed.get(line, []):
            in_force = _is_of(ceiling, day) and (
                row is None or _is_in_force(row["from_day"], row["to_day"], day)
            )
            if in_force and not both_hold(strength, ceiling) and is_above(strength.allowed, ceiling.allowed):
                yield against("ceiling", strength, ceiling)
        if row is None or strength.is_borne_out or not _is_in_force(row["from_day"], row["to_day"], day):
            continue
        if isinstance(row["people"], Known) and is_above(strength.allowed, row["people"].interval):
            yield Conflict("ceiling", strength, line, row["people"].interval, strength.where)


def _around(line: str, frame: Frame) -> Iterator[str]:
    """The ceiling and those in which it lies."""
    seen: set[str] = set()
    while line and line not in seen:
        seen.add(line)
        yield line
        line = frame.line_parents.get(("ceiling", line), "")


def _is_of(ceiling: Statement, day: date) -> bool:
    at, span = ceiling.request.at, ceiling.request.span
    return at == day if at is not None else span is None or span.contains(day)


def _is_in_force(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
