"""Ceilings: the most that was in force together on any day of a period.

A newcomer would add a ceiling to the one it lies inside, or two that were never in force on the same day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pledgebook.measures.answer import Answer, Request, Row
from pledgebook.measures.combining import Case, answer_of
from pledgebook.measures.sums import add, largest
from pledgebook.value import Known, Value


def ceiling(case: Case) -> Answer:
    """The highest day of the period; the rows are those of the first day that reaches it."""
    rows = [row for row in case.rows if _in_force(row, *_days_of(case.request))]
    parents = {str(row.keys["line"]): str(row.keys.get("parent") or "") for row in case.rows}
    days = [
        _on_one_day(in_force, parents)
        for day in _days(rows, case.request)
        if (in_force := [row for row in rows if _in_force(row, day, day)])
    ]
    used = max(days, key=lambda day: _reach(day[0]))[1] if days else []
    return answer_of(case, largest(value for value, _ in days), used, days=("from_day", "to_day"))


def _days_of(request: Request) -> tuple[date, date]:
    if request.at:
        return request.at, request.at
    return (request.span.first, request.span.last) if request.span else (date.min, date.max)


def _in_force(row: Row, first: date, last: date) -> bool:
    """Some day of the period lies between the row's; a day that is not stated is open."""
    return (row.day("from_day") or date.min) <= last and (row.day("to_day") or date.max) >= first


def _days(rows: Sequence[Row], request: Request) -> list[date]:
    """The first day, and every later one on which another ceiling comes into force."""
    first, last = _days_of(request)
    starts = {row.day("from_day") or date.min for row in rows}
    return sorted({first, *(day for day in starts if first <= day <= last)}) if rows else []


def _on_one_day(rows: Sequence[Row], parents: Mapping[str, str]) -> tuple[Value, list[Row]]:
    """What instruments allow together, and the row of each that reaches highest, of those inside no other."""
    lines = {str(row.keys["line"]) for row in rows}
    instruments: dict[object, list[Row]] = {}
    for row in rows:
        if not _ancestors(str(row.keys["line"]), parents) & lines:
            instruments.setdefault(row.keys.get("instrument"), []).append(row)
    groups = list(instruments.values())
    value = add(largest(row.value for row in group) for group in groups)
    return value, [max(group, key=lambda row: _reach(row.value)) for group in groups]


def _ancestors(line: str, parents: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    while (line := parents.get(line, "")) and line not in found:
        found.add(line)
    return found


def _reach(value: Value) -> tuple[Decimal, Decimal]:
    if not isinstance(value, Known):
        return Decimal(-1), Decimal(-1)
    low = value.interval.low or Decimal(0)
    return (Decimal("Infinity") if value.interval.high is None else value.interval.high), low
