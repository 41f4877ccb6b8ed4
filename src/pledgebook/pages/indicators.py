"""One indicator under one definition: its values, its way, who reported it and how long ago, its cells.

A newcomer would look for the whole in the first row: it is the cell that stands for all the others, and parts alone
speak for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pledgebook.figures import write_age
from pledgebook.measures.answer import Answer
from pledgebook.measures.database import exact
from pledgebook.pages.charts import About, Dot, progress_path
from pledgebook.pages.folded import by_state
from pledgebook.pages.macros import macro
from pledgebook.pages.project_texts import text_cell
from pledgebook.pages.view import View
from pledgebook.tables.published_indicators import DEFINITION
from pledgebook.value import Known, Value, Withheld, known, status_of

Row = Mapping[str, Any]
Key = tuple[str, str]
"""An indicator and one of its definitions."""

OWN = "own"
"""The word of the measures for the strategy's own indicators."""

KINDS = ("baseline", "target", "actual")
BADGES = {
    "met": "holds",
    "on_track": "holds",
    "off_track": "does_not_hold",
    "not_due": "no_data",
    "overdue": "does_not_hold",
    "no_data": "no_data",
}
"""The states of an indicator, and the badge that each is shown with."""
WORST_FIRST = ("off_track", "overdue", "no_data", "not_due", "on_track", "met")


def declared(view: View) -> dict[Key, Row]:
    """What is declared of each indicator under each of its definitions."""
    return {(row["indicator"], row["definition_id"]): row for row in view.content.rows["indicator"]}


def partner_of(view: View) -> dict[Key, str]:
    """The partners' indicators, each with its partner; the strategy's own are not among them."""
    return {key: row["partner"] for key, row in declared(view).items() if row["partner"]}


def groups_of(view: View) -> dict[Key, list[Row]]:
    """The values of each indicator and definition, those without any value too."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in view.content.rows["indicator_value"]:
        groups[row["indicator"], row["definition_id"]].append(row)
    return {**{key: [] for key in declared(view)}, **groups}


def indicator_cards(view: View, only: Sequence[str] | None) -> list[dict[str, Any]]:
    """The strategy's own indicators, or those named, as their tables."""
    partners, about = view.once(partner_of), view.once(declared)
    own = {key: rows for key, rows in view.once(groups_of).items() if key not in partners}
    return [
        _card(view, key, rows, about.get(key, {}))
        for key, rows in sorted(own.items())
        if only is None or key[0] in only
    ]


def indicators_shown(view: View, only: Sequence[str] | None) -> dict[str, Any]:
    """The strategy’s own indicators as a page shows them: one by one, or by their state where they are many."""
    cards = indicator_cards(view, only)
    groups = by_state(view, cards, WORST_FIRST)
    return {"indicators": [] if groups else cards, "indicator_groups": groups}


def indicator_name(view: View, indicator: str) -> str:
    """The indicator's name as the book or its table says or, failing both, its id."""
    names = view.book.declaration.indicators
    if indicator in names:
        return view.say(names[indicator])
    return view.once(_names).get(indicator) or indicator.replace("_", " ")


def _names(view: View) -> dict[str, str]:
    """The name of each indicator that its table names; the first of its rows that has one counts."""
    found: dict[str, str] = {}
    for row in view.content.rows["indicator"]:
        name = view.column(row, "name")
        if name:
            found.setdefault(row["indicator"], name)
    return found


def name_cell(view: View, about: Row, here: str) -> dict[str, str]:
    """An indicator's name as a table's cell; one that an activity publishes leads there, in the language it has."""
    if about["definition_id"] != DEFINITION:
        return {"text": indicator_name(view, about["indicator"])}
    return {
        **text_cell(view, about, "name", about["indicator"]),
        "href": view.link(here, view.project_path(about["activity_id"])),
    }


def whole(rows: Sequence[Row], kind: str) -> Row | None:
    """The last row of a kind that speaks for everyone; the first one for a baseline."""
    found = [r for r in rows if r["value_kind"] == kind and (r["is_total"] or r["cell"] == "all")]
    best = [r for r in found if r["cell"] in ("total", "all")] or found
    best = sorted(best, key=lambda r: (str(r["to_day"] or ""), str(r["record"])))
    return (best[0] if kind == "baseline" else best[-1]) if best else None


def states_of(view: View) -> dict[Key, str]:
    """The one state that each of the strategy's own indicators is in under each definition, on the book's day."""
    found = view.breakdown("indicators_in_state", "indicator", "definition", "state", partner=OWN)
    return {(one.keys[0], one.keys[1]): one.keys[2] for one in found if exact(one.value) == 1}


