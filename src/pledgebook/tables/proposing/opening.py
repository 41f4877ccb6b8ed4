"""A file opened without being told how: by which reader, which sheet, and where its headers stand.

A newcomer would go by the name of the file only. A list may be without headers, begin below a title, or hide the sheet
that matters behind others; the sheet with most rows under one head is proposed, and which it was is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from pledgebook.sources.csv_file import Form, RawRow, read_csv
from pledgebook.sources.hxl import Tag, tag_row
from pledgebook.sources.parquet_file import read_parquet
from pledgebook.sources.seeming import refuse_another_kind
from pledgebook.sources.shapes import read_shapes
from pledgebook.sources.sheet import read_sheet, sheet_names
from pledgebook.sources.table_file import tagged
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.tables.proposing.form import form_of
from pledgebook.tables.proposing.recognise import kind_of
from pledgebook.text import Text

_READERS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
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
    head: int | tuple[int, int] = 1
    """The row of the headers, the first and last of two, or 0 where there are none."""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    form: Form = field(default_factory=Form)
    readings: tuple[tuple[str, str], ...] = ()
    """Where the encoding is a guess: each that is possible, and how a word of the file reads in it."""

    @property
    def count(self) -> int:
        """How many rows it holds."""
        return len(self.rows)


def look_at(path: Path) -> Look:
    """The file, opened as well as it can be.

    Raises ``UnreadableError``.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is not None:
        refuse_another_kind(path, reader)
    match reader:
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
    seen = form_of(path)
    _, bare = read_csv(path, 0, seen.form)
    first = [[c for c in row.cells.values() if c] for row in islice(bare, _FIRST)]
    width = max((len(cells) for cells in first), default=0)
    head = 1 + next((n for n, cells in enumerate(first) if len(cells) > width // 2), 0)
    if head == 1 and first and _is_data(first[0]):
        head = 0
    found = _look(path, "csv", head, *read_csv(path, head, seen.form))
    return replace(found, form=seen.form, readings=seen.readings)


def _sheet(path: Path, name: str) -> Look:
    headers, rows = read_sheet(path, name, (0, 0))
    first = {row.line: [row.cells[h] for h in headers] for row in islice(rows, _FIRST)}
    width = max((_words(cells) for cells in first.values()), default=0)
    likely = (n for n, cells in first.items() if 2 * _words(cells) > width and _is_head(cells))
    top = next(likely, 1)
    bottom = top + 1 if _is_above(first.get(top, []), first.get(top + 1, [])) else top
    found = _look(path, "sheet", top, *read_sheet(path, name, (top, bottom)))
    head = top if top == bottom else (top, bottom)
    return Look(path, "sheet", found.headers, found.tags, found.rows, head, name, tuple(sheet_names(path)))


def _words(cells: Iterable[str]) -> int:
    """How many different things a row says: a title that spans all columns says one."""
    return len(set(filter(None, cells)))


def _is_head(cells: Sequence[str]) -> bool:
    return not _is_data(filter(None, cells)) and tag_row(cells) is None


def _is_above(cells: Sequence[str], below: Sequence[str]) -> bool:
    """A head that says one word over several columns, and the row that tells these apart below it."""
    held = [cell for cell in cells if cell]
    return len(set(held)) < len(held) and _words(below) > _words(cells) and _is_head(below)


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
