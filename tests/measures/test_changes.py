"""A measure held against itself at an earlier time: bounds stay bounds, and a point is not a percent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request, Since
from pledgebook.measures.changes import changed, two_times
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, known

FIRST, LAST = date(2016, 12, 31), date(2020, 12, 31)


def change(how: str, before: Value, after: Value, unit: str = "people") -> Answer:
    request = Request("displaced_people", (("place", "XX"),), LAST, None, Since(how, FIRST))
    earlier, later = two_times(request)
    return changed(request, Answer(earlier, before, unit, "stock"), Answer(later, after, unit, "stock"))


@pytest.mark.parametrize(
    ("how", "value", "unit"),
    [("change", "25", "people"), ("percent_change", "25", "percent"), ("times", "1.25", "times")],
)
def test_a_change_is_a_difference_a_percentage_or_a_multiple(how: str, value: str, unit: str) -> None:
    answer = change(how, known(100), known(125))
    assert (answer.value, answer.unit, answer.kind) == (known(Decimal(value)), unit, "change")


def test_both_numbers_are_told_beside_a_change() -> None:
    (told,) = change("percent_change", known(76330), known(96330)).notes
    assert "76,330" in told["en"]
    assert "96,330" in told["en"]


def test_a_difference_of_percentages_is_in_points() -> None:
    assert change("change", known(19), known(24), "percent").unit == "points"
    assert change("percent_change", known(20), known(25), "percent").value == known(25)


def test_what_is_known_as_a_bound_changes_by_a_bound() -> None:
    bound = Known(Interval.parse(">100"))
    assert str(change("change", bound, known(125)).value.interval) == "<25"  # type: ignore[union-attr]
    assert str(change("change", known(100), bound).value.interval) == ">0"  # type: ignore[union-attr]


@pytest.mark.parametrize("missing", [NotReported(), NotApplicable(), Withheld("small")])
def test_what_is_missing_of_either_time_is_missing_of_the_change(missing: Value) -> None:
    for how in ("change", "percent_change", "times"):
        for answer in (change(how, known(5), missing), change(how, missing, known(5))):
            assert not isinstance(answer.value, Known)


def test_nothing_cannot_have_doubled() -> None:
    assert change("times", known(0), known(5)).value == NotApplicable()
    assert change("percent_change", known(0), known(5)).value == NotApplicable()
    assert change("change", known(0), known(5)).value == known(5)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_percentage_and_a_multiple_say_the_same(before: int, after: int) -> None:
    percent = change("percent_change", known(before), known(after)).value
    times = change("times", known(before), known(after)).value
    assert isinstance(percent, Known)
    assert isinstance(times, Known)
    assert percent.interval.exact is not None
    assert times.interval.exact is not None
    assert abs(times.interval.exact * 100 - 100 - percent.interval.exact) < Decimal("0.000001")


def test_the_request_names_both_times() -> None:
    request = Request("displaced_people", (), LAST, None, Since("times", FIRST))
    assert str(request) == "displaced_people?as=times&from=2016-12-31&to=2020-12-31"
    assert str(request.with_key("place", "XX")).endswith("as=times&from=2016-12-31&to=2020-12-31")
