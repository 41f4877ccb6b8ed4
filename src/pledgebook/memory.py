"""Memory that is free inside this process given back to the system, so that what is left is what the build holds.

A newcomer would get wrong that freed objects leave holes: the C library keeps them for the next objects, and a
process that forks then shares and counts what nobody uses.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from functools import cache

import pyarrow as pa


def give_back() -> None:
    """Collect garbage, and give the system what is free, where the C library can (glibc)."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    _trim()()


@cache
def _trim() -> Callable[[], object]:
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    return (lambda: trim(0)) if trim else lambda: None
