"""The donor's money in the partners' books: what is found, by what, why the rest is not; none of it is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book_copies import compiled, edit, lock, small_book, write
from pledgebook.book.models import Followed
from pledgebook.codes import codes_of
from pledgebook.money import Rates
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.tables.followed import Books, Row, followed_rows
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.transaction import BookCurrency

RATES = Rates()
DONOR, PARTNER = "XX-1", "XM-DAC-41121"


def declared(**more: object) -> Followed:
    publishers = [{"org_ref": PARTNER}, {"org_ref": "XM-DAC-41114", "dates": "year"}]
    return Followed.model_validate({"days": 30, "percent": 5, "publishers": publishers} | more)


def paid(amount: str, day: str, number: int = 1, activity: str = "XX-1-A", **more: object) -> Row:
    row: Row = {
        "activity_id": activity,
        "transaction_number": number,
        "transaction_type": "3",
        "transaction_date": date.fromisoformat(day),
        "value_date": date.fromisoformat(day),
        "amount": Decimal(amount),
        "amount_book": Decimal(amount),
        "currency": "EUR",
        "provider_org_ref": None,
        "provider_org_name": None,
        "provider_activity_id": None,
        "receiver_org_ref": PARTNER,
        "receiver_activity_id": None,
        "source": "s",
        "record": "line 1",
    }
    return row | more


def got(amount: str, day: str, number: int = 1, activity: str = "YY-P", **more: object) -> Row:
    about = {"transaction_type": "11", "provider_org_ref": DONOR, "receiver_org_ref": None}
    return paid(amount, day, number, activity, **{**about, **more})


def follow(
    transactions: Sequence[Row], followed: Followed | None = None, places: dict[str, str] | None = None
) -> list[Row]:
    reporters = {str(t["activity_id"]): DONOR if str(t["activity_id"]).startswith("XX") else PARTNER
                 for t in transactions}  # fmt: skip
    for t in transactions:
        reporters[str(t["activity_id"])] = str(t.get("by") or reporters[str(t["activity_id"])])
    activities: list[Row] = [{"activity_id": a, "reporting_org_ref": r} for a, r in reporters.items()]
    flows: list[Row] = [
        {"activity_id": a, "recipient_kind": "country", "recipient_code": c}
        for a, c in (places or {}).items()
    ]
    return followed_rows(Books(activities, transactions, [], flows, (DONOR,)), followed or declared(), RATES)


def told(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    return sorted(
        (r["side"], r["activity_id"], r["transaction_number"], r["rule"] or r["reason"]) for r in rows
    )  # type: ignore[type-var]


def test_partner_amount_and_day_within_the_tolerance_find_the_payment_on_both_sides() -> None:
    rows = follow([paid("100", "2020-06-01"), got("97", "2020-06-20")])
    assert told(rows) == [
        ("incoming", "YY-P", 1, "amount_and_date"),
        ("outgoing", "XX-1-A", 1, "amount_and_date"),
    ]
    assert [(r["days_apart"], r["difference_percent"]) for r in rows] == [(19, Decimal(-3))] * 2
    assert rows[0]["found_activity_id"] == "YY-P"


@pytest.mark.parametrize(
    ("reason", "other"),
    [
        ("amount_differs", got("94.99", "2020-06-01")),
        ("date_differs", got("100", "2020-07-02")),
        ("both_differ", got("50", "2021-06-01")),
        ("donor_not_named", got("100", "2020-06-01", provider_org_ref="ZZ-1")),
    ],
)
def test_one_step_outside_the_tolerance_is_not_found_and_says_why(reason: str, other: Row) -> None:
    rows = follow([paid("100", "2020-06-01"), other])
    assert rows[0]["reason"] == reason
    assert {r["outcome"] for r in rows} == {"not_found"}


def test_the_last_day_and_the_last_percent_of_the_tolerance_are_inside_it() -> None:
    assert follow([paid("100", "2020-06-01"), got("95", "2020-07-01")])[0]["outcome"] == "found"


def test_who_dates_a_year_by_its_last_day_is_found_from_the_years_first_day_on() -> None:
    other = got("100", "2020-12-31", by="XM-DAC-41114")
    assert follow([paid("100", "2020-01-01", receiver_org_ref="41114"), other])[0]["outcome"] == "found"
    assert follow([paid("100", "2019-11-01", receiver_org_ref="41114"), other])[0]["reason"] == "date_differs"


def test_a_named_activity_comes_before_a_nearer_amount_even_without_the_digits_of_its_phase() -> None:
    near, named = (
        got("100", "2020-06-01"),
        got("96", "2020-06-20", activity="YY-Q", provider_activity_id="XX-1-A"),
    )
    rows = follow([paid("100", "2020-06-01", activity="XX-1-A001"), near, named])
    assert (rows[0]["rule"], rows[0]["found_activity_id"]) == ("activity", "YY-Q")
    assert rows[1]["reason"] == "taken"


def test_an_identifier_that_only_begins_alike_is_another_activity() -> None:
    rows = follow(
        [paid("100", "2020-06-01", activity="XX-1-AB"), got("7", "2020-06-01", provider_activity_id="XX-1-A")]
    )
    assert rows[1]["reason"] == "activity_not_read"


def test_what_fits_two_activities_equally_well_is_not_guessed() -> None:
    rows = follow(
        [paid("100", "2020-06-01"), got("100", "2020-06-01"), got("100", "2020-06-01", activity="YY-Q")]
    )
    assert [r["reason"] for r in rows] == ["ambiguous"] * 3


def test_two_equal_payments_of_one_activity_are_found_in_two_of_another() -> None:
    twice = [paid("100", "2020-06-01", n) for n in (1, 2)] + [got("100", "2020-06-01", n) for n in (1, 2, 3)]
    found = Counter((r["side"], r["rule"] or r["reason"]) for r in follow(twice))
    assert found == {
        ("outgoing", "amount_and_date"): 2,
        ("incoming", "amount_and_date"): 2,
        ("incoming", "taken"): 1,
    }


def test_money_for_another_country_is_not_the_same_money() -> None:
    pair = [paid("100", "2020-06-01"), got("100", "2020-06-01")]
    assert follow(pair, places={"XX-1-A": "XX", "YY-P": "YY"})[0]["reason"] == "place_differs"
    assert follow(pair, places={"XX-1-A": "XX", "YY-P": "XX"})[0]["outcome"] == "found"
    assert follow(pair, places={"XX-1-A": "XX"})[0]["outcome"] == "found", (
        "a region or nothing is no other country"
    )


def test_a_commitment_and_its_payment_may_both_be_found_in_one_incoming_transaction() -> None:
    rows = follow(
        [
            paid("100", "2020-06-01", transaction_type="2"),
            paid("100", "2020-06-02", 2),
            got("100", "2020-06-02"),
        ]
    )
    assert [r["outcome"] for r in rows] == ["found"] * 3


def in_parts(*transactions: Row, days: int = 60) -> Counter[tuple[object, ...]]:
    rows = follow(transactions, declared(parts_days=days))
    return Counter((r["side"], r["rule"] or r["reason"]) for r in rows)


def test_a_payment_booked_in_parts_and_payments_booked_as_one_are_found_to_the_cent() -> None:
    parts = (got("60.25", "2020-06-20", 1), got("39.75", "2020-07-20", 2))
    assert in_parts(paid("100", "2020-06-01"), *parts) == {("outgoing", "parts"): 1, ("incoming", "parts"): 2}
    rows = follow([paid("100", "2020-06-01"), *parts], declared(parts_days=60))
    names = ("found_amount", "found_transactions", "found_transaction_number", "days_apart")
    assert [tuple(r[n] for n in names) for r in rows] == [
        (Decimal(100), 2, None, 49),
        (Decimal(100), 1, 1, 19),
        (Decimal(100), 1, 1, 49),
    ]
    payments = (paid("60.25", "2020-06-20", 1), paid("39.75", "2020-07-20", 2))
    assert in_parts(*payments, got("100", "2020-08-01")) == {
        ("outgoing", "merged"): 2,
        ("incoming", "merged"): 1,
    }


@pytest.mark.parametrize(
    "parts",
    [
        (got("60", "2020-06-20", 1), got("39.99", "2020-07-20", 2)),
        (got("60", "2020-06-20", 1), got("40", "2020-08-01", 2)),
        (got("60", "2020-06-20", 1), got("40", "2020-07-20", 1, activity="YY-Q")),
        (got("60", "2020-06-20", 1), got("40", "2020-07-20", 2, transaction_type="1")),
        (got("60", "2020-06-20", 1), got("40", "2020-07-20", 2, currency="USD")),
        (got("160", "2020-06-20", 1), got("-60", "2020-07-20", 2)),
    ],
    ids=["a cent", "a day", "an activity", "a type", "a currency", "paid back"],
)
def test_parts_that_are_one_step_from_adding_up_are_not_found(parts: tuple[Row, ...]) -> None:
    assert not {rule for _, rule in in_parts(paid("100", "2020-06-01"), *parts)} & {"parts", "merged"}


def test_without_a_window_no_parts_are_searched() -> None:
    rows = follow([paid("100", "2020-06-01"), got("60", "2020-06-20", 1), got("40", "2020-06-20", 2)])
    assert {r["outcome"] for r in rows} == {"not_found"}


@pytest.mark.parametrize(
    "transactions",
    [
        [paid("100", "2020-06-01"), *(got(a, "2020-06-20", n) for n, a in enumerate(("60", "40", "30", "70")))],
        [paid("100", "2020-06-01"), *(got(a, "2020-06-20", n) for n, a in enumerate(("60", "40", "40")))],
        [paid("100", "2020-06-01", n) for n in (1, 2)] + [got(a, "2020-06-20", int(a)) for a in ("60", "40")],
        [paid("100", "2020-06-01"), got("100", "2020-07-20", activity="YY-Q"),
         got("60", "2020-06-20", 1), got("40", "2020-06-20", 2)],
    ],
    ids=["two ways", "two alike", "two payments", "a single one outside the tolerance of days"],
)  # fmt: skip
def test_what_adds_up_in_two_ways_or_is_needed_twice_stays_unmatched_and_says_so(
    transactions: list[Row],
) -> None:
    assert {rule for _, rule in in_parts(*transactions)} == {"ambiguous_parts"}


def test_parts_of_which_too_many_sums_could_be_made_are_said_to_be_too_many() -> None:
    parts = [got(f"{2**n}", "2020-06-20", n + 1) for n in range(16)]
    assert in_parts(paid("65535", "2020-06-01"), *parts)["outgoing", "too_many_parts"] == 1


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5), st.permutations(range(8)))
def test_no_money_is_found_twice_in_parts_whatever_the_order(amounts: list[int], order: list[int]) -> None:
    given_ = [paid(str(a), "2020-06-01", n + 1, f"XX-{n % 2}") for n, a in enumerate(amounts)]
    received = [got(str(a), "2020-07-15", n + 1) for n, a in enumerate((3, 4, 5))]
    both = [*given_, *received]
    rows = follow(both, declared(parts_days=60))
    for rule in ("parts", "merged"):
        sums = {s: sum(r["amount"] for r in rows if r["side"] == s and r["rule"] == rule)
                for s in ("outgoing", "incoming")}  # fmt: skip
        assert sums["outgoing"] == sums["incoming"]
    turned = [both[n % len(both)] for n in order if n < len(both)]
    turned += [t for t in both if t not in turned]
    assert told(follow(turned, declared(parts_days=60))) == told(rows)


def test_two_currencies_are_compared_at_the_rate_of_the_day_the_money_went_out() -> None:
    dollars = RATES.convert(Decimal(100), "EUR", "USD", date(2020, 6, 1))
    rows = follow(
        [paid("100", "2020-06-01"), got(str(dollars), "2020-06-20", currency="USD")], declared(percent=0)
    )
    assert rows[0]["outcome"] == "found"
    assert (
        follow([paid("100", "2020-06-01"), got("100", "2020-06-01", currency="XAU")])[0]["reason"]
        == "amount_differs"
    )


@pytest.mark.parametrize(
    ("reason", "about"),
    [
        ("receiver_not_stated", {"receiver_org_ref": None}),
        ("not_followed", {"receiver_org_ref": "ZZ-9"}),
        ("books_not_read", {"receiver_org_ref": "41114"}),
        ("no_amount", {"amount": None, "amount_book": None}),
    ],
)
def test_a_payment_that_cannot_be_looked_for_says_why(reason: str, about: dict[str, object]) -> None:
    rows = follow([paid("100", "2020-06-01") | about, got("100", "2020-06-01")])
    assert rows[0]["reason"] == reason


def test_a_donor_without_identifier_is_known_by_the_names_that_the_book_declares() -> None:
    nameless = got("100", "2020-06-01", provider_org_ref=None, provider_org_name="Government of Nowhere")
    assert len(follow([paid("100", "2020-06-01"), nameless])) == 1
    rows = follow([paid("100", "2020-06-01"), nameless], declared(donor_names=["government of nowhere"]))
    assert [r["outcome"] for r in rows] == ["found", "found"]


AMOUNTS = st.integers(-300, 300).map(str)
DAYS = st.dates(date(2020, 1, 1), date(2020, 4, 1)).map(str)
NUMBERED = st.lists(st.tuples(AMOUNTS, DAYS, st.sampled_from("AB"), st.sampled_from("23")), max_size=6)


@given(NUMBERED, NUMBERED)
def test_every_transaction_is_told_once_and_pairs_are_one_to_one_whatever_the_order(
    out: Any, into: Any
) -> None:
    given_out = [paid(a, d, n, f"XX-1-{w}", transaction_type=k) for n, (a, d, w, k) in enumerate(out)]
    received = [got(a, d, n, f"YY-{w}") for n, (a, d, w, _) in enumerate(into)]
    rows = follow([*given_out, *received])
    assert Counter(r["side"] for r in rows) == Counter({"outgoing": len(out), "incoming": len(into)})
    sums = sum((Decimal(str(r["amount"])) for r in rows if r["side"] == "outgoing"), Decimal(0))
    assert sums == sum((Decimal(a) for a, *_ in out), Decimal(0))
    for kind in "23":
        pairs = [(r["found_activity_id"], r["found_transaction_number"]) for r in rows
                 if r["side"] == "outgoing" and r["outcome"] == "found" and r["transaction_type"] == kind]  # fmt: skip
        assert len(pairs) == len(set(pairs))
    assert all(bool(r["reason"]) != (r["outcome"] == "found") for r in rows)
    assert told(follow([*received[::-1], *given_out[::-1]])) == told(rows)


BOOKS = """title: {en: A partner’s books, fr: Les livres d’un partenaire}
publisher: {id: partner, en: A partner, fr: Un partenaire}
address: https://example.org
licence: CC0-1.0
retrieved: 2024-01-31
evidence: record
reader: iati
file: books.xml
followed: true
"""
FOLLOWED = "followed: {days: 30, percent: 5, publishers: [{org_ref: YY-9}]}\nrules:"


def book_with_partner(folder: Path) -> Path:
    book = small_book(folder)
    edit(book, "objectives/money.yml", "rules:", FOLLOWED)
    write(book, "sources/partner/source.yml", BOOKS)
    xml = (
        "<iati-activities version='2.03'><iati-activity default-currency='EUR'>"
        "<iati-identifier>YY-9-P</iati-identifier><reporting-org ref='YY-9' type='40'/><recipient-country code='XX'/>"
    )
    for kind, about in (("11", "<provider-org ref='XX-AID'/>"), ("4", ""), ("2", "")):
        xml += (
            f"<transaction><transaction-type code='{kind}'/><transaction-date iso-date='2020-06-01'/>"
            f"<value>100</value>{about}</transaction>"
        )
    write(book, "sources/partner/books.xml", f"{xml}</iati-activity></iati-activities>")
    own = (book / "sources/activities/activities.xml").read_text()
    more = (
        "<iati-activity default-currency='EUR'><iati-identifier>XX-AID-9</iati-identifier>"
        "<reporting-org ref='XX-AID' type='10'/><recipient-country code='XX'/>"
        "<transaction><transaction-type code='3'/><transaction-date iso-date='2020-06-02'/><value>100</value>"
        "<receiver-org ref='YY-9'/></transaction></iati-activity></iati-activities>"
    )
    write(book, "sources/activities/activities.xml", own.replace("</iati-activities>", more))
    return book


def test_nothing_of_a_partners_books_counts_or_has_a_page(tmp_path: Path) -> None:
    book = book_with_partner(tmp_path)
    lock(book)
    done = compiled(book)
    assert "YY-9-P" not in {
        r["activity_id"] for t in ("activity", "transaction", "flow", "exclusion") for r in done.rows[t]
    }
    found = [r for r in done.rows["followed_transaction"] if r["outcome"] == "found"]
    assert {(r["side"], r["activity_id"]) for r in found} == {
        ("outgoing", "XX-AID-9"),
        ("incoming", "YY-9-P"),
    }
    assert not [f for f in done.findings if f.problem.code == "MON004"]


def test_money_that_counts_in_both_books_is_told_at_the_declaration(tmp_path: Path) -> None:
    book = book_with_partner(tmp_path)
    edit(book, "sources/partner/source.yml", "followed: true\n", "")
    lock(book)
    assert not [f for f in compiled(book).findings if f.problem.code == "MON004"], "own reports alone count"
    edit(book, "objectives/money.yml", "followed:", "counted_once: {own_reports: false}\nfollowed:")
    findings = [f for f in compiled(book).findings if f.problem.code == "MON004"]
    assert [f.problem.where.file.name for f in findings] == ["money.yml"]
    assert findings[0].stops


PUBLISHERS = [
    {"org_ref": "XM-DAC-41121"},
    {"org_ref": "XM-DAC-41114", "dates": "year"},
    {"org_ref": "XM-DAC-47066"},
    {"org_ref": "XM-DAC-41122"},
]
NAMES = ["Canada - Global Affairs Canada | Affaires mondiales Canada", "Government of Canada"]


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, list[Row]]:
    """The department's files, the other publishers' on Iraq, and what UNHCR, UNDP and IOM publish in the corpus."""
    folder, currencies = shared / "data/iati", frozenset(codes_of("iso", "currency"))
    names = ["canada/gac-all.xml", "canada/gac-iraq.xml", "iraq/iraq-other-publishers.xml"]
    names += [f"corpus/XM-DAC-{n}.xml" for n in (41121, 41114, 47066)]
    read = newest(a for n in names for a in read_activities(folder / n, n, currencies))
    rows: dict[str, list[Row]] = {n: [] for n in ("activity", "transaction", "participating_org", "flow")}
    for table, row in money_rows(read, BookCurrency("CAD", RATES, "ecb"), (4, 1)):
        rows.get(table, []).append(row)
    followed = declared(
        days=45, parts_days=365, donor_refs=["CA-4"], donor_names=NAMES, publishers=PUBLISHERS
    )
    rows["followed"] = followed_rows(Books(*list(rows.values())[:4], own_refs=("CA-3",)), followed, RATES)  # type: ignore[misc]
    return rows


@pytest.mark.shared
def test_how_many_of_the_departments_payments_are_in_the_books_of_unhcr_undp_iom_and_unicef(
    real: Any,
) -> None:
    counted = Counter(
        (str(r["side"]), str(r["partner_org_ref"]).removeprefix("XM-DAC-"), str(r["rule"] or r["reason"]))
        for r in real["followed"]
        if r["reason"] not in ("not_followed", "receiver_not_stated") and r["transaction_type"] != "2"
    )
    assert counted == {
        ("outgoing", "47066", "activity"): 1,
        ("outgoing", "41114", "amount_and_date"): 3,
        ("outgoing", "41114", "amount_differs"): 2,
        ("outgoing", "41114", "date_differs"): 6,
        ("outgoing", "41114", "place_differs"): 6,
        ("outgoing", "41122", "books_not_read"): 25,
        ("incoming", "47066", "activity"): 1,
        ("incoming", "47066", "activity_not_read"): 12,
        ("incoming", "47066", "both_differ"): 12,
        ("incoming", "47066", "date_differs"): 1,
        ("incoming", "41121", "activity_not_read"): 6,
        ("incoming", "41121", "no_outgoing"): 93,
        ("incoming", "41114", "amount_and_date"): 6,
        ("incoming", "41114", "amount_differs"): 74,
        ("incoming", "41114", "both_differ"): 3,
        ("incoming", "41114", "date_differs"): 12,
        ("incoming", "41114", "place_differs"): 8,
    }


@pytest.mark.shared
def test_every_transaction_of_the_department_is_told_once(real: Any) -> None:
    own = {a["activity_id"] for a in real["activity"] if a["reporting_org_ref"] == "CA-3"}
    wanted = Counter((t["activity_id"], t["transaction_number"]) for t in real["transaction"]
                     if t["activity_id"] in own and t["transaction_type"] in ("2", "3"))  # fmt: skip
    rows = [r for r in real["followed"] if r["side"] == "outgoing"]
    assert Counter((r["activity_id"], r["transaction_number"]) for r in rows) == wanted
