"""What changed between two builds: claims, definitions, sources and texts, with the reason where one is recorded."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pledgebook.build import build
from pledgebook.cli import main
from pledgebook.diff import Difference, corrections, data_folder, diff
from pledgebook.errors import BookError

FIGURE = "home/displaced-people-2020-12-31-xx01"
CHANGES = """changes:
  - about: home/displaced-people-2020-12-31-xx01
    day: 2022-06-01
    reason: {en: The census was counted again., fr: Le recensement a été refait.}
"""


@pytest.fixture(scope="module")
def folders(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A build of the small book, and the book built again after one number of a source and its words changed."""
    folder = tmp_path_factory.mktemp("diff")
    book = folder / "book"
    shutil.copytree(root / "tests/small_book", book, ignore=shutil.ignore_patterns("_build"))
    build(book, lambda *_: None)
    shutil.copytree(book / "_build/latest", folder / "old")
    rounds = book / "sources/rounds/rounds.csv"
    rounds.write_text(rounds.read_text(encoding="utf-8").replace("50119", "61234"), encoding="utf-8")
    for language, old, new in (
        ("en", "about 50,000", "about 60,000"),
        ("fr", "quelque 50 000", "quelque 60 000"),
    ):
        page = book / f"pages/home/{language}.md"
        text = page.read_text(encoding="utf-8").replace("\u202f", " ").replace("\u00a0", " ")
        assert old in text
        page.write_text(text.replace(old, new), encoding="utf-8")
    (book / "CHANGES.yml").write_text(CHANGES, encoding="utf-8")
    run("lock", str(book))
    build(book, lambda *_: None)
    return folder / "old", book


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def found(folders: tuple[Path, Path]) -> dict[tuple[str, str, str], Difference]:
    return {(d.subject, d.name, d.language): d for d in diff(*folders, {})}


def test_the_same_build_has_no_difference(folders: tuple[Path, Path]) -> None:
    assert diff(folders[0], folders[0], {}) == []
    assert run("diff", str(folders[0]), str(folders[0])).output == "Nothing changed.\n"


def test_a_claim_that_changed_tells_its_words_and_its_value(folders: tuple[Path, Path]) -> None:
    changed = found(folders)["claim", FIGURE, "en"]
    assert changed.what == "changed"
    assert changed.cells["words"] == ("about 50,000", "about 60,000")
    assert changed.cells["value"] == ("50119", "61234")
    assert changed.about[0] == "displaced_people"


def test_the_source_and_the_text_that_changed_are_named_and_no_other(folders: tuple[Path, Path]) -> None:
    names = {key for key in found(folders) if key[0] != "claim"}
    assert names == {("source", "rounds", ""), ("text", "home", "en"), ("text", "home", "fr")}
    assert "50,000" in found(folders)["text", "home", "en"].cells["text"][0]
    assert "Value in the data" not in found(folders)["text", "home", "en"].cells["text"][1]


def test_a_claim_that_is_only_in_one_of_them_was_added_or_removed(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "less").mkdir()
    kept = data_folder(folders[0]) / "claims.csv"
    lines = kept.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "less/claims.csv").write_text(
        "".join(line for line in lines if FIGURE not in line), encoding="utf-8"
    )
    removed = diff(folders[0], tmp_path / "less", {})
    assert {(d.what, d.name, d.subject) for d in removed} == {("removed", FIGURE, "claim")}
    assert {d.what for d in diff(tmp_path / "less", folders[0], {})} == {"added"}


def test_a_definition_that_changed_is_told(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in ("claims.csv", "measures.csv"):
        shutil.copy(data_folder(folders[0]) / name, tmp_path / "new" / name)
    path = tmp_path / "new/measures.csv"
    text = path.read_text(encoding="utf-8").replace(
        "Money that the strategy", "All money that the strategy", 1
    )
    path.write_text(text, encoding="utf-8")
    (changed,) = diff(folders[0], tmp_path / "new", {})
    assert (changed.subject, list(changed.cells)) == ("definition", ["definition_en"])


def test_the_recorded_reason_stands_beside_the_change_in_each_language(folders: tuple[Path, Path]) -> None:
    old, book = map(str, folders)
    assert "why: The census was counted again." in run("diff", old, book).output
    french = run("diff", old, book, "--lang", "fr").output
    assert "pourquoi\u00a0: Le recensement a été refait." in french
    told = json.loads(run("diff", old, book, "--format", "json").output)["differences"]
    reasons = {
        (d["name"], d["reason"]["en"] if d["reason"] else None) for d in told if d["subject"] == "claim"
    }
    assert (FIGURE, "The census was counted again.") in reasons


def test_the_corrections_log_is_drafted_in_both_languages(folders: tuple[Path, Path]) -> None:
    log = run("diff", *map(str, folders), "--corrections").output
    assert (
        f"* 1\u00a0June\u00a02022: the figure `{FIGURE}` said “about 50,000” and now says “about 60,000”. "
        "The census was counted again." in log
    )
    assert f"* 1er\u00a0juin\u00a02022\u00a0: le chiffre `{FIGURE}` disait «\u00a0quelque" in log
    assert "Le recensement a été refait." in log
    assert "[reason to be written]" in corrections(diff(*folders, {}))
    assert "Aucun chiffre publié" in corrections([])


def test_a_folder_that_is_no_build_is_refused_with_what_is_missing(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(BookError) as error:
        diff(folders[0], tmp_path, {})
    assert error.value.problems[0].where.file == tmp_path / "claims.csv"
    assert run("diff", str(folders[0]), str(tmp_path)).exit_code == 2


def test_refresh_proposes_and_writes_only_when_told_to(folders: tuple[Path, Path], tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(folders[1], book, ignore=shutil.ignore_patterns("_build"))
    page = book / "pages/home/en.md"
    right = page.read_text(encoding="utf-8")
    for language, now, wrong in (
        ("en", "about 60,000", "about 50,000"),
        ("fr", "quelque 60 000", "quelque 50 000"),
    ):
        text = book / f"pages/home/{language}.md"
        text.write_text(text.read_text(encoding="utf-8").replace(now, wrong), encoding="utf-8")
    proposed = run("refresh", str(book))
    assert "“about 50,000” → “about 60,000”" in proposed.output
    assert page.read_text(encoding="utf-8") != right
    assert "2 files written" in run("refresh", str(book), "--write").output
    assert page.read_text(encoding="utf-8") == right
    assert "0 figures have new words" in run("refresh", str(book)).output


def test_signing_a_page_that_is_not_there_is_refused_with_those_that_are(folders: tuple[Path, Path]) -> None:
    refused = run("sign", str(folders[1]), "hom", "--role", "translator", "--day", "2022-06-01")
    assert refused.exit_code == 2
    assert "home" in refused.output
    assert run("sign", str(folders[1]), "home", "--role", "translator", "--day", "2022-06-01").exit_code == 0
