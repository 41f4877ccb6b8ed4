"""Rows gathered into cells, and cells put together as a measure's kind and its ``over:`` allow.

A cell is one cohort (the values of the measure's grain) on its last day. A newcomer would add a published total
to the parts it is the total of: a total stands alone, and the rows of its parts are not used beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from pledgebook.book.models import MeasureDeclaration
from pledgebook.figures import write_interval, write_number
from pledgebook.measures.answer import Answer, Request, Row
from pledgebook.measures.sums import add, agreed, between_largest_and_sum
from pledgebook.text import WHOLE, Text, further_languages, texts_of
from pledgebook.value import Known, NotReported, Value

_LANGUAGES = (*WHOLE, *further_languages())


@dataclass(frozen=True)
class Places:
    """Which place lies in which: parent by p-code."""

    parents: dict[str, str]

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for place in sorted(self.parents):
            found.setdefault(self.parents[place], []).append(place)
        return found

    @cached_property
    def root(self) -> str:
        """The place that lies in no other."""
        return next((p for p, parent in sorted(self.parents.items()) if not parent), "")

    def children(self, place: str) -> list[str]:
        """The places directly inside a place."""
        return list(self._children.get(place, ()))

    def levels_below(self, place: str) -> Iterable[list[str]]:
        """The places inside a place, level by level: its divisions, then theirs."""
        level = self.children(place)
        while level:
            yield level
            level = [child for parent in level for child in self.children(parent)]

    def within(self, places: Iterable[str]) -> list[str]:
        """The places and all that lie inside them, sorted."""
        found = set(places)
        for place in list(found):
            found.update(inside for level in self.levels_below(place) for inside in level)
        return sorted(found)

    def outermost(self, places: Iterable[str]) -> list[str]:
        """The places without those that lie inside another of them."""
        chosen = dict.fromkeys(places)
        return [p for p in chosen if not any(p in level for q in chosen for level in self.levels_below(q))]


@dataclass(frozen=True, slots=True)
class Case:
    """What a kind combines: the measure, the request, its rows after every filter but the place's."""

    measure: MeasureDeclaration
    request: Request
    rows: Sequence[Row]
    places: Places


@dataclass(frozen=True, slots=True)
class Cell:
    """One cohort: its value, the rows that state it, whether they agree."""

    value: Value
    rows: tuple[Row, ...]
    is_agreed: bool = True

    @property
    def keys(self) -> dict[str, object]:
        """What the cohort is."""
        return self.rows[0].keys

    @property
    def is_total(self) -> bool:
        """A total over other cells, as its publisher gives it."""
        return self.keys.get("is_total") is True

    @property
    def day(self) -> date | None:
        """The day it speaks of."""
        return self.rows[0].day()


def note(key: str, **values: object) -> Text:
    """A sentence of ``notes.yml`` about an answer."""
    return texts_of("pledgebook.measures", "notes.yml")[key].fill(**values)


def answer_of(
    case: Case,
    value: Value,
    rows: Iterable[Row],
    notes: Iterable[Text] = (),
    days: tuple[str, str] = ("day", "day"),
) -> Answer:
    """The answer with its lineage. Where a row's own days are open on one side, so are the answer's."""
    used = tuple(rows)
    first, last = ([row.day(name) for row in used] for name in days)
    is_span = days[0] != days[1]
    return Answer(
        case.request,
        value,
        case.measure.unit,
        case.measure.kind,
        rows=used,
        sources=tuple(sorted({r.source for r in used})),
        row_count=len(used),
        from_day=None if is_span and None in first else min((d for d in first if d), default=None),
        to_day=None if is_span and None in last else max((d for d in last if d), default=None),
        notes=tuple(notes),
    )


def last_cells(rows: Iterable[Row], grain: Sequence[str]) -> list[Cell]:
    """Each cohort's rows of its last day; a row without a day is older than every other."""
    cohorts: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        cohorts.setdefault(tuple(row.keys.get(d) for d in grain), []).append(row)
    return [_cell(found) for found in cohorts.values()]


def _cell(rows: Sequence[Row]) -> Cell:
    last = max(row.day() or date.min for row in rows)
    newest = [row for row in rows if (row.day() or date.min) == last]
    totals = [row for row in newest if row.keys.get("is_total") is True]
    used = tuple(totals or newest)
    value, is_agreed = agreed([row.value for row in used])
    return Cell(value, used, is_agreed)


def put_together(case: Case, cells: Sequence[Cell]) -> Answer:
    """One answer from the cells: totals before their parts, then as ``over:`` says of each dimension."""
    apart = unfixed(case.measure.over, cells)
    if apart:
        rows = [row for cell in cells for row in cell.rows]
        return answer_of(case, NotReported(), rows, [never_combined(name, cells) for name in apart])
    used = [c for c in cells if c.is_total] or list(cells)
    rows = [row for cell in used for row in cell.rows]
    value = combined(case.measure, [(cell.keys, cell.value) for cell in used])
    return answer_of(case, value, rows, notes_on(used))


def combined(measure: MeasureDeclaration, values: Sequence[tuple[dict[str, object], Value]]) -> Value:
    """Values added; over dimensions where the same person may recur, no further than they allow."""
    apart = [name for name, how in measure.over.items() if how == "distinct"]
    groups: dict[tuple[object, ...], list[Value]] = {}
    for keys, value in values:
        groups.setdefault(tuple(keys.get(name) for name in apart), []).append(value)
    sums = [add(group) for group in groups.values()]
    populations = [Decimal(str(p)) for keys, _ in values if (p := keys.get("population")) is not None]
    most = max(populations, default=None)
    return between_largest_and_sum(sums, most) if len(sums) > 1 else add(sums)


def unfixed(over: Mapping[str, str], cells: Iterable[Cell]) -> list[str]:
    """The dimensions that are never combined and of which the cells have more than one value."""
    found = list(cells)
    return [n for n, how in over.items() if how == "never" and len({c.keys.get(n) for c in found}) > 1]


def never_combined(dimension: str, cells: Iterable[Cell]) -> Text:
    """Says which dimension has to be fixed, and at what."""
    values = sorted({str(c.keys.get(dimension)) for c in cells})
    return note("never_combined", dimension=dimension, values=", ".join(values))


def notes_on(cells: Iterable[Cell]) -> list[Text]:
    """A note for each cell of which the sources give different numbers."""
    return [note("sources_differ", values=_listed(c)) for c in cells if not c.is_agreed]


def _listed(cell: Cell) -> Text:
    intervals = [row.value.interval for row in cell.rows if isinstance(row.value, Known)]
    return Text(**{lang: "; ".join(write_interval(i, "", lang) for i in intervals) for lang in _LANGUAGES})


def compared(answer: Answer, parts: Sequence[Cell], places: int) -> Answer:
    """A published total stands as published; what its parts add to is said beside it."""
    reported = [c for c in parts if c.day == answer.to_day and isinstance(c.value, Known)]
    total = add(c.value for c in reported)
    if not isinstance(total, Known) or total.interval.exact is None:
        return answer
    sums = Text(**{language: write_number(total.interval.exact, language) for language in _LANGUAGES})
    said = note("total_compared", known=len(reported), all=places, sum=sums)
    return replace(answer, notes=(*answer.notes, said))
