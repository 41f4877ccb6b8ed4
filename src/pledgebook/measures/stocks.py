"""Stocks: the last count on or before a day, place by place.

A newcomer would add the counts of several months, or a country's published total to its provinces'. A published
total stands; without one the places of one level add up, and a place that is missing leaves a lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pledgebook.measures.answer import Answer, Row, choices
from pledgebook.measures.combining import (
    Case,
    Cell,
    answer_of,
    compared,
    last_cells,
    never_combined,
    note,
    notes_on,
    put_together,
    unfixed,
)
from pledgebook.measures.sums import add, at_least
from pledgebook.measures.totals import by_lowest_unit, overlapping, whole_cells
from pledgebook.value import Known, NotReported, Withheld


def stock(case: Case) -> Answer:
    """The last count per place, no older than the measure says; several places add up."""
    cells = whole_cells(case, last_cells(_in_time(case), case.measure.grain))
    dimension = case.measure.place
    if dimension is None:
        return put_together(case, cells)
    wanted = case.request.keys.get(dimension) or case.places.root
    answers = [_at_place(case, cells, place) for place in case.places.outermost(choices(wanted))]
    if len(answers) == 1:
        return answers[0]
    rows = [row for answer in answers for row in answer.rows]
    notes = [note for answer in answers for note in answer.notes]
    return answer_of(case, add(a.value for a in answers), rows, notes)


def _in_time(case: Case) -> list[Row]:
    """The rows that still say something on the day; without a day, on the newest day of all."""
    days = [d for row in case.rows if (d := row.day())]
    day = case.request.at or max(days, default=date.min)
    oldest = day - timedelta(days=case.measure.valid_for or 0) if days else day
    return [row for row in case.rows if (seen := row.day()) and oldest <= seen <= day <= _until(row)]


def _until(row: Row) -> date:
    """The last day of which a row speaks, where its measure says so."""
    return row.day("last_day") or date.max


def _at_place(case: Case, cells: Sequence[Cell], place: str) -> Answer:
    own = [c for c in cells if c.keys[case.measure.place or ""] == place]
    parts, level = _level_below(case, cells, place)
    states = [c for c in own if isinstance(c.value, Known | Withheld)]
    if names := overlapping(case, [*own, *parts]):
        return _bounded(case, cells, place, names)
    if states and not _replaced(states, parts, level):
        return compared(put_together(case, own), parts, len(level))
    if not parts:
        return answer_of(case, NotReported(), [row for c in own for row in c.rows])
    reported = {c.keys[case.measure.place or ""] for c in parts if isinstance(c.value, Known)}
    rows = [row for c in parts for row in c.rows]
    apart = unfixed(case.measure.over, parts)
    if apart:
        return answer_of(case, NotReported(), rows, [never_combined(name, parts) for name in apart])
    total = add(c.value for c in parts)
    if len(reported) < len(level) and isinstance(total, Known):
        total = Known(at_least(total.interval))
    return replace(answer_of(case, total, rows, notes_on(parts)), coverage=(len(reported), len(level)))


def _bounded(case: Case, cells: Sequence[Cell], place: str, dimensions: Sequence[str]) -> Answer:
    """Counts that overlap: bounds by the smallest places, and a caution that they are no publisher's total."""
    used = [c for c in cells if c.keys[case.measure.place or ""] in case.places.within([place])]
    names = ", ".join(dimensions)
    notes = [*notes_on(used), note("counts_overlap", dimension=names)]
    return answer_of(case, by_lowest_unit(case, cells, place), [r for c in used for r in c.rows], notes)


def _level_below(case: Case, cells: Sequence[Cell], place: str) -> tuple[list[Cell], list[str]]:
    """The cells of the nearest level inside a place that has any, and all places of that level."""
    for level in case.places.levels_below(place):
        parts = [c for c in cells if c.keys[case.measure.place or ""] in level]
        if parts:
            return parts, level
    return [], case.places.children(place)


def _replaced(own: Sequence[Cell], parts: Sequence[Cell], level: Sequence[str]) -> bool:
    """Every place of the level has a number that is newer than the total."""
    days = [c.day for c in parts if c.day and isinstance(c.value, Known)]
    return bool(days) and len(days) == len(level) and min(days) > max(c.day for c in own if c.day)
