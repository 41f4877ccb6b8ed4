"""The tables out of the activities that count, one row after the other.

A newcomer would get wrong that an activity read in full brings more tables than ``TABLES``: they come as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pledgebook.period import FiscalStart
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.tables.flow import flows_of, with_transactions
from pledgebook.tables.schema import table_type
from pledgebook.tables.transaction import (
    BookCurrency,
    exchange_rate_rows,
    in_book_currency,
    issue_without_rate,
)

TABLES = (
    "activity",
    "transaction",
    "flow",
    "participating_org",
    "policy_marker",
    "exchange_rate",
    "issue",
)


def money_rows(
    activities: Iterable[ActivityRead], book: BookCurrency, fiscal_year_start: FiscalStart
) -> Iterator[tuple[str, Row]]:
    """The name of a table and a row of it, for every row of ``TABLES`` and of whatever else was read.

    The exchange rates come last.
    """
    used: dict[tuple[object, ...], Row] = {}
    for activity in activities:
        for table, row in _rows(activity, book, fiscal_year_start):
            yield table, _declared(row) if table == "issue" else row
            if table == "transaction":
                used.setdefault((row["currency"], row["value_date"], row["amount_book_status"]), row)
    yield from (("exchange_rate", row) for row in exchange_rate_rows(used.values(), book))


def _rows(
    activity: ActivityRead, book: BookCurrency, fiscal_year_start: FiscalStart
) -> Iterator[tuple[str, Row]]:
    yield from (("issue", row) for row in activity.issues)
    if not activity.activity_id:
        return
    valued = [row | in_book_currency(row, book) for row in activity.rows["transaction"]]
    done = flows_of(with_transactions(activity, valued), fiscal_year_start)
    for table, rows in activity.rows.items():
        if table != "transaction":
            yield from ((table, row) for row in rows)
    yield from (("transaction", row) for row in done.transactions)
    yield from (("flow", row) for row in done.flows)
    yield from (("issue", row) for row in done.issues)
    no_rate = (row for row in valued if row["amount_book_status"] == "no_rate")
    yield from (("issue", issue_without_rate(row)) for row in no_rate)


def _declared(row: Row) -> Row:
    """An issue with the columns that its table declares: the reader may know more of it than is kept."""
    return {name: row[name] for name in table_type("issue").columns if name in row}
