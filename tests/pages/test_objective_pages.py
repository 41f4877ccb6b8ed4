"""An objective of many projects shows the largest and leads to the list of all; its card leaves no figure out."""

from __future__ import annotations

from typing import Any

import pytest

from book_copies import compiled, iraq_compiled
from many_projects import book_of
from pledgebook.pages import objectives
from pledgebook.pages.content import Content
from pledgebook.pages.counting import TRUTHS
from pledgebook.pages.projects import list_of_objective
from pledgebook.pages.prose import objective_card
from pledgebook.pages.view import View

SHELTER = [n for n in range(1, 31) if n % 3 == 0 and n % 10]
"""The invented projects of its sector that have money; the book's own two come beside them."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Content:
    done = compiled(book_of(tmp_path_factory.mktemp("many"), 30))
    return Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)


def _projects(content: Content, language: str) -> dict[str, Any]:
    pages = objectives.objective_pages(View(content, language))
    (page,) = [p for p in pages if p.path == "objectives/shelter"]
    found: dict[str, Any] = page.context["projects"]
    return found


def test_few_projects_are_all_listed_without_a_word_more(many: Content) -> None:
    found = _projects(many, "en")
    assert "sentence" not in found
    shown = {row[0]["href"].split("/")[-2] for row in found["rows"]}
    assert {f"XX-AID-M{n:05}" for n in SHELTER} <= shown


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Here are the 4 of {n} with the most"), ("fr", "Voici les 4 dont les engagements")],
)
def test_of_many_the_largest_are_listed_and_the_list_of_all_is_named(
    many: Content, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    every = _projects(many, language)["rows"]
    monkeypatch.setattr(objectives, "ON_A_PAGE", 4)
    found = _projects(many, language)
    assert found["rows"] == every[:4]
    assert found["sentence"].startswith(said.format(n=len(every)))
    assert f" {len(every)}" in found["sentence"]
    assert found["href"] == f"../../../{language}/{list_of_objective('shelter')}/index.html"


@pytest.mark.parametrize(
    ("language", "without"), [("en", "Figures without data"), ("fr", "Chiffres sans données")]
)
def test_the_card_of_an_objective_tells_all_of_its_figures(language: str, without: str) -> None:
    view = _iraq(language)
    for objective in view.book.objectives.values():
        truths = [v.truth for v in view.verdicts if v.claim.page == f"objectives/{objective.declaration.id}"]
        card = objective_card(view, objective, "")
        told = {fact["label"]: fact["text"] for fact in card["facts"]}
        assert told.get(without, "0") == str(truths.count("no_data"))
        of = view.t("n_of_m", n="", m="").strip()
        holding, every = told[view.t("figures_tested")].split(of)
        others = [text for label, text in told.items() if label in _apart(view)]
        assert int(every) == len(truths) == int(holding) + sum(map(int, others))


def _iraq(language: str) -> View:
    done = iraq_compiled()
    content = Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)
    return View(content, language)


def _apart(view: View) -> set[str]:
    return {view.t(f"figures_{truth}") for truth in TRUTHS if truth != "holds"}


@pytest.mark.parametrize(
    ("language", "money", "lead"),
    [
        ("en", "Committed to Iraq", "No money is counted"),
        ("fr", "Engagé (Iraq)", "Aucun argent n’est rattaché"),
    ],
)
def test_every_card_has_a_line_for_money_and_says_where_none_is_counted(
    language: str, money: str, lead: str
) -> None:
    overview, *pages = objectives.objective_pages(_iraq(language))
    cards = {card["href"]: card["facts"] for card in overview.context["objectives"]}
    assert [facts[0]["label"] for facts in cards.values()] == [money] * 5
    (facts,) = [facts for href, facts in cards.items() if "security" in href]
    assert facts[0]["status"] == "not_applicable"
    (page,) = [page for page in pages if "security" in page.path]
    assert page.context["lead"].startswith(lead)
