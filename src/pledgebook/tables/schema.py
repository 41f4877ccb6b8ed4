"""How a table is declared, and rows turned into Arrow by that declaration.

A ``quantity`` becomes five columns, so that zero, not reported, not applicable and withheld stay apart and a
bound stays a bound: ``people`` (the number where it is exact), ``people_low``, ``people_high``,
``people_bounds`` (``[]``, ``[)``, ``(]`` or ``()``: which end is included) and ``people_status``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import Any

import pyarrow as pa

from pledgebook.interval import Interval
from pledgebook.text import Text, further_languages, further_texts
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, status_of
from pledgebook.yaml_text import load_yaml

QUANTITY = pa.decimal128(38, 6)
_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "amount": pa.decimal128(38, 12),
    "book_amount": pa.decimal128(38, 2),
    "share": pa.decimal128(38, 12),
}
DESCRIPTIONS = "tables/descriptions.yml"
"""Where a further language describes tables and their columns: keys are ``table`` and ``table.column``."""
QUANTITY_PARTS = {
    "": (QUANTITY, Text(en="the number, where it is exact", fr="le nombre, là où il est exact")),
    "_low": (QUANTITY, Text(en="its lower end, if it has one", fr="sa borne inférieure, s’il en a une")),
    "_high": (QUANTITY, Text(en="its upper end, if it has one", fr="sa borne supérieure, s’il en a une")),
    "_bounds": (
        pa.string(),
        Text(en="which end is included: [] both, () none", fr="borne incluse : [] les deux, () aucune"),
    ),
    "_status": (
        pa.string(),
        Text(
            en="reported, not_reported, not_applicable or withheld",
            fr="reported (déclaré), not_reported (non déclaré), not_applicable (sans objet) ou withheld (non divulgué)",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column as declared: its name, its type's word, what it means in each language.

    ``codes`` are all the words it may hold, ``default`` what it holds where a source says nothing of it.
    """

    name: str
    type: str
    meaning: Text
    codes: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class TableType:
    """A table as declared in ``tables/<name>.yml``; a row says nothing without its ``required`` columns."""

    name: str
    row: Text
    sorted_by: tuple[str, ...]
    columns: dict[str, ColumnType]
    required: tuple[str, ...] = ()

    def schema(self) -> Any:
        """The Arrow schema, quantities expanded."""
        return pa.schema([field for column in self.columns.values() for field in _fields(column)])


@cache
def table_type(name: str) -> TableType:
    """The declaration of a table.

    >>> table_type("displacement").sorted_by
    ('as_of', 'place_pcode', 'population_status', 'source', 'record')
    """
    file = resources.files("pledgebook").joinpath(f"tables/{name}.yml")
    content = load_yaml(file.read_text(encoding="utf-8"))
    columns = {
        key: ColumnType(
            key,
            c["type"],
            _described(f"{name}.{key}", en=c["en"], fr=c["fr"]),
            tuple(c.get("codes", ())),
            c.get("default"),
        )
        for key, c in content["columns"].items()
    }
    required = tuple(content.get("required", ()))
    row = _described(name, **content["row"])
    return TableType(name, row, tuple(content["sorted_by"]), columns, required)


def _described(key: str, **words: str) -> Text:
    """A description with what further languages say of the table, or of its column."""
    further = {
        code: told for code in further_languages() if (told := further_texts(code, DESCRIPTIONS).get(key))
    }
    return Text(**words, **further)


@cache
def schema_of(name: str) -> Any:
    """The Arrow schema of a table."""
    return table_type(name).schema()


@cache
def table_names() -> tuple[str, ...]:
    """Every table that is declared, in alphabetical order."""
    folder = resources.files("pledgebook").joinpath("tables")
    return tuple(sorted(f.name.removesuffix(".yml") for f in folder.iterdir() if f.name.endswith(".yml")))


ALL = "all"
"""The word for the publisher's total on a dimension."""

_DIMENSIONS = ("sector", "population_group", "sex", "age_group", "disability")


def is_whole(row: Mapping[str, object]) -> bool:
    """The row counts everyone: no sector, group, sex, age or disability is told apart.

    >>> is_whole({"sector": "all", "sex": None}), is_whole({"sector": "WSH"})
    (True, False)
    """
    return all(row.get(dimension) in (None, "", ALL) for dimension in _DIMENSIONS)


