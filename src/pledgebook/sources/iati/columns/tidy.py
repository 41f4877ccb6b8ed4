"""Texts with their blanks drawn together, most of which are so already: those are found by their bytes.

A newcomer would get wrong that ``str.split`` knows more blanks than the space: each that Unicode has counts here too.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.columns.extension import passes
from pledgebook.sources.iati.columns.marks import Bytes, Flags, Places, bytes_of, strings_at

_SPACE = ord(" ")
_NO_BREAK = (0x85, 0xA0)
"""What follows C2 where it is a blank."""
_AFTER_E2_80 = (*range(0x80, 0x8B), 0xA8, 0xA9, 0xAF)
"""What follows E2 80 where it is a blank."""
_FIRST_OF_BLANKS = 0xC2
"""The lowest byte that begins a blank beyond ASCII."""
_ALWAYS_LOOKED_AT = (0xE1, 0xE3)
"""What begins other blanks, and letters that are rare here."""


def in_python(distinct: pa.Array, is_said: Flags) -> pa.Array:
    """``" ".join(text.split())`` of each text that is said, nothing for others, and one more nothing at the end."""
    is_untidy = _is_untidy(distinct) & is_said
    untidy = distinct.filter(pa.array(is_untidy)).to_pylist()
    made = pa.array([" ".join(text.split()) for text in untidy], pa.string())
    tidied = pc.replace_with_mask(distinct, pa.array(is_untidy), made)
    said = pc.if_else(pa.array(is_said), tidied, pa.scalar(None, pa.string()))
    return pa.concat_arrays([said, pa.nulls(1, pa.string())])


def by_extension(distinct: pa.Array, is_said: Flags) -> pa.Array:
    """The same by the extension, which has to be there."""
    inside, begins = passes.drawn_together(*bytes_of(distinct), is_said)
    is_there = np.packbits(np.append(is_said, False), bitorder="little")
    buffers = [pa.py_buffer(is_there), pa.py_buffer(begins), pa.py_buffer(inside)]
    return pa.Array.from_buffers(pa.string(), len(distinct) + 1, buffers)


drawn_together = in_python if passes is None else by_extension
"""Texts with their blanks drawn together, in whichever way is there."""


def _is_untidy(distinct: pa.Array) -> Flags:
    """By text, whether it may hold a blank other than single spaces within it."""
    inside, offsets = bytes_of(distinct)
    is_untidy = np.zeros(len(distinct), np.bool_)
    is_space = inside == _SPACE
    wrong = inside < _SPACE
    wrong[1:] |= is_space[1:] & is_space[:-1]
    is_untidy[strings_at(offsets, np.flatnonzero(wrong))] = True
    is_untidy[strings_at(offsets, _other_blanks(inside))] = True
    there = np.flatnonzero(offsets[1:] > offsets[:-1])
    is_untidy[there] |= is_space[offsets[there]] | is_space[offsets[there + 1] - 1]
    return is_untidy


def _other_blanks(inside: Bytes) -> Places:
    """Where characters beyond ASCII begin that are blanks, or may be."""
    padded = np.append(inside, np.zeros(2, np.uint8))
    found = np.flatnonzero(inside >= _FIRST_OF_BLANKS)
    first, second, third = padded[found], padded[found + 1], padded[found + 2]
    is_blank = (
        np.isin(first, _ALWAYS_LOOKED_AT)
        | ((first == 0xC2) & np.isin(second, _NO_BREAK))
        | ((first == 0xE2) & (second == 0x80) & np.isin(third, _AFTER_E2_80))
        | ((first == 0xE2) & (second == 0x81))
    )
    blanks: Places = found[is_blank]
    return blanks
