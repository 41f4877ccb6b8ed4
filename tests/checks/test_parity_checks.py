"""The languages of a page: each fault planted in a small book and found by its own code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pledgebook.build import Compiled, compile_book

Check = Callable[..., Compiled]
MakeBook = Callable[..., Path]
FIFTY = "measure:displaced_people?place=XX01&at=2020-12-31"
PROMISE = "pledge:promise"


def told(compiled: Compiled) -> list[tuple[str, str, int]]:
    """Code, language and line of each finding on the added page."""
    return [(f.problem.code, f.language, f.problem.where.line) for f in compiled.findings if f.page == "case"]


def test_a_page_that_says_the_same_in_both_languages_has_no_finding(check: Check) -> None:
    english = f"## People\n\nIn June 2016, [about 50,000]({FIFTY}) people.\n\n## Money\n\nFor three years (2019-2022)."
    french = f"## Personnes\n\nEn juin 2016, [environ 50 000]({FIFTY}) personnes."
    french += "\n\n## Argent\n\nPendant trois ans (2019-2022)."
    assert told(check(english, french)) == []


def test_figures_in_another_order_are_found_at_the_first_out_of_place(check: Check) -> None:
    english = f"[About 50,000]({FIFTY}) people and [more than €1,000]({PROMISE})."
    french = f"[Plus de 1 000 €]({PROMISE})\npour [environ 50 000]({FIFTY}) personnes."
    assert told(check(english, french)) == [("LNG004", "fr", 1)]


def test_a_section_that_is_missing_is_found(check: Check) -> None:
    assert told(check("## People\n\nText.\n\n## Money\n\nText.", "## Personnes\n\nTexte.")) == [
        ("LNG005", "fr", 1)
    ]


@pytest.mark.parametrize(
    ("english", "french", "codes"),
    [
        ("It began in 2017.", "Cela commença en 2016.", ["LNG006"]),
        ("It began on 3 May 2017.", "Cela commença le 3 mai 2017.", []),
        ("It began in 2017.", "Cela commença.", ["LNG013"]),
        ("It lasted five years.", "Cela dura six ans.", ["LNG006"]),
        ("A five-year plan.", "Un plan quinquennal.", []),
    ],
)
def test_dates_and_durations_beside_the_figures(
    check: Check, english: str, french: str, codes: list[str]
) -> None:
    assert [code for code, _, _ in told(check(english, french))] == codes


def test_a_paragraph_left_in_english_is_found_at_its_line(check: Check) -> None:
    left = "## Personnes\n\nTexte.\n\nThese are the words that were never given to the translator."
    assert told(check("## People\n\nText.", left)) == [("LNG009", "fr", 5)]


def test_a_list_announced_and_empty_is_found(check: Check) -> None:
    assert told(check("These include:\n\n* roofs", "Ils comprennent\u00a0:")) == [("LNG010", "fr", 1)]


def test_a_sign_off_is_lost_when_either_text_changes(make_book: MakeBook) -> None:
    book = make_book("The house is new.", "La maison est neuve.")
    assert told(compile_book(book, lambda *_: None)) == []
    (book / "pages/case/en.md").write_text("The house is old.\n", encoding="utf-8")
    assert told(compile_book(book, lambda *_: None)) == [("LNG008", "fr", 1)]


def test_a_text_that_nobody_signed_off_is_a_warning_and_line_endings_are_no_change(
    make_book: MakeBook,
) -> None:
    book = make_book("The house\nis new.", "La maison\nest neuve.")
    (book / "pages/case/en.md").write_bytes(b"The house\r\nis new.\r\n")
    assert told(compile_book(book, lambda *_: None)) == []
    (book / "translations.yml").unlink()
    compiled = compile_book(book, lambda *_: None)
    assert told(compiled) == [("LNG007", "fr", 1)]
    assert not [f for f in compiled.findings if f.stops]


def test_a_sign_off_of_no_page_and_a_mistyped_one_are_errors_of_the_book(make_book: MakeBook) -> None:
    book = make_book("The house is new.", "La maison est neuve.")
    path = book / "translations.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("page: case", "page: cass"), encoding="utf-8")
    codes = [f.problem.code for f in compile_book(book, lambda *_: None).findings]
    assert "BOOK007" in codes
    path.write_text("texts:\n  - page: case\n", encoding="utf-8")
    found = [f.problem for f in compile_book(book, lambda *_: None).findings if f.severity == "error"]
    assert {p.code for p in found} == {"BOOK003"}
    assert {p.where.file.name for p in found} == {"translations.yml"}
