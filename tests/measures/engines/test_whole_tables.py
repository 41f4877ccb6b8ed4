"""Each measure over the money of many publishers: the same rows on both engines, to the cent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pledgebook.book.load import engine_measures
from pledgebook.codes import codes_of
from pledgebook.measures.answer import Request
from pledgebook.measures.database import Database
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.money import Rates
from pledgebook.sources.iati import read_activities
from pledgebook.sources.iati.newest import newest
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.schema import table_names, to_arrow
from pledgebook.tables.transaction import BookCurrency

pytestmark = [pytest.mark.spark, pytest.mark.shared, pytest.mark.xdist_group("spark")]

SETTINGS: dict[str, str | list[str]] = {
    "currency": "CAD",
    "country_iso2": "IQ",
    "regions": ["89", "298"],
    "own_org_refs": [],
    "as_of": "2026-11-23",
}


def test_every_measure_gives_the_same_rows_on_both_engines(shared: Path, session: Any) -> None:
    from pledgebook.measures.engines.spark import Spark

    tables = _tables(sorted((shared / "data/iati/corpus").glob("*.xml")))
    assert tables["flow"].num_rows > 80_000
    here, there = (
        Database(tables, SETTINGS, engine, most_rows=10**9) for engine in (DuckDb(), Spark(session))
    )
    full = 0
    for measure in engine_measures().values():
        if measure.kind in ("ratio", "rank"):
            continue
        rows = here.rows(measure, Request(measure.id), {})
        assert there.rows(measure, Request(measure.id), {}) == rows, measure.id
        full += bool(rows)
    assert full >= 4


def _tables(files: list[Path]) -> dict[str, Any]:
    currencies = frozenset(codes_of("iso", "currency"))
    read = newest([a for file in files for a in read_activities(file, file.stem, currencies)])
    rows: dict[str, list[Any]] = {name: [] for name in table_names()}
    for table, row in money_rows(read, BookCurrency("CAD", Rates(), "european_central_bank"), (4, 1)):
        rows[table].append(row)
    return {name: to_arrow(name, found) for name, found in rows.items()}
