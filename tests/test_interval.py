"""Intervals: open ends, inside, apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.interval import Interval


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Small intervals with every kind of end."""
    ends = sorted(draw(st.lists(st.integers(-3, 3), min_size=2, max_size=2)))
    low = None if draw(st.booleans()) else Decimal(ends[0])
    high = None if draw(st.booleans()) else Decimal(ends[1])
    is_one = low is not None and low == high
    return Interval(low, high, is_one or draw(st.booleans()), is_one or draw(st.booleans()))


HALVES = [Decimal(n) / 2 for n in range(-10, 11)]
"""Between and on all the ends that ``intervals`` draws."""


@pytest.mark.parametrize("notation", ["850", ">850", ">=850", "<850", "<=850", "450..550", "450..<550", "-5"])
def test_what_is_read_is_written_the_same(notation: str) -> None:
    assert str(Interval.parse(notation)) == notation


@pytest.mark.parametrize("notation", ["", "about 850", "1,200", "550..450", "4..<4", "1e5", "> "])
def test_what_is_no_quantity_is_refused(notation: str) -> None:
    with pytest.raises(ValueError):
        Interval.parse(notation)


@given(intervals(), intervals())
def test_inside_means_that_every_number_of_one_is_in_the_other(one: Interval, other: Interval) -> None:
    if one.is_inside(other):
        assert all(other.holds(n) for n in HALVES if one.holds(n))
    else:
        assert any(one.holds(n) and not other.holds(n) for n in HALVES)


@given(intervals(), intervals())
def test_apart_means_that_no_number_is_in_both(one: Interval, other: Interval) -> None:
    shared = [n for n in HALVES if one.holds(n) and other.holds(n)]
    assert one.is_disjoint_from(other) == (not shared)
    assert one.is_disjoint_from(other) == other.is_disjoint_from(one)


@given(intervals(), intervals(), st.sampled_from(HALVES), st.sampled_from(HALVES))
def test_a_sum_holds_the_sums(one: Interval, other: Interval, first: Decimal, second: Decimal) -> None:
    if one.holds(first) and other.holds(second):
        assert (one + other).holds(first + second)


def test_the_excluded_end_is_outside() -> None:
    assert not Interval.parse("450..<550").holds(Decimal(550))
    assert Interval.parse("450..<550").holds(Decimal("549.99"))
    assert not Interval.parse(">4000000000").holds(Decimal(4000000000))


def test_an_interval_that_holds_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no number"):
        Interval(Decimal(2), Decimal(1))
