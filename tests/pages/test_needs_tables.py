"""Tables of needs: each place with its need and partners, clusters by how little was covered, money by year."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from book_copies import IRAQ, SMALL, compiled
from pledgebook.pages import needs_people
from pledgebook.pages.content import Content
from pledgebook.pages.needs import needs_page
from pledgebook.pages.needs_people import by_map
from pledgebook.pages.needs_tables import Table, by_cluster, by_place, by_year
from pledgebook.pages.view import View


@cache
def view_of(book: Path, language: str = "en") -> View:
    done = compiled(book)
    content = Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)
    return View(content, language)


def plain(table: Table) -> list[list[str]]:
    return [[cell["text"].replace("\u00a0", " ") for cell in row] for row in table["rows"]]


def rows_of(source: str) -> list[dict[str, str]]:
    (file,) = (IRAQ / "sources" / source).glob("*.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_of_18_governorates_has_its_need_and_its_partners_as_the_files_count_them() -> None:
    partners: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("who_does_what_where"):
        partners[row["place_pcode"]].add(row["partner"])
    view = view_of(IRAQ)
    table = by_place(view)
    assert len(table["rows"]) == 18
    found = {row[0]: row[-1] for row in plain(table)}
    assert found == {view.place(place): str(len(active)) for place, active in partners.items()}
    assert "107 partners" in table["finding"]


def test_a_place_without_a_count_of_need_is_not_reported_and_stands_last() -> None:
    last = by_place(view_of(IRAQ))["rows"][-1]
    assert last[1]["status"] == "not_reported"
    assert last[2]["status"] == "reported"


def test_the_least_covered_cluster_stands_first_with_what_it_lacks() -> None:
    rows = rows_of("fts_clusters_2020")
    asked = {r["cluster"]: Decimal(r["requirements"]) for r in rows if r["requirements"]}
    given = {r["cluster"]: Decimal(r["funding"] or 0) for r in rows}
    least = min((c for c in asked if asked[c]), key=lambda c: (given[c] / asked[c], c))
    table = by_cluster(view_of(IRAQ))
    assert table["rows"][0][0]["text"].replace("(COVID-19)", "COVID-19") == least
    assert table["rows"][0][3]["value"].interval.exact == asked[least] - given[least]
    full = sum(given[c] >= asked[c] > 0 for c in asked)
    assert f"{full} were covered in full" in table["finding"]


def test_the_years_of_the_strategy_have_the_plans_and_its_own_money_side_by_side_and_no_share() -> None:
    table = by_year(view_of(IRAQ))
    assert [row[0] for row in plain(table)] == [str(year) for year in range(2016, 2023)]
    assert len(table["columns"]) == 4
    assert {cell["unit"] for row in table["rows"] for cell in row[1:3]} == {"USD"}
    assert {row[3]["unit"] for row in table["rows"]} == {"CAD"}


def test_a_column_of_money_by_year_names_its_unit_once_in_its_head() -> None:
    for language, words in (("en", ", in millions of "), ("fr", ", en millions de ")):
        table = by_year(view_of(IRAQ, language))
        heads = [column["label"].replace("\u00a0", " ") for column in table["columns"][1:]]
        assert all(words in head for head in heads), heads
        assert heads[0].split(words)[1] != heads[2].split(words)[1]
        cells = [cell for row in table["rows"] for cell in row[1:] if cell["status"] == "reported"]
        assert len(cells) > 15
        assert not [cell["text"] for cell in cells if any(letter.isalpha() for letter in cell["text"])]


def test_a_cluster_has_the_name_that_the_book_gives_it_in_french() -> None:
    assert "« Abris et articles non alimentaires" in by_cluster(view_of(IRAQ, "fr"))["finding"].replace(
        "\u00a0", " "
    )


def test_a_book_without_plans_has_no_table_of_them() -> None:
    view = view_of(SMALL)
    assert by_cluster(view) == by_year(view) == {}


def test_one_day_of_displacement_is_told_as_one_and_several_as_a_way_between_two() -> None:
    one, several = (str(needs_page(view_of(book)).context["rounds"]) for book in (SMALL, IRAQ))
    assert "96,337 people displaced on 31" in one.replace("\u00a0", " ")
    assert "From 96,337" not in one
    assert "people displaced on" in several
    assert "the only day reported" not in several


@pytest.mark.parametrize(
    ("language", "note"), [("en", "Drawn are the 1 places"), ("fr", "Sont dessinés les 1")]
)
def test_of_many_places_the_largest_are_drawn_and_the_table_has_all(
    language: str, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs_people, "_MOST_TILES", 1)
    view = view_of(SMALL, language)
    page = by_map(view, "displacement", "displaced")
    assert note in page
    assert page.count("c-tile") == 2  # one place, in the wide and in the narrow drawing
    assert page.count("<tr>") == 1 + len(view.measures.places.children("XX"))


def test_an_amount_too_small_for_tenths_of_a_million_is_not_written_as_zero() -> None:
    view = view_of(SMALL)
    told = [view.millions(Decimal(n)) for n in ("22", "0", "-22", "60000", "1500000")]
    assert told == ["<0.1", "0", ">-0.1", "0.1", "1.5"]
    assert view.millions_in_column(Decimal(22)) == "<0.1"
