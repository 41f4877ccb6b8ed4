"""Where the tests find things; ``shared`` is the folder of real data beside the project.

Debian's chromium is driven, one for each worker, never a browser that a package downloads. Where it is absent
the tests skip with a reason; ``PLEDGEBOOK_REQUIRE_BROWSER=1``, which ``.ci/run`` sets, turns that skip into a
failure.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Error, sync_playwright

from sharing_out import InShares

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
"""A machine that other work has stalled says nothing about the code; how long things may take is told by benchmarks."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InShares | None:
    """``--dist loadgroup`` shares tests out by what they share; see ``sharing_out.py``."""
    return InShares(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture
def may_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only threads of this test count: one that an earlier test left in the worker, as the browser's server, forbids
    no fork."""
    counted, left = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr(threading, "active_count", lambda: counted() - left)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real data beside the project; the test skips where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder 'shared' with the real data is not beside the project")
    return folder


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
