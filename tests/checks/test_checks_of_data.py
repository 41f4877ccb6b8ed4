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
    assert "more than 1,200 people are deployed on 1\u00a0January\u00a02020" in found.problem.what["en"]
    assert "the ceiling “The guard” allows" in found.problem.what["en"]
    assert "le plafond «\u00a0La garde\u00a0»" in found.problem.what["fr"]
    assert found.records[1] == "guard"
    assert (
        "plus de 1\u202f200 personnes sont déployées au 1er\u00a0janvier\u00a02020"
        in found.problem.what["fr"]
    )


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


PLEDGES = (
    "pledge_id,edition,part_of,from_day,to_day,stage,cost_basis,geography,concept,amount,currency,share_percent,"
    "source,label_en,label_fr\n"
)


def told_of_pledges(folder: Path, *lines: str) -> list[tuple[str, int]]:
    book = small_book(folder)
    kept = (book / "ledgers/pledges.csv").read_text(encoding="utf-8").splitlines()
    heads, first = kept[0].split(","), kept[1].split(",")
    own = dict(zip(heads, first, strict=True)) | {"share_percent": ""}
    rows = [",".join(own[h] for h in PLEDGES.strip().split(","))]
    rows += [f"{line},{own['source']},Line,Ligne" for line in lines]
    (book / "ledgers/pledges.csv").write_text(PLEDGES + "\n".join([*rows, ""]), encoding="utf-8")
    wanted = ("MON003", "MON005", "MON006", "MON007")
    return [(f.problem.code, f.problem.where.line) for f in findings(book) if f.problem.code in wanted]


def pledge(name: str, inside: str = "w", amount: str = "50", **more: str) -> str:
    cells = {"stage": "announced", "basis": "", "place": "XX", "share": ""} | more
    return (
        f"{name},plan,{inside},2020-01-01,2020-12-31,{cells['stage']},{cells['basis']},{cells['place']},total,"
        f"{amount},EUR,{cells['share']}"
    )


def test_parts_on_two_cost_bases_are_told_and_not_added(tmp_path: Path) -> None:
    lines = [pledge("w", "", "100", basis="full"), pledge("a", amount="90", basis="full")]
    assert told_of_pledges(tmp_path, *lines, pledge("b", amount="90", basis="incremental")) == [("MON005", 3)]


def test_parts_on_one_cost_basis_are_added(tmp_path: Path) -> None:
    lines = [pledge("w", "", "100", basis="full"), pledge("a", amount="90", basis="full")]
    assert told_of_pledges(tmp_path, *lines, pledge("b", amount="90", basis="full")) == [("MON003", 3)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("60", "40", []),
        ("60", "39", [("MON006", 4)]),
        ("59.5..<60.5", "39.5..<40.5", []),
        ("60", "41", [("MON006", 4)]),
    ],
)
def test_the_shares_of_the_places_of_an_envelope_add_up_to_100(
    tmp_path: Path, one: str, other: str, found: list[tuple[str, int]]
) -> None:
    lines = [
        pledge("w", "", "100"),
        pledge("a", amount="", share=one),
        pledge("b", amount="", place="YY", share=other),
    ]
    assert told_of_pledges(tmp_path, *lines) == found


def test_no_more_is_spent_than_was_approved(tmp_path: Path) -> None:
    lines = [
        pledge("w", "", "100"),
        pledge("a", "", "90", stage="approved"),
        pledge("s", "", "91", stage="spent"),
    ]
    assert told_of_pledges(tmp_path, *lines) == [("MON007", 5)]


def test_stages_of_different_cost_bases_are_not_held_against_each_other(tmp_path: Path) -> None:
    lines = [pledge("w", "", "100", basis="incremental"), pledge("s", "", "150", stage="spent", basis="full")]
    assert told_of_pledges(tmp_path, *lines) == []
