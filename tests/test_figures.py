"""Figures as English and French write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.figures import (
    NO_BREAK,
    is_dollar,
    write_age,
    write_date,
    write_interval,
    write_number,
    write_quantity,
    write_span,
    write_value,
)
from pledgebook.interval import Interval
from pledgebook.text import texts_of
from pledgebook.value import NotApplicable, NotReported, Withheld, known

N, T = "\u00a0", "\u202f"


def test_french_groups_digits_with_a_narrow_no_break_space() -> None:
    assert write_number(Decimal(1224108), "fr") == f"1{T}224{T}108"
    assert write_number(Decimal("4.10"), "fr") == "4,1"


def test_a_number_is_never_scientific_and_loses_no_digit() -> None:
    assert write_number(Decimal("1E+30"), "en").count("000") == 10
    long = Decimal("12345678901234567890123456789012345.125")
    assert write_number(long, "en").replace(",", "") == f"{long:f}"


@given(st.decimals(min_value=-(10**24), max_value=10**24, places=3))
def test_without_its_spaces_a_number_has_the_same_digits_in_both_languages(value: Decimal) -> None:
    english = write_number(value, "en").replace(",", "")
    french = write_number(value, "fr").replace(T, "").replace(",", ".")
    assert english == french
    assert Decimal(english) == value


def test_a_tie_is_rounded_up_below_zero_too() -> None:
    assert write_number(Decimal("4.05"), "en", digits=1) == "4.1"
    assert write_number(Decimal("-4.05"), "en", digits=1) == "-4.0"


@pytest.mark.parametrize(
    ("value", "unit", "short", "english", "french"),
    [
        ("391650859.88", "CAD", False, "$391,650,859.88", f"391{T}650{T}859,88{N}$"),
        ("391650859.88", "CAD", True, "$391.7 million", f"391,7{N}millions de{N}dollars"),
        ("391650859.8", "CAD", False, "$391,650,859.80", f"391{T}650{T}859,80{N}$"),
        ("4000000000", "CAD", True, "$4 billion", f"4{N}milliards de{N}dollars"),
        ("999960000", "CAD", True, "$1 billion", f"1{N}milliard de{N}dollars"),
        ("-2500000", "CAD", True, "-$2.5 million", f"-2,5{N}millions de{N}dollars"),
        ("2000000000000", "CAD", True, "$2 trillion", f"2{N}billions de{N}dollars"),
        ("512300.7", "CAD", True, "$512,301", f"512{T}301{N}$"),
        ("39600000", "USD", True, "US$39.6 million", f"39,6{N}millions de{N}dollars américains"),
        ("5", "USD", False, "US$5", f"5{N}${N}US"),
        ("1500000", "EUR", True, f"EUR{N}1.5 million", f"1,5{N}million{N}EUR"),
        ("1224108", "people", False, "1,224,108", f"1{T}224{T}108"),
        ("1224108", "people", True, "1.22 million", f"1,22{N}million"),
        ("979856", "CAD", True, "$979,856", f"979{T}856{N}$"),
        ("990000", "CAD", True, "$990,000", f"990{T}000{N}$"),
        ("990100", "CAD", True, "$1 million", f"1{N}million de{N}dollars"),
        ("1035899.16", "CAD", True, "$1.04 million", f"1,04{N}million de{N}dollars"),
        ("4440903.88", "CAD", True, "$4.4 million", f"4,4{N}millions de{N}dollars"),
        ("83.35", "percent", False, "83.4%", f"83,4{N}%"),
        ("1", "points", False, "1 percentage point", f"1{N}point de pourcentage"),
        ("1.5", "years", False, "1.5 years", f"1,5{N}an"),
        ("6", "months", False, "6 months", f"6{N}mois"),
        ("1", "rank", False, "1st", "1er"),
        ("22", "rank", False, "22nd", "22e"),
        ("13", "rank", False, "13th", "13e"),
    ],
)
def test_a_quantity_carries_its_unit_as_the_language_has_it(
    value: str, unit: str, short: bool, english: str, french: str
) -> None:
    assert write_quantity(Decimal(value), unit, "en", short=short, home="CAD") == english
    assert write_quantity(Decimal(value), unit, "fr", short=short, home="CAD") == french


def test_a_bare_dollar_is_only_the_books_own() -> None:
    assert write_quantity(Decimal(5), "CAD", "en", home="USD") == f"CAD{N}5"
    assert write_quantity(Decimal(5), "CAD", "en") == f"CAD{N}5"
    assert write_quantity(Decimal(5), "EUR", "fr", home="EUR") == f"5{N}EUR"
    assert is_dollar("AUD")
    assert not is_dollar("people")


@pytest.mark.parametrize(
    ("notation", "unit", "english", "french"),
    [
        ("1224108", "people", "1,224,108", f"1{T}224{T}108"),
        (">4000000000", "CAD", "more than $4 billion", f"plus de 4{N}milliards de{N}dollars"),
        ("450..<550", "people", "450 to 549", "450 à 549"),
        ("450..550", "people", "450 to 550", "450 à 550"),
        ("450..<451", "people", "450", "450"),
        ("2000000000..3000000000", "CAD", "$2 to $3 billion", f"2 à 3{N}milliards de{N}dollars"),
        ("84.5..<85.5", "percent", "84.5% to less than 85.5%", f"84,5{N}% à moins de 85,5{N}%"),
        ("<=20", "people", "at most 20", "au plus 20"),
        ("<20", "people", "less than 20", "moins de 20"),
        (">=1500000", "people", "at least 1.5 million", f"au moins 1,5{N}million"),
    ],
)
def test_an_interval_says_its_open_ends(notation: str, unit: str, english: str, french: str) -> None:
    interval = Interval.parse(notation)
    assert write_interval(interval, unit, "en", home="CAD") == english
    assert write_interval(interval, unit, "fr", home="CAD") == french


def test_an_interval_is_written_wider_never_narrower() -> None:
    assert write_interval(Interval.parse("36.4341..<51.29"), "percent", "en") == "36.4 to 51.3%"
    assert write_interval(Interval.parse(">36.4341"), "percent", "en") == "at least 36.4%"


def test_zero_not_reported_not_applicable_and_withheld_are_four_words() -> None:
    for language in ("en", "fr"):
        values = (known(0), NotReported(), NotApplicable(), Withheld("small"))
        assert len({write_value(value, "people", language) for value in values}) == 4
    assert write_value(NotReported(), "people", "fr") == "non déclaré"
    assert write_value(known(1224108), "people", "en", short=True) == "1.22 million"


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert write_date(date(2016, 6, 1), "fr") == "1er\u00a0juin\u00a02016"
    assert write_date(date(2016, 6, 11), "fr") == "11\u00a0juin\u00a02016"
    assert write_date(date(2016, 6, 1), "en") == "1\u00a0June\u00a02016"


@pytest.mark.parametrize(
    ("first", "last", "english", "french"),
    [
        ("2019-01-01", "2019-12-31", "2019", "2019"),
        ("2016-01-01", "2018-12-31", "2016 to 2018", "2016 à 2018"),
        ("2016-06-01", "2016-06-30", "June\u00a02016", "juin\u00a02016"),
        (
            "2016-04-01",
            "2022-03-31",
            "April\u00a02016 to March\u00a02022",
            "avril\u00a02016 à mars\u00a02022",
        ),
        ("2017-09-21", "2017-09-21", "21\u00a0September\u00a02017", "21\u00a0septembre\u00a02017"),
        (
            "2016-04-02",
            "2022-03-31",
            "2\u00a0April\u00a02016 to 31\u00a0March\u00a02022",
            "du 2\u00a0avril\u00a02016 au 31\u00a0mars\u00a02022",
        ),
        ("9999-12-01", "9999-12-31", "December\u00a09999", "décembre\u00a09999"),
    ],
)
def test_a_span_has_its_shortest_name(first: str, last: str, english: str, french: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert write_span(*days, "en") == english
    assert write_span(*days, "fr") == french


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2016-08-31", "2026-11-30", ("10 years and 2 months", "10 ans et 2 mois", "10 سنوات وشهران")),
        ("2016-08-31", "2017-08-31", ("1 year", "1 an", "سنة واحدة")),
        ("2016-08-31", "2017-08-30", ("11 months", "11 mois", "11 شهرًا")),
        ("2020-01-31", "2020-02-29", ("29 days", "29 jours", "29 يومًا")),
        ("2020-01-31", "2020-01-31", ("0 days", "0 jour", "0 يوم")),
    ],
)
def test_an_age_is_said_in_whole_years_and_months(
    first: str, last: str, written: tuple[str, str, str]
) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    said = tuple(write_age(*days, language).replace(NO_BREAK, " ") for language in ("en", "fr", "ar"))
    assert said == written
    assert "٢٩" in write_age(date(2020, 1, 31), date(2020, 2, 29), "ar-u-nu-arab")


def test_every_text_around_a_figure_has_both_languages() -> None:
    for key, text in texts_of("pledgebook", "figures.yml").items():
        assert set(text) >= {"en", "fr"} or key.rpartition("_")[2] in ("zero", "two", "few", "many"), key


def test_arabic_is_written_in_the_digits_that_the_book_chooses() -> None:
    value = Decimal("1234567.5")
    assert write_number(value, "ar") == "1,234,567.5"
    assert write_number(value, "ar-u-nu-arab") == "١٬٢٣٤٬٥٦٧٫٥"
    assert write_date(date(2020, 12, 31), "ar") == "31\u00a0ديسمبر\u00a02020"
    assert write_date(date(2020, 12, 31), "ar-u-nu-arab") == "٣١\u00a0ديسمبر\u00a0٢٠٢٠"
    assert write_span(date(2016, 1, 1), date(2022, 12, 31), "ar-u-nu-arab") == "من ٢٠١٦ إلى ٢٠٢٢"
    assert write_quantity(Decimal("45.5"), "percent", "ar-u-nu-arab") == "٤٥٫٥٪"


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "يوم واحد"), (2, "يومان"), (3, "3 أيام"), (11, "11 يومًا"), (100, "100 يوم"), (103, "103 أيام")],
)
def test_arabic_counts_in_its_own_plurals(number: int, written: str) -> None:
    assert write_quantity(Decimal(number), "days", "ar") == written


def test_arabic_money_stands_before_its_currency() -> None:
    def written(value: str, currency: str) -> str:
        return write_quantity(Decimal(value), currency, "ar", home="CAD", short=True).replace("\u00a0", " ")

    assert written("391650859.88", "CAD") == "391.7 مليون دولار"
    assert written("1035899.16", "CAD") == "1.04 مليون دولار"
    assert written("979856", "CAD") == "979,856 دولار"
    assert written("4000000000", "CAD") == "4 مليارات دولار"
    assert written("39600000", "USD") == "39.6 مليون دولار أمريكي"
