"""What stands before the first activity: which kind of file it is, its encoding, the root's start tag.

A newcomer would get wrong that declarations lie: files say UTF-16 and are UTF-8, or say nothing and are
UTF-16. The bytes decide wherever they can, and the lie is a fault that ends nothing.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.recoded import Joined, Recoded

BLOCK = 1 << 20
_UTF_8_MARK = codecs.BOM_UTF8
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
_ZIP = b"PK\x03\x04"
_HTML = re.compile(rb"<!doctype\s+html\b|<html[\s>]", re.IGNORECASE)
_MISC = rb"(?>\s++|<!--(?>(?!-->).)*+-->|<\?(?!xml\s)(?>(?!\?>).)*+\?>|<!DOCTYPE[^\[>]*+>)*+"
_HEAD = re.compile(
    rb"(?P<before>" + _MISC + rb")(?P<declaration><\?xml\s[^>]*?\?>)?" + _MISC + rb"(?P<root><iati-activities"
    rb"(?>\s++[^\s=<>/\"']++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+\s*+>)?",
    re.DOTALL,
)
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']")
_TAG = "</iati-activity>"


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that was opened: ``start`` was read of it, ``content`` follows; both are in ``encoding``.

    ``root`` is the root's start tag on one line, b"" where it is not the plain one; then ``start`` holds all
    from the beginning, otherwise what stands behind the tag, from ``line`` on.
    """

    encoding: str
    root: bytes
    start: bytes
    content: BinaryIO
    line: int
    faults: tuple[Fault, ...]


def opened(content: BinaryIO) -> Opening | Fault:
    """A file ready to be cut into activities, or why it holds none that can be read."""
    start = content.read(BLOCK)
    if not start.strip():
        return Fault("empty-file", 1, "")
    wide = next((name for mark, name in _WIDE_MARKS if start.startswith(mark)), None)
    if wide:
        content = Recoded(Joined(start, content), wide)
        start = content.read(BLOCK)
    is_marked = start.startswith(_UTF_8_MARK)
    start = start.removeprefix(_UTF_8_MARK)
    head = _HEAD.match(start)
    assert head is not None, "every part of the pattern is optional"
    other = _other_kind(start, head)
    if other is not None:
        return other
    encoding, fault = _encoding(head["declaration"] or b"", bool(wide), is_marked)
    late = bool(head["before"] and head["declaration"])
    declared_on = start.count(b"\n", 0, head.end("before")) + 1
    faults = (
        *((Fault("declaration-late", declared_on, ""),) if late else ()),
        *((Fault(fault.code, declared_on, fault.value),) if fault else ()),
    )
    if head["root"] is None:
        return Opening(encoding, b"", start[head.end("before") :] if late else start, content, 1, faults)
    line = start.count(b"\n", 0, head.end()) + 1
    return Opening(encoding, b" ".join(head["root"].splitlines()), start[head.end() :], content, line, faults)


def _other_kind(start: bytes, head: re.Match[bytes]) -> Fault | None:
    if start.startswith(_ZIP):
        return Fault("not-xml", 1, "XLSX" if b"xl/" in start or b"[Content_Types]" in start else "ZIP")
    shown = start.lstrip()
    kind = next((name for mark, name in _OTHER_KINDS if shown.startswith(mark)), None)
    if kind is None and (_HTML.match(start, head.end()) or _HTML.search(head[0])):
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
        return "utf-8", None
    declared = match[1].decode("utf-8", "replace").strip()
    try:
        name = codecs.lookup(declared).name
        fits_ascii = _TAG.encode(name) == _TAG.encode("ascii")
    except (LookupError, UnicodeError, TypeError):
        return "utf-8", Fault("encoding-unknown", 1, declared)
    if is_wide:
        return "utf-8", None if not fits_ascii else Fault("encoding-lies", 1, declared)
    if not fits_ascii or (is_marked and name not in ("utf-8", "utf_8", "utf-8-sig")):
        return "utf-8", Fault("encoding-lies", 1, declared)
    return name, None
