"""Measures asked by name and keys. One request, one answer, however it is combined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pledgebook.book.models import MeasureDeclaration, Part
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request, Row, choices
from pledgebook.measures.changes import changed, two_times
from pledgebook.measures.combining import note
from pledgebook.measures.database import Database
from pledgebook.measures.kinds import Case, Places, combine
from pledgebook.measures.ratios import Sides, of_both, of_itself
from pledgebook.measures.sums import at_least, divide
from pledgebook.text import Text
from pledgebook.value import Known, NotReported, Value, known


@dataclass(frozen=True, slots=True)
class Slice:
    """One line of a breakdown: the values of its dimensions, the number, how many rows it is of."""

    keys: tuple[str, ...]
    value: Value
    rows: int
    without_amount: int = 0


Line = tuple[tuple[str, ...], Decimal | None, int, int]
"""What a slice says: its keys, the sum where anything has an amount, how many rows, how many without one."""
_NOTHING = Decimal(0)


class Measures:
    """The measures of a book over the released tables of a build."""

    def __init__(
        self,
        declared: Mapping[str, MeasureDeclaration],
        database: Database,
        places: Places,
        currency: str = "",
    ) -> None:
        self.declared = dict(declared)
        self.database = database
        self.places = places
        self.currency = currency
        self._answers: dict[Request, Answer] = {}

    def answer(self, request: Request) -> Answer:
        """The measure at the request's keys. The keys are taken as right: claims check them first."""
        if request not in self._answers:
            self._answers[request] = self._ask(request)
        return self._answers[request]

    def hold_all(self) -> bool:
        """Fetch every measure's rows; whether all are few enough to be held, so that the engine is asked no more."""
        own = [measure for measure in self.declared.values() if measure.kind not in ("ratio", "rank")]
        return all(self.database.holds(measure) for measure in own)

    def let_go(self) -> None:
        """Hold no row and no answer any longer: what is asked after this is fetched again, and is the same."""
        self._answers.clear()
        self.database.let_go()

    def _ask(self, request: Request) -> Answer:
        measure = self.declared[request.measure]
        if request.since is not None:
            return changed(request, *(self.answer(one) for one in two_times(request)))
        if measure.kind == "ratio":
            return self._ratio(measure, request)
        if measure.kind == "rank":
            return self._rank(measure, request)
        filters = {
            k: v for k, v in request.keys.items() if not (measure.kind == "stock" and k == measure.place)
        }
        rows = self.database.rows(measure, request, filters, self._near(measure, request))
        answer = combine(Case(measure, request, rows, self.places))
        sql = self.database.readable(measure, request, filters)
        return replace(answer, unit=self._unit(measure, answer.rows), sql=sql)

    def _near(self, measure: MeasureDeclaration, request: Request) -> dict[str, str]:
        """The places whose rows can speak to a count at a place on a day: the place and all inside it.

        Without a day every place counts, for the newest day of all is taken.
        """
        wanted = request.keys.get(measure.place or "")
        if measure.kind != "stock" or measure.place is None or request.at is None or not wanted:
            return {}
        if wanted == self.places.root:
            return {}
        return {measure.place: ",".join(self.places.within(choices(wanted)))}

    def _unit(self, measure: MeasureDeclaration, rows: tuple[Row, ...]) -> str:
        """The measure's unit; the book's currency or the indicator's own where it leaves it to them."""
        if measure.unit == "book_currency":
            return self.currency or measure.unit
        if measure.unit != "indicator":
            return measure.unit
        units = {unit for row in rows if (unit := row.keys.get("unit_of_value"))}
        return units.pop() if len(units) == 1 else measure.unit

    def unfixed(self, request: Request) -> list[str]:
        """The dimensions that a figure has to fix at one value, for the measure never combines them."""
        measure = self.declared[request.measure]
        asked = {n: choices(request.keys.get(n, "" if n in measure.totals else ",")) for n in measure.over}
        return [n for n, how in measure.over.items() if how == "never" and len(asked[n]) > 1]

    def rows(self, request: Request) -> tuple[Row, ...]:
        """The rows an answer was made of, its parts' rows included."""
        answer = self.answer(request)
        return answer.rows + tuple(row for part in answer.parts for row in part.rows)

    def breakdown(self, request: Request, *by: str) -> list[Slice]:
        """A flow's sum for each value of the dimensions ``by``, largest first.

        What has no amount in the book's currency is counted beside the sum, never taken for zero.
        """
        return [
            Slice(keys, NotReported() if total is None else known(total), count, empty)
            for keys, total, count, empty in self.lines(request, *by)
        ]

    def lines(self, request: Request, *by: str, once: bool = False) -> list[Line]:
        """The same without an object for each slice. ``once``: asked for so many lines that the measure's rows need
        not be held for it."""
        measure = self.declared[request.measure]
        assert measure.kind == "flow", f"{measure.id} is no flow and does not add up"
        apart = [n for n in self.unfixed(request) if n not in by]
        assert set(measure.over.values()) <= {"never"}, f"{measure.id} does not add up over every dimension"
        assert not apart, f"{measure.id} adds up only where {', '.join(apart)} is one"
        found = self.database.sums(measure, request, request.keys, by, once=once)
        lines = [
            (tuple(["" if k is None else str(k) for k in keys]), total, count, empty)
            for keys, total, count, empty in found
        ]
        return sorted(lines, key=lambda line: (-(line[1] or _NOTHING), line[0]))

    def values_of(self, measure: str, dimension: str) -> list[str]:
        """The values that a dimension of a measure takes in the data."""
        declared = self.declared[measure]
        if declared.kind == "ratio" and declared.denominator:
            return self.values_of(declared.denominator.measure, dimension)
        if declared.kind == "rank" and declared.of:
            return self.values_of(declared.of, dimension)
        return self.database.values_of(declared, dimension)

    def _ratio(self, measure: MeasureDeclaration, request: Request) -> Answer:
        assert measure.numerator is not None
        assert measure.denominator is not None
        above = self.answer(_part(measure.numerator, request))
        below = self.answer(_part(measure.denominator, request))
        sides = self._sides(above, below)
        times = Decimal(100) if measure.unit == "percent" else Decimal(1)
        return Answer(
            request,
            divide(sides.above, sides.below, times),
            self._unit(measure, ()),
            "ratio",
            sources=tuple(sorted({*above.sources, *below.sources})),
            row_count=below.row_count,
            from_day=below.from_day,
            to_day=below.to_day,
            coverage=below.coverage,
            notes=(note("keys_of_both", kept=sides.kept, all=sides.keys),) if sides.kept < sides.keys else (),
            sql=f"-- numerator\n{above.sql}\n\n-- denominator\n{below.sql}",
            parts=(above, below),
        )

    def _sides(self, above: Answer, below: Answer) -> Sides:
        """Flows are taken over the keys that both have; every other kind has made one number of its rows."""
        over, under = (self.declared[side.request.measure] for side in (above, below))
        if over.kind != "flow" or under.kind != "flow" or _is_apart(over, above) or _is_apart(under, below):
            return Sides(above.value, below.value, 1, 1)
        if over is under:
            return of_itself(above, below)
        return of_both(above, below, [d for d in over.grain if d in under.grain])

    def _rank(self, measure: MeasureDeclaration, request: Request) -> Answer:
        """The place from the largest down, as far as lower bounds let it be known; ties share the best."""
        assert measure.of is not None
        assert measure.among is not None
        wanted = request.keys.get(measure.among, "")
        others = tuple((k, v) for k, v in request.where if k != measure.among)
        whole = self.answer(Request(measure.of, others, request.at, request.span))
        slices = self.breakdown(whole.request, measure.among)
        table = {s.keys[0]: _reached(s) for s in slices if s.keys[0] and isinstance(s.value, Known)}
        named = sum(1 for s in slices if s.keys[0])
        return replace(
            whole,
            request=request,
            value=_place(table, wanted),
            unit="rank",
            kind="rank",
            coverage=(len(table), len(table)),
            notes=_said_of_rank(measure, len(table), named),
            parts=(whole,),
        )


