"""How many different people several counts are of: whoever the people are, the bounds hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.interval import Interval
from pledgebook.measures.answer import Row
from pledgebook.measures.overlaps import counts_and_overlaps, people_in
from pledgebook.value import Known, Value, Withheld, known

GRAIN = ("indicator", "definition")
PEOPLE = st.frozensets(st.integers(0, 14), max_size=15)


def count(name: str, value: Value) -> Row:
    keys = {"indicator": name, "definition": "a", "other_indicator": None, "other_definition": None}
    return Row({**keys, "day": date(2020, 12, 31)}, value, "source", name)


def overlap(one: str, other: str, value: Value) -> Row:
    keys = {"indicator": one, "definition": "a", "other_indicator": other, "other_definition": "a"}
    return Row(keys, value, "source", f"{one} {other}")


def bounds(rows: list[Row]) -> Interval:
    counts, records = counts_and_overlaps(rows, GRAIN)
    found = people_in(counts, records, GRAIN)
    assert isinstance(found, Known)
    return found.interval


@given(st.lists(PEOPLE, min_size=1, max_size=5), st.data())
def test_whoever_is_counted_and_whatever_is_recorded_the_people_lie_within_the_bounds(
    groups: list[frozenset[int]], data: st.DataObject
) -> None:
    names = {f"i{n}": group for n, group in enumerate(groups)}
    pairs = list(combinations(names, 2))
    recorded = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    rows = [count(name, known(len(group))) for name, group in names.items()]
    for one, other in recorded:
        both, slack = len(names[one] & names[other]), data.draw(st.integers(0, 2))
        rows.append(
            overlap(one, other, Known(Interval(Decimal(max(both - slack, 0)), Decimal(both + slack))))
        )
    true = Decimal(len(frozenset().union(*groups)))
    found = bounds(rows)
    assert (found.low or 0) <= true
    assert found.high is not None
    assert found.high >= true


@given(st.lists(PEOPLE, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(groups: list[frozenset[int]], random: object) -> None:
    names = {f"i{n}": group for n, group in enumerate(groups)}
    rows = [count(name, known(len(group))) for name, group in names.items()]
    rows += [overlap(a, b, known(len(names[a] & names[b]))) for a, b in combinations(names, 2)]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert bounds(shuffled) == bounds(rows)


def test_of_groups_that_share_nobody_the_people_are_the_sum() -> None:
    rows = [count(n, known(10)) for n in "abc"] + [
        overlap(*pair, known(0)) for pair in combinations("abc", 2)
    ]
    assert bounds(rows).exact == 30


def test_a_record_that_cannot_be_true_narrows_nothing() -> None:
    rows = [count("a", known(10)), count("b", known(20)), overlap("a", "b", known(25))]
    assert str(bounds(rows)) == "20..30"


def test_a_withheld_count_withholds_the_people_whatever_is_recorded() -> None:
    rows = [count("a", Withheld("threshold")), count("b", known(20)), overlap("a", "b", known(0))]
    counts, records = counts_and_overlaps(rows, GRAIN)
    assert isinstance(people_in(counts, records, GRAIN), Withheld)
