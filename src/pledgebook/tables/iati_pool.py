"""Parts of files read by several processes; what fails is tried once more, alone, and then reported.

A newcomer would get wrong that a process which dies takes the tasks of all others with it: they are tried again
one by one, so that only the one that kills its process is blamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pledgebook.tables.iati_part import Done, Task, make_part
from pledgebook.tables.spread import Spread


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that failed twice, and how."""

    task: Task
    why: str


Run = Callable[[Iterable[Task], int], Iterator[Done | Failed]]
"""What becomes of tasks, given how many processes may work on them; they may be made while others are worked on."""


def run(
    tasks: Iterable[Task], processes: int, make: Callable[[Task], Done] = make_part
) -> Iterator[Done | Failed]:
    """What becomes of each task, as it ends; one process works here, several beside this one."""
    again: list[Task] = []
    for ended in _alone(tasks, make) if processes == 1 else _together(tasks, processes, make):
        if isinstance(ended, Failed):
            again.append(ended.task)
        else:
            yield ended
    for task in again:
        yield from _alone([task], make) if processes == 1 else _together([task], 1, make)


def run_over(spread: Spread) -> Run:
    """The same on an engine's workers, which reach the files and the folder by the same paths as this process."""

    def run_there(tasks: Iterable[Task], processes: int) -> Iterator[Done | Failed]:
        again: list[Task] = []
        for ended in spread(_tried, list(tasks)):
            if isinstance(ended, Failed):
                again.append(ended.task)
            else:
                yield ended
        yield from spread(_tried, again)

    return run_there


def _tried(task: Task) -> Done | Failed:
    return next(_alone([task], make_part))


def _alone(tasks: Iterable[Task], make: Callable[[Task], Done]) -> Iterator[Done | Failed]:
    for task in tasks:
        try:
            yield make(task)
        except Exception as fault:
            yield Failed(task, _said(fault))


def _together(tasks: Iterable[Task], processes: int, make: Callable[[Task], Done]) -> Iterator[Done | Failed]:
    from pledgebook.tables.iati_together import together

    for task, ended in together(tasks, processes, make):
        yield Failed(task, _said(ended)) if isinstance(ended, BaseException) else ended


def _said(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {fault}".rstrip(": ")
