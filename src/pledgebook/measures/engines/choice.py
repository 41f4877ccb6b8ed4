"""An engine by its name, so that nobody who does not ask for Spark loads it."""

from __future__ import annotations

from pathlib import Path

from pledgebook.catalogue import problem
from pledgebook.errors import EngineError, Where
from pledgebook.measures import THREADS
from pledgebook.measures.engines import Engine
from pledgebook.measures.engines.duck import DuckDb


def open_engine(name: str = "duckdb", threads: int = THREADS, master: str = "") -> Engine:
    """``duckdb`` with so many threads, or ``spark`` at a master: ``local[2]``, ``spark://host:port``, ``sc://host:port``.

    Raises ``EngineError`` where what Spark needs is not there.
    """
    if name == "duckdb":
        return DuckDb(threads)
    try:
        from pledgebook.measures.engines import spark
    except ImportError as error:
        raise EngineError(problem("RUN001", Where(Path("--engine spark")))) from error
    return spark.Spark(spark.start(master or f"local[{threads}]"))
