"""Every released table as CSV and Parquet, every measure's rows as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pledgebook.book.models import MeasureDeclaration
from pledgebook.exports.files import write_csv, write_parquet
from pledgebook.interval import Interval
from pledgebook.measures.answer import Request, Row
from pledgebook.measures.engine import Measures
from pledgebook.tables.schema import bounds_of
from pledgebook.value import Known, Value, status_of

_ROWS_AT_ONCE = 4096
VALUE_HEADERS = ("value", "low", "high", "bounds", "status")


def write_tables(folder: Path, tables: Mapping[str, Any]) -> None:
    """``tables/<table>.csv`` and ``.parquet`` of every released table."""
    for name, table in sorted(tables.items()):
        write_parquet(folder / f"{name}.parquet", table)
        write_table(folder, name, table)


def write_table(folder: Path, name: str, table: Any) -> None:
    """``<table>.csv``, some thousand rows at a time: the rows of a large table are never all held as objects."""
    batches = table.to_batches(max_chunksize=_ROWS_AT_ONCE)
    rows = (row for batch in batches for row in zip(*batch.to_pydict().values(), strict=True))
    write_csv(folder / f"{name}.csv", table.column_names, rows)


def write_measures(folder: Path, measures: Measures) -> None:
    """``measures/<measure>.csv``: one line per row of the measure, with its source and record."""
    for measure in measures.declared.values():
        if measure.kind not in ("ratio", "rank"):
            write_measure(folder, measures, measure)


def write_measure(folder: Path, measures: Measures, measure: MeasureDeclaration) -> None:
    """One measure's rows, in the order of its columns."""
    rows = measures.database.rows(measure, Request(measure.id), {})
    write_rows(folder / f"{measure.id}.csv", rows)


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
