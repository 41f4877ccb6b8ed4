"""A file of activities divided into parts, by the bytes alone: what changed since it was last read is seen unparsed.

A part ends after an activity whose hash says so, not after so many activities: one that is added or taken away
moves no other boundary than its own. A newcomer would get wrong that the line on which a part begins belongs to
it, because every row says its line; only the activities in it are the same wherever they stand.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from pledgebook.sources.iati.cut import Cut, cuts
from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.opening import opened

_ENDS_ONE_IN = 2048
_LARGEST = 16 * 1024 * 1024
_DIGEST = 16
_BLOCK = 1 << 20
_PACKAGE = Path(__file__).parents[2]
_SUFFIXES = (".py", ".yml", ".csv", ".txt", ".c", ".h")
_READ_BY = ("sources/iati/**/*", "tables/**/*", "codelists/**/*", "text.py", "value.py", "codes.py")


@dataclass(frozen=True, slots=True)
class Head:
    """What every activity of a file needs of its beginning."""

    encoding: str
    root: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Some activities of a file that stand side by side: where, and of each piece of the file its hash.

    Without ``hashes``, one behind the other, it is a whole file that cannot be cut. ``is_first`` and ``is_last`` say
    whether the file begins or ends with it; ``sizes`` and ``lines`` are the bytes and the line breaks of each piece;
    ``rules_on`` is the day on which it is held against the standard's rules, None where it is not.

    Those of all pieces of a file are held at once, and as objects they would take seven times as much.
    """

    source: str
    path: Path
    head: Head
    offset: int
    size: int
    first_line: int
    hashes: bytes
    is_first: bool
    is_last: bool
    sizes: Sequence[int] = ()
    lines: Sequence[int] = ()
    rules_on: date | None = None

    @property
    def pieces(self) -> list[str]:
        """The hash of each piece, as text."""
        text = self.hashes.hex()
        return [text[begin : begin + 2 * _DIGEST] for begin in range(0, len(text), 2 * _DIGEST)]

    @property
    def activities(self) -> int:
        """How many there are; behind those of the last part is one more piece, what follows them."""
        return max(len(self.sizes) - self.is_last, 0)

    @property
    def key(self) -> str:
        """What its rows depend on, as one name."""
        own = (self.source, self.head, self.first_line, self.is_first, self.is_last, self.hashes or self.path)
        day = self.rules_on.isoformat() if self.rules_on else ""
        return _hash(reader_version().encode(), repr(own).encode(), day.encode())


def parts_of(path: Path, source: str, rules_on: date | None = None) -> tuple[list[Part], str]:
    """The parts of a file, and its SHA-256; one alone, without pieces, where it has to be read as it stands."""
    with path.open("rb") as file:
        content = _Hashed(file)
        parts = _parts_of(content, path, source, rules_on)
        sha256 = content.sha256()
    return parts or [whole_file(path, source, sha256, rules_on)], sha256


def _parts_of(content: BinaryIO, path: Path, source: str, rules_on: date | None) -> list[Part]:
    """The parts of a file that can be cut; none of another."""
    opening = opened(content)
    if isinstance(opening, Fault) or opening.offset is None or opening.faults:
        return []
    head = Head(opening.encoding, opening.root)
    found: list[Part] = []
    hashes, sizes, breaks = bytearray(), array("I"), array("I")
    offset, size, line, lines = opening.offset, 0, opening.line, 0
    for cut in cuts(opening.start, content):
        if cut.is_too_large:
            return []
        own = piece_hash(cut, head)
        hashes += own
        sizes.append(len(cut.content))
        breaks.append(cut.lines)
        size, lines = size + sizes[-1], lines + cut.lines
        if cut.is_last or int.from_bytes(own[:4], "big") % _ENDS_ONE_IN == 0 or size > _LARGEST:
            is_first = not found
            found.append(
                Part(
                    source,
                    path,
                    head,
                    offset,
                    size,
                    line,
                    bytes(hashes),
                    is_first,
                    cut.is_last,
                    sizes,
                    breaks,
                    rules_on,
                )
            )
            hashes, sizes, breaks = bytearray(), array("I"), array("I")
            offset, size, line, lines = offset + size, 0, line + lines, 0
    return found


class _Hashed(BytesIO):
    """A file that is hashed while it is read, so that it is read once."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes."""
        block = self._file.read(-1 if size is None else size)
        self._digest.update(block)
        return block

    def sha256(self) -> str:
        """The SHA-256 of all of it, the rest of which is read."""
        while self.read(_BLOCK):
            pass
        return self._digest.hexdigest()


def whole_file(path: Path, source: str, sha256: str, rules_on: date | None = None) -> Part:
    """A file as one part, which is read as it stands whenever one of its bytes changes."""
    head = Head("", sha256.encode())
    return Part(source, path, head, 0, path.stat().st_size, 1, b"", True, True, rules_on=rules_on)


def key_of_whole(keys: Sequence[str]) -> str:
    """The name of what depends on all parts of a file."""
    return _hash(reader_version().encode(), *(key.encode() for key in keys))


def piece_hash(cut: Cut, head: Head) -> bytes:
    """The hash of an activity's bytes with all that they are read by: the root's start tag, the encoding."""
    digest = _begun(head, cut.is_last).copy()
    digest.update(cut.content)
    return bytes(digest.digest()[:_DIGEST])


@lru_cache(maxsize=256)
def _begun(head: Head, is_last: bool) -> Any:
    """The hash of what stands before an activity's bytes, none of whose parts can be taken for another."""
    digest = hashlib.sha256(b"\1" if is_last else b"\0")
    for part in (head.root, head.encoding.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest


def cuts_of(part: Part) -> Iterator[Cut]:
    """The pieces of a part again, out of its file: views of the same bytes, of which nothing is copied."""
    with part.path.open("rb") as content:
        content.seek(part.offset)
        bytes_of_part = memoryview(content.read(part.size))
    begin, last = 0, len(part.sizes) - 1
    for number, (size, lines) in enumerate(zip(part.sizes, part.lines, strict=True)):
        yield Cut(bytes_of_part[begin : begin + size], lines, part.is_last and number == last)
        begin += size


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read block by block."""
    with path.open("rb") as file:
        return _Hashed(file).sha256()


@cache
def reader_version() -> str:
    """The hash of all that decides what is read: this reader's own files, the tables, the codes, the parser."""
    from lxml import etree  # asked for when a file is cut, while another process loads what reads it

    files = {file for pattern in _READ_BY for file in _PACKAGE.glob(pattern)}
    content = [file.read_bytes() for file in sorted(files) if file.suffix in _SUFFIXES]
    return _hash(repr((etree.LXML_VERSION, etree.LIBXML_VERSION)).encode(), *content)


def _hash(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
