"""Items that another process makes ahead are the same ones, whatever becomes of that process."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pledgebook.processes import can_fork, made_ahead

pytestmark = pytest.mark.usefixtures("may_fork")


def noted(file: Path, count: int, size: int) -> Iterator[bytes]:
    """Items of so many bytes; the file has a byte for each that was made."""
    for number in range(count):
        with file.open("ab") as note:
            note.write(b".")
        yield bytes([number % 256]) * size


def test_items_made_ahead_come_in_their_order() -> None:
    assert list(made_ahead(iter(range(100)))) == list(range(100))


def test_another_process_makes_them() -> None:
    assert next(made_ahead(os.getpid() for _ in range(2))) != os.getpid()


def test_the_other_process_is_not_further_ahead_than_a_pipe_is_wide(tmp_path: Path) -> None:
    items = made_ahead(noted(tmp_path / "made", 100, 1 << 18))
    next(items)
    time.sleep(0.3)
    assert 1 < (tmp_path / "made").stat().st_size < 10
    assert sum(1 for _ in items) == 99


def test_what_is_raised_there_is_raised_here() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise FileNotFoundError("gone")

    made = made_ahead(items())
    assert next(made) == 1
    with pytest.raises(FileNotFoundError, match="gone"):
        next(made)


def test_a_process_that_is_killed_is_not_taken_for_the_end() -> None:
    def items() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ChildProcessError, match="ended without a word"):
        list(made_ahead(items()))


def test_a_process_that_is_killed_within_an_item_is_not_taken_for_the_end() -> None:
    """The second item is wider than the pipe, so that the other process waits half way through it."""

    def both() -> Iterator[Any]:
        yield os.getpid()
        yield bytes(1 << 23)

    items = made_ahead(both())
    process = next(items)
    time.sleep(0.3)
    os.kill(process, signal.SIGKILL)
    with pytest.raises(ChildProcessError, match="ended without a word"):
        list(items)


def test_who_wants_no_more_leaves_no_process_behind() -> None:
    items = made_ahead(iter(os.getpid, 0))
    other = next(items)
    items.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


def test_where_another_thread_runs_nothing_is_forked() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not can_fork()
        assert list(made_ahead(os.getpid() for _ in range(2))) == [os.getpid()] * 2
    finally:
        ended.set()
        thread.join()
