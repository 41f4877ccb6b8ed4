"""Numbers, days, moments and flags as publishers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.sources.iati import scalars


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"),
        ("1 234.50", "1234.50"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1e-10", "0.0000000001"),
        ("\n  -5.0 ", "-5.0"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_however_it_is_grouped(text: str, value: str) -> None:
    assert scalars.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["abc", "", "12,5", "1,23,456", "1.234,50", "1 2", "NaN", "Infinity", "1e999", "50%", "٣", "."]
)
def test_what_is_not_surely_a_number_is_none(text: str) -> None:
    assert scalars.number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**15), max_value=10**15))
def test_a_number_that_a_table_can_hold_is_stored_as_it_is(value: Decimal) -> None:
    read = scalars.number(str(value))
    assert read == value
    assert scalars.storable(value) == value


def test_the_thirteenth_decimal_is_rounded() -> None:
    assert (
        str(scalars.storable(Decimal("12345678901234567.1234567890129"))) == "12345678901234567.123456789013"
    )


@pytest.mark.parametrize(
    "text", ["2016-03-31", "2016-03-31+08:00", "2016-03-31Z", "2016-03-31T23:59:59-11:00"]
)
def test_a_day_with_a_time_zone_is_the_day_as_written(text: str) -> None:
    assert scalars.day(text) == date(2016, 3, 31)


@pytest.mark.parametrize("text", ["31/03/2016", "2016-02-30", "2016", "", "2016-3-31"])
def test_what_is_no_day_of_the_calendar_is_none(text: str) -> None:
    assert scalars.day(text) is None


def test_moments_with_and_without_a_zone_can_be_compared() -> None:
    assert scalars.moment("2025-04-03T20:52:13.5091234Z") == datetime(2025, 4, 3, 20, 52, 13, 509123, UTC)
    assert scalars.moment("2025-04-03T01:00:00+02:00") == datetime(2025, 4, 2, 23, tzinfo=UTC)
    assert scalars.moment("2025-04-03") == datetime(2025, 4, 3, tzinfo=UTC)
    assert scalars.moment("yesterday") is None
    assert scalars.moment("0001-01-01T00:00:00+08:00") is None
