"""Parquet files as rows of text, counted from 1: a file has no header that a reader would count."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pledgebook.sources.csv_file import RawRow
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.text import Text

_BROKEN = Text(
    en="it cannot be read as Parquet: it was cut, or is something else ({detail})",
    fr="il ne peut pas être lu comme du Parquet\u00a0: il a été coupé, ou est autre chose ({detail})",
)


def read_parquet(path: Path) -> tuple[list[str], Iterator[RawRow]]:
    """The columns' names and the rows; what is null is an empty cell.

    Raises ``UnreadableError``.
    """
    try:
        table = pq.read_table(path)
    except pa.ArrowException as error:
        raise UnreadableError(_BROKEN.fill(detail=str(error).splitlines()[0].rpartition(": ")[2])) from error
    names = list(table.column_names)
    columns = [[_text(v) for v in table.column(n).to_pylist()] for n in range(len(names))]
    cells = zip(*columns, strict=True)
    return names, (RawRow(n, dict(zip(names, row, strict=True))) for n, row in enumerate(cells, start=1))


def _text(value: object) -> str:
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()
