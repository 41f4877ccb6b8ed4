"""A published page as blocks of text, each character with the place in the file from which it came.

A newcomer would get wrong that navigation, forms and footers are kept, marked as boilerplate: no figure is
looked for in them, but a label with nothing after it often stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias
from unicodedata import category

from pledgebook.adopt.tables import begins_with
from pledgebook.errors import Where

Kind: TypeAlias = Literal["heading", "paragraph", "line", "item", "cell", "term", "definition"]
Piece: TypeAlias = tuple[str, int, bool]
"""Some text, the offset of its first character in the file, and whether the others follow it there."""

_MARKED = frozenset({"heading", "paragraph", "line", "item"})
_LONGEST_PHRASE = 160
"""A longer block that begins like a form or a footer is prose."""

_SPACES = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029 ")
_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff")
_REFERENCE = re.compile(r"(?<=[^\s\[])\[(?:[0-9]{1,3}|\^[^\]\s]{1,40})\]")
_MARKER = re.compile(r"(?P<bullet>[-*•–—·▪◦‣])\s+|\(?(?P<number>[0-9]{1,3}|[a-z])[.)]\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item or cell; ``origin`` has the offset in the file of each character.

    ``level``: of a heading. ``row``: the table row of a cell, counted over the page. ``marker``: the number
    that an item was given.
    """

    text: str
    kind: Kind
    origin: tuple[int, ...]
    level: int = 0
    row: int = 0
    marker: str = ""
    is_boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page as it was published in one language."""

    path: Path
    language: str
    blocks: tuple[Block, ...]
    line_starts: tuple[int, ...]

    def where(self, block: Block, at: int) -> Where:
        """The line and column in the file of a character of a block."""
        offset = block.origin[min(at, len(block.origin) - 1)] if block.origin else 0
        line = bisect_right(self.line_starts, offset)
        return Where(self.path, line, offset - self.line_starts[line - 1] + 1)

    @property
    def prose(self) -> tuple[Block, ...]:
        """The blocks that say something, without navigation, forms and footers."""
        return tuple(block for block in self.blocks if not block.is_boilerplate)


def block_of(pieces: Iterable[Piece], kind: Kind, **more: int | bool) -> Block | None:
    """The block of these pieces, spaces collapsed and reference marks dropped; None where nothing is left."""
    letters, origin = _collapsed(pieces)
    letters, origin = _without_references(letters, origin)
    if not letters:
        return None
    block = Block(letters, kind, origin, **more)  # type: ignore[arg-type]
    return _without_marker(block) if kind in _MARKED else block


def mark_boilerplate(blocks: Iterable[Block], language: str) -> list[Block]:
    """The blocks, with those that begin as the forms and footers of a site do marked."""
    return [
        replace(block, is_boilerplate=True) if _is_of_the_site(block, language) else block for block in blocks
    ]


def _is_of_the_site(block: Block, language: str) -> bool:
    return len(block.text) <= _LONGEST_PHRASE and begins_with("boilerplate", language, block.text)


def line_starts(source: str) -> tuple[int, ...]:
    """The offset at which each line of the file begins."""
    return (0, *(i + 1 for i, letter in enumerate(source) if letter == "\n"))


def _collapsed(pieces: Iterable[Piece]) -> tuple[str, tuple[int, ...]]:
    letters: list[str] = []
    origin: list[int] = []
    for text, start, follows in pieces:
        for i, letter in enumerate(text):
            if letter in _SPACES:
                if not letters or letters[-1] == " ":
                    continue
                letter = " "
            elif letter in _DROPPED or category(letter) in ("Cc", "Cn", "Cs"):
                continue
            letters.append(letter)
            origin.append(start + i if follows else start)
    while letters and letters[-1] == " ":
        letters.pop()
        origin.pop()
    return "".join(letters), tuple(origin)


def _without_references(text: str, origin: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The text without the marks of its footnotes, such as [3]: they would be read as numbers."""
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for match in _REFERENCE.finditer(text):
        kept.append(text[at : match.start()])
        places += origin[at : match.start()]
        at = match.end()
    return ("".join([*kept, text[at:]]), (*places, *origin[at:])) if kept else (text, origin)


def _without_marker(block: Block) -> Block:
    """An item without its bullet, a heading without its number; a paragraph that begins with one is an item."""
    match = _MARKER.match(block.text)
    if match is None or match.end() == len(block.text):
        return block
    number = match["number"] or ""
    kind: Kind = "heading" if block.kind == "heading" else "item"
    if (number or kind == "heading") and not number.isdigit():
        return replace(block, kind=kind)
    return replace(
        block,
        kind=kind,
        text=block.text[match.end() :],
        origin=block.origin[match.end() :],
        marker=number,
    )
