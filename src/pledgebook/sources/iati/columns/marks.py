"""Where the tags of some activities begin and end, found for all of them at once; none where their bytes are not plain.

Plain bytes are UTF-8 without a character that XML forbids, without a comment, CDATA or processing instruction, and
with ``<`` and ``>`` in turn: then every ``<`` begins a tag, every ``>`` ends one, and what is between is text. A
newcomer would get wrong that a ``>`` alone in a text is XML: it is, but rare, and such an activity is read as a tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Places: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]
_NOT_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_THEIR_FIRST = 0xEF


@dataclass(frozen=True, slots=True)
class Marks:
    """Of each tag where its ``<`` and its ``>`` stand, whether it closes, whether it is empty; all line breaks.

    ``segments`` are the bytes of every tag, each followed by the text behind it, as one Arrow array without a copy.
    """

    begins: Places
    ends: Places
    is_closing: Flags
    is_empty: Flags
    breaks: Places
    segments: pa.Array


def marks_of(content: bytes) -> Marks | None:
    """The tags of plain bytes that begin, but for blanks, and end with one."""
    raw = np.frombuffer(content, np.uint8)
    if not (content.isascii() or _is_utf_8(content, raw)):
        return None
    breaks = np.flatnonzero(raw == ord("\n")).astype(np.int32)
    controls = np.count_nonzero(raw < ord(" ")) - len(breaks) - content.count(b"\t") - content.count(b"\r")
    begins = np.flatnonzero(raw == ord("<")).astype(np.int32)
    ends = np.flatnonzero(raw == ord(">")).astype(np.int32)
    if controls or not len(begins) or not _in_turn(begins, ends) or content[: begins[0]].strip(b" \t\r\n"):
        return None
    first = raw[begins + 1]
    if np.any((first == ord("!")) | (first == ord("?"))):
        return None
    is_closing, is_empty = first == ord("/"), raw[ends - 1] == ord("/")
    return Marks(begins, ends, is_closing, is_empty & ~is_closing, breaks, _segments(content, begins, ends))


def _is_utf_8(content: bytes, raw: npt.NDArray[np.uint8]) -> bool:
    whole = pa.py_buffer(np.array([0, len(content)], np.int32))
    try:
        pa.Array.from_buffers(pa.string(), 1, [None, whole, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return not np.any(raw == _THEIR_FIRST) or not any(one in content for one in _NOT_CHARACTERS)


def _in_turn(begins: Places, ends: Places) -> bool:
    return bool(len(begins) == len(ends) and np.all(begins < ends) and np.all(ends[:-1] < begins[1:]))


def _segments(content: bytes, begins: Places, ends: Places) -> pa.Array:
    offsets = np.empty(2 * len(begins) + 1, np.int32)
    offsets[:-1:2], offsets[1::2], offsets[-1] = begins, ends + 1, len(content)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    return pa.Array.from_buffers(pa.string(), 2 * len(begins), buffers)
