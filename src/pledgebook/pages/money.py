"""Money: what was announced, what was committed and paid, to whom, for what, where; what is counted and what not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pledgebook.measures.engine import Slice
from pledgebook.pages.agreements import agreements
from pledgebook.pages.charts import About, Bar, Series, Year, bars, columns_by_year
from pledgebook.pages.content import PageOut
from pledgebook.pages.followed import followed
from pledgebook.pages.leads import money_lead
from pledgebook.pages.macros import macro, together
from pledgebook.pages.money_charts import towards_envelope, way_of_money
from pledgebook.pages.prices import constant_prices
from pledgebook.pages.view import View
from pledgebook.value import Known, NotReported, Value, known

_MOST = 12


def money_page(view: View) -> PageOut:
    """One page: the envelope's editions, then the money by year, partner, sector, objective and place."""
    country = view.book.declaration.places.country_iso2
    lead = money_lead(view)
    return PageOut(
        "money",
        "money.html",
        view.t("page_money"),
        lead,
        {
            "lead": lead,
            "envelopes": _envelopes(view),
            "years": money_by_year(view, country),
            "envelope": towards_envelope(view, country),
            "way": way_of_money(view),
            "followed": followed(view),
            "partners": _bars(view, "partner", _by(view, "partner", country), view.partner),
            "sectors": _bars(view, "sector", _by(view, "sector", country), view.sector),
            "objectives": _bars(view, "objective", _by(view, "objective", country), view.objective),
            "markers": _bars(
                view, "gender_marker", _by(view, "gender_marker", country), lambda k: view.t(f"marker_{k}")
            ),
            "places": _places(view),
            "prices": constant_prices(view, country),
            "agreements": agreements(view, country),
            "totals": _totals(view, country),
            "rules": _rules(view),
        },
        ((view.t("page_money"), ""),),
    )


def _by(view: View, dimension: str, country: str) -> list[Slice]:
    return view.breakdown("committed", dimension, span=view.book.declaration.period.span, recipient=country)


def _number(value: Value) -> Decimal | None:
    return value.interval.low if isinstance(value, Known) else None


def chart_of(view: View, key: str, slices: Sequence[Slice], name: Any, finding: str, column: str) -> str:
    """Bars of a breakdown with its finding, and the same values as a table."""
    shown = [Bar(name(s.keys[0]), _number(s.value), view.money(s.value)) for s in slices[:_MOST]]
    about = About(f"chart-{key}", finding, view.t("chart_of", what=column), view.t("nothing_to_draw"))
    rows = [[{"text": name(s.keys[0])}, view.cell(s.value, view.home_currency)] for s in slices]
    columns = [{"label": column}, {"label": view.t("committed"), "numeric": True}]
    table = macro(view, "data_table", finding, columns, rows, f"table-{key}")
    return macro(view, "chart", bars(about, shown), finding, table, key)


def _bars(view: View, key: str, slices: list[Slice], name: Any) -> str:
    column = view.t(f"by_{key}")
    if not slices:
        return chart_of(view, key, slices, name, view.t("nothing_to_draw"), column)
    whole = sum((_number(s.value) or Decimal(0) for s in slices), Decimal(0))
    first = _number(slices[0].value) or Decimal(0)
    share = (first * 100 / whole).quantize(Decimal(1)) if whole else Decimal(0)
    finding = view.t(
        "finding_largest",
        name=name(slices[0].keys[0]),
        amount=view.money(slices[0].value),
        share=view.value(known(share), "percent"),
    )
    return chart_of(view, key, slices, name, finding, column)


def money_by_year(view: View, country: str, objective: str = "") -> str:
    """What was committed and paid in each fiscal year, a chart each; none where no year has any."""
    stages = {}
    where = {"recipient": country} | ({"objective": objective} if objective else {})
    for stage in ("committed", "disbursed"):
        found = view.breakdown(stage, "fiscal_year", span=None, **where)
        stages[stage] = {int(s.keys[0]): s.value for s in found if s.keys[0]}
    years = sorted({y for values in stages.values() for y in values})
    charts = []
    for stage, values in stages.items():
        tell, note = view.scaled(values.values())
        numbers = [_number(values[y]) if y in values else None for y in years]
        columns = [
            Year(
                view.fiscal_year(y),
                tell(values[y]) if y in values else view.t("status_not_reported"),
                "reported" if y in values else "not_reported",
            )
            for y in years
        ]
        top = max(values, key=lambda y: _number(values[y]) or Decimal(0), default=None)
        finding = (
            view.t(f"finding_year_{stage}", year=view.fiscal_year(top), amount=view.money(values[top]))
            if top is not None
            else view.t("nothing_to_draw")
        )
        about = About(
            f"chart-{stage}", finding, view.t("chart_of", what=view.t("by_year")), view.t("nothing_to_draw")
        )
        drawn = columns_by_year(about, columns, [Series(view.t(stage), numbers)], tell)
        rows = [
            [
                {"text": view.fiscal_year(y)},
                *[view.cell(stages[s].get(y) or NotReported(), view.home_currency) for s in stages],
            ]
            for y in years
        ]
        heads = [{"label": view.t("fiscal_year")}, *[{"label": view.t(s), "numeric": True} for s in stages]]
        table = macro(view, "data_table", view.t("money_by_year"), heads, rows, f"table-{stage}")
        charts.append(macro(view, "chart", drawn, finding, table, stage, note))
    return together(charts)


