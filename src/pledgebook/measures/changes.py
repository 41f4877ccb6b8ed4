"""A measure at a later time held against itself at an earlier one: the difference, in percent, or how many times.

A newcomer would get wrong that a difference of percentages is in points, and that two numbers known only as
intervals differ by everything between their furthest ends.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pledgebook.book.models import LANGUAGES
from pledgebook.figures import write_value
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request
from pledgebook.measures.combining import note
from pledgebook.measures.sums import divide
from pledgebook.text import Text
from pledgebook.value import Known, Value, known


def two_times(request: Request) -> tuple[Request, Request]:
    """What is asked of the earlier and of the later time."""
    since = request.since
    assert since is not None
    return replace(request, at=since.at, span=since.span, since=None), replace(request, since=None)


def changed(request: Request, before: Answer, after: Answer) -> Answer:
    """The change from one answer to the other, with both as its parts."""
    how = request.since.how if request.since else ""
    if how == "change":
        value, unit = _minus(after.value, before.value), _unit_of_difference(after.unit)
    elif how == "percent_change":
        value, unit = _minus(divide(after.value, before.value), known(100)), "percent"
    else:
        value, unit = divide(after.value, before.value, Decimal(1)), "times"
    return Answer(
        request,
        value,
        unit,
        "change",
        sources=tuple(sorted({*before.sources, *after.sources})),
        row_count=before.row_count + after.row_count,
        from_day=before.from_day,
        to_day=after.to_day,
        notes=tuple(dict.fromkeys((_from_to(before, after), *before.notes, *after.notes))),
        sql=f"-- before\n{before.sql}\n\n-- after\n{after.sql}",
        parts=(before, after),
    )


def _from_to(before: Answer, after: Answer) -> Text:
    """The two numbers, so that a reader can work the change out again."""
    first, last = (
        Text(**{lang: write_value(one.value, one.unit, lang) for lang in LANGUAGES})
        for one in (before, after)
    )
    return note("from_to", first=first, last=last)


def _unit_of_difference(unit: str) -> str:
    return "points" if unit == "percent" else unit


def _minus(after: Value, before: Value) -> Value:
    """The difference of two values; what is not known of either is not known of it."""
    if not isinstance(after, Known):
        return after
    if not isinstance(before, Known):
        return before
    one, other = after.interval, before.interval
    opposite = Interval(
        None if other.high is None else -other.high,
        None if other.low is None else -other.low,
        other.high_included,
        other.low_included,
    )
    return Known(one + opposite)
