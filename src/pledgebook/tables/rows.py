"""The rows of an Arrow table, read as mappings without being held: a table of many rows stays as columns.

A newcomer would call ``to_pylist`` and hold a million dictionaries. A number comes without the zeros that its
column's scale adds, and a quantity as the value that its columns tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, overload

import pyarrow as pa

from pledgebook.tables.schema import QUANTITY_PARTS, table_type, value_from
from pledgebook.value import Value

_AT_ONCE = 1_000
_CELLS_AT_ONCE = 10_000
_HELD = 2_000
"""A table of no more rows is held as it is."""


def is_flat(table: str) -> bool:
    """Whether a table has no quantity, so that its columns hold all that its rows do."""
    return all(column.type != "quantity" for column in table_type(table).columns.values())


def rows_of(table: Any) -> Sequence[dict[str, Any]]:
    """The rows of a table, held where they are few."""
    rows = ColumnRows(table)
    return list(rows) if len(rows) <= _HELD else rows


def cells_of(rows: Iterable[Mapping[str, Any]], *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of all rows, as one tuple a row, None where a row has none; of columns no other is made."""
    if isinstance(rows, ColumnRows):
        yield from rows.cells(*names)
    else:
        for row in rows:
            yield tuple([row.get(name) for name in names])


def columns_of(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """The names of the columns that any of the rows has."""
    return set(rows.names) if isinstance(rows, ColumnRows) else {name for row in rows for name in row}


class ColumnRows(Sequence[dict[str, Any]]):
    """A table's rows, made when they are looked at."""

    def __init__(self, table: Any) -> None:
        self.table = table
        names = set(table.column_names)
        self.quantities = [n for n in table.column_names if {n + part for part in QUANTITY_PARTS} <= names]

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of a row: a quantity is one."""
        parts = {n + part for n in self.quantities for part in QUANTITY_PARTS} - set(self.quantities)
        return tuple(n for n in self.table.column_names if n not in parts)

    def cells(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Some columns of all rows, as one tuple a row."""
        wanted = [n + part for n in names for part in (QUANTITY_PARTS if n in self.quantities else ("",))]
        few = ColumnRows(self.table.select(wanted))
        if few.quantities:
            for row in few:
                yield tuple([row[name] for name in names])
            return
        for start in range(0, len(self), _CELLS_AT_ONCE):
            part = few.table.slice(start, _CELLS_AT_ONCE)
            yield from zip(*[_cells(column) for column in part.columns], strict=True)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self.between(start, start + _AT_ONCE)

    def between(self, start: int, end: int) -> list[dict[str, Any]]:
        """The rows from one place up to another."""
        part = self.table.slice(start, max(end - start, 0))
        columns = [_cells(column) for column in part.columns]
        names = part.column_names
        rows = [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
        for quantity in self.quantities:
            for row in rows:
                row[quantity] = _quantity(quantity, row)
        return rows

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            start, end, step = index.indices(len(self))
            return self.between(start, end) if step == 1 else [self[i] for i in range(start, end, step)]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self.between(place, place + 1)[0]


def _quantity(name: str, row: dict[str, Any]) -> Value:
    """The quantity of a row out of its columns, which leave the row."""
    _, low, high, bounds, status = [row.pop(name + part) for part in QUANTITY_PARTS]
    return value_from(low, high, bounds, status)


def _cells(column: Any) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if not pa.types.is_decimal(column.type):
        return values
    return [None if v is None else _plain(v) for v in values]


def _plain(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
