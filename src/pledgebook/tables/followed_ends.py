"""Two sides of one payment: the transactions of either, and how far they may be apart to be the same money.

A newcomer would compare two currencies at the rate of the day on which each was reported: who dates a year by its last
day would then stand outside any honest tolerance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.money import Rates
from pledgebook.sources.iati.issues import Row

_PLACES = Decimal("0.000001")


@dataclass(slots=True)
class End:
    """One side's transaction: who it is with, whose activity it names, and what became of it.

    ``amount`` is in its own currency; None where it is not known or 0, which is like nothing.
    """

    row: Row
    partner: str
    named: str
    day: date | None
    amount: Decimal | None
    pairs: dict[str, Pair] = field(default_factory=dict)
    """What was found, by the type of the outgoing one: a commitment and its disbursement are one and the same money."""
    groups: dict[str, Group] = field(default_factory=dict)
    """Those it is one and the same money with as a sum, by the type of the outgoing ones."""
    reason: str = ""

    def is_free(self, kind: str) -> bool:
        """Whether nothing was found for it yet, by the type of the outgoing one."""
        return kind not in self.pairs and kind not in self.groups

    @property
    def key(self) -> tuple[str, int]:
        """Activity and number, by which it is ordered."""
        return str(self.row["activity_id"]), int(str(self.row["transaction_number"] or 0))


@dataclass(frozen=True, slots=True)
class Pair:
    """An outgoing and an incoming transaction within the tolerance."""

    given: End
    received: End
    rule: str
    days: int
    percent: Decimal

    @property
    def nearness(self) -> tuple[bool, Decimal, int]:
        """The smaller, the better: a named activity first, then the amount, then the day."""
        return self.rule != "activity", abs(self.percent), abs(self.days)


@dataclass(frozen=True, slots=True)
class Group:
    """One transaction of one side that is, to the cent, the sum of several of one activity of the other side.

    ``rule`` is ``parts`` where the partner received in parts what was paid as one, ``merged`` the other way round.
    """

    whole: End
    parts: tuple[End, ...]
    rule: str

    @property
    def ends(self) -> tuple[End, ...]:
        """All of them, the whole one first."""
        return self.whole, *self.parts


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two transactions may be apart; ``by_year``: the incoming one is the sum of a year."""

    days: int
    percent: Decimal
    by_year: bool
    countries: Mapping[str, Collection[str]]
    rates: Rates

    def is_near(self, one: End, other: End) -> bool:
        """Within so many days; of who publishes one sum a year, from its first day on."""
        if one.day is None or other.day is None:
            return False
        room = timedelta(self.days)
        first = other.day - room
        if self.by_year:
            first = min(date(other.day.year, 1, 1), first)
        return first <= one.day <= other.day + room

    def is_alike(self, one: End, other: End) -> bool:
        """Whether the amounts are within so many percent."""
        apart = self.apart(one, other)
        return apart is not None and abs(apart) <= self.percent

    def apart(self, one: End, other: End) -> Decimal | None:
        """How far the incoming amount is from the outgoing one, in percent of it; None where nobody can say.

        Two currencies are compared at the rate of the day on which the money went out.
        """
        if one.amount is None or other.amount is None:
            return None
        currency, day = (one.row[name] for name in ("currency", "value_date"))
        received: Decimal | None = other.amount
        if other.row["currency"] != currency:
            received = self.rates.convert(
                other.amount,
                str(other.row["currency"]),
                str(currency),
                day if isinstance(day, date) else None,
            )
        return received and ((received - one.amount) * 100 / abs(one.amount)).quantize(_PLACES)

    def is_elsewhere(self, one: End, other: End) -> bool:
        """Whether both activities name countries, and none in common."""
        here, there = (self.countries.get(end.key[0], ()) for end in (one, other))
        return bool(here and there) and not set(here) & set(there)

    def rule(self, one: End, other: End) -> str:
        """By what the two are one and the same money; '' where they are not."""
        if not (self.is_near(one, other) and self.is_alike(one, other)):
            return ""
        if names(one, other):
            return "activity"
        return "" if self.is_elsewhere(one, other) else "amount_and_date"


def names(one: End, other: End) -> bool:
    """Whether either names the other's activity; a donor's identifier may be cut before the number of its phase."""
    given, received = one.key[0], other.key[0]
    return bool((other.named and is_head(other.named, given)) or (one.named and one.named == received))


def is_head(named: str, activity: str) -> bool:
    """Whether an identifier is the other one, or all of it before the digits of its phase."""
    return activity.startswith(named) and not activity[len(named) :].strip("0123456789")


def days_between(one: End, other: End) -> int:
    assert one.day is not None, "what has no day is near nothing"
    assert other.day is not None, "what has no day is near nothing"
    return (other.day - one.day).days
