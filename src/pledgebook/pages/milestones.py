"""Milestones: what was asked, declared, agreed, and what came of it, or that nobody has said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import counts_in_words
from pledgebook.pages.folded import by_time
from pledgebook.pages.view import View

_STATES = {"done": "holds", "under_way": "undecided", "no_data": "no_data"}


def milestones_page(view: View) -> PageOut:
    """One page: every milestone and commitment without a figure."""
    rows = view.content.rows["milestone"]
    lead = milestones_in_words(view, rows)
    return PageOut(
        "milestones",
        "milestones.html",
        view.t("page_milestones"),
        lead,
        {"lead": lead, **milestones_shown(view, rows)},
        ((view.t("page_milestones"), ""),),
    )


def milestones_in_words(view: View, rows: Sequence[Mapping[str, Any]]) -> str:
    """One sentence on how many are done, under way, and left without a word on what came of them."""
    if not rows:
        return view.t("milestones_none")
    found = Counter(r["state"] if r["state"] in _STATES else "no_data" for r in rows)
    states = counts_in_words(view, "milestones_of", {state: found[state] for state in _STATES})
    return view.count("milestones_lead", len(rows), states=states)


def milestones_shown(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Milestones as a page shows them: one below the other, or folded in groups where they are many."""
    groups = by_time(
        view, _in_order(rows), lambda found: milestones_in_words(view, found), lambda row: _item(view, row)
    )
    return {"milestones": [] if groups else milestone_items(view, rows), "milestone_groups": groups}


def milestone_items(view: View, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Milestones one by one, dated ones first."""
    return [_item(view, row) for row in _in_order(rows)]


def _in_order(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda r: (str(r["from_day"] or r["to_day"] or "9999"), r["milestone_id"]))


def _item(view: View, r: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"milestone-{r['milestone_id']}",
        "title": view.column(r, "title"),
        "when": view.days(r["from_day"], r["to_day"]),
        "kind": view.word("milestone", r["kind"]),
        "state": _STATES.get(r["state"], "no_data"),
        "state_label": view.word("milestone_state", r["state"]),
        "counterpart": view.column(r, "counterpart"),
        "ask": view.column(r, "ask"),
        "outcome": view.column(r, "outcome"),
        "objective": view.objective(r["objective"]),
        "source": view.say(view.book.sources[r["source"]].title),
        "source_href": view.book.sources[r["source"]].address,
    }
