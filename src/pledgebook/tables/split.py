"""Splitting an amount exactly: its slices add up to it, to the last digit.

A newcomer would get wrong that the unit is not always one cent: amounts such as ``1150695.0197919542`` occur,
and the rest of such an amount would be lost. A negative amount is split as its absolute value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pledgebook.sources.iati.shares import Share
from pledgebook.tables.shares import Key, Parts, parts_of

Weights = tuple[int, ...]
_CENT = -2
_SHARE_DIGIT = -12
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Slice:
    """What falls on one recipient and one sector; ``share`` is of the whole transaction, 1 is all of it."""

    recipient: Key
    sector: Key
    share: Decimal
    amount: Decimal | None
    amount_book: Decimal | None


def split(
    amount: Decimal | None,
    amount_book: Decimal | None,
    recipients: Sequence[Share],
    sectors: Sequence[Share],
) -> list[Slice]:
    """The amounts by recipient, each recipient's part by sector; in the order of their codes.

    >>> half = Share("country", "", "IQ", Decimal(50))
    >>> [str(slice.amount) for slice in split(Decimal("0.01"), None, [half], [])]
    ['0.01', '0.00']
    """
    return split_by(amount, amount_book, parts_of(recipients), parts_of(sectors))


def split_by(
    amount: Decimal | None, amount_book: Decimal | None, recipients: Parts, sectors: Parts
) -> list[Slice]:
    """As ``split``, with parts that are already worked out."""
    pairs = [(recipient, sector) for recipient in recipients.keys for sector in sectors.keys]
    shares = _shares(recipients.weights, sectors.weights)
    unknown: list[None] = [None] * len(pairs)
    weights = recipients.weights, sectors.weights
    amounts = unknown if amount is None else _cross(amount, *weights)
    book_amounts = unknown if amount_book is None else _cross(amount_book, *weights)
    return [
        Slice(recipient, sector, share, own, book)
        for (recipient, sector), share, own, book in zip(pairs, shares, amounts, book_amounts, strict=True)
    ]


def allot(amount: Decimal, weights: Sequence[int], coarsest: int = _CENT) -> list[Decimal]:
    """The amount by weights, with the largest remainders rounded up; equal ones in the order given.

    The unit is the smaller of ``10 ** coarsest`` and the amount's own last digit.

    >>> [str(part) for part in allot(Decimal("-100"), [1, 1, 1])]
    ['-33.34', '-33.33', '-33.33']
    """
    sign, digits, written = amount.as_tuple()
    assert isinstance(written, int), "an amount is a finite number"
    exponent = min(coarsest, written)
    units = int("".join(map(str, digits))) * 10 ** (written - exponent)
    if len(weights) == 1:
        return [Decimal(f"{'-' if sign and units else ''}{units}e{exponent}")]
    whole = sum(weights)
    counts = [units * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(units * weights[i] % whole))
    for place in by_remainder[: units - sum(counts)]:
        counts[place] += 1
    return [Decimal(f"{'-' if sign and count else ''}{count}e{exponent}") for count in counts]


@lru_cache(maxsize=1024)
def _shares(recipients: Weights, sectors: Weights) -> list[Decimal]:
    """The shares of a whole; the transactions of an activity are mostly divided alike."""
    return _cross(_ONE, recipients, sectors, _SHARE_DIGIT)


def _cross(amount: Decimal, recipients: Weights, sectors: Weights, coarsest: int = _CENT) -> list[Decimal]:
    return [
        slice_ for part in allot(amount, recipients, coarsest) for slice_ in allot(part, sectors, coarsest)
    ]
