"""What the theme promises: readable in every scheme, whole without a script, the same in every language."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser
from storybook import LANGUAGES, context, environment, write_storybook

from pledgebook.text import texts_of
from pledgebook.theme import SCHEMES, default_colours, pairs, weak_pairs

PAGES = resources.files("pledgebook.pages")
CSS = (PAGES / "theme" / "site.css").read_text(encoding="utf-8")
TEMPLATES = {
    name: (PAGES / "templates" / name).read_text(encoding="utf-8") for name in ("base.html", "macros.html")
}
TRUTHS = ("holds", "does_not_hold", "undecided", "restated", "no_data", "withheld", "not_testable")
STATUSES = ("reported", "zero", "not_reported", "not_applicable", "withheld")
PHRASING = {"a", "b", "br", "button", "code", "em", "i", "small", "span", "strong", "svg", "use"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_of_colours_has_the_contrast_it_needs(scheme: str) -> None:
    assert list(weak_pairs(default_colours()[scheme])) == []


def test_every_colour_of_the_sheet_that_can_carry_meaning_is_in_a_pair() -> None:
    met = {token for pair in pairs() for token in (pair.colour, pair.ground)}
    assert set(default_colours()["light"]) - met == {"rule"}


def test_the_dark_scheme_gives_every_colour_anew() -> None:
    colours = default_colours()
    assert [name for name in colours["light"] if colours["light"][name] == colours["dark"][name]] == []


def test_every_colour_that_is_used_is_declared() -> None:
    used, declared = set(re.findall(r"var\(--([\w-]+)", CSS)), set(re.findall(r"--([\w-]+):", CSS))
    assert used - declared == set()


def test_sides_are_logical_so_that_right_to_left_needs_no_sheet_of_its_own() -> None:
    sides, sizes = "(?:left|right|top|bottom)", "(?:max-|min-)?(?:width|height)"
    physical = rf"(?:margin|padding|border)-{sides}|text-align: ?{sides}|[{{;]\s*(?:{sides}|{sizes}):"
    assert re.findall(physical, CSS) == []


def test_the_theme_fetches_nothing_from_anywhere() -> None:
    script = (PAGES / "theme" / "site.js").read_text(encoding="utf-8")
    for text in (CSS, script, *TEMPLATES.values()):
        assert re.findall(r"https?://|@import|@font-face|url\(|fetch\(|XMLHttpRequest", text) == []


def test_templates_carry_no_style_and_no_handler_of_their_own() -> None:
    for text in TEMPLATES.values():
        assert re.findall(r"\sstyle=|\son\w+=|<style(?!>\{\{ page\.first_sheet)|<script(?! src)", text) == []


def test_the_templates_ask_only_for_words_that_exist_and_no_word_is_unused() -> None:
    strings = texts_of("pledgebook.pages", "strings.yml")
    asked = {key for text in TEMPLATES.values() for key in re.findall(r"\bt\('(\w+)'\)", text)}
    assert asked - set(strings) == set()
    assert {f"status_{status}" for status in STATUSES} | {f"truth_{truth}" for truth in TRUTHS} <= set(
        strings
    )


def test_every_word_exists_in_english_and_french_with_french_typography() -> None:
    for key, text in texts_of("pledgebook.pages", "strings.yml").items():
        assert set(text) >= {"en", "fr"}, key
        assert all(text.values()), key
        assert re.findall(r"(?:^|[^\u202f])[;!?]|(?:^|[^\u00a0]):|'|\"", text["fr"]) == [], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_zero_and_the_ways_of_having_no_value_have_words_and_looks_of_their_own(language: str) -> None:
    parts = macros(language)
    cells = [html.fromstring(str(parts.value_cell("0" if s == "zero" else "", s))) for s in STATUSES[1:]]
    assert len({cell.get("class") for cell in cells}) == 4
    assert len({cell.text_content() for cell in cells}) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_may_stand_inside_a_paragraph(language: str) -> None:
    given = context(language)
    for claim in given["claims"]:
        written = html.fromstring(str(macros(language).figure(claim)))
        assert {e.tag for e in written.iter()} <= PHRASING
        assert written.find("a").get("href") == claim["href"]
        assert written.find("a").text_content() == claim["words"]
        button = written.find("button")
        assert written.get_element_by_id(button.get("popovertarget")).get("popover") is not None
        assert claim["truth_label"] in button.get("aria-label")


def test_a_verdict_is_a_shape_and_a_word_besides_a_colour() -> None:
    base = TEMPLATES["base.html"]
    shapes = dict(re.findall(r'<symbol id="i-(\w+)"[^>]*>(.*?)</symbol>', base))
    assert len({shapes[truth] for truth in TRUTHS}) == len(TRUTHS)
    for truth in TRUTHS:
        badge = html.fromstring(str(macros("en").verdict_badge(truth, "the word")))
        assert badge.text_content() == "the word"
        assert f'href="#i-{truth}"' in html.tostring(badge, encoding="unicode")


def test_a_proof_leaves_out_what_is_not_known() -> None:
    claim = {"id": "c", "words": "many", "truth": "no_data", "truth_label": "No data", "href": "#c"}
    written = html.fromstring(str(macros("en").proof(claim)))
    assert [e.text for e in written.iter("dt")] == ["Verdict", "Words, as read"]


def test_words_of_a_book_cannot_become_markup() -> None:
    rows = [[{"text": "<b>bold</b>"}, {"text": "<i>x</i>", "status": "reported"}]]
    columns = [{"label": "<u>a</u>"}, {"label": "b"}]
    written = str(macros("en").data_table("<s>c</s>", columns, rows, "t"))
    assert re.findall(r"<(?:b|i|u|s)>", written) == []


def test_a_table_names_its_region_its_columns_and_its_rows() -> None:
    rows = [[{"text": "Northmark"}, {"text": "12"}]]
    columns = [{"label": "Place"}, {"label": "People", "numeric": True}]
    region = html.fromstring(str(macros("en").data_table("People by place", columns, rows, "t")))
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get_element_by_id(region.get("aria-labelledby")).text == "People by place"
    assert [th.get("scope") for th in region.iter("th")] == ["col", "col", "row"]
    assert region.find(".//td").get("class") == "numeric"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("story")
    return dict(zip(LANGUAGES, write_storybook(folder), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_its_twin_its_date_and_twice_that_it_is_no_government_s(
    story: dict[str, Path], language: str
) -> None:
    page, given = html.parse(story[language]).getroot(), context(language)
    assert page.get("lang") == language
    twin = page.xpath("//nav[@class='languages']//a")[0]
    assert twin.get("lang") == twin.get("hreflang") != language
    assert (story[language].parent / twin.get("href")).resolve() == story[twin.get("lang")].resolve()
    assert page.find(".//time").get("datetime") == "2026-11-23"
    assert page.text_content().count(given["site"]["disclaimer"]) == 2
    assert page.xpath("//a[starts-with(@href, 'mailto:')]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_stands_once_and_every_name_points_to_one(story: dict[str, Path], language: str) -> None:
    page = html.parse(story[language]).getroot()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = page.xpath("//@aria-labelledby | //@aria-describedby | //@popovertarget | //@for")
    assert set(named) - set(ids) == set()


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 360)]
)
def test_axe_finds_nothing_and_nothing_runs_out_of_the_window(
    browser: Browser, story: dict[str, Path], language: str, scheme: str, width: int
) -> None:
    window = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(story[language].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for details in page.locator(".chart > details").all():
        details.evaluate("element => element.open = true")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    window.close()


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_proof_opens_in_place_by_keyboard_with_and_without_scripts(
    browser: Browser, story: dict[str, Path], scripts: bool
) -> None:
    window = browser.new_context(java_script_enabled=scripts)
    page = window.new_page()
    page.goto(story["en"].as_uri())
    proof = page.locator("#how-c0")
    assert not proof.is_visible()
    page.locator(".figure button").first.focus()
    page.keyboard.press("Enter")
    assert proof.is_visible()
    page.keyboard.press("Escape")
    assert not proof.is_visible()
    window.close()


@pytest.mark.browser
def test_the_skip_link_comes_first_and_leads_to_the_content(browser: Browser, story: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(story["en"].as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def macros(language: str):  # type: ignore[no-untyped-def]
    """The macros with the words of a language."""
    return environment().get_template("theme/macros.html").make_module(context(language))
