"""How the rows of a measure become one number: one function per kind, and no other way.

A newcomer would add displaced people over months. A stock is the last count on or before a day; a ceiling is
the highest in force; an envelope is its newest edition; cumulative figures are taken, never added, over time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Row
from pledgebook.measures.ceilings import ceiling
from pledgebook.measures.combining import (
    Case,
    Cell,
    Places,
    answer_of,
    combined,
    last_cells,
    never_combined,
    note,
    notes_on,
    put_together,
    unfixed,
)
from pledgebook.measures.overlaps import counts_and_overlaps, people_in
from pledgebook.measures.stocks import stock
from pledgebook.measures.sums import difference
from pledgebook.measures.totals import whole_cells
from pledgebook.value import Known, NotReported, Value

__all__ = ["Case", "Places", "combine"]


def combine(case: Case) -> Answer:
    """The answer of the measure's kind to the request."""
    return _KINDS[case.measure.kind](case)


def _flow(case: Case) -> Answer:
    """The sum of all rows."""
    return put_together(case, [Cell(row.value, (row,)) for row in case.rows])


def _rate(case: Case) -> Answer:
    """The last one of one cohort; a rate that was published without its parts is never combined."""
    cells = whole_cells(case, last_cells([r for r in case.rows if _is_in_time(case, r)], case.measure.grain))
    used = [c for c in cells if c.is_total] if len(cells) > 1 else cells
    if len(used) == 1:
        return answer_of(case, used[0].value, used[0].rows, notes_on(used))
    rows = [row for cell in cells for row in cell.rows]
    apart = unfixed(dict.fromkeys(case.measure.grain, "never"), cells)
    return answer_of(case, NotReported(), rows, [never_combined(name, cells) for name in apart])


def _is_in_time(case: Case, row: Row) -> bool:
    """On or before the day, or in the span; a row without a day may be of any."""
    seen, at, span = row.day(), case.request.at, case.request.span
    return seen is None or ((at is None or seen <= at) and (span is None or span.contains(seen)))


def _envelope(case: Case) -> Answer:
    """The newest edition on the day that nothing supersedes; the whole where it is there, else its one part."""
    rows = [r for r in case.rows if _is_in_time(case, r)]
    if not case.request.keys.keys() & {"line", "edition"}:
        rows = [r for r in rows if not _is_superseded(r, case.request.at)]
        last = max((r.day() or date.min for r in rows), default=date.min)
        rows = [r for r in rows if (r.day() or date.min) == last]
    lines = {r.keys["line"] for r in rows}
    tops = [r for r in rows if r.keys.get("part_of") not in lines]
    if len(tops) == 1:
        return answer_of(case, tops[0].value, tops)
    listed = ", ".join(sorted(str(r.keys["line"]) for r in tops))
    return answer_of(case, NotReported(), tops, [note("several_lines", values=listed)] if tops else [])


def _is_superseded(row: Row, at: date | None) -> bool:
    """A later edition stands in its place, by the day asked for."""
    since = row.day("superseded_on")
    return since is not None and (at is None or since <= at)


def _cumulative(case: Case) -> Answer:
    """On a day, the last per cohort; over a span, what was added in it; without a day, what is undated."""
    span = case.request.span
    until = _cells_at(case, span.last if span else case.request.at)
    answer = put_together(case, until)
    if span is None or not isinstance(answer.value, Known):
        return answer
    before = _cells_at(case, span.first - timedelta(days=1))
    used = [cell for cell in until if cell.is_total] or until
    growth = [(cell.keys, difference(cell.value, _same_cohort(case, cell, before))) for cell in used]
    notes = [note("fell")] if any(_is_fall(value) for _, value in growth) else []
    return replace(answer, value=combined(case.measure, growth), notes=(*answer.notes, *notes))


def _is_fall(value: Value) -> bool:
    return isinstance(value, Known) and value.interval.high is not None and value.interval.high < 0


def _cells_at(case: Case, day: date | None) -> list[Cell]:
    """The cohorts on a day; without a day those that have none, or where all have one, the newest."""
    rows = [r for r in case.rows if day is None or ((seen := r.day()) and seen <= day)]
    undated = [r for r in rows if r.day() is None]
    return last_cells(undated or rows, case.measure.grain)


def _same_cohort(case: Case, cell: Cell, cells: Sequence[Cell]) -> Value:
    grain = case.measure.grain
    return next(
        (c.value for c in cells if all(c.keys.get(d) == cell.keys.get(d) for d in grain)), NotReported()
    )


def _distinct(case: Case) -> Answer:
    """People who can recur are never added: at least the largest count, at most the sum or the population.

    Rows that record how many people two counts share make that narrower.
    """
    populations = [Decimal(p) for r in case.rows if (p := r.keys.get("population")) is not None]
    counts, records = counts_and_overlaps(case.rows, case.measure.grain)
    value = people_in(counts, records, case.measure.grain, max(populations, default=None))
    return answer_of(case, value, [*counts, *records])


def _event(case: Case) -> Answer:
    """How many acts are recorded as done, with their days; one of which the day may lie outside counts 0 to 1."""
    done = [r for r in case.rows if isinstance(r.value, Known)]
    certain = [r for r in done if _lies_in(case, r, certainly=True)]
    possible = [r for r in done if _lies_in(case, r, certainly=False)]
    value: Value = NotReported()
    if done:
        value = Known(Interval(Decimal(len(certain)), Decimal(len(possible))))
    return answer_of(case, value, possible if done else case.rows, days=("from_day", "to_day"))


def _lies_in(case: Case, row: Row, *, certainly: bool) -> bool:
    """Whether an act lies by the day or in the span that is asked for: all days it may have, or any of them."""
    first, last = row.day("from_day") or date.min, row.day("to_day") or date.max
    at, span = case.request.at, case.request.span
    start = span.first if span else date.min
    end = at or (span.last if span else date.max)
    return start <= first and last <= end if certainly else first <= end and start <= last


_KINDS: dict[str, Callable[[Case], Answer]] = {
    "flow": _flow,
    "stock": stock,
    "rate": _rate,
    "envelope": _envelope,
    "ceiling": ceiling,
    "cumulative": _cumulative,
    "distinct": _distinct,
    "event": _event,
}
