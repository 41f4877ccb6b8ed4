"""Which place is meant: by code of the right edition, then by name within its parent, else a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgebook.tables.places.crosswalk import read_crosswalk
from pledgebook.tables.places.match import PlaceIndex, Question, Written, place_index

PLACES: list[dict[str, object]] = [
    {"place_pcode": "XX", "place_level": 0, "vintage": "2019", "name_en": "Xanadu"},
    {"place_pcode": "XXG08", "parent_pcode": "XX", "place_level": 1, "vintage": "2019", "name_en": "Baghdad"},
    {"place_pcode": "XXG09", "parent_pcode": "XX", "place_level": 1, "vintage": "2019", "name_en": "Duhok"},
    {"place_pcode": "XXG14", "parent_pcode": "XX", "place_level": 1, "vintage": "2019", "name_ar": "ميسان"},
    {"place_pcode": "XXG08Q01", "parent_pcode": "XXG08", "place_level": 2, "name_en": "Centre"},
    {"place_pcode": "XXG09Q01", "parent_pcode": "XXG09", "place_level": 2, "name_en": "Centre"},
    {"place_pcode": "XXG09Q02", "parent_pcode": "XXG09", "place_level": 2, "name_en": "Al-Amadiya"},
]
LINES = [
    {"written": "Dahuk", "vintage": "", "within_pcode": "XX", "place_pcode": "XXG09", "note": ""},
    {"written": "XX-G08", "vintage": "2014", "within_pcode": "", "place_pcode": "XXG09", "note": ""},
    {"written": "Amedi", "vintage": "", "within_pcode": "XXG09", "place_pcode": "XXG09Q02", "note": ""},
    {"written": "Newtown", "vintage": "", "within_pcode": "XXG08", "place_pcode": "", "note": ""},
]
INDEX = place_index(PLACES, LINES)


def asked(written: Written, index: PlaceIndex = INDEX) -> str:
    found = index.match(written)
    assert isinstance(found, Question), found
    assert found.why["en"]
    assert found.why["fr"]
    return found.code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (Written(code="XXG08"), "XXG08"),
        (Written(code="XXG08", vintage="2019"), "XXG08"),
        (Written(code="XX-G08", vintage="2014"), "XXG09"),
        (Written(code="XX-G08", name="Dahuk", vintage="2014", level=1), "XXG09"),
        (Written(name="DUHOK", level=1), "XXG09"),
        (Written(name="Dahuk", level=1), "XXG09"),
        (Written(name="ميسان", level=1), "XXG14"),
        (Written(name="al amadiya", within="Dahuk", level=2), "XXG09Q02"),
        (Written(name="Amedi", within="XXG09", level=2), "XXG09Q02"),
        (Written(name="Centre", within="Baghdad", level=2), "XXG08Q01"),
    ],
    ids=str,
)
def test_a_place_is_found(written: Written, code: str) -> None:
    assert INDEX.match(written) == code


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (Written(code="XXG77"), "place-code-not-known"),
        (Written(code="XXG08", vintage="2014"), "place-code-of-another-edition"),
        (Written(code="XX-G08"), "place-code-not-known"),
        (Written(code="XXG08", name="Dahuk", level=1), "place-code-and-name-differ"),
        (Written(name="Centre", level=2), "place-name-of-several"),
        (Written(name="Duhook", level=1), "place-name-not-known"),
        (Written(name="Amedi", within="Baghdad", level=2), "place-name-not-known"),
        (Written(name="Centre", within="Nowhere", level=2), "place-name-not-known"),
        (Written(name="Newtown", within="Baghdad", level=2), "place-not-in-the-list"),
        (Written(), "place-not-given"),
    ],
    ids=str,
)
def test_a_place_that_is_not_certain_is_asked_for(written: Written, kind: str) -> None:
    assert asked(written) == kind


def test_a_question_proposes_what_is_near_and_takes_none_of_it() -> None:
    found = INDEX.match(Written(name="Amadiya", within="Duhok", level=2))
    assert isinstance(found, Question)
    assert "Al-Amadiya XXG09Q02" in found.why["en"]


def test_a_place_around_that_nobody_knows_is_what_is_asked_about() -> None:
    found = INDEX.match(Written(name="Centre", within="Nowhere", level=2))
    assert isinstance(found, Question)
    assert found.about == "Nowhere"


def test_a_code_that_two_editions_have_is_asked_for_without_its_edition() -> None:
    index = place_index([*PLACES, {**PLACES[1], "vintage": "2014", "name_en": "Dahuk"}])
    assert asked(Written(code="XXG08"), index) == "place-code-in-editions"
    assert index.match(Written(code="XXG08", vintage="2014")) == "XXG08"


def test_a_crosswalk_that_names_no_place_of_the_book_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text(
        "written,vintage,within_pcode,place_pcode,note\nA,,,XX,\nB,,,YY,\n,,,XX,\n", encoding="utf-8"
    )
    lines, wrong = read_crosswalk(path, {"XX"})
    assert len(lines) == 3
    assert [(p.code, p.where.line) for p in wrong] == [("BOOK020", 3), ("BOOK003", 4)]


def test_a_crosswalk_of_other_columns_answers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text("name,place_pcode\nA,XX\n", encoding="utf-8")
    lines, wrong = read_crosswalk(path, {"XX"})
    assert lines == []
    assert {p.code for p in wrong} == {"BOOK007", "BOOK003"}
    assert read_crosswalk(None, set()) == ([], [])
