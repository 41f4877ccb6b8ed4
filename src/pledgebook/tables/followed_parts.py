"""Payments that the other side booked in parts, or as one: found where sums agree to the cent, and in one way only.

A newcomer would take any parts that add up. Among enough amounts some always do: what adds up in two ways, or would
use a transaction twice, stays unanswered and says so, and a tolerance of amounts is no use here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pledgebook.tables.followed_ends import End, Group, Tolerance, names

MOST_SUMS = 20_000
"""Sums that are tried for one payment; beyond it the parts are too many for an answer that means something."""
AMBIGUOUS, TOO_MANY = "ambiguous_parts", "too_many_parts"


@dataclass(frozen=True, slots=True)
class _Claim:
    """All the ways in which others add up to one transaction; None where they are too many to tell."""

    whole: End
    ways: tuple[tuple[End, ...], ...] | None
    rule: str

    @property
    def ends(self) -> dict[int, End]:
        """Every transaction that any of its ways needs, once."""
        parts = (part for way in self.ways or () for part in way)
        return {id(end): end for end in (self.whole, *parts)}


def group(out: Sequence[End], into: Sequence[End], tolerance: Tolerance, kind: str) -> None:
    """Give each end that is free for a type of outgoing transaction its group, or the reason why it has none.

    ``tolerance.days`` is the window in which all parts must lie.
    """
    given = [end for end in out if end.row["transaction_type"] == kind and _counts(end, kind)]
    received = [end for end in into if _counts(end, kind)]
    claims = [*_claims(given, received, tolerance, "parts"), *_claims(received, given, tolerance, "merged")]
    uses = Counter(key for claim in claims for key in claim.ends)
    for claim in claims:
        if claim.ways is None:
            claim.whole.reason = TOO_MANY
        elif len(claim.ways) == 1 and all(uses[key] == 1 for key in claim.ends):
            _settle(claim, kind)
        else:
            for end in claim.ends.values():
                end.reason = AMBIGUOUS


def _settle(claim: _Claim, kind: str) -> None:
    """One way, and nobody else needs any of it: a group, where it is of several."""
    (way,) = claim.ways or ((),)
    if len(way) > 1:
        found = Group(claim.whole, way, claim.rule)
        for end in found.ends:
            end.groups[kind] = found


def _counts(end: End, kind: str) -> bool:
    """Free, dated and above zero: with what was paid back any sum could be reached."""
    return end.is_free(kind) and end.day is not None and end.amount is not None and end.amount > 0


def _claims(
    wholes: Sequence[End], others: Sequence[End], tolerance: Tolerance, rule: str
) -> Iterator[_Claim]:
    for whole in wholes:
        by_activity: dict[tuple[str, object], list[End]] = defaultdict(list)
        for part in sorted(others, key=lambda end: end.key):
            if _may_be_part(whole, part, tolerance, rule):
                by_activity[part.key[0], part.row["transaction_type"]].append(part)
        found = [
            (parts, ways_to_add_up([part.amount or Decimal(0) for part in parts], whole.amount or Decimal(0)))
            for parts in by_activity.values()
        ]
        if any(ways is None for _, ways in found):
            yield _Claim(whole, None, rule)
        elif any(ways for _, ways in found):
            ends = (tuple(parts[n] for n in way) for parts, ways in found for way in ways or ())
            yield _Claim(whole, tuple(ends), rule)


def _may_be_part(whole: End, part: End, tolerance: Tolerance, rule: str) -> bool:
    given, received = (whole, part) if rule == "parts" else (part, whole)
    is_same = whole.row["currency"] == part.row["currency"] and tolerance.is_near(given, received)
    return is_same and (names(given, received) or not tolerance.is_elsewhere(given, received))


def ways_to_add_up(amounts: Sequence[Decimal], whole: Decimal) -> list[tuple[int, ...]] | None:
    """The places of amounts above zero that add up to the whole, two ways at most; None where there are too many sums.

    >>> ways_to_add_up([Decimal(1), Decimal(2), Decimal(4)], Decimal(5))
    [(0, 2)]
    >>> ways_to_add_up([Decimal(1), Decimal(2), Decimal(3)], Decimal(3))
    [(2,), (0, 1)]
    """
    ways: dict[Decimal, list[tuple[int, ...]]] = {Decimal(0): [()]}
    for place, amount in enumerate(amounts):
        more = {
            sum_ + amount: [(*way, place) for way in found]
            for sum_, found in ways.items()
            if sum_ + amount <= whole
        }
        for sum_, found in more.items():
            ways[sum_] = [*ways.get(sum_, []), *found][:2]
        if len(ways) > MOST_SUMS:
            return None
    return sorted(ways.get(whole, []), key=lambda way: (len(way), way))


def window(tolerance: Tolerance, days: int) -> Tolerance:
    """The same tolerance with the window of parts for its days."""
    return replace(tolerance, days=days)
