"""Files of organisations: every version, every table, faults that cost nothing else, and a book that has one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from book_copies import small_book
from pledgebook.book.load import load_book
from pledgebook.codes import codes_of
from pledgebook.sources.iati.organisation import TABLES, OrganisationRead, read_organisations
from pledgebook.sources.iati.validation.file import Validation
from pledgebook.sources.snapshot import take_snapshots, write_lock
from pledgebook.tables.build import build_tables
from pledgebook.tables.schema import table_type, to_arrow

CURRENCIES = frozenset(codes_of("iso", "currency"))
NEW = """<iati-organisations version="2.03">
<iati-organisation default-currency="eur" xml:lang="en" last-updated-datetime="2021-05-06T07:08:09Z">
<organisation-identifier> XX-AID </organisation-identifier>
<name><narrative>The aid office</narrative><narrative xml:lang="fr">Le bureau d’aide</narrative></name>
<reporting-org ref="XX-GOV" type="10" secondary-reporter="1"><narrative>A ministry</narrative></reporting-org>
<total-budget status="2"><period-start iso-date="2021-01-01"/><period-end iso-date="2021-12-31"/>
<value value-date="2021-01-02">1,000.50</value>
<budget-line ref="7"><value>400</value><narrative>Roofs</narrative></budget-line></total-budget>
<recipient-region-budget><recipient-region code="589"/><period-start iso-date="2021-01-01"/>
<period-end iso-date="2021-12-31"/><value currency="USD" value-date="2021-01-02">many</value></recipient-region-budget>
<recipient-country-budget><recipient-country code="IQ"/><value>3</value></recipient-country-budget>
<recipient-org-budget><recipient-org ref="XX-NGO"><narrative>Roofers</narrative></recipient-org><value>4</value>
</recipient-org-budget>
<total-expenditure><value>5</value><expense-line><narrative>Walls</narrative></expense-line></total-expenditure>
<document-link url="https://example.org/a" format="text/html"><title><narrative>A plan</narrative></title>
<category code="B01"/><category code="B02"/><language code="en"/><recipient-country code="IQ"/>
<document-date iso-date="2021-02-03"/></document-link>
</iati-organisation>
</iati-organisations>
"""
OLD = """<iati-organisations version="1.03"><iati-organisation default-currency="EUR">
<iati-identifier>XX-AID</iati-identifier><name xml:lang="fr">Le bureau d’aide</name>
<reporting-org ref="XX-GOV" type="10">A ministry</reporting-org>
<total-budget><period-start>2013-01-01</period-start><period-end iso-date="2013-12-31"/>
<value value-date="2013-01-01">10</value></total-budget>
<recipient-org-budget><recipient-org ref="XX-NGO">Roofers</recipient-org><value>4</value></recipient-org-budget>
</iati-organisation></iati-organisations>"""


def read(text: str | bytes, validation: Validation | None = None) -> list[OrganisationRead]:
    content = text.encode() if isinstance(text, str) else text
    read_all = read_organisations(BytesIO(content), "a", CURRENCIES, validation)
    assert read_all is not None
    return read_all


def row(read_one: OrganisationRead, table: str, number: int = 0) -> Any:
    return read_one.rows[table][number]


def codes(read_one: OrganisationRead) -> list[str]:
    return [str(issue["code"]) for issue in read_one.issues]


def test_an_organisation_is_who_it_is_in_both_languages() -> None:
    (one,) = read(NEW)
    who = row(one, "organisation")
    assert (one.organisation_id, who["organisation_id"]) == ("XX-AID", "XX-AID")
    assert (who["name_en"], who["name_fr"]) == ("The aid office", "Le bureau d’aide")
    assert (who["reporting_org_ref"], who["is_secondary_reporter"]) == ("XX-GOV", True)
    assert (who["default_currency"], who["last_updated"], who["record"]) == (
        "EUR",
        date(2021, 5, 6),
        "line 2",
    )


def test_every_kind_of_budget_is_a_row_with_what_it_is_for() -> None:
    (one,) = read(NEW)
    budgets: Any = one.rows["organisation_budget"]
    assert [(b["budget_kind"], b["amount"], b["currency"]) for b in budgets] == [
        ("total_budget", Decimal("1000.50"), "EUR"),
        ("recipient_region_budget", None, "USD"),
        ("recipient_country_budget", 3, "EUR"),
        ("recipient_org_budget", 4, "EUR"),
        ("total_expenditure", 5, "EUR"),
    ]
    assert (budgets[1]["region_vocabulary"], budgets[1]["region_code"]) == ("1", "589")
    assert (budgets[2]["country_iso2"], budgets[3]["recipient_org_ref"]) == ("IQ", "XX-NGO")
    assert (budgets[0]["from_day"], budgets[0]["to_day"]) == (date(2021, 1, 1), date(2021, 12, 31))
    assert budgets[0]["budget_status"] == "2"


def test_the_lines_of_a_budget_name_it_and_a_line_without_a_value_is_told() -> None:
    (one,) = read(NEW)
    lines: Any = one.rows["organisation_budget_line"]
    assert [(x["budget_number"], x["line_number"], x["name"], x["amount"]) for x in lines] == [
        (1, 1, "Roofs", 400),
        (5, 1, "Walls", None),
    ]
    assert lines[0]["line_ref"] == "7"
    assert sorted(codes(one)) == ["amount-missing", "not-a-number"]


def test_a_document_has_its_codes_and_countries() -> None:
    (one,) = read(NEW)
    document = row(one, "organisation_document")
    assert (document["category_codes"], document["country_codes"]) == ("B01 B02", "IQ")
    assert (document["title"], document["document_date"]) == ("A plan", date(2021, 2, 3))


def test_version_1_writes_identifier_texts_and_days_in_its_own_way() -> None:
    (one,) = read(OLD)
    assert one.organisation_id == "XX-AID"
    who = row(one, "organisation")
    assert (who["name"], who["name_fr"], who["reporting_org_name"]) == ("Le bureau d’aide",) * 2 + (
        "A ministry",
    )
    assert row(one, "organisation_budget")["from_day"] == date(2013, 1, 1)
    assert row(one, "organisation_budget", 1)["recipient_org_name"] == "Roofers"
    assert one.issues == []


def test_the_rows_are_those_of_the_declared_tables() -> None:
    (one,) = read(NEW)
    assert tuple(sorted(one.rows)) == TABLES
    for table, rows in one.rows.items():
        assert all(set(one_row) == set(table_type(table).columns) for one_row in rows), table
        assert to_arrow(table, rows).num_rows == len(rows)


def test_an_organisation_without_an_identifier_is_left_out_and_the_others_are_read() -> None:
    anonymous = "<iati-organisation><name><narrative>X</narrative></name></iati-organisation>\n"
    first, second = read(NEW.replace("<iati-organisation ", f"{anonymous}<iati-organisation ", 1))
    assert (first.organisation_id, codes(first)) == ("", ["organisation-without-identifier"])
    assert second.organisation_id == "XX-AID"


def test_a_file_that_breaks_off_gives_what_stands_before_and_an_issue() -> None:
    whole = NEW.replace("</iati-organisations>", "<iati-organisation><name>")
    first, fault = read(whole)
    assert first.organisation_id == "XX-AID"
    assert codes(fault) == ["not-well-formed"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_an_encoding_that_is_declared_is_read(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    body = NEW.replace("’", "'").replace("Roofs", "Café")
    text = f'<?xml version="1.0" encoding="{name}"?>\n{body}'
    (one,) = read(text.encode(encoding))
    assert row(one, "organisation_budget_line")["name"] == "Café"


def test_names_in_a_namespace_are_the_same_names() -> None:
    (one,) = read(NEW.replace("<iati-organisations ", '<iati-organisations xmlns="https://example.org/x" '))
    assert len(one.rows["organisation_budget"]) == 5


@pytest.mark.parametrize(
    "text",
    [
        "<iati-activities version='2.03'/>",
        "<html/>",
        "",
        '<!DOCTYPE a [<!ENTITY b "c">]><iati-organisations/>',
    ],
)
def test_a_file_of_anything_else_is_not_of_organisations(text: str) -> None:
    content = BytesIO(text.encode())
    assert read_organisations(content, "a", CURRENCIES) is None
    assert content.tell() == 0


def test_the_rules_of_organisations_are_told_where_they_are_asked_for() -> None:
    (one,) = read(NEW.replace('code="IQ"/><value>', 'code="QQ"/><value>'), Validation(date(2026, 11, 23)))
    (told,) = [issue for issue in one.issues if issue["code"] == "9.103.1"]
    assert (told["value"], told["activity_id"]) == ("QQ", "")
    assert told["element"] == "recipient-country-budget/recipient-country/@code"


def test_a_book_may_have_a_source_of_organisations(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    folder = book / "sources" / "who"
    folder.mkdir()
    (folder / "who.xml").write_text(NEW, encoding="utf-8")
    declared = (book / "sources/activities/source.yml").read_text(encoding="utf-8")
    (folder / "source.yml").write_text(
        declared.replace("activities.xml", "who.xml").replace("expected_rows: 2", "expected_rows: 1"),
        encoding="utf-8",
    )
    loaded = load_book(book)
    tables = build_tables(loaded, take_snapshots(loaded))
    assert (tables.count["who"], tables.count["activities"]) == (1, 2)
    assert len(tables.rows["organisation_budget"]) == 5
    assert {issue["code"] for issue in tables.rows["issue"] if issue["source"] == "who"} == {
        "amount-missing",
        "not-a-number",
    }
    assert write_lock(loaded, take_snapshots(loaded), tables.count).is_file()


@pytest.mark.shared
def test_every_organisation_file_of_the_standard_is_read_sound_or_not(shared: Path) -> None:
    rows: Counter[str] = Counter()
    files = 0
    for file in sorted((shared / "data/iati/conformance").rglob("*.xml")):
        found = read_organisations(file, "a", CURRENCIES)
        files += found is not None
        for one in found or ():
            assert bool(one.organisation_id) == bool(one.rows), file.name
            assert one.rows or one.issues, file.name
            rows.update({table: len(of_table) for table, of_table in one.rows.items()})
    assert files == 247
    assert rows == {
        "organisation": 226,
        "organisation_budget": 298,
        "organisation_budget_line": 195,
        "organisation_document": 192,
    }
