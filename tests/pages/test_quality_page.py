"""The page of data quality: a sentence that is computed, what fails first, every part by itself, no score."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import IRAQ, compiled, edit, small_book
from pledgebook.pages.content import Content, PageOut
from pledgebook.pages.quality import quality_page, slug
from pledgebook.pages.view import View
from pledgebook.starter import start_book


def page_of(book: Path, language: str = "en") -> PageOut:
    done = compiled(book)
    content = Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)
    return quality_page(View(content, language))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def rows_of(page: PageOut, stage: str) -> dict[str, list[str]]:
    """Of all publishers together: what is said, then the share and the money without it."""
    (table,) = [c for c in page.context["all"] if c["id"] == f"coverage-{stage}"]
    return {row[0]["text"]: [plain(cell["text"]) for cell in row[1:]] for row in table["rows"]}


@pytest.fixture
def lacking(tmp_path: Path) -> Path:
    """The small book where one of two activities gives no sector, and a round names a place that nobody knows."""
    book = small_book(tmp_path)
    edit(
        book,
        "sources/activities/activities.xml",
        '<sector code="16030" percentage="100" vocabulary="1"/>',
        "",
    )
    with (book / "sources/rounds/rounds.csv").open("a", encoding="utf-8") as file:
        file.write("XX01,2020-12-31,no,many,\n")
    return book


def test_the_first_sentence_says_what_could_not_be_used_and_what_cannot_be_placed(lacking: Path) -> None:
    lead = plain(page_of(lacking).context["lead"])
    assert "1 of them could not be used, and 1 fault was found" in lead
    assert "Of EUR 160 reported as committed, 37.5% can be placed by day, country and sector" in lead
    assert "EUR 100.01 cannot" in lead or "EUR 100 cannot" in lead


def test_the_first_sentence_is_french_on_the_french_page(lacking: Path) -> None:
    lead = plain(page_of(lacking, "fr").context["lead"])
    assert "1 d’entre eux n’a pu être utilisé, et 1 défaut y a été relevé" in lead
    assert "37,5 % peuvent être situés par jour, pays et secteur" in lead


def test_the_first_screen_tells_of_commitments_and_the_part_below_of_what_was_spent(lacking: Path) -> None:
    context = page_of(lacking).context
    assert "spent" not in context["lead"]
    (spent,) = context["placed"]
    assert "reported as spent" in spent
    assert "can be placed by day, country and sector" in spent


def test_each_part_stands_by_itself_with_the_money_that_lacks_it(lacking: Path) -> None:
    said = rows_of(page_of(lacking), "committed")
    assert said["A sector"] == ["37.5%", "EUR 100"]
    assert said["A day"] == ["100%", "–"]
    assert said["A place (location)"] == ["0%", "EUR 160"]


def test_a_share_that_is_not_quite_all_is_not_written_as_all(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(
        book,
        "sources/activities/activities.xml",
        '<sector code="16030" percentage="100" vocabulary="1"/>',
        "",
    )
    edit(book, "sources/activities/activities.xml", ">100.01<", ">0.01<")
    assert rows_of(page_of(book), "committed")["A sector"][0] == "more than 99.9%"


def test_what_the_books_copy_leaves_out_is_told_so_and_blamed_on_nobody() -> None:
    said = rows_of(page_of(IRAQ), "committed")
    assert said["A result"] == ["Left out of the book’s copy", "–"]
    assert said["A gender marker"] == ["100%", "–"]


def test_who_has_money_that_cannot_be_placed_stands_before_who_has_not(lacking: Path) -> None:
    rows = page_of(lacking).context["all_publishers"]["rows"]
    assert rows[0][0] == {"text": "The aid office", "href": f"#publisher-{slug('XX-AID')}"}
    assert rows[0][1]["text"] == "37.5%"
    assert len(rows) > 1


def test_a_publisher_has_what_was_wrong_with_where_it_stands_first(lacking: Path) -> None:
    page = page_of(lacking)
    wrong = [p for p in page.context["publishers"] if p["issues"]]
    (table,) = [p["issues"] for p in wrong]
    assert "many" in str(table["rows"]) or "quantity" in str(table["rows"])
    assert "First: row" in table["rows"][0][0]["text"]
    assert "1 of them could not be used" in wrong[0]["read"]


def test_a_book_without_activities_says_so_and_still_counts_its_rows(tmp_path: Path) -> None:
    page = page_of(start_book(tmp_path / "new", ("en", "fr")))
    assert page.context["all"] == []
    assert page.context["all_publishers"]["rows"]
    assert "All of them could be used, and no fault was found in them" in plain(page.context["lead"])
