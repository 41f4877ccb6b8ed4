"""The bytes behind the root's start tag, cut after every ``</iati-activity>`` that closes something.

A newcomer would get wrong that such a tag may stand inside a comment, CDATA or a processing instruction, and
that a file may hold one activity without end: above ``LARGEST_PIECE`` its bytes are passed over, not kept.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from pledgebook.sources.iati.columns.extension import passes

LARGEST_PIECE = 64 * 1024 * 1024
BLOCK = 1 << 20
_SHOWN = 1 << 16
_TRIES = 1000
_END = b"</iati-activity>"
_HIDES = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}


class Cut(NamedTuple):
    """The bytes up to and with a closing tag, and their line breaks; the last cut is what follows them all.

    One that is too large holds its first bytes only. ``content`` may be a view of bytes that hold more than this piece.
    """

    content: bytes | memoryview
    lines: int
    is_last: bool = False
    is_too_large: bool = False

    @property
    def alone(self) -> bytes:
        """Its bytes, copied only where they are a view."""
        return bytes(self.content)


def cuts(start: bytes, content: BinaryIO) -> Iterator[Cut]:
    """Every piece of a file in its order, all bytes once, whatever stands in them."""
    buffer, begin, seen, awaited = start, 0, 0, b""
    while True:
        if awaited:
            end = buffer.find(awaited, seen)
            if end >= 0:
                seen, awaited = end + len(awaited), b""
                continue
        else:
            for end, lines in _plain_ends(buffer, seen) if seen == begin else ():
                yield Cut(buffer[begin:end], lines)
                begin = seen = end
            end = buffer.find(_END, seen)
            if end >= 0:
                hiding = _hiding(buffer, seen, end)
                if hiding is not None:
                    seen, awaited = hiding.end(), _ENDS[hiding[0]]
                    continue
                end += len(_END)
                piece = buffer[begin:end]
                yield Cut(piece, piece.count(b"\n"))
                begin = seen = end
                continue
        block = content.read(BLOCK)
        if not block:
            rest = buffer[begin:]
            yield Cut(rest, rest.count(b"\n"), is_last=True)
            return
        if len(buffer) - begin > LARGEST_PIECE:
            shown = buffer[begin : begin + _SHOWN]
            lines, buffer = _passed_over(buffer, begin, block, content, [awaited, _END])
            yield Cut(shown, lines, is_too_large=True)
            begin, seen, awaited = 0, 0, b""
        else:
            buffer, seen, begin = buffer[begin:] + block, seen - begin, 0


def _plain_ends(buffer: bytes, begin: int) -> Iterable[tuple[int, int]]:
    """Where pieces end that begin here, one behind the other, and their line breaks, up to one that may hide a tag.

    None without the extension: what is done to each piece that may hide one is right for all.
    """
    if passes is None:
        return ()
    ends, lines = passes.pieces(buffer, begin)
    return zip(array("i", ends), array("i", lines), strict=True)


def _hiding(buffer: bytes, first: int, end: int) -> re.Match[bytes] | None:
    """What opens something, between two places, in which a tag is no tag."""
    if _stands(b"<!", buffer, first, end) or _stands(b"<?", buffer, first, end):
        return _HIDES.search(buffer, first, end)
    return None


def _stands(two: bytes, buffer: bytes, first: int, end: int) -> bool:
    """Whether two characters stand together somewhere: the second is looked for, which is rare where ``<`` is not."""
    place = first
    for _ in range(_TRIES):
        place = buffer.find(two[1:], place + 1, end)
        if place < 0 or buffer[place - 1] == two[0]:
            return place >= 0
    return buffer.find(two, place, end) >= 0


def _passed_over(
    buffer: bytes, begin: int, block: bytes, content: BinaryIO, tokens: list[bytes]
) -> tuple[int, bytes]:
    """The line breaks passed, and what stands behind the tokens, each found after the one before."""
    lines = buffer.count(b"\n", begin, len(buffer) - len(_END))
    window = buffer[-len(_END) :] + block
    for token in tokens:
        while token:
            end = window.find(token)
            if end >= 0:
                end += len(token)
                lines += window.count(b"\n", 0, end)
                window = window[end:]
                break
            block = content.read(BLOCK)
            if not block:
                return lines + window.count(b"\n"), b""
            kept = window[-len(token) :]
            lines += window.count(b"\n", 0, len(window) - len(kept))
            window = kept + block
    return lines, window
