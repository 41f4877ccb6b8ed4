"""The browser tests catch what they are for: a sound site of two pages, and one fault planted at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser_faults import (
    PageAt,
    axe_faults,
    first_screen_faults,
    keyboard_faults,
    language_faults,
    link_faults,
    loading_faults,
    parted_faults,
    script_faults,
    summary_faults,
    table_faults,
    text_faults,
    toggle_faults,
    twin_faults,
    untranslated_faults,
)
from browser_site import BuiltSite, SitePage, served

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>body {{ font: 16px sans-serif; background: #fff; color: #111 }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee }} a {{ color: #9cf }} }}
</style></head>
<body><header><nav aria-label="{site}"><a href="./">{home}</a>
<a href="../{other}/" hreflang="{other}" lang="{other}">{toggle}</a></nav></header>
<main><div class="lead"><h1>{title}</h1></div><link rel="stylesheet" href="../theme/site.css"><p>{text}</p>
<details><summary>{how}</summary><p>{why}</p></details>
<svg viewBox="0 0 300 40" width="300" height="40" role="img" aria-label="{title}">
<text x="0" y="20">{low}</text><text x="200" y="20">{high}</text></svg>
</main></body></html>
"""
ENGLISH = {
    "lang": "en",
    "other": "fr",
    "site": "This site",
    "home": "Home",
    "toggle": "Français",
    "title": "Money",
}
ENGLISH |= {
    "text": "What was paid.",
    "how": "How do we know",
    "why": "A source.",
    "low": "less",
    "high": "more",
}
FRENCH = {
    "lang": "fr",
    "other": "en",
    "site": "Ce site",
    "home": "Accueil",
    "toggle": "English",
    "title": "Argent",
}
FRENCH |= {
    "text": "Ce qui a été versé.",
    "how": "Comment le savons-nous",
    "why": "Une source.",
    "low": "moins",
}
FRENCH |= {"high": "plus"}

Look = Callable[[BuiltSite, PageAt], list[str]]


def _english(site: BuiltSite) -> str:
    return f"{site.address}/en/"


def _french(site: BuiltSite) -> str:
    return f"{site.address}/fr/"


LOOKS: dict[str, Look] = {
    "loading": lambda site, page_at: loading_faults(page_at(), _english(site)),
    "axe": lambda site, page_at: axe_faults(page_at(), _english(site)),
    "axe in the dark": lambda site, page_at: axe_faults(page_at(dark=True), _english(site)),
    "first screen": lambda site, page_at: first_screen_faults(page_at(), _english(site)),
    "text at 360": lambda site, page_at: text_faults(page_at(360), _english(site)),
    "lines": lambda site, page_at: parted_faults(page_at(360), _french(site)),
    "tables": lambda site, page_at: table_faults(page_at(360), _english(site)),
    "keyboard": lambda site, page_at: keyboard_faults(page_at(), _english(site)),
    "summary": lambda site, page_at: summary_faults(page_at(), _english(site)),
    "toggle": lambda site, page_at: toggle_faults(page_at(), _english(site), _french(site)),
    "twin": lambda site, page_at: twin_faults(site.folder, "en/index.html", "fr/index.html"),
    "script": lambda site, page_at: script_faults(page_at(), page_at(script=False), _english(site)),
    "links": lambda site, page_at: link_faults(site.folder, "en/index.html"),
    "language": lambda site, page_at: language_faults(page_at(), _french(site)),
    "untranslated": lambda site, page_at: untranslated_faults(page_at(), _french(site), _english(site)),
}

