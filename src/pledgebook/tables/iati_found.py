"""What a reading of IATI files came upon: its issues by their kind, and the files that gave nothing else.

A newcomer would get wrong that a file of which nothing could be read has a part all the same: it holds issues alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from pledgebook.tables.iati_index import PARTS, read_index

_FOUND = "found.json"
"""The file in which a part's folder says what was found: issues by kind, and whether there are rows beside them."""


@dataclass(slots=True)
class Kind:
    """Issues of one code: what the first of them says and in which record, how many, and in how many files.

    ``source`` is the first of these files, '' in what a part says of itself.
    """

    code: str
    message_en: str
    message_fr: str
    record: str
    count: int
    source: str = ""
    files: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """The kinds of issues, the most frequent first, and the sources of which no row could be read."""

    kinds: tuple[Kind, ...]
    gave_nothing: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many issues there are."""
        return sum(kind.count for kind in self.kinds)


def found_in(folder: Path) -> Found:
    """What the parts in a folder say of themselves, as they are now."""
    kinds: dict[str, Kind] = {}
    empty = []
    for source, entry in sorted(read_index(folder).items()):
        has_rows, own = False, dict[str, Kind]()
        for key in entry.parts:
            content = json.loads((folder / PARTS / key / _FOUND).read_text(encoding="utf-8"))
            has_rows = has_rows or content["has_rows"]
            add_up(own, (Kind(*kind) for kind in content["kinds"]))
        for kind in own.values():
            kind.source = source
        add_up(kinds, own.values(), files=1)
        if not has_rows:
            empty.append(source)
    return Found(tuple(sorted(kinds.values(), key=lambda kind: (-kind.count, kind.code))), tuple(empty))


def add_up(kinds: dict[str, Kind], more: Iterable[Kind], files: int = 0) -> None:
    """Add kinds to those before them, of which the first says what is said; ``files`` more that have them."""
    for kind in more:
        first = kinds.setdefault(kind.code, kind)
        if first is not kind:
            first.count += kind.count
            first.files += files


def write_found(folder: Path, kinds: Iterable[Kind], has_rows: bool) -> None:
    """Let a part's folder say what was found in it."""
    content = {"has_rows": has_rows, "kinds": [astuple(kind)[:5] for kind in kinds]}
    (folder / _FOUND).write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
