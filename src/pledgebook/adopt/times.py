"""The dates in a text, each as short as it can be said: "end of 2020", "June 2016", "2016-2022".

A newcomer would get wrong that a year in front of which nothing stands is still a time: "2019 was hard".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pledgebook.adopt.mention import Time
from pledgebook.claims.words import Found
from pledgebook.claims.words.calendar import Days, days_at
from pledgebook.claims.words.tokens import Token

_MOST_WORDS_BEFORE = 6


def times_in(text: str, tokens: Sequence[Token], found: Sequence[Found], language: str) -> list[Time]:
    """The dates among the numbers of a text; ``found`` are all its numbers."""
    index = {token.start: i for i, token in enumerate(tokens)}
    times: list[Time] = []
    for number in found:
        if number.reason_aside not in ("date", "year") or number.start not in index:
            continue
        time = _time(text, tokens, index[number.start], number, language)
        if not times or time.start >= times[-1].end:
            times.append(time)
    return times


def _time(text: str, tokens: Sequence[Token], at: int, number: Found, language: str) -> Time:
    days = _widest(tokens, at, number.end, language)
    if days is None:
        return Time(number.words, number.start, number.end, None)
    start, end = tokens[days.start].start, tokens[days.end - 1].end
    return Time(text[start:end], start, end, days.span)


def _widest(tokens: Sequence[Token], at: int, end: int, language: str) -> Days | None:
    """The date that covers the number at token ``at`` and begins the earliest, without the words it can lack."""
    covering = [
        replace(days, start=start)
        for start in range(max(0, at - _MOST_WORDS_BEFORE), at + 1)
        if (days := days_at(tokens, start, language, bare_years=True)) is not None
        and tokens[days.end - 1].end >= end
    ]
    if not covering:
        return None
    widest = covering[0]
    return [days for days in covering if (days.span, days.end) == (widest.span, widest.end)][-1]
