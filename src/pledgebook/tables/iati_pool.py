"""Parts of files read by one process or several; what fails is tried once more, alone, and then reported.

A newcomer would get wrong that one process could read as several do: what kills a process of several is a part that
failed, what kills the only one ends the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pledgebook.memory import arrow_keeps_it_too, cycles_seldom_looked_for
from pledgebook.tables.iati_task import Done, Failed, Make, Task, tried
from pledgebook.tables.spread import Spread

Run = Callable[[Iterable[Task], int], Iterator[Done | Failed]]
"""What becomes of tasks, given how many processes may work on them; they may be made while others are worked on."""


def read_part(task: Task) -> Done:
    """Read a part into its folder, with what is loaded only when there is one to read."""
    from pledgebook.tables.iati_part import make_part

    return make_part(task)


def run(tasks: Iterable[Task], processes: int, make: Make = read_part) -> Iterator[Done | Failed]:
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
    return tried(task, read_part)


def _alone(tasks: Iterable[Task], make: Make) -> Iterator[Done | Failed]:
    with arrow_keeps_it_too(), cycles_seldom_looked_for():
        for task in tasks:
            yield tried(task, make)


def _together(tasks: Iterable[Task], processes: int, make: Make) -> Iterator[Done | Failed]:
    from pledgebook.tables.iati_together import together  # one process starts sooner without it

    return together(tasks, processes, make)
