"""CSV as rows: no row lost behind a quote, every line counted as the user counts it."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgebook.sources.csv_file import RawRow, read_csv


def rows_of(tmp_path: Path, content: str | bytes) -> tuple[list[str], list[RawRow]]:
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    headers, rows = read_csv(path)
    return headers, list(rows)


def kept(rows: list[RawRow]) -> list[tuple[int, dict[str, str]]]:
    return [(r.line, r.cells) for r in rows if not r.fault]


def test_cells_stand_under_their_headers_without_the_blanks_around_them(tmp_path: Path) -> None:
    headers, rows = rows_of(tmp_path, " a , b\n 1 ,2\n")
    assert headers == ["a", "b"]
    assert kept(rows) == [(2, {"a": "1", "b": "2"})]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_of_the_three_ways(tmp_path: Path, end: str) -> None:
    _, rows = rows_of(tmp_path, f"a,b{end}1,2{end}3,4")
    assert kept(rows) == [(2, {"a": "1", "b": "2"}), (3, {"a": "3", "b": "4"})]


def test_a_byte_order_mark_is_no_part_of_the_first_header(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "\ufeffa\n1\n")[0] == ["a"]


def test_a_row_of_blanks_is_no_row_and_still_a_line(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, "a,b\n\n , \n1,2\n")
    assert kept(rows) == [(4, {"a": "1", "b": "2"})]


def test_a_cell_over_two_lines_is_one_cell_and_the_next_row_knows_its_line(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, 'a,b\n1,"x\ny"\n2,z\n')
    assert kept(rows) == [(2, {"a": "1", "b": "x\ny"}), (4, {"a": "2", "b": "z"})]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_letter_that_ends_a_line_elsewhere_ends_none_here(tmp_path: Path, separator: str) -> None:
    _, rows = rows_of(tmp_path, f"a,b\n1,x{separator}y\n2,z\n")
    assert kept(rows) == [(2, {"a": "1", "b": f"x{separator}y"}), (3, {"a": "2", "b": "z"})]


def test_an_unclosed_quote_costs_its_own_line_and_no_other(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, 'a,b\n1,"never closed\n2,x\n3,y\n')
    assert [(r.line, bool(r.fault)) for r in rows] == [(2, True), (3, False), (4, False)]
    assert kept(rows) == [(3, {"a": "2", "b": "x"}), (4, {"a": "3", "b": "y"})]


def test_an_unclosed_quote_that_another_one_closes_lines_below_costs_no_row_between(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, 'a,b\n1,"never closed\n2,x\n3,"y"\n4,z\n')
    assert kept(rows) == [(3, {"a": "2", "b": "x"}), (4, {"a": "3", "b": "y"}), (5, {"a": "4", "b": "z"})]


def test_a_quote_that_takes_in_a_line_and_gives_too_many_fields_costs_one_line(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, 'a,b\n1,"open\n2,x",y\n3,z\n')
    assert [(r.line, bool(r.fault)) for r in rows] == [(2, True), (3, True), (4, False)]


def test_letters_behind_a_closing_quote_are_a_fault_and_not_glued_on(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, 'a,b\n1,"x"y\n2,z\n')
    assert kept(rows) == [(3, {"a": "2", "b": "z"})]


def test_a_quote_inside_an_unquoted_cell_is_a_letter(tmp_path: Path) -> None:
    assert kept(rows_of(tmp_path, 'a,b\n1,5" pipe\n')[1]) == [(2, {"a": "1", "b": '5" pipe'})]


@pytest.mark.parametrize("row", ["1", "1,2,3"])
def test_a_row_of_another_length_has_a_fault_in_both_languages(tmp_path: Path, row: str) -> None:
    _, (first, second) = rows_of(tmp_path, f"a,b\n{row}\n3,4\n")
    found = str(row.count(",") + 1)
    assert set(first.fault) == {"en", "fr"}
    assert all(found in first.fault[lang] and "2" in first.fault[lang] for lang in ("en", "fr"))
    assert not second.fault


@pytest.mark.parametrize("content", ["", "\ufeff", "\n"])
def test_an_empty_file_has_no_headers_and_no_rows(tmp_path: Path, content: str) -> None:
    assert rows_of(tmp_path, content) == ([], [])


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnicodeDecodeError):
        rows_of(tmp_path, "a\né\n".encode("latin-1"))


def test_a_long_file_with_unclosed_quotes_is_read_in_a_moment(tmp_path: Path) -> None:
    content = "a,b\n" + "".join(f"{n},x\n" for n in range(20_000)) + '1,"open\n2,y\n'
    _, rows = rows_of(tmp_path, content)
    assert len(rows) == 20_002
    assert [r.line for r in rows if r.fault] == [20_002]


CELLS = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=("Cs",)), max_size=6)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=80,
    deadline=None,
)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_what_a_writer_wrote_is_read_back(tmp_path: Path, lines: list[tuple[str, str]]) -> None:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("a", "b"))
    writer.writerows(lines)
    _, rows = rows_of(tmp_path, file.getvalue())
    expected = [{"a": a.strip(), "b": b.strip()} for a, b in lines if a.strip() or b.strip()]
    assert [r.cells for r in rows] == expected
    assert not any(r.fault for r in rows)
