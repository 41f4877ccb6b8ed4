"""Amounts of money from one currency into another, exactly, at the rate of a day.

A newcomer would get wrong that the rate of a day is the last one published on or before it (there is none on
a Sunday), never one between two days, and that a currency without a rate gives None, never 0. The European
Central Bank pauses for five days at most: an older rate is of a currency that it had stopped quoting, and is
not used.

Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

EURO = "EUR"
LONGEST_PAUSE = timedelta(days=7)
_NOT_PUBLISHED = frozenset({"", "N/A"})


@dataclass(frozen=True, slots=True)
class EuroRate:
    """How much of a currency one euro was worth, the day it was published, and its row in the bank's file."""

    per_euro: Decimal
    published_on: date
    row: int


class Rates:
    """The bank's daily rates, loaded when the first one is asked for; only the currencies asked for are kept.

    >>> Rates().convert(Decimal(100), "EUR", "EUR", None)
    Decimal('100.00')
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._columns: dict[str, tuple[list[date], list[EuroRate]]] = {}
        self._ratios: dict[tuple[str, str, date], Fraction | None] = {}

    def euro_rate(self, currency: str, day: date) -> EuroRate | None:
        """The rate of a currency on a day, or None where the bank quoted none."""
        if currency == EURO:
            return EuroRate(Decimal(1), day, 0)
        days, rates = self._column(currency)
        position = bisect_right(days, day)
        if not position or day - days[position - 1] > LONGEST_PAUSE:
            return None
        return rates[position - 1]

    def rate(self, currency: str, to: str, day: date) -> Decimal | None:
        """How much of ``to`` one unit of ``currency`` is worth, rounded half-even to 12 decimals, or None."""
        ratio = self._ratio(currency, to, day)
        return None if ratio is None else rounded(ratio, 12)

    def convert(self, amount: Decimal, currency: str, to: str, day: date | None) -> Decimal | None:
        """The amount in another currency, rounded once, half-even, to the cent; None where there is no rate.

        The same currency needs neither a rate nor a day.
        """
        if currency == to:
            return rounded(Fraction(amount), 2)
        ratio = None if day is None else self._ratio(currency, to, day)
        return None if ratio is None else rounded(Fraction(amount) * ratio, 2)

    def _ratio(self, currency: str, to: str, day: date) -> Fraction | None:
        """The rate as it is, worked out once: payments of thousands of projects are made on the same days."""
        asked = currency, to, day
        if asked not in self._ratios:
            self._ratios[asked] = self._worked_out(*asked)
        return self._ratios[asked]

    def _worked_out(self, currency: str, to: str, day: date) -> Fraction | None:
        one, other = self.euro_rate(currency, day), self.euro_rate(to, day)
        if one is None or other is None:
            return None
        return Fraction(other.per_euro) / Fraction(one.per_euro)

    @cached_property
    def _table(self) -> tuple[list[str], list[list[str]]]:
        with ZipFile(self._file or _file_of_the_bank()) as archive:
            text = archive.read(archive.namelist()[0]).decode("utf-8")
        header, *lines = (line.split(",") for line in text.splitlines())
        return [name.strip() for name in header], lines

    def _column(self, currency: str) -> tuple[list[date], list[EuroRate]]:
        if currency not in self._columns:
            self._columns[currency] = self._read_column(currency)
        return self._columns[currency]

    def _read_column(self, currency: str) -> tuple[list[date], list[EuroRate]]:
        header, lines = self._table
        if currency not in header[1:]:
            return [], []
        place = header.index(currency)
        rates = sorted(
            (
                EuroRate(Decimal(line[place]), date.fromisoformat(line[0]), row)
                for row, line in enumerate(lines, start=2)
                if line[place] not in _NOT_PUBLISHED
            ),
            key=lambda rate: rate.published_on,
        )
        return [rate.published_on for rate in rates], rates


def _file_of_the_bank() -> Path:
    from currency_converter import (
        CURRENCY_FILE,  # which loads what could fetch a newer one: a tenth of a start
    )

    return Path(CURRENCY_FILE)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """The value with so many decimals, half-even, however many digits that takes.

    >>> rounded(Fraction(1, 3), 2), rounded(Fraction("0.125"), 2)
    (Decimal('0.33'), Decimal('0.12'))
    """
    return Decimal(f"{round(value * 10**decimals)}e-{decimals}")
