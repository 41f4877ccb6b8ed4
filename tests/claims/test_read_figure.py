"""What the words of a figure are read as, and what is not read at all."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.claims.words import Reading, find_durations, find_numbers, read_figure
from pledgebook.interval import Interval


def read(words: str, language: str = "en", home: str = "CAD", kind: str = "count") -> Reading:
    reading = read_figure(words, language, home_currency=home, kind=kind)
    assert reading is not None, words
    return reading


def is_unread(words: str, language: str = "en", home: str = "CAD") -> bool:
    return read_figure(words, language, home_currency=home) is None


def test_a_plain_count_is_exact_and_may_have_been_rounded() -> None:
    reading = read("850")
    assert (str(reading.interval), str(reading.rounded)) == ("850", "845..<855")
    assert read("850", kind="percent").rounded is None


def test_money_percentages_and_multipliers_are_rounded_by_nature() -> None:
    assert str(read("$183.3 million").interval) == "183250000..<183350000"
    assert str(read("19%").interval) == "18.5..<19.5"
    assert str(read("4.1 million").interval) == "4050000..<4150000"
    assert read("$183.3 million").rounded is None


def test_a_french_billion_is_a_thousand_milliards() -> None:
    assert read("2 billions", "fr").number == 1000 * read("2 milliards", "fr").number
    assert read("2 billion").number == read("2 milliards", "fr").number
    assert is_unread("2 milliards", "en")


@pytest.mark.parametrize(
    ("words", "following"),
    [("85%", 90), ("850", 900), ("1,400", 1500), ("$4 billion", 5 * 10**9), ("$1.5 billion", 2 * 10**9)],
)
def test_the_next_round_number(words: str, following: int) -> None:
    assert read(words).next_round == following


def test_the_place_is_of_the_last_digit_written_after_a_mark() -> None:
    places = {
        w: read(w).unit_place for w in ("1.2 million", "$4.0 billion", "500", "830", "1,189,581", "19%")
    }
    assert [f"{place:f}" for place in places.values()] == ["100000", "100000000", "100", "10", "1", "1"]


def test_all_of_it_is_to_the_point() -> None:
    assert str(read("100%").interval) == "99.5..<100.5"


def test_over_before_a_duration_is_no_hedge() -> None:
    assert (read("over five years").hedge, read("more than five years").hedge) == ("plain", "over")
    assert read("sur cinq ans", "fr").number == read("five-year").number == 5


def test_a_ceiling_reads_as_up_to() -> None:
    reading = read("up to 850 CAF personnel")
    assert (reading.hedge, str(reading.interval)) == ("up_to", "<=850")


def test_multiplier_and_unit_reach_back_only_to_a_smaller_number() -> None:
    assert str(read("$2-3 billion").interval) == "2000000000..3000000000"
    assert str(read("900,000 to 1.2 million").interval) == "900000..1200000"
    assert is_unread("$2 to €3 billion")
    assert is_unread("between 550 and 450")


def test_from_one_to_another_is_two_figures_in_english_and_with_a_verb() -> None:
    assert is_unread("from 19% to 24%")
    assert is_unread("passer de 19 % à 24 %", "fr")
    assert str(read("de 450 à 550", "fr").interval) == "450..550"


def test_a_point_is_not_a_percent() -> None:
    assert (read("5 points").kind, read("5%").kind) == ("points", "percent")


def test_a_fall_is_negative_and_its_hedge_speaks_of_its_size() -> None:
    reading = read("fell by more than 26%")
    assert (str(reading.interval), reading.number, reading.next_round) == ("<-26", -26, -27)


def test_a_comma_is_a_decimal_mark_in_french_and_groups_in_english() -> None:
    assert read("1,200").number == 1200
    assert read("1,200", "fr").number == Decimal("1.2")
    assert read("1\u202f200", "fr").number == read("1 200").number == 1200


def test_a_bare_dollar_is_the_books_and_needs_a_book_that_counts_in_dollars() -> None:
    assert read("$5 million", home="AUD").currency == "AUD"
    assert is_unread("$5 million", home="EUR")
    assert read("US$5 million").currency == read("5 M$ US", "fr").currency == "USD"


def test_a_bare_number_is_what_the_figure_is_read_for() -> None:
    kinds = {kind: read("24", kind=kind).kind for kind in ("count", "money", "percent", "rank")}
    assert kinds == {"count": "count", "money": "money", "percent": "percent", "rank": "rank"}
    assert read("2019", kind="date").days is not None
    assert read("2019").days is None


def test_plurals_name_no_number() -> None:
    reading = read("hundreds of people")
    assert (reading.hedge, str(reading.interval)) == ("vague", ">=200")


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "$", "a", "Canadian police officers", "among the largest donors", "one of the top donors",
        "807 and 81%", "1.200.000", "007", "5 m", "5km", "850 a month", "up to 450 to 550",
        "at least 850 or fewer", "more than about 850", "not 850", "over $4 billion over five years", "31 June 2016x",
    ],
)  # fmt: skip
def test_words_that_cannot_be_read_to_their_end_are_no_reading(words: str) -> None:
    assert is_unread(words)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("In June 2016", "En juin 2016"),
        ("at the end of 2020", "fin 2020"),
        ("21 September 2017", "le 21 septembre 2017"),
        ("1 June 2016", "1er juin 2016"),
        ("mid-2017", "mi-2017"),
        ("2016-17", "2016-2017"),
    ],
)
def test_a_date_is_the_same_days_in_both_languages(english: str, french: str) -> None:
    assert read(english).days == read(french, "fr").days


@given(st.text(max_size=40), st.sampled_from(["en", "fr"]))
@settings(max_examples=300, deadline=None)
def test_no_text_is_too_strange_to_be_read_or_refused(text: str, language: str) -> None:
    read_figure(text, language, home_currency="CAD")
    find_numbers(text, language)
    find_durations(text, language)


_WORDS = """
about over up to 850 1,200 1.2 million $ % – - to and between 2016 17 June five years 5th half a dozen ( ) . ,
environ plus de jusqu’à 1 200 1,2 milliards entre et fin cinq ans 5e la moitié une douzaine de à
"""
_BITS = st.sampled_from(_WORDS.split())


@given(st.lists(_BITS, max_size=8), st.sampled_from(["en", "fr"]), st.sampled_from(["", " ", "\u00a0"]))
@settings(max_examples=300, deadline=None)
def test_no_order_of_known_words_breaks_the_reader(bits: list[str], language: str, space: str) -> None:
    text = space.join(bits)
    reading = read_figure(text, language, home_currency="CAD", kind="date")
    assert reading is None or reading.interval is not None or reading.days is not None
    for found in find_numbers(text, language):
        assert text[found.start : found.end] == found.words


@pytest.mark.shared
def test_the_published_figures_read_as_a_good_reader_would(shared: Path) -> None:
    rows = list(csv.DictReader((shared / "strategy/published-figures.tsv").open(), delimiter="\t"))
    agreed = 0
    for row in rows:
        reading = read_figure(row["text_en"], "en", home_currency="CAD")
        if reading is None or reading.interval is None or not (row["value_low"] or row["value_high"]):
            continue
        low, high = (Decimal(row[k]) if row[k] else None for k in ("value_low", "value_high"))
        if low is not None and low == high:
            assert reading.interval.holds(low), row["id"]
        elif reading.hedge == "up_to":
            assert reading.interval == Interval(None, high), row["id"]
        else:
            assert (reading.interval.low, reading.interval.high) == (low, high), row["id"]
        agreed += 1
    assert agreed >= 12


@pytest.mark.parametrize(
    ("words", "language", "home", "currency"),
    [
        ("3 billion kroner", "en", "NOK", "NOK"), ("3 billion kroner", "en", "CAD", "unknown"),
        ("33 millions de francs", "fr", "CHF", "CHF"), ("33 millions de francs", "fr", "CAD", "unknown"),
        ("5 million dinars", "en", "IQD", "IQD"), ("5 million Iraqi dinars", "en", "CAD", "IQD"),
        ("$5 million US", "en", "CAD", "USD"), ("$500", "en", "CAD", "CAD"),
        ("3 millions de dollars des États-Unis", "fr", "CAD", "USD"),
    ],
)  # fmt: skip
def test_a_shared_name_of_money_is_the_book_s_own_where_its_currency_has_it(
    words: str, language: str, home: str, currency: str
) -> None:
    assert read(words, language, home).currency == currency


def test_a_country_in_brackets_behind_dollars_is_not_passed_over() -> None:
    assert is_unread("$39.6 million (US)")
    assert is_unread("$39.6 million (USD)")
