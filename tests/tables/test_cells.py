"""Of whom a cell is: its word says so unless its row does."""

from __future__ import annotations

from pledgebook.tables.cells import of_whom


def test_a_row_that_says_its_sex_itself_is_left_alone() -> None:
    row = {"cell": "girls", "sex": "m", "age_group": "all"}
    assert of_whom(row) == row


def test_a_word_that_nobody_declared_says_nothing() -> None:
    row = {"cell": "widows", "sex": "all", "age_group": "all"}
    assert of_whom(row) == row


def test_children_are_of_an_age_and_of_no_sex() -> None:
    assert of_whom({"cell": "children", "sex": "all", "age_group": "all"}) == {
        "cell": "children",
        "sex": "all",
        "age_group": "children",
    }
