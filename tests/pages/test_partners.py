"""What partners report stands beside the strategy's results and never among them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from book_copies import iraq_built, said, silent, small_book, write
from pledgebook.build import build

INDICATORS = "indicator,definition_id,name_en,name_fr,partner,population_group,level,due_on,source\n"
ROOFS = "roofs,{0},Roofs repaired,Toits réparés,{1},displaced,output,{0}-12-31,announcement\n"
ROOF = "roofs,{0},Roofs of {0}.,Toits de {0}.,{1},all,,{0}-01-01,{0}-12-31,count,up,{2},announcement\n"
MAPPED = "contribution_id,indicator,population_group,objective,strategy_indicator,why_en,why_fr,source\n"
LINE = "roofs-for-all,roofs,,{},{},A roof is a roof.,Un toit est un toit.,announcement\n"


def partnered(
    folder: Path, objective: str = "shelter", indicator: str = "schooling", partner: str = "count"
) -> Path:
    book = small_book(folder)
    write(
        book, "ledgers/indicators.csv", INDICATORS + "".join(ROOFS.format(y, partner) for y in (2019, 2020))
    )
    values = book / "ledgers/indicator_values.csv"
    years = ((2019, 40, 41), (2020, 60, 20))
    lines = [ROOF.format(y, "target", t) + ROOF.format(y, "actual", a) for y, t, a in years]
    values.write_text(values.read_text(encoding="utf-8") + "".join(lines), encoding="utf-8")
    write(book, "ledgers/indicator_contributions.csv", MAPPED + LINE.format(objective, indicator))
    return book


def page(book: Path, place: str, language: str = "en") -> str:
    text = (book / f"_build/latest/site/{language}/{place}/index.html").read_text(encoding="utf-8")
    text = text[text.index("<main") : text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_partners_targets_are_not_among_those_of_the_strategy(tmp_path: Path) -> None:
    book = partnered(tmp_path)
    build(book, silent)
    text = page(book, "results")
    assert "Of 1 indicator, on 1 June 2022, 1 cannot be judged for want of data." in text
    assert (
        "Of 2 indicators, each of one year and group of people, 1 has met its target and 1 is overdue."
        in text
    )


def test_an_objective_shows_what_contributes_to_it_with_its_way_over_the_years(tmp_path: Path) -> None:
    book = partnered(tmp_path)
    build(book, silent)
    text = page(book, "objectives/shelter")
    assert "Roofs repaired (Internally displaced people): 41 in 2019, 20 in 2020; should rise." in text
    assert "nothing here is counted among its own results" in text
    assert "Contributes to: Children at school" in text


def test_two_definitions_of_one_day_are_not_joined_by_a_line(tmp_path: Path) -> None:
    book = partnered(tmp_path)
    ledgers = {
        "indicators.csv": ROOFS.format(2020, "count"),
        "indicator_values.csv": ROOF.format(2020, "actual", 7),
    }
    for name, line in ledgers.items():
        with (book / "ledgers" / name).open("a", encoding="utf-8") as ledger:
            ledger.write(line.replace(",2020,", ",2020-winter,").replace("Roofs of 2020", "Roofs in winter"))
    build(book, silent)
    text = page(book, "objectives/shelter")
    assert "41 in 2019, 20 in 2020; should rise." in text
    assert "counts something else on the same day: Roofs in winter: 7." in text


def test_a_contribution_to_nothing_is_told_at_its_line(tmp_path: Path) -> None:
    book = partnered(tmp_path, objective="roofs", indicator="schools")
    assert said(book) == ["BOOK007 ledgers/indicator_contributions.csv:2"] * 2


def test_a_partner_that_publishes_nothing_is_told(tmp_path: Path) -> None:
    assert "BOOK007 ledgers/indicators.csv:2" in said(partnered(tmp_path, partner="nobody"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Global Affairs Canada is among the 13 donors named for 2021, with 2.3% of the money received",
        ),
        (
            "fr",
            "Affaires mondiales Canada est parmi les 13 donateurs nommés pour 2021, avec 2,3 % des fonds",
        ),
    ],
)
def test_the_donor_of_the_example_is_one_named_contributor_among_others(language: str, sentence: str) -> None:
    assert sentence in page(iraq_built(), "results", language)


def test_all_558_indicators_of_the_example_stand_on_the_partners_page(tmp_path: Path) -> None:
    site = iraq_built() / "_build/latest/site/fr/results/unhcr/index.html"
    assert site.read_text(encoding="utf-8").count('<th scope="row"') == 558
