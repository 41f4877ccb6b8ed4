"""One source into its table: hashtags, rows left out, several rows of one, rows added up, words nobody declared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pledgebook.book.models import SourceDeclaration
from pledgebook.book.yaml_file import read_declaration
from pledgebook.tables.from_source import Taken, take_source
from pledgebook.tables.places.match import PlaceIndex, place_index
from pledgebook.value import Known

HEAD = """
title: {en: A, fr: B}
publisher: {id: a, en: A, fr: B}
address: https://example.org
licence: CC0
retrieved: 2022-05-01
evidence: record
file: file.csv
"""
PLACES = place_index(
    [
        {"place_pcode": "XX", "place_level": 0},
        {"place_pcode": "XX01", "parent_pcode": "XX", "place_level": 1, "name_en": "North"},
        {"place_pcode": "XX02", "parent_pcode": "XX", "place_level": 1, "name_en": "South"},
    ]
)
DISPLACED = """
reader: csv
table: displacement
columns:
  place_pcode: {place: {name: place, level: 1}}
  as_of: {value: 2021-09-30}
  population_status: {value: displaced}
  people: {from: people}
"""


def take(folder: Path, declared: str, data: str, places: PlaceIndex = PLACES) -> Taken:
    (folder / "source.yml").write_text(HEAD + declared, encoding="utf-8")
    (folder / "file.csv").write_text(data, encoding="utf-8")
    source, file, wrong = read_declaration(
        folder / "source.yml", SourceDeclaration, {"id": "s", "path": folder}
    )
    assert source is not None, wrong
    return take_source(source, file, folder / "file.csv", places, sensitive=False)


def people(row: dict[str, Any]) -> str:
    found = row["people"]
    assert isinstance(found, Known)
    return str(found.interval)


def test_a_name_that_nobody_knows_is_one_issue_with_the_rows_it_costs(tmp_path: Path) -> None:
    found = take(tmp_path, DISPLACED, "place,people\nNorth,1\nNorht,2\nNorht,3\n")
    assert [r["place_pcode"] for r in found.rows] == ["XX01"]
    (one,) = found.issues
    assert (one["record"], one["code"], one["value"]) == ("row 3", "place-name-not-known", "Norht")
    assert str(one["message_en"]).endswith("the row is left out (2 rows)")
    assert "North XX01" in str(one["message_en"])


def test_rows_of_the_same_place_add_up_and_one_without_a_count_leaves_a_lower_bound(tmp_path: Path) -> None:
    declared = DISPLACED.replace("table:", "add_up: true\ntable:")
    found = take(tmp_path, declared, "place,people\nNorth,1\nSouth,2\nNorth,3\nSouth,\n")
    assert {r["place_pcode"]: people(r) for r in found.rows} == {"XX01": "4", "XX02": ">=2"}
    assert [r["record"] for r in found.rows] == ["row 2", "row 3"]


def test_one_row_of_a_file_may_be_several_of_the_table_and_an_empty_cell_is_none(tmp_path: Path) -> None:
    declared = """
reader: csv
table: displacement
columns:
  place_pcode: {value: XX}
  as_of: {from: day}
each_row:
  - if_given: idps
    columns: {population_status: {value: displaced}, people: {from: idps}}
  - if_given: back
    columns: {population_status: {value: returned}, people: {from: back}}
"""
    found = take(tmp_path, declared, "day,idps,back\n2020-01-01,5,\n2020-02-01,6,7\nsoon,8,9\n")
    assert [(r["population_status"], people(r)) for r in found.rows] == [
        ("displaced", "5"),
        ("displaced", "6"),
        ("returned", "7"),
    ]
    assert [(i["record"], i["value"]) for i in found.issues] == [("row 4", "soon")], "told once"


def test_a_word_that_is_no_code_of_its_column_is_told_and_costs_its_rows_only(tmp_path: Path) -> None:
    declared = DISPLACED.replace("{value: displaced}", "{from: who, map: {IDP: displaced}}")
    found = take(tmp_path, declared, "place,people,who\nNorth,1,IDP\nNorth,2,REF\nSouth,3,REF\n")
    assert len(found.rows) == 1
    (one,) = found.issues
    assert (one["code"], one["value"]) == ("code-not-declared", "REF")
    assert "(2 rows)" in str(one["message_en"])


def test_a_map_to_a_word_that_the_column_does_not_have_is_a_mistake_of_the_declaration(
    tmp_path: Path,
) -> None:
    declared = DISPLACED.replace("{value: displaced}", "{from: who, map: {IDP: displacd}}")
    found = take(tmp_path, declared, "place,people,who\nNorth,1,IDP\n")
    assert [(p.code, p.where.file.name) for p in found.problems] == [("BOOK007", "source.yml")]
    assert "displaced, returned, refugee" in found.problems[0].next["en"]


def test_a_file_that_holds_none_of_the_rows_that_are_meant_is_said_to_hold_none(tmp_path: Path) -> None:
    declared = DISPLACED.replace("table:", "only: {country: [XX]}\ntable:")
    found = take(tmp_path, declared, "place,people,country\nNorth,1,YY\nNorth,2,ZZ\n")
    (one,) = found.issues
    assert (found.rows, one["code"]) == ([], "holds-none")
    assert str(one["message_fr"]).startswith("le fichier contient 2 lignes")


def test_totals_are_left_out_and_a_condition_on_no_column_is_told(tmp_path: Path) -> None:
    declared = DISPLACED.replace("table:", "except: {place: [Total]}\ntable:")
    assert len(take(tmp_path, declared, "place,people\nNorth,1\nTotal,1\n").rows) == 1
    wrong = take(tmp_path, DISPLACED.replace("table:", "except: {plase: [Total]}\ntable:"), "place,people\n")
    assert [p.code for p in wrong.problems] == ["SRC006"]


def test_a_column_may_be_named_by_its_hashtag(tmp_path: Path) -> None:
    declared = DISPLACED.replace("from: people", 'from: "#affected"').replace("name: place", 'name: "#adm1"')
    data = "place,people\n#adm1+name,#affected+idps\nNorth,4\n"
    assert [people(r) for r in take(tmp_path, declared, data).rows] == ["4"]


def test_a_hashtag_of_two_columns_is_asked_about(tmp_path: Path) -> None:
    declared = DISPLACED.replace("from: people", 'from: "#affected"')
    data = "place,men,women\n#adm1,#affected+m,#affected+f\nNorth,4,5\n"
    assert "SRC010" in [p.code for p in take(tmp_path, declared, data).problems]


def test_an_undeclared_column_is_found_and_a_list_of_them_too(tmp_path: Path) -> None:
    found = take(tmp_path, DISPLACED, "place,people,more,most\nNorth,4,,\n")
    assert [p.code for p in found.problems] == ["SRC007", "SRC007"]


def test_what_a_source_says_nothing_of_is_the_total(tmp_path: Path) -> None:
    declared = DISPLACED.replace("displacement", "need").replace("displaced", "in_need")
    (row,) = take(tmp_path, declared, "place,people\nNorth,4\n").rows
    said = ("sector", "sex", "age_group", "disability", "population_group")
    assert {row[k] for k in said} == {"all"}


def test_a_file_of_another_kind_is_no_table(tmp_path: Path) -> None:
    found = take(tmp_path, DISPLACED.replace("reader: csv", "reader: sheet"), "place,people\n")
    assert [p.code for p in found.problems] == ["SRC009"]
