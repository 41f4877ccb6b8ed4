"""Work in a process of its own, whose memory ends with it; only what it made comes back.

A newcomer would let go of what the work needed and be done. Python keeps the memory of small objects wherever one of
them is left among thousands: what was read for the tables of 20,000 projects left 200 MiB of holes, which processes
that start later share, fill, and so hold twice. Columns come back as the bytes that they are.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any, TypeVar

from pledgebook.errors import PledgebookError
from pledgebook.memory import give_back
from pledgebook.processes import can_fork

T = TypeVar("T")
_SIZE = 8
"""Bytes in which a number of bytes is told."""


def apart(work: Callable[[], T]) -> T:
    """What ``work`` makes, where another process can be started from this one; else made here.

    Raises what it raises of ours, and ``ChildProcessError`` with all that was said of any other error.
    """
    if not can_fork():
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    inlet, outlet = os.pipe()
    process = os.fork()
    if not process:
        try:
            os.close(inlet)
            with os.fdopen(outlet, "wb") as file:
                _tell(file, _tried(work))
        finally:
            os._exit(0)
    os.close(outlet)
    try:
        with os.fdopen(inlet, "rb") as file:
            made, error = _told(file)
    except (EOFError, pickle.UnpicklingError):
        made, error = None, ChildProcessError(f"process {process} ended without a word")
    finally:
        os.waitpid(process, 0)
    if error is not None:
        raise error
    found: T = made
    return found


def _tried(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    try:
        return work(), None
    except PledgebookError as error:
        return None, error
    except BaseException:
        return None, ChildProcessError(traceback.format_exc())


def _tell(file: IO[bytes], made: object) -> None:
    """Objects first, then the columns that they are made of, which are not copied before."""
    give_back()
    columns: list[pickle.PickleBuffer] = []
    body = pickle.dumps(made, protocol=5, buffer_callback=columns.append)
    file.write(len(body).to_bytes(_SIZE, "big") + len(columns).to_bytes(_SIZE, "big"))
    file.write(body)
    for column in columns:
        with column.raw() as content:
            file.write(content.nbytes.to_bytes(_SIZE, "big"))
            file.write(content)


def _told(file: IO[bytes]) -> Any:
    size, number = _number(file), _number(file)
    body = _bytes(file, size)
    return pickle.loads(body, buffers=[_bytes(file, _number(file)) for _ in range(number)])


def _number(file: IO[bytes]) -> int:
    return int.from_bytes(_bytes(file, _SIZE), "big")


def _bytes(file: IO[bytes], size: int) -> bytearray:
    found = bytearray(size)
    if file.readinto(found) != size:  # type: ignore[attr-defined]
        raise EOFError
    return found
