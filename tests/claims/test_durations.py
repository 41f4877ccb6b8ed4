"""Durations against the years beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pledgebook.claims.words import Duration, duration_holds, find_durations


def only(text: str, language: str = "en") -> Duration:
    durations = find_durations(text, language)
    assert len(durations) == 1, text
    return durations[0]


@pytest.mark.parametrize(
    ("text", "language", "holds"),
    [
        ("over five years (2016-2022 ) to respond", "en", False),
        ("sur cinq ans (2016-2022)", "fr", False),
        ("sur six ans (2016-2022)", "fr", True),
        ("for six years (2016–2022)", "en", True),
        ("within seven years, from 2016 to 2022", "en", True),
        ("sur huit ans, de 2016 à 2022", "fr", False),
        ("a five-year National Action Plan (2016-2021)", "en", True),
        ("three years (FY2016/17 to FY2018/19)", "en", True),
        ("two years (FY2016/17 to FY2018/19)", "en", False),
        ("trois ans (exercices 2016-2017 à 2018-2019)", "fr", True),
        ("36 months (2016-2018)", "en", True),
        ("one year (2016-17)", "en", True),
    ],
)
def test_a_duration_holds_in_calendar_or_in_fiscal_years(text: str, language: str, holds: bool) -> None:
    duration = only(text, language)
    assert duration.first_year is not None
    assert duration_holds(duration) is holds


def test_fiscal_years_named_so_are_counted_with_both_ends() -> None:
    duration = only("three years (FY2016/17 to FY2018/19)")
    assert (duration.first_year, duration.last_year, duration.fiscal) == (2016, 2018, True)


def test_a_duration_without_years_says_nothing_wrong() -> None:
    assert only("a five-year plan").first_year is None
    assert duration_holds(only("a five-year plan"))


def test_years_of_another_sentence_are_not_its_own() -> None:
    assert only("It lasted five years. The strategy (2016-2022) went on.").first_year is None
    assert only("a five-year plan of the strategy of 2016-2022").first_year is None


def test_the_span_of_text_covers_duration_and_years() -> None:
    text = "over five years (2016-2022)"
    duration = only(text)
    assert text[duration.start : duration.end] == "five years (2016-2022)"
    assert duration.years == Decimal(5)
