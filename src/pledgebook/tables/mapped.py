"""Rows of a CSV source or a ledger, column by column, as its declaration says.

A cell that does not fit its column leaves the row out and gives an issue with file, row, column and value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pledgebook.book.models import Column, PlaceColumn
from pledgebook.interval import Interval
from pledgebook.sources.csv_file import RawRow
from pledgebook.tables.places.match import PlaceIndex, Question, Written
from pledgebook.tables.schema import ColumnType, TableType
from pledgebook.tables.written import day_of, number_of
from pledgebook.text import Text, texts_of
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
    places: PlaceIndex | None = None,
) -> tuple[list[Row], list[Row]]:
    """The typed rows of one file, and the issues of those that cannot be used.

    An issue is published: of a sensitive table it does not repeat a count that could not be read. What is wrong in
    the same way in many rows, such as a name that nobody knows, is one issue with the first of them.
    """
    rows: list[Row] = []
    issues: list[Row] = []
    defaults = {name: column.default for name, column in kind.columns.items()}
    known = places or PlaceIndex()
    for line in raw:
        record = f"row {line.line}"
        if line.fault:
            issues.append(issue(source, record, "fields-not-headers", "", line.fault))
            continue
        row: Row = {**defaults, "source": source, "record": record}
        faults = [f for name, column in columns.items() if (f := _take(row, kind, name, column, line, known))]
        for fault in faults:
            text = Text(
                en=f"column {fault.column}: {fault.why['en']}; the row is left out",
                fr=f"colonne {fault.column} : {fault.why['fr']} ; la ligne est laissée de côté",
            )
            shown = "" if sensitive and kind.columns[fault.column].type == "quantity" else fault.written
            issues.append(issue(source, record, fault.code, shown, text))
        if not faults:
            rows.append(row)
    return rows, _told_once(issues)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be used; ``code`` is the kind of issue."""

    column: str
    written: str
    why: Text
    code: str = "cell-not-readable"


def _take(
    row: Row, kind: TableType, name: str, column: Column, line: RawRow, places: PlaceIndex
) -> Fault | None:
    if column.place is not None:
        return _take_place(row, name, column.place, line, places)
    given = [cell for h in column.headers if (cell := line.cells.get(h, ""))]
    written = str(column.value) if column.header is None else " / ".join(given)
    written = column.map.get(written, written if column.otherwise is None else column.otherwise)
    declared = kind.columns[name]
    try:
        plain = _as_tables_are(written, column)
        if column.period is not None:
            plain = _in_period(plain, column.period, declared.type == "date")
        row[name] = _typed(declared.type, plain, column)
    except (ValueError, InvalidOperation):
        return Fault(name, written, _why(declared.type, column))
    if declared.codes and written and written not in declared.codes:
        return Fault(name, written, _not_a_code(declared), "code-not-declared")
    if row[name] in (None, "") and declared.default is not None:
        row[name] = declared.default
    if name == "people" and not _are_people(row[name]):
        return Fault(name, written, texts_of("pledgebook.book", "reasons.yml")["people_whole"])
    if name == "month" and row[name] and not _MONTH.fullmatch(str(row[name])):
        return Fault(name, written, _A_MONTH)
    is_missing = name in kind.required and row[name] in (None, "")
    return Fault(name, written, _REQUIRED) if is_missing else None


def _as_tables_are(written: str, column: Column) -> str:
    """A day or number that the declaration says is written in another way.

    Raises ``ValueError`` where it is not written in that way either.
    """
    if written in (*column.not_reported, *column.not_applicable, *column.withheld):
        return written
    plain: str | None = written
    if column.dates is not None:
        plain = day_of(written, column.dates)
    elif column.numbers is not None:
        plain = number_of(written, column.numbers)
    if plain is None:
        raise ValueError(written)
    return plain


def _why(kind: str, column: Column) -> Text:
    """What was expected, in the form that the declaration says."""
    example = _DAYS.get(column.dates or "") or column.numbers
    if example is None:
        return _WHY[kind]
    return Text(en=f"one written like {example} is expected", fr=f"la forme attendue est {example}")


_DAYS = {"dmy": "31/12/2020", "mdy": "12/31/2020", "serial": "44196"}


def _in_period(written: str, period: str, is_day: bool) -> str:
    """The year or month that a cell is or lies in, or its first day; as written where it is neither.

    >>> _in_period("2021", "year", True), _in_period("2022-04-15", "month", False)
    ('2021-01-01', '2022-04')
    """
    match = _YEAR_OR_MONTH[period].match(written)
    if match is None:
        return written
    return match[1] + _FIRST_DAY[period] if is_day else match[1]


_YEAR_OR_MONTH = {
    "year": re.compile(r"([0-9]{4})(?![0-9])"),
    "month": re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))(?![0-9])"),
}
_FIRST_DAY = {"year": "-01-01", "month": "-01"}


def _take_place(row: Row, name: str, asked: PlaceColumn, line: RawRow, places: PlaceIndex) -> Fault | None:
    """The p-code of the place that the row means, or the question that has to be answered in the book."""
    cells = {part: line.cells.get(h, "") if h else "" for part, h in _parts(asked)}
    written = Written(cells["code"], cells["name"], cells["within"], asked.level, asked.vintage or "")
    found = places.match(written)
    if isinstance(found, Question):
        return Fault(name, found.about or str(written), found.why, found.code)
    row[name] = found
    return None


def _parts(asked: PlaceColumn) -> tuple[tuple[str, str | None], ...]:
    return ("code", asked.code), ("name", asked.name), ("within", asked.within)


def _not_a_code(declared: ColumnType) -> Text:
    listed = ", ".join(declared.codes)
    return Text(
        en=f"one of {listed} is expected; add the word to the column’s map",
        fr=f"l’un de {listed} est attendu ; ajoutez le mot à « map » de la colonne",
    )


def _told_once(issues: list[Row]) -> list[Row]:
    """Issues of a word that is wrong wherever it stands are one, with how many rows it costs."""
    counted = Counter((i["code"], i["value"], i["message_en"]) for i in issues if _is_of_a_word(i))
    told: list[Row] = []
    for one in issues:
        key = (one["code"], one["value"], one["message_en"])
        count = counted.pop(key, 0) if _is_of_a_word(one) else 1
        if count > 1:
            one = {
                **one,
                "times": count,
                "message_en": f"{one['message_en']} ({count} rows)",
                "message_fr": f"{one['message_fr']} ({count} lignes)",
            }
        if count:
            told.append(one)
    return told


def _is_of_a_word(one: Row) -> bool:
    return one["code"] == "code-not-declared" or str(one["code"]).startswith("place-")


def _are_people(value: object) -> bool:
    """Nobody is less than nobody, and half a person is a mistake of a column."""
    if not isinstance(value, Known):
        return True
    exact, low = value.interval.exact, value.interval.low
    return (low is None or low >= 0) and (exact is None or exact == exact.to_integral_value())


_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_A_MONTH = Text(en="a month such as 2022-04 is expected", fr="un mois tel que 2022-04 est attendu")
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
_NUMBER = re.compile(r"-?(?:[0-9]{1,20}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})")
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
    read = Interval.parse("0" + written if written.startswith(".") else written)
    for end in (read.low, read.high):
        if end is not None and (abs(end) >= _MOST or end % _PLACES):
            raise ValueError(written)
    return Known(read)
