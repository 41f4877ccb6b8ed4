"""Ceilings and spells: together over a ceiling, about to be, and the same days twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import findings, small_book, write

CEILINGS = "ceiling_id,parent,instrument,scope_en,scope_fr,from_day,to_day,people,source\n"
SPELLS = "deployment_id,ceiling_id,from_day,to_day,people,source\n"
GUARD = "guard,,guard,The guard,La garde,2019-01-01,2039-12-31,20,announcement\n"
TEAMS = GUARD + "".join(
    f"{name},guard,guard,Team,Équipe,2019-01-01,2039-12-31,15,announcement\n" for name in ("north", "south")
)


def told(folder: Path, ceilings: str, *spells: str) -> list[tuple[str, str, int]]:
    book = small_book(folder)
    write(book, "ledgers/ceilings.csv", CEILINGS + ceilings)
    lines = [f"s{number},{spell},announcement" for number, spell in enumerate(spells, start=1)]
    write(book, "ledgers/deployments.csv", SPELLS + "\n".join([*lines, ""]))
    found = [f.problem for f in findings(book) if f.problem.code.startswith("PPL")]
    return [(p.code, p.where.file.name, p.where.line) for p in found]


def test_spells_that_do_not_touch_are_no_overlap(tmp_path: Path) -> None:
    assert told(tmp_path, GUARD, "guard,2020-01-01,2020-05-31,5", "guard,2020-06-01,2020-12-31,5") == []


def test_spells_that_share_one_day_are_told_at_the_later_one(tmp_path: Path) -> None:
    spells = ("guard,2020-01-01,2020-06-01,5", "guard,2020-06-01,2020-12-31,5")
    assert told(tmp_path, GUARD, *spells) == [("PPL003", "deployments.csv", 3)]


def test_a_count_of_one_day_inside_a_spell_is_no_overlap(tmp_path: Path) -> None:
    assert told(tmp_path, GUARD, "guard,2020-01-01,2020-06-01,5", "guard,2020-03-01,2020-03-01,6") == []


def test_two_spells_that_exceed_a_ceiling_together_are_a_breach(tmp_path: Path) -> None:
    spells = ("guard,2020-01-01,2020-06-01,12", "guard,2020-03-01,2020-12-31,12")
    assert {code for code, *_ in told(tmp_path, GUARD, *spells)} == {"PPL001", "PPL003"}


def test_teams_inside_one_ceiling_count_against_the_one_around_them(tmp_path: Path) -> None:
    spells = ("north,2020-01-01,2020-12-31,11", "south,2020-06-01,2020-12-31,11")
    assert [code for code, *_ in told(tmp_path, TEAMS, *spells)] == ["PPL001"]


def test_people_counted_inside_a_ceiling_are_not_added_to_those_counted_under_it(tmp_path: Path) -> None:
    assert told(tmp_path, TEAMS, "guard,2020-01-01,2020-12-31,14", "north,2020-01-01,2020-12-31,11") == []


@pytest.mark.parametrize(
    ("people", "alert"), [("17", False), ("18", True), ("20", True), ("17..20", False), (">=18", True)]
)
def test_from_nine_tenths_of_a_ceiling_in_force_on_it_is_told_before_a_breach(
    tmp_path: Path, people: str, alert: bool
) -> None:
    found = told(tmp_path, GUARD, "guard,2020-01-01,2020-01-01,3", f"guard,2021-01-01,2021-01-01,{people}")
    assert found == ([("PPL004", "deployments.csv", 3)] if alert else [])


def test_a_ceiling_that_ended_is_not_about_to_be_exceeded(tmp_path: Path) -> None:
    assert told(tmp_path, GUARD.replace("2039", "2021"), "guard,2021-01-01,2021-01-01,19") == []


def test_an_earlier_strength_near_the_ceiling_is_past_when_a_later_one_is_not(tmp_path: Path) -> None:
    assert told(tmp_path, GUARD, "guard,2020-01-01,2020-01-01,19", "guard,2021-01-01,2021-01-01,3") == []
