"""Arithmetic on values: what is not known stays not known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.interval import Interval
from pledgebook.measures.sums import add, agreed, between_largest_and_sum, difference, divide, largest
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, known

WITHHELD = Withheld("threshold")
COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)
RANGES = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(sorted)


def value(notation: str) -> Value:
    return Known(Interval.parse(notation))


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([value("0"), value("0")], value("0")),
        ([value("1"), value("2.50")], value("3.50")),
        ([value("450..<550"), value("10")], value("460..<560")),
        ([value(">4"), value("3")], value(">7")),
        ([value("2"), NotReported()], value(">=2")),
        ([value(">2"), NotReported()], value(">2")),
        ([value("2"), NotApplicable()], value("2")),
        ([NotReported(), WITHHELD, value("2")], WITHHELD),
        ([NotApplicable(), NotApplicable()], NotApplicable()),
        ([NotApplicable(), NotReported()], NotReported()),
        ([], NotReported()),
    ],
)
def test_a_sum_says_no_more_than_its_parts_allow(values: list[Value], total: Value) -> None:
    assert add(values) == total


@pytest.mark.parametrize(
    ("values", "most"),
    [
        ([value("600"), value("830")], value("830")),
        ([value("825..<835"), value("850")], value("850")),
        ([value("100..300"), value("200")], value("200..300")),
        ([value("200"), value(">100")], value(">=200")),
        ([value("5..<9"), value("5..9")], value("5..9")),
        ([value("200"), NotReported()], value(">=200")),
        ([value("<=20"), value("5")], value("5..20")),
        ([value("200"), WITHHELD], WITHHELD),
        ([], NotReported()),
    ],
)
def test_the_largest_is_as_open_as_those_that_may_be_it(values: list[Value], most: Value) -> None:
    assert largest(values) == most


@pytest.mark.parametrize(
    ("values", "population", "different"),
    [
        ([value("300"), value("500")], None, value("500..800")),
        ([value("300"), value("500")], Decimal(700), value("500..700")),
        ([value("300"), value("500")], Decimal(500), value("500")),
        ([value("300"), value("500")], Decimal(400), value("500..800")),
        ([value("300"), NotReported()], None, value(">=300")),
        ([value("300"), NotReported()], Decimal(700), value("300..700")),
        ([value("300")], None, value("300")),
        ([value("300"), WITHHELD], Decimal(700), WITHHELD),
    ],
)
def test_people_who_can_recur_lie_between_the_largest_count_and_the_sum(
    values: list[Value], population: Decimal | None, different: Value
) -> None:
    assert between_largest_and_sum(values, population) == different


@pytest.mark.parametrize(
    ("values", "left", "is_agreed"),
    [
        ([value("410"), value("410")], value("410"), True),
        ([value("405..<415"), value("410")], value("410"), True),
        ([value("410"), value("420")], value("410..420"), False),
        ([value("450..550"), value("500..600")], value("450..600"), False),
        ([value("410"), value(">500")], value(">=410"), False),
        ([value("410"), NotReported()], value("410"), True),
        ([value("410"), WITHHELD], WITHHELD, True),
        ([NotReported()], NotReported(), True),
    ],
)
def test_the_finest_statement_stands_where_the_others_allow_it(
    values: list[Value], left: Value, is_agreed: bool
) -> None:
    assert agreed(values) == (left, is_agreed)


@pytest.mark.parametrize(
    ("until", "before", "grown"),
    [
        ("807", value("400"), value("407")),
        ("807", value("820"), value("-13")),
        ("807", value("350..<450"), value("357..457")),
        (">1200", value("200"), value(">1000")),
        ("<=50", value("20"), value("<=30")),
        ("807", value(">400"), value("<407")),
        ("807", NotReported(), value("0..807")),
        ("807", WITHHELD, WITHHELD),
    ],
)
def test_what_came_in_a_span_is_the_difference_of_its_ends(until: str, before: Value, grown: Value) -> None:
    found = difference(value(until), before)
    if isinstance(found, Known) and isinstance(grown, Known):
        assert (found.interval.low, found.interval.high) == (grown.interval.low, grown.interval.high)
    else:
        assert found == grown


@pytest.mark.parametrize(
    ("part", "whole", "ratio"),
    [
        (value("1"), value("4"), value("25")),
        (value("1"), value("3"), value("33.333333333333")),
        (value("0"), value("3"), value("0")),
        (value("-5"), value("10"), value("-50")),
        (value("5"), value("0"), NotApplicable()),
        (NotReported(), value("0"), NotReported()),
        (value("5"), NotReported(), NotReported()),
        (NotReported(), NotApplicable(), NotApplicable()),
        (NotReported(), WITHHELD, WITHHELD),
        (WITHHELD, value("5"), WITHHELD),
        (value("40..60"), value("200"), value("20..30")),
        (value("50"), value("100..200"), value("25..50")),
        (value("0"), value("100..<200"), value("0")),
        (value("50"), value(">=100"), value("0..50")),
        (value(">=50"), value("100"), value(">=50")),
        (value("50"), value("0..100"), value(">=50")),
        (value("450..<550"), value("1000"), value("45..<55")),
    ],
)
def test_a_ratio_says_no_more_than_its_sides_allow(part: Value, whole: Value, ratio: Value) -> None:
    assert divide(part, whole) == ratio


@given(COUNTS)
def test_exact_counts_have_an_exact_sum(counts: list[int]) -> None:
    assert add(known(n) for n in counts) == known(sum(counts))


@given(COUNTS, st.randoms())
def test_the_order_of_values_changes_no_sum(counts: list[int], shuffled: st.DataObject) -> None:
    values: list[Value] = [known(n) for n in counts] + [NotReported()]
    mixed = values[:]
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    assert add(values) == add(mixed)
    assert largest(values) == largest(mixed)


@given(st.lists(RANGES, min_size=1, max_size=4), st.data())
def test_whatever_the_numbers_were_the_sum_and_the_largest_hold_them(
    ranges: list[list[int]], data: st.DataObject
) -> None:
    chosen = [data.draw(st.integers(low, high)) for low, high in ranges]
    values = [Known(Interval(Decimal(low), Decimal(high))) for low, high in ranges]
    total, most, people = add(values), largest(values), between_largest_and_sum(values)
    assert isinstance(total, Known)
    assert isinstance(most, Known)
    assert isinstance(people, Known)
    assert total.interval.holds(Decimal(sum(chosen)))
    assert most.interval.holds(Decimal(max(chosen)))
    assert people.interval.holds(Decimal(max(chosen)))
    assert people.interval.holds(Decimal(sum(chosen)))


@given(RANGES, RANGES, st.data())
def test_whatever_the_numbers_were_the_ratio_and_the_difference_hold_them(
    above: list[int], below: list[int], data: st.DataObject
) -> None:
    one, other = data.draw(st.integers(*above)), data.draw(st.integers(*below))
    top, bottom = (Known(Interval(Decimal(low), Decimal(high))) for low, high in (above, below))
    grown = difference(top, bottom)
    assert isinstance(grown, Known)
    assert grown.interval.holds(Decimal(one - other))
    ratio = divide(top, bottom)
    if other and isinstance(ratio, Known):
        exact = divide(known(one), known(other))
        assert isinstance(exact, Known)
        assert exact.interval.is_inside(ratio.interval)
