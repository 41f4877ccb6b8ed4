"""What a page says that may be a figure: a quantity, a time or a vague word, with all that stands around it.

A newcomer would get wrong that one quantity can be two links: "from 19% to 24%" is a baseline and a target.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from pledgebook.claims.words import Reading
from pledgebook.errors import Where
from pledgebook.interval import Interval
from pledgebook.period import Span

Sort: TypeAlias = Literal["quantity", "time", "vague"]


@dataclass(frozen=True, slots=True)
class Link:
    """The part of a block that becomes a link; ``value`` is ``baseline`` or ``target`` in a change."""

    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """A date in words and the days that it means; no days where it has no year."""

    words: str
    start: int
    end: int
    span: Span | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity, a time or a vague word of a page.

    ``kind``: count, money, percent, share, points, multiple, duration; ``change`` for a baseline and a target,
    ``range``, ``unread`` where nobody can read it; day or span for a time. ``interval``: what the words allow.
    ``unit``: what is counted. ``scope``: the names and places in its sentence. ``is_structure``: it counts
    parts of the text itself, such as objectives. ``is_in_a_change``: a verb of change stands in front of it.
    """

    sort: Sort
    words: str
    kind: str
    block: int
    start: int
    end: int
    sentence: str
    sentence_start: int
    where: Where
    hedge: str = ""
    interval: Interval | None = None
    unit: str = ""
    currency: str = ""
    times: tuple[Time, ...] = ()
    scope: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    readings: tuple[Reading, ...] = ()
    is_structure: bool = False
    is_in_a_change: bool = False
    told_as_result: bool = False
    proposed: str = ""
    question: int = 0

    @property
    def number(self) -> Decimal | None:
        """The number as written, of the first where there are two."""
        return self.readings[0].number if self.readings else None

    @property
    def is_undated(self) -> bool:
        """It says how many there are, or have been, and no day or period.

        A limit, a change from a baseline to a target and a duration ask for a period, which is a question to
        the author and no fault of the sentence.
        """
        if self.sort != "quantity" or self.times or self.is_structure:
            return False
        if self.kind not in ("count", "money", "percent", "share", "range"):
            return False
        return self.hedge != "up_to" or self.told_as_result
