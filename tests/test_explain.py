"""A figure followed down to its SQL, rows, sources and hashes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from book_copies import compiled, small_built
from pledgebook.build import Compiled
from pledgebook.explain import explain_figure


@pytest.fixture(scope="module")
def book() -> Compiled:
    """The small book, compiled."""
    return compiled(small_built())


def told(book: Compiled, figure: str, language: str = "en") -> str:
    lines, found = explain_figure(book, figure, language)
    assert found
    return "\n".join(lines) if language == "fr" else "\n".join(lines).replace("\u00a0", " ")


def test_a_figure_says_its_words_place_value_and_verdict(book: Compiled) -> None:
    text = told(book, "home/committed-strategy")
    assert "  words: €160\n" in text
    assert "pages/home/en.md:9:26\n" in text
    assert "  the data say: EUR 160\n" in text
    assert "  the words allow: EUR 155 to less than EUR 165  [155..<165]\n" in text
    assert "  truth: Holds\n" in text
    assert "(flow)" in text


def test_it_lists_the_rows_and_they_add_up_to_the_figure(book: Compiled) -> None:
    text = told(book, "home/committed-strategy-xx")
    assert "  rows: 3\n" in text
    assert "EUR 60.01" in text
    assert "EUR 40.01" in text
    assert "EUR 19.98" in text
    assert "activities: line 12" in text


def test_it_names_the_source_with_the_hash_of_its_bytes(book: Compiled) -> None:
    text = told(book, "home/displaced-people-2020-12-31-xx")
    content = (small_built() / "sources/rounds/rounds.csv").read_bytes()
    assert f"sources/rounds/rounds.csv  sha256 {hashlib.sha256(content).hexdigest()}" in text
    assert "https://example.org/rounds" in text
    assert "example.org/activities" not in text


def test_the_sql_that_is_shown_runs_by_itself_on_the_published_tables(
    book: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = told(book, "home/committed-strategy-xx").split("SQL as run:\n")[1].split("\n  rows:")[0]
    monkeypatch.chdir(small_built() / "_build/latest/site/data")
    with duckdb.connect() as db:
        rows = db.execute(sql).fetchall()
        (at,) = (n for n, column in enumerate(db.description) if column[0] == "value")
    assert [str(row[at]) for row in rows] == ["40.01", "19.98", "60.01"]


def test_a_withheld_figure_is_withheld_here_too(book: Compiled) -> None:
    text = told(book, "home/displaced-people-2020-12-31-xx03")
    assert "Withheld" in text
    for line in text.splitlines():
        assert not line.startswith("    7 "), line
    assert "46" + "211" not in text
    assert "46,211" not in text


def test_a_name_without_its_page_is_enough(book: Compiled) -> None:
    assert told(book, "pledge-promise") == told(book, "home/pledge-promise")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_unknown_figure_gives_the_nearest_names(book: Compiled, language: str) -> None:
    lines, found = explain_figure(book, "home/comitted-strategy", language)
    assert not found
    assert len(lines) == 1
    assert "home/committed-strategy" in lines[0].split("home/comitted-strategy")[1]


def test_nothing_near_gives_some_names_and_no_error(book: Compiled) -> None:
    lines, found = explain_figure(book, "§§§", "en")
    assert not found
    assert "home/" in lines[0]


def test_the_french_of_a_figure_is_french(book: Compiled) -> None:
    text = told(book, "home/committed-strategy", "fr")
    assert "  les données disent\u00a0: 160\u00a0EUR\n" in text
    assert "  vérité\u00a0: " in text
    assert "holds" not in text
    assert "pages/home/fr.md:" in text


def test_no_line_names_a_folder_outside_the_book(book: Compiled) -> None:
    for verdict in book.verdicts:
        for line in explain_figure(book, verdict.claim.id, "en")[0]:
            assert str(Path(small_built()).parent) not in line.replace(f"{small_built()}/pages", "").replace(
                f"{small_built()}/objectives", ""
            )
