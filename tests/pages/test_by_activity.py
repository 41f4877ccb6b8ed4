"""What is looked up by activity is what the measures answer and the tables hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pledgebook.build import compile_book
from pledgebook.measures.answer import Request
from pledgebook.pages.by_activity import ByActivity
from pledgebook.tables.rows import ColumnRows
from pledgebook.tables.schema import to_arrow
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
        assert found.rows("transaction", activity) == wanted
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
