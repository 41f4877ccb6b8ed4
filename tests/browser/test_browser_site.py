"""The example book's site in a real browser: every page in every language, or one of each type where a look
at every page would take minutes.

A test goes through its pages itself and reports all that is wrong at once; the site is built and the browser
started once (one worker: ``tests/sharing_out.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    print_faults,
    proof_faults,
    script_faults,
    summary_faults,
    table_faults,
    text_faults,
    toggle_faults,
    twin_faults,
    untranslated_faults,
)
from browser_site import BuiltSite, SitePage
from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

TYPES = {
    "home",
    "objectives/*",
    "money",
    "needs",
    "results",
    "results/*",
    "people",
    "milestones",
    "projects",
    "projects/*",
}
TYPES |= {"figures", "data", "data/*", "as-published", "states"}
NARROW = 360


def report(pages: Iterable[SitePage], look: Callable[[SitePage], list[str]]) -> None:
    """Fails with every fault that ``look`` finds on the pages, each with its page."""
    faults = [f"{page.path}: {fault}" for page in pages for fault in look(page)]
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults)


def other_language(site: BuiltSite, page: SitePage) -> str:
    return next(language for language in site.languages if language != page.language)


def in_language(site: BuiltSite, language: str) -> list[SitePage]:
    """One page of each type: what does not hang on words is looked at in one language, in all by
    ``benchmarks/looks.py``.
    """
    return [page for page in site.representatives if page.language in (language, "")]


def in_a_language(pages: Iterable[SitePage]) -> list[SitePage]:
    return [page for page in pages if page.language]


def test_every_page_stands_in_both_languages_and_no_type_of_page_is_missing(site: BuiltSite) -> None:
    places = {
        language: {p.place for p in site.pages if p.language == language} for language in site.languages
    }
    assert set(places) == {"en", "fr"}
    assert places["en"] == places["fr"]
    assert {page.type for page in site.pages} >= TYPES


def test_every_page_loads_without_an_error_and_asks_no_other_host(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()
    report(site.pages, lambda page: loading_faults(tab, site.url(page)))


def test_axe_finds_nothing_on_a_page_of_any_type(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()
    report(site.representatives, lambda page: axe_faults(tab, site.url(page)))


LOOKS: dict[str, tuple[int, str, dict[str, bool]]] = {
    "320": (320, "fr", {}),
    "320-dark": (320, "en", {"dark": True}),
    "1280-dark": (1280, "fr", {"dark": True}),
    "forced-colours": (1280, "en", {"forced": True}),
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_narrow_in_the_dark_or_in_forced_colours(
    site: BuiltSite, page_at: PageAt, look: str
) -> None:
    width, language, chosen = LOOKS[look]
    tab = page_at(width, **chosen)
    report(in_language(site, language), lambda page: axe_faults(tab, site.url(page)))


def test_a_proof_opens_by_key_without_a_fault_and_gives_the_focus_back(
    site: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at(320)
    with_figures = [
        page for page in site.representatives if page.type in ("home", "objectives/*", "as-published")
    ]
    assert len(with_figures) == 6
    report(with_figures, lambda page: proof_faults(tab, site.url(page)))


def test_a_page_at_200_percent_shows_every_text_whole(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at(1280 // 2)
    report(site.representatives, lambda page: text_faults(tab, site.url(page)))


@pytest.mark.parametrize("width", [720, NARROW])
def test_paper_has_every_text_whole_and_opens_what_is_folded(
    site: BuiltSite, page_at: PageAt, width: int
) -> None:
    tab = page_at(width)
    tab.emulate_media(media="print")
    report(site.representatives, lambda page: print_faults(tab, site.url(page)))


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (NARROW, "fr")])
def test_a_page_is_painted_before_its_sheet_and_nothing_moves_when_it_comes(
    site: BuiltSite, page_at: PageAt, width: int, language: str
) -> None:
    tab = page_at(width)
    report(in_language(site, language), lambda page: first_screen_faults(tab, site.url(page)))


def test_the_language_toggle_of_every_page_names_its_twin(site: BuiltSite) -> None:
    def look(page: SitePage) -> list[str]:
        return twin_faults(site.folder, page.path, site.twin(page, other_language(site, page)).path)

    report(in_a_language(site.pages), look)


def test_the_language_toggle_leads_to_the_twin_and_back(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()

    def look(page: SitePage) -> list[str]:
        twin = site.twin(page, other_language(site, page))
        return toggle_faults(tab, site.url(page), site.url(twin))

    report(in_a_language(in_language(site, "en")), look)


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (NARROW, "fr")])
def test_the_tab_key_reaches_everything_and_shows_where_it_is(
    site: BuiltSite, page_at: PageAt, width: int, language: str
) -> None:
    tab = page_at(width)
    report(in_language(site, language), lambda page: keyboard_faults(tab, site.url(page)))


@pytest.mark.parametrize(("script", "language"), [(True, "en"), (False, "fr")])
def test_the_enter_key_opens_and_closes_what_a_summary_hides(
    site: BuiltSite, page_at: PageAt, script: bool, language: str
) -> None:
    tab = page_at(script=script)
    report(in_language(site, language), lambda page: summary_faults(tab, site.url(page)))


def test_a_phone_shows_every_page_whole_and_scrolls_none_sideways(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at(NARROW)
    report(site.pages, lambda page: text_faults(tab, site.url(page)))


def test_no_line_of_a_phone_ends_within_a_date_a_span_of_years_or_a_number_with_its_unit(
    site: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at(NARROW)
    report(site.representatives, lambda page: parted_faults(tab, site.url(page)))


def test_a_phone_shows_every_small_table_whole(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at(NARROW)
    report(site.representatives, lambda page: table_faults(tab, site.url(page)))


def test_a_wide_screen_shows_every_text_whole(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()
    report(site.representatives, lambda page: text_faults(tab, site.url(page)))


def test_a_page_of_every_type_says_the_same_without_javascript(site: BuiltSite, page_at: PageAt) -> None:
    tabs = page_at(), page_at(script=False)
    report(site.representatives, lambda page: script_faults(*tabs, site.url(page)))


def test_every_link_leads_to_something_that_is_there(site: BuiltSite) -> None:
    report(site.pages, lambda page: link_faults(site.folder, page.path))


def test_the_navigation_can_be_followed_without_javascript(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at(NARROW, script=False)

    def links(page: SitePage) -> Locator:
        tab.goto(site.url(page))
        for menu in tab.locator("header summary:visible").all():
            menu.click()
        return tab.locator("nav a:not([hreflang]):visible")

    def look(page: SitePage) -> list[str]:
        targets = links(page).evaluate_all("all => all.map(a => a.href)")
        faults = [] if targets else ["has no link in its navigation"]
        for number, target in enumerate(targets):
            links(page).nth(number).click()
            tab.wait_for_load_state()
            if tab.url != target:
                faults.append(f"the link to {target} led to {tab.url}")
        return faults

    report([page for page in site.representatives if page.type == "home"], look)


def test_no_word_of_the_other_language_is_left_on_a_page(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()
    report(in_a_language(site.pages), lambda page: language_faults(tab, site.url(page)))


def test_everything_around_the_content_is_translated(site: BuiltSite, page_at: PageAt) -> None:
    tab = page_at()

    def look(page: SitePage) -> list[str]:
        return untranslated_faults(tab, site.url(page), site.url(site.twin(page, "en")))

    report([page for page in site.representatives if page.language == "fr"], look)
