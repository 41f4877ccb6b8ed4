"""Faults of indicators, projects and markers: each planted one is found at its place, and sound data are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import edit, findings, lock, said, small_book, write
from pledgebook.checks.finding import Finding

VALUE = "work,survey,Women at work.,Femmes au travail.,{},{},{},2020-01-01,{},{},{},{},announcement\n"
DECLARED = "work,survey,{},percentage,,,,,{},{},announcement\n"
CODINGS = "reporting_org_ref,vocabulary,code,significance,marker,value,why_en,why_fr,source\n"
CODING = "XX-AID,99,{},,{},{},Ours.,La nôtre.,announcement\n"
STATUS = '<activity-status code="2"/>'


def add(book: Path, ledger: str, lines: str) -> int:
    """Lines at the end of a ledger; the first one's place."""
    path = book / "ledgers" / f"{ledger}.csv"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(text + lines, encoding="utf-8")
    return text.count("\n") + 1


def values(book: Path, *numbers: tuple[str, str], direction: str = "up", unit: str = "percent") -> int:
    """Baseline, target and actual of an indicator, each on its own day."""
    days = {"baseline": "2019-12-31", "target": "2021-12-31", "actual": "2020-12-31"}
    lines = [VALUE.format(k, "all", "", days[k], unit, direction, n) for k, n in numbers]
    return add(book, "indicator_values", "".join(line.replace("2020-01-01", "", 1) for line in lines))


def coded(book: Path, code: str) -> list[Finding]:
    return [f for f in findings(book) if f.problem.code == code]


def placed(found: list[Finding]) -> list[tuple[str, int]]:
    return [(f.problem.where.file.name, f.problem.where.line) for f in found]


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "is_back"),
    [
        ("up", "20", "40", "15", True),
        ("up", "20", "40", "20", False),
        ("up", "20", "40", "90", False),
        ("down", "80", "40", "85", True),
        ("down", "80", "0", "0", False),
        ("up", "20", "20", "19", True),
        ("down", "20", "20", "19", False),
        ("", "20", "20", "19", False),
        ("up", "20", "40", "<20", True),
        ("up", "20", "40", "<30", False),
    ],
)
def test_a_step_back_is_told_in_either_direction_and_only_where_it_is_certain(
    tmp_path: Path, direction: str, baseline: str, target: str, actual: str, is_back: bool
) -> None:
    book = small_book(tmp_path)
    numbers = (("baseline", baseline), ("target", target), ("actual", actual))
    line = values(book, *numbers, direction=direction)
    assert placed(coded(book, "RES003")) == ([("indicator_values.csv", line + 2)] if is_back else [])


