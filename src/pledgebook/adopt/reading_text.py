"""A page in plain text or Markdown as blocks.

A newcomer would get wrong that lines of plain text are one paragraph only where they were wrapped: the next
line's first word would not have fitted on the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pledgebook.adopt.page import Block, Kind, Piece, block_of, line_starts
from pledgebook.adopt.reading_html import read_html

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){0,60}?---\n")
_BULLET = re.compile(r"\s*(?:[-*•–—·▪◦‣]|\(?[0-9]{1,3}[.)]|\(?[a-z][)])\s")
_SHORTEST_WRAPPED = 45
_ENDS = (".", "!", "?", "…", ":", ";", ",")
_KINDS: dict[str, Kind] = {"list_item": "item", "heading": "heading", "th": "cell", "td": "cell"}


def read_text(source: str) -> list[Block]:
    """The blocks of a plain text; a short line without a full stop is a ``line``: a heading or an item."""
    blocks = []
    for lines in _paragraphs(source):
        for group in _unwrapped(lines):
            pieces: list[Piece] = [(f"{line}\n", start, True) for start, line in group]
            ended = group[-1][1].rstrip().endswith(_ENDS)
            found = block_of(pieces, "paragraph" if ended or len(group) > 1 else "line")
            if found is not None:
                blocks.append(found)
    return blocks


def read_markdown(source: str) -> list[Block]:
    """The blocks of a Markdown text; code is left out, HTML in it is read as HTML."""
    front = _FRONT_MATTER.match(source)
    begun = front.end() if front else 0
    body = "\n" * source.count("\n", 0, begun) + source[begun:]
    shift = begun - source.count("\n", 0, begun)
    starts = line_starts(body)
    blocks: list[Block] = []
    kinds: list[Kind] = []
    row = 0
    for token in _MARKDOWN.parse(body):
        name = token.type.removesuffix("_open").removesuffix("_close")
        row += token.type == "tr_open"
        if name in _KINDS and token.type.endswith("_open"):
            kinds.append(_KINDS[name])
        elif name in _KINDS:
            kinds.pop()
        start = starts[token.map[0]] if token.map and token.map[0] < len(starts) else 0
        if token.type == "html_block":
            blocks += read_html(token.content, start + shift)
        elif token.type == "inline":
            kind: Kind = kinds[-1] if kinds else "paragraph"
            level = _level(token, body, start) if kind == "heading" else 0
            pieces = [(t, o + shift, f) for t, o, f in _pieces(token, body, start)]
            found = block_of(pieces, kind, level=level, row=row if kind == "cell" else 0)
            blocks += [found] if found else []
    return blocks


def _pieces(token: Token, body: str, start: int) -> Iterator[Piece]:
    """The text of a block in pieces, each looked for in the file from where the last one ended."""
    at, most = start, start + 4 * len(token.content) + 200
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield "\n", at, False
        elif child.type in ("text", "text_special", "code_inline"):
            found = body.find(child.content, at, most)
            yield child.content, found if found >= 0 else at, found >= 0
            at = found + len(child.content) if found >= 0 else at


def _level(token: Token, body: str, start: int) -> int:
    """The level of a heading: as many as its signs, or 1 and 2 where it is underlined."""
    line = body[start : start + 20].lstrip()
    signs = len(line) - len(line.lstrip("#"))
    return signs or 1


def _paragraphs(source: str) -> Iterator[list[tuple[int, str]]]:
    """Lines with their offsets, a group for each run without an empty line."""
    group: list[tuple[int, str]] = []
    for start, line in zip(line_starts(source), source.split("\n"), strict=True):
        if line.strip():
            group.append((start, line))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _unwrapped(lines: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The lines of a paragraph, those that were wrapped together."""
    width = max(len(line) for _, line in lines)
    group = [lines[0]]
    for before, (start, line) in pairwise(lines):
        first_word = line.split(maxsplit=1)[0]
        wrapped = width >= _SHORTEST_WRAPPED and len(before[1]) + 1 + len(first_word) > width
        if wrapped and not _BULLET.match(line):
            group.append((start, line))
        else:
            yield group
            group = [(start, line)]
    yield group
