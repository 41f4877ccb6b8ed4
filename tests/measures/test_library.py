"""What every measure's folder has to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgebook.book.load import engine_measures
from pledgebook.book.models import MeasureDeclaration
from pledgebook.measures.cases import load_cases, measures_over
from pledgebook.tables.schema import table_names
from pledgebook.text import Text

MEASURES = engine_measures()
EACH = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
SETTINGS: dict[str, str | list[str]] = {"currency": "EUR", "country_iso2": "XX", "regions": ["998"]}
LANGUAGES = {"en", "fr"}
NOT_ON_BOTH_ENGINES = r"\b(len|percentile_cont|strip_accents|approx_\w+|list_contains)\s*\("
PLAIN_SPACE_IN_FRENCH = re.compile(r" [:;!?»%]|« |\d \d{3}")


def test_there_are_measures() -> None:
    assert len(MEASURES) >= 28


@EACH
def test_a_measure_has_at_least_two_cases_with_names_of_their_own(measure: MeasureDeclaration) -> None:
    names = [case.name for case in load_cases(measure)]
    assert len(names) >= 2
    assert len(set(names)) == len(names)


@EACH
def test_a_case_asks_its_own_measure(measure: MeasureDeclaration) -> None:
    assert {case.ask.partition("?")[0] for case in load_cases(measure)} == {measure.id}


@EACH
def test_a_measure_has_sql_of_one_screen_unless_others_make_it(measure: MeasureDeclaration) -> None:
    file = measure.path / "measure.sql"
    if measure.kind in ("ratio", "rank"):
        assert not file.exists()
    else:
        assert 0 < len(file.read_text(encoding="utf-8").splitlines()) <= 60


@EACH
def test_a_measure_speaks_every_language(measure: MeasureDeclaration) -> None:
    for text in _texts(measure):
        assert set(text) >= LANGUAGES
        assert all(words.strip() for words in text.values())
        assert not PLAIN_SPACE_IN_FRENCH.search(text["fr"])


@EACH
def test_the_sql_gives_the_grain_the_value_and_the_lineage(measure: MeasureDeclaration) -> None:
    if measure.kind in ("ratio", "rank"):
        return
    columns = set(measures_over({}, MEASURES, SETTINGS).database.columns(measure))
    assert set(measure.grain) <= columns
    assert {"source", "record"} <= columns
    assert "value" in columns if measure.kind == "flow" else {"low", "high", "bounds", "status"} <= columns


@EACH
def test_the_sql_reads_the_tables_that_are_declared_and_runs_on_both_engines(
    measure: MeasureDeclaration,
) -> None:
    if measure.kind in ("ratio", "rank"):
        return
    sql = (measure.path / "measure.sql").read_text(encoding="utf-8")
    read = set(re.findall(r"\b(?:from|join)\s+(\w+)", sql)) & set(table_names())
    assert read - {"place"} == set(measure.reads) - {"place"}
    assert not re.search(NOT_ON_BOTH_ENGINES, sql)


@EACH
def test_a_ratio_and_a_rank_are_of_dimensions_that_their_measures_have(measure: MeasureDeclaration) -> None:
    for name in _made_of(measure):
        assert set(measure.grain) <= set(MEASURES[name].grain)
    for part in (measure.numerator, measure.denominator):
        assert part is None or set(part.where) <= set(MEASURES[part.measure].grain)
    assert measure.among is None or measure.among in measure.grain


def test_each_folder_is_a_measure(root: Path) -> None:
    library = root / "src/pledgebook/measures/library"
    folders = {p.name for p in library.iterdir() if p.is_dir() and not p.name.startswith("_")}
    assert folders == set(MEASURES)


def _texts(measure: MeasureDeclaration) -> Iterator[Text]:
    yield measure.label
    yield measure.definition
    yield from measure.cautions


def _made_of(measure: MeasureDeclaration) -> list[str]:
    parts = [part.measure for part in (measure.numerator, measure.denominator) if part]
    return [*parts, *([measure.of] if measure.of else [])]
