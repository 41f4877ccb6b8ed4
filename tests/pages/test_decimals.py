"""Numbers under each other: zeros are added to exact amounts and to shares worked out here, and to nothing else."""

from __future__ import annotations

import pytest

from pledgebook.pages.decimals import under_each_other


@pytest.mark.parametrize(
    ("column", "texts", "shown"),
    [
        ({}, ["$387,209,956", "$0.25", "-$5"], ["$387,209,956.00", "$0.25", "-$5.00"]),
        ({}, ["1\u202f234\xa0$", "0,25\xa0$"], ["1\u202f234,00\xa0$", "0,25\xa0$"]),
        ({}, ["US$5", "$5", "US$0.50"], ["US$5.00", "$5", "US$0.50"]),
        ({}, ["$2 billion", "$2.18 billion"], ["$2 billion", "$2.18 billion"]),
        ({}, ["at least $5", "$5 to $7", "$0.50"], ["at least $5", "$5 to $7", "$0.50"]),
        ({}, ["24%", "24.4%"], ["24%", "24.4%"]),
        ({"derived": True}, ["24%", "24.4%"], ["24.0%", "24.4%"]),
        ({"derived": True}, ["٢٤٪", "٢٤٫٤٪"], ["٢٤٫٠٪", "٢٤٫٤٪"]),
        ({}, ["1,234", "1.5"], ["1,234", "1.5"]),
        ({"numeric": False}, ["$5", "$0.50"], ["$5", "$0.50"]),
    ],
)
def test_only_what_is_exact_gets_zeros(column: dict[str, bool], texts: list[str], shown: list[str]) -> None:
    rows = under_each_other([{"numeric": True, **column}], [[{"text": text}] for text in texts])
    assert [row[0]["text"] for row in rows] == shown


def test_a_zero_and_what_is_not_there_keep_their_words() -> None:
    rows = [[{"text": "$0", "status": "zero"}], [{"text": "", "status": "not_reported"}], [{"text": "$0.50"}]]
    assert under_each_other([{"numeric": True}], rows) == rows


def test_rows_that_stand_under_each_other_are_not_looked_at_again() -> None:
    rows = under_each_other([{"numeric": True}], [[{"text": "$4"}], [{"text": "$0.50"}]])
    assert [row[0]["text"] for row in rows] == ["$4.00", "$0.50"]
    assert under_each_other([{"numeric": True}], rows) is rows
