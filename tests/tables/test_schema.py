"""Tables as declared: four ways of not knowing stay apart, bounds stay bounds, rows always in one order."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.interval import Interval
from pledgebook.tables.schema import QUANTITY_PARTS, bounds_of, table_names, table_type, to_arrow, value_from
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, known, status_of

NUMBERS = st.decimals(-(10**15), 10**15, places=6, allow_nan=False, allow_infinity=False)


@st.composite
def quantities(draw: st.DrawFn) -> Value:
    """Anything that can be known of a quantity, or the way in which it is not known."""
    kind = draw(st.sampled_from(("known", "not_reported", "not_applicable", "withheld")))
    if kind != "known":
        return {"not_reported": NotReported(), "not_applicable": NotApplicable()}.get(
            kind, Withheld("threshold")
        )
    low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
    if low == high:
        return known(low)
    ends = draw(st.sampled_from(((low, high), (None, high), (low, None))))
    return Known(Interval(*ends, draw(st.booleans()), draw(st.booleans())))


def back(table: Any, column: str = "people") -> list[Value]:
    rows = table.select([f"{column}{part}" for part in ("_low", "_high", "_bounds", "_status")]).to_pylist()
    return [value_from(*row.values()) for row in rows]


@given(quantities())
def test_a_quantity_comes_back_from_its_columns_as_it_went_in(value: Value) -> None:
    assert back(to_arrow("displacement", [{"people": value}])) == [value]


def test_zero_not_reported_not_applicable_and_withheld_are_four_things() -> None:
    values: list[Value] = [known(0), NotReported(), NotApplicable(), Withheld("threshold")]
    rows = [{"place_pcode": str(n), "people": value} for n, value in enumerate(values)]
    table = to_arrow("displacement", rows)
    assert table["people_status"].to_pylist() == ["reported", "not_reported", "not_applicable", "withheld"]
    assert table["people"].to_pylist() == [Decimal(0), None, None, None]
    assert back(table) == values


def test_nothing_of_a_withheld_quantity_is_left() -> None:
    (row,) = to_arrow("displacement", [{"people": Withheld("threshold")}]).to_pylist()
    assert {k: v for k, v in row.items() if k.startswith("people") and v is not None} == {
        "people_status": "withheld"
    }


def test_a_bound_has_no_exact_number_and_a_number_has_both_ends() -> None:
    rows = [
        {"place_pcode": "a", "people": Known(Interval.parse(">10"))},
        {"place_pcode": "b", "people": known(7)},
    ]
    bound, number = to_arrow("displacement", rows).to_pylist()
    assert (bound["people"], bound["people_low"], bound["people_high"]) == (None, Decimal(10), None)
    assert bound["people_bounds"] == "(]"
    assert (number["people"], number["people_low"], number["people_high"]) == (7, 7, 7)


@pytest.mark.parametrize(
    ("text", "shape"), [("1..2", "[]"), ("1..<2", "[)"), (">1", "(]"), (">=1", "[]"), ("<2", "[)")]
)
def test_the_ends_that_are_included_are_written_as_brackets(text: str, shape: str) -> None:
    assert bounds_of(Interval.parse(text)) == shape


@pytest.mark.parametrize("name", table_names())
def test_every_table_is_declared_in_both_languages_and_can_be_empty(name: str) -> None:
    kind = table_type(name)
    texts = [kind.row, *(c.meaning for c in kind.columns.values())]
    assert all(text["en"].strip() and text["fr"].strip() for text in texts)
    assert {"source", "record"} <= kind.columns.keys()
    assert set(kind.sorted_by) <= kind.columns.keys()
    assert set(kind.required) <= kind.columns.keys()
    assert to_arrow(name, []).num_rows == 0
    assert to_arrow(name, []).schema == kind.schema()


@pytest.mark.parametrize("name", table_names())
def test_money_and_counts_are_never_floats(name: str) -> None:
    assert not [f.name for f in table_type(name).schema() if pa.types.is_floating(f.type)]


def test_the_parts_of_a_quantity_are_explained_in_both_languages() -> None:
    assert all(text["en"] != text["fr"] for _, text in QUANTITY_PARTS.values())


ROWS = [
    {
        "place_pcode": place,
        "as_of": day,
        "population_status": "displaced",
        "source": "s",
        "record": f"row {n}",
    }
    for n, (place, day) in enumerate(
        [("B", date(2020, 1, 1)), ("A", None), (None, date(2020, 1, 1)), ("A", date(2019, 1, 1)), ("B", None)]
        * 3
    )
]


def test_rows_stand_in_one_order_whatever_order_they_came_in() -> None:
    shuffled = ROWS.copy()
    random.Random(4).shuffle(shuffled)
    assert to_arrow("displacement", shuffled).equals(to_arrow("displacement", ROWS))


def test_row_9_stands_before_row_10_and_what_is_missing_first() -> None:
    rows = [{"place_pcode": "A", "record": f"row {n}"} for n in (10, 9, 100)] + [{"record": "row 200"}]
    assert to_arrow("displacement", rows)["record"].to_pylist() == ["row 200", "row 9", "row 10", "row 100"]


def test_a_column_that_no_table_declares_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="displacement has no column peple"):
        to_arrow("displacement", [{"peple": known(1)}])


def test_a_number_that_a_column_would_round_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid):
        to_arrow("displacement", [{"people": known(Decimal("0.1234567"))}])


@given(quantities())
def test_the_word_for_a_state_is_the_one_in_the_column(value: Value) -> None:
    assert to_arrow("displacement", [{"people": value}])["people_status"].to_pylist() == [status_of(value)]
