"""Pages shared by processes are the same bytes, and what fails in one of them is told."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from book_copies import compiled
from many_projects import book_of
from pledgebook import builds, processes
from pledgebook.builds import manifest
from pledgebook.errors import BuildError
from pledgebook.exports import tables
from pledgebook.exports.tables import write_tables
from pledgebook.measures.database import Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.pages import site
from pledgebook.pages.check import check_pages
from pledgebook.pages.content import Content
from pledgebook.pages.site import render_pages
from pledgebook.processes import shared
from pledgebook.tables.schema import table_names, to_arrow


class Turns:
    """Lets every process go on when all have taken something: who is first is else a matter of luck."""

    def __init__(self, processes: int) -> None:
        self._here, self._has_met = os.getpid(), False
        self._all = multiprocessing.get_context("fork").Barrier(processes, timeout=60)

    def wait(self) -> None:
        if not self._has_met:
            self._all.wait()
        self._has_met = True

    def is_here(self) -> bool:
        return os.getpid() == self._here


def test_every_item_is_worked_on_once_and_every_process_works() -> None:
    items, turns = list(range(1000)), Turns(3)

    def work(share: Sequence[int]) -> tuple[int, list[int]]:
        turns.wait()
        return os.getpid(), list(share)

    found = shared(work, items, 3)
    assert len({process for process, _ in found}) == 3
    assert sorted(item for _, share in found for item in share) == items


@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_done_meanwhile_is_done_here_before_this_process_takes_its_part(processes: int) -> None:
    here, done = os.getpid(), list[int]()
    work = lambda _: (os.getpid(), list(done))  # noqa: E731 - it is looked at from here
    found = shared(work, list(range(300)), processes, meanwhile=lambda: done.append(os.getpid()))
    assert done == [here]
    assert all(seen == done for process, seen in found if process == here)


def test_what_fails_in_another_process_is_told_here() -> None:
    turns = Turns(2)

    def work(share: Sequence[int]) -> int:
        turns.wait()
        if not turns.is_here():
            raise ValueError("not this one")
        return len(share)

    with pytest.raises(ChildProcessError, match="not this one"):
        shared(work, list(range(300)), 2)


def test_what_fails_here_ends_the_other_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(2)
    begin, others = processes._start, list[int]()

    def noted(*given: Any) -> tuple[int, int]:
        others.append((one := begin(*given))[0])
        return one

    monkeypatch.setattr(processes, "_start", noted)

    def work(share: Sequence[int]) -> int:
        turns.wait()
        if turns.is_here():
            raise ValueError("this one")
        return len(share)

    with pytest.raises(ValueError, match="this one"):
        shared(work, list(range(300)), 2)
    (other,) = others
    with pytest.raises(ChildProcessError):
        os.waitpid(other, os.WNOHANG)


def test_a_process_that_dies_without_a_word_is_told() -> None:
    turns = Turns(2)

    def work(share: Sequence[int]) -> int:
        turns.wait()
        if not turns.is_here():
            os._exit(9)
        return len(share)

    with pytest.raises(ChildProcessError, match="without a word"):
        shared(work, list(range(300)), 2)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A book of more projects than some blocks hold, compiled."""
    done = compiled(book_of(tmp_path_factory.mktemp("many"), 30))
    return Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of blocks that wait for each process that is started beside this one."""
    found: list[int] = []
    begin = processes._start

    def counted(work: Any, blocks: Any, queue: int) -> tuple[int, int]:
        found.append(len(blocks))
        return begin(work, blocks, queue)

    monkeypatch.setattr(processes, "_start", counted)
    return found


def test_pages_of_measures_that_are_held_ask_nothing_of_the_engine(
    many: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its threads are not there in another process: a question would wait for ever."""
    assert many.measures.hold_all()

    def asked(self: DuckDb, query: str, values: Sequence[object] = ()) -> None:
        raise AssertionError(query)

    monkeypatch.setattr(DuckDb, "run", asked)
    render_pages(many, tmp_path / "held", 1)


def test_where_a_measure_has_more_rows_than_are_held_one_process_writes_the_languages(many: Content) -> None:
    few = Measures(many.measures.declared, Database({}, {}, most_rows=-1), many.measures.places)
    for name in table_names():
        few.database._engine.register(name, to_arrow(name, ()))
    assert not few.hold_all()


def test_of_very_many_rows_one_process_holds_what_the_pages_of_all_languages_ask(
    many: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "processes_for", lambda _: 2)
    assert site._processes_for(many) == 2
    monkeypatch.setattr(site, "MANY_ROWS", 10)
    assert site._processes_for(many) == 1


def test_two_processes_write_the_bytes_that_one_writes(
    many: Content, started: list[int], tmp_path: Path
) -> None:
    render_pages(many, tmp_path / "one", 1)
    assert started == []
    render_pages(many, tmp_path / "two", 2, block=4)
    assert started == [2, 8]
    one, two = (manifest(tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert sum("/projects/XX-AID-M" in name and name.endswith(".html") for name in one) == 2 * 30


def test_pages_of_projects_are_begun_while_one_process_writes_those_of_the_languages(
    many: Content, started: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render_pages(many, tmp_path / "one", 1)
    assert started == []
    monkeypatch.setattr(site, "processes_for", lambda _: 2)
    monkeypatch.setattr(site, "MANY_ROWS", 10)
    render_pages(many, tmp_path / "beside", block=4)
    assert started == [8]
    assert manifest(tmp_path / "one") == manifest(tmp_path / "beside")


def test_two_processes_find_the_faults_that_one_finds(
    many: Content, started: list[int], tmp_path: Path
) -> None:
    render_pages(many, tmp_path, 1)  # without the open data, to which its pages lead
    said = []
    for number in (1, 2):
        with pytest.raises(BuildError) as wrong:
            check_pages(tmp_path, processes=number, block=8)
        said.append(str(wrong.value))
    assert said[0] == said[1]
    assert len(said[0].splitlines()) > 60
    assert started


def test_two_processes_hash_the_files_that_one_hashes(
    started: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(50):
        tmp_path.joinpath(f"{n}.txt").write_text("x" * n * 2_000, encoding="utf-8")
    one = manifest(tmp_path)
    assert started == []
    monkeypatch.setattr(builds, "processes_for", lambda _: 2)
    monkeypatch.setattr(builds, "BLOCK", 1)
    assert manifest(tmp_path) == one
    assert started == [4]
    assert one["49.txt"] == hashlib.sha256(b"x" * 98_000).hexdigest()


def test_two_processes_write_the_open_tables_that_one_writes(
    many: Content, started: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {name: to_arrow(name, many.rows[name]) for name in ("activity", "transaction", "flow")}
    here, done = os.getpid(), list[int]()
    write_tables(tmp_path / "one", given, lambda: done.append(os.getpid()))
    assert started == []
    monkeypatch.setattr(tables, "MANY_ROWS", 0)
    monkeypatch.setattr(tables, "processes_for", lambda _: 2)
    write_tables(tmp_path / "two", given, lambda: done.append(os.getpid()))
    assert started == [3]
    assert done == [here, here]
    assert manifest(tmp_path / "one") == manifest(tmp_path / "two")


def test_what_another_process_no_longer_needs_is_collected_in_it() -> None:
    before = gc.get_threshold()
    assert set(shared(lambda _: gc.isenabled(), list(range(300)), 2)) == {True}
    assert gc.get_threshold() == before
