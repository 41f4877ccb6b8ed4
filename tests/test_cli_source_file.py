"""``source try``, ``audit`` and ``fetch`` as they are typed."""

from __future__ import annotations

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from book_copies import edit, small_book
from pledgebook.cli import main


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["source", *map(str, words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that nobody has seen before."""
    path = tmp_path / "file.csv"
    path.write_text("Province,date,IDPs,wells\nA,2021-01-01,5,3\n", encoding="utf-8")
    return path


def test_try_prints_the_proposal_and_writes_nothing(file: Path) -> None:
    before = sorted(file.parent.iterdir())
    result = run("try", file)
    assert result.exit_code == 0
    assert "table: displacement" in result.stdout
    assert "? What do these columns of numbers count: wells?" in result.stderr
    assert sorted(file.parent.iterdir()) == before


def test_try_writes_where_it_is_told_and_over_nothing(file: Path) -> None:
    out = file.parent / "new" / "source.yml"
    assert run("try", file, "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == run("try", file).stdout
    again = run("try", file, "--out", out, "--lang", "fr")
    assert (again.exit_code, "SRC012" in again.stderr) == (2, True)


def test_try_says_what_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "file.xlsx").write_bytes(b"nothing")
    (tmp_path / "file.csv").write_bytes(b"\xff\xfe\x00")
    for name, code in (("file.xlsx", "SRC009"), ("file.csv", "SRC008")):
        result = run("try", tmp_path / name)
        assert (result.exit_code, code in result.stderr) == (2, True)


def test_try_asks_in_which_encoding_a_file_is_and_shows_how_it_would_read(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes("gouvernorat,date,idps\nQadissiyé,2021-09-30,7\n".encode("cp1252"))
    result = run("try", tmp_path / "file.csv")
    assert result.exit_code == 0
    assert "windows-1252: “Qadissiyé”" in result.stderr
    assert "encoding: windows-1252" in result.stdout


def test_audit_lists_ignored_columns_that_hold_something(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    header = (book / "sources/rounds/rounds.csv").read_text(encoding="utf-8").splitlines()[0]
    edit(book, "sources/rounds/rounds.csv", header, f"{header},wells")
    text = (book / "sources/rounds/rounds.csv").read_text(encoding="utf-8").splitlines()
    (book / "sources/rounds/rounds.csv").write_text(
        "\n".join([text[0], *(f"{line},7" for line in text[1:])]) + "\n", encoding="utf-8"
    )
    edit(book, "sources/rounds/source.yml", "[remark]", "[remark, wells]")
    result = run("audit", book, "rounds")
    assert result.exit_code == 0, result.output
    assert "rounds: 4 rows in the file, 4 in the table" in result.stdout
    assert "the ignored column “wells” holds something in 4 rows (1 different)" in result.stdout


def test_audit_of_a_source_that_is_not_there_says_which_are(tmp_path: Path) -> None:
    result = run("audit", small_book(tmp_path), "nothing")
    assert (result.exit_code, "activities, announcement, places, rounds" in result.stderr) == (2, True)


def test_audit_ends_with_2_where_a_declaration_is_wrong(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/rounds/source.yml", "table: displacement", "table: displacements")
    result = run("audit", book)
    assert (result.exit_code, "BOOK007" in result.stderr) == (2, True)


@pytest.fixture
def served(tmp_path: Path) -> Any:
    """A folder served on this machine, and its address."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_fetch_takes_what_changed_and_nothing_else(served: Any, tmp_path: Path) -> None:
    folder, address = served
    book = small_book(tmp_path)
    (folder / "rounds.csv").write_bytes((book / "sources/rounds/rounds.csv").read_bytes() + b"\n")
    with (book / "sources/rounds/source.yml").open("a", encoding="utf-8") as out:
        out.write(f"download: {address}/rounds.csv\n")
    first, second = run("fetch", book), run("fetch", book)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "rounds: changed" in first.stdout
    assert "rounds: unchanged, not sent again" in second.stdout
    assert "Fetched 1 of 1 files; 3 sources declare no “download”." in first.stderr
    assert (book / "sources/rounds/rounds.csv").read_bytes().endswith(b"\n\n")


def test_fetch_of_a_file_that_is_gone_names_the_line_and_leaves_the_old_one(
    served: Any, tmp_path: Path
) -> None:
    _, address = served
    book = small_book(tmp_path)
    before = (book / "sources/rounds/rounds.csv").read_bytes()
    with (book / "sources/rounds/source.yml").open("a", encoding="utf-8") as out:
        out.write(f"download: {address}/gone.csv\n")
    result = run("fetch", book, "rounds")
    assert result.exit_code == 2
    assert "SRC011" in result.stderr
    assert "source.yml:" in result.stderr
    assert "answers 404" in result.stderr
    assert (book / "sources/rounds/rounds.csv").read_bytes() == before
