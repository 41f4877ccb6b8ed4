"""``pledgebook source read`` and ``changes``: what they print, in both languages, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from pledgebook import cli_iati
from pledgebook.cli import main
from pledgebook.tables.iati_index import files_of, read_index
from pledgebook.tables.iati_store import Progress
from pledgebook.tables.iati_task import Failed


def activity(identifier: str, title: str = "Wells") -> str:
    return (
        f"<iati-activity default-currency='USD'><iati-identifier>{identifier}</iati-identifier>"
        f"<title><narrative>{title}</narrative></title></iati-activity>\n"
    )


def put(folder: Path, name: str, *activities: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"<iati-activities version='2.03'>\n{''.join(activities)}</iati-activities>")
    return path


def called(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["source", *map(str, arguments)])


def test_reading_a_folder_says_what_was_parsed_and_the_second_time_that_nothing_was(tmp_path: Path) -> None:
    put(tmp_path / "files", "a.xml", activity("A"), activity("B"))
    put(tmp_path / "files", "b.xml", activity("C"))
    arguments = ("read", tmp_path / "files", "--out", tmp_path / "out", "--processes", 1)
    first, second = called(*arguments), called(*arguments)
    assert first.exit_code == second.exit_code == 0
    assert "Files: 2 (0.1 MB), of them unchanged and not read: 0. Activities parsed: 3, taken" in first.output
    assert "unchanged and not read: 2. Activities parsed: 0, taken from before: 0." in second.output
    assert "Issues: 0." in first.output
    found = [pq.read_table(path).num_rows for path in files_of(tmp_path / "out", "activity")]
    assert found == [2, 1]


def test_with_a_day_what_breaks_the_rules_is_among_the_issues(tmp_path: Path) -> None:
    path = put(tmp_path / "files", "a.xml", activity("A"), activity("B"), activity("A"))
    codes = {}
    for name, more in (("without", ()), ("with", ("--rules-on", "2026-11-23"))):
        out = tmp_path / name
        assert called("read", path, "--out", out, "--processes", 1, *more).exit_code == 0
        codes[name] = [
            row["code"] for file in files_of(out, "issue") for row in pq.read_table(file).to_pylist()
        ]
    assert codes["without"] == []
    assert {"6.11.1", "1.1.2"} <= set(codes["with"])
    assert codes["with"].count("1.1.2") == 1


def test_what_could_not_be_used_is_told_by_kind_and_what_gave_nothing_by_name(tmp_path: Path) -> None:
    broken = activity("A").replace("Wells", "Wells & pumps")
    put(tmp_path / "files", "a.xml", *[broken.replace("A<", f"A{number}<") for number in range(1200)])
    put(tmp_path / "files", "b.xml", broken)
    (tmp_path / "files" / "page.xml").write_text("<!DOCTYPE html><html></html>")
    arguments = ("read", tmp_path / "files", "--out", tmp_path / "out", "--processes", 1)
    english, again, french = called(*arguments), called(*arguments), called(*arguments, "--lang", "fr")
    assert english.exit_code == 0
    assert "Activities parsed: 1,201," in english.output
    for output in (english.output, again.output):
        assert "Issues: 1,202." in output
        assert "Files that gave no row: page\n" in output
        assert "bare-ampersand: 1,201 (files: 2); the first in a, line 2: An ampersand begins" in output
        assert output.index("bare-ampersand") < output.index(
            "not-xml: 1 (files: 1); the first in page, line 1"
        )
    assert "Problèmes\u00a0: 1\u202f202." in french.output
    assert "Fichiers qui n’ont donné aucune ligne\u00a0: page\n" in french.output
    assert "le premier dans a, ligne 2\u00a0: Une esperluette" in french.output


def test_two_files_of_one_name_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    one, two = put(tmp_path / "1", "a.xml"), put(tmp_path / "2", "a.xml")
    result = called("read", one, two, "--out", tmp_path / "out", "--lang", "fr")
    assert result.exit_code == 2
    assert "Deux fichiers s’appellent «\u00a0a\u00a0»" in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    result = called("read", tmp_path, "--out", tmp_path / "out")
    assert (result.exit_code, "holds no .xml file" in result.output) == (2, True)


def test_ctrl_c_leaves_the_last_good_reading_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "files", "a.xml", activity("A"))
    called("read", path, "--out", tmp_path / "out", "--processes", 1)
    before = read_index(tmp_path / "out")
    put(tmp_path / "files", "a.xml", activity("B"))

    def stop(self: object, progress: Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_iati._Bar, "show", stop)
    result = called("read", path, "--out", tmp_path / "out", "--processes", 1)
    assert result.exit_code == 130
    assert "the last whole reading stands" in result.output
    assert read_index(tmp_path / "out") == before


def test_a_file_that_fails_twice_is_reported_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "files", "a.xml", activity("A"))
    monkeypatch.setattr(
        "pledgebook.tables.iati_store.run", lambda tasks, processes: [Failed(t, "MemoryError") for t in tasks]
    )
    result = called("read", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "could not be read, tried twice (MemoryError)" in result.output


def test_changes_are_printed_as_sentences_and_as_json(tmp_path: Path) -> None:
    old = put(tmp_path / "old", "a.xml", activity("A"), activity("B"))
    new = put(tmp_path / "new", "a.xml", activity("B", "Pumps"), activity("C"))
    text, french = called("changes", old, new), called("changes", old, new, "--lang", "fr")
    assert "removed: A (a.xml, line 2)" in text.output
    assert "    activity 1, title: Wells → Pumps" in text.output
    assert "Activities: 1 added, 1 changed, 1 removed." in text.output
    assert "ajoutée\u00a0: C (a.xml, ligne 3)" in french.output
    data = json.loads(called("changes", old, new, "--format", "json").output)
    assert [(c["activity_id"], c["change"]) for c in data["changes"]] == [
        ("A", "removed"),
        ("B", "changed"),
        ("C", "added"),
    ]
