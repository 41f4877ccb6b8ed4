"""Every real source builds into its table by its ``source.yml``, and gives the figures that are known of it."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from pledgebook.book.models import SourceDeclaration
from pledgebook.book.yaml_file import read_declaration
from pledgebook.tables.from_source import take_source
from pledgebook.tables.mapped import Row
from pledgebook.tables.proposing.propose import propose
from pledgebook.tables.proposing.write import as_source
from pledgebook.value import Known, NotReported
from real_sources import SOURCES, declared, path_of, places, taken

SILENT = ("shapes_1", "shapes_2")
"""Shapes that say nothing of themselves: read, and reported as holding no place."""
READ = [name for name in SOURCES if name not in SILENT]
CITED = {"iraq/hno/iraq_hno2017_partial.md"}
"""Beside the project and no table: an excerpt of a printed page, broken off where it was kept."""

pytestmark = pytest.mark.shared


def exactly(value: object) -> Decimal:
    assert isinstance(value, Known)
    assert value.interval.exact is not None
    return value.interval.exact


def total(rows: Iterable[Row], column: str = "people") -> Decimal:
    return sum((exactly(r[column]) for r in rows if not isinstance(r[column], NotReported)), Decimal(0))


def codes(name: str, shared: Path) -> Counter[object]:
    return Counter(one["code"] for one in taken(name, shared).issues)


@pytest.mark.parametrize("name", READ)
def test_a_source_gives_as_many_rows_as_it_declares(name: str, shared: Path) -> None:
    found = taken(name, shared)
    assert found.problems == []
    assert len(found.rows) == declared(name)[0].expected_rows


@pytest.mark.parametrize("name", READ)
def test_no_column_of_a_file_is_undeclared_and_every_row_says_where_it_stands(
    name: str, shared: Path
) -> None:
    found = taken(name, shared)
    assert not [p for p in found.problems if p.code == "SRC007"]
    assert all(str(row["record"]).startswith("row ") and row["source"] == name for row in found.rows)


def test_every_file_on_the_country_and_the_donor_has_a_source(shared: Path) -> None:
    folders = (shared / "data/iraq", shared / "data/canada")
    there = {p.relative_to(shared / "data").as_posix() for f in folders for p in f.rglob("*") if p.is_file()}
    used = {path_of(name, shared).relative_to(shared / "data").as_posix() for name in SOURCES}
    assert there - used == CITED


@pytest.mark.parametrize(("name", "shapes"), [("shapes_1", "18"), ("shapes_2", "101")])
def test_shapes_without_a_code_are_no_places_and_are_counted(name: str, shapes: str, shared: Path) -> None:
    (problem,) = taken(name, shared).problems
    assert problem.code == "SRC009"
    assert f"none of its {shapes} shapes" in problem.what["en"]


def test_the_list_of_places_has_eighteen_governorates_and_a_hundred_and_one_districts(shared: Path) -> None:
    assert Counter(r["place_level"] for r in taken("pcodes", shared).rows) == {1: 18, 2: 101}


@pytest.mark.parametrize("name", ["dtm_governorates", "dtm_master_list"])
def test_the_round_counts_1189581_displaced_people_in_18_governorates(name: str, shared: Path) -> None:
    rows = taken(name, shared).rows
    assert len({r["place_pcode"] for r in rows}) == 18
    assert total(rows) == 1_189_581


def test_the_list_by_location_and_the_list_by_governorate_say_the_same(shared: Path) -> None:
    by_location, by_governorate = (
        {r["place_pcode"]: exactly(r["people"]) for r in taken(name, shared).rows}
        for name in ("dtm_master_list", "dtm_governorates")
    )
    assert by_location == by_governorate


@pytest.mark.parametrize("name", ["dtm_districts", "dtm_master_list_districts"])
def test_six_of_105_districts_are_not_in_the_list_of_101_and_nobody_guesses_them(
    name: str, shared: Path
) -> None:
    found = taken(name, shared)
    missing = {str(one["value"]).split(",")[0] for one in found.issues}
    assert missing == {"Abu Ghraib", "Tarmia", "Mergasur", "Soran", "Al-Fares", "Al-Azezia"}
    assert len({r["place_pcode"] for r in found.rows}) == 98
    assert total(found.rows) == 1_189_581 - 12_762


def test_rounds_known_by_their_month_only_are_left_out_and_told(shared: Path) -> None:
    found = taken("dtm_rounds", shared)
    assert {one["value"] for one in found.issues} == {"2017-03", "2017-04", "2017-10", "2018-06"}
    assert Counter(r["population_status"] for r in found.rows) == {"displaced": 7, "returned": 7}


@pytest.mark.parametrize(("name", "rows"), [("hapi_idps", "6854"), ("hapi_needs", "1942")])
def test_a_world_file_without_the_country_is_read_and_said_to_hold_none(
    name: str, rows: str, shared: Path
) -> None:
    found = taken(name, shared)
    (one,) = found.issues
    assert (found.rows, one["code"]) == ([], "holds-none")
    assert rows in str(one["message_en"])


def test_seventeen_governorates_need_4045547_and_one_is_not_reported(shared: Path) -> None:
    rows = taken("hno_2020", shared).rows
    reported = [r for r in rows if isinstance(r["people"], Known)]
    assert (len(rows), len(reported), total(reported)) == (18, 17, 4_045_547)
    (headline,) = [
        r
        for r in taken("hno_headlines", shared).rows
        if (str(r["as_of"]), r["population_status"]) == ("2020-01-01", "in_need")
    ]
    assert exactly(headline["people"]) == 4_100_000


def test_a_hundred_and_seven_partners_work_in_81_districts_and_11_clusters(shared: Path) -> None:
    rows = taken("who_does_what_where", shared).rows
    assert len({r["partner"] for r in rows}) == len({r["partner_name"] for r in rows}) == 107
    assert (len({r["place_pcode"] for r in rows}), len({r["cluster"] for r in rows})) == (81, 11)


def test_the_population_is_the_row_of_totals_and_not_the_sum_of_totals_and_parts(shared: Path) -> None:
    rows = taken("cod_ps", shared).rows
    whole = [r for r in rows if (r["sex"], r["age_group"]) == ("all", "all")]
    parts = [r for r in rows if r["sex"] != "all" and r["age_group"] != "all"]
    assert (len(rows), len(whole)) == (972, 18)
    assert total(whole) == total(parts) == 41_190_658
    assert total(rows) == 164_762_632


@pytest.mark.parametrize("name", ["fts_plans", "fts_plans_of_all"])
def test_of_56_rows_28_are_plans_and_one_of_the_others_is_negative(name: str, shared: Path) -> None:
    rows = taken(name, shared).rows
    assert Counter(r["row_of"] for r in rows) == {"plan": 28, "outside_plans": 28}
    outside = [r for r in rows if r["row_of"] == "outside_plans"]
    assert sum(exactly(r["funding"]) < 0 for r in outside) == 1
    assert all(isinstance(r["requirements"], NotReported) for r in outside)
    chapters = [r for r in rows if "Syria" in str(r["plan_name"])]
    assert len(chapters) == 12


def by_plan(name: str, column: str, shared: Path) -> dict[object, Decimal]:
    """What the rows of each plan add to."""
    sums: dict[object, Decimal] = defaultdict(Decimal)
    for row in taken(name, shared).rows:
        if row["plan_code"] and isinstance(row[column], Known):
            sums[row["plan_code"]] += exactly(row[column])
    return sums


@pytest.mark.parametrize("name", ["fts_clusters", "fts_global_clusters"])
def test_what_the_clusters_received_adds_to_what_the_plan_received(name: str, shared: Path) -> None:
    plans, clusters = (by_plan(n, "funding", shared) for n in ("fts_plans", name))
    assert len(clusters) == 15
    assert all(clusters[plan] == plans[plan] for plan in clusters)


@pytest.mark.parametrize(
    ("name", "plans_with", "equal"), [("fts_clusters", 12, 12), ("fts_global_clusters", 15, 10)]
)
def test_what_the_clusters_asked_for_adds_up_where_the_plan_uses_them(
    name: str, plans_with: int, equal: int, shared: Path
) -> None:
    plans, clusters = (by_plan(n, "requirements", shared) for n in ("fts_plans", name))
    assert len(clusters) == plans_with
    assert sum(clusters[plan] == plans[plan] for plan in clusters) == equal
    assert all(clusters[plan] <= plans[plan] for plan in clusters)


def test_behind_the_unclosed_quote_stand_101_contributions_to_the_fund(shared: Path) -> None:
    found = taken("pooled_fund", shared)
    assert codes("pooled_fund", shared) == {"fields-not-headers": 1}
    assert found.issues[0]["record"] == "row 3"
    assert {r["fund"] for r in found.rows} == {"Iraq"}
    lines = path_of("pooled_fund", shared).read_text(encoding="utf-8").splitlines()
    assert len(lines) - 1 == 101 + 2, "a row each, two of them to the other fund, one of those with the quote"


def test_102_rows_stand_from_the_quote_on_and_a_naive_reader_sees_them_as_one(shared: Path) -> None:
    """The row with the quote, which goes to the central fund and ends inside a comment, and the 101 behind it."""
    path = path_of("pooled_fund", shared)
    lines = path.read_text(encoding="utf-8").splitlines()
    (quoted,) = [n for n, line in enumerate(lines) if line.count('"') % 2]
    assert (quoted, len(lines) - quoted) == (2, 102)
    assert ",CERF,CERF," in lines[quoted]
    assert all(",CBPF,Iraq," in line for line in lines[quoted + 1 :])
    with path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_project_of_several_clusters_has_shares_that_add_to_100(shared: Path) -> None:
    shares: dict[object, Decimal] = defaultdict(Decimal)
    for row in taken("pooled_fund_projects", shared).rows:
        shares[row["project_code"]] += exactly(row["share_percent"])
    assert len(shares) == 523
    assert {p for p, share in shares.items() if abs(share - 100) > Decimal("0.1")} == set()


def test_the_indicators_have_501_targets_510_actuals_and_330_baselines(shared: Path) -> None:
    found = taken("unhcr_results", shared)
    assert Counter(r["value_kind"] for r in found.rows) == {"target": 501, "actual": 510, "baseline": 330}


def test_the_workbook_of_one_year_says_what_the_file_of_all_years_says_of_it(shared: Path) -> None:
    def facts(name: str) -> Counter[tuple[object, ...]]:
        keys = ("indicator", "value_kind", "cell", "unit", "to_day")
        return Counter(
            (*(r[k] for k in keys), exactly(r["indicator_quantity"]))
            for r in taken(name, shared).rows
            if r["definition_id"] == "XM-DAC-41121-2020-MENA-IRQ"
        )

    assert facts("unhcr_results_2020") == facts("unhcr_results")
    assert facts("unhcr_results_2020").total() > 100


def test_the_donor_is_named_among_the_contributors_eleven_times(shared: Path) -> None:
    rows = [r for r in taken("unhcr_contributions", shared).rows if "Canada" in str(r["donor"])]
    assert len(rows) == 11
    assert {r["currency"] for r in rows} == {"CAD"}
    twice = Counter((r["contribution_code"], r["paid_on"], exactly(r["paid"])) for r in rows)
    assert [n for n in twice.values() if n > 1] == [2], "one payment stands in the files of two years"


def test_a_flow_stands_several_times_in_samples_put_together(shared: Path) -> None:
    rows = taken("fts_flows_of_canada", shared).rows
    assert (len(rows), len({r["flow_id"] for r in rows})) == (756, 438)


def test_programs_and_results_have_both_languages(shared: Path) -> None:
    for name in ("gac_programs", "gac_results"):
        assert all(r["name_en"] and r["name_fr"] for r in taken(name, shared).rows)


@pytest.mark.parametrize(
    "name",
    ["hno_2020", "cod_ps", "fts_plans", "fts_clusters", "who_does_what_where", "hapi_idps", "hapi_needs"],
)
def test_what_is_proposed_for_a_file_gives_the_rows_of_its_declaration(
    name: str, shared: Path, tmp_path: Path
) -> None:
    text = as_source(propose(path_of(name, shared), "IRQ"), "en")
    text = text.replace('address: "TO ANSWER"', "address: https://example.org").replace("TO ANSWER", "A")
    text = text.replace("retrieved:", "retrieved: 2022-05-01")
    (tmp_path / "source.yml").write_text(text, encoding="utf-8")
    known = {"id": name, "path": tmp_path}
    source, file, wrong = read_declaration(tmp_path / "source.yml", SourceDeclaration, known)
    assert source is not None, wrong
    mine = take_source(source, file, path_of(name, shared), places(shared), sensitive=False)
    keys = (
        "record",
        "place_pcode",
        "as_of",
        "people",
        "sex",
        "requirements",
        "funding",
        "row_of",
        "partner",
        "month",
    )

    def facts(rows: Iterable[Row]) -> list[tuple[object, ...]]:
        return [tuple(row.get(k) for k in keys) for row in rows]

    assert mine.problems == []
    assert facts(mine.rows) == facts(taken(name, shared).rows)


@pytest.mark.parametrize("name", [n for n in SOURCES if n not in SILENT])
def test_a_proposal_is_made_for_every_real_file(name: str, shared: Path) -> None:
    assert propose(path_of(name, shared), "IRQ").certain
