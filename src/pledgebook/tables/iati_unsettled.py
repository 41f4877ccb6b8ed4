"""What may break a rule once a whole file is known: a table that parts keep, and what becomes of it.

A newcomer would get wrong that this is always loaded: it brings the rules with it, which a reading without them never
needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.validation.file import row_of
from pledgebook.sources.iati.validation.part import Unsettled, settled

UNSETTLED = "unsettled"
"""The name of the table; no table of IATI."""
SCHEMA = pa.schema(
    [(name, pa.int64() if name == "above" else pa.string()) for name in ("record", *Unsettled._fields[2:])]
)


def table_of(found: Sequence[Unsettled]) -> Any:
    """What was kept, as a table."""
    rows = [{"record": f"line {one.line}", **one._asdict()} for one in found]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def settled_rows(parts: Sequence[Path], source: str) -> list[Row]:
    """The issues of a file that follow from what its parts keep, in its order."""
    return [row_of(fault, source) for fault in settled(one for part in parts for one in _kept_in(part))]


def _kept_in(part: Path) -> Iterator[Unsettled]:
    path = part / f"{UNSETTLED}.parquet"
    for row in pq.read_table(path, schema=SCHEMA).to_pylist() if path.is_file() else []:
        yield Unsettled(0, int(row.pop("record").removeprefix("line ")), **row)