def _fields(column: ColumnType) -> Iterable[Any]:
    if column.type != "quantity":
        return [pa.field(column.name, _TYPES[column.type])]
    return [pa.field(column.name + part, kind) for part, (kind, _) in QUANTITY_PARTS.items()]


def to_arrow(name: str, rows: Iterable[Mapping[str, object]]) -> Any:
    """The rows as an Arrow table of the declared schema, in the declared order.

    Each row has only declared columns; a missing one is null, a quantity is a ``Value`` under its own name.
    Raises ``ValueError`` with the column when a row has a column that the table does not.
    """
    kind = table_type(name)
    schema = kind.schema()
    ordered = sorted(rows, key=lambda r: tuple([_order(r.get(k)) for k in kind.sorted_by]))
    for row in ordered:
        if not row.keys() <= kind.columns.keys():
            unknown = ", ".join(sorted(row.keys() - kind.columns.keys()))
            raise ValueError(f"table {name} has no column {unknown}")
    types = {field.name: field.type for field in schema}
    arrays = []
    for column in kind.columns.values():
        values = [row.get(column.name) for row in ordered]
        if column.type == "quantity":
            cells = [quantity_cells(value) for value in values]
            arrays += [pa.array([c[p] for c in cells], types[column.name + p]) for p in QUANTITY_PARTS]
        else:
            arrays.append(pa.array(values, types[column.name]))
    return pa.Table.from_arrays(arrays, schema=schema)


def in_order(name: str, rows: Sequence[Mapping[str, object]]) -> Any:
    """The rows as an Arrow table of the declared schema, in the order in which they come: for many rows at once.

    All of them have the columns of the first, which are declared; those that it lacks are null.
    Raises ``ValueError`` with the column when it has one that the table does not.
    """
    kind = table_type(name)
    schema = kind.schema()
    if not rows:
        return schema.empty_table()
    unknown = rows[0].keys() - kind.columns.keys()
    if unknown:
        raise ValueError(f"table {name} has no column {', '.join(sorted(unknown))}")
    names = [column for column in kind.columns if column in rows[0]]
    found = dict(zip(names, zip(*map(itemgetter(*names), rows), strict=True), strict=True))
    for column in kind.columns.values():
        if column.type == "quantity":
            cells = [quantity_cells(value) for value in found.pop(column.name, (None,) * len(rows))]
            found |= {column.name + part: tuple([cell[part] for cell in cells]) for part in QUANTITY_PARTS}
    arrays = [
        pa.array(found[f.name], type=f.type) if f.name in found else pa.nulls(len(rows), f.type)
        for f in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _order(value: object) -> tuple[bool, int, object]:
    """A key that sorts nothing first, "row 9" before "row 10", and any one column consistently."""
    if isinstance(value, str):
        if not value.startswith(_NUMBERED):
            return (True, 0, value)
        head, _, number = value.rpartition(" ")
        return (True, int(number), head) if head in ("row", "line") and number.isdigit() else (True, 0, value)
    return (value is not None, 0, value if value is not None else 0)


_NUMBERED = ("row ", "line ")


def quantity_cells(value: object) -> dict[str, object]:
    """The cells of a quantity by the ends of their columns' names."""
    quantity: Value = value if isinstance(value, (Known, NotApplicable, Withheld)) else NotReported()
    cells: dict[str, object] = dict.fromkeys(QUANTITY_PARTS)
    cells["_status"] = status_of(quantity)
    if isinstance(quantity, Known):
        interval = quantity.interval
        cells |= {"": interval.exact, "_low": interval.low, "_high": interval.high}
        cells["_bounds"] = bounds_of(interval)
    return cells


def bounds_of(interval: Interval) -> str:
    """Which ends of an interval are part of it, as the ``*_bounds`` columns write it."""
    return ("[" if interval.low_included else "(") + ("]" if interval.high_included else ")")


def value_from(low: Decimal | None, high: Decimal | None, bounds: str | None, status: str) -> Value:
    """A value back from the cells of its columns."""
    match status:
        case "reported":
            shape = bounds or "[]"
            return Known(Interval(low, high, shape[0] == "[", shape[1] == "]"))
        case "not_applicable":
            return NotApplicable()
        case "withheld":
            return Withheld("threshold")
        case _:
            return NotReported()
