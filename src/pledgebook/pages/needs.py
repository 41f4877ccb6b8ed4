"""Needs: people displaced and in need, what was asked for and given, by place and by plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.pages.charts import (
    About,
    Dot,
    Legend,
    Pair,
    Tile,
    Trace,
    choropleth,
    line,
    need_funding,
    step_of,
    tile_map,
)
from pledgebook.pages.content import PageOut
from pledgebook.pages.leads import needs_lead
from pledgebook.pages.macros import macro
from pledgebook.pages.needs_located import by_located
from pledgebook.pages.needs_tables import by_cluster, by_place, by_year
from pledgebook.pages.view import View
from pledgebook.tables.schema import is_whole
from pledgebook.value import Known, Value, known, status_of

_SHARE_STEPS = Decimal("0.0001")
_FULL = Decimal(100)


def needs_page(view: View) -> PageOut:
    """One page: the rounds over time, need and presence by place, plans and clusters, the pooled fund."""
    lead = needs_lead(view)
    return PageOut(
        "needs",
        "needs.html",
        view.t("page_needs"),
        lead,
        {
            "lead": lead,
            "rounds": _rounds(view),
            "displaced_places": _places(view, "displacement", "displaced"),
            "need_places": _places(view, "need", "in_need"),
            "headlines": _headlines(view),
            "by_place": by_place(view),
            "located": by_located(view),
            "plans": _plans(view),
            "by_cluster": by_cluster(view),
            "by_year": by_year(view),
            "fund": _fund(view),
        },
        ((view.t("page_needs"), ""),),
    )


def _number(value: Value) -> Decimal | None:
    return value.interval.exact or value.interval.low if isinstance(value, Known) else None


def _wholes(view: View, status: str) -> list[Mapping[str, Any]]:
    root = view.book.declaration.places.root_pcode
    rows = view.content.rows["displacement"]
    return sorted(
        (r for r in rows if r["place_pcode"] == root and r["population_status"] == status),
        key=lambda r: str(r["as_of"]),
    )


def _rounds(view: View) -> str:
    statuses = ("displaced", "returned")
    series = {s: _wholes(view, s) for s in statuses}
    traces = [
        Trace(
            view.t(f"status_of_people_{s}"),
            [Dot(r["as_of"], _number(r["people"]), view.value(r["people"], "people")) for r in rows],
        )
        for s, rows in series.items()
        if rows
    ]
    first, last = (series["displaced"][i] if series["displaced"] else None for i in (0, -1))
    finding = view.t("nothing_to_draw")
    if first and last:
        finding = view.t(
            "finding_rounds" if first["as_of"] < last["as_of"] else "finding_round",
            first=view.value(first["people"], "people"),
            first_day=view.day(first["as_of"]),
            last=view.value(last["people"], "people"),
            last_day=view.day(last["as_of"]),
        )
    about = About(
        "chart-rounds",
        finding,
        view.t("chart_of", what=view.t("by_round")),
        view.t("nothing_to_draw"),
        view.year,
    )
    by_day: dict[date, dict[str, Value]] = defaultdict(dict)
    for status, rows in series.items():
        for row in rows:
            by_day[row["as_of"]][status] = row["people"]
    cells = [
        [
            {"text": view.day(day)},
            *[
                view.cell(found[s], "people") if s in found else {"text": "", "status": "not_reported"}
                for s in statuses
            ],
        ]
        for day, found in sorted(by_day.items())
    ]
    columns = [
        {"label": view.t("day")},
        *[{"label": view.t(f"status_of_people_{s}"), "numeric": True} for s in statuses],
    ]
    table = macro(view, "data_table", finding, columns, cells, "table-rounds")
    return macro(view, "chart", line(about, traces, view.number), finding, table, "rounds")


def _places(view: View, table: str, status: str) -> str:
    root = view.book.declaration.places.root_pcode
    rows = [
        r
        for r in view.content.rows[table]
        if r["population_status"] == status
        and is_whole(r)
        and view.measures.places.parents.get(r["place_pcode"]) == root
    ]
    if not rows:
        return ""
    newest = max(r["as_of"] for r in rows)
    rows = sorted(
        (r for r in rows if r["as_of"] == newest),
        key=lambda r: (-(_number(r["people"]) or 0), view.place(r["place_pcode"])),
    )
    most = max((_number(r["people"]) or Decimal(0) for r in rows), default=Decimal(0))
    tiles = [
        Tile(
            r["place_pcode"],
            view.place(r["place_pcode"]),
            view.value(r["people"], "people"),
            None if (n := _number(r["people"])) is None or not most else (n / most).quantize(_SHARE_STEPS),
            status_of(r["people"]),
            view.place(r["place_pcode"]).rpartition("-")[2],
        )
        for r in rows
    ]
    top = rows[0]
    finding = view.t(
        f"finding_place_{table}",
        place=view.place(top["place_pcode"]),
        people=view.value(top["people"], "people"),
        day=view.day(newest) if table == "displacement" else view.year(newest.year),
        known=view.number(sum(1 for r in rows if isinstance(r["people"], Known))),
        all=view.number(len(rows)),
    )
    key = f"places-{table}"
    about = About(
        f"chart-{key}", finding, view.t("chart_of", what=view.t("by_place")), view.t("nothing_to_draw")
    )
    columns = [{"label": view.t("place")}, {"label": view.t(f"status_of_people_{status}"), "numeric": True}]
    cells = [[{"text": view.place(r["place_pcode"])}, view.cell(r["people"], "people")] for r in rows]
    drawn, note = _map(view, about, tiles, most)
    table_html = macro(view, "data_table", finding, columns, cells, f"table-{key}")
    return macro(view, "chart", drawn, finding, table_html, key, note)


def _map(view: View, about: About, tiles: Sequence[Tile], most: Decimal) -> tuple[str, str]:
    """Areas where the book has shapes, equal tiles where it has none; and a note on what the map does not show."""
    outlines = view.content.outlines
    if not outlines:
        return tile_map(about, tiles, view.book.declaration.places.tiles), ""
    areas = [*tiles, *_without_a_row(view, {t.code for t in tiles})]
    steps = {step_of(t.share) for t in areas if t.share}
    classes = [
        view.t("class_up_to", people=view.number(int(most * step / 5))) if step in steps else ""
        for step in range(1, 6)
    ]
    statuses = sorted({t.status for t in areas if t.share is None})
    zero = view.t("status_zero") if any(t.share == 0 for t in areas) else ""
    legend = Legend(classes, {status: view.t(f"status_{status}") for status in statuses}, zero)
    undrawn = sum(1 for t in tiles if t.code not in outlines)
    return choropleth(about, areas, outlines, legend), view.count("map_lacks", undrawn) if undrawn else ""


def _without_a_row(view: View, known: set[str]) -> list[Tile]:
    """The country's other places that have an outline: nobody reported on them."""
    root, words = view.book.declaration.places.root_pcode, view.t("status_not_reported")
    return [
        Tile(code, view.place(code), words, None, "not_reported")
        for code in view.measures.places.children(root)
        if code in view.content.outlines and code not in known
    ]


