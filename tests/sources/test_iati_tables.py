"""Everything that is published becomes a row: each value of a full activity is found again, persons never."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from pledgebook import codes
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import ALL, MONEY, READERS
from pledgebook.tables.schema import table_type, to_arrow
from pledgebook.value import NotReported, known

CURRENCIES = frozenset(codes.codes_of("iso", "currency"))
NARRATIVES = (
    "<narrative>@</narrative><narrative xml:lang='fr'>@</narrative><narrative xml:lang='es'>@</narrative>"
)


def text(tag: str, attributes: str = "") -> str:
    return f"<{tag} {attributes}>{NARRATIVES}</{tag}>"


DOCUMENT = (
    "<document-link url='@' format='@'>"
    f"{text('title')}{text('description')}"
    "<category code='@'/><category code='@'/><language code='@'/><document-date iso-date='#'/></document-link>"
)
PERIOD = "<period-start iso-date='#'/><period-end iso-date='#'/>"
VALUE = "<value currency='@' value-date='#'>%</value>"
CELL = f"<location ref='@'/><dimension name='@' value='@'/>{text('comment')}{DOCUMENT}"
PARTIES = "".join(
    f"<{role}-org ref='@' {role}-activity-id='@' type='@'><narrative>@</narrative></{role}-org>"
    for role in ("provider", "receiver")
)
CODED = "code='@' vocabulary='@' vocabulary-uri='@'"
SHARES = (
    f"<recipient-country code='@' percentage='%'>{NARRATIVES}</recipient-country>"
    f"<recipient-region {CODED} percentage='%'>{NARRATIVES}</recipient-region>"
    f"<sector {CODED} percentage='%'>{NARRATIVES}</sector><sector {CODED}/><sector><narrative>@</narrative></sector>"
)
FULL = f"""
<reporting-org ref='@' type='@' secondary-reporter='@'>{NARRATIVES}</reporting-org>
{text("title")}{text("description", "type='@'")}{text("description", "type='@'")}
<participating-org ref='@' type='@' role='@' activity-id='@' crs-channel-code='@'>{NARRATIVES}</participating-org>
<other-identifier ref='@' type='@'><owner-org ref='@'><narrative>@</narrative></owner-org></other-identifier>
<activity-status code='@'/><activity-date type='@' iso-date='#'>{NARRATIVES}</activity-date><activity-scope code='@'/>
{SHARES}
<location ref='@'><location-reach code='@'/><location-id code='@' vocabulary='@'/><location-id code='@'/>
{text("name")}{text("description")}{text("activity-description")}
<administrative code='@' vocabulary='@' level='@'/><administrative code='@'/>
<point srsName='@'><pos>% %</pos></point><exactness code='@'/><location-class code='@'/><feature-designation code='@'/>
</location>
{text("tag", CODED)}{text("humanitarian-scope", f"type='@' {CODED}")}
<country-budget-items vocabulary='@'><budget-item code='@' percentage='@'>{text("description")}</budget-item>
</country-budget-items>
<policy-marker {CODED} significance='1'>{NARRATIVES}</policy-marker>
<collaboration-type code='@'/><default-flow-type code='@'/><default-finance-type code='@'/>
<default-aid-type code='@' vocabulary='@'/><default-aid-type code='@'/><default-tied-status code='@'/>
<budget type='@' status='@'>{PERIOD}{VALUE}</budget>
<planned-disbursement type='@'>{PERIOD}{VALUE}{PARTIES}</planned-disbursement>
<capital-spend percentage='@'/>
<transaction ref='@' humanitarian='1'><transaction-type code='2'/><transaction-date iso-date='#'/>{VALUE}
{text("description")}{PARTIES}<disbursement-channel code='@'/>{SHARES}<flow-type code='@'/><finance-type code='@'/>
<aid-type code='@' vocabulary='2'/><aid-type code='@' vocabulary='@'/>
<aid-type code='@'/><tied-status code='@'/></transaction>
{DOCUMENT}<related-activity ref='@' type='@'/><legacy-data name='@' value='@' iati-equivalent='@'/>
<conditions attached='1'>{text("condition", "type='@'")}</conditions>
<result type='@' aggregation-status='1'>{text("title")}{text("description")}{DOCUMENT}
<reference code='@' vocabulary='@' vocabulary-uri='@'/>
<indicator measure='1' ascending='0' aggregation-status='0'>{text("title")}{text("description")}{DOCUMENT}
<reference code='@' vocabulary='@' indicator-uri='@'/><reference code='@'/>
<baseline year='2011' iso-date='#' value='%'>{CELL}</baseline><baseline year='2012' value='@'/>
<period>{PERIOD}<target value='%'>{CELL}</target><target value='@'>{CELL}</target><actual value='0'>{CELL}</actual>
</period></indicator></result>
<crs-add><other-flags code='@' significance='@'/><loan-terms rate-1='@' rate-2='@'><repayment-type code='@'/>
<repayment-plan code='@'/><commitment-date iso-date='#'/><repayment-first-date iso-date='#'/>
<repayment-final-date iso-date='#'/></loan-terms><loan-status year='2013' currency='@' value-date='#'>
<interest-received>%</interest-received><principal-outstanding>%</principal-outstanding>
<principal-arrears>%</principal-arrears><interest-arrears>%</interest-arrears></loan-status>
<channel-code>@</channel-code></crs-add>
<fss extraction-date='@' priority='@' phaseout-year='@'>
<forecast year='@' value-date='@' currency='@'>@</forecast></fss>
<x:own xmlns:x='http://example.org/x' x:a='@' b='@'>@<x:part>@</x:part></x:own>
"""
CONTACT = (
    "<contact-info type='1'><person-name><narrative>Jane Roe</narrative></person-name>"
    "<email>jane@example.org</email></contact-info>"
)


def with_values(template: str) -> tuple[str, list[str]]:
    """The template with a value of its own at every mark: @ a text, # a day, % a number."""
    values: list[str] = []

    def put(match: re.Match[str]) -> str:
        number = len(values)
        day = date.fromordinal(date(2000, 1, 1).toordinal() + number).isoformat()
        values.append({"@": f"T{number:04}", "#": day, "%": f"{number / 10000 + 1:.4f}"}[match[0]])
        return values[-1]

    return re.sub("[@#%]", put, template), values


