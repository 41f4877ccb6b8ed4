"""Results: how the indicators stand, each under each of its definitions; who never reported; what partners reached."""

from __future__ import annotations

from typing import Any

from pledgebook.measures.database import exact
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import counts_in_words
from pledgebook.pages.indicators import BADGES, OWN, indicators_shown, shares_of
from pledgebook.pages.partners import partner_pages, partner_summaries
from pledgebook.pages.view import View


def results_pages(view: View) -> list[PageOut]:
    """One page with each indicator's definitions side by side, never mixed, and a page for each partner."""
    lead = _lead(view)
    page = PageOut(
        "results",
        "results.html",
        view.t("page_results"),
        lead,
        {
            "lead": lead,
            "shares": shares_of(view, OWN),
            **indicators_shown(view, None),
            "silent": _silent(view),
            "partners": partner_summaries(view),
        },
        ((view.t("page_results"), ""),),
    )
    return [page, *partner_pages(view)]


def _lead(view: View) -> str:
    """One sentence: how many of the strategy's own indicators are in each state."""
    answers = {s: exact(view.ask("indicators_in_state", state=s, partner=OWN).value) for s in BADGES}
    counts = {state: int(count or 0) for state, count in answers.items()}
    if not any(counts.values()):
        return view.t("results_none")
    day = view.day(view.book.declaration.as_of)
    states = counts_in_words(view, "results_of", counts)
    return view.count("results_of", sum(counts.values()), day=day, states=states)


def _silent(view: View) -> dict[str, Any] | None:
    """The activities of which no result was ever reported as a number or in words, by who carries them out."""
    answer = view.ask("activities_reported", reported="never")
    whole = exact(view.ask("activities_reported").value)
    if not whole:
        return None
    activities = {a["activity_id"]: a for a in view.content.rows["activity"]}
    rows = sorted(answer.rows, key=lambda r: (str(r.keys["partner"]), str(r.keys["activity"])))
    return {
        "sentence": view.count("never_reported", int(whole), n_of=view.number(exact(answer.value) or 0)),
        "columns": [{"label": view.t("by_partner")}, {"label": view.t("project")}],
        "rows": [
            [
                {"text": _carrier(view, str(r.keys["partner"]))},
                {
                    "text": view.title(activities[r.keys["activity"]]),
                    "href": view.link("results", view.project_path(str(r.keys["activity"]))),
                },
            ]
            for r in rows
        ],
    }


def _carrier(view: View, partner: str) -> str:
    return view.t("partner_not_named") if partner == "not_stated" else view.partner(partner)
