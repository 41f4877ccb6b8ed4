"""Parts of files read by several processes at once, each with one at a time; this one hands them out.

A newcomer would load here what reads them, and fork then. Loading takes as long as cutting the first files, so the
first of the processes does it meanwhile, and forks the others. This one reads nothing: who is done with a part would
wait until it is done with its own, and what kills a process must not be this one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from pledgebook.memory import arrow_keeps_it_too, cycles_seldom_looked_for
from pledgebook.processes import can_fork
from pledgebook.tables.iati_task import Done, Failed, Make, Task, tried


def together(tasks: Iterable[Task], processes: int, make: Make) -> Iterator[Done | Failed]:
    """What becomes of each task, as it ends; the next one is asked for when a process is free.

    A process that is gone is replaced: nothing goes with it but the task that it had.
    """
    free, started = _start(processes, make)
    busy: dict[Connection, Task] = {}
    try:
        for task in tasks:
            if not free:
                yield from _ended(free, busy)
            if not free:
                free, more = _start(1, make)
                started += more
            reader = free.pop()
            busy[reader] = task
            with suppress(OSError):  # it is gone, which is seen when it is waited for
                reader.send(task)
        while busy:
            _let_go(free)
            yield from _ended(free, busy)
    finally:
        # who was stopped is told nothing more, but nobody goes on writing when this has ended
        for reader in busy:
            with suppress(EOFError, OSError):
                reader.recv()
        _let_go([*free, *busy])
        for process in started:
            process.join()


def _ended(free: list[Connection], busy: dict[Connection, Task]) -> Iterator[Done | Failed]:
    """What has ended, once anything has; who read it is free, if it is still there."""
    for reader in wait(list(busy)):
        assert isinstance(reader, Connection)
        task = busy.pop(reader)
        try:
            ended: Done | Failed = reader.recv()
            free.append(reader)
        except (EOFError, OSError):
            reader.close()
            ended = Failed(task, "ChildProcessError: the process that read it was ended")
        yield ended


def _let_go(readers: list[Connection]) -> None:
    """Nothing more comes for these."""
    while readers:
        with readers.pop() as reader, suppress(OSError):
            reader.send(None)


def _start(processes: int, make: Make) -> tuple[list[Connection], list[BaseProcess]]:
    """The ends of pipes into which tasks are put, None at the end, and out of which comes what became of them.

    Beside them the processes that this one has started.
    """
    how: Any = context()
    pipes: list[tuple[Connection, Connection]] = [how.Pipe() for _ in range(processes)]
    ours, theirs = [own for own, _ in pipes], [other for _, other in pipes]
    if how.get_start_method() == "fork":
        started = [how.Process(target=_work_and_fork, args=(ours, theirs, make), daemon=True)]
    else:
        started = [how.Process(target=_work, args=(other, make), daemon=True) for other in theirs]
    for process in started:
        process.start()
    for other in theirs:
        other.close()  # who waits for a process sees by that when it is gone
    return ours, started


def context() -> BaseContext:
    """How processes start: with all that is loaded here where that is safe, else from nothing."""
    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def _work_and_fork(ours: Sequence[Connection], theirs: Sequence[Connection], make: Make) -> None:
    """Load what reads parts, and read with as many processes as there are pipes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for own in ours:  # else nobody would see when the one is gone that holds the others
        own.close()
    from pledgebook.tables.iati_part import load_what_parts_share

    load_what_parts_share()
    gc.freeze()  # nobody looks through it for garbage, so that it stays held once
    forked: list[int] = []
    for number in range(1, len(theirs)):
        process = os.fork()
        if not process:
            try:
                _alone(theirs, number, make)
            finally:
                os._exit(0)
        forked.append(process)
    _alone(theirs, 0, make)
    for process in forked:
        os.waitpid(process, 0)


def _alone(pipes: Sequence[Connection], own: int, make: Make) -> None:
    for number, other in enumerate(pipes):
        if number != own:
            other.close()
    _work(pipes[own], make)


def _work(pipe: Connection, make: Make) -> None:
    """Read what comes until nothing does, or nobody is there who gives it.

    Ctrl-C is for the process that was started: it lets the others end what they do.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with arrow_keeps_it_too(), cycles_seldom_looked_for(), suppress(EOFError, OSError):
        while task := pipe.recv():
            pipe.send(tried(task, make))
    pipe.close()
