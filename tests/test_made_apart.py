"""What another process makes comes back as it was made, and so does what went wrong."""

from __future__ import annotations

import os
import threading
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from pledgebook.build import compile_book
from pledgebook.errors import BookError, Problem, Where
from pledgebook.processes import made_apart
from pledgebook.text import Text

pytestmark = pytest.mark.usefixtures("may_fork")
BOOK = Path(__file__).parent / "small_book"


def test_columns_and_objects_come_back_as_they_were_made() -> None:
    columns = {"n": [1, None, 3], "text": ["a", "é", None], "amount": [Decimal("1.50"), None, Decimal(0)]}
    table = pa.concat_tables([pa.table(columns), pa.table(columns).slice(1)])
    process, found, told = made_apart(lambda: (os.getpid(), table, {"of": Text(en="a", fr="b")}))
    assert process != os.getpid()
    found.validate(full=True)
    assert found.equals(table)
    assert told == {"of": Text(en="a", fr="b")}


def test_an_error_of_ours_is_raised_as_it_was_there() -> None:
    problem = Problem("BOOK001", Where(Path("pledgebook.yml"), 3), Text(en="what", fr="quoi"))

    def work() -> None:
        raise BookError(problem)

    with pytest.raises(BookError) as told:
        made_apart(work)
    assert told.value.problems == (problem,)
    assert str(told.value) == str(BookError(problem))


def test_any_other_error_is_told_with_where_it_came_from() -> None:
    with pytest.raises(ZeroDivisionError) as told:
        made_apart(lambda: 1 // 0)
    assert "test_made_apart.py" in told.value.__notes__[0]


def test_an_error_that_cannot_be_told_is_told_in_words() -> None:
    def work() -> None:
        raise type("LocalError", (Exception,), {})("of its own")

    with pytest.raises(ChildProcessError, match="LocalError: of its own"):
        made_apart(work)


def test_a_process_that_ends_without_a_word_is_told() -> None:
    with pytest.raises(ChildProcessError, match="without a word"):
        made_apart(lambda: os._exit(0))


def test_tables_made_apart_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = compile_book(BOOK, lambda stage, made: None)
    monkeypatch.setattr("pledgebook.build.MANY_BYTES", 0)
    there = compile_book(BOOK, lambda stage, made: None)
    assert there.arrow == here.arrow
    assert {name: list(rows) for name, rows in there.rows.items()} == {
        name: list(rows) for name, rows in here.rows.items()
    }
    assert there.findings == here.findings
    assert there.counted() == here.counted()


def test_where_another_thread_runs_the_work_is_done_here() -> None:
    """A fork would leave that thread behind, with whatever it holds."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert made_apart(os.getpid) == os.getpid()
    finally:
        done.set()
        other.join()
