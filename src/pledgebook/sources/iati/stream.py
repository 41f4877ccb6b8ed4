"""A file of IATI activities as small trees, one after the other; memory does not grow with the file.

Each piece of the file is parsed alone behind the root's start tag, so that every element knows its line (a
whole-file parser loses count after line 65,535) and a fault stays in its activity. The stream parser reads
what cannot be cut: a root that is wrapped, prefixed or self-closed, a document type with rules of its own.

A newcomer would get wrong that faults come between the pieces, not only at the end, and that a fault and a
piece of the same activity may both come: then it was mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Protocol, cast

from lxml import etree

import pledgebook.sources.iati.cut as cut
from pledgebook.sources.iati.fault import Fault, opened_before
from pledgebook.sources.iati.mend import Mended, mended, misread
from pledgebook.sources.iati.opening import Opening, opened
from pledgebook.sources.iati.recoded import Joined

__all__ = ["Beginning", "Fault", "Piece", "parsed", "pieces"]

UNDECLARED = "undeclared:"
"""The namespace that a prefix gets which nobody declared, before the prefix itself."""
_PLACE = re.compile(r",? line \d+(?:, column \d+)?")
_IDENTIFIER = re.compile(rb"<(?:[\w.-]+:)?iati-identifier[^>]*>\s*([^<]*?)\s*<")
_NAME = 64
_CODES = {etree.ErrorTypes.ERR_RESOURCE_LIMIT: "activity-beyond-limits"}


class Beginning(Protocol):
    """What every activity of a file needs of its beginning."""

    @property
    def encoding(self) -> str:
        """The encoding of the file's bytes."""

    @property
    def root(self) -> bytes:
        """The root's start tag."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An activity's element; its own line is ``first_line + element.sourceline - 1``."""

    element: etree._Element
    first_line: int


def pieces(content: BinaryIO) -> Iterator[Piece | Fault]:
    """Every activity of a file in its order, and what is wrong where it stands."""
    yield from pieces_of(opened(content))


def pieces_of(opening: Opening | Fault) -> Iterator[Piece | Fault]:
    """The same of a file that was opened."""
    if isinstance(opening, Fault):
        yield opening
        return
    yield from opening.faults
    yield from _cut(opening) if opening.root else _streamed(opening)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def _cut(opening: Opening) -> Iterator[Piece | Fault]:
    parser, line = _parser(), opening.line
    for found in cut.cuts(opening.start, opening.content):
        yield from parsed(found, opening, line, parser)
        line += found.lines


def parsed(
    found: cut.Cut, opening: Beginning, line: int, parser: etree.XMLParser | None = None
) -> Iterator[Piece | Fault]:
    """The activities of one cut that begins on a line, and what is wrong in it; no other cut changes them."""
    found = found._replace(content=found.alone)
    if found.is_too_large:
        yield _too_large(found, line)
    elif misread(found.alone, opening.encoding):
        yield from _second_try(found, opening, line, None)
    else:
        try:
            tree = etree.fromstring(_before(opening) + found.alone + _close(found), parser or _parser())
        except etree.XMLSyntaxError as fault:
            yield from _second_try(found, opening, line, fault)
        else:
            for activity in tree.iterchildren("{*}iati-activity"):
                yield Piece(_plain(activity), line)


def root_of(beginning: Beginning) -> etree._Element | None:
    """The root's start tag as an element without anything in it; None where the parser refuses it."""
    try:
        return etree.fromstring(_before(beginning) + b"</iati-activities>", _parser())
    except etree.XMLSyntaxError:
        return None


def _before(opening: Beginning) -> bytes:
    return f'<?xml version="1.0" encoding="{opening.encoding}"?>'.encode() + opening.root


def _close(found: cut.Cut) -> bytes:
    return b"" if found.is_last else b"</iati-activities>"


def _second_try(
    found: cut.Cut, opening: Beginning, line: int, fault: etree.XMLSyntaxError | None
) -> Iterator[Piece | Fault]:
    """What can be mended and read all the same; else why the piece is left out."""
    mend = mended(found.alone, opening.encoding, opening.root)
    before = _before(opening)
    if mend is not None:
        try:
            tree = etree.fromstring(_as_text(mend, opening) + _close(found), _parser())
        except etree.XMLSyntaxError as second:
            fault = second
        else:
            elements = [_plain(element) for element in tree.iterchildren("{*}iati-activity")]
            identifier = next((" ".join((e.findtext("iati-identifier") or "").split()) for e in elements), "")
            for note in mend.notes:
                yield replace(note, line=line + note.line, activity_id=identifier)
            for element in elements:
                yield Piece(element, line)
            return
    assert fault is not None, "a piece that is misread is mended"
    yield _left_out(found, before, line, fault)


