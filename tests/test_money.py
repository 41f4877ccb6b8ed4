"""Exchange rates: the last published on or before the day, exact, and never 0 for want of a rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.money import EuroRate, Rates, rounded

FRIDAY, SUNDAY = date(2016, 4, 1), date(2016, 4, 3)


@pytest.fixture
def rates(tmp_path: Path) -> Rates:
    """A bank that quotes three currencies; SLE stops being quoted in 2016."""
    file = tmp_path / "rates.zip"
    lines = (
        "Date,USD,CAD,SLE,",
        "2016-04-15,1.20,1.50,N/A,",
        "2016-04-08,1.15,1.49,N/A,",
        "2016-04-04,1.14,1.48,N/A,",
        "2016-04-01,1.10,1.40,30,",
    )
    with ZipFile(file, "w") as archive:
        archive.writestr("rates.csv", "\n".join(lines))
    return Rates(file)


def test_the_rate_is_the_last_one_published_on_or_before_the_day(rates: Rates) -> None:
    assert rates.euro_rate("CAD", FRIDAY) == EuroRate(Decimal("1.40"), FRIDAY, 5)
    assert rates.euro_rate("CAD", SUNDAY) == EuroRate(Decimal("1.40"), FRIDAY, 5)
    assert rates.convert(Decimal(100), "EUR", "CAD", SUNDAY) == Decimal("140.00")


def test_nothing_is_interpolated_between_two_days(rates: Rates) -> None:
    assert rates.rate("EUR", "CAD", date(2016, 4, 14)) == Decimal("1.49")


def test_a_rate_across_the_euro_is_rounded_only_once(rates: Rates) -> None:
    assert rates.rate("USD", "CAD", FRIDAY) == Decimal("1.272727272727")
    assert rates.convert(Decimal("1100000000000"), "USD", "CAD", FRIDAY) == Decimal("1400000000000.00")


def test_half_a_cent_goes_to_the_even_one(rates: Rates) -> None:
    assert rates.convert(Decimal("0.125"), "CAD", "CAD", None) == Decimal("0.12")
    assert rates.convert(Decimal("0.375"), "CAD", "CAD", None) == Decimal("0.38")
    assert rates.convert(Decimal("-0.125"), "CAD", "CAD", None) == Decimal("-0.12")


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2016, 3, 31), date(2016, 4, 23)])
def test_a_day_out_of_range_has_no_rate_and_is_not_0(rates: Rates, day: date) -> None:
    assert rates.rate("USD", "CAD", day) is None
    assert rates.convert(Decimal(100), "USD", "CAD", day) is None


def test_a_currency_no_longer_quoted_has_no_rate(rates: Rates) -> None:
    assert rates.rate("SLE", "CAD", SUNDAY) is not None
    assert rates.rate("SLE", "CAD", date(2016, 4, 15)) is None


@pytest.mark.parametrize("currency", ["IQD", "XXX", "Date", ""])
def test_a_currency_that_the_bank_does_not_quote_has_no_rate(rates: Rates, currency: str) -> None:
    assert rates.convert(Decimal(100), currency, "CAD", FRIDAY) is None


def test_the_same_currency_needs_no_day_and_no_rate(rates: Rates) -> None:
    assert rates.convert(Decimal("5.004"), "IQD", "IQD", None) == Decimal("5.00")
    assert rates.convert(Decimal(5), "USD", "CAD", None) is None


def test_the_banks_own_file_says_what_the_bank_published() -> None:
    rate = Rates().euro_rate("CAD", date(2014, 3, 30))
    assert rate is not None
    assert (rate.per_euro, rate.published_on) == (Decimal("1.5187"), date(2014, 3, 28))


@given(st.fractions(), st.integers(0, 12))
def test_rounding_is_never_off_by_more_than_half_a_unit(value: Fraction, decimals: int) -> None:
    assert abs(Fraction(rounded(value, decimals)) - value) <= Fraction(1, 2 * 10**decimals)
