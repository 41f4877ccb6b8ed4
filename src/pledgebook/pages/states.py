"""How to read a value: a number, zero, not reported, not applicable and withheld beside each other, and the verdicts.

A newcomer would get wrong that these are looks of one thing: a zero is a report, a missing report is none, what
does not apply could not be reported, and what is withheld was reported and is kept back so that nobody can be
singled out. None of the last three enters a sum as 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import TRUTHS
from pledgebook.pages.view import View, look_of
from pledgebook.tables.rows import cells_of
from pledgebook.tables.schema import table_type
from pledgebook.value import known

STATES = ("reported", "zero", "not_reported", "not_applicable", "withheld")


def states_page(view: View) -> PageOut:
    """One page: each state by its look, its word, what it means, and how often this book has it."""
    found = _counted(view)
    whole = {state: sum(states[state] for states in found.values()) for state in STATES}
    lead = view.count(
        "states_lead", sum(whole.values()), **{state: view.number(whole[state]) for state in STATES}
    )
    return PageOut(
        "states",
        "states.html",
        view.t("page_states"),
        lead,
        {
            "lead": lead,
            "states": [_state(view, state, whole[state]) for state in STATES],
            "columns": [{"label": view.t("table_and_column")}, *_heads(view)],
            "rows": list(_rows(view, found)),
            "truths": [
                {"truth": t, "label": view.t(f"truth_{t}"), "means": _meaning(view, t)} for t in TRUTHS
            ],
        },
        ((view.t("page_states"), ""),),
    )


def _meaning(view: View, truth: str) -> str:
    return view.t("means_withheld_truth" if truth == "withheld" else f"means_{truth}")


def _counted(view: View) -> dict[tuple[str, str], Counter[str]]:
    """How often each state stands in each column of counts and amounts that has passed the gate."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for table, rows in sorted(view.content.rows.items()):
        for column in (c.name for c in table_type(table).columns.values() if c.type == "quantity"):
            values = (value for (value,) in cells_of(rows, column) if value is not None)
            states = Counter(map(look_of, values))
            if states:
                found[table, column] = states
    return found


def _state(view: View, state: str, number: int) -> dict[str, Any]:
    """A state as it looks in a table; the number that stands for a reported one is how many there are."""
    specimens = {"reported": view.number(number), "zero": view.value(known(0), "count")}
    return {
        "id": state.replace("_", "-"),
        "status": state,
        "text": specimens.get(state, ""),
        "word": view.t(f"status_{state}"),
        "means": view.t(f"means_{state}"),
        "in_files": "reported" if state == "zero" else state,
        "count": view.count("values_counted", number),
    }


def _heads(view: View) -> Iterator[dict[str, Any]]:
    yield from ({"label": view.t(f"status_{state}"), "numeric": True} for state in STATES)


def _rows(view: View, found: dict[tuple[str, str], Counter[str]]) -> Iterator[list[dict[str, Any]]]:
    for (table, column), states in found.items():
        meaning = view.say(table_type(table).columns[column].meaning)
        yield [
            {"text": f"{view.say(table_type(table).row)} {meaning}"},
            *({"text": view.number(states[state]), "numeric": True} for state in STATES),
        ]
