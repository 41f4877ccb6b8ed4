"""Splitting loses nothing and invents nothing: the flows of a transaction add up to it, to the last digit."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook import codes
from pledgebook.money import Rates
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.shares import Kind, Share
from pledgebook.tables.iati_money import TABLES, money_rows
from pledgebook.tables.schema import to_arrow
from pledgebook.tables.shares import NOT_STATED, parts_of, recipients_that_count, sectors_that_count
from pledgebook.tables.split import allot, split
from pledgebook.tables.transaction import BookCurrency

CURRENCIES = frozenset(codes.codes_of("iso", "currency"))
FROM_APRIL = (4, 1)


def share(kind: Kind, code: str, percentage: str | None, vocabulary: str = "1") -> Share:
    vocabulary = "" if kind == "country" else vocabulary
    return Share(kind, vocabulary, code, None if percentage is None else Decimal(percentage))


def stated(*shares: Share) -> tuple[dict[str, Fraction], str]:
    parts = parts_of(shares)
    whole = sum(parts.weights)
    return {k[2]: Fraction(w, whole) for k, w in zip(parts.keys, parts.weights, strict=True)}, parts.problem


def total(amounts: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(a) for a in amounts if a is not None), Fraction(0))


# --- percentages


def test_countries_and_regions_share_one_hundred() -> None:
    parts, problem = stated(share("country", "IQ", "95"), share("region", "589", "5"))
    assert (parts, problem) == ({"IQ": Fraction(95, 100), "589": Fraction(5, 100)}, "")


@pytest.mark.parametrize(("first", "second"), [("50.5", "50.5"), ("49.5", "49.5")])
def test_within_one_point_of_100_shares_are_scaled(first: str, second: str) -> None:
    parts, problem = stated(share("country", "IQ", first), share("country", "SY", second))
    assert (parts, problem) == ({"IQ": Fraction(1, 2), "SY": Fraction(1, 2)}, "")


def test_what_is_missing_to_100_is_not_stated() -> None:
    parts, problem = stated(share("country", "IQ", "30"), share("country", "SY", "68.99"))
    assert parts == {"IQ": Fraction(30, 100), "SY": Fraction("0.6899"), "not_stated": Fraction("0.0101")}
    assert problem == "share-below-100"


@pytest.mark.parametrize("second", ["51.01", "80"])
def test_shares_above_101_are_not_split_at_all(second: str) -> None:
    assert stated(share("country", "IQ", "50"), share("country", "SY", second)) == (
        {"not_stated": 1},
        "share-not-100",
    )


def test_a_sole_recipient_without_percentage_has_all() -> None:
    assert stated(share("country", "IQ", None)) == ({"IQ": 1}, "")
    assert stated() == ({"not_stated": 1}, "")


def test_several_recipients_without_percentages_are_not_given_equal_shares() -> None:
    assert stated(share("country", "IQ", None), share("country", "SY", None)) == (
        {"not_stated": 1},
        "share-missing",
    )
    parts, problem = stated(share("country", "IQ", "60"), share("country", "SY", None))
    assert (parts["not_stated"], problem) == (Fraction(40, 100), "share-missing")


def test_an_unreadable_percentage_of_a_sole_recipient_gives_it_nothing() -> None:
    assert stated(share("country", "IQ", "0"))[0] == {"not_stated": 1}


def test_a_percentage_without_a_code_is_not_stated() -> None:
    parts, problem = stated(share("sector", "", "40"), share("sector", "15160", "60"))
    assert (parts, problem) == ({"not_stated": Fraction(2, 5), "15160": Fraction(3, 5)}, "")


@pytest.mark.parametrize(("country", "region"), [("100", "100"), ("100", None), (None, None), ("99.5", "50")])
def test_regions_beside_countries_that_make_the_whole_are_left_aside(
    country: str | None, region: str | None
) -> None:
    both = (share("country", "IQ", country), share("region", "589", region))
    assert recipients_that_count(both) == (both[:1], both[1:])


def test_a_region_is_never_counted_as_a_country() -> None:
    both = (share("country", "TR", None), share("region", "589", "100"))
    assert recipients_that_count(both) == (both, ())
    assert stated(*both) == ({"589": 1}, "share-missing")


def test_regions_count_in_one_vocabulary_only() -> None:
    dac, un = share("region", "589", "100"), share("region", "145", "100", "2")
    assert recipients_that_count((un, dac)) == ((dac,), ())


def test_sectors_count_in_one_vocabulary_dac_5_digits_first() -> None:
    five, three = share("sector", "15160", "100"), share("sector", "151", "100", "2")
    own, cluster = share("sector", "A", None, "99"), share("sector", "7", None, "10")
    assert sectors_that_count([own], [cluster, three, five]) == (five,)
    assert sectors_that_count([own], [cluster, three]) == (three,)
    assert sectors_that_count([], [cluster, own]) == (own,)
    other = share("sector", "72010", None)
    assert sectors_that_count([other], [five]) == (other,)


# --- splitting

amounts = st.one_of(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    st.decimals(min_value=-(10**12), max_value=10**12, places=10),
    st.integers(-(10**20), 10**20).map(Decimal),
    st.sampled_from([Decimal("1150695.0197919542"), Decimal("1E+3"), Decimal("1E-10"), Decimal("-0.01")]),
)
percentages = st.one_of(st.none(), st.decimals(min_value=0, max_value=60, places=3))
recipients = st.lists(
    st.one_of(
        st.builds(lambda c, p: Share("country", "", c, p), st.sampled_from(["IQ", "SY", "JO"]), percentages),
        st.builds(lambda c, p: Share("region", "1", c, p), st.sampled_from(["589", "298"]), percentages),
    ),
    max_size=5,
)
sectors = st.lists(
    st.builds(
        lambda c, p: Share("sector", "1", c, p), st.sampled_from(["15160", "72010", "11220", ""]), percentages
    ),
    max_size=5,
)


@given(amounts, st.decimals(min_value=-(10**12), max_value=10**12, places=2), recipients, sectors)
def test_nothing_is_lost_or_invented_in_splitting(
    amount: Decimal, book: Decimal, to: list[Share], what: list[Share]
) -> None:
    slices = split(amount, book, to, what)
    assert total(s.amount for s in slices) == Fraction(amount)
    assert total(s.amount_book for s in slices) == Fraction(book)
    assert total(s.share for s in slices) == 1
    assert all(s.amount is not None and s.amount * amount >= 0 for s in slices)


@given(amounts, recipients, sectors, st.randoms())
def test_the_order_of_declaration_changes_nothing(
    amount: Decimal, to: list[Share], what: list[Share], random: object
) -> None:
    before = split(amount, None, to, what)
    random.shuffle(to)  # type: ignore[attr-defined]
    random.shuffle(what)  # type: ignore[attr-defined]
    assert split(amount, None, to, what) == before


@given(amounts, st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_no_part_is_a_unit_or_more_away_from_its_exact_share(amount: Decimal, weights: list[int]) -> None:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    unit = min(Fraction(1, 100), Fraction(10) ** exponent)
    for part, weight in zip(allot(amount, weights), weights, strict=True):
        assert abs(Fraction(part) - Fraction(amount) * weight / sum(weights)) < unit


@given(amounts, st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_a_negative_amount_is_split_as_its_absolute_value(amount: Decimal, weights: list[int]) -> None:
    assert [-part for part in allot(amount, weights)] == allot(-amount, weights)


def test_the_last_digit_of_a_long_amount_is_not_lost() -> None:
    parts = allot(Decimal("1150695.0197919542"), [1, 1, 1])
    assert [str(part) for part in parts] == ["383565.0065973181", "383565.0065973181", "383565.0065973180"]


def test_an_amount_that_nobody_can_read_is_split_into_unknown_amounts() -> None:
    slices = split(None, None, [share("country", "IQ", "50")], [])
    assert [(s.recipient, s.amount, s.amount_book) for s in slices] == [
        (("country", "", "IQ"), None, None),
        (NOT_STATED, None, None),
    ]


# --- rows


def tables(
    activities: Iterable[ActivityRead], currency: str = "CAD", start: tuple[int, int] = FROM_APRIL
) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for table, row in money_rows(newest(activities), BookCurrency(currency, Rates(), "rates"), start):
        rows[table].append(row)
    return rows


def of_xml(body: str, attributes: str = "", **options: str) -> dict[str, list[Row]]:
    content = (
        f'<iati-activities version="2.03">\n<iati-activity default-currency="CAD" {attributes}>'
        f"<iati-identifier>XM-1</iati-identifier>\n{body}</iati-activity></iati-activities>"
    )
    return tables(read_activities(BytesIO(content.encode()), "a", CURRENCIES), **options)


def transaction(
    inner: str = "", amount: str = "100", currency: str = "CAD", day: str = "2016-03-31", attributes: str = ""
) -> str:
    return (
        f'<transaction {attributes}><transaction-type code="2"/><transaction-date iso-date="{day}"/>'
        f'<value currency="{currency}" value-date="{day}">{amount}</value>{inner}</transaction>\n'
    )


def found(rows: dict[str, list[Row]]) -> list[tuple[object, object, object]]:
    return [(i["code"], i["value"], i["record"]) for i in rows["issue"]]


def test_shares_of_130_leave_all_the_money_not_stated_with_one_issue() -> None:
    bad = '<recipient-country code="IQ" percentage="70"/><recipient-country code="SY" percentage="60"/>\n'
    rows = of_xml(bad + transaction() + transaction())
    assert [(f["recipient_code"], f["amount"]) for f in rows["flow"]] == [("not_stated", 100)] * 2
    assert found(rows) == [("recipient-share-not-100", "130", "line 3")]


def test_a_share_that_is_no_number_leaves_its_part_not_stated() -> None:
    bad = '<recipient-country code="IQ" percentage="abc"/><recipient-country code="SY" percentage="60"/>\n'
    rows = of_xml(bad + transaction())
    assert {f["recipient_code"]: f["amount"] for f in rows["flow"]} == {"SY": 60, "not_stated": 40}
    assert found(rows) == [("not-a-share", "abc", "line 3"), ("recipient-share-below-100", "60", "line 3")]


@pytest.mark.parametrize(
    ("currency", "day"), [("XXX", "2016-03-31"), ("IQD", "2016-03-31"), ("USD", "1970-01-01")]
)
def test_an_amount_without_a_rate_is_empty_in_the_books_currency_and_not_0(currency: str, day: str) -> None:
    rows = of_xml(transaction(currency=currency, day=day))
    (flow,) = rows["flow"]
    assert (flow["amount"], flow["currency"], flow["amount_book"]) == (100, currency, None)
    assert rows["transaction"][0]["amount_book_status"] == "no_rate"
    assert found(rows)[-1] == ("no-rate", f"{currency} {day}", "line 3")
    assert rows["exchange_rate"] == []


def test_a_conversion_is_rounded_once_and_then_split() -> None:
    thirds = "".join(f'<sector code="{code}" percentage="33.33"/>' for code in (15160, 11220, 72010))
    rows = of_xml(thirds + transaction(amount="100", currency="USD"))
    (rate,) = rows["exchange_rate"]
    converted = rows["transaction"][0]["amount_book"]
    assert converted == round(Fraction(100) * Fraction("1.4738") / Fraction("1.1385"), 2)  # type: ignore[call-overload]
    assert sum(f["amount_book"] for f in rows["flow"]) == converted  # type: ignore[misc]
    assert sum(f["amount"] for f in rows["flow"]) == 100  # type: ignore[misc]
    assert (rate["per_euro"], rate["book_per_euro"], rate["published_on"]) == (
        Decimal("1.1385"),
        Decimal("1.4738"),
        date(2016, 3, 31),
    )


def test_a_transaction_whose_amount_is_no_number_keeps_its_flows_without_amounts() -> None:
    rows = of_xml(transaction(amount="many"))
    assert [(f["amount"], f["amount_book"]) for f in rows["flow"]] == [(None, None)]
    assert rows["transaction"][0]["amount_book_status"] == "no_amount"
    assert [code for code, _, _ in found(rows)] == ["not-a-number"]


def test_a_transactions_own_recipient_wins_over_the_activitys_with_an_issue() -> None:
    rows = of_xml(
        '<recipient-country code="SY"/>\n' + transaction('<recipient-country code="IQ"/>') + transaction()
    )
    assert [f["recipient_code"] for f in rows["flow"]] == ["IQ", "SY"]
    assert found(rows) == [("recipient-twice", "1", "line 3")]


def test_regions_left_aside_are_told_once() -> None:
    both = '<recipient-country code="IQ"/><recipient-region code="589"/>\n'
    rows = of_xml(both + transaction() + transaction())
    assert [f["recipient_kind"] for f in rows["flow"]] == ["country", "country"]
    assert found(rows) == [("regions-beside-countries", "589", "line 3")]


@pytest.mark.parametrize(
    ("flags", "codes_", "flows", "whole"),
    [
        ('humanitarian="0"', ["72010"], [(False, "activity")], (False, "activity")),
        ("", ["72010"], [(True, "sector")], (True, "sector")),
        ("", ["73010"], [(True, "sector")], (True, "sector")),
        ("", ["74020"], [(True, "sector")], (True, "sector")),
        ("", ["71010"], [(False, "sector")], (False, "sector")),
        ("", ["15160", "72010"], [(False, "sector"), (True, "sector")], (None, "sector")),
        ("", [], [(None, "")], (None, "")),
    ],
)
def test_sectors_decide_what_is_humanitarian_only_where_no_flag_does(
    flags: str,
    codes_: list[str],
    flows: list[tuple[bool | None, str]],
    whole: tuple[bool | None, str],
) -> None:
    body = "".join(f'<sector code="{code}" percentage="{100 // len(codes_)}"/>' for code in codes_)
    rows = of_xml(body + transaction(), attributes=flags)
    assert [(f["is_humanitarian"], f["humanitarian_decided_by"]) for f in rows["flow"]] == flows
    (row,) = rows["transaction"]
    assert (row["is_humanitarian"], row["humanitarian_decided_by"]) == whole


ORGS = (
    '<participating-org role="1" ref="XM-9"><narrative xml:lang="en">Fund</narrative></participating-org>'
    '<participating-org role="4" ref="XM-7"><narrative xml:lang="en">Children</narrative>'
    '<narrative xml:lang="fr">Enfance</narrative></participating-org>'
)


@pytest.mark.parametrize(
    ("receiver", "name", "french"),
    [
        ('<receiver-org ref="XM-8"><narrative>Food</narrative></receiver-org>', "Food", None),
        ('<receiver-org ref="XM-9"/>', "Fund", None),
        ('<receiver-org ref="XM-7"/>', "Children", "Enfance"),
        ("", "Children", "Enfance"),
    ],
)
def test_a_partner_without_a_name_is_named_by_the_activity(
    receiver: str, name: str, french: str | None
) -> None:
    (flow,) = of_xml(ORGS + transaction(receiver))["flow"]
    assert (flow["partner_name"], flow["partner_name_fr"]) == (name, french)
    assert flow["implementing_org_ref"] == "XM-7"


def test_the_fiscal_year_has_the_number_of_the_year_in_which_it_starts() -> None:
    rows = of_xml(transaction(day="2016-03-31") + transaction(day="2016-04-01"))
    assert [f["fiscal_year"] for f in rows["flow"]] == [2015, 2016]


def test_every_row_fits_its_declared_table() -> None:
    rows = of_xml(
        ORGS + '<policy-marker code="1" significance="1"/>' + transaction(amount="1e-10", currency="USD")
    )
    for table in TABLES:
        assert to_arrow(table, rows[table]).num_rows == len(rows[table])


# --- reading in another order, or twice


def copy_of(name: str, source: str, updated: str, amount: str = "100") -> list[ActivityRead]:
    content = (
        f'<iati-activities version="2.03"><iati-activity default-currency="CAD" {updated}>'
        f"<iati-identifier>{name}</iati-identifier>\n{transaction(amount=amount)}</iati-activity></iati-activities>"
    )
    return list(read_activities(BytesIO(content.encode()), source, CURRENCIES))


FILES = [
    copy_of("XM-1", "a", 'last-updated-datetime="2020-01-01"'),
    copy_of("XM-1", "b", 'last-updated-datetime="2020-01-01"', "200"),
    copy_of("XM-1", "c", "", "300"),
    copy_of("XM-2", "a", ""),
    list(read_activities(BytesIO(b"not XML"), "d", CURRENCIES)),
]


@given(st.permutations(FILES), st.lists(st.sampled_from(FILES), max_size=4))
def test_files_read_in_any_order_or_twice_give_the_same_tables(
    files: list[list[ActivityRead]], again: list[list[ActivityRead]]
) -> None:
    def of(read: list[list[ActivityRead]]) -> dict[str, object]:
        rows = tables(activity for file in read for activity in file)
        return {table: to_arrow(table, rows[table]).to_pylist() for table in TABLES}

    found = of([*files, *again])
    assert found == of(FILES)
    assert [row["amount"] for row in found["transaction"]] == [200, 100]  # type: ignore[attr-defined]
    assert len(found["issue"]) == 3  # type: ignore[arg-type]


# --- real data

REGIONAL = ("CA-3-P006542006", "CA-3-P007642002", "CA-3-P009475001", "CA-3-P009475002", "CA-3-P010189001")


@pytest.fixture(scope="module")
def of_eleven(shared: Path) -> list[ActivityRead]:
    return list(read_activities(shared / "data/iati/canada/gac-iraq.xml", "gac-iraq", CURRENCIES))


@pytest.fixture(scope="module")
def of_sixteen(shared: Path, of_eleven: list[ActivityRead]) -> list[ActivityRead]:
    everything = read_activities(shared / "data/iati/canada/gac-all.xml", "gac-all", CURRENCIES)
    return [*of_eleven, *(a for a in everything if a.activity_id in REGIONAL)]


def committed(rows: dict[str, list[Row]], first: date, last: date) -> tuple[Fraction, Fraction]:
    flows = [
        f
        for f in rows["flow"]
        if f["transaction_type"] == "2" and first <= f["transaction_date"] <= last  # type: ignore[operator]
    ]
    iraq = [f["amount_book"] for f in flows if f["recipient_code"] == "IQ"]
    return total(f["amount_book"] for f in flows), total(iraq)  # type: ignore[misc, arg-type]


EVER = (date.min, date.max)


@pytest.mark.shared
def test_eleven_activities_commit_what_their_file_says(of_eleven: list[ActivityRead]) -> None:
    rows = tables(of_eleven)
    assert len(rows["activity"]) == 11
    assert committed(rows, *EVER) == (Fraction("328575110.88"), Fraction("78322451.49"))


@pytest.mark.shared
def test_sixteen_activities_commit_what_their_files_say(of_sixteen: list[ActivityRead]) -> None:
    rows = tables(of_sixteen)
    assert len(rows["activity"]) == 16
    assert committed(rows, *EVER) == (Fraction("391650859.88"), Fraction("83780439.10"))
    inside = (date(2016, 4, 1), date(2022, 3, 31))
    assert committed(rows, *inside) == (Fraction("387209956.00"), Fraction("79339535.22"))


@pytest.mark.shared
def test_the_flows_of_38_publishers_are_their_transactions_to_the_last_digit(shared: Path) -> None:
    file = shared / "data/iati/iraq/iraq-other-publishers.xml"
    rows = tables(read_activities(file, "iraq", CURRENCIES))
    assert len(rows["activity"]) == 501
    assert len({a["reporting_org_ref"] for a in rows["activity"]}) == 38
    totals: dict[str, dict[object, Fraction]] = {}
    for table in ("transaction", "flow"):
        sums: dict[object, Fraction] = defaultdict(Fraction)
        for row in rows[table]:
            sums[row["transaction_type"], row["currency"]] += total([row["amount"]])  # type: ignore[list-item]
            sums[row["transaction_type"], "book"] += total([row["amount_book"]])  # type: ignore[list-item]
        totals[table] = sums
    assert totals["flow"] == totals["transaction"]
    assert len(totals["flow"]) > 20
    without = [t for t in rows["transaction"] if t["amount_book"] is None]
    listed = [i for i in rows["issue"] if i["code"] == "no-rate"]
    assert sorted((t["activity_id"], t["record"]) for t in without) == sorted(  # type: ignore[type-var]
        (i["activity_id"], i["record"]) for i in listed
    )


CORPUS = ("GB-GOV-1", "XM-DAC-41121", "XI-IATI-EC_ECHO", "XM-OCHA-CBPF")
"""Four of the fifteen files; ``main`` reads any folder of them."""


def flows_that_do_not_add_up(file: Path, book: BookCurrency) -> tuple[list[tuple[object, ...]], int, int]:
    """The transactions of a file whose flows are not they, and how many transactions and flows there are."""
    broken: list[tuple[object, ...]] = []
    transactions = flows = 0
    for activity in newest(read_activities(file, file.stem, CURRENCIES)):
        rows: dict[str, list[Row]] = defaultdict(list)
        for table, row in money_rows([activity], book, FROM_APRIL):
            rows[table].append(row)
        transactions, flows = transactions + len(rows["transaction"]), flows + len(rows["flow"])
        for row in rows["transaction"]:
            own = [f for f in rows["flow"] if f["transaction_number"] == row["transaction_number"]]
            for column in ("amount", "amount_book"):
                is_known = row[column] is not None
                same = total(f[column] for f in own) == total([row[column]])  # type: ignore[misc, list-item]
                if not own or not same or any((f[column] is not None) != is_known for f in own):
                    broken.append((row["activity_id"], row["transaction_number"], column))
            if total(f["share"] for f in own) != 1:  # type: ignore[misc]
                broken.append((row["activity_id"], row["transaction_number"], "share"))
    return broken, transactions, flows


@pytest.mark.shared
@pytest.mark.parametrize("name", CORPUS)
def test_every_transaction_of_a_publisher_is_its_flows_exactly(shared: Path, name: str) -> None:
    file = shared / "data/iati/corpus" / f"{name}.xml"
    broken, transactions, flows = flows_that_do_not_add_up(file, BookCurrency("CAD", Rates(), "rates"))
    assert broken == []
    assert flows >= transactions > 1000


def main(folder: Path) -> int:
    """Every file of a folder: its transactions, its flows, and which do not add up. Ends with 1 if one does not."""
    book, failed = BookCurrency("CAD", Rates(), "rates"), 0
    for file in sorted(folder.glob("*.xml")):
        broken, transactions, flows = flows_that_do_not_add_up(file, book)
        failed += len(broken)
        print(f"{file.name}: {transactions} transactions, {flows} flows, {len(broken)} do not add up")
        for where in broken[:10]:
            print(f"    {where}")
    return 1 if failed else 0


if __name__ == "__main__":
    # python tests/tables/test_flow.py FOLDER
    sys.exit(main(Path(sys.argv[1])))
