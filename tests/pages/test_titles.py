"""A project keeps the title that was published, and each page says when that is in another language, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from book_copies import edit, lock, silent, small_book
from pledgebook.build import build

TITLE = (
    '<title><narrative xml:lang="EN">Food</narrative><narrative xml:lang="FR">Des vivres</narrative></title>'
)
CASES = {
    "spanish": (
        '<title><narrative xml:lang="ES">Víveres</narrative></title>',
        ("Víveres", "es"),
        {"en": "published in Spanish only", "fr": "publié qu’en espagnol"},
    ),
    "french": (
        '<title><narrative xml:lang="FR">Des vivres</narrative></title>',
        ("Des vivres", "fr"),
        {"en": "published in French only", "fr": ""},
    ),
    "none": ("", ("", ""), {"en": "No title was published", "fr": "Aucun titre n’a été publié"}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_title_is_shown_as_published_and_each_page_says_in_which_language(
    case: str, tmp_path: Path
) -> None:
    written, (title, language), notes = CASES[case]
    book = small_book(tmp_path)
    edit(book, "sources/activities/activities.xml", TITLE, written)
    lock(book)
    build(book, silent)
    for page_language, note in notes.items():
        folder = book / "_build/latest/site" / page_language / "projects"
        pages = [html.parse(str(page)).getroot() for page in sorted(folder.glob("*/index.html"))]
        (found,) = [page for page in pages if _note(page) or _title(page) == title]
        assert note in _note(found)
        assert bool(note) == bool(_note(found))
        assert not title or _title(found) == title
        assert not note or (found.xpath("string(//h1/@lang)") or language) == language


def _title(page: html.HtmlElement) -> str:
    return " ".join(page.xpath("string(//h1)").split())


def _note(page: html.HtmlElement) -> str:
    text = page.xpath("string(//main)")
    starts = ("The title was", "Le titre n’a", "No title was", "Aucun titre")
    return next((line.strip() for line in text.splitlines() if line.strip().startswith(starts)), "")
