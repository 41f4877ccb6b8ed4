"""What figures.py writes, the grammar reads back: the same interval in both languages, holding what was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.core import get_global
from babel.numbers import get_currency_name
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.claims.judge import judge
from pledgebook.claims.words import Reading, read_figure
from pledgebook.figures import write_date, write_interval, write_quantity, write_span
from pledgebook.interval import Interval
from pledgebook.period import fiscal_span, fiscal_year_label
from pledgebook.value import known

WHOLE = st.integers(0, 10**15)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MONEY = st.decimals(0, 10**14, places=2)
UNITS = (
    "people",
    "CAD",
    "USD",
    "EUR",
    "percent",
    "points",
    "months",
    "years",
    "days",
    "times",
    "NOK",
    "IQD",
    "JPY",
)
IN_USE = sorted(
    {
        code
        for found in get_global("territory_currencies").values()
        for code, _, end, tender in found
        if tender and not end
    }
)
"""Every currency that some country spends today."""
SPACES = {" ": "\u00a0", "\u00a0": " ", "\u202f": " ", "’": "'"}
"""Other ways to write the same words: a break or none between them, either apostrophe."""
HEDGES = [
    ("{}", "{}"), ("about {}", "environ {}"), ("nearly {}", "près de {}"), ("more than {}", "plus de {}"),
    ("at least {}", "au moins {}"), ("up to {}", "jusqu’à {}"), ("less than {}", "moins de {}"),
    ("exactly {}", "exactement {}"),
]  # fmt: skip
bounded = settings(max_examples=120, deadline=None)


def read_both(english: str, french: str) -> tuple[Reading, Reading]:
    readings = tuple(
        read_figure(words, language, home_currency="CAD")
        for words, language in ((english, "en"), (french, "fr"))
    )
    assert readings[0] is not None, english
    assert readings[1] is not None, french
    return readings[0], readings[1]


def meaning(reading: Reading) -> tuple[object, ...]:
    """All of a reading but the words."""
    return (
        reading.number, reading.kind, reading.currency, reading.hedge, str(reading.interval),
        str(reading.next_round), str(reading.rounded), reading.unit_place, reading.days, reading.unit,
    )  # fmt: skip


@given(WHOLE)
@bounded
def test_a_whole_number_is_read_back_exactly(value: int) -> None:
    one, other = read_both(*(write_quantity(Decimal(value), "people", language) for language in ("en", "fr")))
    assert meaning(one) == meaning(other)
    assert one.interval == Interval.exactly(value)


@given(MONEY, st.sampled_from(["CAD", "USD", "EUR", "AUD"]), st.booleans())
@bounded
def test_money_long_or_short_reads_the_same_and_holds_what_was_written(
    value: Decimal, currency: str, short: bool
) -> None:
    one, other = read_both(
        *(write_quantity(value, currency, language, short=short, home="CAD") for language in ("en", "fr"))
    )
    assert meaning(one) == meaning(other)
    assert one.currency == currency
    assert one.interval is not None
    assert one.interval.holds(value)


@given(st.decimals(-1000, 1000, places=3), st.sampled_from(["percent", "points"]))
@bounded
def test_percentages_and_points_read_the_same_and_hold_what_was_written(value: Decimal, unit: str) -> None:
    one, other = read_both(*(write_quantity(value, unit, language) for language in ("en", "fr")))
    assert meaning(one) == meaning(other)
    assert one.kind == unit
    assert one.interval is not None
    assert one.interval.holds(value)


@given(st.integers(1, 5000))
@bounded
def test_a_rank_reads_the_same(place: int) -> None:
    one, other = read_both(*(write_quantity(Decimal(place), "rank", language) for language in ("en", "fr")))
    assert (one.kind, one.number) == (other.kind, other.number) == ("rank", place)


@given(DAYS, DAYS)
@bounded
def test_days_and_spans_read_the_same(one_day: date, other_day: date) -> None:
    first, last = sorted((one_day, other_day))
    for written in (
        [write_date(first, x) for x in ("en", "fr")],
        [write_span(first, last, x) for x in ("en", "fr")],
    ):
        readings = [
            read_figure(words, language, home_currency="CAD", kind="date")
            for words, language in zip(written, ("en", "fr"), strict=True)
        ]
        assert readings[0] is not None, written
        assert readings[1] is not None, written
        assert readings[0].days == readings[1].days
    assert readings[0].days == (first, last)


@given(MONEY, st.sampled_from(UNITS), st.sampled_from(HEDGES), st.booleans(), st.decimals(-3, 3, places=2))
@bounded
def test_a_verdict_never_changes_with_the_language(
    value: Decimal, unit: str, hedge: tuple[str, str], short: bool, off: Decimal
) -> None:
    written = (write_quantity(value, unit, language, short=short, home="CAD") for language in ("en", "fr"))
    one, other = read_both(*(h.format(w) for h, w in zip(hedge, written, strict=True)))
    assert meaning(one) == meaning(other)
    data = known(value + off * (one.unit_place or 1))
    judged = [judge(r, data, measure_kind="stock", unit=unit, home_currency="CAD") for r in (one, other)]
    assert judged[0] == judged[1]
    assert judged[0].truth in ("holds", "does_not_hold")


@given(
    st.integers(0, 10**12),
    st.integers(1, 10**12),
    st.sampled_from(["people", "CAD", "USD", "EUR", "NOK", "percent", "points"]),
)
@bounded
def test_a_range_reads_the_same(low: int, width: int, unit: str) -> None:
    interval = Interval(Decimal(low), Decimal(low + width))
    one, other = read_both(
        *(write_interval(interval, unit, language, home="CAD") for language in ("en", "fr"))
    )
    assert one.interval == other.interval == interval


@given(MONEY, st.sampled_from(IN_USE), st.booleans(), st.sampled_from(HEDGES))
@bounded
def test_every_currency_in_use_reads_the_same_by_its_code(
    value: Decimal, currency: str, short: bool, hedge: tuple[str, str]
) -> None:
    written = [
        write_quantity(value, currency, language, short=short, home="CAD") for language in ("en", "fr")
    ]
    one, other = read_both(*(h.format(w) for h, w in zip(hedge, written, strict=True)))
    assert meaning(one) == meaning(other)
    assert one.currency == currency


@pytest.mark.parametrize("currency", IN_USE)
def test_the_names_of_a_currency_read_the_same(currency: str) -> None:
    names = [str(get_currency_name(currency, count=1_000_000, locale=language)) for language in ("en", "fr")]
    if any(sign in name for name in names for sign in "(."):
        pytest.skip("a name with a bracket or an abbreviation is never written in prose like that")
    link = "d’" if names[1][0].casefold() in "aeéhiouy" else "de "
    one, other = read_both(f"3 million {names[0]}", f"3 millions {link}{names[1]}")
    assert meaning(one) == meaning(other)
    assert one.currency == currency


@given(st.integers(1900, 2098), st.sampled_from([(4, 1), (7, 1), (10, 1), (1, 1)]))
@bounded
def test_a_fiscal_year_reads_the_same(year: int, start: tuple[int, int]) -> None:
    for form in ("{}", "FY {}" if start != (1, 1) else "{}"):
        english = form.format(fiscal_year_label(year, start, "en"))
        french = form.replace("FY", "exercice").format(fiscal_year_label(year, start, "fr"))
        for words, language in ((english, "en"), (french, "fr")):
            reading = read_figure(words, language, home_currency="CAD", kind="date", fiscal_start=start)
            assert reading is not None, words
            span = fiscal_span(year, start)
            assert reading.days == (span.first, span.last), words


@given(
    MONEY,
    st.sampled_from(UNITS),
    st.sampled_from(HEDGES),
    st.booleans(),
    st.sets(st.sampled_from(sorted(SPACES))),
)
@bounded
def test_no_space_apostrophe_or_first_capital_changes_what_is_read(
    value: Decimal, unit: str, hedge: tuple[str, str], short: bool, changed: set[str]
) -> None:
    for form, language in zip(hedge, ("en", "fr"), strict=True):
        words = form.format(write_quantity(value, unit, language, short=short, home="CAD"))
        other = "".join(SPACES[c] if c in changed else c for c in words)
        readings = [
            read_figure(said, language, home_currency="CAD")
            for said in (words, other, other[0].upper() + other[1:])
        ]
        assert all(readings), (words, other)
        assert len({meaning(r) for r in readings if r}) == 1
