"""What can be known of a quantity. Zero, not reported, not applicable and withheld are four different things."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from pledgebook.interval import Interval

Status: TypeAlias = Literal["reported", "not_reported", "not_applicable", "withheld"]


@dataclass(frozen=True, slots=True)
class Known:
    """A quantity known exactly, or as far as an interval says."""

    interval: Interval


@dataclass(frozen=True, slots=True)
class NotReported:
    """Nobody said. It is not zero."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The question has no answer here, such as a share of nothing."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Known, and not told, for the reason given."""

    reason: str


Value: TypeAlias = Known | NotReported | NotApplicable | Withheld


def known(number: Decimal | int) -> Known:
    """One exact number as a value.

    >>> status_of(known(0)), status_of(NotReported())
    ('reported', 'not_reported')
    """
    return Known(Interval.exactly(number))


def status_of(value: Value) -> Status:
    """The word for the value's state as it stands in the ``*_status`` columns."""
    match value:
        case Known():
            return "reported"
        case NotReported():
            return "not_reported"
        case NotApplicable():
            return "not_applicable"
        case Withheld():
            return "withheld"
