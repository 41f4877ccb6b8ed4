"""A small invented book with one page added, compiled: what the checks say of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from pledgebook.book.load import load_book
from pledgebook.book.translations import sign, texts_by_page
from pledgebook.build import Compiled, compile_book

PAGE = "title: {en: A case, fr: Un cas}\ndescription: {en: A case., fr: Un cas.}\norder: 5\n"
MakeBook = Callable[..., Path]
Check = Callable[..., Compiled]


@pytest.fixture
def make_book(root: Path, tmp_path: Path) -> MakeBook:
    """Copies the small book, adds the page ``case`` and lines to ledgers, and signs all texts off."""

    def make(en: str, fr: str, lines: Mapping[str, str] | None = None, quotes: bool = False) -> Path:
        book = tmp_path / "book"
        shutil.copytree(root / "tests/small_book", book, ignore=shutil.ignore_patterns("_build"))
        (book / "pages/case").mkdir()
        (book / "pages/case/page.yml").write_text(PAGE + f"quotes: {str(quotes).lower()}\n", encoding="utf-8")
        (book / "pages/case/en.md").write_text(en + "\n", encoding="utf-8")
        (book / "pages/case/fr.md").write_text(fr + "\n", encoding="utf-8")
        for ledger, rows in (lines or {}).items():
            path = book / "ledgers" / f"{ledger}.csv"
            path.write_text(path.read_text(encoding="utf-8") + rows.strip() + "\n", encoding="utf-8")
        loaded = load_book(book)
        sign(loaded, texts_by_page(loaded), "translator", date(2022, 6, 1))
        return book

    return make


@pytest.fixture
def check(make_book: MakeBook) -> Check:
    """The compiled book of ``make_book``."""

    def compiled(en: str, fr: str, lines: Mapping[str, str] | None = None, quotes: bool = False) -> Compiled:
        return compile_book(make_book(en, fr, lines, quotes), lambda *_: None)

    return compiled
