"""Work on many pages shared by processes that start where this one stands; the results are as if one had done it all.

A newcomer would send each process what it needs. A fork has it already, and what nobody changes is held once for
all. It must not touch the engine of the measures, whose threads stay behind: all that is asked of it is asked before.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
FEW = 1_000
"""So many items are not worth another process."""
MOST = 4
BLOCK = 128
"""Items that follow on each other and go to one process: they mostly need the same rows."""


def processes_for(items: int) -> int:
    """How many processes work on so many items: one for few, and where there is no fork to rely on."""
    if items <= FEW or sys.platform != "linux":
        return 1
    return max(1, min(MOST, len(os.sched_getaffinity(0))))


def shared(
    work: Callable[[Sequence[T]], R], items: Sequence[T], processes: int, block: int = BLOCK
) -> list[R]:
    """What ``work`` makes of each process's share of the items; with one process, of all of them.

    The items are dealt in blocks of so many. No process looks for garbage among what was there before the fork, so
    that it stays held once; each collects its own.
    Raises ``ChildProcessError`` with what another process said before it failed.
    """
    if processes == 1 or len(items) <= block:
        return [work(items)]
    blocks = [items[start : start + block] for start in range(0, len(items), block)]
    shares = [[item for block in blocks[n::processes] for item in block] for n in range(processes)]
    gc.collect()
    gc.freeze()
    sys.stdout.flush()
    sys.stderr.flush()
    others = [_start(work, share) for share in shares[1:]]
    try:
        own = work(shares[0])
    finally:
        ended = [_end(*other) for other in others]
        gc.unfreeze()
    for failed, said in ended:
        if failed:
            raise ChildProcessError(said)
    return [own, *(said for _, said in ended)]


def _start(work: Callable[[Sequence[T]], R], share: Sequence[T]) -> tuple[int, int]:
    """The process and the end of the pipe from which its result is read."""
    inlet, outlet = os.pipe()
    process = os.fork()
    if process:
        os.close(outlet)
        return process, inlet
    try:
        os.close(inlet)
        try:
            told = pickle.dumps((False, work(share)))
        except BaseException:
            told = pickle.dumps((True, traceback.format_exc()))
        with os.fdopen(outlet, "wb") as file:
            file.write(told)
    finally:
        os._exit(0)


def _end(process: int, inlet: int) -> tuple[bool, Any]:
    with os.fdopen(inlet, "rb") as file:
        told = file.read()
    os.waitpid(process, 0)
    return pickle.loads(told) if told else (True, f"process {process} ended without a word")
