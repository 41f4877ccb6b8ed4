"""Columns of texts by their numbers: a text that is '' is nothing.

A newcomer would get wrong that Arrow could not do it: it does, and takes longer for the many columns that are short.
"""

from __future__ import annotations

import pyarrow as pa

from pledgebook.sources.iati.columns.extension import passes
from pledgebook.sources.iati.columns.marks import Places, bytes_of


def in_python(texts: pa.Array, numbers: Places) -> pa.Array:
    """The texts of these numbers, without the extension; ``texts`` has nothing where one is ''."""
    return texts.take(pa.array(numbers))


def by_extension(texts: pa.Array, numbers: Places) -> pa.Array:
    """The same by the extension, which has to be there."""
    there, begins, inside, nothing = passes.column(*bytes_of(texts), numbers.astype("int64", copy=False))
    buffers = [pa.py_buffer(there) if nothing else None, pa.py_buffer(begins), pa.py_buffer(inside)]
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers, nothing)


column_of = in_python if passes is None else by_extension
"""The texts of these numbers, in whichever way is there."""
