"""A file opened without being told how: by which reader, which sheet, and where its headers stand.

A newcomer would go by the name of the file only. A list may be without headers, begin below a title, or hide the sheet
that matters behind others; the sheet with most rows under one head is proposed, and which it was is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pledgebook.sources.csv_file import RawRow, read_csv
from pledgebook.sources.hxl import Tag, tag_row
from pledgebook.sources.parquet_file import read_parquet
from pledgebook.sources.shapes import read_shapes
from pledgebook.sources.sheet import read_sheet, sheet_names
from pledgebook.sources.table_file import tagged
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.tables.proposing.recognise import kind_of
from pledgebook.text import Text

_READERS = {
    ".csv": "csv",
    ".txt": "csv",
    ".xlsx": "sheet",
    ".xls": "sheet",
    ".xlsm": "sheet",
    ".ods": "sheet",
    ".parquet": "parquet",
    ".json": "shapes",
    ".geojson": "shapes",
    ".topojson": "shapes",
}
_UNKNOWN = Text(
    en="its name ends with none of {endings}",
    fr="son nom ne se termine par aucun de {endings}",
)
_FIRST = 25
"""The headers stand in one of so many rows."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it opened: how, and what was found."""

    path: Path
    reader: str
    headers: list[str]
    tags: Mapping[str, Tag]
    rows: Sequence[RawRow]
    head: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many rows it holds."""
        return len(self.rows)


def look_at(path: Path) -> Look:
    """The file, opened as well as it can be.

    Raises ``UnreadableError``.
    """
    match _READERS.get(path.suffix.lower()):
        case "csv":
            return _csv(path)
        case "sheet":
            return max((_sheet(path, name) for name in sheet_names(path)), key=_weight)
        case "parquet":
            return _look(path, "parquet", 1, *read_parquet(path))
        case "shapes":
            return _look(path, "shapes", 1, *read_shapes(path))
        case _:
            raise UnreadableError(_UNKNOWN.fill(endings=", ".join(_READERS)))


def _csv(path: Path) -> Look:
    _, bare = read_csv(path, 0)
    first = [[c for c in row.cells.values() if c] for row in islice(bare, _FIRST)]
    width = max((len(cells) for cells in first), default=0)
    head = 1 + next((n for n, cells in enumerate(first) if len(cells) > width // 2), 0)
    if head == 1 and first and _is_data(first[0]):
        head = 0
    return _look(path, "csv", head, *read_csv(path, head))


def _sheet(path: Path, name: str) -> Look:
    headers, rows = read_sheet(path, name, (0, 0))
    first = {row.line: [row.cells[h] for h in headers] for row in islice(rows, _FIRST)}
    width = max((sum(map(bool, cells)) for cells in first.values()), default=0)
    likely = (
        line
        for line, cells in first.items()
        if 2 * sum(map(bool, cells)) > width and not _is_data(filter(None, cells)) and tag_row(cells) is None
    )
    head = next(likely, 1)
    found = _look(path, "sheet", head, *read_sheet(path, name, (head, head)))
    return Look(path, "sheet", found.headers, found.tags, found.rows, head, name, tuple(sheet_names(path)))


def _look(path: Path, reader: str, head: int, headers: list[str], rows: Iterator[RawRow]) -> Look:
    opened = tagged(headers, rows)
    return Look(path, reader, opened.headers, opened.tags, list(opened.rows), head)


def _weight(look: Look) -> tuple[bool, int]:
    """A sheet with hashtags says what it is; else the one with most cells."""
    return bool(look.tags), len(look.rows) * len(look.headers)


def _is_data(cells: Iterable[str]) -> bool:
    """A row with a day, a p-code or two numbers in it is no row of headers."""
    kinds = [kind_of([cell]) for cell in cells]
    return "day" in kinds or "pcode" in kinds or sum(k in ("number", "year") for k in kinds) > 1
