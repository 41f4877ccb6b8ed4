"""A published figure comes from exactly the bytes that were locked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from book_copies import copy_of, edit, lock, place_of, placed, small_book, write
from pledgebook.book.load import load_book
from pledgebook.errors import SourceError
from pledgebook.sources.snapshot import lock_problems, take_snapshots

ROWS = {"activities": 2, "places": 4, "rounds": 4}


def unlocked(book: Path, rows: dict[str, int] | None = None) -> list[str]:
    loaded = load_book(book)
    found = lock_problems(loaded, take_snapshots(loaded), ROWS if rows is None else rows)
    return [placed(book, p) for p in found]


def test_a_snapshot_is_the_hash_and_size_of_the_file_and_none_of_what_is_only_cited(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    taken = {s.declaration.id: s for s in take_snapshots(load_book(book))}
    content = (book / "sources/rounds/rounds.csv").read_bytes()
    assert taken["rounds"].sha256 == hashlib.sha256(content).hexdigest()
    assert taken["rounds"].size == len(content)
    assert (taken["announcement"].path, taken["announcement"].sha256) == (None, "")
    assert list(taken) == sorted(taken)


def test_a_source_that_is_gone_says_where_it_can_be_had(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / "sources/rounds/rounds.csv").unlink()
    with pytest.raises(SourceError) as stopped:
        take_snapshots(load_book(book))
    (found,) = stopped.value.problems
    assert placed(book, found) == f"SRC001 {place_of(book, 'sources/rounds/source.yml', 'file:')}"
    assert "https://example.org/rounds" in found.next["fr"]


def test_a_folder_in_place_of_the_file_is_no_file(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / "sources/rounds/rounds.csv").unlink()
    (book / "sources/rounds/rounds.csv").mkdir()
    with pytest.raises(SourceError):
        take_snapshots(load_book(book))


def test_the_lock_that_was_written_holds(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    assert unlocked(book) == []
    before = (book / "sources.lock").read_bytes()
    lock(book)
    assert (book / "sources.lock").read_bytes() == before


def test_one_changed_byte_is_seen(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/rounds/rounds.csv", "a camp", "a Camp")
    assert unlocked(book) == [f"SRC003 {place_of(book, 'sources/rounds/source.yml', 'file:')}"]


def test_a_source_that_was_never_locked_is_seen(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / "sources.lock").unlink()
    assert [f.split()[0] for f in unlocked(book)] == ["SRC002"] * 3


def test_a_locked_source_that_the_book_no_longer_has_is_said_at_its_line(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, "sources.lock", (book / "sources.lock").read_text(encoding="utf-8") + "gone: {sha256: x}\n")
    assert unlocked(book) == [f"SRC005 {place_of(book, 'sources.lock', 'gone:')}"]


@pytest.mark.parametrize("text", ["a: [1", "a: 1\na: 2\n"])
def test_a_lock_that_is_no_yaml_is_said_and_does_not_end_the_program(tmp_path: Path, text: str) -> None:
    book = small_book(tmp_path)
    write(book, "sources.lock", text)
    (found,) = unlocked(book)
    assert found.startswith(("BOOK002 sources.lock:", "BOOK005 sources.lock:2"))


@pytest.mark.parametrize("text", ["", "rounds\n", "[rounds]\n", "rounds: yes\nplaces: 3\nactivities:\n"])
def test_a_lock_that_names_no_hash_locks_nothing(tmp_path: Path, text: str) -> None:
    book = small_book(tmp_path)
    write(book, "sources.lock", text)
    assert [f.split()[0] for f in unlocked(book)] == ["SRC002"] * 3


def test_a_file_with_other_rows_than_expected_is_said_where_they_are_declared(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    found = unlocked(book, {**ROWS, "rounds": 2})
    assert found == [f"SRC004 {place_of(book, 'sources/rounds/source.yml', 'expected_rows')}"]


def test_a_source_that_expects_nothing_may_have_any_number_of_rows(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/rounds/source.yml", "expected_rows: 4\n", "")
    assert unlocked(book, {**ROWS, "rounds": 0}) == []


@pytest.mark.parametrize("name", ["2020_10", "0123", "true", "null", "1e5"])
def test_a_source_whose_name_yaml_would_read_as_something_else_stays_locked(
    tmp_path: Path, name: str
) -> None:
    book = small_book(tmp_path)
    copy_of(book / "sources/rounds", book / "sources", name)
    write(book, f"sources/{name}/rounds.csv", "place,day,whole,people,remark\nXX,2019-01-01,yes,1000,\n")
    edit(book, f"sources/{name}/source.yml", "expected_rows: 4\n", "")
    lock(book)
    assert unlocked(book) == []
