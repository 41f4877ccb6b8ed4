"""Cells of a sheet as rows under headers: heads of several rows joined, merged cells filled where they are words.

A newcomer would fill every merged cell. Words that span several rows belong to each of them; a number that spans
them is told once, and filling it would count its people several times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pledgebook.sources.csv_file import RawRow, without_header

Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range, as row and column from 0."""


def filled(cells: list[list[str]], merged: Iterable[Range], head: int) -> list[list[str]]:
    """The cells with merged words in each cell that they span; in the first ``head`` rows also numbers."""
    found = [list(row) for row in cells]
    for (top, left), (bottom, right) in merged:
        written = cells[top][left] if top < len(cells) and left < len(cells[top]) else ""
        if not written or (top >= head and _is_number(written)):
            continue
        for row in range(top, min(bottom, len(found) - 1) + 1):
            for column in range(left, min(right, len(found[row]) - 1) + 1):
                found[row][column] = written
    return found


def under_headers(
    cells: Sequence[Sequence[str]], head: tuple[int, int]
) -> tuple[list[str], Iterator[RawRow]]:
    """The headers that stand in the rows ``head`` (from 1), and the rows below them that hold something.

    A column that has neither header nor cell is none.
    """
    first, last = head
    width = max((len(row) for row in cells), default=0)
    names = [_joined([row[column] for row in cells[max(first - 1, 0) : last]]) for column in range(width)]
    below = cells[last:]
    kept = [n for n in range(width) if names[n] or any(row[n] for row in below)]
    headers = [names[n] or without_header(n) for n in kept]
    return headers, _rows(below, last + 1, kept, headers)


def _rows(
    cells: Sequence[Sequence[str]], line: int, kept: Sequence[int], headers: Sequence[str]
) -> Iterator[RawRow]:
    for number, row in enumerate(cells, start=line):
        if any(row):
            yield RawRow(number, {name: row[n] for name, n in zip(headers, kept, strict=True)})


def _joined(parts: Iterable[str]) -> str:
    """The heads above one column, from the widest to the narrowest, each once."""
    return " / ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _is_number(written: str) -> bool:
    return written.lstrip("-").replace(".", "", 1).isdigit()