# look, what is replaced on both pages, by what, and a part of the sentence that must come of it
PLANTED = [
    ("loading", "</main>", '<img src="http://127.0.0.2:9/a.png" alt="a"></main>', "asks another host"),
    ("loading", "</main>", '<script>console.error("broken")</script></main>', "console: broken"),
    ("loading", "</main>", "<script>nowhere()</script></main>", "script: nowhere is not defined"),
    ("loading", "</main>", '<img src="/absent.png" alt="a"></main>', "404 for"),
    ("axe", "</main>", '<img src="data:,"></main>', "axe image-alt"),
    ("axe", "</main>", '<p style="color:#bbb">pale</p></main>', "axe color-contrast"),
    ("axe in the dark", "</main>", '<p style="color:#333">pale</p></main>', "axe color-contrast"),
    ("first screen", 'class="lead"', 'class="lead late"', "moves: h1"),
    ("first screen", "<style>", '<link rel="stylesheet" href="../theme/site.css"><style>', "nothing is painted"),
    ("text at 360", "</main>", '<div style="width:500px">wide</div></main>', "scrolls sideways"),
    ("text at 360", "body {", "html { overflow-x: hidden } p { margin-left: 320px } body {", "is cut off"),
    ("text at 360", "</main>", '<p style="overflow:hidden;height:8px">low</p></main>', "is cut off by <p>"),
    ("text at 360", 'x="200"', 'x="290"', "is cut off by <svg>"),
    ("text at 360", 'x="200"', 'x="12"', "lie on each other"),
    ("text at 360", 'width="300" height="40"', 'width="100" height="14"', "px high, under 9"),
    *(
        ("lines", "Ce qui a été versé.", f'<span style="display:block;width:1em">{text}</span>', f'parts "{text}"')
        for text in ("1er juin 2016", "juin 2016", "2016–2022", "5 million", "8 ans", "CAD 4", "« m", "de dollars")
    ),
    (
        "tables",
        "</main>",
        '<div class="table-region" style="overflow-x:auto" tabindex="0"><table id="a" style="width:500px">'
        "<thead><tr><th>a</th></tr></thead></table></div></main>",
        'the table "a" goes on for',
    ),
    ("keyboard", "body {", "a:focus { outline: none } body {", "looks the same with the focus"),
    ("keyboard", '<a href="./">', '<a href="./" tabindex="-1">', "is not reached"),
    ("keyboard", "<main>", '<main><div style="position:fixed;inset:0"></div>', "behind <div>"),
    ("summary", "<summary>", '<summary onclick="event.preventDefault()">', "Enter does not open"),
    ("toggle", "hreflang=", "data-lang=", "has 0 links with hreflang"),
    ("toggle", 'href="../fr/"', 'href="../en/"', "the toggle leads to"),
    ("toggle", 'href="../en/"', 'href="../fr/"', "the toggle leads to"),
    ("twin", 'href="../fr/"', 'href="../en/index.html"', "its toggle leads to"),
    ("twin", 'lang="fr">Fran', 'lang="en">Fran', "is not one link of"),
    ("toggle", '<html lang="fr"', '<html lang="en"', "does not declare the language"),
    ("script", "</main>", '<script>document.write("now")</script></main>', "without JavaScript"),
    ("links", 'href="./"', 'href="../absent/"', "which is not there"),
    ("links", 'href="./"', 'href="#absent"', "which has no such place"),
    ("language", "Ce qui a été versé.", "What was paid.", "'was' in"),
    ("language", 'aria-label="Argent"', 'aria-label="All of it"', "'of' in"),
    ("untranslated", "Accueil", "Home", "'Home' is the same"),
]  # fmt: skip


def write_site(folder: Path, old: str = "", new: str = "") -> Path:
    """The two pages, with one text replaced by another; the text must be on one of them at least."""
    found = False
    (folder / "theme").mkdir(parents=True)
    (folder / "theme" / "site.css").write_text(".late { padding-block-start: 3rem }", encoding="utf-8")
    for words in (ENGLISH, FRENCH):
        page = PAGE.format(**words)
        found = found or old in page
        target = folder / words["lang"] / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(page.replace(old, new) if old else page, encoding="utf-8")
    assert found, f"{old!r} is on no page, so nothing was planted"
    return folder


@pytest.mark.parametrize("look", LOOKS)
def test_a_sound_page_has_no_faults(look: str, tmp_path: Path, page_at: PageAt) -> None:
    with served(write_site(tmp_path)) as site:
        assert LOOKS[look](site, page_at) == []


@pytest.mark.parametrize(("look", "old", "new", "sentence"), PLANTED, ids=[f"{p[0]}-{p[3]}" for p in PLANTED])
def test_a_planted_fault_is_found(
    look: str, old: str, new: str, sentence: str, tmp_path: Path, page_at: PageAt
) -> None:
    with served(write_site(tmp_path, old, new)) as site:
        faults = LOOKS[look](site, page_at)
    assert [fault for fault in faults if sentence in fault], faults


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/of-the-people",
        "« Not specified »",
        '<span lang="en">of the people</span>',
        "<code>of</code>",
    ],
)
def test_a_word_that_is_quoted_marked_or_in_an_address_is_no_fault(
    text: str, tmp_path: Path, page_at: PageAt
) -> None:
    with served(write_site(tmp_path, "Ce qui a été versé.", text)) as site:
        assert language_faults(page_at(), _french(site)) == []


def test_a_box_that_scrolls_cuts_nothing_off(tmp_path: Path, page_at: PageAt) -> None:
    box = '<div style="overflow-x:auto" tabindex="0"><p style="width:900px">wide</p></div></main>'
    with served(write_site(tmp_path, "</main>", box)) as site:
        assert text_faults(page_at(360), _english(site)) == []


def test_the_largest_page_of_a_type_and_language_stands_for_it(tmp_path: Path) -> None:
    for path, text in {
        "projects/a/index.html": "short",
        "projects/b/index.html": "longer",
        "projects/index.html": "",
    }.items():
        (tmp_path / "en" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "en" / path).write_text(text, encoding="utf-8")
    site = BuiltSite(tmp_path, "")
    assert {(page.type, page.path) for page in site.representatives} == {
        ("projects/*", "en/projects/b/index.html"),
        ("projects", "en/projects/index.html"),
    }
    assert site.twin(SitePage("en/projects/a/index.html", 1), "fr").path == "fr/projects/a/index.html"
