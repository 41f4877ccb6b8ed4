"""DuckDB reads what it was given, and no other file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pledgebook.measures.engines import UnrunnableError
from pledgebook.measures.engines.duck import DuckDb


def parquet(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table({"place_pcode": [name]}), folder / f"{name}.parquet")
    return folder


def test_a_table_is_read_from_its_file_in_the_folder_of_tables(tmp_path: Path) -> None:
    engine = DuckDb(tables=parquet(tmp_path / "tables", "place"))
    engine.open_parquet("place")
    assert engine.run("select place_pcode from place").rows == [("place",)]


def test_a_file_outside_of_the_folder_of_tables_is_not_read(tmp_path: Path) -> None:
    secret = parquet(tmp_path / "elsewhere", "secret") / "secret.parquet"
    for engine in (DuckDb(), DuckDb(tables=parquet(tmp_path / "tables", "place"))):
        with pytest.raises(UnrunnableError):
            engine.run(f"select * from '{secret}'")
        with pytest.raises(UnrunnableError):
            engine.run(f"copy (select 1) to '{tmp_path / 'written.csv'}'")
