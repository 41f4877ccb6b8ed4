"""What an author sees while typing, in a real browser: the new sentence, the mistake at its place, and its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_faults import PageAt, axe_faults
from playwright.sync_api import expect

from book_copies import edit, small_book
from pledgebook.watch.answer import make_live_server
from pledgebook.watch.rebuild import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A small book and the address at which it is served while it is written."""
    book = small_book(tmp_path)
    watch = Watch(book, lambda _: None, seconds=0.05)
    looking = threading.Thread(target=watch.run)
    with make_live_server(watch, "127.0.0.1", 0, "en") as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        looking.start()
        assert watch.wait_after(0, 60)
        yield book, f"http://127.0.0.1:{server.server_address[1]}"
        watch.stop()
        looking.join(60)
        server.shutdown()


def test_the_page_shows_the_new_sentence_and_then_the_mistake(
    live: tuple[Path, str], page_at: PageAt
) -> None:
    book, address = live
    tab = page_at()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(f"{address}/en/index.html")
    expect(tab.locator(".watch [role=status]")).to_have_count(1)
    edit(book, "pages/home/en.md", "## People", "## The people")
    expect(tab.get_by_role("heading", name="The people")).to_be_visible(timeout=60_000)
    line = edit(book, "pages/home/en.md", "[€160]", "[€171]")
    expect(tab.locator(".watch--broken")).to_contain_text(f"pages/home/en.md:{line}:", timeout=60_000)
    expect(tab.get_by_role("heading", name="The people")).to_be_visible()
    assert axe_faults(tab, f"{address}/en/index.html") == []
    edit(book, "pages/home/en.md", "[€171]", "[€160]")
    expect(tab.locator(".watch--broken")).to_have_count(0, timeout=60_000)
    assert said == []


def test_without_javascript_a_reload_shows_the_mistake(live: tuple[Path, str], page_at: PageAt) -> None:
    book, address = live
    tab = page_at(script=False)
    tab.goto(f"{address}/fr/index.html")
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    for _ in range(100):
        tab.wait_for_timeout(200)
        tab.reload()
        if tab.locator(".watch--broken").count():
            break
    expect(tab.locator(".watch--broken")).to_contain_text("Non construit")
