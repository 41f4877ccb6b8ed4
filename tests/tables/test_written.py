"""Days and numbers as files write them: read as declared, and nothing that is written otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.book.models import Column
from pledgebook.sources.csv_file import RawRow
from pledgebook.tables.mapped import Row, mapped_rows
from pledgebook.tables.schema import table_type
from pledgebook.tables.written import day_of, number_of
from pledgebook.value import Known

FORMS = {"1,234.5": (",", "."), "1.234,5": (".", ","), "1 234,5": (" ", ","), "1234,5": ("", ",")}


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_every_day_comes_back_from_each_way_of_writing_it(day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)
    assert day_of(f"{day:%d/%m/%Y}", "dmy") == day_of(f"{day:%m-%d-%Y}", "mdy") == day.isoformat()
    if len(serial) == 5:
        assert day_of(serial, "serial") == day.isoformat()


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(FORMS)))
def test_every_number_comes_back_from_each_way_of_writing_it(thousandths: int, form: str) -> None:
    number = Decimal(thousandths) / 1000
    groups, mark = FORMS[form]
    written = f"{number:,.3f}".replace(",", "\0").replace(".", mark).replace("\0", groups)
    found = number_of(written, form)
    assert found is not None
    assert Decimal(found) == number


@pytest.mark.parametrize(
    ("written", "form"),
    [("1.5", "1.234,5"), ("1,5", "1,234.5"), ("12,34", "1,234.5"), ("1,2345", "1,234.5"), ("~3", "1,234.5")],
)
def test_a_number_that_is_not_written_as_declared_is_none(written: str, form: str) -> None:
    assert number_of(written, form) is None


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("31/02/2021", "dmy"),
        ("30/09/21", "dmy"),
        ("2021-09-30", "dmy"),
        ("30/09-2021", "dmy"),
        ("5", "serial"),
    ],
)
def test_a_day_that_is_not_written_as_declared_is_none(written: str, order: str) -> None:
    assert day_of(written, order) is None


def mapped(**cells: str) -> tuple[list[Row], list[Row]]:
    columns = {
        "place_pcode": Column.model_validate({"value": "XX01"}),
        "population_status": Column.model_validate({"value": "displaced"}),
        "as_of": Column.model_validate({"from": "day", "dates": "dmy"}),
        "people": Column.model_validate({"from": "people", "numbers": "1 234,5", "not_reported": ["", "-"]}),
    }
    return mapped_rows(table_type("displacement"), columns, [RawRow(2, cells)], "source")


def test_a_declared_form_is_read_and_what_is_not_reported_stays_so() -> None:
    (row,), issues = mapped(day="30/09/2021", people="1\u202f234")
    assert (row["as_of"], issues) == (date(2021, 9, 30), [])
    assert isinstance(row["people"], Known)
    assert row["people"].interval.exact == 1234
    (row,), _ = mapped(day="30/09/2021", people="-")
    assert not isinstance(row["people"], Known)


def test_a_cell_in_another_form_costs_its_row_and_says_which_form_was_declared() -> None:
    rows, (issue,) = mapped(day="2021-09-30", people="7")
    assert rows == []
    assert "31/12/2020 is expected" in str(issue["message_en"])
    rows, (issue,) = mapped(day="30/09/2021", people="1,234.5")
    assert "1 234,5 is expected" in str(issue["message_en"])


@pytest.mark.parametrize(("written", "is_taken"), [("2022-04", True), ("2022-13", False), ("April", False)])
def test_a_month_that_no_calendar_has_costs_its_row_and_never_a_build(written: str, is_taken: bool) -> None:
    columns = {
        "place_pcode": Column.model_validate({"value": "XX01"}),
        "cluster": Column.model_validate({"value": "Health"}),
        "partner": Column.model_validate({"value": "One"}),
        "month": Column.model_validate({"from": "month"}),
    }
    rows, issues = mapped_rows(table_type("presence"), columns, [RawRow(2, {"month": written})], "source")
    assert (len(rows), len(issues)) == ((1, 0) if is_taken else (0, 1))