def _as_text(mend: Mended, opening: Beginning) -> bytes:
    root = opening.root.decode(opening.encoding, "replace")
    declared = "".join(f' xmlns:{prefix}="{UNDECLARED}{prefix}"' for prefix in mend.prefixes)
    return f'<?xml version="1.0" encoding="utf-8"?>{root[:-1]}{declared}>{mend.text}'.encode(
        "utf-8", "replace"
    )


def _left_out(found: cut.Cut, before: bytes, first_line: int, fault: etree.XMLSyntaxError) -> Fault:
    """The fault of a piece; its line is that of the parser, its element the last one opened up to there."""
    line, column = (number or 1 for number in fault.position)
    start = 0
    for _ in range(line - 1):
        start = found.alone.find(b"\n", start) + 1
    stop = start + max(column - 1 - (len(before) if line == 1 else 0), 0)
    return Fault(
        "not-well-formed" if found.is_last else _code(fault),
        first_line + line - 1,
        _message(fault),
        identifier_in(found.alone),
        _element_at(found.alone, stop),
    )


def _too_large(found: cut.Cut, first_line: int) -> Fault:
    """The fault of a piece of which only the beginning is there."""
    blank = len(found.alone) - len(found.alone.lstrip())
    return Fault(
        "piece-too-large",
        first_line + found.alone.count(b"\n", 0, blank),
        str(cut.LARGEST_PIECE),
        identifier_in(found.alone),
        _element_at(found.alone, len(found.alone)),
    )


def _code(fault: etree.XMLSyntaxError) -> str:
    number: int = cast("Any", fault).code
    return _CODES.get(number, "activity-not-well-formed")


def _element_at(content: bytes, position: int) -> str:
    """The last element opened up to a place in the bytes; its name may reach beyond it."""
    before = content[: position + 1].decode("utf-8", "replace")
    return opened_before(
        before + content[position + 1 : position + _NAME].decode("utf-8", "replace"), len(before)
    )


def identifier_in(content: bytes) -> str:
    """The identifier of a piece as its bytes have it, unparsed; '' where none is seen."""
    found = _IDENTIFIER.search(content)
    return "" if found is None else " ".join(found[1].decode("utf-8", "replace").split())


def _message(fault: etree.XMLSyntaxError) -> str:
    return " ".join(_PLACE.sub("", fault.msg or "").split())


class _Endless(Exception):  # noqa: N818 - it says what the stream is; nobody outside sees it
    """More bytes were read than one activity may have."""


class _Measured(Joined):
    """A stream that ends with ``_Endless`` when no activity ended for too long."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        super().__init__(start, rest)
        self.since_last = 0

    def read(self, size: int | None = -1) -> bytes:
        block = super().read(size)
        self.since_last += len(block)
        if self.since_last > cut.LARGEST_PIECE:
            raise _Endless
        return block


def _streamed(opening: Opening) -> Iterator[Piece | Fault]:
    content = _Measured(opening.start, opening.content)
    events = etree.iterparse(
        content,
        events=("start", "end"),
        tag=("{*}iati-activities", "{*}iati-activity"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        encoding=opening.encoding,
    )
    found, line = False, 1
    try:
        for event, element in events:
            if event == "start":
                entities = _entities(element) if element.getparent() is None else ""
                if entities:
                    yield Fault("entities-declared", 1, entities)
                    return
            elif etree.QName(element).localname == "iati-activity":
                found, content.since_last = True, 0
                line = int(element.sourceline or line)
                yield Piece(_plain(element), 1)
                _forget(element)
    except etree.XMLSyntaxError as fault:
        yield Fault("not-well-formed", max(fault.lineno or 1, 1), _message(fault))
        return
    except _Endless:
        yield Fault("piece-too-large", line, str(cut.LARGEST_PIECE))
        return
    if not found and etree.QName(events.root).localname != "iati-activities":
        yield Fault("not-activities", 1, str(events.root.tag))


def _plain(element: etree._Element) -> etree._Element:
    """The element with its names as the standard writes them, where the file put them into a namespace."""
    namespace = etree.QName(element).namespace
    if namespace:
        for node in element.iter(f"{{{namespace}}}*"):
            node.tag = etree.QName(node).localname
    return element


def _entities(root: etree._Element) -> str:
    definition: Any = root.getroottree().docinfo.internalDTD
    return "" if definition is None else ", ".join(sorted(e.name for e in definition.iterentities()))


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
