"""Files whose bytes depend on their content and on nothing else."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.exports.files import cell, plain, write_csv, write_json, write_parquet

CELLS: tuple[tuple[object, str], ...] = (
    (None, ""),
    ("", ""),
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (Decimal("0.00"), "0"),
    (Decimal("1150.500000"), "1150.5"),
    (Decimal("1E+3"), "1000"),
    (Decimal("-0.10"), "-0.1"),
    (Decimal("0E-12"), "0"),
    (Decimal("100"), "100"),
    (date(2020, 12, 31), "2020-12-31"),
    ("a,b", "a,b"),
)


@pytest.mark.parametrize(("value", "written"), CELLS, ids=lambda v: repr(v))
def test_a_value_is_written_without_padding(value: object, written: str) -> None:
    assert cell(value) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_written_number_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)


def test_a_csv_file_is_utf8_with_commas_and_plain_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "deep/er/file.csv"
    write_csv(path, ("a", "b"), [("é, ü", 'say "x"'), ("two\nlines", None)])
    content = path.read_bytes()
    assert b"\r" not in content
    assert content.startswith(b"a,b\n")
    assert [*csv.reader(StringIO(content.decode("utf-8")))] == [
        ["a", "b"],
        ["é, ü", 'say "x"'],
        ["two\nlines", ""],
    ]


def test_json_is_sorted_and_keeps_the_letters_of_every_language(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_json(one, {"b": Decimal("1.50"), "a": ["Côte d’Or", date(2020, 1, 1)]})
    write_json(other, {"a": ["Côte d’Or", date(2020, 1, 1)], "b": Decimal("1.5")})
    assert one.read_bytes() == other.read_bytes()
    assert "Côte d’Or" in one.read_text(encoding="utf-8")
    assert json.loads(one.read_text(encoding="utf-8")) == {"a": ["Côte d’Or", "2020-01-01"], "b": "1.5"}
    assert one.read_bytes().endswith(b"}\n")


def test_a_parquet_file_is_the_same_bytes_twice_and_the_same_table(tmp_path: Path) -> None:
    table = pa.table({"a": [1, None, 3], "b": ["x", "y", None]})
    write_parquet(tmp_path / "one.parquet", table)
    write_parquet(tmp_path / "other.parquet", table)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
    assert pq.read_table(tmp_path / "one.parquet").equals(table)
