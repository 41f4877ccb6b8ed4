"""Pages to look at, and the built site, which is made once because the tests here run in one worker."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_faults import PageAt
from browser_site import BuiltSite, running
from playwright.sync_api import Browser, Page

from pledgebook.serve import make_server


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """Opens an empty page: ``page_at(width=320, dark=True, forced=True, script=False)``; closed after the test."""
    opened = []

    def open_page(
        width: int = 1280, *, dark: bool = False, script: bool = True, forced: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced else "none",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(60_000)
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
