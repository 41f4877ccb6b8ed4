"""Tables of the page of needs: each place with its need and partners, a plan's clusters, everyone's money by year.

A newcomer would divide a plan's gap over places by their need. Plans say what they lack by cluster and not by place;
need and presence stand by place, and what projects say of places is in ``needs_located``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pledgebook.measures.answer import Answer
from pledgebook.measures.database import exact
from pledgebook.pages.view import View
from pledgebook.period import Span, parse_span
from pledgebook.value import Known, Value

_FULL = 100
Table = dict[str, Any]


def by_place(view: View) -> Table:
    """Every place below the country: people in need, displaced, partners; empty without any of them."""
    root = view.book.declaration.places.root_pcode
    places = [p for p, parent in view.measures.places.parents.items() if parent == root]
    asked = {name: last for name, table in _COUNTS.items() if (last := _last(view, table, places))}
    partners = {p: view.ask("active_partners", place=p).value for p in places}
    has_partners = any(isinstance(v, Known) for v in partners.values())
    if not asked and not has_partners:
        return {}
    counts = {p: [view.ask(n, at=day, place=p).value for n, day in asked.items()] for p in places}
    places.sort(key=lambda p: (*(-_size(v) for v in (*counts[p], partners[p])), view.place(p)))
    columns = [
        {"label": view.t("place")},
        *(
            {"label": view.t(f"place_{n}", year=view.year(day.year)), "numeric": True}
            for n, day in asked.items()
        ),
        *([{"label": view.t("place_active_partners"), "numeric": True}] if has_partners else []),
    ]
    rows = [
        [
            {"text": view.place(p)},
            *(view.cell(v, "people") for v in counts[p]),
            *([view.cell(partners[p], "count")] if has_partners else []),
        ]
        for p in places
    ]
    return {"columns": columns, "rows": rows, "finding": _of_partners(view, partners) if has_partners else ""}


_COUNTS = {"people_in_need": "need", "displaced_people": "displacement"}


def _last(view: View, table: str, places: Iterable[str]) -> date | None:
    """The newest day on which a table counts people in one of the places."""
    wanted = set(places)
    statuses = ("in_need", "displaced")
    return max(
        (
            r["as_of"]
            for r in view.content.rows[table]
            if r["place_pcode"] in wanted and r["population_status"] in statuses
        ),
        default=None,
    )


def _size(value: Value) -> int:
    return int(exact(value) or 0)


def _of_partners(view: View, partners: Mapping[str, Value]) -> str:
    most = min(partners, key=lambda p: (-_size(partners[p]), view.place(p)))
    root = view.book.declaration.places.root_pcode
    whole = view.ask("active_partners", place=root).value
    months = sorted({r["month"] for r in view.content.rows["presence"] if r["month"]})
    key = "finding_partners" if isinstance(whole, Known) else "finding_partners_place"
    return view.t(
        key,
        all=view.value(whole, "count"),
        place=view.place(most),
        most=view.value(partners[most], "count"),
        first=_month(view, months, 0),
        last=_month(view, months, -1),
    )


def _month(view: View, months: list[str], place: int) -> str:
    if not months:
        return view.t("undated")
    span = parse_span(months[place])
    return view.days(span.first, span.last)


def by_cluster(view: View) -> Table:
    """The clusters of the newest plan that has any, the least covered first; empty without one."""
    period = view.book.declaration.period
    rows = [
        r
        for r in view.content.rows["plan_funding"]
        if r["row_of"] == "cluster" and period.first.year <= r["plan_year"] <= period.last.year
    ]
    if not rows:
        return {}
    year, plan = max((r["plan_year"], str(r["plan_code"] or "")) for r in rows)
    of_plan = [r for r in rows if (r["plan_year"], str(r["plan_code"] or "")) == (year, plan)]
    covered = {
        r["cluster"]: view.ask("cluster_coverage", cluster=r["cluster"], plan=plan, year=str(year)).value
        for r in of_plan
    }
    shares = {c: share for c, v in covered.items() if (share := exact(v)) is not None}
    of_plan.sort(key=lambda r: (r["cluster"] not in shares, shares.get(r["cluster"]), r["cluster"]))
    name = next((r["plan_name"] for r in view.content.rows["plan_funding"]
                 if str(r["plan_code"] or "") == plan and r["plan_name"]), plan)  # fmt: skip
    finding = ""
    if shares:
        least = min(shares, key=lambda c: (shares[c], c))
        finding = view.t(
            "finding_clusters",
            plan=view.named(name) if str(year) in name else f"{view.named(name)} ({view.year(year)})",
            n=view.number(len(shares)),
            full=view.number(sum(1 for s in shares.values() if s >= _FULL)),
            cluster=view.named(least),
            share=view.value(covered[least], "percent"),
        )
    labels = ("cluster", "requirements", "funding", "not_covered", "coverage_label")
    return {
        "columns": [
            {"label": view.t(label), "numeric": label != "cluster", "derived": label == "coverage_label"}
            for label in labels
        ],
        "rows": [_cluster(view, r, covered[r["cluster"]], plan, str(year)) for r in of_plan],
        "finding": ". ".join(filter(None, [finding, view.in_millions(of_plan[0]["currency"])])),
    }


def _in_millions(view: View, value: Value, currency: str) -> dict[str, Any]:
    """A cell of money in millions, for a table that names the unit once."""
    cell = view.cell(value, currency, short=True)
    has_number = isinstance(value, Known) and value.interval.exact is not None
    return cell | {"text": view.millions_in_column(value)} if has_number else cell


def _cluster(view: View, row: Mapping[str, Any], share: Value, plan: str, year: str) -> list[dict[str, Any]]:
    name = view.named(row["cluster"])
    return [
        {"text": name, "lang": view.tongue(name, row["cluster"])},
        _in_millions(view, row["requirements"], row["currency"]),
        _in_millions(view, row["funding"], row["currency"]),
        _in_millions(
            view, view.ask("cluster_gap", cluster=row["cluster"], plan=plan, year=year).value, row["currency"]
        ),
        view.cell(share, "percent"),
    ]


def by_year(view: View) -> Table:
    """Everyone's money for plans in each year of the strategy, and the strategy's own that is humanitarian."""
    period = view.book.declaration.period
    country = view.book.declaration.places.country_iso2
    years = [
        y for y in range(period.first.year, period.last.year + 1)
        if any(r["plan_year"] == y and r["row_of"] in (None, "plan") for r in view.content.rows["plan_funding"])
    ]  # fmt: skip
    if not years or not view.content.rows["flow"]:
        return {}
    asked = {
        "requirements": [view.ask("plan_requirements", year=str(year)) for year in years],
        "funding": [view.ask("plan_funding", year=str(year)) for year in years],
        "own_humanitarian": [_own(view, year, country) for year in years],
    }
    columns = {label: _money_column(view, label, answers) for label, answers in asked.items()}
    return {
        "columns": [{"label": view.t("year")}, *({"label": h, "numeric": True} for h, _ in columns.values())],
        "rows": [
            [{"text": view.year(year)}, *(cells[place] for _, cells in columns.values())]
            for place, year in enumerate(years)
        ],
    }


def _money_column(view: View, label: str, answers: Sequence[Answer]) -> tuple[str, list[dict[str, Any]]]:
    """The head of a column, which names the unit of its cells once, and the cells."""
    unit = next((a.unit for a in answers if isinstance(a.value, Known)), answers[0].unit)
    write, head = view.scaled_column(view.t(label), unit, [a.value for a in answers])
    cells = [view.cell(a.value, a.unit, short=True) for a in answers]
    return head, [
        cell | {"text": write(a.value)} if exact(a.value) is not None and a.unit == unit else cell
        for cell, a in zip(cells, answers, strict=True)
    ]


def _own(view: View, year: int, country: str) -> Answer:
    span = Span(date(year, 1, 1), date(year, 12, 31))
    return view.ask("disbursed", span=span, recipient=country, is_humanitarian="true")
