"""Streams of bytes that were not written as UTF-8, or were already begun, as if they had not been.

A newcomer would get wrong that a block may end within a character: the decoder keeps the rest for the next one.
"""

from __future__ import annotations

import codecs
from io import BytesIO
from typing import BinaryIO


class Joined(BytesIO):
    """What was already read, then the rest of the file."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        super().__init__(start)
        self._rest = rest

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; fewer than asked for where what was already read ends."""
        return super().read(size) or self._rest.read(-1 if size is None else size)


class Recoded(BytesIO):
    """A stream in another encoding, read as UTF-8; what is no character becomes U+FFFD."""

    def __init__(self, content: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._content = content
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int | None = -1) -> bytes:
        """About ``size`` bytes of UTF-8; none at the end of the file only."""
        while True:
            block = self._content.read(-1 if size is None else size)
            text = self._decoder.decode(block, final=not block)
            if text or not block:
                return text.encode("utf-8", "replace")
