"""A measure's rows fetched once give what a query for each request gives: the same rows, the same answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.book.load import engine_measures
from pledgebook.measures.answer import Request
from pledgebook.measures.cases import MeasureCase, load_cases, measures_over, run_case
from pledgebook.measures.engine import Measures
from pledgebook.period import Span

NONE = -1
"""No measure has so few rows that they are held: each request is a query."""
SETTINGS: dict[str, str | list[str]] = {"currency": "EUR", "country_iso2": "XX", "regions": ["998"]}
MEASURES = engine_measures()
PLACES = {"XX": "", "XX1": "XX", "XX2": "XX", "XX11": "XX1", "XX12": "XX1"}
DAYS = [date(2020, 1, 1), date(2020, 4, 30), date(2020, 5, 1), date(2020, 8, 28), date(2021, 1, 1)]
COUNTS = st.fixed_dictionaries(
    {
        "place_pcode": st.sampled_from(sorted(PLACES)),
        "as_of": st.sampled_from(DAYS),
        "population_status": st.just("displaced"),
        "is_total": st.sampled_from([True, False]),
        "people": st.sampled_from(["5", "40..60", ">=100", "not_reported", "withheld"]),
    }
)
FLOWS = st.fixed_dictionaries(
    {
        "activity_id": st.just("XX-1-A"),
        "transaction_type": st.just("2"),
        "flow_number": st.just(1),
        "transaction_number": st.integers(1, 50),
        "gender_marker_status": st.just("not_screened"),
        "objective": st.sampled_from(["one", "two", None]),
        "partner_name": st.sampled_from(["Water, Ltd", "Water", None]),
        "is_humanitarian": st.sampled_from([True, False, None]),
        "transaction_date": st.sampled_from([*DAYS, None]),
        "amount_book": st.integers(-5, 5) | st.none(),
    }
)
AT_PLACES = st.builds(
    Request,
    st.just("displaced_people"),
    st.sampled_from([(), *((("place", p),) for p in (*PLACES, "XX1,XX2", "XX11,XX1"))]),
    st.sampled_from([None, *DAYS]),
)
OF_FLOWS = st.builds(
    lambda keys, days: Request(
        "committed", tuple(sorted(keys.items())), None, Span(min(days), max(days)) if days else None
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "objective": st.sampled_from(["one", "two", "one,two", "three"]),
            "partner": st.sampled_from(["Water, Ltd", "Water", "Water, Ltd,Water"]),
            "is_humanitarian": st.sampled_from(["true", "false"]),
        },
    ),
    st.lists(st.sampled_from(DAYS), max_size=2),
)
CASES = [(m, case) for m in MEASURES.values() if m.path for case in load_cases(m)]


def over(tables: dict[str, list[dict[str, Any]]], most_rows: int) -> Measures:
    return measures_over(tables, MEASURES, SETTINGS, most_rows)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(COUNTS, max_size=12), st.lists(FLOWS, max_size=12), st.lists(AT_PLACES | OF_FLOWS, max_size=12)
)
def test_many_requests_answered_together_are_answered_as_each_alone(
    counts: list[dict[str, Any]], flows: list[dict[str, Any]], requests: list[Request]
) -> None:
    places = [{"place_pcode": p, "parent_pcode": parent or None} for p, parent in PLACES.items()]
    tables = {"place": places, "displacement": counts, "flow": flows}
    together, alone = over(tables, most_rows=1000), over(tables, most_rows=NONE)
    for request in requests:
        assert together.answer(request) == alone.answer(request)
    for measure, dimension in (("displaced_people", "place"), ("committed", "partner")):
        assert together.values_of(measure, dimension) == alone.values_of(measure, dimension)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(FLOWS, max_size=12),
    OF_FLOWS,
    st.lists(st.sampled_from(["objective", "partner", "is_humanitarian"]), max_size=3, unique=True),
)
def test_a_breakdown_of_rows_that_are_held_is_the_one_that_a_query_gives(
    flows: list[dict[str, Any]], request: Request, by: list[str]
) -> None:
    held, asked = over({"flow": flows}, most_rows=1000), over({"flow": flows}, most_rows=NONE)
    assert held.breakdown(request, *by) == asked.breakdown(request, *by)


@pytest.mark.parametrize(("measure", "case"), CASES, ids=lambda one: getattr(one, "id", None))
def test_each_case_of_the_library_holds_by_a_query_for_each_request_too(
    measure: object, case: MeasureCase
) -> None:
    assert run_case(case, MEASURES) == run_case(case, MEASURES, NONE)


def test_a_measure_of_more_rows_than_are_held_is_asked_by_queries() -> None:
    flows = [{"activity_id": "A", "transaction_type": "2", "flow_number": 1, "transaction_number": n,
              "gender_marker_status": "not_screened", "amount_book": n} for n in range(3)]  # fmt: skip
    assert over({"flow": flows}, 3).database.holds(MEASURES["committed"])
    assert not over({"flow": flows}, 2).database.holds(MEASURES["committed"])
