"""Needs: people displaced and in need, what was asked for and given, by place and by plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pledgebook.pages.charts import About, Pair, need_funding
from pledgebook.pages.content import PageOut
from pledgebook.pages.decimals import under_each_other
from pledgebook.pages.leads import needs_lead
from pledgebook.pages.macros import macro
from pledgebook.pages.needs_located import by_located
from pledgebook.pages.needs_people import by_map, headlines, least, rounds
from pledgebook.pages.needs_tables import by_cluster, by_place, by_year
from pledgebook.pages.view import View
from pledgebook.value import Value, known, status_of

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
            "rounds": rounds(view),
            "displaced_places": by_map(view, "displacement", "displaced"),
            "need_places": by_map(view, "need", "in_need"),
            "headlines": headlines(view),
            "by_place": by_place(view),
            "located": by_located(view),
            "plans": _plans(view),
            "by_cluster": by_cluster(view),
            "by_year": by_year(view),
            "fund": _fund(view),
        },
        ((view.t("page_needs"), ""),),
    )


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
    columns: list[dict[str, Any]] = [
        {"label": view.t("plan")},
        {"label": view.t("year")},
        {"label": view.t("requirements"), "numeric": True},
        {"label": view.t("funding"), "numeric": True},
        {"label": view.t("coverage_label"), "numeric": True, "derived": True},
    ]
    cells = [_plan_cells(view, r, share) for r, share in zip(rows, covered, strict=True)]
    pairs = [_pair(view, r, told[-1]) for r, told in zip(rows, under_each_other(columns, cells), strict=True)]
    numbers = {
        number: row for row, share in zip(rows, covered, strict=True) if (number := least(share)) is not None
    }
    finding = view.t("nothing_to_draw")
    if numbers:
        lowest = min(numbers)
        finding = view.count(
            "finding_plans",
            len(rows),
            full=view.number(sum(1 for n in numbers if n >= _FULL)),
            name=view.named(numbers[lowest]["plan_name"]),
            share=view.value(known(lowest), "percent"),
        )
    about = About("chart-plans", finding, view.t("chart_of", what=view.t("plan")), view.t("nothing_to_draw"))
    table = macro(view, "data_table", finding, columns, cells, "table-plans")
    note = view.in_millions(view.measures.declared["plan_requirements"].unit)
    return macro(view, "chart", need_funding(about, pairs), finding, table, "plans", note)


def _pair(view: View, row: Mapping[str, Any], share: Mapping[str, Any]) -> Pair:
    asked, given = row["requirements"], row["funding"]
    amounts = {"funded": view.millions_in_column(given), "asked": view.millions_in_column(asked)}
    return Pair(
        view.named(row["plan_name"]),
        least(asked),
        least(given),
        view.t("funded_of", **amounts),
        share["text"] or view.t(f"status_{share['status']}"),
        status_of(asked),
    )


def _plan_cells(view: View, row: Mapping[str, Any], share: Value) -> list[dict[str, Any]]:
    name = view.named(row["plan_name"])
    return [
        {"text": name, "lang": view.tongue(name, row["plan_name"])},
        {"text": view.year(row["plan_year"])},
        view.cell(row["requirements"], row["currency"]),
        view.cell(row["funding"], row["currency"]),
        view.cell(share, "percent"),
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
