"""A book built again while it is written: what is wrong is kept, the last good build stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from book_copies import edit, small_book
from pledgebook.builds import is_whole
from pledgebook.watch.rebuild import Told, Watch


@contextmanager
def watching(book: Path) -> Iterator[Watch]:
    """The book, watched in a thread of its own, built once already."""
    watch = Watch(book, lambda _: None, seconds=0.02)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        assert watch.wait_after(0, 60)
        yield watch
    finally:
        watch.stop()
        thread.join(60)
        assert not thread.is_alive()


def test_an_edit_is_built_and_told(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    with watching(book) as watch:
        assert watch.told.stands
        number = watch.told.number
        edit(book, "pages/home/en.md", "## People", "## The people")
        assert watch.wait_after(number, 60)
        assert watch.told.stands
    assert "The people" in (book / "_build/latest/site/en/index.html").read_text(encoding="utf-8")


def test_a_figure_that_does_not_hold_is_told_at_its_place_and_the_last_build_stays(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    with watching(book) as watch:
        number = watch.told.number
        line = edit(book, "pages/home/en.md", "[€160]", "[€171]")
        assert watch.wait_after(number, 60)
        assert not watch.told.stands
        (severity, problem), *_ = watch.told.problems
        assert (severity, problem.code) == ("error", "HED001")
        assert (problem.where.file, problem.where.line) == (book / "pages/home/en.md", line)
        assert problem.where.column > 0
        assert "€160" in (book / "_build/latest/site/en/index.html").read_text(encoding="utf-8")
        assert is_whole(book / "_build/latest")
        edit(book, "pages/home/en.md", "[€171]", "[€160]")
        assert watch.wait_after(number + 1, 60)
        assert watch.told.stands


def test_a_book_that_cannot_be_read_is_told_and_not_fatal(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    good = (book / "pledgebook.yml").read_text(encoding="utf-8")
    (book / "pledgebook.yml").write_text("name: [", encoding="utf-8")
    with watching(book) as watch:
        assert not watch.told.stands
        assert watch.told.problems
        (book / "pledgebook.yml").write_text(good, encoding="utf-8")
        assert watch.wait_after(1, 60)
        assert watch.told.stands


def test_a_folder_that_stands_still_is_built_once(tmp_path: Path) -> None:
    told: list[Told] = []
    watch = Watch(small_book(tmp_path), told.append, seconds=0.01)
    thread = threading.Thread(target=watch.run)
    thread.start()
    assert watch.wait_after(0, 60)
    time.sleep(0.5)
    watch.stop()
    thread.join(60)
    assert [t.number for t in told] == [1]
