"""Parts of files read by several processes at once.

A newcomer would get wrong that this is always loaded: one process reads alone, and starts sooner without it.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from multiprocessing.context import BaseContext

from pledgebook.tables.iati_part import Done, Task

_WAITING = 2
"""How many tasks stand before each process: more would only hold memory."""


def together(
    tasks: Iterable[Task], processes: int, make: Callable[[Task], Done]
) -> Iterator[tuple[Task, Done | BaseException]]:
    """Each task as it ends, with what became of it."""
    pool = ProcessPoolExecutor(processes, context(), initializer=_begin)
    pending: dict[Future[Done], Task] = {}
    try:
        for task in tasks:
            while len(pending) >= processes * _WAITING:
                yield from _ended(pending)
            try:
                pending[pool.submit(make, task)] = task
            except BrokenExecutor as fault:
                yield task, fault
        while pending:
            yield from _ended(pending)
    finally:
        pool.shutdown(cancel_futures=True)


def _ended(pending: dict[Future[Done], Task]) -> Iterator[tuple[Task, Done | BaseException]]:
    for future in wait(pending, return_when=FIRST_COMPLETED).done:
        yield pending.pop(future), future.exception() or future.result()


def context() -> BaseContext:
    """How processes start: with all that is loaded here where that is safe, else from nothing.

    It is safe on Linux, where no thread of this process could hold what the other then waits for.
    """
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if is_safe else "spawn")


def _begin() -> None:
    """Ctrl-C is for the process that was started: it lets the others end what they do.

    What is loaded is not looked through for garbage, so that it stays held once for all.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
