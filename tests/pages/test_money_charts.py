"""What the page of money says in its charts: money beside what was announced, and the way that it went."""

from __future__ import annotations

import re
from pathlib import Path

from book_copies import edit, lock, silent, small_book
from pledgebook.build import build


def said(book: Path, language: str, page: str = "money") -> str:
    """The words of a page, without its markup."""
    build(book, silent)
    html = (book / f"_build/latest/site/{language}/{page}/index.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_envelope_of_the_country_stands_beside_what_was_paid_by_its_last_day(tmp_path: Path) -> None:
    found = said(small_book(tmp_path), "en")
    assert (
        "By 31 December 2021, EUR 22 was paid, and the envelope announced for the same years was more"
        in found
    )
    assert "announced: more than EUR 1,000" in found


def test_small_sums_are_not_counted_in_millions(tmp_path: Path) -> None:
    found = said(small_book(tmp_path), "fr")
    assert "En euros." in found
    assert "En millions" not in found.partition("Enveloppes annoncées")[0]


def test_an_envelope_for_more_than_the_country_is_not_held_against_its_money(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "ledgers/pledges.csv", ",XX,total", ",XX YY,total")
    assert "no envelope was announced for the country alone" in said(book, "en")


def test_an_edition_that_was_replaced_is_not_drawn(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    path = book / "ledgers/pledges.csv"
    later = (
        "again,second,2020-01-01,first,,,2019-01-01,2021-12-31,,,XX,total,3000,EUR,announcement,More,Plus\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + later, encoding="utf-8")
    found = said(book, "en")
    assert "announced: EUR 3,000" in found
    assert "announced: more than EUR 1,000" not in found


def test_the_way_of_the_money_names_its_largest_stops_in_french_too(tmp_path: Path) -> None:
    found = said(small_book(tmp_path), "fr")
    assert re.search(r"Premier partenaire : .+? \(.+?\) ; premier secteur : ", found)
    assert "Le bureau d’aide" in found


def test_what_was_paid_has_a_scale_of_its_own_beside_large_commitments(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/activities/activities.xml", ">100.01<", ">3000000<")
    lock(book)
    for page in [*book.glob("pages/home/*.md"), *book.glob("objectives/shelter/*.md")]:
        page.write_text("Nothing.\n" if page.name == "en.md" else "Rien.\n", encoding="utf-8")
    found = said(book, "en").partition("Most was committed")[2].partition("By 31 December")[0]
    committed, _, paid = found.partition("Most was paid")
    assert "In millions of euros." in committed
    assert "In euros." in paid
    assert "In millions" not in paid
