"""What the tables of money add to transactions as reported: the amount in the book's currency, and its rates.

A newcomer would get wrong that an amount without a rate is not 0 in the book's currency but unknown, and that
the rate is the value date's, not today's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledgebook.money import Rates
from pledgebook.sources.iati.issues import Row, issue


@dataclass(frozen=True, slots=True)
class BookCurrency:
    """The currency of a book, the rates into it, and the id of the source that the rates come from."""

    code: str
    rates: Rates
    rates_source: str


def in_book_currency(transaction: Row, book: BookCurrency) -> Row:
    """``amount_book``, rounded to the cent, and ``amount_book_status`` of a transaction."""
    amount, currency, day = (transaction[name] for name in ("amount", "currency", "value_date"))
    if not isinstance(amount, Decimal):
        return {"amount_book": None, "amount_book_status": "no_amount"}
    converted = (
        book.rates.convert(amount, currency, book.code, day if isinstance(day, date) else None)
        if isinstance(currency, str)
        else None
    )
    if converted is None:
        return {"amount_book": None, "amount_book_status": "no_rate"}
    same = currency == book.code
    return {"amount_book": converted, "amount_book_status": "same_currency" if same else "converted"}


def issue_without_rate(transaction: Row) -> Row:
    """The issue of a transaction whose amount cannot be told in the book's currency."""
    currency, day = transaction["currency"] or "?", transaction["value_date"] or "?"
    return issue(
        "no-rate",
        source=str(transaction["source"]),
        record=str(transaction["record"]),
        activity_id=str(transaction["activity_id"]),
        value=f"{currency} {day}",
    )


def exchange_rate_rows(transactions: Iterable[Row], book: BookCurrency) -> list[Row]:
    """One row for each currency and day that a conversion used."""
    used = {
        (str(row["currency"]), row["value_date"])
        for row in transactions
        if row["amount_book_status"] == "converted"
    }
    return [
        _exchange_rate(currency, day, book)
        for currency, day in sorted(used, key=str)
        if isinstance(day, date)
    ]


def _exchange_rate(currency: str, day: date, book: BookCurrency) -> Row:
    from_euro = book.rates.euro_rate(currency, day)
    to_euro = book.rates.euro_rate(book.code, day)
    assert from_euro is not None, "a conversion used this rate"
    assert to_euro is not None, "a conversion used this rate"
    published = max((r for r in (from_euro, to_euro) if r.row), key=lambda r: r.published_on)
    return {
        "currency": currency,
        "value_date": day,
        "currency_book": book.code,
        "published_on": published.published_on,
        "per_euro": from_euro.per_euro,
        "book_per_euro": to_euro.per_euro,
        "rate": book.rates.rate(currency, book.code, day),
        "source": book.rates_source,
        "record": f"row {published.row}",
    }
