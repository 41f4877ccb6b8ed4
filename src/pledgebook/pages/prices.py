"""Money at the prices of one year beside what was paid at the time, where the book declares by what it is deflated.

A newcomer would put the one in the place of the other: what was paid stays what was paid.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pledgebook.pages.view import View
from pledgebook.period import Span

_STAGES = ("committed", "disbursed")


def constant_prices(view: View, country: str) -> dict[str, Any]:
    """The section: its sentence, and by fiscal year both stages at current and at constant prices."""
    year = view.book.declaration.price_year
    if year is None:
        return {"sentence": view.t("prices_none")}
    years = sorted(
        {
            int(s.keys[0])
            for stage in _STAGES
            for s in view.breakdown(stage, "fiscal_year", recipient=country)
            if s.keys[0]
        }
    )
    rows = [
        [{"text": view.fiscal_year(y)}, *[_cell(view, m, country, str(y)) for m in _measures()]]
        for y in years
    ]
    rows.append([{"text": view.t("prices_all")}, *[_cell(view, m, country) for m in _measures()]])
    heads = [view.t(key, year=year) for stage in _STAGES for key in (stage, f"prices_{stage}")]
    return {
        "sentence": _sentence(view, country, year),
        "columns": [{"label": view.t("fiscal_year")}, *[{"label": h, "numeric": True} for h in heads]],
        "rows": rows,
    }


def _measures() -> list[str]:
    return [measure for stage in _STAGES for measure in (stage, f"{stage}_constant")]


def _cell(view: View, measure: str, country: str, year: str = "") -> dict[str, Any]:
    return view.cell(view.ask(measure, recipient=country, fiscal_year=year).value, view.home_currency)


def _sentence(view: View, country: str, year: int) -> str:
    """Both over the years that have an index, so that like is held against like."""
    rows = view.content.rows["deflator"]
    years = sorted(int(r["price_year"]) for r in rows)
    span = Span(date(years[0], 1, 1), date(years[-1], 12, 31))
    constant, current = (
        view.money(view.ask(m, span=span, recipient=country).value)
        for m in ("disbursed_constant", "disbursed")
    )
    sources = ", ".join(
        view.say(view.book.sources[s].title) for s in sorted({str(r["source"]) for r in rows})
    )
    told = {"first": years[0], "last": years[-1], "year": year, "sources": sources}
    return view.t("prices_sentence", constant=constant, current=current, **told)
