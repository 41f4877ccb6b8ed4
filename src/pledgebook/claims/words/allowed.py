"""From a hedge and a number to the interval that the words allow, the arithmetic of the grammar.

A newcomer would get wrong that *within d* is half-open, and that the next round number after one that ends in
5 is the next ten of its place: 85 % to 90 %, 850 to 900, but 1,400 to 1,500.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pledgebook.claims.words.amounts import Amount
from pledgebook.claims.words.tables import rows_of
from pledgebook.figures import plain
from pledgebook.interval import Interval

_ROUNDEST_PERCENT = Decimal(10)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the words let the number be.

    ``rounded``: what else it may be where it is a plain count that was rounded, or a maximum that was.
    """

    interval: Interval
    next_round: Decimal | None = None
    place: Decimal | None = None
    rounded: Interval | None = None


def allow(
    hedge: str, number: Decimal, place: Decimal, *, rounds: bool = False, counted: bool = False
) -> Allowed:
    """The interval of a hedge beside a number with digits down to ``place``.

    ``rounds``: the number is written as a rounded one (money, a percentage, a multiplier). ``counted``: it
    counts something, so that it is either exact or fairly rounded.

    >>> str(allow("about", Decimal(500), Decimal(100)).interval)
    '450..<550'
    """
    within = within_half(number, place)
    following = next_round(number, place)
    if hedge == "plain":
        exact = Interval.exactly(number)
        return Allowed(
            within if rounds else exact, following, place, within if counted and not rounds else None
        )
    half = place / 2
    notation = next(row["allows"] for row in rows_of("hedges") if row["id"] == hedge)
    interval = Interval.parse(
        notation.format(x=f"{number:f}", below=f"{number - half:f}", above=f"{number + half:f}")
    )
    return Allowed(interval, following, place, within if hedge == "up_to" and rounds else None)


def within_half(number: Decimal, place: Decimal) -> Interval:
    """Within half a place: what rounds to the number."""
    return Interval(number - place / 2, number + place / 2, True, False)


def next_round(number: Decimal, place: Decimal) -> Decimal:
    """The next number as round as this one.

    >>> [str(next_round(Decimal(n), Decimal(u))) for n, u in ((85, 1), (850, 10), (1400, 100))]
    ['90', '900', '1500']
    """
    ends_in_five = abs(number / place) % 10 == 5
    return plain(number + (5 * place if ends_in_five else place))


def percent_place(place: Decimal) -> Decimal:
    """The place of a percentage: 100% is all of it, to the point, not anything that rounds to a hundred."""
    return Decimal(1) if place > _ROUNDEST_PERCENT else place


def allow_range(low: Amount, high: Amount, *, is_about: bool = False) -> Allowed | None:
    """From the first number to the second; a multiplier behind the second reaches back to a smaller first.

    ``is_about``: half a place of each further on its side.
    """
    first, place = low.number, low.place
    if low.factor == 1 and low.written < high.written:
        first, place = low.written * high.factor, low.place * high.factor
    if first > high.number:
        return None
    if is_about:
        return Allowed(Interval(plain(first - place / 2), plain(high.number + high.place / 2), True, False))
    return Allowed(Interval(first, high.number))


def negated(allowed: Allowed) -> Allowed:
    """What is allowed of a fall: the same sizes below 0."""
    return Allowed(
        mirrored(allowed.interval),
        None if allowed.next_round is None else -allowed.next_round,
        allowed.place,
        None if allowed.rounded is None else mirrored(allowed.rounded),
    )


def mirrored(interval: Interval) -> Interval:
    """The interval of the opposite numbers."""
    low, high = interval.low, interval.high
    return Interval(
        None if high is None else -high,
        None if low is None else -low,
        interval.high_included,
        interval.low_included,
    )
