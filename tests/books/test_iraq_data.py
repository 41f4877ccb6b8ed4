"""The data of the Iraq book: figures equal the originals, ledgers cite what exists, nobody is named."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pledgebook.book.load import LEDGERS
from pledgebook.book.models import SourceDeclaration
from pledgebook.book.yaml_file import read_declaration
from pledgebook.interval import Interval
from pledgebook.sources.csv_file import read_csv
from pledgebook.tables.mapped import mapped_rows
from pledgebook.tables.schema import table_type

BOOK = Path(__file__).resolve().parents[2] / "books/iraq"
SOURCES = sorted(p.parent.name for p in BOOK.glob("sources/*/source.yml"))
READ = ("dtm_rounds", "dtm_r123", "hno_2020", "hno_headlines", "fts_plans", "iraq_pooled_fund", "cod_ab")
OBJECTIVES = {"humanitarian", "governance", "stabilisation", "security_forces", "diplomacy"}
FROM_ALL = {
    "CA-3-P006542006",
    "CA-3-P007642002",
    "CA-3-P009475001",
    "CA-3-P009475002",
    "CA-3-P010189001",
}
"""The book’s activities that stand in the department’s large file; the others have a file of their own."""
LEFT_OUT = {"description", "contact-info", "document-link", "result"}
OFFICE_AND_NAME = re.compile(
    r"\b(?:Mrs?|Ms|Dr|Hon|Sgt|Cpl|Capt|M\.|Mme|"
    r"(?i:minister|ministre|general|général|ambassador|ambassadeur|sergeant|sergent|adviser|advisor|conseiller))"
    r"\.? [A-Z][a-zé]+ [A-Z][a-zé]+"
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ledger(name: str) -> list[dict[str, str]]:
    return rows(BOOK / f"ledgers/{name}.csv")


def restated(source: str, file: str) -> list[dict[str, str]]:
    return rows(BOOK / f"sources/{source}/{file}")


def source(name: str) -> SourceDeclaration:
    folder = BOOK / "sources" / name
    declared, _, problems = read_declaration(
        folder / "source.yml", SourceDeclaration, {"id": name, "path": folder}
    )
    assert declared is not None, problems
    return declared


def activities(path: Path) -> dict[str, Any]:
    found = etree.parse(str(path)).getroot().findall("iati-activity")
    return {(a.findtext("iati-identifier") or "").strip(): a for a in found}


def fact(element: Any) -> tuple[Any, ...]:
    """An element as its name, attributes of the standard, text and children, whatever their order."""
    own = {k: v for k, v in element.attrib.items() if "d-portal.org" not in k}
    text = " ".join((element.text or "").split())
    children = [fact(c) for c in element if isinstance(c.tag, str) and (c.tag, len(c)) != ("point", 0)]
    return element.tag, tuple(sorted(own.items())), text, tuple(sorted(children))


def facts(activity: Any) -> Counter[tuple[Any, ...]]:
    return Counter(fact(c) for c in activity if isinstance(c.tag, str) and c.tag not in LEFT_OUT)


def committed(activity: Any) -> Decimal:
    own = [t for t in activity.findall("transaction") if t.find("transaction-type").get("code") == "2"]
    return sum((Decimal(t.findtext("value")) for t in own), Decimal(0))


@pytest.fixture(scope="module")
def book_activities() -> dict[str, Any]:
    return activities(BOOK / "sources/gac_iati/activities.xml")


@pytest.fixture(scope="module")
def originals(shared: Path) -> dict[str, Any]:
    own = activities(shared / "data/iati/canada/gac-iraq.xml")
    large = activities(shared / "data/iati/canada/gac-all.xml")
    return own | {i: large[i] for i in FROM_ALL}


def test_the_sixteen_activities_commit_391_650_859_88(book_activities: dict[str, Any]) -> None:
    assert len(book_activities) == 16
    assert sum(committed(a) for a in book_activities.values()) == Decimal("391650859.88")


def test_the_activities_are_sorted_and_hold_no_one_else_s_sentences(book_activities: dict[str, Any]) -> None:
    assert list(book_activities) == sorted(book_activities)
    tags = {e.tag for a in book_activities.values() for e in a.iter() if isinstance(e.tag, str)}
    assert not tags & LEFT_OUT


@pytest.mark.shared
def test_every_fact_of_the_activities_equals_the_publisher_s(
    book_activities: dict[str, Any], originals: dict[str, Any]
) -> None:
    assert book_activities.keys() == originals.keys()
    for identifier, activity in book_activities.items():
        assert facts(activity) == facts(originals[identifier]), identifier
        assert dict(fact(activity)[1]) == dict(fact(originals[identifier])[1]), identifier


@pytest.mark.shared
def test_the_activities_are_valid_but_for_the_descriptions(shared: Path) -> None:
    schema = etree.XMLSchema(
        etree.parse(str(shared / "data/standard/schemas/2.03/iati-activities-schema.xsd"))
    )
    document = etree.parse(str(BOOK / "sources/gac_iati/activities.xml"))
    assert not schema.validate(document)
    for activity in document.getroot().findall("iati-activity"):
        description = etree.Element("description")
        etree.SubElement(description, "narrative").text = "left out"
        title = activity.find("title")
        assert title is not None
        title.addnext(description)
    assert schema.validate(document), schema.error_log


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_declared_in_both_languages(name: str) -> None:
    declared = source(name)
    assert declared.note is not None
    for words in (declared.title, declared.publisher.name, declared.note):
        assert set(words) == {"en", "fr"}
    assert declared.address.startswith(("https://", "http://"))


@pytest.mark.parametrize("name", READ)
def test_every_column_of_a_file_is_mapped_or_ignored_and_every_row_is_read(name: str) -> None:
    declared = source(name)
    assert declared.file is not None
    assert declared.table is not None
    headers, raw = read_csv(BOOK / "sources" / name / declared.file)
    mapped = {c.header for c in declared.columns.values() if c.header is not None}
    assert mapped | set(declared.ignored_columns) == set(headers)
    assert not mapped & set(declared.ignored_columns)
    read, issues = mapped_rows(table_type(declared.table), declared.columns, raw, name)
    assert issues == []
    assert len(read) == declared.expected_rows


@pytest.mark.parametrize("name", sorted(LEDGERS))
def test_every_row_of_a_ledger_fits_its_table_and_names_a_source(name: str) -> None:
    kind = table_type(LEDGERS[name])
    quantities = {c.name for c in kind.columns.values() if c.type == "quantity"}
    lines = ledger(name)
    assert lines
    assert set(lines[0]) == set(kind.columns) - {"record"}
    for row in lines:
        assert row["source"] in SOURCES, row
        for column in quantities:
            assert row[column] == "" or Interval.parse(row[column])
        for column in (c.name for c in kind.columns.values() if c.type == "date"):
            assert row[column] == "" or date.fromisoformat(row[column])


@pytest.mark.parametrize(
    ("name", "key", "reference"),
    [
        ("pledges", "pledge_id", "part_of"),
        ("pledges", "edition", "supersedes"),
        ("ceilings", "ceiling_id", "parent"),
        ("arrivals", "arrival_id", "share_of"),
    ],
)
def test_what_a_row_refers_to_is_in_its_ledger(name: str, key: str, reference: str) -> None:
    lines = ledger(name)
    assert any(row[reference] for row in lines)
    assert {row[reference] for row in lines} - {""} <= {row[key] for row in lines}
    assert all(row[reference] != row[key] for row in lines)


def test_a_deployment_counts_against_a_ceiling_of_the_book() -> None:
    assert {r["ceiling_id"] for r in ledger("deployments")} <= {r["ceiling_id"] for r in ledger("ceilings")}


def test_a_nested_ceiling_is_no_higher_than_the_one_around_it() -> None:
    people = {r["ceiling_id"]: Interval.parse(r["people"]).high for r in ledger("ceilings")}
    nested = [(r["ceiling_id"], r["parent"]) for r in ledger("ceilings") if r["parent"]]
    assert ("nato-mission-250", "op-impact-850") in nested
    for inner, outer in nested:
        assert (people[inner] or 0) <= (people[outer] or 0)


def test_the_parts_of_iraq_s_envelope_add_to_241_million_which_over_240_allows() -> None:
    pledges = ledger("pledges")
    parts = [Decimal(p["amount"]) for p in pledges if p["part_of"] == "iraq-2016-19"]
    whole = next(Interval.parse(p["amount"]) for p in pledges if p["pledge_id"] == "iraq-2016-19")
    assert sum(parts) == 241_000_000
    assert whole.holds(sum(parts, Decimal(0)))


def test_a_part_of_an_envelope_lies_inside_its_period() -> None:
    pledges = {p["pledge_id"]: p for p in ledger("pledges")}
    for part in (p for p in pledges.values() if p["part_of"]):
        whole = pledges[part["part_of"]]
        assert whole["from_day"] <= part["from_day"] <= part["to_day"] <= whole["to_day"]


def test_807_arrivals_are_747_and_60_and_81_percent_of_them_is_650_to_657_people() -> None:
    arrivals = {a["arrival_id"]: a for a in ledger("arrivals")}
    total = int(arrivals["arrivals-2017-10"]["people"])
    streams = ("arrivals-2017-10-government", "arrivals-2017-10-private")
    assert total == sum(int(arrivals[a]["people"]) for a in streams) == 807
    share = Interval.parse(arrivals["arrivals-2017-10-yazidi"]["share_percent"])
    fitting = [n for n in range(total + 1) if share.holds(Decimal(100 * n) / total)]
    assert (fitting[0], fitting[-1]) == (650, 657)


def test_the_people_reached_add_up_from_cell_to_cell() -> None:
    reached = {
        r["cell"]: int(r["indicator_quantity"])
        for r in ledger("indicator_values")
        if r["indicator"] == "people_reached" and r["value_kind"] == "actual"
    }
    assert reached["boys"] + reached["girls"] == reached["children"]
    assert reached["men"] + reached["women"] == reached["adults"]
    assert reached["children"] + reached["adults"] == reached["total"] == 25663


@pytest.mark.shared
def test_the_people_reached_are_those_the_publisher_s_result_states(originals: dict[str, Any]) -> None:
    texts = originals["CA-3-D001619001"].findall("result/indicator/description/narrative")
    stated = {int(n.replace(",", "")) for n in re.findall(r"\d{1,2},\d{3}", texts[0].text)}
    told = [r for r in ledger("indicator_values") if r["indicator"] == "people_reached"]
    cells = {int(r["indicator_quantity"]) for r in told}
    assert cells == stated


def test_a_milestone_serves_an_objective_and_says_what_is_known() -> None:
    for row in ledger("milestones"):
        assert row["objective"] in OBJECTIVES
        assert row["state"] in {"done", "under_way", "no_data"}
        assert row["from_day"] <= (row["to_day"] or row["from_day"])
        assert row["outcome_en"], row["milestone_id"]
        assert row["outcome_fr"], row["milestone_id"]


def test_the_day_of_the_investigative_team_lies_before_2019() -> None:
    team = next(m for m in ledger("milestones") if m["milestone_id"] == "investigative-team")
    resolution = next(m for m in ledger("milestones") if m["milestone_id"] == "resolution-2379")
    assert resolution["from_day"] == "2017-09-21" <= team["from_day"] <= team["to_day"] < "2019-01-01"


@pytest.mark.shared
def test_the_rounds_with_a_full_date_equal_the_publisher_s(shared: Path) -> None:
    told = {
        (r["round"], r["as_of"], r["population_status"]): r["people"]
        for r in restated("dtm_rounds", "rounds.csv")
    }
    dated = [
        r
        for r in rows(shared / "data/iraq/dtm/iraq_dtm_rounds_headline.csv")
        if len(r["as_of"]) == len("2020-12-31")
    ]
    expected = {}
    for r in dated:
        expected[r["round"], r["as_of"], "displaced"] = r["idp_individuals"]
        expected[r["round"], r["as_of"], "returned"] = r["returnee_individuals"]
    assert told == expected
    assert told["119", "2020-12-31", "displaced"] == "1224108"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "original", "column"),
    [
        ("dtm_r123", "dtm/iraq_dtm_r123_by_governorate.csv", "Individuals"),
        ("hno_2020", "hno/iraq_hno2020_pin_by_governorate.csv", "people_in_need"),
    ],
)
def test_the_governorates_equal_the_publisher_s(shared: Path, name: str, original: str, column: str) -> None:
    told = {r["place_pcode"]: r["people"] for r in restated(name, "governorates.csv")}
    assert told == {r["admin1_pcode"]: r[column] for r in rows(shared / "data/iraq" / original)}
    assert len(told) == 18


def test_the_governorates_of_round_123_add_to_its_headline() -> None:
    parts = sum(int(r["people"]) for r in restated("dtm_r123", "governorates.csv"))
    headline = next(
        r
        for r in restated("dtm_rounds", "rounds.csv")
        if (r["round"], r["population_status"]) == ("123", "displaced")
    )
    assert parts == int(headline["people"]) == 1189581


def test_the_printed_governorates_of_2020_fall_short_of_the_headline() -> None:
    told = [r["people"] for r in restated("hno_2020", "governorates.csv")]
    assert told.count("") == 1
    assert sum(int(p) for p in told if p) == 4045547


@pytest.mark.shared
def test_a_headline_of_need_is_the_interval_its_rounding_leaves(shared: Path) -> None:
    columns = {
        "in_need": "people_in_need",
        "acute_need": "people_in_acute_need",
        "targeted": "people_targeted",
    }
    told = {
        (r["year"], r["population_status"]): r["people"] for r in restated("hno_headlines", "headlines.csv")
    }
    originals = rows(shared / "data/iraq/hno/iraq_pin_headlines.csv")
    assert len(told) == len(originals) * len(columns)
    for original in originals:
        for status, column in columns.items():
            people = told[original["year"], status]
            assert bool(people) == bool(original[column])
            if people:
                interval = Interval.parse(people)
                assert interval.low is not None
                assert interval.high is not None
                assert (interval.low + interval.high) / 2 == Decimal(original[column])


@pytest.mark.shared
def test_the_plans_equal_the_publisher_s_and_the_rows_without_a_plan_are_left_out(shared: Path) -> None:
    told = Counter(
        (r["plan_id"], r["plan_code"], r["plan_type"], r["year"], r["requirements"], r["funding"])
        for r in restated("fts_plans", "plans.csv")
    )
    published = rows(shared / "data/iraq/fts/iraq_fts_requirements_funding.csv")
    plans = [r for r in published if r["name"] != "Not specified"]
    amounts = ("requirements", "funding")
    assert told == Counter(
        (
            f"{Decimal(r['id']):.0f}",
            r["code"],
            r["typeName"],
            r["year"],
            *(f"{Decimal(r[a]):.0f}" for a in amounts),
        )
        for r in plans
    )
    assert len(plans) == len(published) - len(plans) == 28
    assert Counter(r["scope"] for r in restated("fts_plans", "plans.csv"))["chapter"] == 12


def contributions(path: Path) -> Iterator[list[str]]:
    """The fund's contributions line by line, so that the unclosed quote of the file swallows nothing."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split(",")
        if cells[11:12] == ["Iraq"]:
            yield cells


