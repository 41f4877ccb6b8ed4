"""The gate from end to end: a small count is in no file of the build, and no subtraction gives one back.

In the small book, 7 people in the South, 6 in the small camp and their neighbours are withheld; the numbers are
chosen so that finding them in a file could be no accident.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from book_copies import compiled, edit, lock, placed, silent, small_book, small_built, write
from pledgebook.build import Compiled, build
from pledgebook.disclosure import release_counts
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.build import build_tables
from pledgebook.value import Known, Withheld

SITE = "_build/latest/site"
COUNTING = re.compile(r"(people|indicator_quantity|value|low|high)(_low|_high|_bounds)?")
GROUPING = re.compile("[\\s,\u00a0\u202f’']")


@pytest.fixture(scope="module")
def done() -> Compiled:
    """The small book, compiled."""
    return compiled(small_built())


def withheld(done: Compiled) -> Iterator[tuple[str, str, Decimal]]:
    """Table, record and true number of each cell that was withheld."""
    before = build_tables(done.book, take_snapshots(done.book)).rows
    for table, column in (
        ("displacement", "people"),
        ("arrival", "people"),
        ("indicator_value", "indicator_quantity"),
    ):
        for row, released in zip(before[table], done.rows[table], strict=True):
            if isinstance(released[column], Withheld):
                value = row[column]
                assert isinstance(value, Known)
                assert value.interval.exact is not None
                yield table, str(row["record"]), value.interval.exact


def withheld_rows(done: Compiled) -> Iterator[tuple[dict[str, object], str]]:
    """The released rows with a withheld cell, and the record of each."""
    records = {(table, record) for table, record, _ in withheld(done)}
    for table in {table for table, _ in records}:
        for row in done.rows[table]:
            if (table, str(row["record"])) in records:
                yield row, str(row["record"])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_small_counts_and_what_would_give_them_back_are_withheld(done: Compiled) -> None:
    found = {(table, number) for table, _, number in withheld(done)}
    assert ("displacement", Decimal(7)) in found
    assert ("arrival", Decimal(6)) in found
    for table in ("displacement", "arrival"):
        assert len([1 for t, _ in found if t == table]) >= 2, (
            "a total and all cells but one would give it back"
        )


def test_a_withheld_row_has_no_number_in_any_csv_or_parquet_file(done: Compiled) -> None:
    hidden = {(str(row["source"]), record) for row, record in withheld_rows(done)}
    seen = 0
    for path in (small_built() / SITE / "data").rglob("*.csv"):
        for row in rows_of(path):
            if (row.get("source"), row.get("record")) in hidden:
                assert "withheld" in row.values(), (path, row)
                assert not {k: v for k, v in row.items() if COUNTING.fullmatch(k) and v}, (path, row)
                seen += 1
    assert seen >= 2 * len(hidden)
    for path in (small_built() / SITE / "data/tables").glob("*.parquet"):
        for row in pq.read_table(path).to_pylist():
            for status in [k for k, v in row.items() if v == "withheld"]:
                stem = status.removesuffix("_status")
                assert [row[f"{stem}{part}"] for part in ("", "_low", "_high", "_bounds")] == [None] * 4


def telling(done: Compiled) -> set[str]:
    """The withheld numbers that are large enough to be found in a text by no accident."""
    return {str(int(number)) for _, _, number in withheld(done) if number >= 1000}


def test_no_file_of_the_build_has_a_withheld_number_in_any_way_of_writing_it(done: Compiled) -> None:
    numbers = telling(done)
    assert numbers
    for path in (small_built() / "_build/latest/").rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        text = GROUPING.sub("", content.decode("utf-8", errors="ignore"))
        for number in numbers:
            assert number not in text, (path, number)
            assert int(number).to_bytes(16, "little") not in content, (path, number)
            assert (int(number) * 10**6).to_bytes(16, "big") not in content, (path, number)


def numbers_in(path: Path) -> set[Decimal]:
    """Every number in the columns of a table that count people, the ends of bounds included."""
    return {
        Decimal(value)
        for row in rows_of(path)
        for key, value in row.items()
        if value and COUNTING.fullmatch(key) and re.fullmatch(r"-?\d+(\.\d+)?", value)
    }


@pytest.mark.parametrize("table", ["displacement", "arrival", "indicator_value"])
def test_no_subtraction_of_printed_numbers_gives_a_withheld_one_back(done: Compiled, table: str) -> None:
    hidden = {number for name, _, number in withheld(done) if name == table}
    printed = numbers_in(small_built() / SITE / f"data/tables/{table}.csv")
    assert printed
    assert hidden or table == "indicator_value"
    assert not hidden & printed
    for total in printed:
        for count in range(1, len(printed)):
            for parts in combinations(printed - {total}, count):
                assert total - sum(parts) not in hidden, (total, parts)


MEASURES = {"displacement": "displaced", "arrival": "arrivals"}


@pytest.mark.parametrize(("table", "name"), MEASURES.items())
def test_numbers_of_measures_and_figures_give_nothing_back_either(
    done: Compiled, table: str, name: str
) -> None:
    hidden = {number for one, _, number in withheld(done) if one == table}
    folder = small_built() / SITE / "data"
    files = [*folder.glob(f"measures/{name}*.csv"), *folder.glob(f"figures/**/{name}*.csv")]
    assert len(files) >= 2
    printed = {number for path in files for number in numbers_in(path)}
    assert printed
    assert not printed & hidden
    assert not {a - b for a in printed for b in printed} & hidden


def test_a_claim_on_a_withheld_count_says_withheld_in_both_languages() -> None:
    claims = {(c["figure"], c["language"]): c for c in rows_of(small_built() / SITE / "data/claims.csv")}
    for figure in ("home/displaced-people-2020-12-31-xx03", "home/arrivals-2021-06-30-small-arrivals"):
        for language in ("en", "fr"):
            claim = claims[figure, language]
            assert (claim["truth"], claim["status"]) == ("withheld", "withheld")
            assert (claim["value"], claim["low"], claim["high"]) == ("", "", "")
            assert not re.search(r"\d", claim["reason"])
    words = {"en": "Withheld", "fr": "Non divulgué"}
    for language, word in words.items():
        page = (small_built() / SITE / language / "figures/index.html").read_text(encoding="utf-8")
        assert word.lower() in page.lower()


def test_without_a_threshold_the_same_numbers_are_there(tmp_path: Path, done: Compiled) -> None:
    """What the other tests look for can be found: it is the gate that keeps it out."""
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "threshold: 10", "threshold: 0")
    build(book, silent)
    text = GROUPING.sub("", (book / SITE / "data/tables/displacement.csv").read_text(encoding="utf-8"))
    assert all(number in text for number in telling(done) if number != "1301")
    assert numbers_in(book / SITE / "data/tables/displacement.csv") >= {
        Decimal(7),
        Decimal(46211),
        Decimal(50119),
    }


def test_a_table_that_is_not_sensitive_is_printed(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "[displacement, arrival,", "[arrival,")
    rows = build_tables(compiled(book).book, take_snapshots(compiled(book).book)).rows
    released = release_counts(compiled(book).book.declaration, rows)
    assert {cell.table for cell in released.withheld} == {"arrival"}


def test_a_small_count_that_cannot_be_read_is_not_published_as_an_issue(tmp_path: Path) -> None:
    """A cell such as "7 people" in a sensitive table must not stand in the list of what is wrong with the data."""
    book = small_book(tmp_path)
    edit(book, "sources/rounds/rounds.csv", "XX03,2020-12-31,no,7,", "XX03,2020-12-31,no,7 peeple,")
    edit(book, "sources/rounds/source.yml", "expected_rows: 4", "expected_rows: 3")
    lock(book)
    for language, words in (("en", "nobody"), ("fr", "personne")):
        write(book, f"pages/home/{language}.md", f"{words.title()}.\n")
    build(book, silent)
    for path in (book / "_build/latest").rglob("*"):
        if path.is_file():
            assert b"peeple" not in path.read_bytes(), path
    told = [placed(book, f.problem) for f in compiled(book).findings if f.problem.code == "MON001"]
    assert told == ["MON001 sources/rounds/rounds.csv:5"]
