"""One text of each measure, the same answers on both engines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from book_copies import small_book
from pledgebook.book.load import engine_measures
from pledgebook.book.models import MeasureDeclaration
from pledgebook.errors import EngineError
from pledgebook.measures import engines
from pledgebook.measures.cases import MeasureCase, differences, load_cases, run_case
from pledgebook.measures.engines import choice

pytestmark = pytest.mark.spark

MEASURES = engine_measures()
EACH = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
LIST = "CAST(ARRAY({}) AS ARRAY<STRING>)"


@EACH
def test_the_cases_of_a_measure_hold_on_spark(measure: MeasureDeclaration, session: Any) -> None:
    from pledgebook.measures.engines.spark import Spark

    found = {case.name: _differences(case, Spark(session)) for case in load_cases(measure)}
    assert found == {name: [] for name in found}


def _differences(case: MeasureCase, engine: Any) -> list[str]:
    return differences(case, run_case(case, MEASURES, engine=engine))


def test_a_case_that_is_wrong_is_told_on_spark_too(session: Any) -> None:
    from pledgebook.measures.engines.spark import Spark

    case = next(c for c in load_cases(MEASURES["committed"]) if c.gives[0].isdigit())
    wrong = type(case)(case.name, case.tables, case.ask, "1", case.settings)
    assert _differences(wrong, Spark(session)) != []


def test_two_engines_over_one_session_do_not_see_each_others_tables_or_settings(session: Any) -> None:
    import pyarrow as pa

    from pledgebook.measures.engines.spark import Spark

    one, other = Spark(session), Spark(session)
    for engine, word in ((one, "one"), (other, "other")):
        engine.register("place", pa.table({"place_pcode": [word]}))
        engine.let("currency", word)
    query = "select place_pcode, getvariable('currency') as currency from place"
    assert one.run(query).rows == [("one", "one")]
    assert other.run(query).rows == [("other", "other")]
    assert one.columns(query) == ("place_pcode", "currency")


@pytest.mark.parametrize("query", ["select nowhere from place", "select from where (", "select 1 / 0"])
def test_sql_that_cannot_be_run_is_told_as_on_duckdb(query: str, session: Any) -> None:
    import pyarrow as pa

    from pledgebook.measures.engines.spark import Spark

    engine = Spark(session)
    engine.register("place", pa.table({"place_pcode": ["one"]}))
    with pytest.raises(engines.UnrunnableError):
        engine.run(query)


@pytest.mark.parametrize(
    ("setting", "written"),
    [
        (("own_org_refs", ("CA-3", "l’a")), LIST.format("'CA-3', 'l’a'")),
        (("own_org_refs", ()), LIST.format("")),
        (("own_org_refs", ("it's",)), LIST.format("'it\\'s'")),
        (("currency", "EUR"), "CAST(NULL AS ARRAY<STRING>)"),
    ],
)
def test_a_setting_is_written_into_the_query(
    setting: tuple[str, Any], written: str, spark_there: None
) -> None:
    from pledgebook.measures.engines.spark import in_spark

    text, tables = in_spark(
        "with own as (select 1) select * from flow where array_contains(getvariable('own_org_refs'), x)",
        (setting,),
    )
    assert f"ARRAY_CONTAINS({written}, x)" in text
    assert tables == {"flow"}


def test_a_build_on_a_cluster_of_two_workers_is_the_same_bytes_as_one_on_duckdb(
    tmp_path: Path, spark_there: None
) -> None:
    """In a process of its own: one Python process has one Spark."""
    made = {}
    for engine in ("duckdb", "spark"):
        book = small_book(tmp_path, engine)
        command = [sys.executable, "-m", "pledgebook.cli", "build", str(book), "--engine", engine]
        master = ["--master", "local-cluster[2,1,1024]"] if engine == "spark" else []
        done = subprocess.run(
            [*command, *master], env=dict(os.environ), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr[-2000:]
        made[engine] = (book / "_build/latest/manifest.json").read_bytes()
    assert made["spark"] == made["duckdb"]


def test_where_pyspark_is_not_installed_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(engines, "spark", raising=False)
    monkeypatch.setitem(sys.modules, "pledgebook.measures.engines.spark", None)
    with pytest.raises(EngineError) as raised:
        choice.open_engine("spark")
    (found,) = raised.value.problems
    assert found.code == "RUN001"
    assert "pledgebook[spark]" in found.next["fr"]


def test_a_cluster_that_does_not_answer_is_told_and_nothing_is_built(
    tmp_path: Path, spark_there: None
) -> None:
    book = small_book(tmp_path, "book")
    command = [sys.executable, "-m", "pledgebook.cli", "build", str(book), "--engine", "spark"]
    env = {**os.environ, "JAVA_HOME": str(tmp_path / "no-java")}
    done = subprocess.run(
        [*command, "--master", "local[1]"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stdout + done.stderr[-2000:]
    assert "RUN002" in done.stdout + done.stderr
    assert not (book / "_build").exists()


def test_workers_read_files_into_the_same_tables_as_this_process(tmp_path: Path, spark_there: None) -> None:
    """The copies of the small book's file stand for many publishers; one is cut half way."""
    text = (small_book(tmp_path) / "sources/activities/activities.xml").read_text(encoding="utf-8")
    files = tmp_path / "files"
    files.mkdir()
    for number in range(4):
        (files / f"p{number}.xml").write_text(text.replace("XX-1", f"XX-1-{number}"), encoding="utf-8")
    (files / "p4.xml").write_text(text[: len(text) // 2], encoding="utf-8")
    made = {}
    for name, where in {
        "here": ["--processes", "1"],
        "there": ["--master", "local-cluster[2,1,1024]"],
    }.items():
        out = tmp_path / name
        command = [
            sys.executable,
            "-m",
            "pledgebook.cli",
            "source",
            "read",
            str(files),
            "--out",
            str(out),
            *where,
        ]
        done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr[-2000:]
        made[name] = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert len(made["here"]) > 10
    assert made["there"] == made["here"]