@pytest.mark.shared
def test_the_contributions_to_the_pooled_fund_equal_the_publisher_s(shared: Path) -> None:
    told = {
        (r["contribution_code"], r["donor"], r["fiscal_year"], r["paid_on"], r["paid_currency"]): Decimal(
            r["paid_usd"]
        )
        for r in restated("iraq_pooled_fund", "contributions.csv")
    }
    published = list(contributions(shared / "data/iraq/fts/cbpf_contributions_iraq.csv"))
    assert told == {(c[1], c[2], c[4], c[12], c[13]): Decimal(c[16]) for c in published}
    assert len(told) == len(published) == 101


def test_every_state_donor_of_the_pooled_fund_has_one_country_code() -> None:
    pairs = {(r["donor"], r["donor_iso2"]) for r in restated("iraq_pooled_fund", "contributions.csv")}
    assert len(pairs) == len({donor for donor, _ in pairs}) == len({code for _, code in pairs})
    assert ("Canada", "CA") in pairs


@pytest.mark.shared
def test_the_places_are_the_country_and_its_eighteen_governorates(shared: Path) -> None:
    listed = (
        (shared / "data/iraq/boundaries/iraq_pcodes_adm1_adm2.csv").read_text(encoding="utf-8").splitlines()
    )
    governorates = {cells[2]: cells[3] for cells in (line.split(",") for line in listed) if cells[1] == "1"}
    told = {r["place_pcode"]: r for r in restated("cod_ab", "places.csv")}
    assert told.keys() == governorates.keys() | {"IQ"}
    assert {code: told[code]["name_en"] for code in governorates} == governorates
    assert {told[code]["parent_pcode"] for code in governorates} == {"IQ"}
    assert all(place["name_fr"] for place in told.values())