def _is_apart(measure: MeasureDeclaration, answer: Answer) -> bool:
    """The rows differ in a dimension over which the measure is never added, so there is no one number of them."""
    never = (name for name, how in measure.over.items() if how == "never")
    return any(len({row.keys.get(name) for row in answer.rows}) > 1 for name in never)


def _said_of_rank(measure: MeasureDeclaration, ranked: int, named: int) -> tuple[Text, ...]:
    """Among whom the place is one, and how many of all have no data."""
    plural = measure.ranked or Text(
        en=f"values of “{measure.among}”", fr=f"valeurs de «\u00a0{measure.among}\u00a0»"
    )
    scope = note("rank_scope", n=ranked, ranked=plural)
    return (scope, note("not_ranked", ranked=ranked, all=named)) if ranked < named else (scope,)


def _reached(line: Slice) -> Interval:
    assert isinstance(line.value, Known)
    return at_least(line.value.interval) if line.without_amount else line.value.interval


def _place(table: Mapping[str, Interval], wanted: str) -> Value:
    """One more than those who are surely ahead, and no more than those who may be."""
    if wanted not in table:
        return NotReported()
    mine = table[wanted]
    others = [sums for name, sums in table.items() if name != wanted]
    surely = sum(1 for sums in others if _is_above(sums.low, mine.high))
    possibly = sum(1 for sums in others if sums.high is None or _is_above(sums.high, mine.low))
    return Known(Interval(Decimal(1 + surely), Decimal(1 + possibly)))


def _is_above(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one > other


def _part(part: Part, request: Request) -> Request:
    keys = {**request.keys, **part.where}
    return Request(part.measure, tuple(sorted(keys.items())), request.at, request.span)
