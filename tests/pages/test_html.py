"""Every page is valid to the Nu HTML checker, as it is served: its headers and its policy are checked with it."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import html
from test_states import four_states

from book_copies import iraq_built, small_built
from pledgebook.serve import make_server

JAR = Path(".venv/html-checker/node_modules/vnu-jar/build/dist/vnu.jar")


@pytest.fixture(scope="module")
def checker(root: Path) -> list[str]:
    """The command of the checker; the test skips where java or the checker is absent."""
    java = shutil.which("java")
    if java is None or not (root / JAR).is_file():
        pytest.skip(
            "the Nu HTML checker or java is not here (scripts/install-html-checker.sh puts it where it can)"
        )
    own = (
        "-Dnu.validator.servlet.allow-forbidden-hosts=true",
        "-Dnu.validator.servlet.allowed-address-type=all",
    )
    return [java, *own, "-jar", str(root / JAR), "--format", "json"]


DATA_TAKEN_FOR_A_SCRIPT = "Inline script violates Content Security Policy (meta tag)"
"""The checker holds JSON-LD for a script. It is a data block, which the HTML standard sorts out before it asks the
policy (Source: HTML, "prepare the script element"), and ``tests/browser`` shows that a browser says nothing of it."""


def messages(checker: list[str], *pages: str) -> list[str]:
    """Every error and warning, with its page and line."""
    run = subprocess.run([*checker, *pages], capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(run.stderr)["messages"]
    found = [m for m in found if not m["message"].startswith(DATA_TAKEN_FOR_A_SCRIPT)]
    return [f"{m['url']}:{m.get('lastLine', 0)} {m.get('subType', m['type'])}: {m['message']}" for m in found]


@contextmanager
def served(book: Path) -> Iterator[str]:
    with make_server(book, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", ["iraq", "small", "four-states"])
def test_the_checker_has_nothing_to_say_of_any_page(
    checker: list[str], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if name == "four-states":
        book = four_states(tmp_path_factory.mktemp("html")).parents[2]
    else:
        book = {"iraq": iraq_built, "small": small_built}[name]()
    site = (book / "_build/latest/site").resolve()
    pages = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    assert len(pages) > 20
    scripts = {s.get("type") or s.get("src") for p in pages for s in html.parse(str(site / p)).iter("script")}
    assert all(
        s == "application/ld+json" or s.endswith(("theme/site.js", "theme/opened.js")) for s in scripts
    ), scripts
    with served(book) as address:
        assert messages(checker, *(f"{address}/{page}" for page in pages)) == []


def test_the_checker_would_say_it(checker: list[str], tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html><html lang=en><title>x</title><p id=a>a<p id=a>b<div></p>", encoding="utf-8"
    )
    found = " ".join(messages(checker, str(page)))
    assert "Duplicate ID" in found
    assert "element" in found
