"""What ledgers say of people deployed: spells that overlap, ceilings that together are exceeded or about to be.

A newcomer would add a strength counted under a ceiling to one counted under the ceiling around it. The people inside
are people of both: of the two sums the larger is the least that is surely there, and a breach is told of that alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgebook.catalogue import problem
from pledgebook.checks.data import said_day
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.names import ceiling_of
from pledgebook.checks.places import ledger_line
from pledgebook.checks.quantities import in_words
from pledgebook.measures.sums import add
from pledgebook.value import Known, Value

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Force:
    """People under one ceiling and those inside it, on a day: how many at least, and the first row that says so."""

    people: Value
    row: Row


def overlapping_spells(evidence: Evidence) -> Iterator[Finding]:
    """PPL003: two spells under one ceiling that share a day, so that the same people may be counted twice."""
    names = {row["ceiling_id"]: ceiling_of(row) for row in evidence.rows["ceiling"]}
    by_ceiling: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.rows["deployment"]:
        if row["from_day"] and row["to_day"] and row["from_day"] < row["to_day"]:
            by_ceiling[row["ceiling_id"]].append(row)
    for ceiling, spells in by_ceiling.items():
        spells.sort(key=lambda r: (r["from_day"], r["to_day"], r["deployment_id"]))
        for number, later in enumerate(spells):
            for row in spells[:number]:
                if later["from_day"] <= row["to_day"]:
                    values = {
                        "one": in_words(row["people"], "people"),
                        "other": in_words(later["people"], "people"),
                    }
                    days = {
                        "first": said_day(later["from_day"]),
                        "last": said_day(min(row["to_day"], later["to_day"])),
                    }
                    where = ledger_line(evidence, later)
                    found = problem("PPL003", where, ceiling=names.get(ceiling, ceiling), **values, **days)
                    records = (str(row["deployment_id"]), str(later["deployment_id"]), ceiling)
                    yield Finding(found, records=records)


def strength_together(evidence: Evidence) -> Iterator[Finding]:
    """PPL001 of several spells, or of ceilings inside one, that exceed it together and not one by one."""
    for ceiling, forces in _forces(evidence):
        for day, force in sorted(forces.items()):
            if _is_above(force.people, ceiling["people"]) and not _is_above(
                force.row["people"], ceiling["people"]
            ):
                values = {
                    "people": in_words(force.people, "count"),
                    "allowed": in_words(ceiling["people"], "count"),
                }
                where = ledger_line(evidence, force.row)
                found = problem("PPL001", where, ceiling=ceiling_of(ceiling), day=said_day(day), **values)
                records = (str(force.row["deployment_id"]), str(ceiling["ceiling_id"]))
                yield Finding(found, records=records)


def nearly_exceeded(evidence: Evidence) -> Iterator[Finding]:
    """PPL004: a ceiling in force of which the last known strength has reached the share that the book declares."""
    declared = evidence.book.declaration
    for ceiling, forces in _forces(evidence):
        if not forces or not _in_force(ceiling, declared.as_of):
            continue
        day = max(forces)
        people, allowed = forces[day].people, ceiling["people"]
        if _has_reached(people, allowed, declared.ceiling_alert) and not _is_above(people, allowed):
            values = {"people": in_words(people, "count"), "allowed": in_words(allowed, "count")}
            more = {"day": said_day(day), "share": str(declared.ceiling_alert)}
            where = ledger_line(evidence, forces[day].row)
            records = (str(forces[day].row["deployment_id"]), str(ceiling["ceiling_id"]))
            found = problem("PPL004", where, ceiling=ceiling_of(ceiling), **values, **more)
            yield Finding(found, records=records)


def _forces(evidence: Evidence) -> Iterator[tuple[Row, dict[date, _Force]]]:
    """Each ceiling with the people under it, on the days in force on which a strength or a spell begins."""
    spells: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.rows["deployment"]:
        if row["from_day"] and row["to_day"] and isinstance(row["people"], Known):
            spells[row["ceiling_id"]].append(row)
    inside: dict[str, list[str]] = defaultdict(list)
    for row in evidence.rows["ceiling"]:
        inside[row["parent"] or ""].append(row["ceiling_id"])
    days = sorted({row["from_day"] for rows in spells.values() for row in rows})
    for ceiling in evidence.rows["ceiling"]:
        found = {
            day: force
            for day in days
            if _in_force(ceiling, day) and (force := _force(ceiling["ceiling_id"], day, spells, inside, ()))
        }
        yield ceiling, found


def _force(
    ceiling: str,
    day: date,
    spells: Mapping[str, list[Row]],
    inside: Mapping[str, list[str]],
    around: tuple[str, ...],
) -> _Force | None:
    """The larger of what is counted under a ceiling itself and of what is counted under those inside it."""
    rows = [row for row in spells.get(ceiling, ()) if row["from_day"] <= day <= row["to_day"]]
    rows = [row for row in rows if row["from_day"] == row["to_day"]] or rows
    own = _Force(add(row["people"] for row in rows), rows[0]) if rows else None
    parts = [
        force
        for child in inside.get(ceiling, ())
        if child != ceiling and child not in around
        and (force := _force(child, day, spells, inside, (*around, ceiling)))
    ]  # fmt: skip
    together = _Force(add(force.people for force in parts), parts[0].row) if parts else None
    known = [force for force in (own, together) if force]
    return max(known, key=lambda f: _least(f.people), default=None)


def _least(people: Value) -> Any:
    return (people.interval.low or 0) if isinstance(people, Known) else -1


def _in_force(ceiling: Row, day: date) -> bool:
    return bool((ceiling["from_day"] or date.min) <= day <= (ceiling["to_day"] or date.max))


def _is_above(people: Value, allowed: Value) -> bool:
    return (
        isinstance(people, Known)
        and isinstance(allowed, Known)
        and people.interval.is_above(allowed.interval)
    )


def _has_reached(people: Value, allowed: Value, share: int) -> bool:
    """Whatever the two are within their bounds, the people are at least that share of what is allowed."""
    if not isinstance(people, Known) or not isinstance(allowed, Known):
        return False
    least, most = people.interval.low, allowed.interval.high
    return least is not None and most is not None and least * 100 >= share * most
