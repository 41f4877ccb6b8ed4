"""The picture that other sites show: in each language, the same bytes each time, told of where it has an address."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from lxml import html

from book_copies import edit, iraq_built, silent, small_book, small_built
from pledgebook.build import build
from pledgebook.pages.picture import _drawn, _fitted

ADDRESS = "https://strategy.example.org/xanadu"


def site_of(book: Path) -> Path:
    return book / "_build/latest/site"


@pytest.mark.parametrize("book", [iraq_built, small_built])
def test_every_language_has_a_picture_of_its_own_of_the_size_that_is_asked_for(book) -> None:  # type: ignore[no-untyped-def]
    drawn = [(site_of(book()) / language / "picture.png").read_bytes() for language in ("en", "fr")]
    assert drawn[0] != drawn[1]
    for picture in drawn:
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)
        assert len(picture) < 100_000


def test_the_same_book_gives_the_same_picture_and_another_name_another(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    one = (site_of(book) / "fr/picture.png").read_bytes()
    assert one == (site_of(small_built()) / "fr/picture.png").read_bytes()
    edit(book, "pledgebook.yml", "Une stratégie pour Xanadu", "Un plan pour Xanadu")
    build(book, silent)
    assert one != (site_of(book) / "fr/picture.png").read_bytes()


def test_a_page_tells_of_its_languages_picture_where_the_site_has_an_address_and_else_of_none(
    tmp_path: Path,
) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "\nthreshold", f"\nsite: {{address: {ADDRESS}}}\nthreshold")
    build(book, silent)
    for site, expected in ((site_of(book), 1), (site_of(small_built()), 0)):
        for language in ("en", "fr"):
            for file in (site / language).rglob("index.html"):
                said = html.parse(str(file)).getroot().xpath("//meta[@property='og:image']/@content")
                assert said == [f"{ADDRESS}/{language}/picture.png"] * expected


def test_the_renderer_joins_arabic_letters_and_sets_them_from_the_right() -> None:
    def drawn(words: str) -> bytes:
        text = f'<text x="190" y="40" text-anchor="end" font-size="30">\u202b{words}\u202c</text>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">{text}</svg>'
        return bytes(_drawn(svg))

    assert drawn("بيت") != drawn("ب\u200cي\u200cت")
    assert drawn("بيت 12") != drawn("12 بيت")
    assert drawn("بيت") != drawn("")


@pytest.mark.parametrize("words", [4, 12, 30, 90])
def test_a_name_of_any_length_keeps_to_its_lines(words: int) -> None:
    size, lines = _fitted(" ".join(["strategy"] * words))
    assert size * 1.12 * len(lines) <= 230
    assert all(len(line) * size * 0.5 <= 1060 for line in lines)
    assert lines[-1].endswith("…") == (words > 20)
