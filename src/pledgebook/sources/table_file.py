"""Any file that is a table, opened by the reader that its source names; hashtags and rows left out included.

Extend it by one line of ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from pledgebook.book.models import SourceDeclaration
from pledgebook.sources.csv_file import Form, RawRow, read_csv
from pledgebook.sources.hxl import FIRST_ROWS, Tag, chosen, tag_row, tags_by_header
from pledgebook.sources.parquet_file import read_parquet
from pledgebook.sources.seeming import refuse_another_kind
from pledgebook.sources.shapes import read_shapes
from pledgebook.sources.sheet import read_sheet

Reader = Callable[[Path, SourceDeclaration], tuple[list[str], Iterator[RawRow]]]


def _head(source: SourceDeclaration) -> tuple[int, int]:
    """The first and last row of the headers; ``(0, 0)`` where there are none."""
    return source.head if isinstance(source.head, tuple) else (source.head, source.head)


READERS: dict[str, Reader] = {
    "csv": lambda path, source: read_csv(path, _head(source)[1], Form(source.separator, source.encoding)),
    "sheet": lambda path, source: read_sheet(path, source.sheet, _head(source)),
    "parquet": lambda path, _: read_parquet(path),
    "shapes": lambda path, _: read_shapes(path),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A table: its headers, the hashtag of each that has one, its rows as they stand."""

    headers: list[str]
    rows: Iterator[RawRow]
    tags: Mapping[str, Tag] = field(default_factory=dict)

    def named(self, header: str) -> list[str]:
        """The headers that a name of the declaration means: itself, or those of a hashtag."""
        if header.startswith("#") and header not in self.headers:
            return chosen(header, self.tags)
        return [header] if header in self.headers else []


def open_table(path: Path, source: SourceDeclaration) -> Opened:
    """The file of a source as a table.

    Raises ``UnicodeDecodeError`` for text in another encoding and ``UnreadableError`` for a file of another kind.
    """
    refuse_another_kind(path, source.reader)
    headers, rows = READERS[source.reader](path, source)
    return tagged(headers, rows)


def tagged(headers: list[str], rows: Iterator[RawRow]) -> Opened:
    """The table with its hashtags; what stands above their row is no data."""
    own = tag_row(headers)
    if own is not None:
        return Opened(headers, rows, tags_by_header(headers, own))
    first = list(islice(rows, FIRST_ROWS))
    for number, row in enumerate(first):
        tags = tag_row(row.cells.get(h, "") for h in headers)
        if tags is not None:
            return Opened(headers, chain(first[number + 1 :], rows), tags_by_header(headers, tags))
    return Opened(headers, chain(first, rows))


def meant(
    rows: Iterable[RawRow], only: Mapping[str, Iterable[str]], left_out: Mapping[str, Iterable[str]]
) -> Iterator[RawRow]:
    """The rows that the declaration means; a row with a fault stays, to be told."""
    for row in rows:
        is_meant = all(row.cells.get(h, "") in values for h, values in only.items())
        is_out = any(row.cells.get(h, "") in values for h, values in left_out.items())
        if row.fault or (is_meant and not is_out):
            yield row
