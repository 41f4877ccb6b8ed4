"""Days, spans and fiscal years: what is read, what is refused, what is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.period import (
    Span,
    fiscal_span,
    fiscal_year,
    fiscal_year_label,
    parse_day,
    parse_span,
    years_between,
)

APRIL = (4, 1)
CALENDAR = (1, 1)


def span(first: str, last: str) -> Span:
    return Span(parse_day(first), parse_day(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2020-12-31", "2020-12-31", "2020-12-31"),
        ("2016-04-01/2022-03-31", "2016-04-01", "2022-03-31"),
        ("2016-04/2022-03", "2016-04-01", "2022-03-31"),
        ("2016-04/2016-04-15", "2016-04-01", "2016-04-15"),
        (" 2020-12 ", "2020-12-01", "2020-12-31"),
        ("FY2016/17", "2016-04-01", "2017-03-31"),
        ("FY2016/2017", "2016-04-01", "2017-03-31"),
        ("FY1999/00", "1999-04-01", "2000-03-31"),
    ],
)
def test_a_span_is_read_in_each_of_its_notations(text: str, first: str, last: str):
    assert parse_span(text, APRIL) == span(first, last)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "20",
            "20201231",
            "2020-1",
            "2020-13",
            "2020-00",
            "0000",
            "0000-01",
            "2020-12-32",
            "2021-02-29",
        ),
        *("2016/2017", "2016-17", "2020-12-31/", "/2020-12-31", "2020-01-01/2020-02-01/2020-03-01"),
        *("2020-W01-1", "２０２０", "2020-Q1", "last year"),
        *("FY2016/18", "FY2016/16", "FY2016", "FY16/17", "fy2016/17", "FY2016/17/18", "FY0000/01"),
    ],
)
def test_anything_else_is_refused_and_the_message_quotes_it(text: str):
    with pytest.raises(ValueError) as error:
        parse_span(text, APRIL)
    assert repr(text) in str(error.value)


def test_a_refused_span_says_what_is_allowed():
    with pytest.raises(ValueError, match=r"write 2020, 2020-12, 2020-12-31, 2016-04-01/2022-03-31"):
        parse_span("2016/2017")


def test_a_fiscal_year_with_the_wrong_second_year_says_the_right_one():
    with pytest.raises(ValueError, match=r"write FY2016/17$"):
        parse_span("FY2016/18", APRIL)
    with pytest.raises(ValueError, match=r"write FY2016$"):
        parse_span("FY2016/17", CALENDAR)


def test_a_fiscal_year_that_is_the_calendar_year_is_written_with_one_year():
    assert parse_span("FY2016", CALENDAR) == parse_span("2016")


def test_a_fiscal_year_is_refused_where_nobody_declared_when_it_starts():
    with pytest.raises(ValueError, match="needs to know when the fiscal year starts"):
        parse_span("FY2016/17")


@pytest.mark.parametrize(
    "text", ["2020-12", "20201231", "2020-12-31T00:00:00", "31-12-2020", "", "2020-W53-4"]
)
def test_a_day_has_one_notation(text: str):
    with pytest.raises(ValueError, match="write 2020-12-31"):
        parse_day(text)


def test_a_day_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError, match=r"'2021-02-29' is no day of the calendar"):
        parse_day("2021-02-29")


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end before"):
        parse_span("2022-03-31/2016-04-01")


def test_both_ends_belong_to_the_span():
    strategy = parse_span("2016-04-01/2022-03-31")
    assert strategy.contains(date(2016, 4, 1))
    assert strategy.contains(date(2022, 3, 31))
    assert not strategy.contains(date(2016, 3, 31))
    assert not strategy.contains(date(2022, 4, 1))
    assert strategy.contains(strategy)
    assert not strategy.contains(parse_span("2016"))


def test_spans_overlap_when_they_share_a_single_day():
    assert parse_span("2016").overlaps(span("2016-12-31", "2017-05-01"))
    assert span("2016-12-31", "2017-05-01").overlaps(parse_span("2016"))
    assert not parse_span("2016").overlaps(parse_span("2017"))


def test_a_span_of_one_day_is_one_day_long():
    assert parse_span("2020-12-31").days == 1
    assert parse_span("2020").days == 366


def test_spans_are_ordered_by_their_first_day_and_then_by_their_last():
    assert sorted(map(parse_span, ["2017", "2016-04", "2016", "2016-01"])) == list(
        map(parse_span, ["2016-01", "2016", "2016-04", "2017"])
    )


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2016-04-01", "2022-03-31", 72),
        ("2016-04-01", "2022-03-30", 71),
        ("2020-01-15", "2020-02-14", 1),
        ("2020-01-15", "2020-02-13", 0),
        ("2021-01-31", "2021-02-27", 1),
        ("2021-01-31", "2021-02-26", 0),
        ("2020-01-31", "2020-02-28", 1),
        ("2020-01-31", "2020-03-30", 2),
        ("2020-02-29", "2021-02-27", 12),
        ("2020-12-31", "2020-12-31", 0),
        ("2020-12-01", "2020-12-31", 1),
        ("9999-12-01", "9999-12-31", 1),
    ],
)
def test_only_whole_months_count(first: str, last: str, months: int):
    assert span(first, last).whole_months == months


def test_six_fiscal_years_are_six_years_and_a_day_less_is_five():
    assert years_between(date(2016, 4, 1), date(2022, 3, 31)) == 6
    assert years_between(date(2016, 4, 1), date(2022, 3, 30)) == 5


def test_the_last_day_of_a_fiscal_year_belongs_to_the_year_before():
    assert fiscal_year(date(2017, 3, 31), APRIL) == 2016
    assert fiscal_year(date(2017, 4, 1), APRIL) == 2017
    assert fiscal_year(date(2017, 1, 1), CALENDAR) == 2017
    assert fiscal_year(date(2016, 10, 1), (10, 1)) == 2016


def test_a_fiscal_year_is_written_as_each_language_writes_it():
    assert fiscal_year_label(2016, APRIL, "en") == "2016-17"
    assert fiscal_year_label(2016, APRIL, "fr") == "2016-2017"
    assert fiscal_year_label(1999, APRIL, "en") == "1999-00"
    assert fiscal_year_label(2016, CALENDAR, "fr") == "2016"


def test_a_language_nobody_wrote_has_no_label():
    with pytest.raises(ValueError, match="there are ar, en, fr"):
        fiscal_year_label(2016, APRIL, "de")


@pytest.mark.parametrize("start", [(2, 29), (13, 1), (0, 1), (4, 31), (4, 0)])
def test_a_fiscal_year_starts_on_a_day_that_every_year_has(start: tuple[int, int]):
    with pytest.raises(ValueError, match="a fiscal year cannot start"):
        fiscal_year(date(2020, 6, 1), start)


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
starts = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: (day.month, day.day))


@given(days, days)
def test_what_is_printed_is_read_back_as_the_same_span(one: date, other: date):
    whole = Span(min(one, other), max(one, other))
    assert parse_span(str(whole)) == whole


@given(days)
def test_a_year_and_a_month_are_printed_in_their_shortest_notation(day: date):
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        assert str(parse_span(text)) == text


@given(days, starts)
def test_every_day_lies_in_its_own_fiscal_year_and_in_no_other(day: date, start: tuple[int, int]):
    year = fiscal_year(day, start)
    assert fiscal_span(year, start).contains(day)
    assert not fiscal_span(year - 1, start).overlaps(fiscal_span(year, start))
    assert fiscal_span(year, start).first - fiscal_span(year - 1, start).last == timedelta(days=1)


@given(days, days)
def test_a_longer_span_never_has_fewer_months(one: date, other: date):
    first, last = min(one, other), max(one, other)
    assert 0 <= Span(first, last).whole_months <= Span(first, last + timedelta(days=1)).whole_months
