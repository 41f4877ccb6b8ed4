"""The example book with Arabic as its third language, in a real browser: direction, gaps that are told, axe, 360 px.

The book is ``scripts/arabic_book.py``'s, in Arabic-Indic digits; how it looks can be seen with the same command.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_faults import PageAt, axe_faults, first_screen_faults, loading_faults, text_faults
from browser_site import BuiltSite, SitePage, running
from lxml import html

from book_copies import silent
from pledgebook.build import Compiled, build
from pledgebook.serve import make_server

pytestmark = pytest.mark.browser

SILENT = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const said = node.data.trim();
    const around = node.parentElement;
    if (!/[A-Za-z]{3,},? [A-Za-z]{3,}/.test(said) || around.closest('code, pre, script, style, desc, title')) continue;
    if (around.closest('[lang]').lang === 'ar') found.push(said.slice(0, 90));
  }
  return [...new Set(found)];
}"""
"""Two words in Latin letters one after the other, in a place that says that it is Arabic."""


@pytest.fixture(scope="module")
def arabic(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Compiled]:
    path = root / "scripts" / "arabic_book.py"
    spec = importlib.util.spec_from_file_location("arabic_book", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    book: Path = module.arabic_book(tmp_path_factory.mktemp("arabic") / "book", "arab")
    return book, build(book, silent)


@pytest.fixture(scope="module")
def arabic_site(arabic: tuple[Path, Compiled]) -> Iterator[BuiltSite]:
    with running(make_server(arabic[0], "127.0.0.1", 0)) as address:
        yield BuiltSite((arabic[0] / "_build" / "latest" / "site").resolve(), address)


def shown(site: BuiltSite) -> list[SitePage]:
    """The largest Arabic page of each type."""
    return [page for page in site.representatives if page.language == "ar"]


def test_every_figure_of_the_arabic_page_is_read_and_reads_like_the_english(
    arabic: tuple[Path, Compiled],
) -> None:
    by_language: dict[str, dict[str, object]] = {"en": {}, "fr": {}, "ar": {}}
    for verdict in arabic[1].verdicts:
        if verdict.claim.page == "home":
            read = verdict.reading and verdict.reading.interval
            by_language[verdict.claim.language][verdict.claim.link.id] = (verdict.truth, read)
    assert len(by_language["ar"]) >= 15
    assert by_language["ar"] == by_language["en"]


def test_what_arabic_lacks_is_told_by_the_check_page_by_page(arabic: tuple[Path, Compiled]) -> None:
    found = {f.page for f in arabic[1].findings if f.problem.code == "LNG015"}
    assert found == {"as-published", "method", *(f"objectives/{o}" for o in arabic[1].book.objectives)}
    assert [f.problem.code for f in arabic[1].findings if f.stops] == []


def test_every_arabic_page_runs_from_right_to_left_and_is_named_by_its_twins(arabic_site: BuiltSite) -> None:
    pages = [page for page in arabic_site.pages if page.language == "ar"]
    assert len(pages) > 20
    for page in pages:
        tree = html.parse(arabic_site.folder / page.path).getroot()
        assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
        for language in ("en", "fr"):
            twin = html.parse(arabic_site.folder / arabic_site.twin(page, language).path).getroot()
            assert twin.get("dir") == "ltr"
            assert set(twin.xpath("//link[@hreflang]/@hreflang")) == {"en", "fr", "ar", "x-default"}
            assert twin.xpath("//nav[@class='languages']//a[@lang='ar'][@hreflang='ar']")


def test_no_other_language_stands_on_an_arabic_page_in_silence(
    arabic_site: BuiltSite, page_at: PageAt
) -> None:
    tab, faults = page_at(), []
    for page in shown(arabic_site):
        tab.goto(arabic_site.url(page))
        faults += [f"{page.path}: {said}" for said in tab.evaluate(SILENT)]
    assert faults == []


def test_a_text_that_is_missing_is_shown_in_english_and_the_page_says_so(
    arabic_site: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at()
    tab.goto(f"{arabic_site.address}/ar/method/")
    assert "غير متاح بعد" in tab.locator(".prose .note").inner_text()
    assert tab.locator(".prose > div").evaluate("e => [e.lang, e.dir]") == ["en", "ltr"]


WIDE = {"home", "money", "needs", "objectives/*"}
"""Those that are looked at on a wide screen too: the others are of the same parts."""


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_axe_finds_nothing_and_nothing_runs_out_of_the_window(
    arabic_site: BuiltSite, page_at: PageAt, width: int, dark: bool
) -> None:
    tab, faults = page_at(width, dark=dark), []
    for page in shown(arabic_site):
        if width > 320 and page.type not in WIDE:
            continue
        url = arabic_site.url(page)
        faults += [f"{page.path}: {f}" for f in (*loading_faults(tab, url), *axe_faults(tab, url))]
        faults += [f"{page.path}: {f}" for f in (*text_faults(tab, url), *first_screen_faults(tab, url))]
    assert faults == []


def test_the_page_begins_at_the_right_and_a_map_keeps_its_east(
    arabic_site: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at()
    tab.goto(f"{arabic_site.address}/ar/needs/")
    box = tab.locator("h1").bounding_box()
    assert box
    assert box["x"] + box["width"] > 1280 / 2
    west, east = (
        tab.locator(f"svg.drawing--wide.drawing--map g:has-text('{n}')").first for n in ("الأنبار", "ديالى")
    )
    assert west.bounding_box()["x"] < east.bounding_box()["x"]  # type: ignore[index]
    line = tab.locator("svg.drawing--wide:not(.drawing--map)").first
    assert line.locator("> g").get_attribute("transform") == "matrix(-1 0 0 1 680 0)"


def test_zero_not_reported_not_applicable_and_withheld_are_four_words_in_arabic(
    arabic_site: BuiltSite, page_at: PageAt
) -> None:
    """The fifth, a number that was reported, begins the list; zero has its word for a screen reader alone."""
    tab = page_at()
    tab.goto(f"{arabic_site.address}/ar/states/")
    values = tab.locator("dl.states").first.locator("dt .value")
    said = [text.strip() for text in values.all_inner_texts()][1:]
    assert len(set(said)) == len(said) == 4
    assert all(re.search("[ء-ي]{3}", text) and not re.search("[A-Za-z]", text) for text in said), said
    looks = values.evaluate_all("all => all.map((e) => e.className)")
    assert len(set(looks)) == 5


def test_an_arabic_page_has_a_picture_of_its_own(arabic_site: BuiltSite) -> None:
    drawn = [(arabic_site.folder / language / "picture.png").read_bytes() for language in ("en", "fr", "ar")]
    assert len(set(drawn)) == 3


def test_figures_stand_in_the_digits_that_the_book_chose(arabic_site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()
    tab.goto(f"{arabic_site.address}/ar/")
    figures = tab.locator(".answer-figure").all_inner_texts()
    assert all(re.search("[٠-٩]", text) and not re.search("[0-9]", text) for text in figures), figures
    for page in ("people", "needs"):
        tab.goto(f"{arabic_site.address}/ar/{page}/")
        years = [
            t for t in tab.locator("svg.drawing--wide text").all_text_contents() if re.fullmatch(r"\d{4}", t)
        ]
        assert years
        assert not [year for year in years if re.search("[0-9]", year)]