def _headlines(view: View) -> dict[str, Any]:
    root = view.book.declaration.places.root_pcode
    statuses = ("in_need", "acute_need", "targeted")
    by_day: dict[date, dict[str, Value]] = defaultdict(dict)
    for row in view.content.rows["need"]:
        if row["place_pcode"] == root and is_whole(row):
            by_day[row["as_of"]][row["population_status"]] = row["people"]
    rows = [
        [
            {"text": view.year(day.year)},
            *[
                view.cell(found[s], "people") if s in found else {"text": "", "status": "not_reported"}
                for s in statuses
            ],
        ]
        for day, found in sorted(by_day.items())
    ]
    columns = [
        {"label": view.t("year")},
        *[{"label": view.t(f"status_of_people_{s}"), "numeric": True} for s in statuses],
    ]
    return {"columns": columns, "rows": rows}


def _plans(view: View) -> str:
    """Each plan in the years of the strategy: asked for, given, and the share of the one in the other."""
    period = view.book.declaration.period
    rows = [
        r
        for r in sorted(
            view.content.rows["plan_funding"], key=lambda r: (r["plan_year"], str(r["plan_code"]))
        )
        if r["row_of"] in (None, "plan") and period.first.year <= r["plan_year"] <= period.last.year
    ]
    covered = [
        view.ask("plan_coverage", plan=r["plan_code"] or "", year=str(r["plan_year"])).value for r in rows
    ]
    pairs = [_pair(view, r, share) for r, share in zip(rows, covered, strict=True)]
    cells = [_plan_cells(view, r, share) for r, share in zip(rows, covered, strict=True)]
    numbers = {
        number: row
        for row, share in zip(rows, covered, strict=True)
        if (number := _number(share)) is not None
    }
    finding = view.t("nothing_to_draw")
    if numbers:
        least = min(numbers)
        finding = view.count(
            "finding_plans",
            len(rows),
            full=view.number(sum(1 for n in numbers if n >= _FULL)),
            name=view.named(numbers[least]["plan_name"]),
            share=view.value(known(least), "percent"),
        )
    columns = [
        {"label": view.t("plan")},
        {"label": view.t("year")},
        {"label": view.t("requirements"), "numeric": True},
        {"label": view.t("funding"), "numeric": True},
        {"label": view.t("coverage_label"), "numeric": True},
    ]
    about = About("chart-plans", finding, view.t("chart_of", what=view.t("plan")), view.t("nothing_to_draw"))
    table = macro(view, "data_table", finding, columns, cells, "table-plans")
    note = view.in_millions(view.measures.declared["plan_requirements"].unit)
    return macro(view, "chart", need_funding(about, pairs), finding, table, "plans", note)


