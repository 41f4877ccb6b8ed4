"""IATI as Arrow: the same rows as one by one, in the file's order, whatever the file holds."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pledgebook.codes import codes_of
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import ALL
from pledgebook.tables.iati_batches import EVERYTHING, ROWS_AT_ONCE, read_batches, read_bytes
from pledgebook.tables.iati_columns import runs
from pledgebook.tables.schema import in_order, table_type, to_arrow
from pledgebook.value import known

ACTIVITY = (
    "<iati-activity default-currency='USD'><iati-identifier>XM-{n}</iati-identifier>"
    "<transaction><transaction-type code='3'/><transaction-date iso-date='2020-01-0{day}'/>"
    "<value>1,0{n}.50</value></transaction></iati-activity>"
)


def file_of(count: int) -> bytes:
    activities = "\n".join(ACTIVITY.format(n=f"{n:02}", day=n % 9 + 1) for n in range(count))
    return f"<iati-activities version='2.03'>{activities}</iati-activities>".encode()


def one_by_one(path: Path) -> dict[str, Any]:
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    for activity in read_activities(path, path.stem, frozenset(codes_of("iso", "currency")), ALL):
        for table, found in activity.rows.items():
            rows[table] += found
        rows["issue"] += activity.issues
    return {table: to_arrow(table, found) for table, found in rows.items()}


def in_their_order(table: str, rows: Any) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, (r.values() for r in rows.to_pylist())), key=repr)


def test_every_table_is_there_with_its_declared_schema_also_without_a_row() -> None:
    found = read_bytes("a", b"")
    assert found.keys() == EVERYTHING
    assert all(found[table].schema == table_type(table).schema() for table in EVERYTHING)
    assert found["issue"]["code"].to_pylist() == ["empty-file"]
    assert found["transaction"].num_rows == 0


def test_only_the_tables_asked_for_come() -> None:
    assert read_bytes("a", file_of(2), {"transaction"}).keys() == {"transaction"}


def test_rows_keep_the_order_of_the_file_over_all_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LARGEST_RUN", 1 << 18)
    count = ROWS_AT_ONCE + 10
    found = read_bytes("a", file_of(count))["activity"]
    assert found.column("activity_id").to_pylist() == [f"XM-{n:02}" for n in range(count)]
    assert found.column("record").num_chunks > 1


def test_a_file_that_breaks_half_way_gives_what_stands_before_and_an_issue() -> None:
    found = read_bytes("a", file_of(3) + b"<")
    assert found["activity"].num_rows == 3
    assert found["issue"]["code"].to_pylist() == ["not-well-formed"]


def test_reading_in_batches_keeps_no_state() -> None:
    first, second = read_bytes("a", file_of(5)), read_bytes("a", file_of(5))
    assert all(first[table].equals(second[table]) for table in EVERYTHING)


def test_a_column_that_no_table_declares_is_told() -> None:
    with pytest.raises(ValueError, match="colour"):
        in_order("tag", [{"activity_id": "a", "colour": "blue"}])


def test_a_quantity_has_the_same_cells_in_batches_as_one_by_one() -> None:
    row = {"activity_id": "a", "source": "s", "record": "line 1", "result_quantity": known(12)}
    assert in_order("result_value", [row]).equals(to_arrow("result_value", [row]))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["XM-DAC-5-7.xml", "GB-COH-871954.v1.xml", "XM-DAC-6-4.xml"])
def test_batches_of_a_real_file_hold_the_rows_that_are_read_one_by_one(shared: Path, name: str) -> None:
    path = shared / "data/iati/corpus" / name
    expected = one_by_one(path)
    found = read_bytes(path.stem, path.read_bytes())
    assert {table for table, rows in found.items() if rows.num_rows} == {
        table for table, rows in expected.items() if rows.num_rows
    }
    for table, rows in expected.items():
        assert in_their_order(table, found[table]) == in_their_order(table, rows)


def test_batches_come_before_the_file_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LARGEST_RUN", 1 << 20)
    content = BytesIO(file_of(20_000))
    found = read_batches("a", content, {"activity"})
    counts = [next(found)[1].num_rows, next(found)[1].num_rows]
    assert all(counts)
    assert content.tell() < len(content.getvalue())
    assert sum(counts) < 20_000
