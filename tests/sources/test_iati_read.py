"""Activities as rows: what publishers write wrong becomes an issue at its line, never a lost file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities

CURRENCIES = frozenset({"CAD", "USD", "EUR"})
VALUE = '<value currency="CAD" value-date="2016-04-02">100</value>'
DATE = '<transaction-date iso-date="2016-04-01"/>'


def read(body: str, *, root: str = 'version="2.03"', attributes: str = "", source: str = "a") -> ActivityRead:
    content = (
        f"<iati-activities {root}>\n<iati-activity {attributes}>\n<iati-identifier> XM-1 </iati-identifier>\n"
        f"{body}</iati-activity>\n</iati-activities>"
    )
    (activity,) = read_activities(BytesIO(content.encode()), source, CURRENCIES)
    return activity


def transaction(inner: str = DATE + VALUE, kind: str = "2", **more: str) -> dict[str, object]:
    attributes = more.get("attributes", "")
    activity = read(
        f'<transaction><transaction-type code="{kind}"/>{inner}</transaction>', attributes=attributes
    )
    return activity.rows["transaction"][0] | {"issues": codes(activity)}


def codes(activity: ActivityRead) -> list[tuple[object, object]]:
    return [(issue["code"], issue["value"]) for issue in activity.issues]


def test_a_transaction_is_read_with_its_line_and_its_text() -> None:
    row = transaction()
    assert (row["activity_id"], row["transaction_number"], row["transaction_type"]) == ("XM-1", 1, "2")
    assert (row["amount"], row["amount_reported"], row["currency"]) == (Decimal(100), "100", "CAD")
    assert (row["transaction_date"], row["value_date"]) == (date(2016, 4, 1), date(2016, 4, 2))
    assert (row["source"], row["record"], row["issues"]) == ("a", "line 4", [])


@pytest.mark.parametrize(
    ("written", "amount", "issues"),
    [
        ("1,234", "1234", []),
        ("1e-10", "1e-10", []),
        ("\n 1 234.50 ", "1234.50", []),
        ("<!-- about -->7", "7", []),
        ("-0.0000000000006", "-0.000000000001", [("amount-rounded", "-0.0000000000006")]),
    ],
)
def test_an_amount_is_exact_however_it_is_written(
    written: str, amount: str, issues: list[tuple[str, str]]
) -> None:
    row = transaction(DATE + f'<value currency="CAD" value-date="2016-04-01">{written}</value>')
    assert row["amount"] == Decimal(amount)
    assert row["issues"] == issues


@pytest.mark.parametrize(
    ("written", "code"), [("about 5", "not-a-number"), ("12,5", "not-a-number"), (" ", "amount-missing")]
)
def test_an_amount_that_is_no_number_keeps_its_row(written: str, code: str) -> None:
    row = transaction(DATE + f'<value currency="CAD" value-date="2016-04-01">{written}</value>')
    assert row["amount"] is None
    assert row["amount_reported"] == written
    assert [found for found, _ in row["issues"]] == [code]  # type: ignore[union-attr]


def test_a_transaction_without_a_value_keeps_its_row() -> None:
    row = transaction(DATE, attributes='default-currency="CAD"')
    assert (row["amount"], row["currency"]) == (None, "CAD")
    assert row["issues"] == [("amount-missing", "")]


@pytest.mark.parametrize(
    ("written", "default", "currency", "issues"),
    [
        ("EUR ", "CAD", "EUR", []),
        ("eur", "CAD", "EUR", []),
        ("", "usd", "USD", []),
        ("XXX", "CAD", "XXX", [("unknown-currency", "XXX")]),
        ("", "", None, [("currency-missing", "")]),
    ],
)
def test_the_currency_is_the_values_then_the_activitys(
    written: str, default: str, currency: str | None, issues: list[tuple[str, str]]
) -> None:
    row = transaction(
        DATE + f'<value currency="{written}" value-date="2016-04-01">1</value>',
        attributes=f'default-currency="{default}"',
    )
    assert (row["currency"], row["issues"]) == (currency, issues)


@pytest.mark.parametrize(
    ("iso_date", "day", "issues"),
    [
        ("2016-03-31+08:00", date(2016, 3, 31), []),
        ("1970-01-01", date(1970, 1, 1), [("date-of-empty-field", "1970-01-01")]),
        ("", date(2016, 4, 2), []),
        ("31/03/2016", date(2016, 4, 2), [("not-a-date", "31/03/2016")]),
    ],
)
def test_the_date_is_the_transactions_else_the_values(
    iso_date: str, day: date, issues: list[tuple[str, str]]
) -> None:
    row = transaction(f'<transaction-date iso-date="{iso_date}"/>' + VALUE)
    assert (row["transaction_date"], row["issues"]) == (day, issues)


def test_a_transaction_without_any_date_says_so() -> None:
    row = transaction('<value currency="CAD">5</value>')
    assert (row["transaction_date"], row["value_date"], row["amount"]) == (None, None, Decimal(5))
    assert row["issues"] == [("date-missing", "")]


@pytest.mark.parametrize("kind", ["C", "", "14"])
def test_a_type_of_another_version_is_no_type(kind: str) -> None:
    row = transaction(kind=kind)
    assert row["transaction_type"] is None
    assert row["issues"] == [("unknown-transaction-type", kind)]


@pytest.mark.parametrize(
    ("own", "activity", "expected"),
    [
        ('humanitarian="0"', 'humanitarian="1"', (False, "transaction")),
        ("", 'humanitarian="true"', (True, "activity")),
        ("", "", (None, "")),
        ('humanitarian="yes"', 'humanitarian="0"', (False, "activity")),
    ],
)
def test_the_transactions_flag_decides_before_the_activitys(
    own: str, activity: str, expected: tuple[bool | None, str]
) -> None:
    body = f'<transaction {own}><transaction-type code="2"/>{DATE}{VALUE}</transaction>'
    read_ = read(body, attributes=activity)
    row = read_.rows["transaction"][0]
    assert (row["is_humanitarian"], row["humanitarian_decided_by"]) == expected
    assert codes(read_) == ([("not-a-flag", "yes")] if "yes" in own else [])


@pytest.mark.parametrize(
    ("markers", "marker", "status"),
    [
        ('<policy-marker code="1" vocabulary="1" significance="0"/>', 0, "screened"),
        ('<policy-marker code="1" significance="2"/>', 2, "screened"),
        ('<policy-marker code="1" vocabulary="1"/>', None, "not_screened"),
        ('<policy-marker code="1" vocabulary="99" significance="2"/>', None, "not_screened"),
        ('<policy-marker code="1" significance="9"/>', None, "not_screened"),
        ("", None, "not_screened"),
    ],
)
def test_a_marker_without_significance_is_not_screened_and_not_0(
    markers: str, marker: int | None, status: str
) -> None:
    row = read(markers).rows["activity"][0]
    assert (row["gender_marker"], row["gender_marker_status"]) == (marker, status)


def test_titles_stay_in_the_language_they_were_published_in() -> None:
    title = '<title><narrative>Eau</narrative><narrative xml:lang="EN-gb">Water</narrative></title>'
    row = read(title, attributes='xml:lang="FR"').rows["activity"][0]
    assert (row["title"], row["title_language"], row["title_fr"], row["title_en"]) == (
        "Eau",
        "fr",
        "Eau",
        "Water",
    )
    unknown = read("<title><narrative>Agua</narrative></title>").rows["activity"][0]
    assert (unknown["title"], unknown["title_fr"], unknown["title_en"]) == ("Agua", None, None)


def test_actual_dates_come_before_planned_ones() -> None:
    days = "".join(f'<activity-date type="{t}" iso-date="20{t}0-01-01"/>' for t in (1, 2, 3))
    row = read(days).rows["activity"][0]
    assert (row["start_date"], row["end_date"]) == (date(2020, 1, 1), date(2030, 1, 1))


def test_a_percentage_that_cannot_be_read_is_not_one_that_is_absent() -> None:
    activity = read('<recipient-country code="iq" percentage="abc"/><recipient-country code="SY"/>')
    assert [(s.code, s.percentage) for s in activity.shares.recipients] == [("IQ", Decimal(0)), ("SY", None)]
    assert codes(activity) == [("not-a-share", "abc")]
    assert activity.issues[0]["record"] == "line 4"


def test_an_element_without_a_code_names_nobody() -> None:
    activity = read('<sector percentage="40"/><sector/><sector code="15160" percentage="60"/>')
    assert [(s.code, s.percentage) for s in activity.shares.sectors] == [("", 40), ("15160", 60)]
    assert codes(activity) == [("code-missing", "sector")] * 2


def test_an_activity_without_identifier_is_left_out_and_told() -> None:
    content = b'<iati-activities version="2.03">\n<iati-activity/></iati-activities>'
    (activity,) = read_activities(BytesIO(content), "a", CURRENCIES)
    assert (activity.activity_id, activity.rows) == ("", {})
    assert [(i["code"], i["record"]) for i in activity.issues] == [("identifier-missing", "line 2")]


def test_a_file_without_version_is_read_by_how_it_writes() -> None:
    content = (
        b"<iati-activities><iati-activity><iati-identifier>X</iati-identifier>"
        b"<title><narrative>T</narrative></title></iati-activity></iati-activities>"
    )
    file, activity = read_activities(BytesIO(content), "a", CURRENCIES)
    assert codes(file) == [("version-missing", "2")]
    assert activity.activity_id == "X"


def test_a_truncated_file_gives_its_first_activities_and_an_issue(tmp_path: Path) -> None:
    file = tmp_path / "cut.xml"
    file.write_bytes(
        b'<iati-activities version="2.03">\n'
        b"<iati-activity><iati-identifier>X</iati-identifier></iati-activity>\n"
        b"<iati-activity><iati-identifier>Y</iati-id"
    )
    activity, cut = read_activities(file, "a", CURRENCIES)
    assert activity.activity_id == "X"
    assert [(i["code"], i["record"], i["source"]) for i in cut.issues] == [("not-well-formed", "line 3", "a")]
    assert str(tmp_path) not in str(cut.issues)


def copy_of(source: str, updated: str, root: str = 'version="2.03"', day: str = "2016-04-01") -> ActivityRead:
    body = (
        f'<transaction><transaction-type code="2"/><transaction-date iso-date="{day}"/>{VALUE}</transaction>'
    )
    return read(body, root=root, attributes=updated, source=source)


OLD, NEW = 'last-updated-datetime="2020-01-01"', 'last-updated-datetime="2021-01-01T00:00:00Z"'
MADE_2022 = 'version="2.03" generated-datetime="2022-01-01T00:00:00"'


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (copy_of("b", OLD), copy_of("a", NEW)),
        (copy_of("b", NEW), copy_of("a", "", root=MADE_2022)),
        (copy_of("b", ""), copy_of("a", OLD)),
        (copy_of("b", OLD), copy_of("a", OLD, day="2017-01-01")),
        (copy_of("a", OLD), copy_of("b", OLD)),
    ],
)
def test_an_activity_in_several_files_counts_once_the_newest(
    older: ActivityRead, newer: ActivityRead
) -> None:
    for order in ([older, newer], [newer, older]):
        (kept,) = newest(order)
        assert kept.rows == newer.rows
        (left_out,) = kept.issues
        assert left_out["code"] == "older-copy"
        assert left_out["source"] == older.rows["activity"][0]["source"]


def test_what_is_wrong_with_a_file_is_not_lost_among_copies() -> None:
    (fault,) = read_activities(BytesIO(b""), "a", CURRENCIES)
    kept = newest([copy_of("a", OLD), fault])
    assert [i["code"] for activity in kept for i in activity.issues] == ["empty-file"]


@pytest.mark.shared
def test_no_file_of_an_old_version_stops_the_reader(shared: Path) -> None:
    for file in sorted((shared / "data/iati/versions").glob("*.xml")):
        read_ = read_activities(file, file.name, CURRENCIES | {"GBP"})
        codes_ = {str(i["code"]) for a in read_ for i in a.issues}
        assert codes_ <= {"version-missing"}, file.name


@pytest.mark.shared
def test_no_file_of_the_standards_own_tests_breaks_the_reader(shared: Path) -> None:
    files = sorted((shared / "data/iati/conformance").rglob("*.xml"))
    assert files
    for file in files:
        for activity in read_activities(file, file.name, CURRENCIES):
            assert activity.rows or activity.issues
