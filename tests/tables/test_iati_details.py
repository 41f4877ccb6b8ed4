"""What activities say beside their money comes into a book whole, once, in order, and through the gate."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from book_copies import edit, lock, silent, small_book
from pledgebook.build import compile_book
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import MONEY
from pledgebook.tables.iati_details import DETAILS, detail_tables, packed, unpacked
from pledgebook.tables.rows import ColumnRows
from pledgebook.tables.schema import to_arrow
from pledgebook.value import Withheld, known

RESULT = """<result type="1"><title><narrative>Roofs mended</narrative></title>
<indicator measure="1"><title><narrative>Families</narrative></title>
<baseline year="2019" value="0"/><period><period-start iso-date="2020-01-01"/>
<period-end iso-date="2020-12-31"/><target value="40"/><actual value="3"><comment><narrative>Three of
them</narrative></comment></actual></period></indicator></result>"""
ACTIVITY = """<iati-activity last-updated-datetime="{updated}"><iati-identifier>{name}</iati-identifier>
<description type="2"><narrative>Why {name}</narrative></description>
<description type="1"><narrative>What {name}</narrative></description>{more}</iati-activity>"""


def read(*activities: str, source: str = "a") -> Iterator[ActivityRead]:
    text = "<iati-activities version='2.03'>" + "".join(activities) + "</iati-activities>"
    found = read_activities(BytesIO(text.encode()), source, {"EUR"}, MONEY | DETAILS)
    return (packed(activity) for activity in found)


def one(name: str, more: str = "", updated: str = "2020-01-01T00:00:00Z") -> str:
    return ACTIVITY.format(name=name, more=more, updated=updated)


def test_what_is_packed_comes_back_as_it_was_read() -> None:
    text = f"<iati-activities version='2.03'>{one('A', RESULT)}</iati-activities>".encode()
    plain = next(read_activities(BytesIO(text), "a", {"EUR"}, MONEY | DETAILS))
    told = {name: rows for name, rows in plain.rows.items() if name in DETAILS and rows}
    assert told
    assert unpacked(packed(plain)) == told
    assert not packed(plain).rows.keys() & DETAILS


def test_the_tables_have_every_row_in_the_declared_order() -> None:
    activities = list(read(one("B"), one("A", RESULT), one("C")))
    tables = detail_tables(activities)
    for name, table in tables.items():
        rows = [row for activity in activities for row in unpacked(activity).get(name, ())]
        assert table.equals(to_arrow(name, rows))
    assert tables["description"]["description"].to_pylist()[:2] == ["Why A", "What A"]


def test_only_the_newest_copy_of_an_activity_speaks() -> None:
    older = list(read(one("A", updated="2019-01-01T00:00:00Z").replace("Why", "Once"), source="z"))
    tables = detail_tables(newest([*older, *read(one("A"))]))
    assert tables["description"]["description"].to_pylist() == ["Why A", "What A"]


def test_a_quantity_in_columns_is_read_back_as_the_value_it_was() -> None:
    table = detail_tables(read(one("A", RESULT)))["result_value"]
    rows = ColumnRows(table)[:]
    assert [(row["value_kind"], row["result_quantity"]) for row in rows] == [
        ("baseline", known(0)),
        ("actual", known(3)),
        ("target", known(40)),
    ]
    assert "result_quantity_status" not in rows[0]


@pytest.mark.parametrize("sensitive", [True, False])
def test_a_book_that_calls_results_sensitive_withholds_the_small_ones_and_their_words(
    tmp_path: Path, sensitive: bool
) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/activities/activities.xml", '<recipient-country code="XX" percentage="60"/>',
         '<recipient-country code="XX" percentage="60"/>' + RESULT)  # fmt: skip
    lock(book)
    if sensitive:
        edit(book, "pledgebook.yml", "indicator_value]", "indicator_value, result_value]")
    rows = compile_book(book, silent).rows["result_value"]
    actual = next(row for row in rows if row["value_kind"] == "actual")
    assert isinstance(actual["result_quantity"], Withheld) == sensitive
    assert (actual["value_reported"] is None) == sensitive
    assert (actual["comment"] is None) == sensitive
