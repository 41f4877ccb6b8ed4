"""An HTML page as blocks: what a reader sees, with navigation, forms and footers marked as such.

A newcomer would get wrong where a word stands in the file: the parser says only the line of a tag, so each
piece of text is looked for in the file from where the last one ended.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Literal

import lxml.html
from lxml import etree

from pledgebook.adopt.page import Block, Kind, Piece, block_of, line_starts

_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "math", "head", "object", "iframe"})
_BOILERPLATE = frozenset(
    {"nav", "footer", "aside", "button", "select", "textarea", "menu", "dialog", "label"}
)
_BOILERPLATE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "form", "dialog"})
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "img", "ins", "kbd", "mark", "q", "ruby", "rt", "rp", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_KINDS: dict[str, Kind] = {
    "li": "item", "td": "cell", "th": "cell", "dt": "term", "dd": "definition",
    **{f"h{n}": "heading" for n in range(1, 7)},
}  # fmt: skip
_CONTROLS = frozenset({"input", "select", "textarea"})
_CONTROL = "▢"
"""Stands for a field of a form: a label in front of it has something after it."""

_NOTE_MARK = re.compile(r"\s*[\[(]?\s*[0-9a-z*†‡]{1,3}\s*[\])]?\s*", re.IGNORECASE)
_LOOK_AHEAD = 20_000
_BLANK = "\0"
_COMMENT = "<!--"
"""Leaves nothing behind: the parser joins the text on both sides of it."""


def read_html(source: str, base: int = 0) -> list[Block]:
    """The blocks of an HTML page or of a fragment that begins at the offset ``base`` of its file."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml.html.document_fromstring(source.replace("\0", " ").encode("utf-8"), parser=parser)
    except etree.ParserError:
        return []
    walk = _Walk(_Places(source, base), any(True for _ in root.iter("main")))
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.open(element)
        else:
            walk.close(element)
    walk.flush()
    return walk.blocks


class _Places:
    """Where pieces of text stand in the file."""

    def __init__(self, source: str, base: int) -> None:
        self._text, self._offsets = _visible(source)
        self._starts = line_starts(source)
        self._base = base
        self._at = 0

    def of(self, text: str, line: int) -> list[Piece]:
        """The text with its places; all of it at the tag's line where it cannot be found."""
        core = text.strip()
        if not core:
            return [(text, self._base + self._offset(self._at), False)]
        found = self._text.find(core, self._at, self._at + len(core) + _LOOK_AHEAD)
        if found < 0:
            start = self._starts[min(max(line, 1), len(self._starts)) - 1]
            return [(text, self._base + start, False)]
        self._at = found + len(core)
        led = len(text) - len(text.lstrip())
        first = self._base + self._offset(found)
        pieces: list[Piece] = [(text[:led], first, False)]
        pieces += [(letter, self._base + self._offset(found + i), False) for i, letter in enumerate(core)]
        return [*pieces, (text[led + len(core) :], self._base + self._offset(self._at - 1), False)]

    def _offset(self, at: int) -> int:
        return self._offsets[min(at, len(self._offsets) - 1)] if self._offsets else 0


@dataclass(slots=True)
class _Walk:
    places: _Places
    has_main: bool
    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    kinds: list[tuple[Kind, int]] = field(default_factory=list)
    silent: int = 0
    boilerplate: int = 0
    main: int = 0
    row: int = 0

    def open(self, element: etree._Element) -> None:
        name = _name(element)
        if self.silent or _is_silent(element, name):
            self.silent += 1
            return
        if name not in _INLINE:
            self._break(name)
        self.boilerplate += _is_boilerplate(element, name)
        self.main += name == "main"
        self.row += name == "tr"
        if name in _CONTROLS and element.get("type") != "hidden":
            place = self.places.of("", _line(element))[0][1]
            self.blocks.append(Block(_CONTROL, "item", (place,), is_boilerplate=True))
        if name in _KINDS:
            self.kinds.append((_KINDS[name], int(name[1]) if name[1:].isdigit() else 0))
        if element.text:
            self.pieces += self.places.of(element.text, _line(element))

    def close(self, element: etree._Element) -> None:
        name = _name(element)
        if self.silent:
            self.silent -= 1
        else:
            if name not in _INLINE and name != "br":
                self.flush()
            if name in _KINDS:
                self.kinds.pop()
            self.boilerplate -= _is_boilerplate(element, name)
            self.main -= name == "main"
        if element.tail and not self.silent:
            self.pieces += self.places.of(element.tail, _line(element))

    def flush(self) -> None:
        kind, level = self.kinds[-1] if self.kinds else ("paragraph", 0)
        outside = self.has_main and not self.main
        row = self.row if kind == "cell" else 0
        is_boilerplate = bool(self.boilerplate) or outside
        block = block_of(self.pieces, kind, level=level, row=row, is_boilerplate=is_boilerplate)
        self.pieces = []
        if block is not None:
            self.blocks.append(block)

    def _break(self, name: str) -> None:
        """A line break ends a block only where the text before it has come to an end."""
        written = "".join(text for text, _, _ in self.pieces[-3:]).rstrip()
        if name != "br" or written.endswith((".", ":", ";", "!", "?")):
            self.flush()
        else:
            self.pieces.append((" ", self.pieces[-1][1] if self.pieces else 0, False))


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1


def _is_silent(element: etree._Element, name: str) -> bool:
    if name in _SILENT or element.get("hidden") is not None:
        return True
    if name != "sup":
        return False
    return _NOTE_MARK.fullmatch("".join(map(str, element.itertext()))[:40]) is not None


def _is_boilerplate(element: etree._Element, name: str) -> bool:
    """Navigation, a footer, a form; a form around the whole page, as some systems write it, is none."""
    if name == "form":
        return element.find(".//h1") is None and element.find(".//main") is None
    return name in _BOILERPLATE or (element.get("role") or "").casefold() in _BOILERPLATE_ROLES


def _visible(source: str) -> tuple[str, list[int]]:
    """The file's text without its tags, entities read, and the offset of each character left."""
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(source):
        skipped = _tag_end(source, at) if source[at] == "<" else at
        if skipped > at:
            if not source.startswith(_COMMENT, at):
                letters.append(_BLANK)
                offsets.append(at)
            at = skipped
            continue
        written, end = _entity(source, at) if source[at] == "&" else (source[at], at + 1)
        letters += written
        offsets += [at] * len(written)
        at = end
    return "".join(letters), offsets


def _tag_end(source: str, at: int) -> int:
    """The offset after the tag, comment or script that begins at ``at``; ``at`` where it is only a sign."""
    following: str = source[at + 1 : at + 2]
    if not (following.isalpha() or following in ("/", "!", "?")):
        return at
    opened: Literal["-->", ">"] = "-->" if source.startswith(_COMMENT, at) else ">"
    end = source.find(opened, at + 1, at + 1 + 10 * _LOOK_AHEAD)
    if end < 0:
        return at
    name = source[at + 1 : at + 7].casefold()
    for silent in ("script", "style"):
        if name.startswith(silent):
            closed = source.find(f"</{silent}", end, end + 50 * _LOOK_AHEAD)
            return end + 1 if closed < 0 else closed
    return end + len(opened)


_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")


def _entity(source: str, at: int) -> tuple[str, int]:
    match = _ENTITY.match(source, at)
    return ("&", at + 1) if match is None else (html.unescape(match[0]), match.end())
