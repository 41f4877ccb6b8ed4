"""Two charts of money: what was committed and paid up to each year's end beside what was announced, and where it went.

A newcomer would get wrong that an envelope is drawn only where the money beside it can be compared with it: in the
book's currency, for the same country, for everything it may be spent on, with both of its days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.pages.charts import About, Column, Dot, Span, Stop, Trace, line, streams
from pledgebook.pages.macros import macro
from pledgebook.pages.view import View
from pledgebook.period import Span as Days
from pledgebook.period import fiscal_span, fiscal_year
from pledgebook.value import Known, Value, known

STAGES = ("committed", "disbursed")
_STEPS = (("reporting_org",), ("partner",), ("sector",), ("recipient_kind", "recipient"))
_HEADS = ("department", "partner", "sector", "recipient")
_MOST = 5
_OTHERS = ("", "others")
_ZERO = Decimal(0)
Keys = tuple[str, ...]


def _exactly(value: Value) -> Decimal | None:
    return value.interval.low if isinstance(value, Known) else None


def towards_envelope(view: View, country: str) -> str:
    """Committed and paid from the strategy's first day to each year's end, with the envelopes as dashed lines."""
    span, currency = view.book.declaration.period.span, view.home_currency
    asked = {
        stage: {
            day: view.ask(stage, span=Days(span.first, day), recipient=country).value for day in _ends(view)
        }
        for stage in STAGES
    }
    rows = comparable(view, country)
    tell, note = view.scaled(
        [*(v for values in asked.values() for v in values.values()), *(r["amount"] for r in rows)]
    )
    traces = [
        Trace(
            view.t(stage),
            [Dot(span.first, _ZERO, "")]
            + [Dot(day, _exactly(value), tell(value)) for day, value in values.items()],
        )
        for stage, values in asked.items()
    ]
    levels = [_level(view, row) for row in rows]
    finding = _finding(view, country, rows, asked["disbursed"])
    about = About(
        "chart-envelope",
        finding,
        view.t("chart_of", what=view.t("up_to_year_end")),
        view.t("nothing_to_draw"),
        view.year,
    )
    has_any = any(isinstance(v, Known) for values in asked.values() for v in values.values())
    drawn = line(about, traces if asked["disbursed"] and (has_any or levels) else [], tell, levels)
    cells = [
        [{"text": view.day(day)}, *[view.cell(asked[s][day], currency) for s in STAGES]]
        for day in asked["disbursed"]
    ]
    columns = [{"label": view.t("up_to_day")}, *[{"label": view.t(s), "numeric": True} for s in STAGES]]
    table = macro(view, "data_table", finding, columns, cells, "table-envelope")
    return macro(view, "chart", drawn, finding, table, "envelope", note)


def comparable(view: View, country: str) -> list[Mapping[str, Any]]:
    """The envelopes that the country's money can be held against, none that a later edition replaced."""
    pledges = view.content.rows["pledge"]
    replaced = {r["supersedes"] for r in pledges if r["supersedes"]}
    return [
        r
        for r in pledges
        if r["geography"] == country
        and r["concept"] == "total"
        and r["currency"] == view.home_currency
        and r["edition"] not in replaced
        and r["from_day"]
        and r["to_day"]
        and _exactly(r["amount"]) is not None
    ]


def _ends(view: View) -> list[date]:
    """The last day of each fiscal year of the strategy, its own last day, and none after the book's day."""
    declared = view.book.declaration
    last = min(declared.period.last, declared.as_of)
    years = range(
        fiscal_year(declared.period.first, declared.fiscal_start),
        fiscal_year(last, declared.fiscal_start) + 1,
    )
    return [min(fiscal_span(y, declared.fiscal_start).last, last) for y in years]


def _level(view: View, row: Mapping[str, Any]) -> Span:
    text = view.t("announced_level", amount=view.value(row["amount"], row["currency"], short=True))
    return Span(row["from_day"], row["to_day"], _exactly(row["amount"]) or _ZERO, text)


def _finding(view: View, country: str, rows: list[Mapping[str, Any]], paid: Mapping[date, Value]) -> str:
    if not paid:
        return view.t("nothing_to_draw")
    largest = max(rows, key=lambda r: _exactly(r["amount"]) or _ZERO, default=None)
    if largest is None:
        day = max(paid)
        said = "finding_paid_by" if isinstance(paid[day], Known) else "finding_no_payment"
        return view.t(said, day=view.day(day), amount=view.money(paid[day]))
    day = min(largest["to_day"], view.book.declaration.as_of)
    announced = Days(largest["from_day"], day)
    disbursed = view.ask("disbursed", span=announced, recipient=country).value
    return view.t(
        "finding_envelope" if isinstance(disbursed, Known) else "finding_envelope_alone",
        paid=view.money(disbursed),
        day=view.day(day),
        amount=view.value(largest["amount"], largest["currency"], short=True),
    )


