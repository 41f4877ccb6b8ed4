"""What runs a measure's SQL: DuckDB on one machine, Spark where a central office holds every donor's data.

There is one text of each measure, in DuckDB's SQL. An engine takes that text and gives the same rows; nothing
above it knows which one answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import pyarrow as pa

Setting = str | list[str]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Found:
    """What a query gave: the names of its columns, and its rows in the query's order."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class UnrunnableError(Exception):
    """The engine cannot run a query: the line of it that is wrong, and why, in the engine's words."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


class Engine(Protocol):
    """Tables under their names, a book's settings, and queries over both."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make a table known under a name; the latest one of a name counts."""

    def let(self, name: str, value: Setting) -> None:
        """Give ``getvariable('name')`` its value."""

    def columns(self, query: str) -> tuple[str, ...]:
        """The names of the columns that a query gives, without running it."""

    def run(self, query: str, values: Sequence[Any] = ()) -> Found:
        """The rows of a query, with ``values`` for its ``?`` in order."""

    def each(self, query: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """The names of a query's columns and its rows, not all held at once; nothing else is asked until they end."""

    def spread(self, function: Callable[[T], R], items: Sequence[T]) -> Iterable[R]:
        """A function's results on items that can be sent to another process, in their order."""
