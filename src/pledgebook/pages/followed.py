"""The donor's money followed into the partners' books: what was found there, by what, and why the rest was not.

A newcomer would get wrong that the two sides are never added: it is the same money, told twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pledgebook.measures.engine import Slice
from pledgebook.pages.charts import About, Column, Stop, streams
from pledgebook.pages.macros import macro
from pledgebook.pages.view import View
from pledgebook.value import Known, NotReported

Row = Mapping[str, Any]
_STAGES = ("committed", "disbursed")
_FOUND_BY = ("activity", "amount_and_date", "parts", "merged")
_ZERO = Decimal(0)


def followed(view: View) -> dict[str, Any] | None:
    """The section: its sentence, the way of what was paid, what became of it, the pairs; None without any."""
    rows = view.content.rows["followed_transaction"]
    if not rows:
        return None
    return {
        "sentence": _sentence(view),
        "chart": _chart(view),
        "outcomes": _outcomes(view, rows),
        **({"pairs": pairs} if (pairs := _pairs(view, rows))["rows"] else {}),
    }


def _said(view: View, slices: Sequence[Slice]) -> str:
    return view.money(slices[0].value if slices else NotReported())


def _sentence(view: View) -> str:
    found = view.breakdown("disbursed_followed", outcome="found")
    whole = view.breakdown("disbursed_followed")
    return view.t(
        "followed_sentence",
        found=view.number(sum(s.rows for s in found)),
        amount=view.money(view.ask("disbursed_followed", outcome="found").value)
        if found
        else view.money(_ZERO),
        payments=view.number(sum(s.rows for s in whole)),
        whole=_said(view, whole),
        share=view.value(view.ask("disbursed_found_share").value, "percent"),
    )


def _chart(view: View) -> str:
    """From partner to what was found: of positive sums, for a correction below zero has no width."""
    slices = [s for s in view.breakdown("disbursed_followed", "partner", "rule", "reason") if _exactly(s) > 0]
    tell, note = view.scaled(s.value for s in slices)
    names = {s.keys[0]: _partner(view, s.keys[0]) for s in slices}
    partners, ends = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    onwards = defaultdict[tuple[str, str], Decimal](Decimal)
    for one in slices:
        name, end = names[one.keys[0]], one.keys[1] or one.keys[2]
        partners[name] += _exactly(one)
        ends[end] += _exactly(one)
        onwards[name, end] += _exactly(one)
    columns = [
        Column(view.t("partner"), [_stop(k, k, v, tell) for k, v in _largest(partners)], onwards),
        Column(
            view.t("followed_what"), [_stop(k, _outcome(view, k), v, tell) for k, v in _largest(ends)], {}
        ),
    ]
    finding = view.t("nothing_to_draw")
    if partners:
        finding = view.t("finding_followed", outcome=_outcome(view, _largest(ends)[0][0]),
                         amount=view.money(_largest(ends)[0][1]))  # fmt: skip
    about = About(
        "chart-followed", finding, view.t("chart_of", what=view.t("followed")), view.t("nothing_to_draw")
    )
    heads = [{"label": view.t("partner")}, {"label": view.t("followed_what")},
             {"label": view.t("disbursed"), "numeric": True}]  # fmt: skip
    cells = [
        [{"text": names[s.keys[0]]}, {"text": _outcome(view, s.keys[1] or s.keys[2])},
         view.cell(s.value, view.home_currency)]
        for s in slices
    ]  # fmt: skip
    table = macro(view, "data_table", finding, heads, cells, "table-followed-way")
    return macro(view, "chart", streams(about, columns), finding, table, "followed", note)


def _stop(key: str, name: str, value: Decimal, tell: Any) -> Stop:
    return Stop(key, name, value, tell(value))


def _largest(sums: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))


def _exactly(one: Slice) -> Decimal:
    return (one.value.interval.low or _ZERO) if isinstance(one.value, Known) else _ZERO


def _partner(view: View, ref: str) -> str:
    """A partner's name, as the activities that it takes part in give it."""
    return view.organisation(ref, None) if ref else view.t("partner_not_named")


def _outcome(view: View, word: str) -> str:
    return view.t(f"followed_{word}")


def _outcomes(view: View, rows: Sequence[Row]) -> dict[str, Any]:
    """What became of the transactions, both sides: the lines add up to the last one."""
    asked = {s: {_end(x): x for x in view.breakdown(f"{s}_followed", "rule", "reason")} for s in _STAGES}
    received = Counter(r["rule"] or r["reason"] for r in rows if r["side"] == "incoming")
    words = sorted(
        {*received, *(k for found in asked.values() for k in found)}, key=lambda w: _order(w, asked)
    )
    lines = [[{"text": _outcome(view, w)}, *_cells(view, [found.get(w) for found in asked.values()]),
              {"text": view.number(received[w]), "numeric": True}] for w in words]  # fmt: skip
    wholes = [view.breakdown(f"{s}_followed") for s in _STAGES]
    total = _cells(view, [whole[0] if whole else None for whole in wholes])
    lines.append([{"text": view.t("followed_all")}, *total, {"text": view.number(received.total())}])
    heads = [view.t("followed_what")]
    for stage in _STAGES:
        heads += [view.t(f"followed_{stage}_count"), view.t(stage)]
    columns = [{"label": h, "numeric": i > 0} for i, h in enumerate([*heads, view.t("followed_received")])]
    return {"columns": columns, "rows": lines}


def _end(one: Slice) -> str:
    return one.keys[0] or one.keys[1]


def _order(word: str, asked: Mapping[str, Mapping[str, Slice]]) -> tuple[bool, Decimal, str]:
    """What was found first, then the largest payments."""
    paid = asked["disbursed"].get(word)
    return word not in _FOUND_BY, -(_exactly(paid) if paid else _ZERO), word


def _cells(view: View, slices: Sequence[Slice | None]) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    for one in slices:
        cells.append({"text": view.number(one.rows if one else 0), "numeric": True})
        cells.append(view.cell(one.value, view.home_currency) if one else {"text": "–", "numeric": True})
    return cells


def _found_amount(view: View, row: Row) -> str:
    """What was found for a transaction, and in how many where they are several."""
    amount = view.money(row["found_amount"], currency=row["found_currency"], short=False)
    several = row["found_transactions"]
    return (
        view.t("followed_of_transactions", amount=amount, n=view.number(several)) if several > 1 else amount
    )


def _pairs(view: View, rows: Sequence[Row]) -> dict[str, Any]:
    """Every outgoing transaction that was found, beside the one it was found in."""
    lines = [
        [
            {"text": r["activity_id"], "href": view.link("money", view.project_path(r["activity_id"]))},
            {"text": view.name_of("iati", "transaction_type", r["transaction_type"])},
            {"text": view.day(r["transaction_date"])},
            {"text": view.money(r["amount"], currency=r["currency"], short=False), "numeric": True},
            {"text": r["found_activity_id"]},
            {"text": view.day(r["found_date"])},
            {"text": _found_amount(view, r), "numeric": True},
            {"text": _outcome(view, r["rule"])},
        ]
        for r in rows
        if r["side"] == "outgoing" and r["outcome"] == "found"
    ]
    numeric = ("amount", "followed_found_amount")
    heads = ("project", "kind", "day", "amount", "followed_found_activity", "followed_found_day",
             "followed_found_amount", "followed_rule")  # fmt: skip
    return {"columns": [{"label": view.t(h), "numeric": h in numeric} for h in heads], "rows": lines}