def read(body: str, attributes: str = "", wanted: frozenset[str] = ALL) -> ActivityRead:
    content = (
        f'<iati-activities version="2.03"><iati-activity xml:lang="en" default-currency="USD" {attributes}>\n'
        f"<iati-identifier>XM-1</iati-identifier>{body}</iati-activity></iati-activities>"
    )
    (activity,) = read_activities(BytesIO(content.encode()), "a", CURRENCIES, wanted)
    return activity


def test_every_value_of_a_full_activity_is_in_a_row() -> None:
    body, values = with_values(FULL)
    activity = read(body, "linked-data-uri='L' budget-not-provided='N' hierarchy='2' humanitarian='1'")
    assert len(values) > 300
    shown = " ".join(str(value) for rows in activity.rows.values() for row in rows for value in row.values())
    days = set(re.findall(r"datetime\.date\((\d+), (\d+), (\d+)\)", repr(activity.rows)))
    dates = {date(*map(int, day)).isoformat() for day in days}
    missing = [value for value in values if value not in shown and value not in dates]
    assert missing == []
    attributes = " ".join(
        str(row["attributes"]) for row in activity.rows["other_element"] if row["path"] == "."
    )
    assert ('"linked-data-uri": "L"' in attributes, '"budget-not-provided": "N"' in attributes) == (
        True,
        True,
    )


def test_what_has_a_column_is_not_kept_twice() -> None:
    body, values = with_values(FULL)
    activity = read(body)
    other = " ".join(str(row) for row in activity.rows["other_element"])
    typed = " ".join(
        str(row) for name, rows in activity.rows.items() if name != "other_element" for row in rows
    )
    twice = [value for value in values if value in other and value in typed and value.startswith("T")]
    assert twice == []


def test_who_can_be_contacted_is_kept_nowhere() -> None:
    activity = read(CONTACT + "<title><narrative>T</narrative></title>")
    assert "Jane" not in repr(activity)
    assert "jane@" not in repr(activity)
    assert activity.rows["activity"][0]["title"] == "T"


def test_every_row_of_a_full_activity_fits_its_table() -> None:
    body, _ = with_values(FULL)
    activity = read(body)
    assert set(activity.rows) == ALL
    for table in READERS:
        rows = activity.rows[table]
        assert rows, table
        assert to_arrow(table, rows).num_rows == len(rows)
        keys = [tuple(row[column] for column in table_type(table).sorted_by) for row in rows]
        assert len(set(keys)) == len(keys), table
        assert None not in {part for key in keys for part in key}, table
        assert {c for row in rows for c in row} == set(table_type(table).columns), table


def test_the_tables_of_money_are_the_same_whether_all_is_read_or_not() -> None:
    body, _ = with_values(FULL)
    full, money = read(body), read(body, wanted=MONEY)
    assert set(money.rows) == MONEY
    assert money.rows == {name: rows for name, rows in full.rows.items() if name in MONEY}


def only(body: str, table: str) -> Row:
    (row,) = read(body).rows[table]
    return row


def values_of(body: str, measure: str = "1") -> tuple[list[Row], list[tuple[object, object]]]:
    activity = read(f'<result type="1"><indicator measure="{measure}">{body}</indicator></result>')
    return activity.rows["result_value"], [(i["code"], i["value"]) for i in activity.issues]


def test_a_result_of_0_is_reported_and_a_missing_one_is_not() -> None:
    rows, issues = values_of("<period><target/><actual value='0'/></period>")
    assert [(row["value_kind"], row["result_quantity"]) for row in rows] == [
        ("target", NotReported()),
        ("actual", known(0)),
    ]
    assert issues == []


