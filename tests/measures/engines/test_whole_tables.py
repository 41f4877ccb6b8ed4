"""Every measure over whole tables: the same rows on both engines, to the cent, and the same shares and ranks."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from book_copies import IRAQ
from pledgebook.book.load import engine_measures, load_book
from pledgebook.book.models import PublishedIndicators
from pledgebook.build import release_tables
from pledgebook.codes import codes_of
from pledgebook.measures.answer import Request
from pledgebook.measures.database import Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.measures.kinds import Places
from pledgebook.money import Rates
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import MONEY
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.iati_details import DETAILS, detail_tables, packed
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.published_indicators import published_indicators, published_values
from pledgebook.tables.rows import ColumnRows
from pledgebook.tables.schema import table_names, to_arrow
from pledgebook.tables.transaction import BookCurrency
from real_sources import declared, taken

pytestmark = [pytest.mark.spark, pytest.mark.shared]

SETTINGS: dict[str, str | list[str]] = {
    "currency": "CAD",
    "country_iso2": "IQ",
    "regions": ["89", "298"],
    "own_org_refs": [],
    "as_of": "2026-11-23",
    "fiscal_opens": "401",
    "price_year": "2020",
}
CORPUS = ("44000", "GB-GOV-13", "XM-DAC-41114", "XM-DAC-41121", "XM-DAC-47066")
"""Publishers of agreements, results, earmarking and incoming money: what all others add is more of the same."""
STATUSES = ("affected", "in_need", "acute_need", "targeted", "reached")
MOST_ROWS = 300_000
"""More than any measure has here: the rows themselves are compared, not sums of them."""


def test_every_measure_gives_the_same_rows_on_both_engines(shared: Path, session: Any) -> None:
    from pledgebook.measures.engines.spark import Spark

    tables = _tables(shared)
    assert tables["flow"].num_rows > 20_000
    here, there = (
        Database(tables, SETTINGS, engine, most_rows=MOST_ROWS) for engine in (DuckDb(), Spark(session))
    )
    measures, without_rows = engine_measures(), set()
    for measure in measures.values():
        if measure.kind in ("ratio", "rank"):
            continue
        rows = here.rows(measure, Request(measure.id), {})
        assert there.rows(measure, Request(measure.id), {}) == rows, measure.id
        without_rows |= set() if rows else {measure.id}
    assert not without_rows, "a measure that reads nothing shows nothing"
    places = Places({str(p["place_pcode"]): p["parent_pcode"] or "" for p in tables["place"].to_pylist()})
    one, other = (Measures(measures, database, places, "CAD") for database in (here, there))
    for measure in measures.values():
        if measure.kind in ("ratio", "rank"):
            request = Request(measure.id)
            assert one.answer(request).value == other.answer(request).value, request


def _tables(shared: Path) -> dict[str, Any]:
    """The example book's tables, the corpus's money in the place of its own, and real sources that it leaves out."""
    book, corpus = _of_the_book(), _of_the_corpus(shared / "data/iati/corpus")
    both = {
        name: pa.concat_tables([book[name], corpus.pop(name)]) for name in ("indicator", "indicator_value")
    }
    return {**book, **corpus, **both, **_of_sources(shared)}


def _of_the_book() -> dict[str, Any]:
    """The tables of the example book, its needs told in every status, its strengths as spells of a year."""
    book = load_book(IRAQ)
    released = release_tables(book, take_snapshots(book))
    need = [{**row, "population_status": status} for row in released.rows["need"] for status in STATUSES]
    year = timedelta(days=365)
    spells = [
        {**row, "to_day": row["from_day"] + year} for row in released.rows["deployment"] if row["from_day"]
    ]
    return {**released.arrow, "need": to_arrow("need", need), "deployment": to_arrow("deployment", spells)}


def _of_sources(shared: Path) -> dict[str, Any]:
    """Population by sex and age, plans and what stands outside them, a fund's projects."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for name in ("cod_ps", "fts_plans", "fts_clusters", "pooled_fund_projects"):
        source, _ = declared(name)
        rows[str(source.table)] += taken(name, shared).rows
    return {table: to_arrow(table, found) for table, found in rows.items()}


def _of_the_corpus(folder: Path) -> dict[str, Any]:
    """Money, details and published results of some publishers."""
    currencies = frozenset(codes_of("iso", "currency"))
    found = (
        packed(activity)
        for name in CORPUS
        for activity in read_activities(folder / f"{name}.xml", name, currencies, MONEY | DETAILS)
    )
    counting = newest(list(found))
    rows: dict[str, list[Any]] = {name: [] for name in table_names()}
    for table, row in money_rows(counting, BookCurrency("CAD", Rates(), "european_central_bank"), (4, 1)):
        rows[table].append(row)
    made = {name: to_arrow(name, rows[name]) for name in ("activity", "flow", "participating_org")}
    made |= detail_tables(counting)
    results = ("activity", "result", "result_indicator", "result_value")
    held, said = {n: ColumnRows(made[n]) for n in results}, {n: PublishedIndicators() for n in CORPUS}
    made["indicator"] = to_arrow("indicator", published_indicators(held, said))
    made["indicator_value"] = to_arrow("indicator_value", published_values(held, said))
    return made
