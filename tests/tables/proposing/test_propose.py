"""A source.yml proposed: what is certain of a file never seen before, what is guessed, and what is asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pledgebook.book.models import SourceDeclaration
from pledgebook.book.yaml_file import read_declaration
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.tables.from_source import take_source
from pledgebook.tables.places.match import PlaceIndex
from pledgebook.tables.proposing.propose import Proposal, propose
from pledgebook.tables.proposing.recognise import declared
from pledgebook.tables.proposing.write import as_source
from pledgebook.tables.schema import table_names, table_type
from pledgebook.text import Text

HAPI = "location_code,has_hrp,admin1_code,admin1_name,admin2_code,admin2_name,admin_level"
IDPS = f"{HAPI},operation,assessment_type,population,reporting_round,reference_period_end\n"
OPEN = {
    r'^address: "TO ANSWER"$': "address: https://example.org",
    r"“?TO ANSWER”?": "A",
    r"^retrieved:.*$": "retrieved: 2022-05-01",
}


def proposed(folder: Path, text: str, country: str = "", name: str = "file.csv") -> Proposal:
    (folder / name).write_text(text, encoding="utf-8")
    return propose(folder / name, country)


def asked(proposal: Proposal) -> str:
    return "\n".join(text["en"] for text in proposal.asked)


def answered(text: str) -> str:
    """The proposal with what only a person knows filled in."""
    for pattern, answer in OPEN.items():
        text = re.sub(pattern, answer, text, flags=re.MULTILINE)
    return text


def test_every_form_and_every_meaning_names_columns_that_the_tables_have() -> None:
    for form in declared("known").values():
        assert form["table"] in table_names()
        assert form["columns"].keys() <= table_type(form["table"]).columns.keys()
    for table, said in declared("tables").items():
        assert {*said["columns"], *said["needed"]} <= table_type(table).columns.keys()
        meanings = {
            *said["any"],
            *said.get("each", ()),
            *(m for found in said["columns"].values() for m in found),
        }
        assert meanings <= declared("meanings").keys()
    for meaning in declared("meanings").values():
        assert meaning.keys() >= {"en", "fr", "words", "tags"}


def test_no_word_means_two_things() -> None:
    words = [w for said in declared("meanings").values() for w in said["words"]]
    assert sorted(set(words)) == sorted(words)


def test_a_form_that_is_known_is_certain_and_the_country_is_asked_for(tmp_path: Path) -> None:
    data = IDPS + "XYZ,Y,,,,,0,,BA,5,1,2021-01-01\n"
    found = proposed(tmp_path, data)
    assert found.table == "displacement"
    assert "Of which country" in asked(found)
    assert "Which level of places" in asked(found)
    mine = proposed(tmp_path, data, "XYZ")
    assert mine.only == {"admin_level": ["1"], "location_code": ["XYZ"]}


def test_a_file_without_the_country_is_said_to_hold_none(tmp_path: Path) -> None:
    data = IDPS + "XYZ,Y,,,,,1,,BA,5,1,2021-01-01\n"
    certain = [text["en"] for text in proposed(tmp_path, data, "ABC").certain]
    assert "No row has ABC in “location_code”: the source is read and holds none." in certain


def test_presence_of_partners_takes_the_month_out_of_a_day(tmp_path: Path) -> None:
    data = (
        f"{HAPI},org_acronym,org_name,org_type_code,org_type_description,sector_code,sector_name,reference_period_start\n"
        "XYZ,Y,XY01,North,,,1,AA,Aid,441,NGO,HEA,Health,2024-03-01\n"
    )
    (row,) = rows_of(tmp_path, proposed(tmp_path, data, "XYZ"))
    assert (row["month"], row["partner"], row["cluster"], row["place_pcode"]) == (
        "2024-03",
        "AA",
        "Health",
        "XY01",
    )


def test_funding_without_an_appeal_is_outside_plans(tmp_path: Path) -> None:
    data = (
        "location_code,appeal_code,appeal_name,appeal_type,requirements_usd,funding_usd,"
        "reference_period_start,reference_period_end\n"
        "XYZ,HXYZ24,Plan,HRP,100,50,2024-01-01,2024-12-31\nXYZ,,Not specified,,,-7,2024-01-01,2024-12-31\n"
    )
    rows = rows_of(tmp_path, proposed(tmp_path, data, "XYZ"))
    assert [r["row_of"] for r in rows] == ["plan", "outside_plans"]


def test_headers_in_french_are_read(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,Année,Personnes dans le besoin\nNord,2021,50\nSud,2021,70\n")
    assert found.table == "need"
    assert found.columns["as_of"] == {"from": "Année", "period": "year"}
    assert found.columns["place_pcode"] == {"place": {"name": "Province", "level": 1}}
    assert found.asked == []


def test_hashtags_are_certain_even_under_headers_that_say_nothing(tmp_path: Path) -> None:
    found = proposed(tmp_path, "a,b,c\n#adm1+code,#inneed,#date\nXY01,5,2021-01-01\n")
    assert found.table == "need"
    assert found.columns["people"] == {"from": "b"}
    assert found.asked == []


def test_several_counts_of_a_row_become_several_rows(tmp_path: Path) -> None:
    found = proposed(tmp_path, "District,year,people in need,people targeted,people reached\nA,2021,5,4,\n")
    assert [c["population_status"]["value"] for c in found.each_row] == ["in_need", "targeted", "reached"]
    assert len(rows_of(tmp_path, found, places=A)) == 2


def test_p_codes_and_days_are_recognised_by_value_and_asked_about(tmp_path: Path) -> None:
    found = proposed(tmp_path, "where,when,PiN\nXY01,2021-01-01,5\nXY02,2021-01-01,7\n")
    assert found.table == "need"
    assert "Does “where” mean the code of a first division? The only sign is its cells." in asked(found)
    assert "Does “when” mean the day?" in asked(found)


def test_a_header_that_only_contains_a_known_word_is_a_guess(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,year,people in need (estimate)\nA,2021,5\n")
    assert "Does “people in need (estimate)” mean people in need?" in asked(found)


def test_what_a_table_needs_and_nobody_saw_is_asked_for(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,IDPs\nA,5\n")
    assert "Where does the table’s column as_of of displacement come from?" in asked(found)


def test_numbers_that_nobody_knows_are_named_and_ignored(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,date,IDPs,wells,remark\nA,2021-01-01,5,3,dry\n")
    assert found.ignored == ["wells", "remark"]
    assert "What do these columns of numbers count: wells?" in asked(found)


def test_words_that_are_no_codes_are_asked_about(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,year,sex,PiN\nA,2021,women,5\nA,2021,f,6\n")
    assert "What do the words women of “sex” mean? The codes are all, f, m" in asked(found)


def test_a_file_of_which_nothing_is_known_is_all_questions(tmp_path: Path) -> None:
    found = proposed(tmp_path, "foo,bar\nx,y\n")
    assert (found.table, found.columns) == ("", {})
    assert "Which table is this?" in asked(found)


def test_a_title_above_the_headers_and_a_list_without_headers_are_noticed(tmp_path: Path) -> None:
    assert proposed(tmp_path, "A survey,,\nProvince,date,IDPs\nA,2021-01-01,5\n").look.head == 2
    assert proposed(tmp_path, "XY01,1,2019-01-01\nXY02,1,2019-01-01\n").look.head == 0


def test_an_ending_that_no_reader_knows_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as error:
        proposed(tmp_path, "", name="file.docx")
    assert ".xlsx" in error.value.why["en"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_proposal_does_not_load_before_it_is_answered(language: str, tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,date,IDPs\nA,2021-01-01,5\n")
    (tmp_path / "source.yml").write_text(as_source(found, language), encoding="utf-8")
    known = {"id": "s", "path": tmp_path}
    assert read_declaration(tmp_path / "source.yml", SourceDeclaration, known)[0] is None


A = PlaceIndex()
A.names["a"].add("XY01")
A.levels["XY01"] = None
A.editions["XY01"].add("")
A.names["north"].add("XY01")


def rows_of(folder: Path, proposal: Proposal, places: PlaceIndex = A) -> list[dict[str, object]]:
    """What the proposal gives, answered and read."""
    path = folder / "source.yml"
    path.write_text(answered(as_source(proposal, "en")), encoding="utf-8")
    source, file, wrong = read_declaration(path, SourceDeclaration, {"id": "s", "path": folder})
    assert source is not None, wrong
    taken = take_source(source, file, proposal.look.path, places, sensitive=False)
    assert taken.problems == []
    return taken.rows


def test_every_sentence_has_both_languages(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Province,IDPs,wells,remark\nA,5,3,dry\n")
    for text in (*found.certain, *found.asked):
        assert isinstance(text, Text)
        assert text["en"] != text["fr"]
