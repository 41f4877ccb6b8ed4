"""Pages shared by processes are the same bytes, and what fails in one of them is told."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from book_copies import compiled
from many_projects import book_of
from pledgebook.builds import manifest
from pledgebook.errors import BuildError
from pledgebook.measures.database import Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.pages import processes
from pledgebook.pages.check import check_pages
from pledgebook.pages.content import Content
from pledgebook.pages.processes import shared
from pledgebook.pages.site import render_pages
from pledgebook.tables.schema import table_names, to_arrow


def test_every_item_is_worked_on_once_by_one_of_the_processes() -> None:
    items = list(range(1000))
    found = shared(lambda share: (os.getpid(), list(share)), items, 3)
    assert len({process for process, _ in found}) == 3
    assert sorted(item for _, share in found for item in share) == items


def test_what_fails_in_another_process_is_told_here() -> None:
    def work(share: Sequence[int]) -> int:
        if 200 in share:
            raise ValueError("not this one")
        return len(share)

    with pytest.raises(ChildProcessError, match="not this one"):
        shared(work, list(range(300)), 2)


def test_a_process_that_dies_without_a_word_is_told() -> None:
    def work(share: Sequence[int]) -> int:
        if 200 in share:
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
    """The size of the share of each process that is started beside this one."""
    found: list[int] = []
    begin = processes._start

    def counted(work: Any, share: Any) -> tuple[int, int]:
        found.append(len(share))
        return begin(work, share)

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


def test_two_processes_write_the_bytes_that_one_writes(
    many: Content, started: list[int], tmp_path: Path
) -> None:
    render_pages(many, tmp_path / "one", 1)
    assert started == []
    render_pages(many, tmp_path / "two", 2, block=4)
    assert started == [1, 16]
    one, two = (manifest(tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert sum("/projects/XX-AID-M" in name and name.endswith(".html") for name in one) == 2 * 30


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


def test_what_another_process_no_longer_needs_is_collected_in_it() -> None:
    assert shared(lambda _: gc.isenabled(), list(range(300)), 2) == [True, True]
