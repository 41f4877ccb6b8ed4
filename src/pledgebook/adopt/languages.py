"""The figures of two languages side by side, and where the languages disagree.

A newcomer would get wrong that the figures are paired by their order and kind, never by their number: only
then can "five years" stand beside "six ans".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pledgebook.adopt.faults import Adopted
from pledgebook.adopt.mention import Mention
from pledgebook.adopt.spans import ONE_DOLLAR
from pledgebook.catalogue import problem
from pledgebook.claims.told import told
from pledgebook.errors import Problem

_MOST_CELLS = 250_000
"""Above it, only what is written alike is paired."""

_GAP, _OTHER_NUMBER, _OTHER_HEDGE = 3, 2, 1
Pair = tuple[Mention | None, Mention | None]


def pair_figures(first: Sequence[Mention], second: Sequence[Mention]) -> list[Pair]:
    """The quantities of both in order, each with its counterpart, or with none."""
    left = [m for m in first if _counts(m)]
    right = [m for m in second if _counts(m)]
    if len(left) * len(right) > _MOST_CELLS:
        return list(_pairs_alike(left, right))
    return _cheapest(left, right)


def language_faults(first: Adopted, second: Adopted, pairs: Sequence[Pair]) -> Iterator[Problem]:
    """LNG002 and LNG003: a figure in one language only; a figure that reads otherwise in the other."""
    for one, other in pairs:
        if one is not None and other is not None:
            if _reading(one) != _reading(other):
                yield problem(
                    "LNG003",
                    other.where,
                    first=one.words,
                    first_reading=told(one.readings, ONE_DOLLAR),
                    second=other.words,
                    second_reading=told(other.readings, ONE_DOLLAR),
                )
            continue
        present = one or other
        assert present is not None
        has, lacks = (first, second) if one else (second, first)
        yield problem(
            "LNG002",
            present.where,
            figure=present.words,
            present=has.page.language,
            absent=lacks.page.language,
        )


def with_numbers(mentions: Sequence[Sequence[Mention]], pairs: Sequence[Pair]) -> list[tuple[Mention, ...]]:
    """The mentions of each page, those that become links numbered; a pair has one number in both."""
    numbers: dict[tuple[int, int, int], int] = {}
    asked = 0
    if len(mentions) == 1:
        pairs = [(m, None) for m in mentions[0] if m.links]
    for pair in pairs:
        linked = [(side, m) for side, m in enumerate(pair) if m is not None and m.links]
        asked += bool(linked)
        numbers.update({(side, m.block, m.start): asked for side, m in linked})
    return [
        tuple(replace(m, question=numbers.get((side, m.block, m.start), 0)) for m in page)
        for side, page in enumerate(mentions)
    ]


def _counts(mention: Mention) -> bool:
    return mention.sort == "quantity" or bool(mention.links)


def _reading(mention: Mention) -> str:
    said = [f"{r.hedge} {r.interval}" for r in mention.readings if r.interval is not None]
    unit = f" {mention.unit}" if mention.kind == "duration" else ""
    return (", ".join(said) or "—") + unit


def _shape(mention: Mention) -> tuple[str, int]:
    kind = "count" if mention.kind == "unread" else mention.kind
    return {"share": "percent"}.get(kind, kind), len(mention.readings)


def _cost(one: Mention, other: Mention) -> int:
    """What it costs to call two figures the same; two of different kinds never are."""
    if _shape(one) != _shape(other):
        return 2 * _GAP
    if [r.number for r in one.readings] != [r.number for r in other.readings]:
        return _OTHER_NUMBER
    return 0 if _reading(one) == _reading(other) else _OTHER_HEDGE


def _cheapest(left: Sequence[Mention], right: Sequence[Mention]) -> list[Pair]:
    """The pairing in order with the lowest cost, from a table of the costs of all beginnings."""
    costs = [[_GAP * (i + j) for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i, one in enumerate(left, 1):
        for j, other in enumerate(right, 1):
            costs[i][j] = min(
                costs[i - 1][j - 1] + _cost(one, other), costs[i - 1][j] + _GAP, costs[i][j - 1] + _GAP
            )
    pairs: list[Pair] = []
    i, j = len(left), len(right)
    while i or j:
        if i and j and costs[i][j] == costs[i - 1][j - 1] + _cost(left[i - 1], right[j - 1]):
            same = _shape(left[i - 1]) == _shape(right[j - 1])
            pairs += [(left[i - 1], right[j - 1])] if same else [(None, right[j - 1]), (left[i - 1], None)]
            i, j = i - 1, j - 1
        elif i and costs[i][j] == costs[i - 1][j] + _GAP:
            pairs.append((left[i - 1], None))
            i -= 1
        else:
            pairs.append((None, right[j - 1]))
            j -= 1
    return pairs[::-1]


def _pairs_alike(left: Sequence[Mention], right: Sequence[Mention]) -> Iterator[Pair]:
    first, second = ([f"{_shape(m)} {_reading(m)}" for m in side] for side in (left, right))
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(left[a:b], right[c:d], strict=True)
        else:
            yield from ((m, None) for m in left[a:b])
            yield from ((None, m) for m in right[c:d])
