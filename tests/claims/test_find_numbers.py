"""Numbers in a text, and those that are no figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgebook.claims.words import find_durations, find_numbers


def found(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(number.words, number.reason_aside) for number in find_numbers(text, language)]


def figures(text: str, language: str = "en") -> list[str]:
    return [words for words, aside in found(text, language) if aside is None]


def test_a_figure_is_found_with_its_currency_multiplier_and_unit() -> None:
    assert figures("Over $4 billion, US$39.6M and 4.1million; 19% or 5 points.") == [
        "$4 billion", "US$39.6M", "4.1million", "19%", "5 points",
    ]  # fmt: skip
    assert figures("Plus de 4 milliards de dollars, 19 p. 100 et 183,3 M$.", "fr") == [
        "4 milliards de dollars", "19 p. 100", "183,3 M$",
    ]  # fmt: skip


def test_number_words_from_two_on_are_figures_and_one_is_not() -> None:
    assert figures("one of five strategic objectives, a plan, two women, twenty posts") == [
        "five", "two", "twenty",
    ]  # fmt: skip
    assert figures("un des cinq objectifs, une femme, deux plans", "fr") == ["cinq", "deux"]


def test_plurals_of_numbers_are_figures() -> None:
    assert figures("left millions of people displaced") == ["millions"]
    assert figures("des milliers de personnes", "fr") == ["des milliers"]


def test_a_number_nobody_can_read_is_found_all_the_same() -> None:
    assert figures("1,20,000 people and 4.1 millions", "en") == ["1,20,000", "4.1 millions"]


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("In June 2016, Canada", "June 2016", "date"),
        ("on 21 September 2017", "21 September 2017", "date"),
        ("on 31 December", "31 December", "date"),
        ("(2016-2022)", "2016-2022", "date"),
        ("in 2016-17", "2016-17", "date"),
        ("by the end of 2020", "2020", "year"),
        ("resolution 2379", "2379", "name"),
        ("S/RES/2379", "2379", "code"),
        ("Round 123", "123", "name"),
        ("COVID-19", "19", "code"),
        ("the G7", "7", "code"),
        ("the 3W matrix", "3", "code"),
        ("the 5th", "5", "ordinal"),
        ("section 4", "4", "section"),
        ("see 2.1.3", "2.1.3", "section"),
        ("https://example.org/2019", "2019", "code"),
        ("Text\n1. First", "1", "list"),
        ("Text\n\n## 1. First", "1", "list"),
        ("Text\n(2) Second", "2", "list"),
    ],
)
def test_what_is_no_figure(text: str, words: str, reason: str) -> None:
    assert (words, reason) in found(text)
    assert figures(text) == []


@pytest.mark.parametrize(
    "text", ["le 31 décembre 2020", "1er juin", "la résolution 2379", "le 5e", "l’article 4"]
)
def test_what_is_no_figure_in_french(text: str) -> None:
    assert figures(text, "fr") == []
    assert len(found(text, "fr")) == 1


def test_numbers_of_the_same_name_go_on() -> None:
    assert figures("rounds 119 and 123") == []


def test_four_digits_are_a_quantity_where_something_is_counted() -> None:
    assert figures("over 2000 came; 2000 people left in 2000") == ["2000", "2000"]


def test_a_verb_is_no_month() -> None:
    assert figures("we may 5 times march") == ["5 times"]


def test_a_comma_keeps_a_number_from_the_next_ones_currency() -> None:
    assert figures("4 billion, $5") == ["4 billion", "$5"]


@pytest.mark.shared
def test_the_published_pages_figures_are_all_found(shared: Path) -> None:
    text = (shared / "strategy/published-page.en.txt").read_text(encoding="utf-8")
    assert figures(text) == [
        "$4 billion", "five years", "millions", "five", "1.2 million", "4.1million", "five-year", "19%", "24%",
        "850", "1,200", "1,400", "85%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It began in June 2019. To May 2020 it owes much.", "en"),
        ("Il a commencé en juin 2019. À mai 2020 il doit beaucoup.", "fr"),
        ("It was in June 2019, and May 2020 too.", "en"),
    ],
)
def test_dates_of_two_sentences_are_two_dates(text: str, language: str) -> None:
    assert [f.reason_aside for f in find_numbers(text, language)] == ["date", "date"]
    assert len({f.words[-4:] for f in find_numbers(text, language)}) == 2


def test_fiscal_years_are_years_in_both_languages() -> None:
    english, french = (
        find_durations("over six fiscal years (2016-2022)", "en"),
        find_durations("sur six exercices (2016-2022)", "fr"),
    )
    assert [(d.years, d.first_year, d.last_year) for d in english] == [(6, 2016, 2022)]
    assert [(d.years, d.first_year, d.last_year) for d in french] == [(6, 2016, 2022)]
