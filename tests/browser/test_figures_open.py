"""The page of figures in a browser: short until a proof is asked for, by hand or by its permanent address."""

from __future__ import annotations

import pytest
from browser_faults import PageAt
from browser_site import BuiltSite

FIGURE = "home--pledge-envelope-2016-25"
PROOF = f"#{FIGURE} .proof"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_permanent_address_opens_its_proof_and_no_other(
    site: BuiltSite, page_at: PageAt, script: bool
) -> None:
    tab = page_at(script=script)
    tab.goto(f"{site.address}/fr/figures/index.html#{FIGURE}")
    tab.locator(PROOF).wait_for(state="visible")
    assert not tab.locator("#home--pledge-envelope-eval .proof").is_visible()


def test_a_proof_opens_by_key_and_what_does_not_hold_is_open_from_the_start(
    site: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at(360)
    tab.goto(f"{site.address}/en/figures/index.html")
    assert not tab.locator(PROOF).is_visible()
    assert tab.locator("#truth-does_not_hold .proof").first.is_visible()
    for summary in (f".group:has(#{FIGURE}) > summary", f"#{FIGURE} > summary"):
        tab.locator(summary).focus()
        tab.keyboard.press("Enter")
    assert tab.locator(PROOF).is_visible()


def test_on_a_phone_the_page_of_figures_is_no_longer_than_a_reader_scrolls(
    site: BuiltSite, page_at: PageAt
) -> None:
    tab = page_at(360)
    tab.goto(f"{site.address}/fr/figures/index.html")
    figures = tab.locator("details.claim").count()
    assert figures > 100
    assert tab.evaluate("document.documentElement.scrollHeight") < 5_000 + figures * 60
