"""Results that activities publish in IATI count as indicators where a book says so, and never with its own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from book_copies import compiled, edit, findings, lock, silent, small_book, write
from pledgebook.book.models import PublishedIndicators
from pledgebook.build import build
from pledgebook.measures.answer import Request
from pledgebook.measures.database import exact
from pledgebook.tables.published_indicators import (
    dimensions_of,
    of_whom_in,
    published_indicators,
    published_values,
    who,
)
from pledgebook.value import Known

VALUE = '<{0} value="{1}">{2}</{0}>'
ACTIVITIES = "sources/activities/activities.xml"


def dimension(**said: str) -> str:
    return "".join(f'<dimension name="{name}" value="{value}"/>' for name, value in said.items())


def indicator(
    values: str, measure: str = "1", kind: str = "1", ascending: str = "1", base: str = "10"
) -> str:
    return (
        f'<result type="{kind}"><title><narrative xml:lang="en">Schools</narrative></title>'
        f'<indicator measure="{measure}" ascending="{ascending}">'
        '<title><narrative xml:lang="fr">Élèves inscrits</narrative></title>'
        f'<baseline year="2019" value="{base}"/><period><period-start iso-date="2020-01-01"/>'
        f'<period-end iso-date="2020-12-31"/>{values}</period></indicator></result>'
    )


def book_with(folder: Path, results: str, declared: str = "indicators: {}") -> Path:
    book = small_book(folder)
    edit(book, ACTIVITIES, "</iati-activity>", f"{results}</iati-activity>")
    edit(book, "sources/activities/source.yml", "expected_rows: 2", f"expected_rows: 2\n{declared}")
    lock(book)
    return book


def ask(done: Any, measure: str, **where: str) -> Any:
    value = done.measures.answer(Request(measure, tuple(sorted(where.items())))).value
    return exact(value) if isinstance(value, Known) else value


def state(done: Any, name: str = "XX-AID-1 1.1") -> set[str]:
    words = ("met", "on_track", "off_track", "not_due", "overdue", "no_data")
    return {word for word in words if ask(done, "indicators_in_state", indicator=name, state=word)}


@pytest.mark.parametrize(
    ("target", "actual", "ascending", "expected", "progress"),
    [
        ("30", "30", "1", "met", 100),
        ("30", "25", "1", "overdue", 75),
        ("5", "4", "0", "met", 120),
        ("5", "12", "0", "overdue", -40),
        ("", "25", "1", "no_data", None),
    ],
)
def test_baseline_target_and_actual_of_a_result_give_its_state_and_progress(
    tmp_path: Path, target: str, actual: str, ascending: str, expected: str, progress: int | None
) -> None:
    values = VALUE.format("target", target, "") + VALUE.format("actual", actual, "")
    done = compiled(book_with(tmp_path, indicator(values, ascending=ascending)))
    assert state(done) == {expected}
    got = ask(done, "indicator_progress", indicator="XX-AID-1 1.1")
    assert got == progress if progress is not None else not isinstance(got, int)


def test_a_declared_path_makes_a_result_that_is_not_due_on_track(tmp_path: Path) -> None:
    values = VALUE.format("target", "30", "") + VALUE.format("actual", "25", "")
    later = indicator(values).replace("2020-12-31", "2023-12-31")
    assert state(compiled(book_with(tmp_path, later))) == {"not_due"}
    path = tmp_path / "linear"
    path.mkdir()
    done = compiled(book_with(path, later, "indicators: {path: linear}"))
    assert state(done) == {"on_track"}
    assert ask(done, "indicator_expected", indicator="XX-AID-1 1.1") > 20


def test_results_count_for_who_reports_them_and_never_with_the_strategys_own(tmp_path: Path) -> None:
    values = VALUE.format("target", "30", "") + VALUE.format("actual", "30", "")
    results = indicator(values) + indicator(values, kind="2")
    without, book = small_book(tmp_path, "without"), book_with(tmp_path, results)
    before, done = compiled(without), compiled(book)
    for measure in ("indicators", "indicators_in_state"):
        assert ask(done, measure, partner="own") == ask(before, measure, partner="own")
    assert ask(done, "indicators_in_state", state="met", partner="XX-AID") == 2
    assert not isinstance(ask(done, "indicators_in_state", state="met"), int)
    assert ask(done, "outcome_indicators_share", partner="XX-AID") == 50
    assert ask(done, "outcome_indicators_share", partner="own") == ask(
        before, "outcome_indicators_share", partner="own"
    )


def test_without_the_declaration_no_result_is_an_indicator(tmp_path: Path) -> None:
    values = VALUE.format("target", "30", "") + VALUE.format("actual", "30", "")
    done = compiled(book_with(tmp_path, indicator(values), "leaves_out: [description]"))
    assert not [r for r in done.rows["indicator"] if r["partner"] == "XX-AID"]
    assert ask(done, "activities_reported", reported="yes") == 1


def sexes(women: str, men: str, unknown: str = "", total: str = "30") -> str:
    cells = [("actual", total, ""), ("actual", women, dimension(Gender="Female - feminin")),
             ("actual", men, dimension(Gender="Male - masculin"))]  # fmt: skip
    cells += [("actual", unknown, dimension(Gender="Unknown"))] if unknown else []
    return indicator("".join(VALUE.format(*cell) for cell in cells))


@pytest.mark.parametrize(
    ("results", "is_told"),
    [
        (sexes("20", "10"), False),
        (sexes("20", "11"), True),
        (sexes("20", "7", "3"), False),
        (sexes("20", "10", "3"), True),
        (sexes("20", "11").replace('measure="1"', 'measure="2"'), False),
    ],
    ids=["adds up", "one too many", "with unknown", "unknown on top", "percentages"],
)
@pytest.mark.parametrize(
    "declared", ["indicators: {}", "leaves_out: [description]"], ids=["declared", "not declared"]
)
def test_cells_of_a_result_are_held_against_their_total_declared_or_not(
    tmp_path: Path, results: str, is_told: bool, declared: str
) -> None:
    found = [f for f in findings(book_with(tmp_path, results, declared)) if f.problem.code == "RES001"]
    assert len(found) == is_told
    assert all("XX-AID-1 1.1 (total)" in f.problem.what["en"] for f in found)


def test_a_cell_by_sex_and_another_dimension_divides_that_dimensions_cell(tmp_path: Path) -> None:
    cells = [("actual", "9", dimension(Way="direct")),
             ("actual", "5", dimension(Sex="f", Way="direct")),
             ("actual", "3", dimension(Sex="m", Way="direct"))]  # fmt: skip
    results = indicator("".join(VALUE.format(*cell) for cell in cells))
    (found,) = [f for f in findings(book_with(tmp_path, results)) if f.problem.code == "RES001"]
    assert "(Way=direct)" in found.problem.what["en"]


def test_a_result_told_by_sex_counts_as_such(tmp_path: Path) -> None:
    assert (
        ask(compiled(book_with(tmp_path, sexes("20", "10"))), "sex_disaggregated_share", partner="XX-AID")
        == 100
    )


def test_cells_alone_never_speak_for_the_whole(tmp_path: Path) -> None:
    total = VALUE.format("actual", "30", "")
    results = sexes("20", "10").replace(total, VALUE.format("target", "15", ""))
    assert state(compiled(book_with(tmp_path, results))) == {"no_data"}


def test_what_the_gate_withholds_of_a_result_is_withheld_as_an_indicator_too(tmp_path: Path) -> None:
    book = book_with(tmp_path, sexes("27", "3"))
    edit(book, "pledgebook.yml", "sensitive: [", "sensitive: [result_value, ")
    done = compiled(book)
    told = {r["cell"]: str(r["indicator_quantity"]).split("(")[0] for r in done.rows["indicator_value"]
            if r["definition_id"] == "as_published" and r["value_kind"] == "actual"}  # fmt: skip
    held = {r["dimensions"] or "all": str(r["result_quantity"]).split("(")[0] for r in done.rows["result_value"]
            if r["value_kind"] == "actual"}  # fmt: skip
    assert told == held
    assert told["Gender=Male - masculin"] == "Withheld"


def test_the_page_of_who_reports_shows_each_indicator_in_the_language_it_has(tmp_path: Path) -> None:
    values = VALUE.format("target", "30", "") + VALUE.format("actual", "25", "")
    book = book_with(tmp_path, indicator(values))
    write(
        book,
        "ledgers/indicator_contributions.csv",
        "contribution_id,indicator,population_group,objective,strategy_indicator,why_en,why_fr,source\n"
        "schools,XX-AID-1 1.1,,shelter,,Schools are shelters.,Les écoles abritent.,announcement\n",
    )
    build(book, silent)
    site = book / "_build/latest/site"
    page = (site / "en/results/XX-AID/index.html").read_text(encoding="utf-8")
    assert re.search(r'<span lang="fr"><a [^>]*projects/XX-AID-1[^>]*>Élèves inscrits<', page)
    for text in ("75%", "Overdue", "never with the strategy’s own indicators"):
        assert text.lower() in page.lower()
    assert "jamais avec les indicateurs" in (site / "fr/results/index.html").read_text(encoding="utf-8")
    assert "donors" not in page


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("sex", "female", "f"),
        ("Gender - genre", "Male - masculin", "m"),
        ("Sexe", "Femmes", "f"),
        ("Gender", "Unknown - inconnu", ""),
        ("Age", "Children", "children"),
        ("Age (-18/18+)", "18+", "adults"),
        ("Age", "15-24 yrs", ""),
        ("Percentage", "female", ""),
        ("Teachers", "women", ""),
    ],
)
def test_a_dimension_tells_a_sex_or_an_age_only_where_its_name_and_its_value_do(
    name: str, value: str, word: str
) -> None:
    assert who(name, value) == word


@pytest.mark.shared
def test_results_of_other_publishers_on_iraq_are_indicators_of_nine_reporters(shared: Path) -> None:
    from pledgebook.tables.iati_batches import read_bytes
    from pledgebook.tables.rows import ColumnRows

    content = (shared / "data/iati/iraq/iraq-other-publishers.xml").read_bytes()
    names = ("activity", "result", "result_indicator", "result_value")
    tables = {n: ColumnRows(t) for n, t in read_bytes("others", content, set(names)).items() if n in names}
    declared = {"others": PublishedIndicators()}
    about, values = list(published_indicators(tables, declared)), list(published_values(tables, declared))
    assert (len(about), len(values)) == (181, 536)
    assert Counter(r["value_kind"] for r in values) == {"actual": 331, "baseline": 104, "target": 101}
    assert Counter(r["level"] for r in about) == {"output": 94, "outcome": 87}
    assert len({r["partner"] for r in about}) == 9
    assert Counter(r["sex"] for r in values if r["sex"] != "all").keys() == {"f", "m"}
    assert sum(of_whom_in(dimensions_of(r))["sex"] != "all" for r in tables["result_value"]) == sum(
        r["sex"] != "all" for r in values
    )
    assert not list(published_values(tables, {}))