def test_a_result_that_is_a_text_stays_a_text() -> None:
    rows, issues = values_of("<period><actual value='about half'/></period>")
    assert (rows[0]["result_quantity"], rows[0]["value_reported"]) == (NotReported(), "about half")
    assert issues == [("result-not-a-number", "about half")]
    assert values_of("<period><actual value='about half'/></period>", measure="5")[1] == []


def test_baselines_of_several_years_are_several_rows() -> None:
    rows, _ = values_of("<baseline year='2015' value='1'/><baseline year='2016' value='2.5'/>")
    assert [(row["baseline_year"], row["value_number"], row["result_quantity"]) for row in rows] == [
        (2015, 1, known(1)),
        (2016, 2, known(Decimal("2.5"))),
    ]


def test_a_value_of_a_cell_is_no_total() -> None:
    cell = "<dimension name='sex' value='f'/><dimension name='age' value='0-17'/>"
    rows, _ = values_of(f"<period><actual value='9'>{cell}</actual><actual value='19'/></period>")
    assert [(row["dimensions"], row["is_total"]) for row in rows] == [("age=0-17; sex=f", False), ("", True)]


def test_a_document_says_which_value_it_hangs_on() -> None:
    link = "<document-link url='u'/>"
    indicator = (
        f"<indicator/><indicator><period/><period><actual/><actual>{link}</actual></period></indicator>"
    )
    row = only(f"<result/><result>{indicator}</result>", "document")
    numbers = [row[f"{what}_number"] for what in ("result", "indicator", "period", "value")]
    assert (row["attached_to"], numbers) == ("actual", [2, 2, 2, 2])


@pytest.mark.parametrize("written", ["91 0", "33,3 44", "33.0", "north 1"])
def test_a_point_that_is_not_on_earth_is_told_and_kept_as_text(written: str) -> None:
    activity = read(f"<location><point><pos>{written}</pos></point></location>")
    (row,) = activity.rows["location"]
    assert (row["latitude"], row["longitude"], row["point"]) == (None, None, written)
    assert [(i["code"], i["value"], i["element"]) for i in activity.issues] == [
        ("not-a-point", written, "location")
    ]


def test_what_is_left_over_says_where_it_stood() -> None:
    body = "<transaction/><transaction><description><narrative>A</narrative></description></transaction>"
    row = next(r for r in read(body).rows["other_element"] if r["text"])
    assert (row["path"], row["position"], row["text"]) == ("transaction/description/narrative", "2/1/1", "A")


def test_a_second_element_where_one_is_read_is_left_over() -> None:
    rows = read("<title><narrative>A</narrative></title><title><narrative>B</narrative></title>").rows
    assert rows["activity"][0]["title"] == "A"
    assert [(r["position"], r["text"]) for r in rows["other_element"] if r["path"] == "title/narrative"] == [
        ("2/1", "B")
    ]


def test_a_prefix_that_nobody_declared_is_kept_too() -> None:
    content = (
        b'<iati-activities version="2.03"><iati-activity><iati-identifier>X</iati-identifier>'
        b'<sub:code sub:part="1">A</sub:code></iati-activity></iati-activities>'
    )
    told, activity = read_activities(BytesIO(content), "a", CURRENCIES, ALL)
    assert [(i["code"], i["value"], i["activity_id"]) for i in told.issues] == [
        ("prefix-not-declared", "sub", "X")
    ]
    row = next(r for r in activity.rows["other_element"] if r["path"] != ".")
    assert (row["path"], row["text"]) == ("{undeclared:sub}code", "A")
    assert row["attributes"] == '{"{undeclared:sub}part": "1"}'


@pytest.mark.shared
@pytest.mark.parametrize("name", ["GB-GOV-1", "XM-DAC-6-4", "XM-DAC-47066"])
def test_no_element_of_a_real_file_is_dropped(shared: Path, name: str) -> None:
    """Counted the other way round: elements with a table of their own against its rows."""
    file = shared / f"data/iati/corpus/{name}.xml"
    rows: Counter[str] = Counter()
    for activity in read_activities(file, name, CURRENCIES, ALL):
        rows.update({table: len(found) for table, found in activity.rows.items()})
    elements: Counter[str] = Counter()
    for _, element in etree.iterparse(file):
        parent = element.getparent()
        elements[f"{'' if parent is None else parent.tag}/{element.tag}"] += 1
    for table, tag in {
        "budget": "budget",
        "planned_disbursement": "planned-disbursement",
        "location": "location",
        "related_activity": "related-activity",
        "result": "result",
        "tag": "tag",
        "humanitarian_scope": "humanitarian-scope",
        "activity_date": "activity-date",
        "other_identifier": "other-identifier",
        "description": "description",
        "transaction": "transaction",
    }.items():
        assert rows[table] == elements[f"iati-activity/{tag}"], table
    values = ("indicator/baseline", "period/target", "period/actual")
    assert rows["result_value"] == sum(elements[value] for value in values)
    assert rows["document"] == sum(n for path, n in elements.items() if path.endswith("/document-link"))
