"""Work shared by processes that start where this one stands; the results are as if one had done it all.

A newcomer would send each process what it needs. A fork has it already, and what nobody changes is held once for
all. It must not touch the engine of the measures, whose threads stay behind: all that is asked of it is asked before,
or by the process that was there first.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, NoReturn, TypeVar

from pledgebook.memory import give_back

T = TypeVar("T")
R = TypeVar("R")
FEW = 1_000
"""So many items are not worth another process."""
MOST = 4
BLOCK = 128
"""Items that follow on each other and go to one process: they mostly need the same rows."""
_QUEUED = 8_192
"""The most blocks: their numbers fit into a pipe while nobody reads it."""
_COLLECTED_AFTER = 50_000
"""New objects after which garbage is looked for: some pages' worth, where Python's own 700 are a tenth of a page."""


def processes_for(items: int) -> int:
    """How many processes work on so many items: one for few, and where there is no fork to rely on."""
    if items <= FEW or sys.platform != "linux":
        return 1
    return max(1, min(MOST, len(os.sched_getaffinity(0))))


def shared(
    work: Callable[[Sequence[T]], R],
    items: Sequence[T],
    processes: int,
    block: int = BLOCK,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[R]:
    """What ``work`` makes of each block of the items; with one process, of all of them.

    Each process takes the next block when it is done with one; this one does what there is ``meanwhile`` first. No
    process looks for garbage among what was there before the fork, so that it stays held once; each collects its own.
    Raises ``ChildProcessError`` with what another process said before it failed.
    """
    if processes == 1 or len(items) <= block:
        meanwhile()
        return [work(items)]
    block = max(block, -(-len(items) // _QUEUED))
    blocks = [items[start : start + block] for start in range(0, len(items), block)]
    give_back()
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    queue = _queue_of(len(blocks))
    others = [_start(work, blocks, queue) for _ in range(processes - 1)]
    try:
        meanwhile()
        own = [work(one) for one in _taken(blocks, queue)]
    finally:
        for _ in _taken(blocks, queue):  # where this one failed, the others do not go on for long
            pass
        os.close(queue)
        ended = [_end(*other) for other in others]
        gc.set_threshold(*before)
        gc.unfreeze()
    for failed, said in ended:
        if failed:
            raise ChildProcessError(said)
    return [*own, *(made for _, said in ended for made in said)]


def _queue_of(blocks: int) -> int:
    """The end of a pipe from which the processes take the numbers of the blocks, each of them once."""
    outlet, inlet = os.pipe()
    os.write(inlet, b"".join(n.to_bytes(_WIDTH, "big") for n in range(blocks)))
    os.close(inlet)
    return outlet


_WIDTH = 4
_AHEAD = 1 << 20
"""Bytes of items that another process may be ahead."""


def _taken(blocks: Sequence[T], queue: int) -> Iterator[T]:
    """The blocks that this process takes, until none is left."""
    while number := os.read(queue, _WIDTH):
        yield blocks[int.from_bytes(number, "big")]


def _start(work: Callable[[Sequence[T]], R], blocks: Sequence[Sequence[T]], queue: int) -> tuple[int, int]:
    """The process and the end of the pipe from which its results are read."""
    inlet, outlet = os.pipe()
    process = os.fork()
    if process:
        os.close(outlet)
        return process, inlet
    try:
        os.close(inlet)
        try:
            told = pickle.dumps((False, [work(one) for one in _taken(blocks, queue)]))
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


def can_fork() -> bool:
    """Whether another process may start where this one stands: on Linux, where no thread holds what it waits for."""
    return sys.platform == "linux" and threading.active_count() == 1


def made_ahead(items: Iterable[T]) -> Iterator[T]:
    """The items, which another process makes while this one does something else; or this one, where none can be forked.

    The other is only as far ahead as a pipe is wide, then it waits. What it raises is raised here.
    """
    if not can_fork():
        yield from items
        return
    inlet, outlet = os.pipe()
    process = os.fork()
    if not process:
        os.close(inlet)  # else it would wait for ever for one that is gone to read on
        _make_for(items, outlet)
    os.close(outlet)
    try:
        with os.fdopen(inlet, "rb") as file:
            while (told := _read(file, process)) is not None:
                is_item, item = told
                if not is_item:
                    raise item
                yield item
    finally:
        os.kill(process, signal.SIGKILL)  # it only looks, so that nothing is left half done
        os.waitpid(process, 0)


def _read(file: IO[bytes], process: int) -> Any:
    try:
        return pickle.load(file)
    except (EOFError, pickle.UnpicklingError):
        raise ChildProcessError(f"process {process} ended without a word") from None


def made_apart(work: Callable[[], T]) -> T:
    """What ``work`` makes in another process, whose memory ends with it; made here where none can be forked.

    A newcomer would let go of what the work needed and be done. Python keeps the memory of small objects wherever one
    of them is left among thousands: what was read for the tables of 20,000 projects left 200 MiB of holes, which
    processes that start later share, fill, and so hold twice.
    """

    def alone() -> Iterator[T]:
        made = work()
        give_back()  # telling it needs memory too
        yield made

    return next(made_ahead(alone()))


def _make_for(items: Iterable[Any], outlet: int) -> NoReturn:
    """Write the items into a pipe, and end this process."""
    import fcntl  # where processes can be forked, it is there

    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with suppress(OSError):  # who may not have a wide pipe is less far ahead
            fcntl.fcntl(outlet, fcntl.F_SETPIPE_SZ, _AHEAD)
        with os.fdopen(outlet, "wb") as file:
            try:
                for item in items:
                    # by this protocol columns are told as the bytes that they are
                    pickle.dump((True, item), file, pickle.HIGHEST_PROTOCOL)
                    file.flush()
                pickle.dump(None, file)
            except Exception as fault:
                pickle.dump((False, _as_told(fault)), file)
    finally:
        os._exit(0)


def _as_told(fault: Exception) -> Exception:
    """The error with where it came from, as one that another process can be told."""
    fault.add_note("".join(traceback.format_exception(fault)))
    try:
        pickle.loads(pickle.dumps(fault))
    except Exception:
        return ChildProcessError(*fault.__notes__)
    return fault
