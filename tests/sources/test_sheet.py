"""Spreadsheets as rows: the right sheet, heads of several rows, merged cells, numbers as a person writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgebook.sources.sheet import read_sheet, sheet_names
from pledgebook.sources.unreadable import UnreadableError
from workbooks import Cells, write_workbook


def book(tmp_path: Path, cells: Cells, *merged: str) -> Path:
    return write_workbook(tmp_path / "file.xlsx", {"One": cells}, {"One": list(merged)})


def test_a_row_is_counted_as_the_spreadsheet_counts_it_blank_rows_included(tmp_path: Path) -> None:
    path = book(tmp_path, [["place", "people"], [], ["G1", 12.0], [], ["G2", 7]])
    headers, rows = read_sheet(path, None, (1, 1))
    assert headers == ["place", "people"]
    assert [(r.line, r.cells) for r in rows] == [
        (3, {"place": "G1", "people": "12"}),
        (5, {"place": "G2", "people": "7"}),
    ]


def test_the_head_may_stand_below_a_title(tmp_path: Path) -> None:
    path = book(tmp_path, [["A survey"], ["place", "people"], ["G1", 12]])
    headers, rows = read_sheet(path, "One", (2, 2))
    assert headers == ["place", "people"]
    assert [r.line for r in rows] == [3]


def test_merged_heads_of_two_rows_are_joined_from_the_widest_to_the_narrowest(tmp_path: Path) -> None:
    cells: Cells = [["Place", "People", None], [None, "women", "men"], ["G1", 5, 6]]
    headers, rows = read_sheet(book(tmp_path, cells, "A1:A2", "B1:C1"), "One", (1, 2))
    assert headers == ["Place", "People / women", "People / men"]
    assert [r.cells for r in rows] == [{"Place": "G1", "People / women": "5", "People / men": "6"}]


def test_a_merged_name_belongs_to_each_of_its_rows_and_a_merged_count_to_the_first_only(
    tmp_path: Path,
) -> None:
    cells: Cells = [["place", "people"], ["G1", 90], [None, None], ["G2", 5]]
    _, rows = read_sheet(book(tmp_path, cells, "A2:A3", "B2:B3"), "One", (1, 1))
    assert [tuple(r.cells.values()) for r in rows] == [("G1", "90"), ("G1", ""), ("G2", "5")]


def test_a_column_without_a_header_has_its_letter_and_one_without_anything_is_none(tmp_path: Path) -> None:
    headers, _ = read_sheet(book(tmp_path, [["a", None, None, "d"], [1, None, "x", 2]]), None, (1, 1))
    assert headers == ["a", "column C", "d"]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "file.xlsx", {"One": [["a"]], "Two": [["b"]]})
    assert sheet_names(path) == ["One", "Two"]
    with pytest.raises(UnreadableError) as error:
        read_sheet(path, "Three", (1, 1))
    assert error.value.why["en"] == "there is no sheet “Three”; the sheets are One, Two"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken"])
def test_a_file_that_is_no_spreadsheet_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as error:
        read_sheet(path, None, (1, 1))
    assert "cannot be read as one" in error.value.why["en"]


def test_a_long_number_keeps_its_digits(tmp_path: Path) -> None:
    _, rows = read_sheet(book(tmp_path, [["a"], [34.3920883303], [1e-10], [True]]), None, (1, 1))
    assert [r.cells["a"] for r in rows] == ["34.3920883303", "0.0000000001", "true"]
