"""The prose of a draft: the page as Markdown, each figure a link that is bound to nothing yet.

A newcomer would get wrong that what is escaped must still read as it read on the page: a sign that would hide
a figure from the checks (a backtick, a backslash) is written as its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pledgebook.adopt.mention import Link, Mention
from pledgebook.adopt.page import Block, PublishedPage

_SIGNS = str.maketrans({"\\": "&bsol;", "`": "&grave;", "*": "\\*", "_": "\\_", "[": "\\[", "]": "\\]"})
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_FIRST = re.compile(r"(?P<sign>[#>+=~|-])|(?P<digits>[0-9]{1,9})(?=[.)](?:\s|$))")
_NO_BRACKET = re.compile(r"[^\[\]]+")
_LEVELS = (2, 6)
Linked = Sequence[Mention]


def title_of(page: PublishedPage) -> str:
    """The page's title: its first heading of the highest level, or its first line."""
    headings = [block for block in page.prose if block.kind == "heading"]
    top = min(headings, key=lambda block: block.level, default=None)
    return top.text if top else page.prose[0].text if page.prose else ""


def write_prose(page: PublishedPage, mentions: Sequence[Mention]) -> str:
    """The Markdown of a draft's page; the title stands in its declaration."""
    by_block: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.question:
            by_block.setdefault(mention.block, []).append(mention)
    numbered = [(n, block) for n, block in enumerate(page.blocks) if not block.is_boilerplate]
    if numbered and numbered[0][1].text == title_of(page) and not by_block.get(numbered[0][0]):
        numbered = numbered[1:]
    parts = []
    for kind, group in groupby(numbered, key=lambda pair: pair[1].kind):
        written = [(block, _with_links(block, by_block.get(n, ()))) for n, block in group]
        if kind == "cell":
            parts.append("\n".join(_table(written)))
        elif kind == "item":
            parts.append("\n".join(f"{_mark(block)} {text}" for block, text in written))
        else:
            parts += [_paragraph(block, text) for block, text in written]
    return "\n\n".join(parts) + "\n"


def _paragraph(block: Block, text: str) -> str:
    if block.kind != "heading":
        return _escaped_start(text)
    level = min(max(block.level, _LEVELS[0]), _LEVELS[1])
    return f"{'#' * level} {text}"


def _mark(block: Block) -> str:
    return f"{block.marker}." if block.marker else "-"


def _table(cells: Sequence[tuple[Block, str]]) -> Iterator[str]:
    rows = [[text for _, text in group] for _, group in groupby(cells, key=lambda cell: cell[0].row)]
    width = max(map(len, rows))
    for number, row in enumerate(rows):
        filled = [*row, *[""] * (width - len(row))]
        yield "| " + " | ".join(text.replace("|", "\\|") for text in filled) + " |"
        if number == 0:
            yield "|" + "---|" * width


def _with_links(block: Block, mentions: Linked) -> str:
    """The block's text with each figure as a link."""
    written: list[str] = []
    at = 0
    for mention in mentions:
        for link in (_without_brackets(block.text, link) for link in mention.links):
            before = _escaped(block.text[at : link.start])
            if before.endswith("!"):
                before = before[:-1] + "\\!"
            value = f"&value={link.value}" if link.value else ""
            words = _escaped(block.text[link.start : link.end])
            written += [before, f"[{words}](measure:?question={mention.question}{value})"]
            at = link.end
    return "".join([*written, _escaped(block.text[at:])])


def _without_brackets(text: str, link: Link) -> Link:
    """The part of the link's words with the digits, and no square bracket: no link can hold one."""
    parts = _NO_BRACKET.finditer(text, link.start, link.end)
    start, end = max(((any(map(str.isdigit, p[0])), len(p[0])), p.span()) for p in parts)[1]
    return replace(link, start=start, end=end)


def _escaped(text: str) -> str:
    return _TAG.sub(r"\\<", _ENTITY.sub("&amp;", text).translate(_SIGNS))


def _escaped_start(text: str) -> str:
    """The text, its first sign escaped where it would make it a list, a heading or a quotation."""
    match = _FIRST.match(text)
    if match is None:
        return text
    at = match.end() if match["digits"] else 0
    return f"{text[:at]}\\{text[at:]}"
