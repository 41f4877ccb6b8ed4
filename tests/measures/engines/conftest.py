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


@pytest.fixture(scope="session")
def session(spark_there: None) -> Iterator[Any]:
    """Spark on this machine, two threads."""
    from pledgebook.measures.engines.spark import start

    with pytest.MonkeyPatch.context() as patch:
        # Queries of tests are too short to win back what Java's second compiler costs. Only while Spark's Java starts:
        # any other tells on its stream of errors that it took them.
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        started = start("local[2]", {"spark.sql.shuffle.partitions": "2"})
    yield started
    started.stop()
