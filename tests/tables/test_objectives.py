"""Money and objectives: the first rule that matches wins, and what none matches says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import SMALL, compiled, edit, said, small_book, write
from pledgebook.book.models import Rule
from pledgebook.tables.objectives import CONDITIONS, NOT_ALIGNED, aligned
from pledgebook.tables.schema import table_type


def rule(name: str, **when: object) -> Rule:
    return Rule.model_validate(
        {"id": name, "objective": f"for-{name}", "why": {"en": "x", "fr": "y"}, "when": when}
    )


FLOW: dict[str, object] = {
    "activity_id": "XX-1", "sector_code": "15170", "sector_dac3": "151", "is_humanitarian": True,
    "gender_marker": 0, "reporting_org_ref": "XX-AID", "receiver_org_ref": None,
}  # fmt: skip


def test_the_first_rule_that_matches_wins_and_is_kept() -> None:
    fund, flag = rule("fund", activity=["XX-1"]), rule("flag", is_humanitarian=[True])
    assert aligned(FLOW, [fund, flag]) == ("for-fund", "fund")
    assert aligned(FLOW, [flag, fund]) == ("for-flag", "flag")


def test_what_no_rule_matches_is_not_aligned() -> None:
    assert aligned(FLOW, [rule("other", activity=["XX-2"])]) == (NOT_ALIGNED, "")
    assert aligned(FLOW, []) == (NOT_ALIGNED, "")


def test_every_condition_of_a_rule_must_hold_and_any_of_its_choices() -> None:
    assert aligned(FLOW, [rule("a", sector=["15170", "1"], is_humanitarian=[True])])[1] == "a"
    assert aligned(FLOW, [rule("a", sector=["15170"], is_humanitarian=[False])])[1] == ""


@pytest.mark.parametrize("marker", [0, "0"])
def test_a_marker_of_0_is_not_the_same_as_no_marker(marker: object) -> None:
    zero = rule("zero", gender_marker=[marker])
    assert aligned(FLOW, [zero])[1] == "zero"
    assert aligned({**FLOW, "gender_marker": None}, [zero])[1] == ""


def test_a_sector_is_its_whole_code_and_not_its_beginning() -> None:
    assert aligned(FLOW, [rule("three", sector=["151"])])[1] == ""
    assert aligned(FLOW, [rule("three", sector_dac3=[151])])[1] == "three"


def test_a_rule_without_conditions_takes_everything_that_is_left() -> None:
    assert aligned({}, [rule("rest")])[1] == "rest"


def test_every_condition_is_a_column_of_flow() -> None:
    assert set(CONDITIONS.values()) <= table_type("flow").columns.keys()


def test_each_slice_keeps_its_objective_and_the_rule_that_chose_it() -> None:
    rows = compiled(SMALL).rows["flow"]
    found = {(r["sector_code"], r["objective"], r["objective_rule"]) for r in rows}
    assert found == {
        ("16030", "shelter", "housing"),
        ("72040", NOT_ALIGNED, ""),
        ("72010", NOT_ALIGNED, ""),
    }


def test_a_book_without_rules_has_all_its_money_not_aligned(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    (book / "objectives/money.yml").unlink()
    write(book, "objectives/shelter/en.md", "Nothing.\n")
    write(book, "objectives/shelter/fr.md", "Rien.\n")
    assert {r["objective"] for r in compiled(book).rows["flow"]} == {NOT_ALIGNED}


def test_a_wrong_condition_is_a_finding_and_its_rule_takes_nothing(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "objectives/money.yml", "{sector:", "{sektor:")
    assert "BOOK007 objectives/money.yml:4:12" in said(book)
    assert {r["objective"] for r in compiled(book).rows["flow"]} == {NOT_ALIGNED}
