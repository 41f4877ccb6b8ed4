"""The least and the most that equations leave to an unknown, against trying every whole number."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.disclosure.counts import UNKNOWN, Bounds
from pledgebook.disclosure.polytope import Polytope


def test_an_unknown_that_stands_in_no_equation_has_no_end() -> None:
    space = Polytope([({0: 1}, Fraction(4))], [UNKNOWN, UNKNOWN])
    assert (space.range_of(0), space.range_of(1)) == (Bounds(Fraction(4), Fraction(4)), UNKNOWN)


def test_two_parts_of_a_total_lie_between_zero_and_it() -> None:
    space = Polytope([({0: 1, 1: 1}, Fraction(12))], [UNKNOWN, UNKNOWN])
    assert space.range_of(0) == Bounds(Fraction(0), Fraction(12))


def test_equations_that_contradict_each_other_have_no_solution() -> None:
    assert Polytope([({0: 1}, Fraction(4)), ({0: 1}, Fraction(5))], [UNKNOWN]).is_empty
    assert Polytope([({0: 1, 1: 1}, Fraction(-1))], [UNKNOWN, UNKNOWN]).is_empty


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), min_size=1, max_size=3),
    st.tuples(*[st.integers(0, 4)] * 3),
)
def test_the_range_is_what_whole_numbers_find(sums: list[list[int]], truth: tuple[int, ...]) -> None:
    bounds = [Bounds(Fraction(0), Fraction(4))] * 3
    totals = [sum(c * t for c, t in zip(row, truth, strict=True)) for row in sums]
    space = Polytope(
        [(dict(enumerate(row)), Fraction(total)) for row, total in zip(sums, totals, strict=True)], bounds
    )
    worlds = [
        world
        for world in product([Fraction(n, 2) for n in range(9)], repeat=3)
        if all(
            sum(c * w for c, w in zip(r, world, strict=True)) == t for r, t in zip(sums, totals, strict=True)
        )
    ]
    for unknown in range(3):
        found = [world[unknown] for world in worlds]
        assert space.range_of(unknown) == Bounds(min(found), max(found))
