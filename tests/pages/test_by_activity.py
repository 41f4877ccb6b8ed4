"""What is looked up by activity is what the measures answer and the tables hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from book_copies import iraq_compiled
from pledgebook.build import Compiled, compile_book
from pledgebook.measures.answer import Request
from pledgebook.pages.by_activity import SHOWN, ByActivity
from pledgebook.pages.content import Content, PageOut
from pledgebook.pages.project import project_page
from pledgebook.pages.runs import without
from pledgebook.pages.view import View
from pledgebook.tables.rows import ColumnRows
from pledgebook.tables.schema import table_type, to_arrow
from pledgebook.value import NotReported, known

BOOK = Path(__file__).parents[1] / "small_book"


def test_an_activity_looked_up_is_what_its_measure_answers() -> None:
    compiled = compile_book(BOOK, lambda stage, made: None)
    found = ByActivity(compiled.measures, compiled.rows)
    activities = [row["activity_id"] for row in compiled.rows["activity"]]
    assert activities
    for activity in activities:
        for recipient in ("", "XX", "FR"):
            where = {"activity": activity, **({"recipient": recipient} if recipient else {})}
            asked = Request("committed", tuple(sorted(where.items())))
            assert found.sum("committed", activity, recipient) == compiled.measures.answer(asked).value
        own = Request("committed", (("activity", activity),))
        for by in (("objective",), ("partner",), ("recipient_kind", "recipient"), ("sector",)):
            assert found.slices("committed", activity, *by) == compiled.measures.breakdown(own, *by)
        wanted = [r for r in compiled.rows["transaction"] if r["activity_id"] == activity]
        assert found.rows("transaction", activity) == list(without(wanted, SHOWN["transaction"]))
    assert any(found.sum("committed", a) != NotReported() for a in activities)


def test_an_activity_without_money_is_not_reported_and_has_no_rows() -> None:
    compiled = compile_book(BOOK, lambda stage, made: None)
    found = ByActivity(compiled.measures, compiled.rows)
    assert found.sum("committed", "XX-NONE") == NotReported()
    assert found.rows("transaction", "XX-NONE") == []


def test_rows_of_an_activity_that_stand_apart_are_all_found_in_their_order() -> None:
    compiled = compile_book(BOOK, lambda stage, made: None)
    some = dict(compiled.rows["transaction"][0])
    mixed = [
        {**some, "activity_id": name, "transaction_number": n, "amount": Decimal(n)}
        for n, name in enumerate("ABBAB", start=1)
    ]
    rows = ColumnRows(to_arrow("transaction", mixed))
    found = ByActivity(compiled.measures, {**compiled.rows, "transaction": rows})
    assert [r["transaction_number"] for r in found.rows("transaction", "B")] == [2, 3, 5]
    assert [known(r["amount"]) for r in found.rows("transaction", "A")] == [known(1), known(4)]


def test_no_page_shows_a_column_that_is_held_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = iraq_compiled()

    def pages() -> list[PageOut]:
        content = Content(
            compiled.book,
            compiled.snapshots,
            compiled.rows,
            compiled.measures,
            compiled.verdicts,
            compiled.findings,
        )
        views = [View(content, language) for language in compiled.book.languages]
        return [project_page(view, activity) for view in views for activity in compiled.rows["activity"][::8]]

    made = pages()
    monkeypatch.setattr("pledgebook.pages.by_activity.SHOWN", dict.fromkeys(SHOWN, frozenset()))
    assert made == pages()
    assert all(hidden <= set(table_type(table).columns) for table, hidden in SHOWN.items())


def keys(compiled: Compiled, **tables: Any) -> dict[str, str]:
    found = ByActivity(compiled.measures, {**compiled.rows, **tables})
    found.ask_all("XX")
    return found.keys()


def test_every_cell_that_a_page_can_show_is_in_the_key_of_its_activity() -> None:
    compiled = compile_book(BOOK, lambda stage, made: None)
    before, seen = keys(compiled), 0
    for table in SHOWN:
        rows = list(compiled.rows[table])
        for column in rows[0] if rows else ():
            if column != "activity_id":
                changed = keys(compiled, **{table: [{**rows[0], column: "another"}, *rows[1:]]})
                differ = {name for name, key in changed.items() if key != before[name]}
                assert (rows[0]["activity_id"] in differ) == (column not in SHOWN[table]), (table, column)
                seen += column not in SHOWN[table]
    assert seen > 30


def test_of_columns_each_cell_is_told_apart_and_nothing_from_an_empty_text() -> None:
    compiled = compile_book(BOOK, lambda stage, made: None)
    rows = list(compiled.rows["transaction"])
    one = {**rows[0], "receiver_org_name": "A", "receiver_org_ref": None}
    told = [
        keys(compiled, transaction=ColumnRows(to_arrow("transaction", [{**one, **cells}, *rows[1:]])))
        for cells in (
            {},
            {"receiver_org_name": ""},
            {"receiver_org_name": None},
            {"receiver_org_name": None, "receiver_org_ref": "A"},
            {"amount": Decimal("1.5")},
        )
    ]
    own = [found.pop(rows[0]["activity_id"]) for found in told]
    assert len(set(own)) == len(own)
    assert all(found == told[0] for found in told)


def test_a_page_of_a_project_reads_nothing_but_what_its_key_tells() -> None:
    """Neither the tables nor the measures: what it took from there would be missing in the key."""
    done = compile_book(BOOK, lambda stage, made: None)
    content = Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)
    content.by_activity.ask_all("XX")
    for language in ("en", "fr"):
        view, blind = View(content, language), View(content, language)
        blind.content = blind.measures = blind.verdicts = None  # type: ignore[assignment]
        for activity in done.rows["activity"]:
            assert project_page(blind, activity) == project_page(view, activity)


def test_a_table_that_is_in_no_key_cannot_be_looked_up() -> None:
    compiled = compile_book(BOOK, lambda stage, made: None)
    with pytest.raises(AssertionError, match="other_element"):
        ByActivity(compiled.measures, compiled.rows).rows("other_element", "XX-AID-1")
