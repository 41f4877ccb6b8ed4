"""DuckDB in memory: the engine of a laptop, and the one whose SQL the measures are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pledgebook.measures import THREADS
from pledgebook.measures.engines import Found, R, Setting, T, UnrunnableError

_AT_ONCE = 4096


class DuckDb:
    """A database of its own, gone with the object; ``threads`` changes its speed and no byte.

    It reads what is registered, the files of the folder ``tables`` where one is given, and no other file: the SQL of
    a book is not trusted further than its tables.
    """

    def __init__(self, threads: int = THREADS, tables: Path | None = None) -> None:
        self._db = duckdb.connect(config={"threads": str(threads)})
        self._db.execute("set timezone = 'UTC'")
        self._tables = tables
        if tables:
            self._db.execute("set allowed_directories = $folders", {"folders": [str(tables)]})
        self._db.execute("set enable_external_access = false")

    def register(self, name: str, table: pa.Table) -> None:
        """The table is read where it lies, not copied."""
        self._db.register(name, table)

    def open_parquet(self, name: str) -> None:
        """A table that its file ``<name>.parquet`` holds, read as far as each query needs it."""
        assert self._tables is not None, "no folder of tables was given"
        self._db.read_parquet(str(self._tables / f"{name}.parquet")).create_view(name)

    def let(self, name: str, value: Setting) -> None:
        """A session variable."""
        self._db.execute(f"set variable {name} = $value", {"value": value})

    def columns(self, query: str) -> tuple[str, ...]:
        """The names that ``describe`` gives."""
        return tuple(row[0] for row in self.run(f"describe {query}").rows)

    def run(self, query: str, values: Sequence[Any] = ()) -> Found:
        """The rows, fetched whole. Raises ``UnrunnableError``."""
        try:
            cursor = self._db.execute(query, list(values))
            return Found(tuple(d[0] for d in cursor.description), cursor.fetchall())
        except duckdb.Error as error:
            line = re.search(r"^LINE (\d+):", str(error), re.MULTILINE)
            why = str(error).strip().splitlines()[0]
            raise UnrunnableError(int(line[1]) if line else 1, why) from error

    def each(self, query: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """The rows, made from columns some thousand at a time."""
        cursor = self._db.execute(query)
        taken = iter(lambda: cursor.fetchmany(_AT_ONCE), [])
        return tuple(d[0] for d in cursor.description), (row for rows in taken for row in rows)

    def spread(self, function: Callable[[T], R], items: Sequence[T]) -> Iterable[R]:
        """One after the other, here: a book's files are read in less time than processes take to start."""
        return map(function, items)
