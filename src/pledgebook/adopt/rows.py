"""Figures in a table's cells, with what their row and column say of them.

A newcomer would get wrong that a cell is no sentence: its date and its place stand in other cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pledgebook.adopt.mention import Mention, Time
from pledgebook.adopt.page import Block

_LONGEST_HEADER = 80


def with_rows(blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those in cells with the dates and names of their row and column."""
    headers = _headers(blocks)
    times: dict[int, tuple[Time, ...]] = {}
    for mention in mentions:
        if mention.sort == "time":
            times[mention.block] = (*times.get(mention.block, ()), *mention.times)
    return [
        mention if mention.block not in headers else _with_headers(mention, blocks, headers, times)
        for mention in mentions
    ]


def _with_headers(
    mention: Mention,
    blocks: Sequence[Block],
    headers: dict[int, tuple[int, ...]],
    times: dict[int, tuple[Time, ...]],
) -> Mention:
    around = [number for number in headers[mention.block] if number != mention.block]
    named = [blocks[n].text for n in around if len(blocks[n].text) <= _LONGEST_HEADER]
    dated = [time for n in around for time in times.get(n, ())]
    return replace(
        mention,
        times=mention.times or tuple(dated),
        scope=tuple(dict.fromkeys([*named, *mention.scope])),
    )


def _headers(blocks: Sequence[Block]) -> dict[int, tuple[int, ...]]:
    """For each cell, the first cell of its row and the cell of its column in the table's first row."""
    headers: dict[int, tuple[int, ...]] = {}
    first_row: list[int] = []
    row: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind != "cell":
            first_row, row = [], []
            continue
        if row and blocks[row[-1]].row != block.row:
            first_row, row = first_row or row, []
        row.append(number)
        column = len(row) - 1
        top = first_row[column] if column < len(first_row) else row[0]
        headers[number] = (row[0], top)
    return headers
