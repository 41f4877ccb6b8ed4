"""The money of the Iraq book, to the cent: nothing is lost between a transaction and its objectives."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from pledgebook.build import Compiled, compile_book
from pledgebook.measures.answer import Request
from pledgebook.value import Known


@pytest.fixture(scope="module")
def compiled(root: Path) -> Compiled:
    return compile_book(root / "books/iraq", lambda *_: None)


@pytest.mark.parametrize("column", ["amount", "amount_book"])
def test_flows_add_up_to_transactions_by_type_and_currency(compiled: Compiled, column: str) -> None:
    sums: dict[str, dict[tuple[str, str], Decimal]] = {}
    for table in ("transaction", "flow"):
        sums[table] = defaultdict(Decimal)
        for row in compiled.rows[table]:
            if row[column] is not None:
                sums[table][row["transaction_type"], row["currency"]] += row[column]
    assert sums["flow"] == sums["transaction"]
    assert len(sums["flow"]) >= 2


@pytest.mark.parametrize(
    ("where", "in_period", "amount"),
    [
        ({}, False, "391650859.88"),
        ({"recipient": "IQ"}, False, "83780439.10"),
        ({}, True, "387209956.00"),
        ({"recipient": "IQ"}, True, "79339535.22"),
    ],
)
def test_the_sums_of_commitments_are_those_of_the_publishers_file(
    compiled: Compiled, where: dict[str, str], in_period: bool, amount: str
) -> None:
    span = compiled.book.declaration.period.span if in_period else None
    answer = compiled.measures.answer(Request("committed", tuple(where.items()), None, span))
    assert isinstance(answer.value, Known)
    assert answer.value.interval.exact == Decimal(amount)


def test_the_regional_grants_without_a_share_stand_beside(compiled: Compiled) -> None:
    answer = compiled.measures.answer(Request("committed_without_share"))
    assert isinstance(answer.value, Known)
    assert answer.value.interval.exact == Decimal("73500000")


@pytest.mark.parametrize("stage", ["committed", "disbursed"])
def test_objectives_and_what_is_not_aligned_add_up_to_the_whole(compiled: Compiled, stage: str) -> None:
    slices = compiled.measures.breakdown(Request(stage), "objective")
    whole = compiled.measures.answer(Request(stage)).value
    assert {s.keys[0] for s in slices} >= {"humanitarian", "stabilisation", "governance"}
    assert isinstance(whole, Known)
    assert (
        sum(s.value.interval.exact or 0 for s in slices if isinstance(s.value, Known)) == whole.interval.exact
    )


def test_the_first_rule_decides_though_the_publisher_flags_the_fund_humanitarian(compiled: Compiled) -> None:
    fund = [r for r in compiled.rows["flow"] if r["activity_id"] == "CA-3-P007642001"]
    assert fund
    assert {(r["is_humanitarian"], r["objective"]) for r in fund} == {(True, "stabilisation")}


def test_money_by_length_and_earmarking_is_all_that_was_committed(compiled: Compiled) -> None:
    cut = compiled.measures.breakdown(Request("committed_by_agreement"), "length", "earmarking")
    sums = sum((s.value.interval.exact for s in cut if isinstance(s.value, Known)), Decimal(0))
    assert sums == Decimal("391650859.88")
    assert {s.keys for s in cut} == {
        ("24_months_or_more", "not_stated"),
        ("less_than_24_months", "not_stated"),
    }


def test_what_is_followed_is_told_beside_the_totals_and_moves_none(compiled: Compiled) -> None:
    for stage in ("committed", "disbursed"):
        whole = compiled.measures.answer(Request(stage)).value
        assert compiled.measures.answer(Request(f"{stage}_followed")).value == whole
    incoming = [r for r in compiled.rows["followed_transaction"] if r["side"] == "incoming"]
    assert (len(incoming), sum(r["outcome"] == "found" for r in incoming)) == (14, 1)
    assert not {r["activity_id"] for r in incoming} & {r["activity_id"] for r in compiled.rows["activity"]}


def test_constant_prices_leave_the_current_ones_as_they_are_and_say_what_has_no_index(
    compiled: Compiled,
) -> None:
    def told(measure: str, year: str) -> object:
        value = compiled.measures.answer(Request(measure, (("fiscal_year", year), ("recipient", "IQ")))).value
        return value.interval.exact if isinstance(value, Known) else None

    assert (told("disbursed", "2018"), told("disbursed_constant", "2018")) == (
        Decimal(8000000),
        (Decimal(8000000) * Decimal("124.92002") / Decimal("105.01233")).quantize(Decimal("0.01")),
    )
    assert (told("disbursed", "2016"), told("disbursed_constant", "2016")) == (Decimal(9968703), None)
