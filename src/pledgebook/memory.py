"""Memory that is free inside this process: given back to the system, or kept for what comes next.

A newcomer would get wrong that freed objects leave holes: the C library keeps them for the next objects, and a
process that forks then shares and counts what nobody uses. Nor does keeping it need more memory: what is kept is used
again, and given back at the end. Without the GNU C library nothing is done to the holes.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

MANY_ROWS = 100_000
"""So many rows of all tables hold so much memory that it is worth looking for what is free."""
MANY_BYTES = 1 << 26
"""So many bytes of sources are read apart."""
_LOOKED_FOR_AFTER = (50_000, 20, 1_000)
"""New objects; rounds among these, among those that outlived one. Where Python has 700, 10 and 10."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of ``mallopt`` of the GNU C library."""
_KEPT, _LARGEST = 1 << 28, 1 << 25
"""Bytes that are kept free, and the size of the largest array that is taken from them."""
_AS_BEFORE = 1 << 17
"""What both are where nobody sets them."""


def give_back() -> None:
    """Collect garbage, and give the system what is free, where the C library can (glibc)."""
    import pyarrow as pa  # the command line starts without it

    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = _of_the_library("malloc_trim")
    if trim:
        trim(0)


@contextmanager
def cycles_seldom_looked_for() -> Iterator[None]:
    """Meanwhile garbage in cycles is looked for among what is new, and nearly never among all that is held.

    Python looks at everything whenever a quarter more of it is there: rows of tables by the hundred thousand, none of
    them in a cycle, took a quarter of the time in which they are made.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_LOOKED_FOR_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def freed_memory_kept() -> Iterator[None]:
    """Meanwhile freed memory stays with this process and those that it forks.

    Files are read in blocks and columns made of arrays of some megabytes that live for a moment, and the system clears
    each page that it gives: that was a twentieth of the time of a reading.
    """
    set_to, trim = _of_the_library("mallopt"), _of_the_library("malloc_trim")
    if not (set_to and trim):
        yield
        return
    set_to(_TRIM_THRESHOLD, _KEPT)
    set_to(_MMAP_THRESHOLD, _LARGEST)
    try:
        yield
    finally:
        set_to(_TRIM_THRESHOLD, _AS_BEFORE)
        set_to(_MMAP_THRESHOLD, _AS_BEFORE)
        trim(0)


@contextmanager
def arrow_keeps_it_too() -> Iterator[None]:
    """Meanwhile Arrow takes its memory where all of this process does, and so from what is kept."""
    import pyarrow as pa

    pool = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(pool)


@cache
def _of_the_library(name: str) -> Any:
    """A function of the C library; None where it has no such function."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
