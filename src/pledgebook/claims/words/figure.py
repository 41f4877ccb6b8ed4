"""The words of one figure read as what they allow a number, a share, a rank or a day to be.

A newcomer would get wrong that a reader gives up rather than guess: words it cannot read to their end are
no reading, and the figure then needs a test of its own. What the words mean stands in the tables; here is
only the order in which they may stand: [filler] [change] [hedge] core [nouns] [hedge].
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from pledgebook.claims.words.calendar import days_at
from pledgebook.claims.words.dates import may_be_dated
from pledgebook.claims.words.line import PLAIN, Line, hedge_behind, plain_starts
from pledgebook.claims.words.quantities import (
    read_amount,
    read_collective,
    read_duration,
    read_multiple,
    read_range,
)
from pledgebook.claims.words.reading import Reading
from pledgebook.claims.words.shares import read_part_of_whole, read_rank, read_share
from pledgebook.claims.words.tokens import tokens_of
from pledgebook.period import FiscalStart


def read_figure(
    words: str,
    language: str,
    *,
    home_currency: str,
    kind: str = "count",
    fiscal_start: FiscalStart | None = None,
) -> Reading | None:
    """What the words of one figure say; None where they carry nothing that can be read to the end.

    ``kind`` is what a bare number is taken for: count, money, percent, date, rank.

    >>> reading = read_figure("plus de 4 milliards de dollars", "fr", home_currency="CAD")
    >>> reading.hedge, str(reading.interval), reading.currency
    ('over', '>4000000000', 'CAD')
    """
    tokens = tuple(tokens_of(unicodedata.normalize("NFC", words), language))
    line = Line(words, tokens, language, home_currency, kind, fiscal_start)
    return next((reading for reader in READERS if (reading := reader(line)) is not None), None)


def read_date(line: Line) -> Reading | None:
    """In June 2016, fin 2020, 21 September 2017, 2016-17."""
    for start in plain_starts(line) if may_be_dated(line.tokens) else ():
        found = days_at(
            line.tokens,
            start.at,
            line.language,
            bare_years=line.kind == "date",
            fiscal_start=line.fiscal_start,
        )
        if found and hedge_behind(line, PLAIN, found.end) == PLAIN:
            return Reading(line.words, None, "date", days=(found.span.first, found.span.last))
    return None


READERS: tuple[Callable[[Line], Reading | None], ...] = (
    read_date,
    read_share,
    read_part_of_whole,
    read_collective,
    read_rank,
    read_multiple,
    read_range,
    read_duration,
    read_amount,
)
"""Tried in this order; the first that reads the words to their end has read them."""
