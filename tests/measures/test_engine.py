"""Measures asked over tables: breakdowns, units, lineage, the SQL that is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.book.load import engine_measures
from pledgebook.measures.answer import Request
from pledgebook.measures.cases import measures_over, parse_request
from pledgebook.measures.database import Database, exact
from pledgebook.measures.engine import Measures
from pledgebook.tables.schema import table_names, to_arrow
from pledgebook.value import Known, NotReported, known

FLOW = engine_measures()["committed"]
SETTINGS: dict[str, str | list[str]] = {"currency": "EUR", "country_iso2": "XX", "regions": ["998"]}


def flows(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    base = {"transaction_type": "2", "flow_number": 1, "gender_marker_status": "not_screened"}
    return [base | {"activity_id": "XX-1-A", "transaction_number": i} | row for i, row in enumerate(rows, 1)]


def over(**tables: list[dict[str, Any]]) -> Measures:
    return measures_over(tables, engine_measures(), SETTINGS)


FLOWS = st.lists(
    st.fixed_dictionaries(
        {
            "objective": st.sampled_from(["one", "two", "not_aligned"]),
            "partner_name": st.sampled_from(["A, B", "A", None]),
            "sector_dac3": st.sampled_from(["720", None]),
            "recipient_code": st.sampled_from(["XX", "998"]),
            "fiscal_year": st.sampled_from([2016, 2017, None]),
            "is_humanitarian": st.sampled_from([True, False, None]),
            "amount_book": st.decimals(-(10**12), 10**12, places=2) | st.none(),
        }
    ),
    max_size=8,
)
DIMENSIONS = st.lists(st.sampled_from([d for d in FLOW.grain if d != "rule"]), unique=True, max_size=4)


@settings(max_examples=40, deadline=None)
@given(FLOWS, DIMENSIONS)
def test_the_breakdown_of_a_flow_adds_up_to_its_total_whatever_the_dimensions(
    rows: list[dict[str, Any]], by: list[str]
) -> None:
    measures = over(flow=flows(*rows))
    request = Request("committed")
    slices = measures.breakdown(request, *by)
    answer = measures.answer(request)
    total = sum((exact(s.value) or Decimal(0) for s in slices), Decimal(0))
    assert total == sum((r["amount_book"] for r in rows if r["amount_book"] is not None), Decimal(0))
    assert sum(s.rows + s.without_amount for s in slices) == len(rows) == answer.row_count
    if isinstance(answer.value, Known):
        assert total == answer.value.interval.low
        assert (answer.value.interval.high is None) == any(s.without_amount for s in slices)
    else:
        assert all(s.value == NotReported() for s in slices)


def test_a_breakdown_is_largest_first_and_ties_are_by_name() -> None:
    rows = [{"objective": o, "amount_book": a} for o, a in (("b", "5"), ("a", "5"), ("c", "9"), ("d", None))]
    found = over(flow=flows(*rows)).breakdown(Request("committed"), "objective")
    assert [s.keys for s in found] == [("c",), ("a",), ("b",), ("d",)]
    assert (found[-1].value, found[-1].rows, found[-1].without_amount) == (NotReported(), 0, 1)


def test_what_is_no_flow_has_no_breakdown() -> None:
    with pytest.raises(AssertionError, match="displaced_people is no flow"):
        over().breakdown(Request("displaced_people"), "place")


def test_money_is_in_the_currency_of_the_book() -> None:
    assert over().answer(Request("committed")).unit == "EUR"


def test_an_indicator_is_in_its_own_unit_and_in_none_where_there_are_several() -> None:
    values = [
        {"indicator": i, "definition_id": "d", "value_kind": "actual", "cell": "total", "unit": unit}
        | {"indicator_quantity": "5"}
        for i, unit in (("one", "people"), ("two", "percent"))
    ]
    measures = over(indicator_value=values)
    assert measures.answer(Request("indicator", (("indicator", "one"),))).unit == "people"
    assert measures.answer(Request("indicator")).unit == "indicator"


def test_a_figure_has_to_fix_what_is_never_combined_at_one_value() -> None:
    measures = over()
    assert measures.unfixed(Request("arrivals")) == ["stage"]
    assert measures.unfixed(parse_request("arrivals?stage=one,two")) == ["stage"]
    assert measures.unfixed(parse_request("arrivals?stage=one&group=all")) == []
    assert measures.unfixed(Request("committed")) == []


def test_several_values_of_a_dimension_are_separated_by_commas() -> None:
    rows = [{"objective": o, "amount_book": a} for o, a in (("one", "1"), ("two", "20"), ("three", "300"))]
    measures = over(flow=flows(*rows))
    assert measures.answer(parse_request("committed?objective=one,three")).value == known(301)
    assert measures.values_of("committed", "objective") == ["one", "three", "two"]


def test_a_ratio_takes_the_values_of_its_denominator_and_a_rank_those_of_its_measure() -> None:
    measures = over(
        flow=flows({"objective": "one", "amount_book": "1"}),
        fund_contribution=[{"fund": "F", "donor": "Ash", "fund_year": 2016, "currency": "USD", "paid": "1"}],
    )
    assert measures.values_of("gender_share", "objective") == ["one"]
    assert measures.values_of("fund_rank", "donor") == ["Ash"]


def test_an_answer_names_its_rows_and_sources_and_a_ratio_those_of_both_sides() -> None:
    measures = over(
        flow=flows(
            {"is_humanitarian": True, "amount_book": "1", "source": "one", "record": "line 4"},
            {"is_humanitarian": False, "amount_book": "3", "source": "two"},
        )
    )
    answer = measures.answer(Request("humanitarian_share"))
    assert answer.sources == ("one", "two")
    assert [row.record for row in answer.parts[0].rows] == ["line 4"]
    assert len(measures.rows(Request("humanitarian_share"))) == 3


def test_the_sql_that_is_shown_runs_and_gives_the_same_rows() -> None:
    names = ['O’Neill\'s, "Water"?', "Other"]
    tables = {"flow": flows(*({"partner_name": n, "amount_book": Decimal(7), "transaction_date": date(2020, 5, 1),
                               "source": "s", "record": f"row {i}"} for i, n in enumerate(names)))}  # fmt: skip
    arrow = {name: to_arrow(name, tables.get(name, [])) for name in table_names()}
    measures = measures_over({}, engine_measures(), SETTINGS)
    measures = Measures(engine_measures(), Database(arrow, SETTINGS), measures.places, "EUR")
    request = parse_request("committed?from=2020&to=2020").with_key("partner", names[0])
    answer = measures.answer(request)
    assert answer.row_count == 1
    with duckdb.connect() as db:
        db.register("flow", arrow["flow"])
        assert len(db.execute(answer.sql).fetchall()) == 1


def test_a_request_reads_as_a_figures_target() -> None:
    request = Request("committed", (("objective", "one"),), date(2020, 12, 31))
    assert str(request) == "committed?objective=one&at=2020-12-31"
    assert parse_request(str(request)) == request


def test_a_donor_with_a_comma_in_its_name_has_a_rank() -> None:
    paid = [
        {"fund": "F", "donor": donor, "fund_year": 2016, "currency": "USD", "paid": amount}
        for donor, amount in (("Ash, Republic of", "9"), ("Birch", "5"))
    ]
    measures = over(fund_contribution=paid)
    assert measures.answer(Request("fund_rank", (("donor", "Ash, Republic of"),))).value == known(1)
    assert measures.answer(Request("fund_rank", (("donor", "Nobody"),))).value == NotReported()
