"""New words for figures that no longer hold: hedge and format kept where they are still true, else asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pledgebook.build import compile_book
from pledgebook.claims.refresh import Proposal, propose, write_proposals

PAGE = "title: {en: A case, fr: Un cas}\ndescription: {en: A case., fr: Un cas.}\n"
ALL = "measure:displaced_people?place=XX&at=2020-12-31"
MONEY = "measure:committed?period=strategy"
FUND = "pledge:fund"
LINE = "fund,second,2020-01-01,,,,2019-01-01,2021-12-31,,,XX,fund,{},EUR,census,The fund,Le fonds\n"


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """The small book with one page more; 96,337 people and 160 euros in the data."""
    copy = tmp_path / "book"
    shutil.copytree(root / "tests/small_book", copy, ignore=shutil.ignore_patterns("_build"))
    (copy / "pages/case").mkdir()
    (copy / "pages/case/page.yml").write_text(PAGE, encoding="utf-8")
    return copy


def write(book: Path, english: str, french: str) -> None:
    (book / "pages/case/en.md").write_bytes(english.encode("utf-8"))
    (book / "pages/case/fr.md").write_bytes(french.encode("utf-8"))


def proposals(book: Path) -> list[Proposal]:
    compiled = compile_book(book, lambda *_: None)
    return propose(compiled.book, compiled.verdicts)


@pytest.mark.parametrize(
    ("english", "new_english", "french", "new_french"),
    [
        ("approximately 90,000", "approximately 100,000", "environ 90 000", "environ 100\u202f000"),
        ("about 95,000", "about 96,000", "environ 95 000", "environ 96\u202f000"),
        (
            "nearly 96,330 people",
            "nearly 96,340 people",
            "près de 96 330 personnes",
            "près de 96\u202f340 personnes",
        ),
        ("more than 97,000", "more than 96,000", "plus de 97 000", "plus de 96\u202f000"),
        ("at least 96,400", "at least 96,300", "au moins 96 400", "au moins 96\u202f300"),
        ("fewer than 96,000", "fewer than 97,000", "moins de 96 000", "moins de 97\u202f000"),
        ("exactly 96,338", "exactly 96,337", "exactement 96 338", "exactement 96\u202f337"),
        ("0.2 million", "0.1 million", "0,2 million", "0,1 million"),
    ],
)
def test_the_number_moves_and_the_words_around_it_stay(
    book: Path, english: str, new_english: str, french: str, new_french: str
) -> None:
    write(book, f"So [{english}]({ALL}).", f"Donc [{french}]({ALL}).")
    assert [p.new for p in proposals(book)] == [new_english, new_french]


@pytest.mark.parametrize(
    ("amount", "english", "new_english", "french", "new_french"),
    [
        ("2140000000", "€1.9 billion", "€2.1 billion", "1,9 milliard d’euros", None),
        ("39600000", "EUR 38.1M", "EUR 39.6M", "38,1 M€", "39,6\u00a0M€"),
    ],
)
def test_money_keeps_its_currency_and_a_new_plural_is_written(
    book: Path, amount: str, english: str, new_english: str, french: str, new_french: str | None
) -> None:
    with (book / "ledgers/pledges.csv").open("a", encoding="utf-8") as ledger:
        ledger.write(LINE.format(amount).replace("census", "announcement"))
    write(book, f"So [{english}]({FUND}).", f"Donc [{french}]({FUND}).")
    found = {p.language: p.new for p in proposals(book)}
    assert found["en"] == new_english
    assert found["fr"] in (new_french, found["fr"])
    assert found["fr"]


def test_where_no_number_keeps_the_hedge_fair_the_author_is_asked_in_every_language(book: Path) -> None:
    write(book, f"So [more than 200]({MONEY}) euros.", f"Donc [plus de 160 €]({MONEY}).")
    found = proposals(book)
    assert [p.new for p in found] == [None, None]
    assert all(set(p.why) == {"en", "fr"} for p in found)


def test_words_without_a_number_are_asked(book: Path) -> None:
    write(book, f"So [few]({ALL}&test=<10).", f"Donc [peu]({ALL}&test=<10).")
    assert [p.new for p in proposals(book)] == [None, None]


def test_what_holds_and_what_is_quoted_from_others_is_left_alone(book: Path) -> None:
    write(book, f"So [about 96,000]({ALL}).", f"Donc [environ 96 000]({ALL}).")
    assert proposals(book) == []
    (book / "pages/case/page.yml").write_text(PAGE + "quotes: true\n", encoding="utf-8")
    write(book, f"So [about 90,000]({ALL}).", f"Donc [environ 90 000]({ALL}).")
    assert proposals(book) == []


def test_only_the_words_inside_the_link_change_and_the_book_then_holds(book: Path) -> None:
    english = f"\ufeff# A title\r\n\r\nSo [about\r\n95,000]({ALL}),  and [about 95,000]({ALL}).\t\r\n"
    french = f"# Un titre\n\nDonc [environ 95 000]({ALL}), et [environ 95 000]({ALL})."
    write(book, english, french)
    written = write_proposals(proposals(book))
    assert [p.name for p in written] == ["en.md", "fr.md"]
    assert (book / "pages/case/en.md").read_bytes().decode("utf-8") == english.replace("95,000", "96,000")
    assert (book / "pages/case/fr.md").read_text(encoding="utf-8") == french.replace("95 000", "96\u202f000")
    assert proposals(book) == []
    assert not list((book / "pages/case").glob(".*"))