def shares_of(view: View, partner: str) -> list[dict[str, Any]]:
    """What the strategy's own or a partner's indicators measure, and of whom: each share with what it is a share of."""
    found = []
    for measure in ("outcome_indicators_share", "sex_disaggregated_share", "age_disaggregated_share"):
        answer = view.ask(measure, partner=partner)
        above, below = (exact(part.value) for part in answer.parts)
        if isinstance(answer.value, Known) and below:
            share = view.value(answer.value, "percent")
            of = view.count("share_of_indicators", int(below), n_of=view.number(above or 0))
            found.append({"label": view.t(measure), "text": f"{share} ({of})", "status": "reported"})
        else:
            found.append({"label": view.t(measure), "text": "", "status": "not_reported"})
    return found


def badge(view: View, state: str) -> dict[str, str]:
    """A state as a badge shows it."""
    return {"state": BADGES[state], "state_label": view.t(f"state_{state}")}


def slug(key: Key) -> str:
    """The place of an indicator on its page."""
    return f"{key[0]}-{key[1]}".replace("_", "-")


def _card(view: View, key: Key, rows: Sequence[Row], about: Row) -> dict[str, Any]:
    reached = view.ask("target_reached", indicator=key[0], definition=key[1], cell="total")
    name = indicator_name(view, key[0])
    return {
        "id": slug(key),
        "title": name,
        "definition": view.column(rows[0], "definition") if rows else "",
        **badge(view, view.once(states_of).get(key, "no_data")),
        "reached": view.value(reached.value, "percent") if isinstance(reached.value, Known) else "",
        "facts": _facts(view, key, rows, about),
        "columns": [
            {"label": view.t("value_kind")},
            {"label": view.t("value"), "numeric": True},
            {"label": view.t("period")},
            {"label": view.t("source")},
        ],
        "rows": _lines(view, key, rows),
        "cells": _cells(view, rows),
        "withheld": _withheld(view, rows),
        "chart": path_chart(view, slug(key), name, [r for r in rows if r["cell"] in ("total", "all")]),
    }


def _facts(view: View, key: Key, rows: Sequence[Row], about: Row) -> list[dict[str, Any]]:
    """What it measures, which way it should go, on what path, who said its last value and how long ago."""
    direction = next((r["direction"] for r in rows if r["direction"]), None) or "not_stated"
    last = whole(rows, "actual")
    speaker = last or (rows[0] if rows else None)
    publisher = view.book.sources[speaker["source"]].publisher if speaker else None
    facts = [
        ("indicator_level", view.t(f"level_{about.get('level') or 'not_stated'}")),
        ("direction", view.t(f"direction_{direction}")),
        ("path", view.t(f"path_{about.get('path') or 'not_declared'}")),
    ]
    found = [{"label": view.t(label), "text": text, "status": "reported"} for label, text in facts]
    found.append({"label": view.t("told_apart"), "text": _told_apart(view, key), "status": "reported"})
    if publisher is not None:
        who = view.say(publisher.name)
        found.append({"label": view.t("reported_by"), "text": who, "status": "reported"})
    age = view.ask("indicator_age", indicator=key[0], definition=key[1])
    found.append({"label": view.t("age_of_actual"), "text": _aged(view, age), "status": status_of(age.value)})
    progress = view.ask("indicator_progress", indicator=key[0], definition=key[1]).value
    found.append({"label": view.t("progress"), **_shown(view, progress, "percent")})
    return found


def _aged(view: View, age: Answer) -> str:
    """The day of the last actual, and how long before the book's day that was."""
    days = exact(age.value)
    if days is None:
        return ""
    as_of = view.book.declaration.as_of
    day = as_of - timedelta(days=int(days))
    if day > as_of:
        return view.day(day)
    return view.t("aged", day=view.day(day), age=write_age(day, as_of, view.writes))


def _told_apart(view: View, key: Key) -> str:
    """By what its actuals are told apart, and whether it is about equality between women and men."""
    rows = view.ask("indicators", indicator=key[0], definition=key[1]).rows
    said = {name for row in rows for name in ("by_sex", "by_age") if row.keys[name] == "yes"}
    by = " ".join(sorted(said)) or "by_nothing"
    text = view.t(f"told_{by.replace(' ', '_')}")
    is_gender = any(row.keys["is_gender"] == "yes" for row in rows)
    return f"{text} ({view.t('about_gender')})" if is_gender else text


def _shown(view: View, value: Value, unit: str) -> dict[str, str]:
    return {
        "text": view.value(value, unit) if isinstance(value, Known) else "",
        "status": status_of(value),
    }