def _pair(view: View, row: Mapping[str, Any], share: Value) -> Pair:
    asked, given = row["requirements"], row["funding"]
    return Pair(
        view.named(row["plan_name"]),
        _number(asked),
        _number(given),
        view.t("funded_of", funded=view.millions(given), asked=view.millions(asked)),
        view.value(share, "percent"),
        status_of(asked),
    )


def _plan_cells(view: View, row: Mapping[str, Any], share: Value) -> list[dict[str, Any]]:
    name = view.named(row["plan_name"])
    return [
        {"text": name, "lang": view.tongue(name, row["plan_name"])},
        {"text": view.year(row["plan_year"])},
        view.cell(row["requirements"], row["currency"]),
        view.cell(row["funding"], row["currency"]),
        {"text": view.value(share, "percent"), "numeric": True},
    ]


def _fund(view: View) -> dict[str, Any]:
    slices = view.breakdown("fund_contributions", "fund", "donor")
    unit = view.measures.declared["fund_contributions"].unit
    rows = []
    for s in slices:
        rank = view.ask("fund_rank", fund=s.keys[0], donor=s.keys[1])
        rows.append(
            [
                {"text": _donor(view, s.keys[1])},
                view.cell(rank.value, "rank"),
                view.cell(s.value, unit),
                {"text": view.number(s.rows + s.without_amount), "numeric": True},
            ]
        )
    columns = [
        {"label": view.t("donor")},
        {"label": view.t("rank"), "numeric": True},
        {"label": view.t("paid"), "numeric": True},
        {"label": view.t("contributions"), "numeric": True},
    ]
    total = known(len(slices))
    return {
        "columns": columns,
        "rows": rows,
        "sentence": _said_of_fund(view, view.value(total, "count")),
    }


def _said_of_fund(view: View, number: str) -> str:
    """What is in the table and in its ranks: which fund's years, by what, among whom."""
    years = [r["fund_year"] for r in view.content.rows["fund_contribution"] if r["fund_year"] is not None]
    if not years:
        return view.t("fund_sentence", n=number)
    return view.t("fund_sentence_years", n=number, first=min(years), last=max(years))


def _donor(view: View, published: str) -> str:
    """A donor's name: its country's in the page's language, else as the book or the source says it."""
    if published in view.book.declaration.names:
        return view.named(published)
    rows = view.content.rows["fund_contribution"]
    code = next((r["donor_code"] for r in rows if r["donor"] == published and r["donor_code"]), "")
    return view.name_of("iso", "country", code) if code else published
