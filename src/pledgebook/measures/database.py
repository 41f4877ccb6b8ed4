"""The released tables of a build on an engine, and a measure's SQL run on it.

A ``measure.sql`` gives one row per row of the tables it reads: the dimensions of the measure's ``grain``, the
days its kind needs, ``value`` (a flow, for its sums) or ``low, high, bounds, status`` or both, and ``source,
record`` for lineage. A total over other rows says so in ``is_total``; without ``status``, what is null is not
reported. It may use the book's own settings as variables: ``getvariable('currency')`` and the like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.book.models import MeasureDeclaration
from pledgebook.measures.answer import Request, Row, choices
from pledgebook.measures.engines import Engine, Setting, UnrunnableError
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.measures.fetched import Fetched
from pledgebook.tables.schema import value_from
from pledgebook.value import Known, NotReported, known

NO_KEYS = ("value", "low", "high", "bounds", "status", "source", "record")
"""What a measure's SQL gives beside its dimensions and days."""
_WORDS = "in words: "
MOST_ROWS = 100_000
"""A measure with more rows is asked by a query for each request; with fewer, its rows are held in memory."""


class Database:
    """The released tables of one build, read by measures."""

    def __init__(
        self,
        tables: Mapping[str, Any],
        settings: Mapping[str, Setting],
        engine: Engine | None = None,
        most_rows: int = MOST_ROWS,
    ) -> None:
        self._engine: Engine = engine or DuckDb()
        self._sizes = {name: table.num_rows for name, table in tables.items()}
        for name, table in tables.items():
            self._engine.register(name, table)
        for name, value in settings.items():
            self._engine.let(name, value)
        self._columns: dict[str, tuple[str, ...]] = {}
        self._sql: dict[Path, str] = {}
        self._fetched: dict[str, Fetched | None] = {}
        self._settings = dict(settings)
        self._most_rows = most_rows

    def sql(self, measure: MeasureDeclaration) -> str:
        """The measure's own SQL."""
        if measure.path not in self._sql:
            text = (measure.path / "measure.sql").read_text(encoding="utf-8")
            self._sql[measure.path] = text.strip().rstrip(";")
        return self._sql[measure.path]

    def setting_up(self, measures: Iterable[MeasureDeclaration]) -> list[str]:
        """The statements that make the measures' SQL run by itself, in the folder ``data`` of a built site."""
        declared = list(measures)
        tables = sorted({table for measure in declared for table in measure.reads})
        texts = " ".join(self.sql(m) for m in declared if m.kind not in ("ratio", "rank"))
        lines = [
            f"set variable {k} = {_literal(v)};"
            for k, v in sorted(self._settings.items())
            if f"'{k}'" in texts
        ]
        return lines + [f"create view {table} as from 'tables/{table}.parquet';" for table in tables]

    def columns(self, measure: MeasureDeclaration) -> tuple[str, ...]:
        """The columns that the measure's SQL gives."""
        if measure.id not in self._columns:
            self._columns[measure.id] = self._engine.columns(self.sql(measure))
        return self._columns[measure.id]

    def fault(self, measure: MeasureDeclaration) -> tuple[int, str] | None:
        """The line and the reason why the measure's SQL cannot be run or does not give what its kind needs."""
        try:
            columns = self.columns(measure)
            needed = [*measure.grain, "source", "record"]
            needed += [] if "value" in columns else ["low", "high", "bounds"]
            needed += ["day"] if measure.kind in ("flow", "stock") else []
            missing = [name for name in needed if name not in columns]
            if missing:
                return 1, "+ " + ", ".join(missing)
            self._engine.run(self.sql(measure))
        except UnrunnableError as error:
            return error.line, error.why
        return None

    def values_of(self, measure: MeasureDeclaration, dimension: str) -> list[str]:
        """The values that a dimension takes in the data, sorted."""
        fetched = self._all_rows(measure)
        if fetched is not None:
            return fetched.values_of(dimension)
        query = (
            f'select distinct cast("{dimension}" as varchar) as v from (\n{self.sql(measure)}\n) order by v'
        )
        return [row[0] for row in self._engine.run(query).rows if row[0] is not None]

    def rows(
        self,
        measure: MeasureDeclaration,
        request: Request,
        filters: Mapping[str, str],
        near: Mapping[str, str] | None = None,
    ) -> list[Row]:
        """The rows at the request's keys, in an order that is always the same.

        ``near``: keys outside of which no row changes the answer; what the query gives beside them is left out.
        """
        fetched = self._all_rows(measure)
        if fetched is not None:
            return fetched.taken({**filters, **(near or {})}, days_asked(measure, request))
        return [row_of(cells) for cells in self._cells(*self.query(measure, request, filters))]

    def lines(self, measure: MeasureDeclaration) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """The names of a measure's columns, and all its rows in their order, which nobody holds."""
        return self._engine.each(self._text(measure, []))

    def holds(self, measure: MeasureDeclaration) -> bool:
        """The measure has few enough rows to be fetched once."""
        return self._all_rows(measure) is not None

    def let_go(self) -> None:
        """Hold no rows any longer; they are fetched again at the next request."""
        self._fetched.clear()

    def _all_rows(self, measure: MeasureDeclaration) -> Fetched | None:
        """The measure's rows, fetched at its first request; None where they are too many to be held."""
        if measure.id not in self._fetched:
            self._fetched[measure.id] = self._fetch(measure)
        return self._fetched[measure.id]

    def _fetch(self, measure: MeasureDeclaration) -> Fetched | None:
        """One query where few rows go in; else the rows are counted first, for many are dear to put in order."""
        most, sql = self._most_rows, self.sql(measure)
        if sum(self._sizes.get(table, most + 1) for table in measure.reads) > most:
            some = f"select 1 from (\n{sql}\n) limit {most + 1}"
            if self._engine.run(f"select count(*) from ({some})").rows[0][0] > most:
                return None
        words = "".join(f', cast("{d}" as varchar) as "{_WORDS}{d}"' for d in measure.grain)
        found = self._engine.run(f"select *{words} from (\n{sql}\n)\norder by all limit {most + 1}")
        if len(found.rows) > most:
            return None
        own = len(found.names) - len(measure.grain)
        self._columns[measure.id] = names = found.names[:own]
        beside = {d: [row[own + n] for row in found.rows] for n, d in enumerate(measure.grain)}
        return Fetched([row_of(dict(zip(names, row, strict=False))) for row in found.rows], beside)

    def _cells(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        found = self._engine.run(query, values)
        return [dict(zip(found.names, cells, strict=True)) for cells in found.rows]

    def query(
        self, measure: MeasureDeclaration, request: Request, filters: Mapping[str, str]
    ) -> tuple[str, list[Any]]:
        """The SQL as it is run, with the values of its ``?`` in order."""
        tests = _tests(measure, request, filters)
        text = self._text(measure, [form.format(*"?" * len(values)) for form, values in tests])
        return text, [value for _, values in tests for value in values]

    def readable(self, measure: MeasureDeclaration, request: Request, filters: Mapping[str, str]) -> str:
        """The same SQL with its values written in, for people to read and run."""
        tests = _tests(measure, request, filters)
        return self._text(measure, [form.format(*map(_literal, values)) for form, values in tests])

    def _text(
        self, measure: MeasureDeclaration, tests: list[str], columns: str = "*", is_sorted: bool = True
    ) -> str:
        where = f"\nwhere {' and '.join(tests)}" if tests else ""
        if not is_sorted:
            return f"select {columns} from (\n{self.sql(measure)}\n){where}"
        order = ", ".join(f'"{c}"' for c in self.columns(measure))
        return f"select {columns} from (\n{self.sql(measure)}\n){where}\norder by {order}"

    def sums(
        self,
        measure: MeasureDeclaration,
        request: Request,
        filters: Mapping[str, str],
        by: Iterable[str],
        *,
        once: bool = False,
    ) -> list[tuple[tuple[Any, ...], Decimal | None, int, int]]:
        """For a flow: per value of the dimensions ``by`` the sum, the rows added, the rows without amount.

        ``once``: the measure is not asked much more, so that its rows are not fetched for this.
        """
        fetched = self._fetched.get(measure.id) if once else self._all_rows(measure)
        if fetched is not None:
            return _summed(fetched.taken(filters, days_asked(measure, request)), tuple(by))
        tests = _tests(measure, request, filters)
        query = self._text(
            measure, [form.format(*"?" * len(values)) for form, values in tests], is_sorted=False
        )
        dimensions = [f'"{name}"' for name in by]
        names = ", ".join(dimensions)
        keys = f"{names}, " if names else ""
        group = f" group by {names} order by {names}" if names else ""
        text = f"select {keys}sum(value), count(value), count(*) - count(value) from (\n{query}\n){group}"
        found = self._engine.run(text, [value for _, values in tests for value in values]).rows
        width = len(dimensions)
        return [(row[:width], row[width], row[width + 1], row[width + 2]) for row in found]


def _summed(
    rows: Iterable[Row], by: tuple[str, ...]
) -> list[tuple[tuple[Any, ...], Decimal | None, int, int]]:
    """What the query of ``sums`` gives, of rows that are held; without rows and dimensions, one line of nothing."""
    groups: dict[tuple[Any, ...], list[Decimal | None]] = {} if by else {(): []}
    for row in rows:
        groups.setdefault(tuple(row.keys[name] for name in by), []).append(exact(row.value))
    lines = []
    for keys, amounts in groups.items():
        known = [amount for amount in amounts if amount is not None]
        lines.append((keys, sum(known, Decimal(0)) if known else None, len(known), len(amounts) - len(known)))
    return lines


def _tests(
    measure: MeasureDeclaration, request: Request, filters: Mapping[str, str]
) -> list[tuple[str, list[Any]]]:
    """The conditions of a request, with ``{}`` where each value goes."""
    tests: list[tuple[str, list[Any]]] = []
    for name, wanted in sorted(filters.items()):
        values = choices(wanted)
        places = ", ".join(["{}"] * len(values))
        tests.append((f'cast("{name}" as varchar) in ({places})', list(values)))
    days = days_asked(measure, request)
    if days is not None:
        tests.append(("day between {} and {}", list(days)))
    return tests


def days_asked(measure: MeasureDeclaration, request: Request) -> tuple[date, date] | None:
    """The only days of which rows can speak to a request, where its measure's kind leaves any out.

    A count is taken on a day from the last that is no older than the measure's ``valid_for``.
    """
    if request.span and measure.kind in ("flow", "distinct"):
        return request.span.first, request.span.last
    if request.at and measure.kind == "stock":
        return request.at - timedelta(days=measure.valid_for or 0), request.at
    return None


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    text = str(value).replace("'", "''")
    return f"date '{text}'" if isinstance(value, date) else f"'{text}'"


def row_of(cells: Mapping[str, Any]) -> Row:
    """A row of a measure out of what its SQL gives."""
    if "low" in cells:
        low, high = (None if cells[c] is None else _plain(Decimal(cells[c])) for c in ("low", "high"))
        stated = "not_reported" if low is None and high is None else "reported"
        value = value_from(low, high, cells.get("bounds"), cells.get("status") or stated)
    else:
        number = cells["value"]
        value = NotReported() if number is None else known(_plain(Decimal(number)))
    keys = {k: v for k, v in cells.items() if k not in NO_KEYS}
    return Row(keys, value, cells.get("source") or "", cells.get("record") or "")


def _plain(number: Decimal) -> Decimal:
    """The number without the zeros that its column's scale added."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def exact(value: object) -> Decimal | None:
    """The number of a value that is known exactly, else None."""
    return value.interval.exact if isinstance(value, Known) else None
