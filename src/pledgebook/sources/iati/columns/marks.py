"""The tags and texts of some activities, found for all of them at once; none where their bytes are not plain.

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

from pledgebook.sources.iati.columns.extension import passes, structure

Places: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]
Bytes: TypeAlias = npt.NDArray[np.uint8]
_NOT_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_THEIR_FIRST = 0xEF


@dataclass(frozen=True, slots=True)
class Marks:
    """Of each tag where it begins, how many lines end before its ``>``, whether it closes, whether it is empty.

    ``tag`` and ``text`` are the numbers of the tag and of the text behind it among the distinct ones, ``said``.
    """

    begins: Places
    lines: Places
    is_closing: Flags
    is_empty: Flags
    tag: Places
    text: Places
    said: pa.Array


def in_python(content: bytes | memoryview) -> Marks | None:
    """The tags of plain bytes that begin, but for blanks, with one, without the extension."""
    raw = np.frombuffer(content, np.uint8)
    places = np.flatnonzero((raw == ord("<")) | (raw == ord(">")))
    begins, ends = places[::2].astype(np.int32), places[1::2].astype(np.int32)
    if not len(places) or len(places) % 2 or not _in_turn(raw, begins, ends):
        return None
    before = bytes(content[: begins[0]])
    first = raw[begins + 1]
    if before.strip(b" \t\r\n") or np.any((first == ord("!")) | (first == ord("?"))):
        return None
    distinct = _segments(content, begins, ends).dictionary_encode()
    inside, offsets = bytes_of(distinct.dictionary)
    if not _is_plain(distinct.dictionary, inside):
        return None
    numbers = distinct.indices.to_numpy()
    own = strings_at(offsets, np.flatnonzero(inside == ord("\n")))
    lines = np.cumsum(np.bincount(own, minlength=len(offsets) - 1)[numbers], dtype=np.int32)[::2]
    lines += before.count(b"\n")
    is_closing, is_empty = first == ord("/"), raw[ends - 1] == ord("/")
    return Marks(
        begins, lines, is_closing, is_empty & ~is_closing, numbers[::2], numbers[1::2], distinct.dictionary
    )


def by_extension(content: bytes | memoryview) -> Marks | None:
    """The same by the extension, which has to be there."""
    found = passes.marks(content, hash(__name__))
    if found is None:
        return None
    *columns, inside, offsets = found
    begins, lines, tag, text = (np.frombuffer(one, np.int32) for one in columns)
    is_closing, is_empty = _kinds(np.frombuffer(inside, np.uint8), np.frombuffer(offsets, np.int32))
    said = texts_from(inside, offsets)
    return Marks(begins, lines, is_closing[tag], is_empty[tag], tag, text, said)


def _kinds(inside: Bytes, offsets: Places) -> tuple[Flags, Flags]:
    """Which distinct tags close, and which are empty."""
    begins, ends = offsets[:-1], offsets[1:]
    second = inside.take(begins + 1, mode="clip")
    is_closing: Flags = second == ord("/")
    return is_closing, (inside.take(ends - 2, mode="clip") == ord("/")) & ~is_closing


marks_of = in_python if passes is None else by_extension
"""The tags of plain bytes, in whichever way is there."""


def texts_from(inside: bytes, offsets: bytes) -> pa.Array:
    """Texts one after the other, and where each begins, as an Arrow array without a copy."""
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(inside)]
    return pa.Array.from_buffers(pa.string(), len(offsets) // 4 - 1, buffers)


def _in_turn(raw: Bytes, begins: Places, ends: Places) -> bool:
    return bool(np.all(raw[begins] == ord("<")) and np.all(raw[ends] == ord(">")))


def _segments(content: bytes | memoryview, begins: Places, ends: Places) -> pa.Array:
    """The bytes of every tag, each followed by the text behind it, as one Arrow array without a copy."""
    offsets = np.empty(2 * len(begins) + 1, np.int32)
    offsets[:-1:2], offsets[1::2], offsets[-1] = begins, ends + 1, len(content)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    return pa.Array.from_buffers(pa.string(), 2 * len(begins), buffers)


def used_in_python(numbers: Places, count: int) -> tuple[Places, Places]:
    """Which numbers below a count are there, in their order, and for each of them which of those it is (64 bits).

    -1 is the last below the count. Whatever is an index here has 64 bits where it can: NumPy takes twice as long by
    others.
    """
    is_used = np.zeros(count, np.bool_)
    is_used[numbers] = True
    there = np.flatnonzero(is_used)
    place = np.empty(count, np.int64)
    place[there] = np.arange(len(there))
    return there, place[numbers]


def used_by_extension(numbers: Places, count: int) -> tuple[Places, Places]:
    """The same by the extension, which has to be there."""
    whole = np.ascontiguousarray(numbers)
    there, which = structure.used(whole, whole.itemsize, count)
    return np.frombuffer(there, np.int64), np.frombuffer(which, np.int64)


used = used_in_python if structure is None else used_by_extension
"""Which numbers are there, in whichever way is there."""


def bytes_of(texts: pa.Array) -> tuple[Bytes, Places]:
    """The bytes of all texts one after the other, and where each begins, with the end of the last."""
    _, offsets, inside = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[: len(texts) + 1]
    return np.frombuffer(inside or b"", np.uint8)[: places[-1]], places


def strings_at(offsets: Places, places: Places) -> Places:
    """Which text each place in their bytes is in."""
    return np.searchsorted(offsets, places, side="right") - 1


def _is_plain(texts: pa.Array, inside: Bytes) -> bool:
    """Whether all of it is UTF-8, and XML allows every character."""
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return False
    controls = inside[inside < ord(" ")]
    if not np.all((controls == ord("\n")) | (controls == ord("\t")) | (controls == ord("\r"))):
        return False
    return not np.any(inside == _THEIR_FIRST) or not any(one in inside.tobytes() for one in _NOT_CHARACTERS)
