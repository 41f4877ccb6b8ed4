"""How long the money is given for and how freely, as far as anybody says: "flexible and multi-year", measured.

A newcomer would take what nobody stated for short or for earmarked; it is a line and a column of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pledgebook.measures.engine import Slice
from pledgebook.pages.view import View
from pledgebook.value import Known, NotReported, Value, known

_LENGTHS = ("24_months_or_more", "less_than_24_months", "not_stated")
_EARMARKINGS = ("1", "2", "3", "4", "several", "not_stated")
_MEASURE = "committed_by_agreement"


def agreements(view: View, country: str) -> dict[str, Any]:
    """The section: its sentence, and what was committed to the country by length and earmarking."""
    span = view.book.declaration.period.span
    asked: dict[str, Any] = {"span": span, "recipient": country}
    total = view.ask(_MEASURE, **asked).value
    # where no money is: zero among money that is known, else nobody said
    nothing: Value = known(Decimal(0)) if isinstance(total, Known) else NotReported()
    cells = _by(view, country, "length", "earmarking")
    columns = [e for e in _EARMARKINGS if any(key[1] == e for key in cells)]
    rows = [
        [
            {"text": view.t(f"length_{length}")},
            *[_cell(view, cells.get((length, e)), nothing) for e in columns],
            _cell(view, _by(view, country, "length").get((length,)), nothing),
        ]
        for length in _LENGTHS
    ]
    whole = [_cell(view, _by(view, country, "earmarking").get((e,)), nothing) for e in columns]
    rows.append([{"text": view.t("agreements_all")}, *whole, view.cell(total, view.home_currency)])
    heads = [view.t(f"earmarking_{e}") for e in columns] + [view.t("agreements_all")]
    return {
        "sentence": _sentence(view, asked, total),
        "columns": [{"label": view.t("length")}, *[{"label": h, "numeric": True} for h in heads]],
        "rows": rows,
    }


def _by(view: View, country: str, *dimensions: str) -> dict[tuple[str, ...], Slice]:
    span = view.book.declaration.period.span
    return {s.keys: s for s in view.breakdown(_MEASURE, *dimensions, span=span, recipient=country)}


def _cell(view: View, one: Slice | None, nothing: Value) -> dict[str, Any]:
    return view.cell(one.value if one else nothing, view.home_currency)


def _sentence(view: View, asked: dict[str, Any], total: Value) -> str:
    """What is multi-year, then what is flexible; each only where anybody states it."""
    share = view.ask("multi_year_share", **asked).value
    parts = [
        view.t(
            "agreements_length",
            share=view.value(share, "percent"),
            amount=view.money(view.ask(_MEASURE, length="24_months_or_more", **asked).value),
        )
        if isinstance(share, Known)
        else view.t("agreements_no_length")
    ]
    free = view.ask("flexible_share", **asked).value
    if isinstance(free, Known):
        stated = view.ask(_MEASURE, earmarking="1,2,3,4", **asked).value
        values = {
            "share": view.value(free, "percent"),
            "stated": view.money(stated),
            "total": view.money(total),
        }
        parts.append(view.t("agreements_earmarking", **values))
    else:
        parts.append(view.t("agreements_no_earmarking"))
    return " ".join(parts)
