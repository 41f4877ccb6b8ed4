"""What the data say by themselves, where amounts and counts are only known within bounds or in two currencies."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import edit, findings, small_book
from pledgebook.checks.finding import Finding

STRENGTH = "guard-2020,guard,2020-01-01,2020-01-01,"
CEILING = "2019-01-01,2021-12-31,"
PLEDGE = "promise,first,2019-01-01,,,,2019-01-01,2021-12-31,,,XX,total,{},EUR,announcement,The promise,La promesse\n"
PART = "{},first,2019-01-01,,promise,,2019-01-01,2021-12-31,,,XX,total,{},{},announcement,A part,Une part\n"


def coded(book: Path, code: str) -> list[Finding]:
    return [f for f in findings(book) if f.problem.code == code]


@pytest.mark.parametrize(
    ("strength", "ceiling", "is_breach"),
    [
        ("21", "20", True),
        (">20", "20", True),
        (">=21", "20", True),
        ("20", "<20", True),
        (">=20", "20", False),
        ("<=30", "20", False),
        (">5", "20", False),
        ("15..25", "20", False),
        ("21..25", "<=20", True),
        ("500", ">=20", False),
        ("<10", ">20", False),
    ],
)
def test_a_strength_known_within_bounds_breaks_its_ceiling_only_where_all_of_it_lies_above(
    tmp_path: Path, strength: str, ceiling: str, is_breach: bool
) -> None:
    book = small_book(tmp_path)
    edit(book, "ledgers/deployments.csv", STRENGTH + "12", STRENGTH + strength)
    edit(book, "ledgers/ceilings.csv", CEILING + "20", CEILING + ceiling)
    assert bool(coded(book, "PPL001")) is is_breach


def test_a_breach_is_told_in_words_with_its_day(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "ledgers/deployments.csv", STRENGTH + "12", STRENGTH + ">1200")
    (found,) = coded(book, "PPL001")
    assert "more than 1,200 people are deployed on 1 January 2020" in found.problem.what["en"]
    assert "plus de 1\u202f200 personnes sont déployées au 1er janvier 2020" in found.problem.what["fr"]


@pytest.mark.parametrize(
    ("inner", "outer", "is_larger"),
    [
        ("21", "20", True),
        (">20", "20", True),
        ("<=300", "20", False),
        ("10..30", "20", False),
        (">=20", "20", False),
    ],
)
def test_a_nested_ceiling_is_larger_only_where_all_of_it_is(
    tmp_path: Path, inner: str, outer: str, is_larger: bool
) -> None:
    book = small_book(tmp_path)
    line = f"inner,guard,guard,Inside,Dedans,2019-01-01,2021-12-31,{inner},announcement\n"
    path = book / "ledgers/ceilings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",20,", f",{outer},") + line, encoding="utf-8")
    assert bool(coded(book, "PPL002")) is is_larger


@pytest.mark.parametrize(
    ("whole", "parts", "is_more"),
    [
        ("1000", [("600", "EUR"), ("500", "EUR")], True),
        ("1000", [("600", "EUR"), ("50000", "JPY")], False),
        ("1000", [("1001", "EUR"), ("5", "USD")], True),
        ("1000", [(">1000", "EUR")], True),
        ("1000", [(">=1000", "EUR")], False),
        (">1000", [("5000", "EUR")], False),
        ("<1000", [("1000", "EUR")], True),
        ("1000", [("<=5000", "EUR")], False),
    ],
)
def test_parts_are_held_against_their_whole_in_its_own_currency(
    tmp_path: Path, whole: str, parts: list[tuple[str, str]], is_more: bool
) -> None:
    book = small_book(tmp_path)
    path = book / "ledgers/pledges.csv"
    header = path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    lines = [PART.format(f"part-{n}", amount, currency) for n, (amount, currency) in enumerate(parts)]
    path.write_text(header + PLEDGE.format(whole) + "".join(lines), encoding="utf-8")
    assert bool(coded(book, "MON003")) is is_more


CELLS = (
    "schooling,enrolled,Children enrolled.,Enfants inscrits.,actual,{},{},2020-01-01,2020-12-31,people,up,{},"
    "announcement\n"
)


@pytest.mark.parametrize(
    ("children", "boys", "girls", "differs"),
    [
        ("100", "40", "60", False),
        ("100", "40", "61", True),
        (">=100", "40", "50", True),
        (">=100", "60", "50", False),
        ("100", "40", "", False),
        ("100", "140", "", True),
        ("95..<105", "40", "60", False),
    ],
)
def test_cells_differ_from_their_total_only_where_no_number_within_the_bounds_fits(
    tmp_path: Path, children: str, boys: str, girls: str, differs: bool
) -> None:
    book = small_book(tmp_path)
    path = book / "ledgers/indicator_values.csv"
    header = path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    cells = (("children", "true", children), ("boys", "false", boys), ("girls", "false", girls))
    path.write_text(header + "".join(CELLS.format(*cell) for cell in cells), encoding="utf-8")
    assert bool(coded(book, "RES001")) is differs
