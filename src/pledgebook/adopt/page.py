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
    return _as_item(block) if kind in ("paragraph", "line", "item") else block


def mark_boilerplate(blocks: Iterable[Block], language: str) -> list[Block]:
    """The blocks, with those that begin as the forms and footers of a site do marked."""
    return [
        replace(block, is_boilerplate=True) if begins_with("boilerplate", language, block.text) else block
        for block in blocks
    ]


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


def _as_item(block: Block) -> Block:
    """An item without its bullet; a paragraph that begins with one is an item."""
    match = _MARKER.match(block.text)
    if match is None or match.end() == len(block.text):
        return block
    number = match["number"] or ""
    if number and not number.isdigit():
        return replace(block, kind="item")
    return replace(
        block,
        kind="item",
        text=block.text[match.end() :],
        origin=block.origin[match.end() :],
        marker=number,
    )
