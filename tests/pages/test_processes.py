"""Pages shared by processes are the same bytes, and what fails in one of them is told."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from book_copies import small_book
from pledgebook import build as run
from pledgebook.builds import manifest
from pledgebook.pages import processes
from pledgebook.pages.processes import shared


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


def test_two_processes_write_the_bytes_that_one_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for number in (1, 2):
        monkeypatch.setattr(processes, "processes_for", lambda items, number=number: number)
        monkeypatch.setattr("pledgebook.pages.site.processes_for", lambda items, number=number: number)
        monkeypatch.setattr("pledgebook.pages.check.processes_for", lambda items, number=number: number)
        monkeypatch.setattr(processes, "_BLOCK", 1)
        book = small_book(tmp_path, f"book{number}")
        run.build(book, lambda *_: None)
        made.append(manifest(book / "_build/latest"))
    assert made[0] == made[1]