def _envelopes(view: View) -> dict[str, Any]:
    declared = sorted(
        view.content.rows["pledge"], key=lambda r: (str(r["from_day"]), str(r["to_day"]), str(r["record"]))
    )
    names = {d.id: view.say(d.name) for d in view.book.declaration.departments}
    by_id = {r["pledge_id"]: r for r in declared}
    stated = [(name, column) for name, column in _KINDS_OF_MONEY if any(r[column] for r in declared)]
    rows = [
        [
            {"text": view.column(r, "label")},
            {"text": view.days(r["from_day"], r["to_day"])},
            view.cell(r["amount"], r["currency"], short=True),
            {"text": names.get(r["department"], ""), "status": "" if r["department"] else "not_reported"},
            *[_worded(view, name, r[column]) for name, column in stated],
            {"text": view.column(by_id[r["part_of"]], "label") if r["part_of"] in by_id else "–"},
            {"text": view.say(view.book.sources[r["source"]].title)},
        ]
        for r in declared
    ]
    columns = [
        {"label": view.t("envelope")},
        {"label": view.t("period")},
        {"label": view.t("amount"), "numeric": True},
        {"label": view.t("department")},
        *[{"label": view.t(name)} for name, _ in stated],
        {"label": view.t("part_of")},
        {"label": view.t("source")},
    ]
    silent = [
        view.t(f"{name}_of_none") for name, column in _KINDS_OF_MONEY if rows and (name, column) not in stated
    ]
    sentence = " ".join([view.count("envelopes_sentence", len(rows)), *silent])
    return {"columns": columns, "rows": rows, "sentence": sentence}


_KINDS_OF_MONEY = (("pledge_stage", "stage"), ("cost_basis", "cost_basis"))
"""What a line may state of its money: a column where any does, else words that none does."""


def _worded(view: View, prefix: str, word: str | None) -> dict[str, str]:
    return {"text": view.t(f"{prefix}_{word}") if word else "", "status": "" if word else "not_reported"}


def _places(view: View) -> dict[str, Any]:
    span = view.book.declaration.period.span
    slices = view.breakdown("committed", "recipient_kind", "recipient", span=span)
    rows = [
        [
            {"text": view.recipient(s.keys[0], s.keys[1])},
            {"text": view.t(f"kind_{s.keys[0]}")},
            view.cell(s.value, view.home_currency),
        ]
        for s in slices
    ]
    columns = [
        {"label": view.t("recipient")},
        {"label": view.t("kind")},
        {"label": view.t("committed"), "numeric": True},
    ]
    return {"columns": columns, "rows": rows}


def _totals(view: View, country: str) -> dict[str, Any]:
    span = view.book.declaration.period.span
    name = view.name_of("iso", "country", country)
    lines = [
        (view.t("total_country_period", country=name), country, span),
        (view.t("total_country_ever", country=name), country, None),
        (view.t("total_whole_period"), "", span),
        (view.t("total_whole_ever"), "", None),
    ]
    stages = ("committed", "disbursed", "expenditure")
    rows = [
        [
            {"text": label},
            *[
                view.cell(view.ask(s, span=days, recipient=recipient).value, view.home_currency)
                for s in stages
            ],
        ]
        for label, recipient, days in lines
    ]
    beside = view.ask("committed_without_share").value
    rows.append(
        [{"text": view.t("total_beside")}, view.cell(beside, view.home_currency), *[{"text": "–"}] * 2]
    )
    columns = [{"label": view.t("what_is_counted")}, *[{"label": view.t(s), "numeric": True} for s in stages]]
    return {"columns": columns, "rows": rows}


def _rules(view: View) -> dict[str, Any]:
    by_rule = {s.keys[0]: s.value for s in view.breakdown("committed", "rule")}
    nothing: Value = known(0) if by_rule else NotReported()
    rows = [
        [
            {"text": view.number(i + 1)},
            {"text": view.say(rule.why)},
            {"text": view.objective(rule.objective)},
            view.cell(by_rule.get(rule.id, nothing), view.home_currency),
        ]
        for i, rule in enumerate(view.book.money_rules)
    ]
    rest = by_rule.get("", nothing)
    rows.append(
        [
            {"text": "–"},
            {"text": view.t("rule_none")},
            {"text": view.t("not_aligned")},
            view.cell(rest, view.home_currency),
        ]
    )
    columns = [
        {"label": view.t("order")},
        {"label": view.t("rule")},
        {"label": view.t("objective")},
        {"label": view.t("committed"), "numeric": True},
    ]
    return {"columns": columns, "rows": rows}