def _lines(view: View, key: Key, rows: Sequence[Row]) -> list[list[dict[str, Any]]]:
    lines = []
    for kind in KINDS:
        found = whole(rows, kind)
        cell: dict[str, Any] = {"text": "", "status": "not_reported", "numeric": True}
        period, source = "–", "–"
        if found:
            cell = _value(view, found)
            period = view.days(found["from_day"], found["to_day"])
            source = view.say(view.book.sources[found["source"]].title)
        lines.append([{"text": view.t(kind)}, cell, {"text": period}, {"text": source}])
    expected = view.ask("indicator_expected", indicator=key[0], definition=key[1])
    if isinstance(expected.value, Known):
        day = {"text": view.day(view.book.declaration.as_of)}
        cell = view.cell(expected.value, expected.unit)
        lines.insert(2, [{"text": view.t("expected_now")}, cell, day, {"text": view.t("by_its_path")}])
    return lines


def _value(view: View, row: Row) -> dict[str, Any]:
    """A value's cell: its number, or the words that stand where it is no number."""
    said = view.column(row, "words")
    return {"text": said} if said else view.cell(row["indicator_quantity"], row["unit"])


def _cells(view: View, rows: Sequence[Row]) -> dict[str, Any] | None:
    parts = [r for r in rows if r["value_kind"] == "actual" and r["cell"] not in ("total", "all")]
    if len(parts) < 2:
        return None
    return {
        "columns": [{"label": view.t("group")}, {"label": view.t("actual"), "numeric": True}],
        "rows": [[{"text": view.word("cell", r["cell"])}, _value(view, r)] for r in parts],
    }


def _withheld(view: View, rows: Sequence[Row]) -> str:
    """Why numbers are missing that somebody reported; nothing where none is."""
    hidden = sum(isinstance(r["indicator_quantity"], Withheld) for r in rows)
    limit = view.number(view.book.declaration.threshold)
    return view.count("values_withheld", hidden, limit=limit) if hidden else ""


def path_chart(view: View, key: str, name: str, rows: Sequence[Row], group: str = "") -> str:
    """The way to the targets and what was reported, drawn where there are two actuals with a day or more."""
    dated = sorted((r for r in rows if r["to_day"]), key=lambda r: (r["to_day"], str(r["record"])))
    by_kind = {kind: [r for r in dated if r["value_kind"] == kind] for kind in KINDS}
    reported = [r for r in by_kind["actual"] if isinstance(r["indicator_quantity"], Known)]
    if len({r["to_day"] for r in reported}) < 2:
        return ""
    dots = {kind: [_dot(view, r) for r in found] for kind, found in by_kind.items()}
    first, last = reported[0], reported[-1]
    finding = view.t(
        "finding_path",
        name=f"{name} ({group})" if group else name,
        first=_said(view, first),
        first_day=view.days(first["from_day"], first["to_day"]),
        last=_said(view, last),
        last_day=view.days(last["from_day"], last["to_day"]),
        direction=view.t(f"direction_{last['direction'] or 'not_stated'}").lower(),
    )
    about = About(
        f"chart-{key}", finding, view.t("chart_of", what=name), view.t("nothing_to_draw"), view.year
    )
    units = {row["unit"] for row in dated}
    unit = "percent" if units == {"percent"} else "count"
    drawn = progress_path(
        about, None, dots["target"], dots["actual"], lambda mark: view.value(known(mark), unit)
    )
    table = macro(view, "data_table", finding, _path_columns(view), _path_rows(view, dated), f"path-{key}")
    return macro(view, "chart", drawn, finding, table, key, view.t("path_note"))


def _said(view: View, row: Row) -> str:
    return view.value(row["indicator_quantity"], row["unit"])


def _dot(view: View, row: Row) -> Dot:
    value = row["indicator_quantity"]
    low, high = (value.interval.low, value.interval.high) if isinstance(value, Known) else (None, None)
    return Dot(row["to_day"], low if low is not None else high, _said(view, row), low, high, status_of(value))


def _path_columns(view: View) -> list[dict[str, Any]]:
    return [{"label": view.t("period")}, *[{"label": view.t(k), "numeric": True} for k in KINDS]]


def _path_rows(view: View, rows: Sequence[Row]) -> list[list[dict[str, Any]]]:
    by_day: dict[Any, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        by_day[row["to_day"]][row["value_kind"]] = row
    missing = {"text": "", "status": "not_reported", "numeric": True}
    return [
        [
            {"text": view.days(next(iter(found.values()))["from_day"], day)},
            *[_value(view, found[k]) if k in found else missing for k in KINDS],
        ]
        for day, found in sorted(by_day.items())
    ]
