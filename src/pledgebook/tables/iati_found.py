"""What a reading of IATI files came upon: its issues by their kind, and the files that gave nothing else.

A newcomer would get wrong that a file of which nothing could be read has a part all the same: it holds issues alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pledgebook.tables.iati_index import PARTS, read_index
from pledgebook.tables.iati_rows import EVERYTHING
from pledgebook.text import Text

_ISSUE = "issue"
_SAID = ("message_en", "message_fr", "source", "record")


@dataclass(slots=True)
class Kind:
    """Issues of one code: how many, in how many files, and what the first of them says and where."""

    code: str
    message: Text
    source: str
    record: str
    count: int = 0
    files: int = 0


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
    """What the tables of a folder say of themselves, as they are now."""
    kinds: dict[str, Kind] = {}
    empty = []
    for source, entry in sorted(read_index(folder).items()):
        parts = [folder / PARTS / key for key in entry.parts]
        counted = _counted([part / f"{_ISSUE}.parquet" for part in parts])
        for row in counted:
            text = Text(en=row["message_en_first"], fr=row["message_fr_first"])
            kind = kinds.setdefault(
                row["code"], Kind(row["code"], text, row["source_first"], row["record_first"])
            )
            kind.count += row["rows_sum"]
            kind.files += 1
        if not any(_has_rows(part) for part in parts):
            empty.append(source)
    return Found(tuple(sorted(kinds.values(), key=lambda kind: (-kind.count, kind.code))), tuple(empty))


def _counted(files: list[Path]) -> list[dict[str, Any]]:
    """Of the issues of one source: a row for each code, with their number and the first one’s words and place."""
    tables = [pq.read_table(path, columns=["code", "times", *_SAID]) for path in files if path.is_file()]
    if not tables:
        return []
    issues = pa.concat_tables(tables)
    issues = issues.append_column("rows", pc.coalesce(issues["times"], pa.scalar(1, issues["times"].type)))
    firsts = [(column, "first") for column in _SAID]
    counted = issues.group_by("code", use_threads=False).aggregate([("rows", "sum"), *firsts])
    found: list[dict[str, Any]] = counted.to_pylist()
    return found


def _has_rows(part: Path) -> bool:
    return any(path.stem in EVERYTHING and path.stem != _ISSUE for path in part.glob("*.parquet"))
