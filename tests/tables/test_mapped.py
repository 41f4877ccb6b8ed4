"""Cells to typed values, strictly: what a column cannot hold is an issue, never a guess."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pledgebook.book.models import Column
from pledgebook.interval import Interval
from pledgebook.sources.csv_file import RawRow
from pledgebook.tables.mapped import Row, mapped_rows
from pledgebook.tables.schema import ColumnType, TableType, to_arrow
from pledgebook.text import Text
from pledgebook.value import Known, NotApplicable, NotReported, Withheld, known

MEANING = Text(en="x", fr="x")
KINDS = ("text", "integer", "boolean", "date", "amount", "share", "quantity")
TABLE = TableType("t", MEANING, (), {k: ColumnType(k, k, MEANING) for k in (*KINDS, "source", "record")})


def mapped(kind: str, cell: str, **column: object) -> tuple[list[Row], list[Row]]:
    declared = Column.model_validate({"from": "h", **column})
    return mapped_rows(TABLE, {kind: declared}, [RawRow(7, {"h": cell})], "s")


def value(kind: str, cell: str, **column: object) -> object:
    rows, issues = mapped(kind, cell, **column)
    assert issues == []
    return rows[0][kind]


READ = {
    ("text", "850"): "850",
    ("integer", "850"): 850,
    ("integer", "-1"): -1,
    ("boolean", "true"): True,
    ("boolean", "False"): False,
    ("date", "2020-12-31"): date(2020, 12, 31),
    ("date", "2020-12-31T23:00:00Z"): date(2020, 12, 31),
    ("date", "2020-12-31 23:00"): date(2020, 12, 31),
    ("amount", "1234.56"): Decimal("1234.56"),
    ("share", "0.000000000001"): Decimal("0.000000000001"),
    ("quantity", "850"): known(850),
    ("quantity", "0"): known(0),
    ("quantity", ">850"): Known(Interval.parse(">850")),
    ("quantity", "450..<550"): Known(Interval.parse("450..<550")),
    ("quantity", "0.123456"): known(Decimal("0.123456")),
    ("integer", ""): None,
    ("date", ""): None,
    ("quantity", ""): NotReported(),
}


@pytest.mark.parametrize(("given", "expected"), READ.items(), ids=lambda v: str(v))
def test_a_cell_is_read_as_its_column_says(given: tuple[str, str], expected: object) -> None:
    assert value(*given) == expected


REFUSED = {
    "integer": ("1.5", "1,000", "1_000", "١٢", "1e3", "many", "9" * 19),
    "boolean": ("yes", "1", "ja"),
    "date": ("2020-02-30", "31/12/2020", "20201231", "2020-W01-1", "2020-12-315", "2020-12", "soon"),
    "amount": ("NaN", "Infinity", "1_000", "1,000", "1e3", "€5", "0.1234567890123", "--5", "1" * 21),
    "share": ("NaN", "half", "0.1234567890123"),
    "quantity": ("many", "1,000", "1 000", "5..1", "5..<5", "0.1234567", "1" * 21, "NaN", ">=", "~5", "5%"),
}


@pytest.mark.parametrize(("kind", "cell"), [(k, c) for k, cells in REFUSED.items() for c in cells])
def test_a_cell_that_its_column_cannot_hold_leaves_the_row_out_and_is_an_issue(kind: str, cell: str) -> None:
    rows, (issue,) = mapped(kind, cell)
    assert rows == []
    assert (issue["source"], issue["record"], issue["value"]) == ("s", "row 7", cell)
    assert issue["code"] == "cell-not-readable"
    assert kind in str(issue["message_en"])
    assert issue["message_en"] != issue["message_fr"]


def test_every_faulty_cell_of_a_row_is_said() -> None:
    columns = {k: Column.model_validate({"from": k}) for k in ("integer", "date", "quantity")}
    raw = [
        RawRow(2, {"integer": "x", "date": "y", "quantity": "9"}),
        RawRow(3, {"integer": "1", "date": "", "quantity": ""}),
    ]
    rows, issues = mapped_rows(TABLE, columns, raw, "s")
    assert [i["value"] for i in issues] == ["x", "y"]
    assert [r["record"] for r in rows] == ["row 3"]


def test_a_faulty_row_is_an_issue_and_the_others_are_kept() -> None:
    fault = Text(en="too short", fr="trop courte")
    rows, (issue,) = mapped_rows(
        TABLE,
        {"text": Column.model_validate({"from": "h"})},
        [RawRow(2, {}, fault), RawRow(3, {"h": "a"})],
        "s",
    )
    assert [r["text"] for r in rows] == ["a"]
    assert (issue["code"], issue["message_en"], issue["message_fr"]) == (
        "fields-not-headers",
        "too short",
        "trop courte",
    )


def test_words_of_the_file_for_not_knowing_are_kept_apart() -> None:
    words: dict[str, object] = {"not_reported": ("", "n/a"), "not_applicable": ("-",), "withheld": ("*",)}
    assert value("quantity", "n/a", **words) == NotReported()
    assert value("quantity", "-", **words) == NotApplicable()
    assert value("quantity", "*", **words) == Withheld("source")
    assert value("quantity", "0", **words) == known(0)


def test_a_word_for_not_reported_that_is_not_declared_is_no_number() -> None:
    assert mapped("quantity", "n/a")[0] == []


def test_an_empty_cell_is_not_reported_only_where_it_is_declared_so() -> None:
    assert mapped("quantity", "", not_reported=("n/a",))[0] == []


def test_words_of_the_file_are_mapped_before_they_are_read() -> None:
    assert value("boolean", "yes", map={"yes": "true", "no": "false"}) is True
    assert mapped("boolean", "maybe", map={"yes": "true"})[0] == []


def test_one_value_may_stand_for_all_rows() -> None:
    rows, _ = mapped_rows(
        TABLE, {"date": Column.model_validate({"value": date(2020, 12, 31)})}, [RawRow(2, {})], "s"
    )
    assert rows[0]["date"] == date(2020, 12, 31)


def test_a_column_that_nothing_is_mapped_to_is_there_and_empty() -> None:
    rows, _ = mapped("text", "a")
    assert rows[0].keys() == TABLE.columns.keys()
    assert rows[0]["quantity"] is None


def test_a_needed_value_that_is_missing_leaves_the_row_out() -> None:
    table = TableType("t", MEANING, (), TABLE.columns, required=("text", "date"))
    columns = {"text": Column.model_validate({"from": "t"}), "date": Column.model_validate({"from": "d"})}
    raw = [
        RawRow(2, {"t": "", "d": ""}),
        RawRow(3, {"t": "a", "d": ""}),
        RawRow(4, {"t": "a", "d": "2020-01-01"}),
    ]
    rows, issues = mapped_rows(table, columns, raw, "s")
    assert [r["record"] for r in rows] == ["row 4"]
    assert [i["record"] for i in issues] == ["row 2", "row 2", "row 3"]


@pytest.mark.parametrize("cell", ["9" * 20, "0.000001", "-" + "9" * 20, ">" + "9" * 20])
def test_whatever_is_read_fits_its_column(cell: str) -> None:
    rows, _ = mapped("quantity", cell)
    assert to_arrow("displacement", [{"people": rows[0]["quantity"]}]).num_rows == 1