def test_a_step_back_is_told_in_both_languages_by_the_indicators_name(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    values(book, ("baseline", "20"), ("target", "40"), ("actual", "15"))
    (found,) = coded(book, "RES003")
    assert found.problem.what["en"].endswith("than the baseline did (1): Women at work (survey).")
    assert found.problem.what["fr"].endswith(
        "que ne l’était la référence (1)\u00a0: Femmes au travail (survey)."
    )
    assert found.records == ("work/survey",)


@pytest.mark.parametrize(("target", "is_told"), [("20", True), ("20.5", False), (">=20", False)])
def test_a_target_that_equals_its_baseline_is_told(tmp_path: Path, target: str, is_told: bool) -> None:
    book = small_book(tmp_path)
    line = values(book, ("baseline", "20"), ("target", target))
    assert placed(coded(book, "RES004")) == ([("indicator_values.csv", line + 1)] if is_told else [])


def test_an_actual_without_a_target_is_told_and_one_with_it_is_not(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    line = values(book, ("actual", "0"))
    assert placed(coded(book, "RES005")) == [("indicator_values.csv", line)]
    values(book, ("target", "0"))
    assert coded(book, "RES005") == []


@pytest.mark.parametrize(
    ("direction", "target", "is_told"),
    [("up", "10", True), ("down", "30", True), ("up", "20", False), ("", "10", False)],
)
def test_a_target_against_its_direction_is_told(
    tmp_path: Path, direction: str, target: str, is_told: bool
) -> None:
    book = small_book(tmp_path)
    line = values(book, ("baseline", "20"), ("target", target), direction=direction)
    assert placed(coded(book, "RES008")) == ([("indicator_values.csv", line + 1)] if is_told else [])


@pytest.mark.parametrize(("level", "is_told"), [("output", True), ("outcome", False), ("impact", False)])
def test_a_book_whose_indicators_mostly_count_outputs_is_told(
    tmp_path: Path, level: str, is_told: bool
) -> None:
    book = small_book(tmp_path)
    add(book, "indicators", DECLARED.format(level, "false", ""))
    assert [f.problem.where.file.name for f in coded(book, "RES006")] == (
        ["indicators.csv"] if is_told else []
    )


def test_projects_that_never_reported_are_named_and_one_that_did_is_not(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (found,) = coded(book, "RES007")
    assert (
        "Of 2 projects that have begun, 2 never reported a result: “Roofs”; “Food”."
        in found.problem.what["en"]
    )
    add(book, "indicators", DECLARED.format("outcome", "false", "XX-AID-1"))
    values(book, ("actual", "0"))
    (found,) = coded(book, "RES007")
    assert (
        "1 n’ont jamais rendu compte d’un résultat\u00a0: «\u00a0Des vivres\u00a0»."
        in found.problem.what["fr"]
    )
    assert found.records == ("XX-AID-2",)


def test_a_result_in_the_activitys_own_file_is_a_report(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/activities/activities.xml", "    <transaction>\n", RESULT + "    <transaction>\n")
    (found,) = coded(book, "RES007")
    assert "Roofs" not in found.problem.what["en"]
    assert found.records == ("XX-AID-2",)


RESULT = """    <result type="1">
      <title><narrative>Roofs</narrative></title>
      <indicator measure="1" ascending="1">
        <title><narrative>Roofs repaired</narrative></title>
        <baseline year="2019" value="50"/>
        <period>
          <period-start iso-date="2020-01-01"/>
          <period-end iso-date="2020-12-31"/>
          <target value="60"/>
          <actual value="40"/>
        </period>
      </indicator>
    </result>
"""


def test_a_step_back_in_an_activitys_own_file_is_told_once_for_its_source(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/activities/activities.xml", "    <transaction>\n", RESULT + "    <transaction>\n")
    (found,) = coded(book, "RES003")
    assert found.problem.where.file.name == "activities"
    assert "XX-AID-1 1.1" in found.problem.what["en"]


@pytest.mark.parametrize(("both", "is_told"), [("74", True), ("73", False), (">=70", False), (">73", True)])
def test_more_people_in_both_than_one_counts_is_told(tmp_path: Path, both: str, is_told: bool) -> None:
    book = small_book(tmp_path)
    values(book, ("actual", "73"), unit="people")
    add(
        book,
        "overlaps",
        "overlap_id,indicator,definition_id,other_indicator,other_definition_id,people_in_both,why_en,why_fr,source\n"
        f"one,work,survey,schooling,enrolled,{both},A guess.,Une estimation.,announcement\n",
    )
    assert placed(coded(book, "RES009")) == ([("overlaps.csv", 2)] if is_told else [])


@pytest.mark.parametrize(
    ("unit", "women", "men", "is_told"),
    [
        ("people", "30", "40", False),
        ("people", "30", "41", True),
        ("percent", "30", "90", False),
        ("people", "30", "<=50", False),
    ],
)
def test_women_and_men_add_to_the_total_where_the_unit_counts(
    tmp_path: Path, unit: str, women: str, men: str, is_told: bool
) -> None:
    book = small_book(tmp_path)
    cells = (("all", "70"), ("female", women), ("male", men))
    lines = [VALUE.format("actual", cell, "", "2020-12-31", unit, "up", n) for cell, n in cells]
    line = add(book, "indicator_values", "".join(lines))
    assert placed(coded(book, "RES001")) == ([("indicator_values.csv", line)] if is_told else [])


def test_children_that_are_not_as_many_as_boys_and_girls_are_told(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    line = edit(book, "ledgers/indicator_values.csv", "up,73,", "up,93,")
    assert placed(coded(book, "RES001")) == [("indicator_values.csv", line)]


def test_an_activity_that_nobody_screened_is_named_and_one_of_degree_zero_is_not(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    marked = STATUS + '\n    <policy-marker vocabulary="1" code="1" significance="0"/>'
    edit(book, "sources/activities/activities.xml", STATUS, marked)
    (found,) = coded(book, "GEN001")
    assert "1 were not screened for gender equality" in found.problem.what["en"]
    assert found.problem.what["fr"].endswith(
        "ce qui n’est pas un marqueur de zéro\u00a0: «\u00a0Des vivres\u00a0»."
    )
    assert found.records == ("XX-AID-2",)


@pytest.mark.parametrize("borne_out", ["", "by gender", "by sex"])
def test_a_gender_objective_without_an_indicator_by_sex_or_on_gender_is_told(
    tmp_path: Path, borne_out: str
) -> None:
    book = small_book(tmp_path)
    marked = STATUS + '\n    <policy-marker vocabulary="1" code="1" significance="1"/>'
    edit(book, "sources/activities/activities.xml", STATUS, marked)
    if borne_out:
        add(book, "indicators", DECLARED.format("outcome", str(borne_out == "by gender").lower(), "XX-AID-1"))
    if borne_out == "by sex":
        for cell in ("women", "men"):
            add(
                book, "indicator_values", VALUE.format("actual", cell, "", "2020-12-31", "people", "up", "50")
            )
    found = coded(book, "GEN002")
    told = [(f.problem.what["en"].partition(": ")[2], f.records) for f in found]
    assert told == ([] if borne_out else [("“Roofs”.", ("XX-AID-1",))])


def own_code(book: Path, code: str, lines: str) -> None:
    marked = (
        STATUS + f'\n    <policy-marker vocabulary="99" vocabulary-uri="https://example.org" code="{code}"/>'
    )
    edit(book, "sources/activities/activities.xml", STATUS, marked)
    write(book, "ledgers/marker_codings.csv", CODINGS + lines)


def test_an_own_code_without_a_line_in_the_table_of_codings_is_told(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    own_code(book, "GE-9", CODING.format("GE-1", "gender_equality", "1"))
    (found,) = coded(book, "GEN003")
    assert "The code GE-9 of the publisher’s own vocabulary 99" in found.problem.what["en"]
    assert "Des toits" in found.problem.what["fr"]
    assert found.records == ("XX-AID-1",)


def test_an_own_code_that_is_mapped_screens_its_activity(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    own_code(book, "GE-1", CODING.format("GE-1", "gender_equality", "1"))
    assert coded(book, "GEN003") == []
    (found,) = coded(book, "GEN001")
    assert "XX-AID-1" not in found.problem.what["en"]


def test_a_degree_that_no_marker_has_is_a_mistake_of_the_table_of_codings(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    own_code(book, "GE-1", CODING.format("GE-1", "gender_equality", "7"))
    lock(book)
    assert said(book) == ["BOOK007 ledgers/marker_codings.csv:2"]
