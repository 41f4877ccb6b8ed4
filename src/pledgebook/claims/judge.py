"""What the data say of a claim's words: truth and wording, two answers, each of its own.

A newcomer would get wrong that there are three outcomes of a comparison, for both sides are intervals: inside
holds, apart does not hold, and what overlaps is undecided. Wording only ever speaks of what holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from pledgebook.claims.units import comparable_value, kind_of_unit, unit_to_write
from pledgebook.claims.words.reading import Reading
from pledgebook.figures import write_date, write_interval, write_quantity, write_span
from pledgebook.interval import Interval
from pledgebook.text import WHOLE, Text, further_languages, texts_of
from pledgebook.value import Known, NotApplicable, Value, Withheld

Truth: TypeAlias = Literal["holds", "does_not_hold", "undecided", "no_data", "withheld", "not_testable"]
Wording: TypeAlias = Literal["fair", "rounded", "overstated", "understated"]

LANGUAGES = (*WHOLE, *further_languages())
LIMITS = ("ceiling", "envelope")
"""Kinds that are limits and promises by nature: "up to" tells no result there."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Truth and wording of one claim, how far off it is where it does not hold, and why, in one sentence.

    ``wording`` is fair unless the claim holds and its words could be truer.
    """

    truth: Truth
    wording: Wording
    maximum_told_as_result: bool
    distance: Decimal | None
    reason: Text


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes numbers of one unit in every language."""

    unit: str
    home: str

    def interval(self, interval: Interval) -> Text:
        return _in_all(lambda language: write_interval(interval, self.unit, language, home=self.home))

    def number(self, number: Decimal) -> Text:
        return _in_all(lambda language: write_quantity(number, self.unit, language, home=self.home))

    def distance(self, number: Decimal) -> Text:
        """Percentages are points apart; ranks are places, which need no suffix."""
        unit = {"percent": "points", "rank": "count"}.get(self.unit, self.unit)
        return _in_all(lambda language: write_quantity(number, unit, language, home=self.home))


def judge(
    reading: Reading, value: Value, *, measure_kind: str, unit: str, home_currency: str = ""
) -> Judgement:
    """Whether the value lies in what the words allow; ``unit`` is the measure's.

    >>> from pledgebook.claims.words import read_figure
    >>> from pledgebook.value import known
    >>> words = read_figure("more than 1,400", "en", home_currency="CAD")
    >>> judged = judge(words, known(1520), measure_kind="cumulative", unit="people")
    >>> judged.truth, judged.wording
    ('holds', 'understated')
    """
    told = reading.hedge == "up_to" and measure_kind not in LIMITS
    if not isinstance(value, Known):
        return _missing(value, told)
    if reading.hedge == "vague" or reading.interval is None:
        return Judgement("not_testable", "fair", told, None, _untestable(reading, unit))
    compared = comparable_value(reading, value.interval, unit)
    if compared is None:
        return Judgement("not_testable", "fair", told, None, _untestable(reading, unit))
    writer = _Writer(unit_to_write(reading, unit), home_currency)
    if reading.hedge == "up_to" and measure_kind == "ceiling":
        return _judge_ceiling(reading, compared, writer)
    return _judge_words(reading, reading.interval, compared, writer, told)


def judge_test(test: str, value: Value, *, unit: str, home_currency: str = "") -> Judgement:
    """Whether the value passes a figure's own test: ``<=10``, ``>=85``, ``=3``, ``450..550``.

    Raises ``ValueError`` with what is allowed where the test is written otherwise.
    """
    allowed = Interval.parse(test.strip().removeprefix("="))
    if not isinstance(value, Known):
        return _missing(value, False)
    truth = _compare(value.interval, allowed)
    key = {"holds": "test_holds", "does_not_hold": "test_fails", "undecided": "test_undecided"}[truth]
    writer = _Writer(unit, home_currency)
    reason = _reason(key, value=writer.interval(value.interval), allowed=writer.interval(allowed))
    distance = _gap(value.interval, allowed) if truth == "does_not_hold" else None
    return Judgement(truth, "fair", False, distance, reason)


def judge_days(reading: Reading, from_day: date | None, to_day: date | None) -> Judgement:
    """Whether a dated act, known to lie between two days, lies inside the days of the words.

    Of a duration with one end unknown the other still decides what it can: an act no later than 2016 is not of 2019.
    """
    if reading.days is None:
        return Judgement("not_testable", "fair", False, None, _untestable(reading, "date"))
    if from_day is None and to_day is None:
        return Judgement("no_data", "fair", False, None, _reason("no_data"))
    seen, allowed = _as_interval(from_day, to_day), _as_interval(*reading.days)
    truth = _compare(seen, allowed)
    key = {"holds": "days_hold", "does_not_hold": "days_differ", "undecided": "days_undecided"}[truth]
    first, last = reading.days
    reason = _reason(
        key,
        value=_days(from_day, to_day),
        allowed=_in_all(lambda language: write_span(first, last, language)),
    )
    return Judgement(truth, "fair", False, _gap(seen, allowed) if truth == "does_not_hold" else None, reason)


