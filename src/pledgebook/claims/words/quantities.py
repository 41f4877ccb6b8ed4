"""Figures that are a quantity: amounts, ranges, durations, multiples ("doubled"), collectives ("a dozen").

A newcomer would get wrong that a fall is read as a negative number whose hedge speaks of its size: "fell by
more than 5 points" allows anything below -5.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pledgebook.claims.words.allowed import allow, allow_range, negated, percent_place
from pledgebook.claims.words.amounts import Amount, amount_at, place_of
from pledgebook.claims.words.currencies import currency_at
from pledgebook.claims.words.line import PLAIN, Line, Start, hedge_behind, starts
from pledgebook.claims.words.reading import Reading, numbered
from pledgebook.claims.words.tables import Row, rows_of
from pledgebook.interval import Interval


def read_collective(line: Line) -> Reading | None:
    """A dozen, une centaine; dozens, des milliers, millions."""
    for start in starts(line):
        matched = line.match("collectives", start.at)
        if matched is None:
            continue
        number, end = Decimal(matched[0]["number"]), matched[1]
        linked = end + (end < len(line.tokens) and line.tokens[end].norm in ("of", "de"))
        currency = currency_at(line.tokens, linked, line.language, line.home)
        code = None if currency is None else line.home if currency.code == "home" else currency.code
        hedge = hedge_behind(line, start.hedge, currency.end if currency else end)
        kind = "money" if code else "count"
        if hedge is None or (not matched[0]["about"] and hedge != PLAIN):
            continue
        if not matched[0]["about"]:
            return Reading(line.words, number, kind, code, "vague", Interval(2 * number, None))
        hedge = "about" if hedge == PLAIN else hedge
        return numbered(line.words, number, kind, hedge, allow(hedge, number, place_of(number)), code)
    return None


def read_multiple(line: Line) -> Reading | None:
    """Doubled, a triplé, une fois et demie."""
    for start in starts(line):
        matched = line.match("changes", start.at)
        if matched is None or "times" not in matched[0]:
            continue
        if (hedge := hedge_behind(line, start.hedge, matched[1])) is not None:
            number = Decimal(matched[0]["times"])
            allowed = allow(hedge, number, place_of(number), rounds=True)
            return numbered(line.words, number, "multiple", hedge, allowed)
    return None


def read_range(line: Line) -> Reading | None:
    """Between 450 and 550, $2-3 billion, de 2 à 3 milliards."""
    for start in starts(line):
        for row in rows_of("ranges") if start.hedge in (PLAIN, "about") else ():
            for at in _openings(line, start.at, row):
                reading = _range_from(line, at, row, start)
                if reading is not None:
                    return reading
    return None


def read_duration(line: Line) -> Reading | None:
    """Over five years, sur cinq ans: in front of a duration these words are no hedge."""
    timed = line.match("units", 0, "before")
    begun = starts(line, Start(timed[1])) if timed else ()
    readings = (_amount_from(line, start) for start in begun)
    return next((reading for reading in readings if reading and reading.kind == "duration"), None)


def read_amount(line: Line) -> Reading | None:
    """Approximately 1.2 million, up to 850, 19 %, five years."""
    readings = (_amount_from(line, start) for start in starts(line))
    return next((reading for reading in readings if reading), None)


def _amount_from(line: Line, start: Start) -> Reading | None:
    if line.match("fillers", start.at, id="spoiler"):
        return None
    amount = amount_at(line.tokens, start.at, line.language, line.home)
    hedge = hedge_behind(line, start.hedge, amount.end) if amount else None
    if amount is None or hedge is None:
        return None
    sign = start.sign or _sign_behind(line, amount.end)
    if amount.negative and (sign or hedge not in (PLAIN, "exactly", "about")):
        return None
    kind, currency = _kind_of(amount, line)
    rounds = amount.rounds or kind in ("money", "percent", "points", "multiple")
    number = -amount.number if amount.negative else amount.number
    place = percent_place(amount.place) if kind == "percent" else amount.place
    allowed = allow(hedge, number, place, rounds=rounds, counted=kind == "count")
    if sign < 0:
        number, allowed = -number, negated(allowed)
    return numbered(line.words, number, kind, hedge, allowed, currency, amount.unit)


def _sign_behind(line: Line, at: int) -> int:
    """The sign of "a 26% drop", which the word of change behind the number gives it."""
    matched = line.match("changes", at, "after")
    return int(matched[0]["sign"]) if matched else 0


def _openings(line: Line, at: int, row: Row) -> Iterator[int]:
    """Where the first number of a range may begin."""
    if "" in row.get(f"{line.language}_open", ()):
        yield at
    matched = line.match("ranges", at, "open", row["id"])
    if matched:
        yield matched[1]


def _range_from(line: Line, at: int, row: Row, start: Start) -> Reading | None:
    low = amount_at(line.tokens, at, line.language, line.home)
    joined = line.match("ranges", low.end, "join", row["id"]) if low else None
    if low is None or joined is None:
        return None
    high = amount_at(line.tokens, joined[1], line.language, line.home, is_priced=low.currency is not None)
    if high is None or low.negative or high.negative:
        return None
    same_kind = not low.kind or not high.kind or (low.kind, low.unit) == (high.kind, high.unit)
    same_currency = not low.currency or not high.currency or low.currency == high.currency
    if not same_kind or not same_currency or hedge_behind(line, PLAIN, high.end) != PLAIN:
        return None
    allowed = allow_range(low, high, is_about=start.hedge == "about")
    if allowed is None:
        return None
    kind, currency = _kind_of(high if high.kind else low, line)
    allowed = negated(allowed) if start.sign < 0 else allowed
    return Reading(line.words, None, kind, currency, "between", allowed.interval, unit=high.unit or low.unit)


def _kind_of(amount: Amount, line: Line) -> tuple[str, str | None]:
    """The kind of an amount and its currency; a bare number is what the figure is read for."""
    if amount.kind:
        return amount.kind, amount.currency
    if line.kind == "money":
        return "money", line.home
    return (line.kind if line.kind in ("percent", "points", "multiple") else "count"), None
