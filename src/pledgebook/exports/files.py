"""CSV, Parquet and JSON written so that the same content is always the same bytes."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8, comma, LF; numbers without padding, dates as ISO 8601, nothing as an empty cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers)
        for row in rows:
            writer.writerow([value if type(value) is str or value is None else cell(value) for value in row])


def cell(value: object) -> str:
    """A value as it stands in a CSV file.

    >>> cell(Decimal("1150.500000")), cell(True), cell(None)
    ('1150.5', 'true', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def plain(number: Decimal) -> str:
    """The number's digits, without exponent or trailing zeros.

    >>> plain(Decimal("1E+3")), plain(Decimal("0.10"))
    ('1000', '0.1')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_parquet(path: Path, table: Any) -> None:
    """An Arrow table as Parquet, row order as given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", use_dictionary=True)


def read_parquet(path: Path) -> Any:
    """The table of a Parquet file that ``write_parquet`` wrote."""
    return pq.read_table(path)


def write_json(path: Path, content: object) -> None:
    """Indented JSON with sorted keys; letters of every language as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=cell)
    path.write_text(text + "\n", encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    """A text file, put in its place when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
