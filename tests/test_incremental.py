"""A second build makes again what changed and nothing else, and is the same bytes as a build from nothing."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from book_copies import IRAQ, copy_of, edit, lock, silent, small_book
from many_projects import book_of
from pledgebook import inputs, kept
from pledgebook.build import build
from pledgebook.builds import is_whole, manifest
from pledgebook.errors import CheckError
from pledgebook.pages.content import PageOut
from pledgebook.pages.project import project_page

COMMAND = (sys.executable, "-m", "pledgebook.cli", "build")


def told(book: Path) -> dict[str, int]:
    """What a build says of the files it wrote."""
    said: dict[str, dict[str, int]] = {}
    build(book, lambda stage, made: said.update({stage: made}))
    return said["written"]


def files(book: Path) -> dict[str, str]:
    return manifest(book / "_build/latest")


def from_nothing(book: Path) -> dict[str, str]:
    """The files of a build of the same book where nothing was built before."""
    other = copy_of(book, book.parent, f"{book.name}-again-{time.monotonic_ns()}")
    build(other, silent)
    return files(other)


def prose_edit(book: Path) -> None:
    edit(book, "pages/home/en.md", "## People", "## The people")


def objective_prose_edit(book: Path) -> None:
    path = book / "objectives/shelter/fr.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")


def summary_edit(book: Path) -> None:
    edit(book, "pledgebook.yml", "An invented strategy", "A wholly invented strategy")


def source_edit(book: Path) -> None:
    path = book / "sources/activities/activities.xml"
    edit(book, "sources/activities/activities.xml", "</iati-activity>", "<!-- looked at --></iati-activity>")
    assert "looked at" in path.read_text(encoding="utf-8")
    lock(book)


def title_edit(book: Path) -> None:
    edit(book, "sources/activities/activities.xml", "<narrative", "<narrative ")
    lock(book)


def name_edit(book: Path) -> None:
    edit(book, "sources/rounds/source.yml", "en:", "en: New")


EDITS: dict[str, Callable[[Path], None]] = {
    "a sentence": prose_edit,
    "an objective's sentence": objective_prose_edit,
    "the summary of the book": summary_edit,
    "a source's bytes": source_edit,
    "a source's file, to the same meaning": title_edit,
    "a source's title": name_edit,
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_the_build_is_the_same_bytes_as_one_from_nothing(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    change(book)
    build(book, silent)
    assert is_whole(book / "_build/latest")
    assert files(book) == from_nothing(book)


def test_one_edit_after_the_other_ends_at_the_same_bytes_as_one_from_nothing(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    for change in EDITS.values():
        change(book)
        build(book, silent)
    assert files(book) == from_nothing(book)


def test_an_edit_taken_back_gives_the_first_build_again(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    before = files(book)
    edit(book, "pages/home/en.md", "## People", "## The people")
    build(book, silent)
    edit(book, "pages/home/en.md", "## The people", "## People")
    build(book, silent)
    assert files(book) == before


def test_a_changed_sentence_rewrites_only_what_shows_it(tmp_path: Path) -> None:
    book = copy_of(IRAQ, tmp_path)
    build(book, silent)
    before = files(book)
    inodes = {name: (book / "_build/latest" / name).stat().st_ino for name in before}
    path = book / "pages/home/en.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    said = told(book)
    after = files(book)
    changed = {name for name in after if after[name] != before.get(name)}
    assert "site/en/index.html" in changed
    assert not [name for name in changed if "/projects/" in name or "/tables/" in name or "/fr/money" in name]
    assert said == {"new": len(changed), "reused": len(after) - len(changed), "stages": 2}
    same = {name for name in after if (book / "_build/latest" / name).stat().st_ino == inodes.get(name)}
    assert same == set(after) - changed


def test_the_pages_of_projects_are_not_made_again_for_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    monkeypatch.setattr("pledgebook.pages.site.project_page", lambda *_: pytest.fail("made again"))
    for change in (prose_edit, objective_prose_edit):
        change(book)
        build(book, silent)
    sitemap = [name for name in files(book) if "/projects/" in name and name.endswith("index.html")]
    assert len(sitemap) == 2 * 3


@pytest.mark.parametrize("change", [summary_edit, name_edit], ids=lambda f: f.__name__)
def test_the_pages_of_projects_are_made_again_for_all_that_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    change(book)
    made = list[str]()
    monkeypatch.setattr("pledgebook.pages.site.project_page", noting(made))
    build(book, silent)
    assert len(made) == 2 * 2


def test_one_changed_activity_makes_its_own_pages_again_and_those_that_count_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = book_of(tmp_path, 6)
    build(book, silent)
    before = files(book)
    made = list[str]()
    monkeypatch.setattr("pledgebook.pages.site.project_page", noting(made))
    edit(book, "sources/activities/activities.xml", ">1003<", ">1999<")
    lock(book)
    build(book, silent)
    assert made == ["projects/XX-AID-M00003"] * 2
    after = files(book)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {"site/en/projects/XX-AID-M00003/index.html", "site/fr/projects/projects.js"} <= changed
    assert not [name for name in changed if "/projects/XX-AID" in name and "M00003" not in name]
    assert after == from_nothing(book)


def test_a_name_that_another_activity_gives_makes_the_pages_again_that_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = book_of(tmp_path, 6)
    paid = '<receiver-org ref="XX-P2"/></transaction>'
    edit(book, "sources/activities/activities.xml", "1003</value></transaction>", f"1003</value>{paid}")
    lock(book)
    build(book, silent)
    made = list[str]()
    monkeypatch.setattr("pledgebook.pages.site.project_page", noting(made))
    edit(book, "sources/activities/activities.xml", ">Partner 2<", ">Partner two<")
    lock(book)
    build(book, silent)
    assert set(made) == {"projects/XX-AID-M00002", "projects/XX-AID-M00003"}
    assert files(book) == from_nothing(book)


def noting(made: list[str]) -> Callable[..., PageOut]:
    """The page of a project as it is made, its path noted."""

    def page(*given: Any) -> PageOut:
        found = project_page(*given)
        made.append(found.path)
        return found

    return page


def test_a_page_of_the_book_that_comes_is_named_on_the_pages_of_projects(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    shutil.copytree(book / "pages/home", book / "pages/more")
    for language in ("en", "fr"):
        (book / f"pages/more/{language}.md").write_text("## More\n", encoding="utf-8")
    build(book, silent)
    assert "more/index.html" in (book / "_build/latest/site/en/projects/XX-AID-1/index.html").read_text(
        "utf-8"
    )
    assert files(book) == from_nothing(book)


def test_a_source_that_changed_is_read_again(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    edit(book, "sources/rounds/rounds.csv", "50119", "50118")
    lock(book)
    said = told(book)
    assert said["stages"] == 0
    assert "50118" in (book / "_build/latest/site/data/tables/displacement.csv").read_text(encoding="utf-8")


def test_nothing_changed_is_told_from_a_process_of_its_own_without_building(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    first = subprocess.run([*COMMAND, str(book)], capture_output=True, text=True, check=True)
    inode = (book / "_build/latest/site/en/index.html").stat().st_ino
    second = subprocess.run([*COMMAND, str(book)], capture_output=True, text=True, check=True)
    assert second.stdout == first.stdout
    assert "Nothing changed" in second.stderr
    assert "Nothing changed" not in first.stderr
    assert (book / "_build/latest/site/en/index.html").stat().st_ino == inode
    fresh = subprocess.run([*COMMAND, str(book), "--fresh"], capture_output=True, text=True, check=True)
    assert fresh.stdout == first.stdout
    assert "Nothing changed" not in fresh.stderr


def test_the_command_line_starts_without_what_only_a_build_needs() -> None:
    heavy = "{'duckdb', 'pyarrow', 'pydantic', 'jinja2', 'lxml', 'babel'}"
    code = f"import pledgebook.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def changed_file(book: Path) -> None:
    page = book / "_build/latest/site/en/index.html"
    page.write_bytes(page.read_bytes() + b" ")


def missing_file(book: Path) -> None:
    (book / "_build/latest/site/data/tables/flow.parquet").unlink()


def more_files(book: Path) -> None:
    (book / "_build/latest/site/more.html").write_text("x", encoding="utf-8")


def torn_record(book: Path) -> None:
    path = book / "_build/cache/last.json"
    path.write_bytes(path.read_bytes()[:-20])


def torn_stage(book: Path) -> None:
    path = book / "_build/cache/tables.pickle"
    path.write_bytes(path.read_bytes()[:-20])


def no_cache(book: Path) -> None:
    shutil.rmtree(book / "_build/cache")


HARM = (changed_file, missing_file, more_files, torn_record, no_cache)


@pytest.mark.parametrize("harm", HARM, ids=lambda h: h.__name__)
def test_what_the_last_build_left_is_not_trusted_where_it_was_harmed(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    before = files(book)
    assert kept.unchanged(book) is not None
    harm(book)
    assert kept.unchanged(book) is None
    build(book, silent)
    assert files(book) == before


@pytest.mark.parametrize("harm", [*HARM, torn_stage], ids=lambda h: h.__name__)
def test_a_harmed_cache_and_an_edit_together_still_give_a_build_from_nothing(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    harm(book)
    prose_edit(book)
    build(book, silent)
    assert files(book) == from_nothing(book)


def test_another_engine_takes_nothing_of_what_this_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    monkeypatch.setattr(kept, "engine_key", lambda: "another")
    assert kept.unchanged(book) is None
    prose_edit(book)
    assert told(book)["stages"] == 0


def test_a_file_of_the_engine_that_changed_changes_its_key(tmp_path: Path) -> None:
    before = inputs.key_of_files(inputs.files_of(tmp_path))
    (tmp_path / "a.yml").write_text("x", encoding="utf-8")
    written = inputs.key_of_files(inputs.files_of(tmp_path))
    (tmp_path / "a.yml").rename(tmp_path / "b.yml")
    assert len({before, written, inputs.key_of_files(inputs.files_of(tmp_path))}) == 3


def test_a_book_moved_with_its_builds_names_its_findings_at_its_new_place(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    moved = book.rename(tmp_path / "elsewhere")
    edit(moved, "pages/home/en.md", "[€160]", "[€171]")
    with pytest.raises(CheckError) as stopped:
        build(moved, silent)
    assert all(p.where.file.is_relative_to(moved) for p in stopped.value.problems)


def test_a_file_edited_while_the_build_runs_is_seen_by_the_next_one(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    prose_edit(book)

    def edits(stage: str, _: dict[str, int]) -> None:
        if stage == "claims":
            edit(book, "pages/home/en.md", "## The people", "## All people")

    build(book, edits)
    assert kept.unchanged(book) is None
    build(book, silent)
    assert "All people" in (book / "_build/latest/site/en/index.html").read_text(encoding="utf-8")


def test_a_build_that_a_check_stops_leaves_the_last_one_to_take_from(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    edit(book, "pages/home/en.md", "[€160]", "[€171]")
    with pytest.raises(CheckError):
        build(book, silent)
    edit(book, "pages/home/en.md", "[€171]", "[€160]")
    assert kept.unchanged(book) is not None


def test_a_file_that_changed_only_its_time_is_no_change(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    os.utime(book / "pages/home/en.md", (1, 1))
    assert kept.unchanged(book) is not None


def test_what_is_kept_cannot_run_code(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "owned"),)

    mine = kept.Kept(book)
    mine.keep("tables", "k", Evil())
    with pytest.raises(pickle.UnpicklingError):
        mine.recall("tables", "k")
    assert not (tmp_path / "owned").exists()


def test_the_record_says_of_each_stage_which_files_it_wrote(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    record = json.loads((book / "_build/cache/last.json").read_text(encoding="utf-8"))
    assert "site/data/tables/flow.parquet" in record["files"]["tables"]
    assert set(record["files"]["tables"]) <= set(files(book))
