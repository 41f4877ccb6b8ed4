"""The browser and the built site; both are made once, because the tests here run in one worker.

Debian's chromium is driven, never a browser that a package downloads. Where it is absent the tests skip with
a reason; ``PLEDGEBOOK_REQUIRE_BROWSER=1``, which ``.ci/run`` sets, turns that skip into a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_faults import PageAt
from browser_site import BuiltSite, running
from playwright.sync_api import Browser, Error, Page, sync_playwright

from pledgebook.serve import make_server

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]


def no_browser(reason: str) -> None:
    """Skips, or fails where a browser is required."""
    if os.environ.get("PLEDGEBOOK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and PLEDGEBOOK_REQUIRE_BROWSER=1 asks for one", pytrace=False)
    pytest.skip(f"{reason} (scripts/install-test-system.sh installs one where it can)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, started once."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        no_browser(f"no browser: none of {', '.join(NAMES)} is on the PATH")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        except Error as error:
            no_browser(f"{found} does not start: {error.message.splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """Opens an empty page: ``page_at(width=360, dark=True, script=False)``; all are closed after the test."""
    opened = []

    def open_page(width: int = 1280, *, dark: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def built_book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example book, built from nothing by the command that a reader would use."""
    copy = tmp_path_factory.mktemp("book") / "iraq"
    shutil.copytree(root / "books" / "iraq", copy, ignore=shutil.ignore_patterns("_build"))
    command = [sys.executable, "-c", "from pledgebook.cli import main; main()", "build", str(copy)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if run.returncode != 0:
        pytest.fail(f"the example book does not build:\n{run.stdout}\n{run.stderr}", pytrace=False)
    return copy


@pytest.fixture(scope="session")
def site(built_book: Path) -> Iterator[BuiltSite]:
    """The example book's site as ``pledgebook serve`` answers it, on a free port of this machine."""
    with running(make_server(built_book, "127.0.0.1", 0)) as address:
        yield BuiltSite((built_book / "_build" / "latest" / "site").resolve(), address)


@pytest.fixture(scope="session")
def site_address(site: BuiltSite) -> str:
    return site.address
