"""The book that `pledgebook init` writes: it checks, builds, explains itself to editors, and overwrites nothing."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import jsonschema
import pytest
from click.testing import CliRunner, Result

from book_copies import compiled, copy_of, edit, findings, silent
from pledgebook.build import build
from pledgebook.cli import main
from pledgebook.exports.schemas import FILES
from pledgebook.starter import start_book
from pledgebook.yaml_text import load_yaml

SCHEMA = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@cache
def started() -> Path:
    """The book in both languages, written once; nobody may change it."""
    return start_book(Path(mkdtemp(prefix="starter-")) / "book", ("en", "fr"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_a_new_book_checks_and_builds_and_only_its_translations_wait_for_a_reader(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "book"
    assert run("init", folder).exit_code == 0
    assert run("check", folder).exit_code == 0
    assert run("build", folder).exit_code == 0
    assert {f.problem.code for f in findings(folder)} == {"LNG007"}


def test_a_new_book_has_figures_that_the_data_bear_out_in_both_languages() -> None:
    verdicts = compiled(started()).verdicts
    assert {v.claim.language for v in verdicts} == {"en", "fr"}
    assert {v.truth for v in verdicts} == {"holds", "restated"}
    assert sum(v.truth == "holds" for v in verdicts) >= 6


@pytest.mark.parametrize("languages", [("fr",), ("en",), ("fr", "en")], ids=" ".join)
def test_a_new_book_has_the_languages_that_were_asked_for_and_their_order(
    languages: Sequence[str], tmp_path: Path
) -> None:
    options = [part for language in languages for part in ("--lang", language)]
    assert run("init", tmp_path / "book", *options).exit_code == 0
    made = build(tmp_path / "book", silent)
    assert made.book.languages == tuple(languages)
    assert not [f for f in made.findings if f.stops]
    texts = {p.stem for p in (tmp_path / "book").glob("*/*/*.md")}
    assert texts == set(languages)


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("init", tmp_path, "--lang", "fr")
    assert result.exit_code == 2
    assert "ADO003" in result.stdout
    assert "n’est pas vide" in result.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_taken_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    start_book(tmp_path / "book", ("en", "fr"))
    assert [p.name for p in tmp_path.iterdir()] == ["book"]


def test_a_book_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("pledgebook.starter.write_lock", fails)
    with pytest.raises(OSError, match="no space left"):
        start_book(tmp_path / "book", ("en", "fr"))
    assert list(tmp_path.iterdir()) == []


def test_two_new_books_are_the_same_bytes(tmp_path: Path) -> None:
    again = start_book(tmp_path / "other", ("en", "fr"))
    files = [p.relative_to(again) for p in sorted(again.rglob("*")) if p.is_file()]
    assert len(files) > 30
    assert all((again / f).read_bytes() == (started() / f).read_bytes() for f in files)


def test_every_declaration_of_a_new_book_names_a_schema_that_is_there_and_that_it_fits() -> None:
    declared = [p for d in FILES for p in started().glob(d.files)]
    assert len(declared) >= 8
    for path in declared:
        text = path.read_text(encoding="utf-8")
        named = SCHEMA.match(text)
        assert named, path
        schema = json.loads((path.parent / named[1]).read_text(encoding="utf-8"))
        content = json.loads(json.dumps(load_yaml(text), default=str))
        jsonschema.Draft202012Validator(schema).validate(content)


def test_the_settings_of_editors_name_every_kind_of_declaration() -> None:
    settings = json.loads((started() / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, files in settings["yaml.schemas"].items():
        assert (started() / schema).is_file()
        assert files
    assert len(settings["yaml.schemas"]) == len(FILES)


@pytest.fixture
def server(tmp_path: Path) -> dict[str, str]:
    """The environment of a server that has Pledgebook and nothing else of ours."""
    command = tmp_path / "bin" / "pledgebook"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pledgebook.cli "$@"\n', encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}"}


def test_the_check_of_a_server_passes_a_sound_book_and_stops_a_wrong_one(
    tmp_path: Path, server: dict[str, str]
) -> None:
    book = copy_of(started(), tmp_path)
    script = ["sh", str(book / "ci/check.sh")]
    sound = subprocess.run(script, env=server, capture_output=True, text=True, check=False)
    assert sound.returncode == 0, sound.stderr
    edit(book, "pages/home/en.md", "about 96,000", "about 69,000")
    wrong = subprocess.run(script, env=server, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "HED001" in wrong.stdout
    log = json.loads((book / "_build/check.sarif").read_text(encoding="utf-8"))
    assert "HED001" in {r["ruleId"] for r in log["runs"][0]["results"]}


def test_the_hooks_run_a_command_that_there_is(root: Path) -> None:
    hooks = load_yaml((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    own = load_yaml((started() / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    local = own["repos"][0]["hooks"][0]
    commands = [hooks[0]["entry"].split() + hooks[0]["args"], local["entry"].split()]
    for program, command, folder in commands:
        assert program == "pledgebook"
        assert command in main.commands  # type: ignore[attr-defined]
        assert folder == "."
    assert re.search(hooks[0]["files"], "pages/home/en.md")
    assert not re.search(hooks[0]["files"], "photo.png")


def test_the_readme_of_a_new_book_names_a_figure_that_it_has() -> None:
    readme = (started() / "README.md").read_text(encoding="utf-8")
    figure = re.search(r"pledgebook explain \. (\S+?)`", readme)
    assert figure
    assert run("explain", started(), figure[1]).exit_code == 0
