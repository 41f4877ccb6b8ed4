"""People: ceilings and strengths over time, and arrivals by stage. An authority is never shown as an achievement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.pages.charts import About, Dot, Span, steps
from pledgebook.pages.content import PageOut
from pledgebook.pages.leads import people_lead
from pledgebook.pages.macros import macro
from pledgebook.pages.view import View
from pledgebook.value import Known, status_of

Row = Mapping[str, Any]


def people_page(view: View) -> PageOut:
    """One page: each instrument's ceilings and strengths, person-months, arrivals by stage and group."""
    instruments = sorted({r["instrument"] for r in view.content.rows["ceiling"]})
    lead = people_lead(view)
    return PageOut(
        "people",
        "people.html",
        view.t("page_people"),
        lead,
        {
            "lead": lead,
            "instruments": [_instrument(view, name, i) for i, name in enumerate(instruments)],
            "use": _use(view),
            "person_months": _person_months(view),
            "arrivals": _arrivals(view),
        },
        ((view.t("page_people"), ""),),
    )


def _instrument(view: View, name: str, number: int) -> dict[str, Any]:
    ceilings = sorted(
        (r for r in view.content.rows["ceiling"] if r["instrument"] == name),
        key=lambda r: (_depth(view, r), str(r["ceiling_id"])),
    )
    ids = {r["ceiling_id"] for r in ceilings}
    spells = sorted(
        (r for r in view.content.rows["deployment"] if r["ceiling_id"] in ids),
        key=lambda r: str(r["from_day"]),
    )
    names = view.book.declaration.instruments
    title = view.say(names[name]) if name in names else name
    span = view.book.declaration.period.span
    dots = [_dot(view, r) for r in spells if r["from_day"]]
    highest = view.ask("ceiling", span=span, instrument=name)
    finding = view.count(
        "finding_ceiling", len(dots), ceiling=view.value(highest.value, "people"), period=view.period(span)
    )
    about = About(
        f"chart-ceiling-{number}",
        finding,
        view.t("chart_of", what=title),
        view.t("nothing_to_draw"),
        view.year,
    )
    drawn = steps(about, [_step(view, r) for r in ceilings if _highest(r) is not None], dots, view.number)
    rows = [_ceiling_cells(view, r) for r in ceilings] + [_strength_cells(view, r) for r in spells]
    table = macro(view, "data_table", finding, _columns(view), rows, f"table-ceiling-{number}")
    chart = macro(view, "chart", drawn, finding, table, f"ceiling-{number}", view.t("ceiling_note"))
    return {"name": title, "id": f"instrument-{number}", "chart": chart}


def _highest(row: Row) -> Decimal | None:
    return row["people"].interval.high if isinstance(row["people"], Known) else None


def _step(view: View, ceiling: Row) -> Span:
    """A ceiling as a step; a day that was not published is drawn as the strategy's own first or last."""
    span = view.book.declaration.period.span
    return Span(
        ceiling["from_day"] or span.first,
        ceiling["to_day"] or span.last,
        _highest(ceiling) or Decimal(0),
        view.value(ceiling["people"], "people"),
        bool(ceiling["parent"]),
    )


def _dot(view: View, spell: Row) -> Dot:
    people = spell["people"]
    low, high = (people.interval.low, people.interval.high) if isinstance(people, Known) else (None, None)
    middle = low if high is None else high if low is None else (low + high) / 2
    return Dot(spell["from_day"], middle, view.value(people, "people"), low, high, status_of(people))


def _columns(view: View) -> list[dict[str, Any]]:
    return [
        {"label": view.t("scope")},
        {"label": view.t("kind")},
        {"label": view.t("people"), "numeric": True},
        {"label": view.t("days")},
        {"label": view.t("source")},
    ]


def _ceiling_cells(view: View, ceiling: Row) -> list[dict[str, Any]]:
    return [
        {"text": view.column(ceiling, "scope")},
        {"text": view.t("ceiling_inside" if ceiling["parent"] else "ceiling")},
        view.cell(ceiling["people"], "people"),
        {"text": _in_force(view, ceiling)},
        {"text": view.say(view.book.sources[ceiling["source"]].title)},
    ]


def _strength_cells(view: View, spell: Row) -> list[dict[str, Any]]:
    return [
        {"text": view.t("strength_on", day=view.day(spell["from_day"]))},
        {"text": view.t("strength")},
        view.cell(spell["people"], "people"),
        {"text": view.days(spell["from_day"], spell["to_day"])},
        {"text": view.say(view.book.sources[spell["source"]].title)},
    ]


