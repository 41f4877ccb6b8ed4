"""Objectives: each with its text, its money, its indicators, its projects and its milestones."""

from __future__ import annotations

from typing import Any

from pledgebook.book.load import Objective
from pledgebook.measures.answer import Request
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import figures_in_words
from pledgebook.pages.indicators import indicators_shown
from pledgebook.pages.milestones import milestones_shown
from pledgebook.pages.money import chart_of, money_by_year
from pledgebook.pages.partners import contributions
from pledgebook.pages.projects import ON_A_PAGE, list_of_objective
from pledgebook.pages.prose import objective_card, text_of
from pledgebook.pages.view import View


def objective_pages(view: View) -> list[PageOut]:
    """The overview, and a page for each objective."""
    cards = [objective_card(view, o, "objectives") for o in view.book.objectives.values()]
    lead = _lead_of_all(view, cards)
    overview = PageOut(
        "objectives",
        "objectives.html",
        view.t("page_objectives"),
        lead,
        {"lead": lead, "objectives": cards, "unaligned": _unaligned(view)},
        ((view.t("page_objectives"), ""),),
    )
    return [overview, *[_page(view, o) for o in view.book.objectives.values()]]


def _lead_of_all(view: View, cards: list[dict[str, Any]]) -> str:
    own = {f"objectives/{name}" for name in view.book.objectives}
    figures = figures_in_words(view, "figures_of", [v for v in view.verdicts if v.claim.page in own])
    funded = sum(1 for name in view.book.objectives if _has_money(view, name))
    with_money = view.count("objectives_funded", funded) if funded else view.t("objectives_funded_none")
    return view.count("objectives_lead", len(cards), funded=with_money, figures=figures)


def _has_money(view: View, objective: str) -> bool:
    return objective in view.measures.values_of("committed", "objective")


def _lead(view: View, objective: str, page: str) -> str:
    """What was committed and paid, and how the page's own figures stand."""
    counts = view.book.objectives[objective].declaration.has_money
    money = view.t("objective_without_money" if counts else "objective_counts_no_money")
    country, span = view.book.declaration.places.country_iso2, view.book.declaration.period.span
    if _has_money(view, objective):
        committed, disbursed = (
            view.ask(stage, span=span, objective=objective, recipient=country).value
            for stage in ("committed", "disbursed")
        )
        money = view.t(
            "objective_money",
            committed=view.money(committed),
            disbursed=view.money(disbursed),
            country=view.name_of("iso", "country", country),
            period=view.period(span),
        )
    figures = figures_in_words(view, "figures_of", [v for v in view.verdicts if v.claim.page == page])
    return f"{money} {figures}"


def _unaligned(view: View) -> str:
    span = view.book.declaration.period.span
    answer = view.measures.answer(Request("committed", (("objective", "not_aligned"),), None, span))
    return view.t("unaligned_sentence", amount=view.money(answer.value))


def _page(view: View, objective: Objective) -> PageOut:
    declared = objective.declaration
    here = f"objectives/{declared.id}"
    owner = next(d for d in view.book.declaration.departments if d.id == declared.owner)
    lead = _lead(view, declared.id, here)
    milestones = [m for m in view.content.rows["milestone"] if m["objective"] == declared.id]
    return PageOut(
        here,
        "objective.html",
        view.say(declared.title),
        lead,
        {
            "lead": lead,
            "outcomes": view.say(declared.outcomes) if declared.outcomes else "",
            "card": objective_card(view, objective, here),
            "owner": view.say(owner.name),
            "text": text_of(view, here, here),
            "money": _money(view, declared.id) if declared.has_money else "",
            "years": _years(view, declared.id),
            "projects": _projects(view, declared.id, here),
            **indicators_shown(view, declared.indicators or ()),
            "contributions": contributions(view, declared.id),
            **milestones_shown(view, milestones),
        },
        ((view.t("page_objectives"), "objectives"), (view.say(declared.short), "")),
    )


def _money(view: View, objective: str) -> str:
    country = view.book.declaration.places.country_iso2
    span = view.book.declaration.period.span
    slices = view.breakdown("committed", "partner", span=span, objective=objective, recipient=country)
    if not slices:
        return ""
    finding = view.t(
        "finding_objective",
        amount=view.money(view.ask("committed", span=span, objective=objective, recipient=country).value),
        country=view.name_of("iso", "country", country),
        period=view.period(span),
    )
    return chart_of(view, "partner", slices, view.partner, finding, view.t("by_partner"))


def _years(view: View, objective: str) -> str:
    if not _has_money(view, objective):
        return ""
    return money_by_year(view, view.book.declaration.places.country_iso2, objective)


def _projects(view: View, objective: str, here: str) -> dict[str, Any] | None:
    """The projects with the most money committed; where they are more than a page of a list holds, which has all."""
    slices = view.breakdown("committed", "activity", objective=objective)
    if not slices:
        return None
    shown = slices[:ON_A_PAGE]
    wanted = {s.keys[0] for s in shown}
    activities = {a["activity_id"]: a for a in view.content.rows["activity"] if a["activity_id"] in wanted}
    rows = [
        [
            {
                "text": view.title(activities[s.keys[0]]),
                "href": view.link(here, view.project_path(s.keys[0])),
            },
            view.cell(s.value, view.home_currency),
        ]
        for s in shown
    ]
    return {
        **(_more(view, objective, here, len(slices)) if len(shown) < len(slices) else {}),
        "columns": [{"label": view.t("project")}, {"label": view.t("committed"), "numeric": True}],
        "rows": rows,
    }


def _more(view: View, objective: str, here: str, all_of_them: int) -> dict[str, str]:
    return {
        "sentence": view.t("projects_largest", n=view.number(ON_A_PAGE), all=view.number(all_of_them)),
        "href": view.link(here, list_of_objective(objective)),
        "label": view.t("projects_for", objective=view.objective(objective)),
    }
