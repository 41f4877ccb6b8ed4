"""The money of a project: what counts by year and stage, toward which objective by which rule, what is left out.

A newcomer would get wrong that nothing is added up here: each number is a measure's, looked up by activity, and the
length of a bar is its share of the largest number that stands with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pledgebook.measures.engine import Slice
from pledgebook.pages.by_activity import STAGES
from pledgebook.pages.project_texts import Row, Table, heads, in_language
from pledgebook.pages.view import View
from pledgebook.value import Known, NotReported, Value, known

ByStage = Mapping[str, Value]


def _number(value: Value) -> Decimal:
    return value.interval.low or Decimal(0) if isinstance(value, Known) else Decimal(0)


def years(view: View, activity: str) -> Table | None:
    """What counts by fiscal year and stage, with a bar for each number; nothing where no year has any."""
    by_year: dict[int, dict[str, Value]] = {}
    for stage in STAGES:
        for found in view.by_activity.slices(stage, activity, "fiscal_year"):
            if found.keys[0]:
                by_year.setdefault(int(found.keys[0]), {})[stage] = found.value
    if not by_year:
        return None
    stages = [s for s in STAGES if any(s in values for values in by_year.values())]
    largest = max(abs(_number(value)) for values in by_year.values() for value in values.values())
    first, last = min(by_year), max(by_year)
    span = range(first, last + 1) if last - first <= len(by_year) * 2 else sorted(by_year)
    lines = [
        [
            {"text": view.fiscal_year(year)},
            *[_with_bar(view, by_year.get(year, {}).get(stage, NotReported()), largest) for stage in stages],
        ]
        for year in span
    ]
    return {
        "finding": _finding(view, by_year),
        "columns": heads(view, "fiscal_year", *stages, numeric=STAGES),
        "rows": lines,
    }


def _with_bar(view: View, value: Value, largest: Decimal) -> dict[str, Any]:
    cell = view.cell(value, view.home_currency)
    share = _number(value) * 100 / largest if largest else Decimal(0)
    return {**cell, "bar": str(share.quantize(Decimal(1)))} if share >= 1 else cell


def _finding(view: View, by_year: Mapping[int, ByStage]) -> str:
    if len(by_year) == 1:
        return view.t("finding_all_in_year", year=view.fiscal_year(next(iter(by_year))))
    for stage in ("committed", "disbursed"):
        has = [year for year in sorted(by_year) if _number(by_year[year].get(stage, NotReported())) > 0]
        if has:
            top = max(has, key=lambda year: _number(by_year[year][stage]))
            return view.t(
                f"finding_year_{stage}", year=view.fiscal_year(top), amount=view.money(by_year[top][stage])
            )
    return view.t("money_by_year")


def counting(view: View, activity: str) -> Table:
    """Toward which objective its money counts, by which of the book's rules."""
    found: dict[tuple[str, ...], dict[str, Value]] = {}
    for stage in STAGES:
        for one in view.by_activity.slices(stage, activity, "objective", "rule"):
            found.setdefault(one.keys, {})[stage] = one.value
    stages = [s for s in STAGES if any(s in values for values in found.values())]
    why = {rule.id: rule.why for rule in view.book.money_rules}
    lines = [
        [
            {"text": view.objective(objective)},
            {"text": view.say(why[rule]) if rule in why else view.t("rule_none")},
            *[view.cell(values.get(stage, NotReported()), view.home_currency) for stage in stages],
        ]
        for (objective, rule), values in found.items()
    ]
    return {"columns": heads(view, "objective", "rule", *stages, numeric=STAGES), "rows": lines}


def left_out(view: View, activity: str) -> list[str]:
    """A sentence for each reason why money of the activity is not, or not everywhere, in the totals."""
    reasons = view.by_activity.left_out(activity)
    return [view.count("left_out", n, reason=view.t(f"reason_{reason}")) for reason, n in reasons.items()]


def shares(view: View, activity: str, dimension: str) -> Table:
    """What was committed by recipient or sector, and what share of the whole each is."""
    by = ("recipient_kind", "recipient") if dimension == "recipient" else (dimension,)
    slices = view.by_activity.slices("committed", activity, *by)
    whole = _number(view.by_activity.sum("committed", activity))
    lines = [
        [
            {"text": view.recipient(*s.keys) if dimension == "recipient" else view.sector(s.keys[0])},
            {"text": _share(view, s, whole)},
            view.cell(s.value, view.home_currency),
        ]
        for s in slices
    ]
    numeric = ("share_of_commitments", "committed")
    return {"columns": heads(view, dimension, *numeric, numeric=numeric), "rows": lines}


def _share(view: View, part: Slice, whole: Decimal) -> str:
    if not whole or not isinstance(part.value, Known):
        return "–"
    return view.value(known((_number(part.value) * 100 / whole).quantize(Decimal("0.1"))), "percent")


def budgets(view: View, activity: str) -> Table:
    """What its publisher planned: budgets and planned disbursements, each in its own currency."""
    kinds = {
        "budget": ("budget", "budget_type"),
        "planned_disbursement": ("planned_disbursement", "planned_type"),
    }
    lines = [
        [
            {"text": view.t(word)},
            {"text": view.name_of("iati", "budget_type", row[kind]) if row[kind] else "–"},
            {"text": view.days(row["from_day"], row["to_day"])},
            _reported(view, row),
        ]
        for table, (word, kind) in kinds.items()
        for row in view.by_activity.rows(table, activity)
    ]
    columns = heads(
        view, "project_budgets", "kind", "period", "amount_reported", numeric=("amount_reported",)
    )
    return {"columns": columns, "rows": lines}


def _reported(view: View, row: Row) -> dict[str, Any]:
    if row["amount"] is None:
        return {"text": row["amount_reported"] or "", "status": "not_reported", "numeric": True}
    return {"text": view.money(row["amount"], short=False, currency=row["currency"] or "")}


def transactions(view: View, activity: str) -> Table:
    """Every transaction as reported, by day."""
    rows = sorted(
        view.by_activity.rows("transaction", activity),
        key=lambda r: (str(r["transaction_date"]), r["transaction_number"]),
    )
    lines = [
        [
            {"text": view.day(r["transaction_date"])},
            {"text": view.name_of("iati", "transaction_type", r["transaction_type"] or "")},
            {"text": view.money(r["amount"], short=False, currency=r["currency"])},
            {"text": view.money(r["amount_book"], short=False)},
            _receiver(view, r),
            {"text": view.record(r["record"])},
        ]
        for r in rows
    ]
    numeric = ("amount_reported", "amount_book")
    return {
        "columns": heads(view, "day", "kind", *numeric, "receiver", "record", numeric=numeric),
        "rows": lines,
    }


def _receiver(view: View, transaction: Row) -> dict[str, str]:
    ref = transaction["receiver_org_ref"]
    name = view.organisation(ref, transaction["receiver_org_name"])
    found = view.by_activity.organisation(ref)
    return in_language(name, view.tongue(name, str(found["org_name"]) if found else ""))