@pytest.mark.shared
def test_the_ledgers_hold_every_published_figure_that_is_money(shared: Path) -> None:
    with (shared / "strategy/published-figures.tsv").open(encoding="utf-8", newline="") as file:
        published = {r["id"]: r for r in csv.DictReader(file, delimiter="\t") if r["topic"] == "envelope"}
    pledges = {p["pledge_id"]: Interval.parse(p["amount"]) for p in ledger("pledges")}
    assert published.keys() <= pledges.keys()
    for identifier, figure in published.items():
        assert pledges[identifier].low == Decimal(figure["value_low"]), identifier


def text_files() -> list[Path]:
    return sorted(p for p in BOOK.glob("[sl]*/**/*") if p.suffix in {".yml", ".csv", ".xml"})


def test_no_office_is_followed_by_a_person_s_name() -> None:
    assert OFFICE_AND_NAME.search("said Minister Jane Doe")
    for path in text_files():
        found = OFFICE_AND_NAME.search(path.read_text(encoding="utf-8"))
        assert found is None, (path, found)


def test_french_uses_its_own_spaces_and_apostrophes() -> None:
    wrong = re.compile(r"[A-Za-zàâçéèêëîïôûùœ]'[A-Za-zàâéèêîôû]|\w [;!?»](?:\s|$)|« ")
    assert wrong.search("l'Iraq ; oui")
    for name in sorted(LEDGERS):
        for row in ledger(name):
            for column in (c for c in row if c.endswith("_fr")):
                assert not wrong.search(row[column]), (name, row[column])
    for name in SOURCES:
        declared = source(name)
        assert declared.note is not None
        for words in (declared.title["fr"], declared.publisher.fr, declared.note["fr"]):
            assert not wrong.search(words), (name, words)
