"""The SQL that is shown runs by itself on the files that are published, and gives the figure again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pledgebook.build import compile_book
from pledgebook.exports.tables import write_tables
from pledgebook.measures.answer import Request

ROOT = Path(__file__).resolve().parents[2]


def test_an_analyst_who_runs_the_sql_on_the_published_tables_gets_the_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = compile_book(ROOT / "books/iraq", lambda *_: None)
    write_tables(tmp_path / "tables", compiled.arrow)
    monkeypatch.chdir(tmp_path)
    span = compiled.book.declaration.period.span
    asked = Request("committed", (("recipient", compiled.book.declaration.places.country_iso2),), None, span)
    answer = compiled.measures.answer(asked)
    database = duckdb.connect()
    for statement in compiled.measures.database.setting_up([compiled.book.measures["committed"]]):
        database.execute(statement)
    (total,) = database.execute(f"select sum(value) from ({answer.sql})").fetchall()[0]
    assert str(total) == "79339535.22"
