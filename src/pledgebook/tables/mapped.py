"""Rows of a CSV source or a ledger, column by column, as its declaration says.

A cell that does not fit its column leaves the row out and gives an issue with file, row, column and value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pledgebook.book.models import Column
from pledgebook.interval import Interval
from pledgebook.sources.csv_file import RawRow
from pledgebook.tables.schema import TableType
from pledgebook.text import Text
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld

Row = dict[str, object]


def issue(source: str, record: str, code: str, value: str, message: Text, activity_id: str = "") -> Row:
    """A row of the table ``issue``: what could not be used, where it stands, why."""
    return {
        "source": source,
        "record": record,
        "activity_id": activity_id,
        "code": code,
        "value": value,
        "message_en": message["en"],
        "message_fr": message["fr"],
    }


def mapped_rows(
    kind: TableType,
    columns: Mapping[str, Column],
    raw: Iterable[RawRow],
    source: str,
    sensitive: bool = False,
) -> tuple[list[Row], list[Row]]:
    """The typed rows of one file, and the issues of those that cannot be used.

    An issue is published: of a sensitive table it does not repeat a count that could not be read.
    """
    rows: list[Row] = []
    issues: list[Row] = []
    for line in raw:
        record = f"row {line.line}"
        if line.fault:
            issues.append(issue(source, record, "fields-not-headers", "", line.fault))
            continue
        row: Row = {**dict.fromkeys(kind.columns), "source": source, "record": record}
        faults = [f for name, column in columns.items() if (f := _take(row, kind, name, column, line))]
        for name, value, message in faults:
            text = Text(
                en=f"column {name}: {message['en']}; the row is left out",
                fr=f"colonne {name} : {message['fr']} ; la ligne est laissée de côté",
            )
            shown = "" if sensitive and kind.columns[name].type == "quantity" else value
            issues.append(issue(source, record, "cell-not-readable", shown, text))
        if not faults:
            rows.append(row)
    return rows, issues


def _take(row: Row, kind: TableType, name: str, column: Column, line: RawRow) -> tuple[str, str, Text] | None:
    written = str(column.value) if column.header is None else line.cells.get(column.header, "")
    written = column.map.get(written, written)
    try:
        row[name] = _typed(kind.columns[name].type, written, column)
    except (ValueError, InvalidOperation):
        return name, written, _WHY[kind.columns[name].type]
    is_missing = name in kind.required and row[name] in (None, "")
    return (name, written, _REQUIRED) if is_missing else None


_REQUIRED = Text(en="a value is needed", fr="une valeur est nécessaire")


_WHY = {
    "integer": Text(en="a whole number is expected", fr="un nombre entier est attendu"),
    "boolean": Text(en="true or false is expected", fr="true ou false est attendu"),
    "date": Text(en="a date such as 2020-12-31 is expected", fr="une date telle que 2020-12-31 est attendue"),
    "amount": Text(en="a number is expected", fr="un nombre est attendu"),
    "book_amount": Text(en="a number is expected", fr="un nombre est attendu"),
    "share": Text(en="a number is expected", fr="un nombre est attendu"),
    "quantity": Text(
        en="a quantity such as 850, >850, <=850 or 450..550 is expected",
        fr="une quantité telle que 850, >850, <=850 ou 450..550 est attendue",
    ),
}
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,12})?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")
_MOST, _PLACES = Decimal(10) ** 20, Decimal("0.000001")
"""What the column of a quantity can hold without rounding."""


def _matched(pattern: re.Pattern[str], written: str) -> str:
    match = pattern.fullmatch(written)
    if match is None:
        raise ValueError(written)
    return match[match.lastindex or 0]


_READ: dict[str, Callable[[str], object]] = {
    "text": str,
    "integer": lambda v: int(_matched(_WHOLE, v)),
    "boolean": lambda v: {"true": True, "false": False}[v.lower()],
    "date": lambda v: date.fromisoformat(_matched(_DAY, v)),
    "amount": lambda v: Decimal(_matched(_NUMBER, v)),
    "book_amount": lambda v: Decimal(_matched(_NUMBER, v)),
    "share": lambda v: Decimal(_matched(_NUMBER, v)),
}


def _typed(kind: str, written: str, column: Column) -> object:
    if kind == "quantity":
        return _quantity(written, column)
    if written in column.not_reported and kind != "text":
        return None
    try:
        return _READ[kind](written)
    except KeyError as error:
        raise ValueError(written) from error


def _quantity(written: str, column: Column) -> Value:
    if written in column.not_reported:
        return NotReported()
    if written in column.not_applicable:
        return NotApplicable()
    if written in column.withheld:
        return Withheld("source")
    read = Interval.parse(written)
    for end in (read.low, read.high):
        if end is not None and (abs(end) >= _MOST or end % _PLACES):
            raise ValueError(written)
    return Known(read)
