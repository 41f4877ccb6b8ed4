"""Every row of the tables of words reads as its own examples say, in every language."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from pledgebook.claims.words import Reading, find_numbers, read_figure
from pledgebook.claims.words.tables import FILES, LANGUAGES, rows_of

EXAMPLES = [
    (file, language, str(words), str(expected))
    for file in FILES
    if file != "asides"
    for row in rows_of(file)
    for language, examples in row.get("examples", {}).items()
    for words, expected in examples
]
LISTS_OF_WORDS = ("numerals", "asides")
"""Tables whose rows have no interval of their own."""


def as_notation(reading: Reading | None) -> str:
    """The interval or the days in one notation; thirds to eight digits."""
    if reading is None:
        return "none"
    if reading.days:
        return f"{reading.days[0]}..{reading.days[1]}"
    return re.sub(r"\d+\.\d{9,}", lambda m: str(round(Decimal(m[0]), 8)), str(reading.interval))


@pytest.mark.parametrize(("file", "language", "words", "expected"), EXAMPLES)
def test_the_row_reads_as_its_example_says(file: str, language: str, words: str, expected: str) -> None:
    reading = read_figure(words, language, home_currency="CAD", fiscal_start=(4, 1))
    assert as_notation(reading) == expected


def test_every_row_has_an_example_in_each_language_in_which_it_has_words() -> None:
    for file in FILES:
        if file in LISTS_OF_WORDS:
            continue
        for row in rows_of(file):
            for language in LANGUAGES:
                columns = (language, f"{language}_open", f"{language}_after")
                if any(row.get(column) for column in columns):
                    assert row["examples"][language], f"{file}: {row}"


def test_the_numbers_of_names_are_no_figures() -> None:
    for row in rows_of("asides"):
        for language, examples in row["examples"].items():
            for text, number in examples:
                found = find_numbers(str(text), language)
                assert [(f.words, f.reason_aside) for f in found] == [(str(number), row["id"])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_word_reads_as_its_number(language: str) -> None:
    for row in rows_of("numerals"):
        for words in row.get(language, ()):
            reading = read_figure(words, language, home_currency="CAD")
            assert reading is not None, words
            assert reading.number == row["n"], words
        for words in row.get(f"{language}_ranks", ()):
            reading = read_figure(words, language, home_currency="CAD")
            assert (reading.kind, reading.number) == ("rank", row["n"]), words
