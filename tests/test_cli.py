"""The command line says the same in both languages, as text and as JSON, and ends with the code it promises."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from book_copies import edit, place_of, said, small_book, small_built
from pledgebook.cli import main
from pledgebook.errors import BuildError
from pledgebook.measures.engines.duck import DuckDb

HOME, FRENCH = "pages/home/en.md", "pages/home/fr.md"
BOTH = ("en", "fr")


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def changed(tmp_path: Path) -> Path:
    """A book with a figure that does not hold, in both languages."""
    book = small_book(tmp_path)
    edit(book, HOME, "[€160]", "[€171]")
    edit(book, FRENCH, "[160\u00a0€]", "[171\u00a0€]")
    return book


def mistyped(tmp_path: Path) -> Path:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "threshold:", "treshold:")
    return book


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_book_without_a_fault_ends_with_0(tmp_path: Path, command: str) -> None:
    assert run(command, small_book(tmp_path)).exit_code == 0


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_figure_that_does_not_hold_ends_with_1(tmp_path: Path, command: str) -> None:
    result = run(command, changed(tmp_path))
    assert result.exit_code == 1
    assert "HED001" in result.stdout


@pytest.mark.parametrize("command", ["build", "check", "lock"])
def test_a_declaration_that_is_wrong_ends_with_2(tmp_path: Path, command: str) -> None:
    result = run(command, mistyped(tmp_path))
    assert result.exit_code == 2
    assert "BOOK004" in result.stdout


def test_a_source_that_is_gone_ends_with_2_and_says_what_to_do(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / "sources/rounds/rounds.csv").unlink()
    result = run("build", book)
    assert result.exit_code == 2
    assert "Retrieve it from https://example.org/rounds" in result.stdout


def test_a_broken_promise_of_the_engine_ends_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise BuildError

    monkeypatch.setattr("pledgebook.build.check_pages", broken)
    assert run("build", small_book(tmp_path)).exit_code == 3


def test_a_folder_without_a_book_ends_with_2(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "BOOK001" in result.stdout


def test_a_folder_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    assert run("check", tmp_path / "nothing").exit_code == 2


def test_a_finding_is_one_line_with_file_line_and_column_and_one_with_what_next(tmp_path: Path) -> None:
    book = changed(tmp_path)
    lines = run("check", book).stdout.splitlines()
    place = place_of(book, HOME, "[€171]")
    (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{book}/{place}: HED001 [error] "))
    assert lines[at + 1].startswith("    next: ")


def test_the_build_prints_only_what_stops_it_and_the_check_everything(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    assert "RES002" not in run("build", book).stdout
    assert "RES002" in run("check", book).stdout


def test_the_summary_counts_the_claims_of_one_language(tmp_path: Path) -> None:
    summary = run("check", small_book(tmp_path)).stdout.splitlines()[-1]
    assert re.match(
        r"Claims: 10\. Holding: 5, restated and not tested: 3, not holding: 0, without an answer: 2\. Errors: 0",
        summary,
    )


def test_json_says_what_text_says(tmp_path: Path) -> None:
    book = changed(tmp_path)
    result = run("check", book, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["findings"]
    stopping = [f for f in found if f["severity"] == "error" and not f["expected"]]
    assert sorted(f"{f['code']} {f['file']}:{f['line']}:{f['column']}" for f in stopping) == sorted(
        said(book)
    )
    assert all(set(f["what"]) == set(f["next"]) == set(BOTH) for f in found)


def test_json_of_a_wrong_declaration_has_the_shape_of_a_finding(tmp_path: Path) -> None:
    wrong, right = mistyped(tmp_path / "a"), changed(tmp_path / "b")
    result = run("check", wrong, "--format", "json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)["findings"]
    shape = set(json.loads(run("check", right, "--format", "json").stdout)["findings"][0])
    assert all(set(f) == shape for f in found)
    assert [f"{f['code']} {f['file']}:{f['line']}:{f['column']}" for f in found] == said(wrong)


FRENCH_OUTPUT = {"build": 0, "check": 0, "explain": 0, "lock": 0}


@pytest.mark.parametrize("command", FRENCH_OUTPUT)
def test_every_sentence_of_the_french_output_differs_from_the_english_one(
    tmp_path: Path, command: str
) -> None:
    book = small_book(tmp_path)
    more = ["home/committed-strategy"] if command == "explain" else []
    texts = {}
    for language in BOTH:
        result = run(command, book, *more, "--lang", language)
        texts[language] = (result.stdout + result.stderr).splitlines()
    same = set(texts["en"]) & set(texts["fr"])
    # What both have: the SQL, addresses, the name of a figure, rows of tables counted by the tables' own names.
    allowed = re.compile(r"home/committed-strategy|    .*|\s*(sources|pages|tables)  .*|  sources:|\s*$")
    assert {line for line in same if not allowed.fullmatch(line)} == set()


def test_french_errors_and_findings_are_french(tmp_path: Path) -> None:
    for book in (changed(tmp_path / "a"), mistyped(tmp_path / "b")):
        result = run("check", book, "--lang", "fr")
        assert "[erreur]" in result.stdout
        assert "    à faire\u00a0: " in result.stdout
        assert "next:" not in result.stdout
        assert not re.search(r"\[(error|warning)", result.stdout)
    assert "Rien n’a été publié" in result.stderr


def test_a_build_tells_its_stages_on_the_side_and_its_site_at_the_end(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    result = run("build", book)
    stages = [line.split()[0] for line in result.stderr.splitlines()]
    assert stages == [
        "book",
        "sources",
        "tables",
        "disclosure",
        "measures",
        "claims",
        "checks",
        "exports",
        "pages",
        "written",
    ]
    assert result.stdout.splitlines()[-1] == f"Built: {book}/_build/latest/site"
    assert (book / "_build/latest/site/index.html").is_file()


def test_lock_takes_the_sources_as_they_are(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/rounds/rounds.csv", "46211", "46212")
    assert run("check", book).exit_code == 1
    result = run("lock", book)
    assert result.exit_code == 0
    assert result.stdout == f"Locked: {book}/sources.lock\n"
    assert run("check", book).exit_code == 0


def test_serving_a_book_that_was_never_built_says_to_build_it(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    result = run("serve", book)
    assert result.exit_code == 2
    assert f"pledgebook build {book}" in result.stderr
    assert "pas encore été construit" in run("serve", book, "--lang", "fr").stderr


def test_the_number_of_threads_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int]] = []

    def build(book: Path, report: object, engine: DuckDb, *, is_fresh: bool) -> None:
        asked.extend(engine.run("select current_setting('threads')").rows)
        raise BuildError

    monkeypatch.setattr("pledgebook.build.build", build)
    CliRunner().invoke(main, ["build", "--fresh", str(small_built())], env={"PLEDGEBOOK_THREADS": "1"})
    CliRunner().invoke(main, ["build", "--fresh", str(small_built()), "--threads", "3"])
    assert asked == [(1,), (3,)]


def test_every_option_says_what_it_is_for() -> None:
    for command in main.commands.values():
        assert command.help
        for parameter in command.params:
            is_option = parameter.param_type_name == "option"
            assert not is_option or getattr(parameter, "help", ""), (command.name, parameter.name)
