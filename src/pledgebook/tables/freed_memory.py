"""Memory that was freed, kept for what comes next instead of given back to the system and asked for again.

Columns are made of arrays of some megabytes that live for a moment. The system clears each page that it gives; that
was a twentieth of the time of a reading. A newcomer would get wrong that more memory is needed so: what is kept is
used again, and it is given back at the end.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of ``mallopt`` of the GNU C library."""
_KEPT, _LARGEST = 1 << 28, 1 << 25
"""Bytes that are kept free, and the size of the largest array that is taken from them."""
_AS_BEFORE = 1 << 17
"""What both are where nobody sets them."""


@contextmanager
def freed_memory_kept() -> Iterator[None]:
    """Meanwhile freed memory stays with this process and those that it forks; without the GNU C library, nothing."""
    library = ctypes.CDLL(None) if sys.platform != "win32" else None
    set_to, trim = getattr(library, "mallopt", None), getattr(library, "malloc_trim", None)
    if set_to is None or trim is None:
        yield
        return
    pool = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    set_to(_TRIM_THRESHOLD, _KEPT)
    set_to(_MMAP_THRESHOLD, _LARGEST)
    try:
        yield
    finally:
        set_to(_TRIM_THRESHOLD, _AS_BEFORE)
        set_to(_MMAP_THRESHOLD, _AS_BEFORE)
        pa.set_memory_pool(pool)
        trim(0)
