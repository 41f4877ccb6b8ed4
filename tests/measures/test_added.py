"""Sums put together say what the measure answers of the rows themselves."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from book_copies import IRAQ, compiled
from pledgebook.measures.added import added, share_of
from pledgebook.measures.answer import Answer, Request, Row
from pledgebook.measures.engine import Slice
from pledgebook.measures.ratios import of_itself
from pledgebook.measures.sums import add, divide
from pledgebook.value import NotReported, Value, known

AMOUNTS = st.lists(st.one_of(st.none(), st.decimals(-1000, 1000, places=2)), max_size=8)


def _value(amount: Decimal | None) -> Value:
    return NotReported() if amount is None else known(amount)


def _slice(amounts: list[Decimal | None]) -> Slice:
    """A line of a breakdown, as the database sums it."""
    there = [a for a in amounts if a is not None]
    total = known(sum(there, Decimal(0))) if there else NotReported()
    return Slice(("x",), total, len(there), len(amounts) - len(there))


def _answer(amounts: list[Decimal | None]) -> Answer:
    rows = tuple(Row({}, _value(a), "s", "r") for a in amounts)
    return Answer(Request("m"), NotReported(), "EUR", "flow", rows=rows)


@given(AMOUNTS, AMOUNTS)
def test_lines_put_together_are_the_sum_of_their_rows(
    one: list[Decimal | None], other: list[Decimal | None]
) -> None:
    found = added([_slice(part) for part in (one, other) if part])
    assert found.value == add(map(_value, [*one, *other]))
    assert found.rows == len(one) + len(other)


@given(AMOUNTS, AMOUNTS)
def test_a_share_of_sums_is_the_share_of_their_rows(
    part: list[Decimal | None], rest: list[Decimal | None]
) -> None:
    sides = of_itself(_answer(part), _answer([*part, *rest]))
    slices = [_slice(some) for some in (part, rest) if some]
    of_part = slices[:1] if part else []
    assert share_of(added(of_part), added(slices)) == divide(sides.above, sides.below)


def test_the_money_of_a_real_book_put_together_is_what_its_measures_answer() -> None:
    measures = compiled(IRAQ).measures
    lines = measures.breakdown(Request("money_reported"), "stage", "publisher", "is_placed")
    asked = {line.keys[:2] for line in lines}
    assert len({stage for stage, _ in asked}) == 2
    for stage, publisher in asked:
        of_it = [line for line in lines if line.keys[:2] == (stage, publisher)]
        where = (("publisher", publisher), ("stage", stage))
        placed = added(line for line in of_it if line.keys[2] == "True")
        assert added(of_it).value == measures.answer(Request("money_reported", where)).value
        assert share_of(placed, added(of_it)) == measures.answer(Request("share_placed", where)).value


def test_what_is_let_go_is_answered_again_as_it_was() -> None:
    measures = compiled(IRAQ).measures
    asked = Request("committed", (("recipient", "IQ"),))
    before = measures.answer(asked)
    measures.let_go()
    again = measures.answer(asked)
    assert again == before
    assert again is not before


def test_what_is_asked_once_holds_no_row_and_is_the_same_as_of_rows_that_are_held() -> None:
    measures = compiled(IRAQ).measures
    asked, by = Request("committed", (("recipient", "IQ"),)), ("activity", "fiscal_year")
    measures.let_go()
    once = measures.lines(asked, *by, once=True)
    assert "committed" not in measures.database._fetched
    assert once == measures.lines(asked, *by)
    assert "committed" in measures.database._fetched
