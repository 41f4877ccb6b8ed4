"""One Spark for the session; ``PLEDGEBOOK_REQUIRE_SPARK=1``, which ``.ci/run`` sets, turns the skip into a failure."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


def absent(reason: str) -> None:
    """Skips, or fails where Spark is required."""
    if os.environ.get("PLEDGEBOOK_REQUIRE_SPARK") == "1":
        pytest.fail(f"{reason}, and PLEDGEBOOK_REQUIRE_SPARK=1 asks for Spark", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def spark_there() -> None:
    """What Spark needs is on this machine, or the test skips."""
    if importlib.util.find_spec("pyspark") is None:
        absent("PySpark is not installed (scripts/setup.sh spark installs it)")
    if shutil.which("java") is None:
        absent("there is no Java runtime (scripts/install-test-system.sh installs one where it can)")
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    # what a test asks is too short to win back what Java's second compiler costs


@pytest.fixture(scope="session")
def session(spark_there: None) -> Iterator[Any]:
    """Spark on this machine, two threads."""
    from pledgebook.measures.engines.spark import start

    started = start("local[2]", {"spark.sql.shuffle.partitions": "2"})
    yield started
    started.stop()
