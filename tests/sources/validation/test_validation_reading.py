"""The rules while a file is read: the same rows, and what breaks the rules beside the issues."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from book_copies import edit, small_book
from pledgebook.book.load import load_book
from pledgebook.codes import codes_of
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import ALL
from pledgebook.sources.iati.validation.file import Validation
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.build import build_tables

TODAY = date(2026, 11, 23)
CURRENCIES = frozenset(codes_of("iso", "currency"))
TWICE = b"""<iati-activities version="2.03">
<iati-activity xml:lang="en"><iati-identifier>A-1</iati-identifier>
<recipient-country code="QQ"/>
<recipient-country code="QQ"/>
<recipient-country code="ZZ"/>
</iati-activity></iati-activities>"""


def read(content: bytes, validation: Validation | None) -> list[ActivityRead]:
    return list(read_activities(BytesIO(content), "a", CURRENCIES, ALL, validation))


def test_the_rules_change_no_row_and_add_issues_with_their_line() -> None:
    (without,), (ruled,) = read(TWICE, None), read(TWICE, Validation(TODAY))
    assert ruled.rows == without.rows
    codes = [row for row in ruled.issues if row["code"] == "9.50.1"]
    assert [(row["record"], row["element"], row["value"]) for row in codes] == [
        ("line 3", "recipient-country/@code", "QQ"),
        ("line 5", "recipient-country/@code", "ZZ"),
    ]
    assert codes[0]["message_fr"] == "«\u00a0QQ\u00a0» n’est pas dans la liste de codes iso/country."


def test_an_activity_without_an_identifier_is_left_out_and_its_rules_are_told() -> None:
    (read_one,) = read(TWICE.replace(b"A-1", b""), Validation(TODAY))
    assert read_one.activity_id == ""
    assert {"identifier-missing", "9.50.1"} <= {str(row["code"]) for row in read_one.issues}


def test_an_activity_of_version_1_is_looked_at_before_it_is_rewritten() -> None:
    content = TWICE.replace(b'"2.03"', b'"1.03"')
    rules = [row["code"] for a in read(content, Validation(TODAY)) for row in a.issues]
    assert "0.6.1" in rules
    assert "9.50.1" not in rules


def test_a_book_says_whether_the_rules_are_told(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    found = {}
    for rules in ("", "rules: true\n"):
        edit(book, "sources/activities/source.yml", "reader: iati\n", f"reader: iati\n{rules}")
        loaded = load_book(book)
        issues = build_tables(loaded, take_snapshots(loaded)).rows["issue"]
        found[rules] = {str(row["code"]) for row in issues}
    assert found["rules: true\n"] - found[""] >= {"6.11.1"}
    assert "6.11.1" not in found[""]


@pytest.mark.shared
def test_the_rules_of_real_files_cost_no_row(shared: Path) -> None:
    file = shared / "data/iati/iraq/iraq-other-publishers.xml"
    without = list(read_activities(file, "a", CURRENCIES, ALL))
    ruled = list(read_activities(file, "a", CURRENCIES, ALL, Validation(TODAY)))
    assert [a.rows for a in ruled] == [a.rows for a in without]
    assert sum(len(a.issues) for a in ruled) > sum(len(a.issues) for a in without)
