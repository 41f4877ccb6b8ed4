"""``theme.yml``: what a book may choose, every mistake at its line, and what is then on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from book_copies import silent, small_book, write
from pledgebook.book.load import load_book
from pledgebook.build import build
from pledgebook.errors import BookError, CheckError
from pledgebook.pages.policy import FIRST_SHEET

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><path d="M0 0h30v20Z" fill="#7a1f3d"/></svg>'
)
SOUND = """\
light:
  accent: "#7A1F3D"
  accent-strong: "#5c1229"
dark:
  accent: "#f0a3bd"
type:
  heading: [Georgia]
logo:
  file: logo.svg
"""


def problems(book: Path) -> list[tuple[str, int, str]]:
    """Code, line and what is wrong."""
    with pytest.raises((BookError, CheckError)) as told:
        build(book, silent)
    return [(p.code, p.where.line, p.what["en"]) for p in told.value.problems if "theme" in str(p.where.file)]


def test_a_chosen_colour_typeface_and_logo_are_on_every_page_and_in_the_sheet(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "theme.yml", SOUND)
    write(book, "logo.svg", LOGO)
    build(book, silent)
    site = book / "_build" / "latest" / "site"
    css = (site / FIRST_SHEET).read_text(encoding="utf-8")
    assert "--accent:#7a1f3d;" in css
    assert "/*" not in css
    assert "--accent:#f0a3bd;" in css
    assert '--serif:"Georgia",' in css
    for language in ("en", "fr"):
        page = html.parse(site / language / "money" / "index.html").getroot()
        (logo,) = page.xpath("//img")
        assert (logo.get("alt"), logo.get("width"), logo.get("height")) == ("", "30", "20")
        assert (site / language / "money" / logo.get("src")).resolve().read_text(encoding="utf-8") == LOGO


def test_colours_that_cannot_be_told_apart_stop_the_build_with_the_number_at_their_line(
    tmp_path: Path,
) -> None:
    book = small_book(tmp_path)
    write(book, "theme.yml", 'light:\n  ink-faint: "#7d848c"\ndark:\n  chart-3: "#3a3020"\n')
    found = problems(book)
    assert {(code, line) for code, line, _ in found} == {("PUB004", 2), ("PUB004", 4)}
    assert any(
        re.search(r"“ink-faint” .* has a contrast of 3\.6\d?:1; WCAG 2\.1 AA asks for 4\.5:1 \(1\.4\.3\)", w)
        for _, _, w in found
    )
    assert any("In the dark scheme, “chart-3”" in w and "asks for 3:1 (1.4.11)" in w for _, _, w in found)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('light:\n  acent: "#123456"\n', 1, "no colour has the name acent"),
        ("dark:\n  accent: teal\n", 1, "six digits of base 16"),
        ("type:\n  text: ['x; } body { color: red']\n", 1, "names of typefaces"),
        ("logo:\n  file: ../logo.svg\n", 2, "inside the book"),
        ("logo:\n  file: absent.svg\n", 2, "no such file"),
        ("logos: {}\n", 1, "logo"),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    book = small_book(tmp_path)
    write(book, "theme.yml", text)
    found = problems(book)
    assert [where for _, where, _ in found] == [line], found
    assert says in found[0][2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<svg/>", "viewBox"),
        ("no picture", "viewBox"),
        (LOGO.replace("<path", "<script>1</script><path"), "script"),
        (LOGO.replace("<path", '<image href="https://example.org/a.png"/><path'), "elsewhere"),
        (LOGO.replace("#7a1f3d", "url(https://example.org/a)"), "elsewhere"),
        (LOGO.replace("<path", '<path onload="1"'), "script"),
        (LOGO + " " * 60_000, "60 kB"),
    ],
)
def test_a_logo_that_runs_fetches_or_weighs_too_much_is_refused(
    tmp_path: Path, content: str, says: str
) -> None:
    book = small_book(tmp_path)
    write(book, "theme.yml", "logo:\n  file: logo.svg\n")
    write(book, "logo.svg", content)
    assert says in problems(book)[0][2]


def test_the_neutral_theme_stands_where_a_book_has_no_file(tmp_path: Path) -> None:
    theme = load_book(small_book(tmp_path)).theme
    assert theme.logo is None
    assert theme.colours("dark")["accent"] == "#7fc7d8"
