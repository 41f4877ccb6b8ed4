"""The deflator of a book: one index a year, and the year whose prices are asked for is one of them."""

from __future__ import annotations

from pathlib import Path

from book_copies import edit, lock, problems, small_book, write

SOURCE = """title: {en: Prices, fr: Prix}
publisher: {id: office, en: An office, fr: Un office}
address: https://example.org
licence: CC0-1.0
retrieved: 2024-01-31
evidence: record
reader: csv
file: index.csv
table: deflator
columns: {price_year: {from: year}, deflator_index: {from: index}}
"""


def book_with_prices(folder: Path, year: str, *lines: str) -> Path:
    book = small_book(folder)
    write(book, "sources/prices/source.yml", SOURCE)
    write(book, "sources/prices/index.csv", "\n".join(["year,index", *lines, ""]))
    edit(book, "pledgebook.yml", "currency:", f"price_year: {year}\ncurrency:")
    lock(book)
    return book


def told(book: Path) -> list[tuple[str, str]]:
    return [(p.code, p.where.file.name) for p in problems(book)]


def test_a_book_with_an_index_for_its_year_has_nothing_to_mend(tmp_path: Path) -> None:
    assert told(book_with_prices(tmp_path, "2022", "2018,80", "2022,100")) == []


def test_prices_of_a_year_without_an_index_are_a_mistake_at_their_line(tmp_path: Path) -> None:
    assert told(book_with_prices(tmp_path, "2021", "2018,80", "2022,100")) == [("BOOK007", "pledgebook.yml")]


def test_two_indices_of_one_year_are_a_mistake_and_double_no_money(tmp_path: Path) -> None:
    assert ("BOOK005", "prices") in told(book_with_prices(tmp_path, "2022", "2022,80", "2022,100"))
