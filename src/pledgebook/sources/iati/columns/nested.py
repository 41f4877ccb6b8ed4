"""Levels of tags, parents and siblings of elements, in Python or by the compiled extension, which give the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pledgebook.sources.iati.columns.extension import structure
from pledgebook.sources.iati.columns.marks import Flags, Marks, Places


class Levels(NamedTuple):
    """Of each tag its piece, how many lines end there before it does, how many elements are open before and behind."""

    piece: Places
    line: Places
    before: Places
    after: Places


class Arranged(NamedTuple):
    """Elements by their paths, each in the order of the file, and where each path begins in ``order``, with the end.

    ``rank`` says which of its path an element is, from 0, ``nth`` which of its path in its parent, from 1.
    """

    order: Places
    starts: Places
    rank: Places
    nth: Places


def levels_in_python(marks: Marks, bounds: Places) -> Levels:
    """The levels of tags in pieces that end at these places, without the extension."""
    piece = np.searchsorted(bounds, marks.begins, side="right").astype(np.int32)
    tags_before = np.searchsorted(marks.begins, bounds)[:-1]
    lines_before = np.append(np.int32(0), marks.lines[tags_before - 1])
    change = np.where(marks.is_closing, -1, np.where(marks.is_empty, 0, 1)).astype(np.int32)
    after = np.cumsum(change, dtype=np.int32)
    before = after - change
    first = np.flatnonzero(np.append(True, piece[1:] != piece[:-1]))
    base = np.repeat(before[first], np.diff(np.append(first, len(before))))
    return Levels(piece, marks.lines - lines_before[piece], before - base, after - base)


def levels_by_extension(marks: Marks, bounds: Places) -> Levels:
    """The same by the extension, which has to be there."""
    lines = np.ascontiguousarray(marks.lines)
    found = structure.levels(
        np.ascontiguousarray(marks.begins), lines, marks.is_closing, marks.is_empty, bounds
    )
    return Levels(*(np.frombuffer(one, np.int32) for one in found))


def unmatched_in_python(opens: Flags, is_empty: Flags, before: Places, after: Places, name: Places) -> Flags:
    """Which tags close an element of another name, without the extension: start and end tags of a level alternate."""
    opening, closing = np.flatnonzero(opens & ~is_empty), np.flatnonzero(~opens)
    opening = opening[np.argsort(before[opening].astype(np.int8), kind="stable")]
    closing = closing[np.argsort(after[closing].astype(np.int8), kind="stable")]
    differs = np.zeros(len(opens), np.bool_)
    differs[closing] = name[opening] != name[closing]
    return differs


def unmatched_by_extension(
    opens: Flags, is_empty: Flags, before: Places, after: Places, name: Places
) -> Flags:
    """The same by the extension, which has to be there."""
    return np.frombuffer(structure.unmatched(opens, is_empty, before, after, name), np.bool_)


def parents_in_python(level: Places) -> Places:
    """For each element the last one before it that stands a level higher; -1 for the activities."""
    parent = np.full(len(level), -1, np.int32)
    above = np.flatnonzero(level == 0)
    for depth in range(1, int(level.max()) + 1):
        here = np.flatnonzero(level == depth)
        parent[here] = above[np.searchsorted(above, here) - 1]
        above = here
    return parent


def parents_by_extension(level: Places) -> Places:
    """The same by the extension, which has to be there."""
    return np.frombuffer(structure.parents(level), np.int32)


def arranged_in_python(path: Places, parent: Places, paths: int) -> Arranged:
    """Elements by their paths, which are so many, without the extension."""
    order = np.argsort(path.astype(np.int16 if paths < 1 << 15 else np.int32), kind="stable")
    counts = np.bincount(path, minlength=paths)
    starts = np.append(0, np.cumsum(counts)).astype(np.int32)
    places = np.arange(len(path), dtype=np.int32)
    rank, nth = np.empty(len(path), np.int32), np.empty(len(path), np.int32)
    rank[order] = places - np.repeat(starts[:-1], counts)
    is_first = np.ones(len(order), np.bool_)
    of_parent, of_path = parent[order], path[order]
    is_first[1:] = (of_parent[1:] != of_parent[:-1]) | (of_path[1:] != of_path[:-1])
    nth[order] = places - np.maximum.accumulate(np.where(is_first, places, 0)) + 1
    return Arranged(order, starts, rank, nth)


def arranged_by_extension(path: Places, parent: Places, paths: int) -> Arranged:
    """The same by the extension, which has to be there."""
    order, *others = structure.arranged(path, parent, paths)
    return Arranged(np.frombuffer(order, np.int64), *(np.frombuffer(one, np.int32) for one in others))


levels, unmatched, parents, arranged = (
    (levels_in_python, unmatched_in_python, parents_in_python, arranged_in_python)
    if structure is None
    else (levels_by_extension, unmatched_by_extension, parents_by_extension, arranged_by_extension)
)
"""Each in whichever way is there."""
