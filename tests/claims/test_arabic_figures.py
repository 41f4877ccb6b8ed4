"""Arabic figures are read as they are written, in European and in Arabic-Indic digits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.claims.words import read_figure
from pledgebook.figures import write_number, write_quantity


@pytest.mark.parametrize("language", ["ar", "ar-u-nu-arab"])
@settings(deadline=None)
@given(number=st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_number_is_read_back_as_it_was_written(language: str, number: Decimal) -> None:
    reading = read_figure(write_number(number, language), "ar", home_currency="CAD")
    assert reading is not None
    assert reading.number == number


@pytest.mark.parametrize("language", ["ar", "ar-u-nu-arab"])
@settings(deadline=None)
@given(number=st.integers(1, 10**13))
def test_money_in_its_short_form_is_read_back_and_allows_what_it_was_written_from(
    language: str, number: int
) -> None:
    written = write_quantity(Decimal(number), "CAD", language, home="CAD", short=True)
    reading = read_figure(written, "ar", home_currency="CAD")
    assert reading is not None, written
    assert reading.currency == "CAD"
    assert reading.interval is not None
    assert reading.interval.holds(Decimal(number)) or reading.number == number


def test_words_that_no_table_has_are_not_guessed() -> None:
    assert read_figure("بضع عشرات", "ar", home_currency="CAD") is None
    assert read_figure("ثلث الناس", "ar", home_currency="CAD") is None
