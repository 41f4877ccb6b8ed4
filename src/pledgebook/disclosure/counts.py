"""Where the counts of people stand: which columns count, and which say whom, where and when.

A newcomer would look at the column ``people`` only. A share of a printed number is another way of printing a
count, and is treated as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pledgebook.tables.rows import columns_of
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld

Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One quantity of one row: the table, the row's place in it from 0, the column."""

    table: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a table counts people, and by which dimensions, in alphabetical order.

    ``nested`` is a dimension whose values may lie inside one another without saying so, such as children and
    girls; ``only`` a column and the word it must hold for a row to count people at all.
    """

    table: str
    count: str
    dimensions: tuple[str, ...]
    nested: str = ""
    only: tuple[str, str] | None = None


_PLACE = ("as_of", "place_pcode", "population_status")
_NEED = (
    "age_group",
    "as_of",
    "disability",
    "place_pcode",
    "population_group",
    "population_status",
    "sector",
    "sex",
)
_INDICATOR = ("cell", "definition_id", "from_day", "indicator", "to_day", "value_kind")
_RESULT = (
    "activity_id",
    "dimensions",
    "from_day",
    "indicator_number",
    "location_refs",
    "result_number",
    "to_day",
    "value_kind",
)
LAYOUTS = (
    Layout("displacement", "people", _PLACE),
    Layout("need", "people", _NEED),
    Layout("arrival", "people", ("as_of", "people_group", "stage"), nested="people_group"),
    Layout("deployment", "people", ("ceiling_id", "from_day", "to_day")),
    Layout("indicator_value", "indicator_quantity", _INDICATOR, nested="cell", only=("unit", "people")),
    Layout("result_value", "result_quantity", _RESULT, nested="dimensions"),
)
"""A table that is not here counts in ``people``, by all its columns that are neither quantity nor remark.

Nobody says of an activity's result that it counts people: a book that names ``result_value`` as sensitive takes
all of them for such.
"""
AS_WRITTEN = {
    ("result_value", "result_quantity"): ("value_reported", "comment", "comment_en", "comment_fr"),
}
"""Columns that may tell a quantity in words, and so are emptied with it."""

_REMARKS = frozenset({"source", "record", "is_total", "round", "unit", "vintage"})


@dataclass(frozen=True, slots=True)
class Share:
    """A table's column of shares in percent, and where it says of which line each is a share."""

    table: str
    share: str
    share_of: str
    line: str
    count: str

    def wholes(self, row: Row, tables: Rows) -> list[Row]:
        """The lines that a row's share is a share of."""
        name = row.get(self.share_of)
        return [r for r in tables[self.table] if name and r.get(self.line) == name]


SHARES = (Share("arrival", "share_percent", "share_of", "arrival_id", "people"),)


@dataclass(frozen=True, slots=True)
class Bounds:
    """All that is known of a quantity: at least ``low``, at most ``high``; None is no upper end."""

    low: Fraction
    high: Fraction | None

    @property
    def is_exact(self) -> bool:
        """One number is left."""
        return self.low == self.high

    def is_small(self, threshold: int) -> bool:
        """Above zero, or perhaps above it, and certainly below the threshold."""
        return self.high is not None and 0 < self.high < threshold


UNKNOWN = Bounds(Fraction(0), None)


@dataclass(frozen=True, slots=True)
class Count:
    """A count of people with its key, and what the tables say of it."""

    cell: Cell
    layout: Layout
    key: tuple[object, ...]
    value: Value
    bounds: Bounds
    is_total: bool
    source: str
    record: str

    @property
    def order(self) -> tuple[str, ...]:
        """A key that sorts counts the same way whatever the order of the rows."""
        return (self.cell.table, *map(str, self.key), self.source, self.record, f"{self.cell.row:09}")

    def at(self, dimension: str) -> object:
        """The key's value on one dimension."""
        return self.key[self.layout.dimensions.index(dimension)]

    def besides(self, dimension: str) -> tuple[object, ...]:
        """What must be the same for two counts to differ on one dimension only."""
        left = self.layout.dimensions.index(dimension)
        return (self.layout.dimensions, *self.key[:left], *self.key[left + 1 :])


def counts_in(tables: Rows) -> list[Count]:
    """Every count of people in every table, sensitive or not, in a stable order."""
    counts = [
        _count(layout, number, row, tables)
        for table in tables
        if (layout := _layout(table, tables[table])) is not None
        for number, row in enumerate(tables[table])
        if layout.only is None or row.get(layout.only[0]) == layout.only[1]
    ]
    return sorted(counts, key=lambda c: c.order)


def bounds_of(value: object, whole: bool = True) -> Bounds:
    """What a reader knows of a quantity: only that it is no less than zero, where nobody told.

    People are counted in whole numbers, so "<10" is at most 9.
    """
    match value:
        case Known(interval):
            low, high = Fraction(max(interval.low or 0, 0)), interval.high
            if high is None:
                return Bounds(low, None)
            top = max(Fraction(high), Fraction(0))
            is_open = not interval.high_included and top.denominator == 1 and top - 1 >= low
            return Bounds(low, top - 1 if whole and is_open else top)
        case NotApplicable():
            return Bounds(Fraction(0), Fraction(0))
        case _:
            return UNKNOWN


def _layout(table: str, rows: Sequence[Row]) -> Layout | None:
    declared = next((layout for layout in LAYOUTS if layout.table == table), None)
    if declared is not None or "people" not in (columns := columns_of(rows)):
        return declared
    quantities = {name for row in rows for name, cell in row.items() if isinstance(cell, Value)}
    dimensions = (c for c in columns - quantities - _REMARKS if not c.endswith(("_en", "_fr")))
    return Layout(table, "people", tuple(sorted(dimensions)))


def _count(layout: Layout, number: int, row: Row, tables: Rows) -> Count:
    column, value = layout.count, row.get(layout.count)
    bounds = bounds_of(value)
    implied = _implied(layout.table, row, tables)
    if implied is not None and not isinstance(value, Known | Withheld):
        column, bounds = implied
        value = row[column]
    return Count(
        Cell(layout.table, number, column),
        layout,
        tuple(row.get(dimension) for dimension in layout.dimensions),
        value if isinstance(value, Value) else NotReported(),
        bounds,
        bool(row.get("is_total")),
        str(row.get("source")),
        str(row.get("record")),
    )


def _implied(table: str, row: Row, tables: Rows) -> tuple[str, Bounds] | None:
    """The column of a share, and the count it stands for: that part of the line it is a share of."""
    for share in (s for s in SHARES if s.table == table and isinstance(row.get(s.share), Known | Withheld)):
        for line in share.wholes(row, tables):
            part, whole = bounds_of(row[share.share], whole=False), bounds_of(line.get(share.count))
            high = None if part.high is None or whole.high is None else part.high * whole.high / 100
            return share.share, Bounds(part.low * whole.low / 100, high)
    return None
