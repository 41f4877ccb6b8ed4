"""What stands before the first activity: which kind of file it is, its encoding, the root's start tag.

A newcomer would get wrong that declarations lie: files say UTF-16 and are UTF-8, or say nothing and are
UTF-16. The bytes decide wherever they can, and the lie is a fault that ends nothing.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import BinaryIO

from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.recoded import Joined, Recoded

BLOCK = 1 << 20
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_OTHER_KINDS = (
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
)
_COMMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_SHOWN = 32
_ZIP = b"PK\x03\x04"
_HTML = re.compile(rb"<!doctype\s+html\b|<html[\s>]", re.IGNORECASE)
_MISC = rb"(?>\s++|<!--(?>(?!-->).)*+-->|<\?(?!xml\s)(?>(?!\?>).)*+\?>|<!DOCTYPE[^\[>]*+>)*+"
_HEAD = re.compile(
    rb"(?P<before>" + _MISC + rb")(?P<declaration><\?xml\s[^>]*?\?>)?" + _MISC + rb"(?P<root><iati-activities"
    rb"(?>\s++[^\s=<>/\"']++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+\s*+>)?",
    re.DOTALL,
)
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']")
_UTF_8 = "utf-8"
_DIRECT = (_UTF_8, "ascii", "iso8859-1", "cp1252")
_OTHERS = ("iso8859", "cp", "koi8", "mac", "gb", "big5", "euc", "shift_jis")
_WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that was opened: ``start`` was read of it, ``content`` follows; both are in ``encoding``.

    ``offset`` is where ``start`` begins in the file, None where its bytes are not the file's own.
    ``root`` is the root's start tag on one line, b"" where it is not the plain one; then ``start`` holds all
    from the declaration, otherwise what stands behind the tag, from ``line`` on. Encodings that the XML parser
    may not know are UTF-8 by now.
    """

    encoding: str
    root: bytes
    start: bytes
    content: BinaryIO
    line: int
    faults: tuple[Fault, ...]
    offset: int | None = None


def opened(content: BinaryIO) -> Opening | Fault:
    """A file ready to be cut into activities, or why it holds none that can be read."""
    start = content.read(BLOCK)
    if not start.strip():
        return Fault("empty-file", 1, "")
    wide = next((name for mark, name in _WIDE_MARKS if start.startswith(mark)), "")
    if wide:
        start, content = _recoded(start, content, wide)
    is_marked = start.startswith(codecs.BOM_UTF8)
    start = start.removeprefix(codecs.BOM_UTF8)
    offset = None if wide else len(codecs.BOM_UTF8) * is_marked
    head = _head(start)
    other = _other_kind(start, head)
    if other is not None:
        return other
    encoding, lie = _encoding(head["declaration"] or b"", bool(wide), is_marked)
    if encoding not in _DIRECT:
        start, content = _recoded(start, content, encoding)
        head, encoding, offset = _head(start), _UTF_8, None
    opening = _opening(start, content, head, encoding, lie)
    if offset is None or not opening.root:
        return opening
    return replace(opening, offset=offset + head.end())


def _opening(
    start: bytes, content: BinaryIO, head: re.Match[bytes], encoding: str, lie: Fault | None
) -> Opening:
    declared_on = start.count(b"\n", 0, head.end("before")) + 1
    late = bool(head["before"] and head["declaration"])
    faults = [Fault("declaration-late", declared_on, "")] if late else []
    if lie is not None:
        faults.append(replace(lie, line=declared_on))
    if head["root"] is None:
        begin = head.end("before") if late else 0
        return Opening(encoding, b"", start[begin:], content, 1, tuple(faults))
    root, line = b" ".join(head["root"].splitlines()), start.count(b"\n", 0, head.end()) + 1
    return Opening(encoding, root, start[head.end() :], content, line, tuple(faults))


def _recoded(start: bytes, content: BinaryIO, encoding: str) -> tuple[bytes, BinaryIO]:
    recoded = Recoded(Joined(start, content), encoding)
    return recoded.read(BLOCK), recoded


def _head(start: bytes) -> re.Match[bytes]:
    head = _HEAD.match(start)
    assert head is not None, "every part of the pattern is optional"
    return head


def _other_kind(start: bytes, head: re.Match[bytes]) -> Fault | None:
    if start.startswith(_ZIP):
        return Fault("not-xml", 1, "XLSX" if b"xl/" in start or b"[Content_Types]" in start else "ZIP")
    shown = start.lstrip()
    kind = next((name for mark, name in _OTHER_KINDS if shown.startswith(mark)), None)
    said = _COMMENT.sub(b"", head[0]) + start[head.end() : head.end() + _SHOWN]
    if kind is None and head["root"] is None and _HTML.match(said.lstrip()):
        kind = "HTML"
    if kind is not None:
        return Fault("not-xml", 1, kind)
    if not shown.startswith(b"<"):
        return Fault("not-xml", 1, shown[:20].decode("utf-8", "replace"))
    if start.startswith(b"<!DOCTYPE", head.end()) and (names := _entities(start, head.end())):
        return Fault("entities-declared", start.count(b"\n", 0, head.end()) + 1, names)
    return None


def _entities(start: bytes, position: int) -> str:
    """The names of the entities that a document type declares before the first element."""
    first = re.compile(rb"<[A-Za-z_]").search(start, position)
    subset = start[position : first.start() if first else len(start)]
    names = re.findall(rb"<!ENTITY\s+(?:%\s*)?([^\s>]+)", subset)
    return ", ".join(sorted({name.decode("utf-8", "replace") for name in names}))


def _encoding(declaration: bytes, is_wide: bool, is_marked: bool) -> tuple[str, Fault | None]:
    """The encoding to read in, and what the declaration says that cannot be true."""
    match = _ENCODING.search(declaration)
    if match is None:
        return _UTF_8, None
    declared = match[1].decode(_UTF_8, "replace").strip()
    name = _name(declared)
    if not name:
        return _UTF_8, Fault("encoding-unknown", 1, declared)
    says_wide = name.startswith(_WIDE)
    if is_wide != says_wide or (is_marked and not says_wide and name != _UTF_8):
        return _UTF_8, Fault("encoding-lies", 1, declared)
    return _UTF_8 if is_wide else name, None


def _name(declared: str) -> str:
    """The name of an encoding of texts that files are written in, or ''."""
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""
    return name if name.startswith((*_DIRECT, *_OTHERS, *_WIDE)) else ""
