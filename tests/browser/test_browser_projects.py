"""Projects are found by keyboard, on a phone, in French, from an address, and without JavaScript by plain pages."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_faults import PageAt, axe_faults, loading_faults, text_faults
from browser_site import running
from playwright.sync_api import Page, expect

from many_projects import site_of
from pledgebook.serve import make_server

pytestmark = pytest.mark.browser
MANY = 430


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("many"), MANY)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(make_server(folder.parents[2], "127.0.0.1", 0)) as address:
        yield address


def status(page: Page) -> str:
    return page.locator(".find output").inner_text().replace("\u202f", " ").replace("\u00a0", " ")


def rows(page: Page) -> list[str]:
    return page.locator(".find-list tbody tr th").all_inner_texts()


def test_words_narrow_the_list_whatever_their_accents_and_the_number_is_told(
    address: str, page_at: PageAt
) -> None:
    page = page_at()
    page.goto(f"{address}/en/projects/")
    expect(page.locator("#table-projects tbody tr")).to_have_count(200)
    page.get_by_label("Words in the title").fill("eclairage 10")
    expect(page.locator(".find output")).to_have_text("3 of 432 projects match.")
    assert sorted(rows(page)) == [f"Éclairage of streets no. {n}" for n in (100, 104, 108)]
    assert not page.locator("#list").is_visible()
    assert page.locator(".find").get_by_role("status").count() == 1


def test_everything_is_done_by_keyboard(address: str, page_at: PageAt) -> None:
    page = page_at()
    page.goto(f"{address}/en/projects/")
    page.get_by_label("Objective").focus()
    page.keyboard.type("Shel")
    page.keyboard.press("Tab")
    expect(page.locator(".find output")).to_contain_text("of 432 projects match")
    assert "objective=shelter" in page.url
    page.get_by_role("button", name="Clear").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_visible()
    assert page.url.endswith("/en/projects/")
    assert page.evaluate("document.activeElement.id") == "find-q"


def test_an_address_brings_its_filter_and_going_back_takes_it_away_again(
    address: str, page_at: PageAt
) -> None:
    page = page_at()
    page.goto(f"{address}/en/projects/?year=2015&marker=gender-1")
    expect(page.locator(".find output")).to_contain_text("projects match")
    both = len(rows(page))
    assert page.get_by_label("Active in").input_value() == "2015"
    page.get_by_label("Marker").select_option("")
    expect(page.locator(".find-list tbody tr")).not_to_have_count(both)
    page.go_back()
    expect(page.locator(".find-list tbody tr")).to_have_count(both)
    page.locator(".find-list a").first.click()
    page.wait_for_load_state()
    page.go_back()
    expect(page.locator(".find-list tbody tr")).to_have_count(both)


def test_the_other_language_is_asked_the_same(address: str, page_at: PageAt) -> None:
    page = page_at()
    page.goto(f"{address}/en/projects/?place=SO")
    expect(page.locator(".find output")).to_contain_text("projects match")
    said = status(page).split()[0]
    page.locator("nav.languages a").click()
    expect(page.locator(".find output")).to_have_text(f"{said} projets sur 432 correspondent.")
    assert page.get_by_label("Pays ou région").input_value() == "SO"


def test_a_phone_in_french_shows_the_form_and_its_answers_whole_and_axe_finds_nothing(
    address: str, page_at: PageAt
) -> None:
    page = page_at(360)
    for query in ("", "?q=projet", "?partner=Partner+3&sector=720", "?q=nothing+at+all"):
        url = f"{address}/fr/projects/{query}"
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert text_faults(page, url) + axe_faults(page, url) + loading_faults(page, url) == []


def test_nothing_moves_when_the_form_comes(address: str, page_at: PageAt) -> None:
    page = page_at(360)
    page.add_init_script("""window.moved = 0; new PerformanceObserver((list) => list.getEntries()
      .forEach((e) => (window.moved += e.value))).observe({ type: "layout-shift", buffered: true });""")
    page.goto(f"{address}/en/projects/", wait_until="networkidle")
    page.wait_for_timeout(200)
    assert page.evaluate("window.moved") == 0


def test_without_javascript_there_is_no_form_and_the_plain_pages_lead_to_every_project(
    address: str, page_at: PageAt
) -> None:
    page = page_at(script=False)
    page.goto(f"{address}/fr/projects/")
    assert not page.locator(".find").is_visible()
    seen = set()
    for number in ("1", "2", "3"):
        page.get_by_role("navigation", name="Pages de la liste").get_by_role(
            "link", name=number, exact=True
        ).click()
        page.wait_for_load_state()
        seen |= set(page.locator("#table-projects tbody th a").evaluate_all("all => all.map(a => a.href)"))
    assert len(seen) == MANY + 2


def test_what_the_file_cannot_give_is_told_and_the_plain_list_stands(address: str, page_at: PageAt) -> None:
    page = page_at()
    page.route("**/projects.js", lambda route: route.abort())
    page.goto(f"{address}/en/projects/?year=2015")
    expect(page.locator(".find output")).to_contain_text("could not be loaded")
    assert page.locator("#list").is_visible()


def test_twenty_thousand_projects_are_searched_in_a_blink(
    folder: Path, tmp_path: Path, page_at: PageAt
) -> None:
    """The file of some hundred projects, its rows again and again until there are 20,000."""
    site = shutil.copytree(folder, tmp_path / "book/_build/latest/site")
    file = site / "en/projects/projects.js"
    head, _, rest = file.read_text(encoding="utf-8").partition("{detail: ")
    found = json.loads(rest.removesuffix("}));\n"))
    for column in found.values():
        cells = column["of"] if isinstance(column, dict) else column
        cells[:] = (cells * 50)[:20_000]
    file.write_text(f"{head}{{detail: {json.dumps(found)}}}));\n", encoding="utf-8")
    page = page_at()
    with running(make_server(tmp_path / "book", "127.0.0.1", 0)) as address:
        page.goto(f"{address}/en/projects/?q=roofs")
        expect(page.locator(".find output")).to_contain_text("of 20,000 projects match")
        started = time.monotonic()
        page.get_by_label("Active in").select_option("2015")
        expect(page.locator(".find output")).not_to_contain_text("5,0")
        assert time.monotonic() - started < 3
        assert page.locator(".find-list tbody tr").count() == 200
        page.get_by_role("button", name="Show 200 more").click()
        assert page.locator(".find-list tbody tr").count() == 400
        assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 201