def way_of_money(view: View) -> str:
    """From department to partner to sector to place: what all the activities committed in the strategy's period."""
    span = view.book.declaration.period.span
    slices = view.breakdown("committed", *[d for step in _STEPS for d in step], span=span)
    ways: list[tuple[tuple[Keys, ...], Decimal]] = [
        (_cut(s.keys), amount) for s in slices if (amount := _exactly(s.value)) is not None
    ]
    names = [_names(view, i, ways) for i in range(len(_STEPS))]
    lumped = _lumped(ways, names)
    tell, note = view.scaled([sum((amount for _, amount in ways), _ZERO)])
    columns = [_column(view, i, names, lumped, tell) for i in range(len(_STEPS))]
    finding = view.t("nothing_to_draw")
    if any(stop.value > 0 for stop in columns[0].stops):
        tops = [max(c.stops, key=lambda s: (s.key != repr(_OTHERS), s.value)) for c in columns]
        finding = view.t(
            "finding_way", partner=tops[1].label, partner_amount=view.money(tops[1].value), sector=tops[2].label,
            sector_amount=view.money(tops[2].value), place=tops[3].label, place_amount=view.money(tops[3].value),
        )  # fmt: skip
    about = About(
        "chart-way", finding, view.t("chart_of", what=view.t("way_of_money")), view.t("nothing_to_draw")
    )
    heads = [{"label": view.t(h)} for h in _HEADS] + [{"label": view.t("committed"), "numeric": True}]
    rows = [
        [
            *[{"text": names[i][key]} for i, key in enumerate(keys)],
            view.cell(known(amount), view.home_currency),
        ]
        for keys, amount in sorted(lumped.items(), key=lambda k: (-k[1], k[0]))
    ]
    table = macro(view, "data_table", finding, heads, rows, "table-way")
    return macro(view, "chart", streams(about, columns), finding, table, "way", note)


def _cut(keys: Keys) -> tuple[Keys, ...]:
    cut, at = [], 0
    for step in _STEPS:
        cut.append(keys[at : at + len(step)])
        at += len(step)
    return tuple(cut)


def _names(view: View, step: int, ways: list[tuple[tuple[Keys, ...], Decimal]]) -> dict[Keys, str]:
    """The largest of a step with their names, in order, then one name for all the others."""
    sums: dict[Keys, Decimal] = defaultdict(Decimal)
    for keys, amount in ways:
        sums[keys[step]] += amount
    order = sorted(sums, key=lambda k: (-sums[k], k))
    tell: Callable[..., str] = (
        _department,
        lambda v, k: v.partner(k),
        lambda v, k: v.sector(k),
        View.recipient,
    )[step]
    kept = order if len(order) <= _MOST + 1 else order[:_MOST]
    names = {key: tell(view, *key) for key in kept}
    if len(kept) < len(order):
        names[_OTHERS] = view.count("others", len(order) - len(kept))
    return names


def _lumped(
    ways: list[tuple[tuple[Keys, ...], Decimal]], names: list[dict[Keys, str]]
) -> dict[tuple[Keys, ...], Decimal]:
    sums: dict[tuple[Keys, ...], Decimal] = defaultdict(Decimal)
    for keys, amount in ways:
        sums[tuple(k if k in names[i] else _OTHERS for i, k in enumerate(keys))] += amount
    return dict(sums)


def _column(
    view: View,
    step: int,
    names: list[dict[Keys, str]],
    lumped: Mapping[tuple[Keys, ...], Decimal],
    tell: Callable[[Value | Decimal], str],
) -> Column:
    sums: dict[Keys, Decimal] = defaultdict(Decimal)
    onwards: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for keys, amount in lumped.items():
        sums[keys[step]] += amount
        if step + 1 < len(_STEPS):
            onwards[repr(keys[step]), repr(keys[step + 1])] += amount
    stops = [Stop(repr(key), name, sums[key], tell(sums[key])) for key, name in names[step].items()]
    return Column(view.t(_HEADS[step]), stops, dict(onwards))


def _department(view: View, org_ref: str) -> str:
    declared = view.book.declaration.departments
    return next((view.say(d.name) for d in declared if org_ref in d.org_refs), org_ref)
