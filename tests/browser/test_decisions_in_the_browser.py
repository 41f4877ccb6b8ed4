"""Overrides and the page of releases, which the example book does not have: axe, and no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_faults import PageAt, axe_faults
from browser_site import BuiltSite, served

from book_copies import edit, silent, small_book, write
from pledgebook.build import build
from pledgebook.release import release
from pledgebook.text import Text

pytestmark = pytest.mark.browser

PAGES = (
    "en/index.html",
    "fr/index.html",
    "en/figures/index.html",
    "en/releases/index.html",
    "fr/releases/index.html",
)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltSite]:
    """A book with a release, a figure that changed after it, and a decision to let that stand."""
    book = small_book(tmp_path_factory.mktemp("decided"))
    release(book, "2022-06", Text(en="The first edition.", fr="La première édition."))
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    edit(book, "pages/home/fr.md", "[160\u00a0€]", "[171\u00a0€]")
    reason = "reason: {en: The bank corrects it in June., fr: La banque le corrige en juin.}"
    days = "from: 2022-05-15, until: 2022-06-15"
    write(
        book,
        "overrides.yml",
        f"overrides: [{{figure: home/committed-strategy, role: auditor, {days}, {reason}}}]\n",
    )
    build(book, silent)
    with served(book / "_build/latest/site") as site:
        yield site


@pytest.mark.parametrize("width", [360, 1280])
def test_a_decision_and_a_release_are_for_every_reader(
    decided: BuiltSite, page_at: PageAt, width: int
) -> None:
    tab = page_at(width)
    for path in PAGES:
        assert axe_faults(tab, f"{decided.address}/{path}") == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_mark_stands_beside_the_figure_where_a_reader_sees_it(
    decided: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at()
    tab.goto(f"{decided.address}/fr/index.html")
    mark = tab.locator(".figure .badge--overridden")
    assert mark.count() == 1
    assert mark.first.is_visible()
    assert mark.first.inner_text() == "Dérogation"
