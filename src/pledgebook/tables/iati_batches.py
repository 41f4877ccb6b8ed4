"""IATI as Arrow: a function from the bytes of a file to tables, without state, for any process or cluster.

A newcomer would get wrong that the rows stand in the order of the file and that an activity which stands in it
twice is there twice: which copy counts is decided over all files (``sources/iati/newest``), never here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from pledgebook.codes import codes_of
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.cut import cuts
from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.opening import opened
from pledgebook.sources.iati.read import read_pieces
from pledgebook.sources.iati.stream import pieces_of
from pledgebook.tables.iati_rows import EVERYTHING, rows_of
from pledgebook.tables.schema import in_order, table_type

if TYPE_CHECKING:
    from pledgebook.sources.iati.validation.file import Validation

ROWS_AT_ONCE = 4096
"""Rows of a table that are kept as Python objects, about 1 kB each, before they become a batch."""


def read_bytes(
    name: str, content: bytes, tables: Collection[str] = EVERYTHING, rules_on: date | None = None
) -> dict[str, Any]:
    """The Arrow tables of one file by their names, each with its declared schema, empty ones too.

    ``name`` is the source that every row carries. What is wrong in the file is in the table ``issue``; nothing
    is raised. Memory is that of the file and its tables: for files without limit use ``read_batches``.
    ``rules_on`` is the day on which it is held against the standard's rules; without one it is not.

    >>> wrong = read_bytes("a", b"<iati-activities version='2.03'><iati-activity/></iati-activities>")["issue"]
    >>> wrong["code"].to_pylist(), wrong["record"].to_pylist()
    (['identifier-missing'], ['line 1'])
    """
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for table, batch in read_batches(name, BytesIO(content), tables, rules_on):
        found[table].append(batch)
    return {table: joined(table, found[table]) for table in sorted(tables)}


def read_batches(
    name: str,
    content: BinaryIO | Path,
    tables: Collection[str] = EVERYTHING,
    rules_on: date | None = None,
) -> Iterator[tuple[str, Any]]:
    """The name of a table and some rows of it as an Arrow table, again and again, as the file is read."""
    validation = validation_of(rules_on)
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield from _read(name, file, tables, validation)
    else:
        yield from _read(name, content, tables, validation)


def validation_of(rules_on: date | None) -> Validation | None:
    """What holds a file against the rules as on a day; None without one, and then the rules are not even loaded."""
    if rules_on is None:
        return None
    from pledgebook.sources.iati.validation.file import Validation

    return Validation(rules_on)


def _read(
    name: str, content: BinaryIO, tables: Collection[str], validation: Validation | None
) -> Iterator[tuple[str, Any]]:
    """A file by runs of its pieces where it can be cut, else one tree after the other."""
    currencies = frozenset(codes_of("iso", "currency"))
    opening = opened(content)
    if isinstance(opening, Fault) or not opening.root:
        found = pieces_of(opening)
        yield from batches(read_pieces(found, name, currencies, tables, validation=validation), tables)
        return
    from pledgebook.tables.iati_columns.runs import Runs

    yield from batches(read_pieces(opening.faults, name, currencies, tables), tables)
    runs, line = Runs(opening, name, currencies, tables, True, validation), opening.line
    for number, cut in enumerate(cuts(opening.start, opening.content)):
        for run in runs.add(number, cut, line):
            yield from sorted(run.tables.items())
        line += cut.lines
    for run in runs.rest():
        yield from sorted(run.tables.items())


def batches(activities: Iterable[ActivityRead], tables: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Activities as batches of the tables that are asked for."""
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    for activity in activities:
        for table, rows in rows_of(activity, tables):
            kept = waiting[table]
            kept += rows
            if len(kept) >= ROWS_AT_ONCE:
                yield table, in_order(table, waiting.pop(table))
    for table in sorted(waiting):
        yield table, in_order(table, waiting[table])


def joined(table: str, parts: list[Any]) -> Any:
    """Batches of a table as one; none make an empty one."""
    return pa.concat_tables(parts) if parts else table_type(table).schema().empty_table()
