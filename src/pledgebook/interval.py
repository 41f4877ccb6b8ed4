"""Intervals of exact decimals: what words allow, and what a source lets us know.

A newcomer would get wrong that an end can be open: "over 4 billion" is everything above 4 billion,
4 billion itself excluded. ``None`` as an end means that there is no end on that side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"-?\d+(?:\.\d+)?"
_NOTATION = re.compile(
    rf"(?P<one>{_NUMBER})"
    rf"|(?P<sign>>=|>|<=|<)\s*(?P<bound>{_NUMBER})"
    rf"|(?P<low>{_NUMBER})\s*\.\.\s*(?P<open><)?\s*(?P<high>{_NUMBER})"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """All decimals between ``low`` and ``high``; an end is part of it where ``*_included`` says so."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None:
            closed = self.low_included and self.high_included
            if self.low > self.high or (self.low == self.high and not closed):
                raise ValueError(f"an interval from {self.low} to {self.high} holds no number")

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """The interval that holds one number.

        >>> Interval.exactly(850).exact
        Decimal('850')
        """
        return cls(Decimal(value), Decimal(value))

    @classmethod
    def parse(cls, notation: str) -> Interval:
        """Read the notation of the ledgers: ``850``, ``>4000000000``, ``<=20``, ``450..550``, ``450..<550``.

        >>> str(Interval.parse("450..<550"))
        '450..<550'

        Raises ``ValueError`` with what is allowed when the text is none of these.
        """
        match = _NOTATION.fullmatch(notation.strip())
        if match is None:
            raise ValueError(
                f"{notation!r} is no quantity: write 850, >850, >=850, <850, <=850, 450..550 or 450..<550"
            )
        if match["one"]:
            return cls.exactly(Decimal(match["one"]))
        if match["sign"]:
            bound, included = Decimal(match["bound"]), "=" in match["sign"]
            if match["sign"].startswith(">"):
                return cls(bound, None, included, True)
            return cls(None, bound, True, included)
        return cls(Decimal(match["low"]), Decimal(match["high"]), True, match["open"] is None)

    @property
    def exact(self) -> Decimal | None:
        """The one number of the interval, or None where it holds more than one."""
        return self.low if self.low is not None and self.low == self.high else None

    def is_inside(self, other: Interval) -> bool:
        """Every number of this interval is in the other."""
        return _starts_no_earlier(self, other) and _ends_no_later(self, other)

    def is_disjoint_from(self, other: Interval) -> bool:
        """No number is in both."""
        return _ends_before(self, other) or _ends_before(other, self)

    def is_above(self, other: Interval) -> bool:
        """Every number of this interval is larger than every number of the other.

        >>> Interval.parse(">20").is_above(Interval.exactly(20)), Interval.parse(">=20").is_above(Interval.exactly(20))
        (True, False)
        """
        return _ends_before(other, self)

    def holds(self, value: Decimal) -> bool:
        """The number is in the interval."""
        return Interval.exactly(value).is_inside(self)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_included and other.low_included,
            self.high_included and other.high_included,
        )

    def __str__(self) -> str:
        if self.exact is not None:
            return f"{self.exact:f}"
        if self.high is None:
            return "any" if self.low is None else f">{'=' if self.low_included else ''}{self.low:f}"
        if self.low is None:
            return f"<{'=' if self.high_included else ''}{self.high:f}"
        start = "" if self.low_included else ">"
        return f"{start}{self.low:f}..{'' if self.high_included else '<'}{self.high:f}"


def _starts_no_earlier(inner: Interval, outer: Interval) -> bool:
    if outer.low is None:
        return True
    if inner.low is None:
        return False
    return inner.low > outer.low or (
        inner.low == outer.low and (outer.low_included or not inner.low_included)
    )


def _ends_no_later(inner: Interval, outer: Interval) -> bool:
    if outer.high is None:
        return True
    if inner.high is None:
        return False
    return inner.high < outer.high or (
        inner.high == outer.high and (outer.high_included or not inner.high_included)
    )


def _ends_before(first: Interval, second: Interval) -> bool:
    if first.high is None or second.low is None:
        return False
    return first.high < second.low or (
        first.high == second.low and not (first.high_included and second.low_included)
    )