def _depth(view: View, ceiling: Any) -> int:
    """How many ceilings a ceiling lies inside: what contains is drawn before what is contained."""
    parents = {r["ceiling_id"]: r["parent"] for r in view.content.rows["ceiling"]}
    depth, inside = 0, ceiling["parent"]
    while inside in parents and depth < len(parents):
        depth, inside = depth + 1, parents[inside]
    return depth


def _in_force(view: View, row: Any) -> str:
    if not row["from_day"] and not row["to_day"]:
        return view.t("dates_not_published")
    if not row["to_day"]:
        return view.t("since", day=view.day(row["from_day"]))
    return (
        view.days(row["from_day"], row["to_day"])
        if row["from_day"]
        else view.t("by_day", day=view.day(row["to_day"]))
    )


def _use(view: View) -> dict[str, Any]:
    """Each day on which a strength and its ceiling are both known, with the share that is used."""
    scopes = {r["ceiling_id"]: view.column(r, "scope") for r in view.content.rows["ceiling"]}
    days = sorted(
        {(r["from_day"], r["ceiling_id"]) for r in view.content.rows["deployment"] if r["from_day"]}
    )
    known = [
        (day, ceiling, share)
        for day, ceiling in days
        if isinstance(share := view.ask("utilisation", at=day, ceiling=ceiling).value, Known)
    ]
    rows = [
        [
            {"text": view.day(day)},
            {"text": scopes.get(ceiling, ceiling)},
            view.cell(view.ask("strength", at=day, ceiling=ceiling).value, "people"),
            view.cell(view.ask("ceiling", at=day, ceiling=ceiling).value, "people"),
            view.cell(share, "percent"),
        ]
        for day, ceiling, share in known
    ]
    columns = [
        {"label": view.t("day")},
        {"label": view.t("scope")},
        {"label": view.t("strength"), "numeric": True},
        {"label": view.t("ceiling"), "numeric": True},
        {"label": view.t("utilisation"), "numeric": True},
    ]
    sentence = _said_of_use(view, known, scopes)
    return {"columns": columns, "rows": rows, "sentence": sentence} if rows else {"sentence": sentence}


def _said_of_use(view: View, known: Sequence[tuple[date, str, Known]], scopes: Mapping[str, str]) -> str:
    if not known:
        return view.t("use_none")
    day, ceiling, share = max(known, key=lambda k: (k[2].interval.high or k[2].interval.low or 0, k[0]))
    most = {
        "scope": scopes.get(ceiling, ceiling),
        "day": view.day(day),
        "share": view.value(share, "percent"),
    }
    return view.count("use_sentence", len(known), **most)


def _person_months(view: View) -> dict[str, str]:
    answer = view.ask("person_months", span=view.book.declaration.period.span)
    text = view.value(answer.value, "count") if isinstance(answer.value, Known) else ""
    return {"text": text, "status": status_of(answer.value)}


def _arrivals(view: View) -> dict[str, Any]:
    rows = [
        [
            {"text": view.word("stage", r["stage"])},
            {"text": view.word("group", r["people_group"])},
            {"text": view.day(r["as_of"])},
            view.cell(r["people"], "people"),
            _share_in_people(view, r),
            {"text": view.say(view.book.sources[r["source"]].title)},
        ]
        for r in sorted(
            view.content.rows["arrival"], key=lambda r: (str(r["as_of"] or "9999"), r["arrival_id"])
        )
    ]
    columns = [
        {"label": view.t("stage")},
        {"label": view.t("group")},
        {"label": view.t("day")},
        {"label": view.t("people"), "numeric": True},
        {"label": view.t("share"), "numeric": True},
        {"label": view.t("source")},
    ]
    return {"columns": columns, "rows": rows}


def _share_in_people(view: View, row: Row) -> dict[str, Any]:
    """A share as published, with the whole numbers of people that it allows where its whole is known."""
    cell = view.cell(row["share_percent"], "percent")
    where = {"stage": row["stage"], "group": row["people_group"]}
    people = view.ask("arrival_share_people", at=row["as_of"], **where)
    if not isinstance(row["share_percent"], Known) or not isinstance(people.value, Known):
        return cell
    told = view.t("share_in_people", share=cell["text"], people=view.value(people.value, "people"))
    return {**cell, "text": told}
