"""Levels of tags, parents and siblings of elements, in Python or by the compiled extension, which give the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.columns.extension import structure
from pledgebook.sources.iati.columns.marks import Flags, Marks, Places


class Levels(NamedTuple):
    """Of each tag its piece, how many lines end there before it does, how many elements are open before and behind."""

    piece: Places
    line: Places
    before: Places
    after: Places


class Paths(NamedTuple):
    """The number of each element's path; of each path which one it lengthens, by the number of which name.

    They are sorted by how deep they are, then as they stand in the file; the first is that of the activities.
    """

    path: Places
    above: list[int]
    name: list[int]


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


def paths_in_python(parent: Places, name: Places, levels: Sequence[Places], names: int) -> Paths:
    """The paths of elements, ``levels`` by ``levels``, without the extension; names are so many."""
    path, above, called = np.zeros(len(name), np.int32), [-1], [-1]
    for here in levels[1:]:
        key = path[parent[here]].astype(np.int64) * names + name[here]
        distinct = pa.array(key).dictionary_encode()
        path[here] = distinct.indices.to_numpy() + len(above)
        for one in distinct.dictionary.to_pylist():
            above.append(one // names)
            called.append(one % names)
    return Paths(path, above, called)


def paths_by_extension(parent: Places, name: Places, levels: Sequence[Places], names: int) -> Paths:
    """The same by the extension, which has to be there; it meets paths in the order of the file."""
    found = structure.paths(parent, name)
    if found is None:
        return paths_in_python(parent, name, levels, names)
    path, steps = (np.frombuffer(one, np.int32) for one in found)
    above, called = steps[::2].tolist(), steps[1::2].tolist()
    depth = [0] * len(above)
    for number, one in enumerate(above[1:], 1):
        depth[number] = depth[one] + 1
    order = sorted(range(len(above)), key=depth.__getitem__)
    place = np.empty(len(above), np.int32)
    place[order] = np.arange(len(above))
    numbers = place.tolist()
    return Paths(
        place[path], [-1, *(numbers[above[one]] for one in order[1:])], [called[one] for one in order]
    )


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


levels, unmatched, parents, paths, arranged = (
    (levels_in_python, unmatched_in_python, parents_in_python, paths_in_python, arranged_in_python)
    if structure is None
    else (
        levels_by_extension,
        unmatched_by_extension,
        parents_by_extension,
        paths_by_extension,
        arranged_by_extension,
    )
)
"""Each in whichever way is there."""
