"""A page as it is served while its book is being written: its banner, in its language, and nothing else changed."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from book_copies import edit, small_book
from pledgebook.pages.policy import FIRST_SHEET, server_policy
from pledgebook.watch.answer import banner, make_live_server, with_banner
from pledgebook.watch.rebuild import Told, Watch


@contextmanager
def served(book: Path) -> Iterator[tuple[Watch, http.client.HTTPConnection]]:
    watch = Watch(book, lambda _: None)
    with make_live_server(watch, "127.0.0.1", 0, "en") as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
        try:
            yield watch, connection
        finally:
            connection.close()
            server.shutdown()


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, str, str]:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    return answer.status, answer.headers["Content-Security-Policy"], body


def test_without_the_banner_a_page_is_the_one_on_disk(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    with served(book) as (watch, connection):
        watch.build_once()
        status, policy, body = get(connection, "/en/index.html")
        disk = (book / "_build/latest/site/en/index.html").read_bytes()
        sheet = (book / "_build/latest/site" / FIRST_SHEET).read_text(encoding="utf-8")
        assert (status, policy) == (200, server_policy(sheet))
        assert body.encode() == with_banner(disk, watch.told, "en", book)
        assert body.replace(banner(watch.told, "en", book), "").encode() == disk
        assert b"_watch" not in disk
        assert "_watch" not in get(connection, "/theme/site.css")[2]


def test_a_mistake_is_shown_with_file_line_and_column_in_the_language_of_the_page(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    with served(book) as (watch, connection):
        watch.build_once()
        line = edit(book, "pages/home/en.md", "[€160]", "[€171]")
        watch.build_once()
        english, french = (get(connection, f"/{tongue}/")[2] for tongue in ("en", "fr"))
        for body in (english, french):
            assert f"<code>pages/home/en.md:{line}:" in body
            assert "HED001" in body
        assert "€160</a>" in english
        assert "Not built" in english
        assert "Non construit" in french
        assert "Not built" not in french


def test_a_book_that_was_never_good_is_answered_with_what_is_wrong(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    with served(book) as (watch, connection):
        assert "first time" in get(connection, "/")[2]
        watch.build_once()
        status, _, body = get(connection, "/fr/")
        assert status == 200
        assert "pas encore de bonne version" in body
        assert "HED001" in body
        assert get(connection, "/data/none.csv")[0] == 404


def test_a_page_that_waits_is_told_of_a_new_build(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    with served(book) as (watch, connection):
        watch.build_once()
        threading.Timer(0.2, watch.build_once).start()
        assert get(connection, "/_watch/wait.js?after=1")[2] == "location.reload();\n"
        assert watch.told.number == 2
        assert get(connection, "/_watch/other")[0] == 404


def test_what_a_book_says_is_shown_as_text(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "## People", "[<script>alert(1)</script>](measure:none)\n\n## People")
    watch = Watch(book, lambda _: None)
    watch.build_once()
    assert not watch.told.stands
    assert "<script>alert" not in banner(watch.told, "en", book)
    assert banner(Told(), "fr", book).count("<aside") == 1


def _hear_control_c() -> None:
    """A shell that runs the tests in the background tells what it starts to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_control_c_ends_the_command_cleanly(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    command = [sys.executable, "-u", "-m", "pledgebook.cli", "serve", str(book), "--watch", "--port", "0"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, preexec_fn=_hear_control_c) as process:
        assert process.stdout is not None
        try:
            assert "http://127.0.0.1:" in process.stdout.readline()
            assert any("Built again" in line for line in process.stdout)
            os.kill(process.pid, signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
        assert (process.returncode, errors) == (0, "")
