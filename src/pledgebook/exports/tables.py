"""Every released table as CSV and Parquet, every measure's rows as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from pledgebook.book.models import MeasureDeclaration
from pledgebook.exports.files import cell, plain, write_csv, write_parquet
from pledgebook.interval import Interval
from pledgebook.measures.answer import Row
from pledgebook.measures.database import NO_KEYS, row_of
from pledgebook.measures.engine import Measures
from pledgebook.memory import MANY_ROWS
from pledgebook.processes import processes_for, shared
from pledgebook.tables.schema import bounds_of
from pledgebook.value import Known, NotReported, Value, status_of

_ROWS_AT_ONCE = 4096
VALUE_HEADERS = ("value", "low", "high", "bounds", "status")


def write_tables(
    folder: Path, tables: Mapping[str, Any], meanwhile: Callable[[], None] = lambda: None
) -> None:
    """``tables/<table>.csv`` and ``.parquet`` of every released table; with many rows in another process, while this
    one does what there is ``meanwhile``."""

    def write(names: Sequence[str]) -> None:
        for name in names:
            write_parquet(folder / f"{name}.parquet", tables[name])
            write_table(folder, name, tables[name])

    rows = sum(table.num_rows for table in tables.values())
    processes = processes_for(rows) if rows > MANY_ROWS else 1
    shared(write, sorted(tables), processes, block=1, meanwhile=meanwhile)


def write_table(folder: Path, name: str, table: Any) -> None:
    """``<table>.csv``, some thousand rows at a time: the rows of a large table are never all held as objects."""
    batches = table.to_batches(max_chunksize=_ROWS_AT_ONCE)
    rows = (row for batch in batches for row in zip(*map(_cells, batch.columns), strict=True))
    write_csv(folder / f"{name}.csv", table.column_names, rows)


def _cells(column: Any) -> list[Any]:
    """A column's cells; numbers as their digits."""
    cells: list[Any] = column.to_pylist()
    if not pa.types.is_decimal(column.type):
        return cells
    return [None if number is None else plain(number) for number in cells]


def write_measures(folder: Path, measures: Measures) -> None:
    """``measures/<measure>.csv``: one line per row of the measure, with its source and record."""
    for measure in measures.declared.values():
        if measure.kind not in ("ratio", "rank"):
            write_measure(folder, measures, measure)


def write_measure(folder: Path, measures: Measures, measure: MeasureDeclaration) -> None:
    """One measure's rows, in the order of its columns; they are written as they come, and never held."""
    names, lines = measures.database.lines(measure)
    first = next(lines, None)
    keys = [name for name in names if name not in NO_KEYS] if first else []
    headers = [*keys, *VALUE_HEADERS, "source", "record"]
    rows = chain([first] if first else [], lines)
    written = _lines(names, keys, rows) if "low" not in names else _lines_of_rows(names, keys, rows)
    write_csv(folder / f"{measure.id}.csv", headers, written)


def _lines(
    names: Sequence[str], keys: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> Iterator[list[object]]:
    """The lines of a measure whose rows have one number each: its digits stand for the number and both its ends."""
    places = [names.index(name) for name in keys]
    value, source, record = (names.index(name) for name in ("value", "source", "record"))
    for row in rows:
        number = row[value]
        if number is None:
            told: tuple[object, ...] = value_cells(NotReported())
        else:
            digits = cell(Decimal(number))
            told = (digits, digits, digits, "[]", "reported")
        yield [*[row[n] for n in places], *told, row[source] or "", row[record] or ""]


def _lines_of_rows(
    names: Sequence[str], keys: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> Iterator[list[object]]:
    for row in (row_of(dict(zip(names, cells, strict=True))) for cells in rows):
        yield [*[row.keys[k] for k in keys], *value_cells(row.value), row.source, row.record]


def write_rows(path: Path, rows: tuple[Row, ...] | list[Row]) -> None:
    """Rows of one or more measures: their keys, value and lineage; a key that a row does not have is empty."""
    keys = list(dict.fromkeys(key for row in rows for key in row.keys))
    headers = [*keys, *VALUE_HEADERS, "source", "record"]
    lines = (
        [*(row.keys.get(k) for k in keys), *value_cells(row.value), row.source, row.record] for row in rows
    )
    write_csv(path, headers, lines)


def value_cells(value: Value) -> tuple[object, ...]:
    """A value as the five cells of a CSV line."""
    interval = value.interval if isinstance(value, Known) else None
    if not isinstance(interval, Interval):
        return None, None, None, None, status_of(value)
    return interval.exact, interval.low, interval.high, bounds_of(interval), status_of(value)
