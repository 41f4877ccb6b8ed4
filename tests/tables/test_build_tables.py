"""Sources and ledgers into tables: each read by its reader, counted, and cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from book_copies import SMALL, compiled, copy_of, edit, iraq_compiled, placed, small_book
from pledgebook.book.load import Book, load_book
from pledgebook.build import Compiled
from pledgebook.measures.answer import Request
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.build import Tables, build_tables
from pledgebook.tables.objectives import NOT_ALIGNED
from pledgebook.tables.schema import table_names
from pledgebook.value import Known

Rows = dict[str, list[dict[str, Any]]]


def tables_of(book: Path) -> tuple[Book, Tables]:
    loaded = load_book(book)
    return loaded, build_tables(loaded, take_snapshots(loaded))


def test_each_source_is_counted_and_a_cited_one_is_not() -> None:
    _, tables = tables_of(SMALL)
    assert tables.count == {"activities": 2, "places": 4, "rounds": 4}
    counted = {row["source"]: row["rows"] for row in tables.rows["snapshot"]}
    assert counted == {"activities": 2, "announcement": None, "places": 4, "rounds": 4}


def test_every_row_names_its_source_and_its_place_in_it() -> None:
    book, tables = tables_of(SMALL)
    known = {*book.sources, "european_central_bank"}
    for name in table_names():
        for row in tables.rows.get(name, []):
            assert row["source"] in known, (name, row)
            assert row["record"], (name, row)


def test_a_row_of_a_ledger_cites_its_source_and_stands_in_the_ledger() -> None:
    _, tables = tables_of(SMALL)
    (promise,) = tables.rows["pledge"]
    assert (promise["source"], promise["record"]) == ("announcement", "ledgers/pledges.csv row 2")


def test_a_file_that_is_only_kept_is_not_read_as_activities(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/announcement/source.yml", "reader: none", "reader: none\nfile: scan.pdf")
    (book / "sources/announcement/scan.pdf").write_bytes(b"%PDF-1.7")
    _, tables = tables_of(book)
    assert [r for r in tables.rows.get("issue", []) if r["source"] == "announcement"] == []
    assert "announcement" not in tables.count
    assert tables.problems == []


def test_an_activity_in_two_files_is_there_once(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    copy_of(book / "sources/activities", book / "sources", "again")
    edit(book, "sources/again/source.yml", "expected_rows: 2\n", "")
    _, tables = tables_of(book)
    assert sorted(r["activity_id"] for r in tables.rows["activity"]) == ["XX-AID-1", "XX-AID-2"]
    assert len(tables.rows["transaction"]) == 3


def test_a_faulty_ledger_row_is_an_error_and_a_faulty_source_row_an_issue(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "ledgers/arrivals.csv", ",1301,", ",many,")
    edit(book, "sources/rounds/rounds.csv", "46211", "many")
    _, tables = tables_of(book)
    assert [placed(book, p) for p in tables.problems] == ["BOOK008 ledgers/arrivals.csv:3"]
    (issue,) = tables.rows["issue"]
    shown = ""  # the table is declared sensitive: an issue is published and does not repeat its counts
    assert (issue["source"], issue["record"], issue["value"]) == ("rounds", "row 4", shown)
    assert tables.count["rounds"] == 3


def sums(rows: Rows, table: str, column: str = "amount", *besides: str) -> dict[tuple[Any, ...], Decimal]:
    """The sum per type, currency and further columns, over the rows that have an amount."""
    found: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for row in rows[table]:
        if row[column] is not None:
            found[row["transaction_type"], row["currency"], *(row[b] for b in besides)] += row[column]
    return dict(found)


BOOKS: dict[str, Callable[[], Compiled]] = {"small": lambda: compiled(SMALL), "iraq": iraq_compiled}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS.keys())
def test_the_flows_add_up_to_the_transactions_exactly_per_type_and_currency(
    book: Callable[[], Compiled],
) -> None:
    rows = book().rows
    assert sums(rows, "flow") == sums(rows, "transaction")
    assert len(sums(rows, "flow")) > 1


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS.keys())
def test_they_do_in_the_books_currency_over_what_has_a_rate(book: Callable[[], Compiled]) -> None:
    rows = book().rows
    assert sums(rows, "flow", "amount_book") == sums(rows, "transaction", "amount_book")
    without = [r for r in rows["transaction"] if r["amount"] is not None and r["amount_book"] is None]
    issues = {(r["activity_id"], r["value"]) for r in rows["issue"]}
    for row in without:
        assert any(a == row["activity_id"] for a, _ in issues), row["activity_id"]


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS.keys())
def test_they_do_over_objectives_and_what_is_not_aligned(book: Callable[[], Compiled]) -> None:
    done = book()
    by_objective = sums(done.rows, "flow", "amount", "objective")
    assert {key[2] for key in by_objective} <= {*done.book.objectives, NOT_ALIGNED}
    total: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for (kind, currency, _), amount in by_objective.items():
        total[kind, currency] += amount
    assert dict(total) == sums(done.rows, "transaction")


def number(done: Compiled, measure: str, **where: str) -> Decimal | None:
    value = done.measures.answer(Request(measure, tuple(sorted(where.items())))).value
    return value.interval.exact if isinstance(value, Known) else None


@pytest.mark.parametrize("measure", ["committed", "disbursed"])
@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS.keys())
def test_a_measure_adds_up_over_each_of_its_dimensions(book: Callable[[], Compiled], measure: str) -> None:
    done = book()
    whole = number(done, measure)
    assert whole is not None
    for dimension in (
        "objective",
        "recipient",
        "sector",
        "partner",
        "fiscal_year",
        "gender_marker",
        "activity",
    ):
        slices = done.measures.breakdown(Request(measure), dimension)
        amounts = [s.value.interval.exact for s in slices if isinstance(s.value, Known)]
        assert sum(a for a in amounts if a is not None) == whole, dimension


SUMS_OF_THE_ISSUE = {
    "all dates": (None, "391650859.88", "83780439.10"),
    "the strategy's years": ("strategy", "387209956.00", "79339535.22"),
}


@pytest.mark.parametrize(
    ("period", "whole", "iraq"), SUMS_OF_THE_ISSUE.values(), ids=SUMS_OF_THE_ISSUE.keys()
)
def test_the_commitments_of_the_sixteen_activities_are_those_of_the_issue(
    period: str | None, whole: str, iraq: str
) -> None:
    done = iraq_compiled()
    span = done.book.declaration.period.span if period else None
    for where, expected in (((), whole), ((("recipient", "IQ"),), iraq)):
        value = done.measures.answer(Request("committed", where, None, span)).value
        assert isinstance(value, Known)
        assert value.interval.exact == Decimal(expected)


def of_file(tmp_path: Path, file: Path) -> Compiled:
    """The small book over another file of activities, in Canadian dollars and for Iraq."""
    book = small_book(tmp_path)
    (book / "sources/activities/activities.xml").write_bytes(file.read_bytes())
    edit(book, "pledgebook.yml", "currency: EUR", "currency: CAD")
    edit(book, "pledgebook.yml", "country_iso2: XX", "country_iso2: IQ")
    edit(book, "pledgebook.yml", "org_refs: [XX-AID]", "org_refs: []")
    return compiled(book)


@pytest.mark.shared
def test_the_commitments_of_the_eleven_activities_are_those_of_the_issue(
    tmp_path: Path, shared: Path
) -> None:
    done = of_file(tmp_path, shared / "data/iati/canada/gac-iraq.xml")
    assert len(done.rows["activity"]) == 11
    assert number(done, "committed") == Decimal("328575110.88")
    assert number(done, "committed", recipient="IQ") == Decimal("78322451.49")


@pytest.mark.shared
def test_no_money_of_501_activities_of_38_publishers_is_lost(tmp_path: Path, shared: Path) -> None:
    done = of_file(tmp_path, shared / "data/iati/iraq/iraq-other-publishers.xml")
    assert len(done.rows["activity"]) == 501
    assert len({r["reporting_org_ref"] for r in done.rows["activity"]}) == 38
    assert sums(done.rows, "flow") == sums(done.rows, "transaction")
    assert sums(done.rows, "flow", "amount_book") == sums(done.rows, "transaction", "amount_book")
    assert len(sums(done.rows, "transaction")) > 20
    assert "MON002" not in {f.problem.code for f in done.findings}
    for measure, kind in (("committed", "2"), ("disbursed", "3"), ("expenditure", "4")):
        kept = [r["amount_book"] for r in done.rows["transaction"] if r["transaction_type"] == kind]
        value = done.measures.answer(Request(measure)).value
        assert isinstance(value, Known)
        assert value.interval.low == sum(a for a in kept if a is not None), measure
        assert (value.interval.exact is None) == (None in kept), measure
