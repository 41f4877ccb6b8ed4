"""Results: every indicator under each of its definitions, with baseline, target, actual, cells, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.measures.database import exact
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import counts_in_words
from pledgebook.pages.view import View
from pledgebook.value import Known

_KINDS = ("baseline", "target", "actual")
_BADGES = {
    "met": "holds",
    "on_track": "holds",
    "off_track": "does_not_hold",
    "not_due": "no_data",
    "overdue": "does_not_hold",
    "no_data": "no_data",
}
"""The states of an indicator, and the badge that each is shown with."""
Rows = Sequence[Mapping[str, Any]]


def results_page(view: View) -> PageOut:
    """One page: each indicator's definitions side by side, never mixed."""
    lead = _lead(view)
    return PageOut(
        "results",
        "results.html",
        view.t("page_results"),
        lead,
        {"lead": lead, "indicators": indicator_cards(view, None)},
        ((view.t("page_results"), ""),),
    )


def indicator_cards(view: View, only: Sequence[str] | None) -> list[dict[str, Any]]:
    """The indicators, or those named, as their tables."""
    groups = _groups(view.content.rows["indicator_value"])
    return [_card(view, key, rows) for key, rows in groups.items() if only is None or key[0] in only]


def _groups(rows: Rows) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["indicator"], row["definition_id"]].append(row)
    return dict(groups)


def _total(rows: Rows, kind: str) -> Mapping[str, Any] | None:
    found = [r for r in rows if r["value_kind"] == kind and r["is_total"]]
    whole = [r for r in found if r["cell"] == "total"]
    best = whole or found
    return best[0] if best else None


def _state(view: View, key: tuple[str, str]) -> str:
    """The one state that the indicator is in under a definition, on the book's day."""
    asked = {
        s: view.ask("indicators_in_state", state=s, indicator=key[0], definition=key[1]) for s in _BADGES
    }
    return next(state for state, answer in asked.items() if exact(answer.value) == 1)


def _lead(view: View) -> str:
    """One sentence: how many indicators are in each state."""
    answers = {state: exact(view.ask("indicators_in_state", state=state).value) for state in _BADGES}
    counts = {state: int(count or 0) for state, count in answers.items()}
    if not any(counts.values()):
        return view.t("results_none")
    day = view.day(view.book.declaration.as_of)
    states = counts_in_words(view, "results_of", counts)
    return view.count("results_of", sum(counts.values()), day=day, states=states)


def _card(view: View, key: tuple[str, str], rows: Rows) -> dict[str, Any]:
    first = rows[0]
    state = _state(view, key)
    reached = view.ask("target_reached", indicator=key[0], definition=key[1], cell="total")
    lines = []
    for kind in _KINDS:
        total = _total(rows, kind)
        cell: dict[str, Any] = {"text": "", "status": "not_reported", "numeric": True}
        period, source = "–", "–"
        if total:
            cell = view.cell(total["indicator_quantity"], total["unit"])
            period = view.days(total["from_day"], total["to_day"])
            source = view.say(view.book.sources[total["source"]].title)
        lines.append([{"text": view.t(kind)}, cell, {"text": period}, {"text": source}])
    return {
        "id": f"{key[0]}-{key[1]}".replace("_", "-"),
        "title": view.t("indicator_title", indicator=indicator_name(view, key[0])),
        "definition": first[f"definition_{view.language}"],
        "state": _BADGES[state],
        "state_label": view.t(f"state_{state}"),
        "reached": view.value(reached.value, "percent") if isinstance(reached.value, Known) else "",
        "columns": [
            {"label": view.t("value_kind")},
            {"label": view.t("value"), "numeric": True},
            {"label": view.t("period")},
            {"label": view.t("source")},
        ],
        "rows": lines,
        "cells": _cells(view, rows),
    }


def indicator_name(view: View, indicator: str) -> str:
    """The indicator's name as the book or, failing that, its id says."""
    names = view.book.declaration.indicators
    return view.say(names[indicator]) if indicator in names else indicator.replace("_", " ")


def _cells(view: View, rows: Rows) -> dict[str, Any] | None:
    parts = [r for r in rows if r["value_kind"] == "actual" and r["cell"] != "total"]
    if len(parts) < 2:
        return None
    return {
        "columns": [{"label": view.t("group")}, {"label": view.t("actual"), "numeric": True}],
        "rows": [
            [{"text": view.word("cell", r["cell"])}, view.cell(r["indicator_quantity"], r["unit"])]
            for r in parts
        ],
    }
