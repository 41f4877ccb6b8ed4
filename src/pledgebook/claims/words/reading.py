"""What the words of one figure say, once they are read.

A newcomer would get wrong that ``interval`` is what the words allow and ``rounded`` what a plain count may also
be: 850 allows only 850, yet 852 is fairly told as 850.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledgebook.claims.words.allowed import Allowed
from pledgebook.claims.words.line import PLAIN
from pledgebook.interval import Interval

_WITHOUT_NEXT_ROUND = ("rank", "duration", "multiple")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a figure say.

    ``number`` is the number as written (a share in points of 100, a fall negative); ``interval`` what the
    words allow; ``rounded`` what a number that rounds to it may be; ``next_round`` the next round number;
    ``unit_place`` the place of its last digit; ``days`` the first and last day of a date; ``unit`` the
    unit of a duration.
    """

    words: str
    number: Decimal | None
    kind: str
    currency: str | None = None
    hedge: str = PLAIN
    interval: Interval | None = None
    next_round: Decimal | None = None
    unit_place: Decimal | None = None
    days: tuple[date, date] | None = None
    rounded: Interval | None = None
    unit: str = ""


def numbered(
    words: str,
    number: Decimal,
    kind: str,
    hedge: str,
    allowed: Allowed,
    currency: str | None = None,
    unit: str = "",
) -> Reading:
    """The reading of one number with a hedge."""
    following = None if kind in _WITHOUT_NEXT_ROUND else allowed.next_round
    return Reading(
        words,
        number,
        kind,
        currency,
        hedge,
        allowed.interval,
        following,
        allowed.place,
        None,
        allowed.rounded,
        unit,
    )
