"""Milestones: what was asked, declared, agreed, and what came of it, or that nobody has said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.view import View

_STATES = {"done": "holds", "under_way": "undecided", "no_data": "no_data"}


def milestones_page(view: View) -> PageOut:
    """One page: every milestone and commitment without a figure."""
    rows = view.content.rows["milestone"]
    done = sum(1 for r in rows if r["state"] == "done")
    unknown = sum(1 for r in rows if r["state"] == "no_data")
    lead = view.count("milestones_lead", len(rows), done=view.number(done), unknown=view.number(unknown))
    return PageOut(
        "milestones",
        "milestones.html",
        view.t("page_milestones"),
        lead,
        {"lead": lead, "milestones": milestone_items(view, rows)},
        ((view.t("page_milestones"), ""),),
    )


def milestone_items(view: View, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Milestones as a page shows them, dated ones first."""
    ordered = sorted(rows, key=lambda r: (str(r["from_day"] or r["to_day"] or "9999"), r["milestone_id"]))
    return [
        {
            "id": f"milestone-{r['milestone_id']}",
            "title": r[f"title_{view.language}"],
            "when": view.days(r["from_day"], r["to_day"]),
            "kind": view.word("milestone", r["kind"]),
            "state": _STATES.get(r["state"], "no_data"),
            "state_label": view.word("milestone_state", r["state"]),
            "counterpart": r[f"counterpart_{view.language}"] or "",
            "ask": r[f"ask_{view.language}"] or "",
            "outcome": r[f"outcome_{view.language}"] or "",
            "objective": view.objective(r["objective"]),
            "source": view.say(view.book.sources[r["source"]].title),
            "source_href": view.book.sources[r["source"]].address,
        }
        for r in ordered
    ]
