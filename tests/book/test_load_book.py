"""A book from its folder: what is declared, in the book's own order, and every mistake of every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import IRAQ, SMALL, edit, said, small_book, write
from pledgebook.book.load import LEDGERS, engine_measures, load_book
from pledgebook.errors import BookError


def test_the_small_book_is_what_its_files_say() -> None:
    book = load_book(SMALL)
    assert book.declaration.name["fr"] == "Une stratégie pour Xanadu, 2019-2021"
    assert list(book.sources) == ["activities", "announcement", "places", "rounds"]
    assert list(book.objectives) == ["shelter"]
    assert set(book.ledgers) == {file.stem for file in (SMALL / "ledgers").glob("*.csv")} <= set(LEDGERS)
    assert [rule.id for rule in book.money_rules] == ["housing"]
    assert book.languages == ("en", "fr")
    assert [(page, prose.language) for page, prose in book.prose()] == [
        ("home", "en"), ("home", "fr"), ("objectives/shelter", "en"), ("objectives/shelter", "fr"),
    ]  # fmt: skip


def test_the_iraq_book_loads() -> None:
    book = load_book(IRAQ)
    assert [o.declaration.order for o in book.objectives.values()] == [1, 2, 3, 4, 5]


def test_pages_and_objectives_stand_in_the_order_they_declare(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    for name, order in (("beta", 2), ("alpha", 2), ("zeta", -1)):
        write(
            book,
            f"pages/{name}/page.yml",
            f"order: {order}\ntitle: {{en: a, fr: b}}\ndescription: {{en: a, fr: b}}\n",
        )
        for language in ("en", "fr"):
            write(book, f"pages/{name}/{language}.md", "Text.\n")
    assert list(load_book(book).pages) == ["zeta", "home", "alpha", "beta"]


def test_a_folder_that_begins_with_a_dot_is_nobodys_page(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "pages/.draft/en.md", "x")
    write(book, "sources/.cache/x.csv", "x")
    assert said(book) == []


def test_a_folder_without_its_declaration_is_a_mistake(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "pages/lost/en.md", "x")
    assert said(book) == ["BOOK001 pages/lost/page.yml"]


@pytest.mark.parametrize("file", ["pages/home/fr.md", "objectives/shelter/en.md"])
def test_a_missing_language_is_a_mistake_at_the_file_that_should_be_there(tmp_path: Path, file: str) -> None:
    book = small_book(tmp_path)
    (book / file).unlink()
    assert said(book) == [f"LNG001 {file}"]


def test_a_book_in_one_language_needs_the_texts_of_one(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "languages: [en, fr]", "languages: [fr]")
    for file in ("pages/home/en.md", "objectives/shelter/en.md"):
        (book / file).unlink()
    assert said(book) == []


def test_a_folder_without_a_book_is_one_mistake(tmp_path: Path) -> None:
    with pytest.raises(BookError) as stopped:
        load_book(tmp_path)
    assert [p.code for p in stopped.value.problems] == ["BOOK001"]


def test_a_book_without_ledgers_objectives_and_pages_is_a_book(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    for name in ("ledgers", "objectives", "pages"):
        (book / name).rename(tmp_path / name)
    loaded = load_book(book)
    assert (loaded.ledgers, loaded.objectives, loaded.pages, loaded.money_rules) == ({}, {}, {}, ())


MEASURE = """label: {en: a, fr: b}
definition: {en: a, fr: b}
unit: people
kind: flow
grain: [day]
reads: [displacement]
"""


def test_a_measure_of_the_books_own_is_beside_the_engines(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "measures/walked/measure.yml", MEASURE)
    write(book, "measures/walked/measure.sql", "select 1")
    loaded = load_book(book)
    assert loaded.measures.keys() == engine_measures().keys() | {"walked"}


def test_a_measure_without_its_sql_is_a_mistake(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "measures/walked/measure.yml", MEASURE)
    assert said(book) == ["BOOK001 measures/walked/measure.sql"]


WRONG_MEASURES = {
    "a ratio without its parts": (MEASURE.replace("kind: flow", "kind: ratio"), "BOOK006"),
    "a stock that is valid for ever": (MEASURE.replace("kind: flow", "kind: stock"), "BOOK006"),
    "a kind that is none": (MEASURE.replace("kind: flow", "kind: sum"), "BOOK006"),
    "a rank of no measure": (MEASURE.replace("kind: flow", "kind: rank\nof: gone\namong: day"), "BOOK007"),
    "a dimension that is not its own": (MEASURE + "over: {place: never}\n", "BOOK006"),
}


@pytest.mark.parametrize(("text", "code"), WRONG_MEASURES.values(), ids=WRONG_MEASURES.keys())
def test_a_wrong_measure_is_a_mistake_at_its_file(tmp_path: Path, text: str, code: str) -> None:
    book = small_book(tmp_path)
    write(book, "measures/walked/measure.yml", text)
    write(book, "measures/walked/measure.sql", "select 1")
    assert [one.split(":")[0] for one in said(book)] == [f"{code} measures/walked/measure.yml"]


def test_a_reference_to_an_objective_whose_file_is_broken_is_not_a_second_mistake(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "objectives/shelter/objective.yml", "order: 1", "order: first")
    assert [one.split()[0] for one in said(book)] == ["BOOK006"]


def test_mistakes_stand_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "threshold: 10", "threshold: -1")
    edit(book, "pledgebook.yml", "as_of: 2022-06-01", "as_of: never")
    edit(book, "objectives/shelter/objective.yml", "order: 1", "order: first")
    (book / "pages/home/fr.md").unlink()
    assert [one.split(":")[0] for one in said(book)] == [
        "BOOK006 objectives/shelter/objective.yml",
        "LNG001 pages/home/fr.md",
        "BOOK006 pledgebook.yml",
        "BOOK006 pledgebook.yml",
    ]


def test_a_file_is_shown_from_the_books_folder(tmp_path: Path) -> None:
    book = load_book(small_book(tmp_path))
    assert book.relative(book.root / "pages/home/en.md") == Path("pages/home/en.md")
    assert book.relative(Path("/elsewhere/x")) == Path("/elsewhere/x")
