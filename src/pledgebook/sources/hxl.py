"""HXL hashtags: the row of a table that says what each column is, and patterns that choose a column by it.

A newcomer would look for the hashtags in the second row only, or take a cell such as "#Locations" of a summary for
one. They may stand in any of the first rows, with blanks and tabs around them, and most of a row's cells are tags.

Source: HXL 1.1, "Hashtags and attributes", https://hxlstandard.org/standard/1-1final/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_TAG = re.compile(r"#\s*([A-Za-z][A-Za-z0-9_]*)((?:\s*[+-]\s*[A-Za-z][A-Za-z0-9_]*)*)\s*(!?)")
_ATTRIBUTE = re.compile(r"([+-])\s*([A-Za-z][A-Za-z0-9_]*)")
FIRST_ROWS = 25
"""A hashtag row stands among these; the standard leaves the number to the reader."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag with its attributes; in a pattern also those that must be absent, or ``only`` these."""

    name: str
    attributes: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    only: bool = False

    def chooses(self, other: Tag) -> bool:
        """The other tag is what this pattern asks for."""
        if self.name != other.name or self.absent & other.attributes:
            return False
        return self.attributes == other.attributes if self.only else self.attributes <= other.attributes

    def __str__(self) -> str:
        return f"#{self.name}" + "".join(f"+{a}" for a in sorted(self.attributes))


def read_tag(written: str) -> Tag | None:
    """A hashtag or a pattern of one; None where the cell is neither.

    >>> str(read_tag("\\t#Affected + idps +households "))
    '#affected+households+idps'
    >>> read_tag("#adm1 -code").chooses(read_tag("#adm1+code")), read_tag("12 #adm1")
    (False, None)
    """
    match = _TAG.fullmatch(written.strip())
    if match is None:
        return None
    signed = _ATTRIBUTE.findall(match[2].lower())
    present = frozenset(name for sign, name in signed if sign == "+")
    absent = frozenset(name for sign, name in signed if sign == "-")
    return Tag(match[1].lower(), present, absent, bool(match[3]))


def tag_row(cells: Iterable[str]) -> list[Tag | None] | None:
    """The tags of a row that is a hashtag row: two or more, and at least half of the cells that hold something."""
    given = [cell.strip() for cell in cells]
    tags = [read_tag(cell) for cell in given]
    found = sum(1 for tag in tags if tag)
    return tags if found > 1 and 2 * found >= sum(1 for cell in given if cell) else None


def chosen(pattern: str, tags: Mapping[str, Tag]) -> list[str]:
    """The headers whose tag the pattern chooses; where several do, the one that has no other attribute.

    >>> tags = {"a": read_tag("#adm1+name"), "b": read_tag("#adm1+name+ar"), "c": read_tag("#adm1+code")}
    >>> chosen("#adm1+name", tags), chosen("#adm1", tags), chosen("#adm1+name+ar", tags)
    (['a'], ['a', 'b', 'c'], ['b'])
    """
    wanted = read_tag(pattern)
    if wanted is None:
        return []
    found = [header for header, tag in tags.items() if wanted.chooses(tag)]
    exact = [header for header in found if tags[header].attributes == wanted.attributes]
    return exact if len(exact) == 1 else found


def tags_by_header(headers: Sequence[str], tags: Sequence[Tag | None]) -> dict[str, Tag]:
    """Each header's tag, where it has one."""
    return {header: tag for header, tag in zip(headers, tags, strict=False) if tag is not None}