def _judge_words(
    reading: Reading, allowed: Interval, value: Interval, writer: _Writer, told: bool
) -> Judgement:
    truth = _compare(value, allowed)
    written = writer.interval(value)
    if truth != "holds" and reading.rounded is not None and reading.hedge == "plain":
        rounded = _compare(value, reading.rounded)
        if rounded == "holds" and reading.number is not None:
            number = writer.number(reading.number)
            return Judgement("holds", "rounded", told, None, _reason("rounded", value=written, number=number))
        truth = truth if rounded == truth else "undecided"
    if truth == "holds":
        wording, reason = _wording(reading, value, writer)
        return Judgement(truth, wording, told, None, reason)
    if truth == "undecided":
        reason = _reason("undecided", value=written, allowed=writer.interval(allowed))
        return Judgement(truth, "fair", told, None, reason)
    distance = _gap(value, allowed if reading.number is None else Interval.exactly(reading.number))
    return Judgement(truth, "fair", told, distance, _off(reading, allowed, value, distance, writer))


def _judge_ceiling(reading: Reading, value: Interval, writer: _Writer) -> Judgement:
    """ "Up to x" of a ceiling: the ceiling in force is x, or rounds to x where x is written rounded."""
    assert reading.number is not None
    stated = Interval.exactly(reading.number)
    truth = _compare(value, reading.rounded or stated)
    key = {
        "holds": "ceiling_holds",
        "does_not_hold": "ceiling_differs",
        "undecided": "ceiling_undecided",
    }[truth]
    reason = _reason(key, value=writer.interval(value), number=writer.number(reading.number))
    return Judgement(truth, "fair", False, _gap(value, stated) if truth == "does_not_hold" else None, reason)


def _wording(reading: Reading, value: Interval, writer: _Writer) -> tuple[Wording, Text]:
    """Whether words that hold could be truer: a bound long passed, a maximum never near."""
    assert reading.interval is not None
    written = writer.interval(value)
    if reading.next_round is not None and _is_understated(reading, value):
        return "understated", _reason("understated", value=written, next=writer.number(reading.next_round))
    if reading.number is not None and _is_overstated(reading, value):
        return "overstated", _reason("overstated", value=written, number=writer.number(reading.number))
    return "fair", _reason("holds", value=written, allowed=writer.interval(reading.interval))


def _is_understated(reading: Reading, value: Interval) -> bool:
    """The value reaches the next round number; of a fall, which is negative, downwards."""
    if reading.hedge not in ("over", "at_least") or reading.number is None or reading.next_round is None:
        return False
    if reading.number < 0:
        return value.high is not None and value.high <= reading.next_round
    return value.low is not None and value.low >= reading.next_round


def _is_overstated(reading: Reading, value: Interval) -> bool:
    """The value stays a whole place away from the maximum in the words."""
    if reading.hedge != "up_to" or reading.number is None or reading.unit_place is None:
        return False
    if reading.number < 0:
        return value.low is not None and value.low >= reading.number + reading.unit_place
    return value.high is not None and value.high <= reading.number - reading.unit_place


def _off(reading: Reading, allowed: Interval, value: Interval, distance: Decimal, writer: _Writer) -> Text:
    written, permitted = writer.interval(value), writer.interval(allowed)
    if distance == 0 or reading.number is None:
        return _reason("left_out", value=written, allowed=permitted)
    return _reason(
        "does_not_hold",
        value=written,
        allowed=permitted,
        distance=writer.distance(distance),
        number=writer.number(reading.number),
    )


def _missing(value: Value, told: bool) -> Judgement:
    if isinstance(value, Withheld):
        return Judgement("withheld", "fair", told, None, _reason("withheld"))
    key = "not_applicable" if isinstance(value, NotApplicable) else "no_data"
    return Judgement("no_data", "fair", told, None, _reason(key))


def _untestable(reading: Reading, unit: str) -> Text:
    if reading.hedge == "vague":
        return _reason("no_number")
    texts = texts_of("pledgebook.claims", "reasons.yml")
    return _reason(
        "other_unit", spoken=texts[f"of_{reading.kind}"], measured=texts[f"of_{kind_of_unit(unit)}"]
    )


def _compare(value: Interval, allowed: Interval) -> Literal["holds", "does_not_hold", "undecided"]:
    if value.is_inside(allowed):
        return "holds"
    return "does_not_hold" if value.is_disjoint_from(allowed) else "undecided"


def _gap(first: Interval, second: Interval) -> Decimal:
    """How far two intervals lie apart; 0 where they touch or overlap."""
    gaps = [
        later.low - earlier.high
        for earlier, later in ((first, second), (second, first))
        if earlier.high is not None and later.low is not None
    ]
    return max([gap for gap in gaps if gap > 0], default=Decimal(0))


def _as_interval(first: date | None, last: date | None) -> Interval:
    low = None if first is None else Decimal(first.toordinal())
    return Interval(low, None if last is None else Decimal(last.toordinal()))


def _days(first: date | None, last: date | None) -> Text:
    """A span in words, of which one end may not be known."""
    if first is not None and last is not None:
        return _in_all(lambda language: write_span(first, last, language))
    day = first or last
    assert day is not None
    key = "of_earliest" if first else "of_latest"
    return _reason(key, day=_in_all(lambda language: write_date(day, language)))


def _in_all(write: Callable[[str], str]) -> Text:
    return Text(**{language: write(language) for language in LANGUAGES})


def _reason(key: str, **figures: Text) -> Text:
    return texts_of("pledgebook.claims", "reasons.yml")[key].fill(**figures)
