"""Need against money by place: what projects gave where they say that they work, beside the people in need there.

A newcomer would divide a project's money evenly over the places it names. Nobody said that it was spent so; its money
in each of several places lies between none and all of it, and a place got less than its share only where even the
most that is possible is less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer
from pledgebook.measures.sums import difference
from pledgebook.pages.charts import About, Range, ranges
from pledgebook.pages.macros import macro
from pledgebook.pages.view import View
from pledgebook.value import Known, NotReported, Value, known, status_of

LESS, MORE, OPEN, NOT_SAID = "less", "more", "open", "not_said"
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Located:
    """One place: its money, its share of all money that has a place, its share of the people in need."""

    place: str
    money: Answer
    money_share: Value
    need_share: Value

    @property
    def gap(self) -> Value:
        """The share of the money less the share of the need, in points."""
        if not isinstance(self.money_share, Known) or not isinstance(self.need_share, Known):
            return NotReported()
        return difference(self.money_share, self.need_share)

    @property
    def side(self) -> str:
        """On which side of its share of the need the money surely lies, if on any."""
        gap = self.gap
        if not isinstance(gap, Known):
            return NOT_SAID
        if gap.interval.high is not None and gap.interval.high < 0:
            return LESS
        return MORE if gap.interval.low is not None and gap.interval.low > 0 else OPEN


def by_located(view: View) -> dict[str, str]:
    """The chart of need against money by place, and how much of the money it speaks of; empty without either."""
    root = view.book.declaration.places.root_pcode
    year = _year(view, view.measures.places.children(root))
    if year is None:
        return {}
    found = [_located(view, p, year) for p in view.measures.places.children(root)]
    found.sort(key=lambda one: (-(_low(one.need_share) or 0), view.place(one.place)))
    finding = _finding(view, found, year)
    about = About(
        "chart-located", finding, view.t("chart_of", what=view.t("by_place")), view.t("nothing_to_draw")
    )
    drawn = ranges(about, [_range(view, one) for one in found], view.t("located_bar"), view.t("located_mark"))
    table = macro(view, "data_table", finding, *_table(view, found), "table-located")
    return {
        "chart": macro(view, "chart", drawn, finding, table, "located"),
        "of_all": _of_all(view, str(year)),
    }


def _finding(view: View, found: Sequence[Located], year: int) -> str:
    """How many places surely had less or more than their share; where none, what is certain at all."""
    sides = [one.side for one in found]
    n = view.number(len(sides) - sides.count(NOT_SAID))
    if sides.count(LESS) or sides.count(MORE):
        counts = {side: view.number(sides.count(side)) for side in (LESS, MORE, OPEN)}
        return view.t("finding_located", year=view.year(year), n=n, **counts)
    surest = max(found, key=lambda one: _low(one.money_share) or 0)
    least = _low(surest.money_share) or Decimal(0)
    return view.t(
        "finding_located_open",
        year=view.year(year),
        n=n,
        least=view.value(known(least), "percent"),
        place=view.place(surest.place),
    )


def _year(view: View, places: Sequence[str]) -> int | None:
    """The newest year with money by place, of those with needs by place."""
    wanted = set(places)
    counted = {
        r["as_of"].year
        for r in view.content.rows["need"]
        if r["place_pcode"] in wanted and r["population_status"] == "in_need"
    }
    return max(
        (y for r in view.content.rows["project_place"] if (y := r["fund_year"]) in counted), default=None
    )


def _located(view: View, place: str, year: int) -> Located:
    return Located(
        place,
        view.ask("located_funding", place=place, year=str(year)),
        view.ask("located_funding_share", place=place, year=str(year)).value,
        view.ask("need_share", place=place, at=date(year, 1, 1)).value,
    )


def _range(view: View, one: Located) -> Range:
    return Range(
        view.place(one.place),
        _low(one.money_share),
        one.money_share.interval.high if isinstance(one.money_share, Known) else None,
        _low(one.need_share),
        view.t(
            "located_of",
            money=view.value(one.money_share, "percent"),
            need=view.value(one.need_share, "percent"),
        ),
        status_of(one.money_share),
    )


def _low(value: Value) -> Decimal | None:
    return value.interval.low if isinstance(value, Known) else None


def _table(view: View, found: Sequence[Located]) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    unit = view.measures.declared["located_funding"].unit
    amounts = [one.money.value for one in found]
    write, least = view.scaled_column(view.t("located_least"), unit, amounts)
    _, most = view.scaled_column(view.t("located_most"), unit, amounts)
    heads = (view.t("need_share"), least, most, view.t("located_share"), view.t("located_gap"))
    columns: list[dict[str, Any]] = [
        {"label": view.t("place")},
        *({"label": head, "numeric": True} for head in heads),
        {"label": view.t("located_compared")},
    ]
    rows = [
        [
            {"text": view.place(one.place)},
            view.cell(one.need_share, "percent"),
            *({"text": write(end), "numeric": True} for end in _ends(one.money.value)),
            view.cell(one.money_share, "percent"),
            view.cell(_in_tenths(one.gap), ""),
            {"text": view.t("status_not_reported" if one.side == NOT_SAID else f"located_{one.side}")},
        ]
        for one in found
    ]
    return columns, rows


def _ends(value: Value) -> tuple[Value, Value]:
    """The least and the most that a value may be, each as a value of its own."""
    if not isinstance(value, Known):
        return value, value
    return _end(value.interval.low), _end(value.interval.high)


def _end(number: Decimal | None) -> Value:
    return NotReported() if number is None else known(number)


def _in_tenths(value: Value) -> Value:
    """Points to one decimal, away from the middle, so that what is shown never says more than is known."""
    if not isinstance(value, Known):
        return value
    low, high = value.interval.low, value.interval.high
    return Known(
        Interval(
            low and low.quantize(_TENTH, ROUND_FLOOR),
            high and high.quantize(_TENTH, ROUND_CEILING),
        )
    )


def _of_all(view: View, year: str) -> str:
    """How much of what the funds gave in the year is here, and how many of their projects."""
    unit = view.measures.declared["located_funding"].unit
    whole = view.ask("fund_allocated", year=year)
    placed = view.ask("located_funding", place="all", year=year)
    if not isinstance(whole.value, Known):
        return view.t("located_without_whole", money=view.value(placed.value, unit, short=True))
    return view.t(
        "located_of_all",
        money=view.value(placed.value, unit, short=True),
        all=view.value(whole.value, unit, short=True),
        n=view.number(_projects(placed)),
        of=view.number(_projects(whole)),
    )


def _projects(answer: Answer) -> int:
    return len({row.keys["project"] for row in answer.rows})
