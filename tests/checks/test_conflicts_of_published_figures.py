"""Each kind of contradiction among the figures published about a strategy, on an invented one of the same shape.

The names are those of the rows of the reader's list of published figures; amounts, days and hedges keep their
shape, and the places and the currency are the invented book's.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pledgebook.build import Compiled

Check = Callable[..., Compiled]


@dataclass(frozen=True)
class Row:
    """A published figure as a page of the book, and the families of what must be said of it."""

    en: str
    fr: str
    families: str
    lines: Mapping[str, str] = field(default_factory=dict)
    quotes: bool = False


def pledge(line: str, edition: str, amount: str, **more: str) -> str:
    """One line of the ledger of pledges."""
    cells = {
        "supersedes": "", "part_of": "", "from_day": "2016-04-01", "to_day": "2019-03-31", "place": "XX", "for": "total"
    } | more  # fmt: skip
    return (
        f"{line},{edition},,{cells['supersedes']},{cells['part_of']},,{cells['from_day']},{cells['to_day']},,,"
        f"{cells['place']},{cells['for']},{amount},EUR,announcement,The line {line},La ligne {line}\n"
    )


def figure(words: str, target: str) -> str:
    return f"[{words}]({target})"


ENVELOPE = "pledge:env"
PARTS = (
    pledge("all", "bilateral", ">240000000")
    + pledge("hum", "bilateral", "179000000", **{"for": "humanitarian", "part_of": "all"})
    + pledge("dev", "bilateral", "38000000", **{"for": "development", "part_of": "all"})
    + pledge("sta", "bilateral", "24000000", **{"for": "stabilization", "part_of": "all"})
)
ARRIVED = "early,arrivals,all,2017-10-29,807,,,announcement\nvisas,visas_issued,all,2017-12-31,>1200,,,announcement\n"
WELCOMED = "undated,welcomed,all,,>1400,,,announcement\nshare,welcomed,large,,,undated,>85,announcement\n"

PEOPLE = "measure:displaced_people?place=XX&at=2020-12-31"
NEED = "indicator:schooling?definition=plan&value=actual&cell=total"
EARLY = "measure:arrivals?group=all&stage=arrivals&at=2017-02-21"
EARLY_SHARE = "measure:arrival_share?group=large&stage=arrivals&at=2017-02-21"

ROWS = {
    "page-envelope": Row(
        f"{figure('over €4 billion', ENVELOPE)} over five years (2016-2022).",
        f"{figure('plus de 4 milliards d’euros', ENVELOPE)} sur six ans (2016-2022).",
        "CON LNG",
        {"pledges": pledge("env", "page", ">4000000000", to_day="2022-03-31")},
    ),
    "page-resettle-plan": Row(
        f"In 2017, {figure('up to 1,200', 'measure:arrivals?group=all&stage=arrivals&period=2017')} came.",
        f"En 2017, {figure('jusqu’à 1 200', 'measure:arrivals?group=all&stage=arrivals&period=2017')} sont venus.",
        "CON HED",
        {"arrivals": ARRIVED},
    ),
    "page-resettle-actual": Row(
        f"{figure('More than 1,400', 'measure:arrivals?group=all&stage=welcomed')} were welcomed.",
        f"{figure('Plus de 1 400', 'measure:arrivals?group=all&stage=welcomed')} ont été accueillis.",
        "AGE",
        {"arrivals": WELCOMED},
    ),
    "page-yazidi": Row(
        f"{figure('More than 85%', 'measure:arrival_share?group=large&stage=welcomed')} are of the camp.",
        f"{figure('Plus de 85 %', 'measure:arrival_share?group=large&stage=welcomed')} viennent du camp.",
        "AGE CON",
        {"arrivals": WELCOMED},
    ),
    "arrivals-2017-10": Row(
        f"On 29 October 2017, {figure('807', 'measure:arrivals?group=all&stage=arrivals&at=2017-10-29')} had come.",
        "Le 29 octobre 2017, "
        f"{figure('807', 'measure:arrivals?group=all&stage=arrivals&at=2017-10-29')} étaient venus.",
        "",
        {"arrivals": ARRIVED},
    ),
    "visas-2017-12": Row(
        f"{figure('Just over 1,200', 'measure:arrivals?group=all&stage=visas_issued&at=2017-12-31')} visas.",
        f"{figure('Un peu plus de 1 200', 'measure:arrivals?group=all&stage=visas_issued&at=2017-12-31')} visas.",
        "",
        {"arrivals": ARRIVED},
    ),
    "envelope-2016-19 beside another period": Row(
        f"{figure('€2 billion', 'pledge:short')} over three years, {figure('over €4 billion', ENVELOPE)} in all.",
        f"{figure('2 milliards d’euros', 'pledge:short')} sur trois ans, "
        f"{figure('plus de 4 milliards d’euros', ENVELOPE)} en tout.",
        "",
        {
            "pledges": pledge("short", "campaign", "2000000000")
            + pledge("env", "page", ">4000000000", to_day="2022-03-31")
        },
    ),
    "envelope-eval replaces envelope-2016-19": Row(
        f"{figure('€3.18 billion', 'pledge:evaluated')} over three years.",
        f"{figure('3,18 milliards d’euros', 'pledge:evaluated')} sur trois ans.",
        "",
        {
            "pledges": pledge("short", "campaign", "2000000000")
            + pledge("evaluated", "evaluation", "3180000000", supersedes="campaign")
        },
    ),
    "humanitarian-2016-25 where nothing is known but the hedges": Row(
        f"{figure('over 1,500', 'ceiling:money')} in all.",
        f"{figure('jusqu’à 1 500', 'ceiling:money')} en tout.",
        "LNG",
        {"ceilings": "money,,guard,Money,Argent,2019-01-01,2021-12-31,,announcement\n"},
    ),
    "humanitarian-2016-25 where the ledger has the amount": Row(
        f"{figure('over €1.5 billion', ENVELOPE)} of assistance.",
        f"{figure('jusqu’à 1,5 milliard d’euros', ENVELOPE)} d’aide.",
        "LNG",
        {"pledges": pledge("env", "later", "1500000000")},
    ),
    "iraq-2016-19": Row(
        f"{figure('Over €240 million', 'pledge:all')}: {figure('€179 million', 'pledge:hum')} of aid, "
        f"{figure('€38 million', 'pledge:dev')} and {figure('€24 million', 'pledge:sta')}.",
        f"{figure('Plus de 240 millions d’euros', 'pledge:all')} : {figure('179 millions d’euros', 'pledge:hum')} "
        f"d’aide, {figure('38 millions d’euros', 'pledge:dev')} et {figure('24 millions d’euros', 'pledge:sta')}.",
        "",
        {"pledges": PARTS},
    ),
    "iraq-hum-qp": Row(
        f"{figure('€183.3 million', 'pledge:note')} of aid.",
        f"{figure('183,3 millions d’euros', 'pledge:note')} d’aide.",
        "CON",
        {"pledges": PARTS + pledge("note", "question-period", "183300000", **{"for": "humanitarian"})},
    ),
    "nmi lies inside page-caf": Row(
        f"{figure('Up to 850', 'ceiling:whole')} people, {figure('up to 250', 'ceiling:mission')} of them there.",
        f"{figure('Jusqu’à 850', 'ceiling:whole')} personnes, dont {figure('jusqu’à 250', 'ceiling:mission')} là-bas.",
        "",
        {
            "ceilings": "whole,,guard,All,Tous,2019-01-01,2021-12-31,850,announcement\n"
            "mission,whole,guard,There,Là-bas,2019-01-01,2021-12-31,250,announcement\n"
        },
    ),
    "page-police": Row(
        f"{figure('Officers are deployed', 'measure:strength?ceiling=guard&test=>=1')} there.",
        f"{figure('Des agents sont déployés', 'measure:strength?ceiling=guard&test=>=1')} là-bas.",
        "AGE",
    ),
    "page-unitad": Row(
        f"{figure('In 2019', 'milestone:law')} it was passed.",
        f"{figure('En 2019', 'milestone:law')}, elle a été adoptée.",
        "HED",
        quotes=True,
    ),
    "page-caf": Row(
        f"{figure('Up to 850', 'ceiling:whole')} people are to be sent there.",
        f"{figure('Jusqu’à 850', 'ceiling:whole')} personnes doivent y être envoyées.",
        "",
        {"ceilings": "whole,,guard,All,Tous,2019-01-01,2021-12-31,850,announcement\n"},
    ),
    "impact-2016": Row(
        f"On 8 February 2016, {figure('about 830', 'ceiling:early?at=2016-02-08')} were allowed.",
        f"Le 8 février 2016, {figure('environ 830', 'ceiling:early?at=2016-02-08')} étaient permis.",
        "",
        {"ceilings": "early,,guard,Early,Au début,2016-02-08,2017-03-31,825..<835,announcement\n"},
    ),
    "impact-2021 lies inside page-caf": Row(
        f"{figure('Up to 850', 'ceiling:whole?at=2021-03-30')} are allowed; on 30 March 2021, "
        f"{figure('about 500', 'measure:strength?ceiling=whole&at=2021-03-30')} were there.",
        f"{figure('Jusqu’à 850', 'ceiling:whole?at=2021-03-30')} sont permis ; le 30 mars 2021, "
        f"{figure('environ 500', 'measure:strength?ceiling=whole&at=2021-03-30')} étaient là-bas.",
        "",
        {
            "ceilings": "whole,,guard,All,Tous,2019-01-01,2021-12-31,850,announcement\n",
            "deployments": "seen,whole,2021-03-30,2021-03-30,450..<550,announcement\n",
        },
    ),
    "police-2017": Row(
        f"On 9 August 2019, {figure('3', 'measure:strength?ceiling=guard&at=2019-08-09')} of "
        f"{figure('up to 20', 'ceiling:guard?at=2019-08-09')} were there.",
        f"Le 9 août 2019, {figure('3', 'measure:strength?ceiling=guard&at=2019-08-09')} personnes, "
        f"pour un plafond de {figure('jusqu’à 20', 'ceiling:guard?at=2019-08-09')}, étaient là-bas.",
        "",
        {"deployments": "police,guard,2019-08-09,2019-08-09,3,announcement\n"},
    ),
    "page-idps": Row(
        f"At the end of 2020, {figure('approximately 96,000', PEOPLE)} were displaced.",
        f"Fin 2020, {figure('environ 96 000', PEOPLE)} étaient déplacées.",
        "",
    ),
    "page-pin": Row(
        f"At the end of 2020, {figure('4.1 million', NEED)} people are in need of aid.",
        f"Fin 2020, {figure('4,1 millions', NEED)} de personnes ont besoin d’aide.",
        "",
        {
            "indicator_values": "schooling,plan,People in need.,Personnes dans le besoin.,actual,total,true,2020-01-01,"
            "2020-12-31,people,down,4050000..<4150000,announcement\n"
        },
    ),
    "page-genocide": Row(
        f"{figure('In May 2020', 'milestone:law')} the law was passed.",
        f"{figure('En mai 2020', 'milestone:law')}, la loi a été adoptée.",
        "",
    ),
    "arrivals-2017-02": Row(
        f"On 21 February 2017, {figure('about 400', EARLY)} had come, "
        f"{figure('74%', EARLY_SHARE)} of them of the camp.",
        f"Le 21 février 2017, {figure('environ 400', EARLY)} étaient venus, dont "
        f"{figure('74 %', EARLY_SHARE)} du camp.",
        "",
        {
            "arrivals": "first,arrivals,all,2017-02-21,350..<450,,,announcement\n"
            "first-share,arrivals,large,2017-02-21,,first,73.5..<74.5,announcement\n"
        },
    ),
    "envelope-2016-25": Row(
        f"{figure('Over €4.7 billion', ENVELOPE)} over nine years (2016-2025).",
        f"{figure('Plus de 4,7 milliards d’euros', ENVELOPE)} sur neuf ans (2016-2025).",
        "",
        {"pledges": pledge("env", "later", ">4700000000", to_day="2025-03-31")},
    ),
    "page-women, women-13 and women-11 side by side": Row(
        f"{figure('19%', 'indicator:work?definition=plan&value=actual&cell=women')} by one definition, "
        f"{figure('13%', 'indicator:work?definition=bank&value=actual&cell=women')} by another.",
        f"{figure('19 %', 'indicator:work?definition=plan&value=actual&cell=women')} selon une définition, "
        f"{figure('13 %', 'indicator:work?definition=bank&value=actual&cell=women')} selon une autre.",
        "",
        {
            "indicator_values": "".join(
                f"work,{by},By {by}.,Selon {by}.,actual,women,false,2020-01-01,2020-12-31,percent,up,{share},"
                "announcement\n"
                for by, share in (("plan", 19), ("bank", 13))
            )
        },
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_findings_are_of_exactly_the_families_that_a_reader_expects(name: str, check: Check) -> None:
    row = ROWS[name]
    compiled = check(row.en, row.fr, row.lines, quotes=row.quotes)
    about = [
        f
        for f in compiled.findings
        if f.severity != "info" and (f.page == "case" or f.problem.where.file.parent.name == "ledgers")
    ]
    assert " ".join(sorted({f.problem.code[:3] for f in about})) == row.families, [f.problem for f in about]


@pytest.mark.shared
def test_every_published_figure_has_its_case_with_the_families_that_are_expected_of_it(shared: Path) -> None:
    text = (shared / "strategy/published-figures.tsv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    assert len(lines) == 26
    for line in lines:
        cases = [
            set(row.families.split()) for name, row in ROWS.items() if line["id"] in re.split("[ ,]+", name)
        ]
        assert set((line["expect_families"] or "").split()) in cases, line["id"]
