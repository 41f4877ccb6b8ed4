"""Declared percentages as exact parts of a whole, and what is said of those that do not make 100.

A newcomer would get wrong that what is missing to 100 is "not stated", never given to those that are named;
only within one point of 100 is it rounding, and scaled. Above 101 nothing can be trusted: all of it is "not
stated". Regions are never a country's: where countries alone make 100, regions beside them say the same in
coarser words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from pledgebook.sources.iati.shares import Share

Key: TypeAlias = tuple[str, str, str]
"""Kind, vocabulary and code; ``NOT_STATED`` for what nobody is named for."""

NOT_STATED: Key = ("not_stated", "", "not_stated")
TOLERANCE = 1
DAC_5, DAC_3 = "1", "2"
_SECTOR_ORDER = (DAC_5, DAC_3, "99", "98")
_REGION_ORDER = ("1",)


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole in parts: ``weights[i]`` of ``sum(weights)`` is for ``keys[i]``; the keys are in order.

    ``problem`` is the ending of an issue's code, or '', and ``stated`` the percentages added up.
    """

    keys: tuple[Key, ...]
    weights: tuple[int, ...]
    problem: str
    stated: str


def parts_of(shares: Sequence[Share]) -> Parts:
    """The whole divided as declared; the order of declaration changes nothing.

    >>> parts_of([Share("country", "", "IQ", Decimal(95)), Share("region", "1", "589", Decimal(5))]).weights
    (19, 1)
    """
    if not shares:
        return _whole(NOT_STATED)
    keys = {_key(share) for share in shares}
    if len(keys) == 1 and all(share.percentage is None for share in shares):
        return _whole(keys.pop())
    total = _total(shares)
    stated = _shown(total)
    if total > 100 + TOLERANCE:
        return Parts((NOT_STATED,), (1,), "share-not-100", stated)
    fractions = _fractions(shares, total if _is_whole(total) else Fraction(100))
    if any(share.percentage is None for share in shares):
        return _weighed(fractions, "share-missing", stated)
    return _weighed(fractions, "" if _is_whole(total) else "share-below-100", stated)


def recipients_that_count(recipients: Sequence[Share]) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """The recipients to split by (countries, with the regions of one vocabulary), and the regions left aside.

    The regions left aside are those beside countries that make the whole alone; other vocabularies say the
    same regions in other words and are not listed.
    """
    countries = tuple(share for share in recipients if share.kind == "country")
    regions = of_one_vocabulary([s for s in recipients if s.kind == "region"], _REGION_ORDER)
    if countries and regions and _make_whole_alone(countries, regions):
        return countries, regions
    return (*countries, *regions), ()


def sectors_that_count(transaction: Sequence[Share], activity: Sequence[Share]) -> tuple[Share, ...]:
    """The sectors of one vocabulary: DAC 5-digit, then DAC 3-digit, then the publisher's own, then any other.

    Within a vocabulary the transaction's sectors are more exact than the activity's.
    """
    vocabulary = _preferred({s.vocabulary for s in (*transaction, *activity)}, _SECTOR_ORDER)
    own = tuple(s for s in transaction if s.vocabulary == vocabulary)
    return own or tuple(s for s in activity if s.vocabulary == vocabulary)


def of_one_vocabulary(shares: Sequence[Share], order: Sequence[str]) -> tuple[Share, ...]:
    """The shares in the vocabulary that comes first: in the order given, then by its code."""
    vocabulary = _preferred({share.vocabulary for share in shares}, order)
    return tuple(share for share in shares if share.vocabulary == vocabulary)


def _preferred(vocabularies: Iterable[str], order: Sequence[str]) -> str:
    def place(vocabulary: str) -> tuple[int, str]:
        return (order.index(vocabulary) if vocabulary in order else len(order), vocabulary)

    return min(vocabularies, key=place, default="")


def _make_whole_alone(countries: Sequence[Share], regions: Sequence[Share]) -> bool:
    if _is_whole(_total(countries)):
        return True
    nothing_stated = all(share.percentage is None for share in (*countries, *regions))
    return nothing_stated and len({share.code for share in countries}) == 1


def _key(share: Share) -> Key:
    return (share.kind, share.vocabulary, share.code) if share.code else NOT_STATED


def _total(shares: Sequence[Share]) -> Fraction:
    return sum((Fraction(s.percentage) for s in shares if s.percentage is not None), Fraction(0))


def _is_whole(total: Fraction) -> bool:
    return abs(total - 100) <= TOLERANCE


def _fractions(shares: Sequence[Share], whole: Fraction) -> dict[Key, Fraction]:
    fractions: dict[Key, Fraction] = {}
    for share in shares:
        if share.percentage:
            key = _key(share)
            fractions[key] = fractions.get(key, Fraction(0)) + Fraction(share.percentage) / whole
    rest = 1 - sum(fractions.values(), Fraction(0))
    if rest:
        fractions[NOT_STATED] = fractions.get(NOT_STATED, Fraction(0)) + rest
    return fractions


def _weighed(fractions: dict[Key, Fraction], problem: str, stated: str) -> Parts:
    common = lcm(*(fraction.denominator for fraction in fractions.values()))
    keys = tuple(sorted(fractions))
    return Parts(keys, tuple(int(fractions[key] * common) for key in keys), problem, stated)


def _whole(key: Key) -> Parts:
    return Parts((key,), (1,), "", "")


def _shown(total: Fraction) -> str:
    return f"{Decimal(total.numerator) / Decimal(total.denominator):f}"
