"""Zero, not reported, not applicable and withheld are four different things from the file to the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from book_copies import edit, lock, silent, small_book
from pledgebook.build import build

WORDS = {
    "en": ["reported as zero", "not reported", "not applicable", "withheld"],
    "fr": ["zéro déclaré", "non déclaré", "sans objet", "non divulgué"],
}
STATES = ["zero", "not_reported", "not_applicable", "withheld"]


def four_states(folder: Path) -> Path:
    """A small book with a camp that is empty, one not counted, one closed, and one with too few people to tell."""
    book = small_book(folder)
    places = book / "sources/places/places.csv"
    row = next(x for x in places.read_text(encoding="utf-8").splitlines() if x.startswith("XX03"))
    more = "".join(row.replace("XX03", f"XX0{n}") + "\n" for n in (4, 5, 6))
    with places.open("a", encoding="utf-8") as file:
        file.write(more)
    with (book / "sources/rounds/rounds.csv").open("a", encoding="utf-8") as file:
        file.write("XX04,2020-12-31,no,0,\nXX05,2020-12-31,no,,\nXX06,2020-12-31,no,closed,\n")
    edit(book, "sources/rounds/source.yml", '["", "n/a"]', '["", "n/a"], not_applicable: [closed]')
    for source in ("rounds", "places"):
        edit(book, f"sources/{source}/source.yml", "expected_rows: 4", "expected_rows: 7")
    lock(book)
    build(book, silent)
    return book / "_build/latest/site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return four_states(tmp_path_factory.mktemp("states"))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", WORDS)
def test_the_book_has_each_of_the_four_and_the_page_counts_them(site: Path, language: str) -> None:
    page = html.parse(str(site / language / "states/index.html")).getroot()
    counted = {
        row.get("id"): text(row.find_class("record-meta")[0]) for row in page.xpath("//dl[1]/div[@id]")
    }
    assert {k: int(v.split()[0].replace("\u202f", "")) > 0 for k, v in counted.items()} == dict.fromkeys(
        ["reported", "zero", "not-reported", "not-applicable", "withheld"], True
    )


@pytest.mark.parametrize("language", WORDS)
def test_the_page_of_needs_tells_the_four_apart_in_words_and_never_tells_the_withheld_number(
    site: Path, language: str
) -> None:
    page = html.parse(str(site / language / "needs/index.html")).getroot()
    cells = page.xpath("//table[@id='table-places-displacement']//td/span")
    found = {cell.get("class").split("--")[1]: text(cell) for cell in cells}
    assert [word in found[state] for word, state in zip(WORDS[language], STATES, strict=True)] == [True] * 4
    assert not any(text(cell) == "7" for cell in cells)


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    window = browser.new_context(viewport={"width": 800, "height": 900}, reduced_motion="reduce")
    yield window.new_page()
    window.close()


LOOK = """span => {
  const own = getComputedStyle(span), before = getComputedStyle(span, "::before");
  return [own.fontStyle, own.boxShadow, before.content, before.backgroundImage, before.backgroundColor,
          before.blockSize, before.borderTopWidth].join(" | ");
}"""


@pytest.mark.browser
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_a_browser_shows_four_looks_without_colour_and_a_screen_reader_hears_four_words(
    page: Page, site: Path, language: str, colours: str
) -> None:
    forced = colours == "forced"
    page.emulate_media(
        forced_colors="active" if forced else "none", color_scheme="dark" if colours == "dark" else "light"
    )
    for place, inside in (("states", "#states"), ("needs", "#table-places-displacement")):
        page.goto((site / language / place / "index.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        shown = [page.locator(f"{inside} .value--{state}").first for state in STATES]
        looks = [one.evaluate(LOOK) for one in shown]
        assert len(set(looks)) == 4, looks
        heard = page.locator(inside).aria_snapshot()
        for word, one in zip(WORDS[language], shown, strict=True):
            assert one.is_visible()
            assert word in heard, heard
