"""What the words of a claim state of a measure at some scope and time, ready to be held against other claims.

A newcomer would get wrong that the words are compared, not the data: two claims can contradict each other
where there is no data at all. And what the data bear out twice is no contradiction, however it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from pledgebook.claims.units import comparable_value
from pledgebook.claims.verdicts import Verdict
from pledgebook.claims.words import Reading
from pledgebook.errors import Where
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request, choices
from pledgebook.text import Text

Keys: TypeAlias = tuple[tuple[str, str], ...]
Kind: TypeAlias = Literal["equal", "wider", "whole", "ceiling", "falls", "parts", "unstated"]

_ADDITIVE = ("flow", "stock", "cumulative")


@dataclass(frozen=True)
class Frame:
    """What lies inside what: places, lines of envelopes, ceilings (``rows`` are the released tables)."""

    root_place: str = ""
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    @cached_property
    def place_parents(self) -> dict[str, str]:
        """Each place's parent."""
        return {r["place_pcode"]: r["parent_pcode"] or "" for r in self.rows.get("place", ())}

    @cached_property
    def place_children(self) -> dict[str, set[str]]:
        """The places directly inside each place."""
        found: dict[str, set[str]] = {}
        for place, parent in self.place_parents.items():
            found.setdefault(parent, set()).add(place)
        return found

    @cached_property
    def line_parents(self) -> dict[tuple[str, str], str]:
        """The line in which a line of an envelope or a ceiling lies, by measure and line."""
        pledges = {("envelope", r["pledge_id"]): r["part_of"] for r in self.rows.get("pledge", ())}
        ceilings = {("ceiling", r["ceiling_id"]): r["parent"] for r in self.rows.get("ceiling", ())}
        return {line: parent for line, parent in {**pledges, **ceilings}.items() if parent}

    @cached_property
    def ceilings(self) -> dict[str, Mapping[str, Any]]:
        """The ledger's ceilings by line."""
        return {r["ceiling_id"]: r for r in self.rows.get("ceiling", ())}

    def above(self, place: str) -> Iterator[str]:
        """The places around a place, the nearest first; a ring of parents ends it."""
        seen = {place}
        while (place := self.place_parents.get(place, "")) and place not in seen:
            seen.add(place)
            yield place


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim's words as what they allow; ``keys`` are its scope, the whole country left out as it says nothing."""

    verdict: Verdict
    allowed: Interval
    keys: Keys

    @property
    def measure(self) -> str:
        """The measure's name; a change since some time is a quantity of its own."""
        since = self.request.since
        return self.verdict.claim.measure.id + (f" {since}" if since else "")

    @property
    def kind(self) -> str:
        """How the measure's numbers combine; changes do not."""
        return "change" if self.request.since else self.verdict.claim.measure.kind

    @property
    def request(self) -> Request:
        """What the claim asks of the measure."""
        return self.verdict.claim.request

    @property
    def time(self) -> tuple[object, object]:
        """The day or the span, whichever is given."""
        return self.request.at, self.request.span

    @property
    def is_borne_out(self) -> bool:
        """The data say that the words hold."""
        return self.verdict.truth == "holds"

    @property
    def words(self) -> str:
        """The words of the figure."""
        return self.verdict.claim.link.words

    @property
    def where(self) -> Where:
        """Where they stand."""
        return self.verdict.claim.link.where

    def adds_over(self, dimension: str) -> bool:
        """Its numbers are never negative and add up over the dimension, so that a part is never the larger."""
        measure = self.verdict.claim.measure
        return (
            self.kind in _ADDITIVE
            and measure.unit not in ("percent", "indicator")
            and measure.over.get(dimension, "sum") == "sum"
        )

    def key(self, dimension: str) -> str:
        """The value of one dimension; empty where it is not stated."""
        return next((v for k, v in self.keys if k == dimension), "")

    def without(self, dimension: str) -> Keys:
        """The other keys."""
        return tuple((k, v) for k, v in self.keys if k != dimension)

    def with_key(self, dimension: str, value: str) -> Keys:
        """The keys with one of them changed."""
        return tuple((k, value if k == dimension else v) for k, v in self.keys)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A statement that cannot be true together with another; ``cause`` where one of them leaves something out."""

    kind: Kind
    statement: Statement
    other_words: str
    other_allowed: Interval
    other_where: Where
    cause: Text | None = None


def statements_of(verdicts: Iterable[Verdict], frame: Frame) -> list[Statement]:
    """The claims whose words can be compared; vague words and words of another unit state nothing."""
    found = []
    for verdict in verdicts:
        allowed = allowed_by(verdict.reading, verdict.answer, verdict.claim.test)
        if allowed is not None:
            found.append(Statement(verdict, allowed, _keys(verdict, frame)))
    return found


def allowed_by(reading: Reading | None, answer: Answer, test: str) -> Interval | None:
    """What words, or the test beside them, let the answer be; None where they state nothing comparable."""
    days = reading.days if reading else None
    if answer.kind == "event":
        return _days(*days) if days else None
    if test:
        return Interval.parse(test.removeprefix("="))
    if reading is None or days or reading.interval is None or reading.hedge == "vague":
        return None
    if comparable_value(reading, Interval.exactly(0), answer.unit) is None:
        return None
    return _of_words(reading, reading.interval, answer.kind)


def against(kind: Kind, statement: Statement, other: Statement, cause: Text | None = None) -> Conflict:
    """The conflict of two statements."""
    return Conflict(kind, statement, other.words, other.allowed, other.where, cause)


def is_above(first: Interval, second: Interval) -> bool:
    """Every number of the first is larger than every number of the second."""
    return first.low is not None and second.high is not None and (
        first.low > second.high
        or (first.low == second.high and not (first.low_included and second.high_included))
    )  # fmt: skip


def begins_higher(statement: Statement, other: Statement | None) -> bool:
    """It begins higher than the other, or as high without that number being part of it."""
    low, included = statement.allowed.low, statement.allowed.low_included
    if low is None or other is None or other.allowed.low is None:
        return low is not None
    return low > other.allowed.low or (low == other.allowed.low and other.allowed.low_included > included)


def ends_lower(statement: Statement, other: Statement | None) -> bool:
    """It ends lower than the other, or as low without that number being part of it."""
    high, included = statement.allowed.high, statement.allowed.high_included
    if high is None or other is None or other.allowed.high is None:
        return high is not None
    return high < other.allowed.high or (
        high == other.allowed.high and other.allowed.high_included > included
    )


def both_hold(first: Statement, second: Statement) -> bool:
    """The data bear out both."""
    return first.is_borne_out and second.is_borne_out


def _keys(verdict: Verdict, frame: Frame) -> Keys:
    place = verdict.claim.measure.place
    return tuple(
        (k, ",".join(sorted(choices(v))))
        for k, v in verdict.claim.request.where
        if not (k == place and v == frame.root_place)
    )


def _of_words(reading: Reading, interval: Interval, kind: str) -> Interval:
    """A plain number may have been rounded; "up to" of a ceiling says what the ceiling is."""
    if reading.hedge == "up_to" and kind == "ceiling" and reading.number is not None:
        return reading.rounded or Interval.exactly(reading.number)
    return reading.rounded if reading.hedge == "plain" and reading.rounded is not None else interval


def _days(first: date, last: date) -> Interval:
    return Interval(Decimal(first.toordinal()), Decimal(last.toordinal()))
