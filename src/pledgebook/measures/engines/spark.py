"""Apache Spark, classic or through Spark Connect, with the measures' own SQL put into its dialect by sqlglot.

Needs the extra ``pledgebook[spark]`` and a Java runtime, or a server to connect to. Spark has no session variables
that a query could read as ``getvariable``: a setting is written into the text. A table is handed over when the
first query names it, for a hand-over costs more than most queries.

Source: https://spark.apache.org/docs/latest/sql-ref.html, https://github.com/tobymao/sqlglot.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pledgebook.catalogue import problem
from pledgebook.errors import EngineError, Where
from pledgebook.measures.engines import Found, R, Setting, T, UnrunnableError

MASTER = "local[2]"
_LIST = "array<string>"
_WHERE = Where(Path("--engine spark"))
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
}


class Spark:
    """One session of Spark: its views and settings are not those of another ``Spark`` over the same cluster."""

    def __init__(self, session: Any) -> None:
        self._session = session.newSession() if hasattr(session, "newSession") else session
        self._waiting: dict[str, pa.Table] = {}
        self._settings: dict[str, Setting] = {}

    def register(self, name: str, table: pa.Table) -> None:
        """The table waits until a query names it."""
        self._waiting[name] = table

    def let(self, name: str, value: Setting) -> None:
        """Written into each query's text from here on."""
        self._settings[name] = value

    def columns(self, query: str) -> tuple[str, ...]:
        """The names in the analysed plan."""
        return tuple(self._frame(query, ()).columns)

    def run(self, query: str, values: Sequence[Any] = ()) -> Found:
        """The rows, brought to the driver as Arrow. Raises ``UnrunnableError``."""
        try:
            table = self._frame(query, values).toArrow()
        except PySparkException as error:
            raise UnrunnableError(1, str(error).splitlines()[0]) from error
        columns = [column.to_pylist() for column in table.columns]
        return Found(tuple(table.column_names), list(zip(*columns, strict=True)))

    def each(self, query: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """The rows, brought here as columns."""
        found = self.run(query)
        return found.names, iter(found.rows)

    def spread(self, function: Callable[[T], R], items: Sequence[T]) -> Iterable[R]:
        """One task for each item, on the workers; over Spark Connect, which sends no functions of ours, here."""
        if not items or not hasattr(self._session, "_jsparkSession"):
            return map(function, items)
        context = self._session.sparkContext
        return list(context.parallelize(items, len(items)).map(function).collect())

    def open_parquet(self, name: str, path: str) -> None:
        """A table that the cluster reads from a place it can reach itself, all partitions of it."""
        self._session.read.parquet(path).createOrReplaceTempView(name)

    def _frame(self, query: str, values: Sequence[Any]) -> Any:
        try:
            text, tables = in_spark(query, _frozen(self._settings))
        except SqlglotError as error:
            raise UnrunnableError(1, str(error).splitlines()[0]) from error
        for name in tables & self._waiting.keys():
            self._session.createDataFrame(self._waiting.pop(name)).createOrReplaceTempView(name)
        try:
            return self._session.sql(text, args=list(values)) if values else self._session.sql(text)
        except PySparkException as error:
            raise UnrunnableError(1, str(error).splitlines()[0]) from error


def _frozen(settings: Mapping[str, Setting]) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    return tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in settings.items()))


@lru_cache(maxsize=4096)
def in_spark(
    query: str, settings: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
) -> tuple[str, frozenset[str]]:
    """A query of DuckDB in Spark's dialect, settings written in, and the tables that it names.

    >>> in_spark("select \\"group\\" from arrival where currency = getvariable('currency')", (("currency", "EUR"),))
    ("SELECT `group` FROM arrival WHERE currency = 'EUR'", frozenset({'arrival'}))
    """
    known = dict(settings)
    tree = sqlglot.parse_one(query, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    tables = frozenset(table.name for table in tree.find_all(exp.Table) if table.name not in own)
    return tree.transform(_with_settings, known).sql(dialect="spark"), tables


def _with_settings(node: exp.Expression, settings: Mapping[str, str | tuple[str, ...]]) -> exp.Expression:
    if not (isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable"):
        return node
    value = settings.get(node.expressions[0].name)
    if value is None:
        is_list = isinstance(node.parent, (exp.ArraySize, exp.ArrayContains))
        return exp.cast(exp.Null(), _LIST if is_list else "string", dialect="spark")
    if isinstance(value, str):
        return exp.Literal.string(value)
    array = exp.Array(expressions=[exp.Literal.string(one) for one in value])
    return exp.cast(array, _LIST, dialect="spark")


def start(master: str = MASTER, settings: Mapping[str, str] | None = None) -> Any:
    """A session of Spark: on this machine, on a cluster (``spark://host:port``) or a server (``sc://host:port``).

    Raises ``EngineError`` where there is no Java, or the master does not answer.
    """
    builder = SparkSession.builder.appName("pledgebook")
    if master.startswith("sc://"):
        builder = builder.remote(master)
    else:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.master(master)
    for name, value in {**_SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise EngineError(problem("RUN002", _WHERE, master=master, why=str(error).splitlines()[0])) from error
    return session
