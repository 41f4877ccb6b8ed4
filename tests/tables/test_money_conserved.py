"""Money is neither lost nor made: through each split, join and conversion, in any order of the sources, or twice."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from book_copies import small_book
from pledgebook.book.load import engine_measures, load_book
from pledgebook.measures.answer import Request
from pledgebook.measures.cases import measures_over
from pledgebook.money import Rates
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import MONEY
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.build import build_tables
from pledgebook.tables.iati_details import DETAILS, detail_tables, packed
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.transaction import BookCurrency
from pledgebook.value import Known

BOOK = BookCurrency("EUR", Rates(), "rates")
CURRENCIES = frozenset({"EUR", "USD", "XDR"})
Sums = dict[tuple[object, object], Decimal]

AMOUNTS = st.decimals(-(10**7), 10**7, places=3).map(lambda d: f"{d:f}")
SHARES = st.lists(st.integers(1, 60), min_size=0, max_size=3)
TRANSACTIONS = st.lists(
    st.tuples(st.sampled_from("1234"), AMOUNTS, st.sampled_from(sorted(CURRENCIES)), st.integers(0, 3000)),
    max_size=4,
)
ACTIVITIES = st.lists(st.tuples(TRANSACTIONS, SHARES, SHARES), min_size=1, max_size=4)
QUICK = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def xml(activities: Sequence[Any]) -> bytes:
    text = "<iati-activities version='2.03'>"
    for number, (transactions, countries, sectors) in enumerate(activities):
        text += f"<iati-activity><iati-identifier>XX-1-{number}</iati-identifier><reporting-org ref='XX-1' type='10'/>"
        codes = zip(("AF", "IQ", "SY"), countries, strict=False)
        text += "".join(f"<recipient-country code='{c}' percentage='{p}'/>" for c, p in codes)
        codes = zip(("11110", "72010", "15160"), sectors, strict=False)
        text += "".join(f"<sector code='{c}' vocabulary='1' percentage='{p}'/>" for c, p in codes)
        for kind, amount, currency, days in transactions:
            day = date.fromordinal(date(2015, 1, 1).toordinal() + days)
            text += (
                f"<transaction><transaction-type code='{kind}'/><transaction-date iso-date='{day}'/>"
                f"<value currency='{currency}'>{amount}</value></transaction>"
            )
        text += "</iati-activity>\n"
    return (text + "</iati-activities>").encode()


def read(activities: Sequence[Any], source: str = "a") -> list[ActivityRead]:
    return list(read_activities(BytesIO(xml(activities)), source, CURRENCIES))


def tables(activities: Iterable[ActivityRead]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for table, row in money_rows(newest(activities), BOOK, (4, 1)):
        found[table].append(row)
    return found


def sums(rows: Iterable[Any], column: str = "amount") -> Sums:
    found: Sums = defaultdict(Decimal)
    for row in rows:
        found[row["transaction_type"], row["currency"]] += row[column] or 0
    return {key: total for key, total in found.items() if total}


@QUICK
@given(ACTIVITIES)
def test_a_split_keeps_every_amount_of_the_file_in_its_own_currency_and_in_the_books(activities: Any) -> None:
    written: Sums = defaultdict(Decimal)
    for transactions, *_ in activities:
        for kind, amount, currency, _ in transactions:
            written[kind, currency] += Decimal(amount)
    found = tables(read(activities))
    assert sums(found["transaction"]) == sums(found["flow"]) == {k: v for k, v in written.items() if v}
    assert sums(found["flow"], "amount_book") == sums(found["transaction"], "amount_book")


@QUICK
@given(ACTIVITIES, st.randoms(use_true_random=False))
def test_no_table_gains_or_loses_a_row_when_it_is_read_in_another_order_or_twice(
    activities: Any, chance: Any
) -> None:
    once = tables(read(activities))
    again = [*read(activities), *read(activities)]
    chance.shuffle(again)
    twice = tables(again)
    for table in ("activity", "transaction", "flow", "participating_org", "exchange_rate"):
        assert Counter(map(repr, twice[table])) == Counter(map(repr, once[table])), table


RESULT = (
    "<result type='1'><indicator measure='1'><baseline year='2019' value='{0}'/><period>"
    "<period-start iso-date='2020-01-01'/><period-end iso-date='2020-12-31'/><target value='{1}'/>"
    "<actual value='{2}'><dimension name='sex' value='f'/></actual></period></indicator></result>"
    "<budget><period-start iso-date='2020-01-01'/><period-end iso-date='2020-12-31'/><value>{1}</value></budget>"
    "<default-aid-type code='B01'/><default-aid-type vocabulary='2' code='1'/></iati-activity>"
)


@given(
    st.lists(st.tuples(*[st.integers(0, 99)] * 3), min_size=1, max_size=4), st.randoms(use_true_random=False)
)
@settings(deadline=None, max_examples=15)
def test_no_result_budget_or_type_of_aid_is_gained_or_lost_in_another_order_or_twice(
    results: Any, chance: Any
) -> None:
    text = xml([((), (), ())] * len(results)).decode()
    for numbers in results:
        text = text.replace("</iati-activity>\n", RESULT.format(*numbers), 1)

    def details() -> list[ActivityRead]:
        read_ = read_activities(BytesIO(text.encode()), "a", CURRENCIES, MONEY | DETAILS)
        return [packed(activity) for activity in read_]

    once, again = details(), [*details(), *details()]
    chance.shuffle(again)
    first, second = (detail_tables(newest(found)) for found in (once, again))
    assert (
        first.keys() == second.keys() >= {"aid_type", "budget", "result", "result_indicator", "result_value"}
    )
    assert all(second[table].equals(first[table]) for table in first)
    assert first["result_value"].num_rows == 3 * len(results)


@QUICK
@given(ACTIVITIES)
def test_a_conversion_rounds_each_transaction_once_and_makes_no_more_than_half_a_cent(
    activities: Any,
) -> None:
    for row in tables(read(activities))["transaction"]:
        rate = BOOK.rates.rate(row["currency"], "EUR", row["value_date"])
        if row["amount_book"] is not None and rate is not None:
            allowed = Decimal("0.005") + abs(row["amount"]) * Decimal("5e-13")
            assert abs(row["amount_book"] - row["amount"] * rate) <= allowed


BY = ("objective", "partner", "sector", "recipient_kind", "recipient", "fiscal_year", "activity")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "activity_id": st.sampled_from(["A", "B", "C"]),
            "transaction_type": st.just("2"),
            "transaction_date": st.sampled_from([date(2016, 1, 1), date(2019, 6, 30)]),
            "amount_book": st.integers(-10000, 10000).map(lambda n: f"{n / 100:.2f}"),
            "recipient_kind": st.sampled_from(["country", "region", "not_stated"]),
            "recipient_code": st.sampled_from(["IQ", "589"]),
            "sector_dac3": st.sampled_from(["720", "151"]),
            "partner_name": st.sampled_from(["One", "Two"]),
            "objective": st.sampled_from(["x", "not_aligned"]),
            "fiscal_year": st.sampled_from([2015, 2019]),
        }
    ),
    min_size=1,
    max_size=8,
)
ACTS = st.lists(
    st.fixed_dictionaries(
        {
            "activity_id": st.sampled_from(["A", "B", "Z"]),
            "start_date": st.sampled_from([date(2016, 1, 1), date(2018, 1, 1)]),
            "end_date": st.sampled_from([date(2016, 12, 31), date(2019, 12, 31)]),
            "source": st.sampled_from(["one", "two"]),
        }
    ),
    max_size=5,
)
AID = st.lists(
    st.fixed_dictionaries(
        {
            "activity_id": st.sampled_from(["A", "B", "Z"]),
            "transaction_number": st.sampled_from([1, 2, None]),
            "vocabulary": st.just("2"),
            "earmarking_category": st.sampled_from(["1", "4"]),
        }
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, ACTS, AID)
def test_a_join_and_any_breakdown_keep_the_sum(rows: Any, acts: Any, aid: Any) -> None:
    numbered = [row | {"transaction_number": n} for n, row in enumerate(rows, start=1)]
    found = measures_over(
        {"flow": numbered, "activity": acts, "aid_type": aid}, engine_measures(), {"currency": "EUR"}
    )
    whole = sum((Decimal(row["amount_book"]) for row in rows), Decimal(0))
    assert exact(found, "committed") == exact(found, "committed_by_agreement") == whole
    for measure, by in (("committed", BY), ("committed_by_agreement", ("length", "earmarking", *BY[:2]))):
        for dimension in by:
            parts = found.breakdown(Request(measure), dimension)
            assert (
                sum((p.value.interval.exact for p in parts if isinstance(p.value, Known)), Decimal(0))
                == whole
            )


CENTS = st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20)
INDEX = st.decimals("0.000000000001", 10000, places=12)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(CENTS, INDEX, INDEX)
def test_a_constant_price_is_the_exact_quotient_rounded_once_to_the_cent(
    cents: list[int], index: Decimal, base: Decimal
) -> None:
    paid = [
        {"activity_id": "A", "transaction_number": n, "transaction_type": "2", "flow_number": 1,
         "transaction_date": date(2018, 5, 1), "amount_book": str(Decimal(c) / 100)}
        for n, c in enumerate(cents)
    ]  # fmt: skip
    years = [
        {"price_year": 2018, "deflator_index": str(index)},
        {"price_year": 2022, "deflator_index": str(base)},
    ]
    if abs(max(cents, key=abs)) * base / index > 10**14:
        return
    found = measures_over(
        {"flow": paid, "deflator": years}, engine_measures(), {"currency": "EUR", "price_year": "2022"}
    )
    wanted = sum(_half_up(Fraction(c) * Fraction(base) / Fraction(index)) for c in cents)
    assert exact(found, "committed_constant") == Decimal(wanted) / 100


def _half_up(value: Fraction) -> int:
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def exact(found: Any, measure: str) -> Decimal | None:
    value = found.answer(Request(measure)).value
    return value.interval.exact if isinstance(value, Known) else None


@pytest.mark.parametrize(
    "names", [("activities", "again"), ("zz_last", "activities"), ("aa_first", "zz_last")]
)
def test_a_file_that_stands_in_a_book_twice_under_any_name_is_counted_once(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    def counted(book: Path) -> tuple[Sums, Sums]:
        loaded = load_book(book)
        rows = build_tables(loaded, take_snapshots(loaded)).rows
        return sums(rows["flow"]), sums(rows["transaction"])

    plain = counted(small_book(tmp_path, "plain"))
    book = small_book(tmp_path, "twice")
    kept = tmp_path / "kept"
    shutil.move(book / "sources/activities", kept)
    for name in names:
        shutil.copytree(kept, book / "sources" / name)
    assert counted(book) == plain
    assert plain[0]
