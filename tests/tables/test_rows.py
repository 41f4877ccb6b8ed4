"""Rows that stay as columns: some of their columns are the cells of the whole rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pledgebook.tables.rows import ColumnRows, cells_of, columns_of
from pledgebook.tables.schema import table_type, to_arrow
from pledgebook.value import NotReported, Withheld, known

ROWS: list[dict[str, Any]] = [
    {
        "as_of": date(2020, 1, n),
        "place_pcode": f"XX0{n}",
        "people": people,
        "is_total": n == 1,
        "source": "count",
        "record": f"row {n}",
    }
    for n, people in enumerate((known(Decimal("12.50")), NotReported(), Withheld("threshold")), start=1)
]
HELD = list(ColumnRows(to_arrow("displacement", ROWS)))


@pytest.mark.parametrize(
    "names", [("place_pcode",), ("record", "as_of"), ("people", "place_pcode"), ("people",)]
)
def test_cells_of_columns_are_those_of_the_rows_also_of_a_quantity(names: tuple[str, ...]) -> None:
    expected = [tuple(row[name] for name in names) for row in HELD]
    assert list(cells_of(ColumnRows(to_arrow("displacement", ROWS)), *names)) == expected
    assert list(cells_of(HELD, *names)) == expected


def test_a_row_that_lacks_a_column_has_nothing_there() -> None:
    assert list(cells_of([{"source": "a"}, {"record": "row 1"}], "source", "record")) == [
        ("a", None),
        (None, "row 1"),
    ]


def test_a_quantity_is_one_column_of_a_row() -> None:
    declared = set(table_type("displacement").columns)
    assert columns_of(ColumnRows(to_arrow("displacement", ROWS))) == columns_of(HELD) == declared
