"""Levels, parents and siblings are the same in Python and by the compiled extension, which may be there or not."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from pledgebook.sources.iati.columns import marks, nested
from pledgebook.sources.iati.columns.extension import structure

needs_extension = pytest.mark.skipif(
    structure is None, reason="the extension was not built: no C compiler, or not Python's headers"
)


def piece(random: Random, depth: int = 0) -> bytes:
    """An element with others in it, some of whose end tags have another name."""
    inside = b"".join(
        piece(random, depth + 1) if random.random() < 0.6 else b"\n<e/>"
        for _ in range(random.randrange(4) if depth < 6 else 0)
    )
    name = random.choice(b"abc").to_bytes()
    closes = name if random.random() < 0.98 else b"x"
    return b"<" + name + b">" + inside + b"\n" * random.randrange(3) + b"</" + closes + b">"


def same(first: object, second: object) -> None:
    for one, other in zip(first, second, strict=True):  # type: ignore[call-overload]
        assert np.array_equal(one, other)


@needs_extension
@pytest.mark.parametrize("seed", range(60))
def test_both_ways_say_what_stands_in_what_alike(seed: int) -> None:
    random = Random(seed)
    pieces = [piece(random) + b"\n" * random.randrange(2) for _ in range(random.randrange(1, 6))]
    broken = b"" if seed % 3 else b"</a>"
    found = marks.in_python(b"".join(pieces) + broken)
    assert found is not None
    bounds = np.cumsum([len(one) for one in pieces], dtype=np.int32)
    bounds[-1] += len(broken)
    of_tag = nested.levels_in_python(found, bounds)
    same(nested.levels_by_extension(found, bounds), of_tag)
    if broken:
        return
    opens, name = ~found.is_closing, found.tag.astype(np.int32)
    named = np.array([text.as_py().strip("</>") for text in found.said])
    name = np.unique(named, return_inverse=True)[1].astype(np.int32)[found.tag]
    given = opens, found.is_empty, of_tag.before, of_tag.after, name
    same([nested.unmatched_by_extension(*given)], [nested.unmatched_in_python(*given)])
    level = of_tag.before[opens]
    parent = nested.parents_in_python(level)
    same([nested.parents_by_extension(level)], [parent])
    levels = [np.flatnonzero(level == one) for one in range(int(level.max()) + 1)]
    given = parent, name[opens], levels, int(name.max()) + 1
    same(nested.paths_by_extension(*given), nested.paths_in_python(*given))
    path = np.array([random.randrange(4) for _ in parent], np.int32)
    same(nested.arranged_by_extension(path, parent, 5), nested.arranged_in_python(path, parent, 5))


@needs_extension
def test_very_many_paths_are_numbered_too() -> None:
    count = 2000
    parent, name = np.zeros(count, np.int32), np.arange(count, dtype=np.int32)
    parent[0] = -1
    given = parent, name, [np.arange(1), np.arange(1, count)], count
    same(nested.paths_by_extension(*given), nested.paths_in_python(*given))
    assert structure.paths(parent, name) is None


@needs_extension
@pytest.mark.parametrize("seed", range(8))
def test_both_ways_say_which_numbers_are_used_alike(seed: int) -> None:
    random = Random(seed)
    count = random.randrange(1, 40)
    for kind in (np.int32, np.int64):
        numbers = np.array([random.randrange(-1, count) for _ in range(random.randrange(60))], kind)
        same(marks.used_by_extension(numbers, count), marks.used_in_python(numbers, count))


@needs_extension
def test_what_the_structure_is_given_is_checked() -> None:
    two, one = np.array([0, 1], np.int32), np.array([0], np.int32)
    for level in (-1, 64):
        with pytest.raises(ValueError, match="level"):
            structure.parents(np.array([level], np.int32))
        with pytest.raises(ValueError, match="level"):
            structure.unmatched(b"\1", b"\0", np.array([level], np.int32), one, one)
    for path in (-1, 1):
        with pytest.raises(ValueError, match="path"):
            structure.arranged(np.array([path], np.int32), one, 1)
    with pytest.raises(ValueError, match="paths"):
        structure.arranged(one, one, -1)
    with pytest.raises(ValueError, match="as many"):
        structure.arranged(two, one, 3)
    with pytest.raises(ValueError, match="as many"):
        structure.unmatched(b"\1", b"\0\0", one, one, one)
    for number in (-2, 1):
        with pytest.raises(IndexError, match="below"):
            structure.used(np.array([number]), 8, 1)
    for size, count in ((3, 1), (4, -1)):
        with pytest.raises(ValueError, match="bits"):
            structure.used(one, size, count)
    for parent in (-2, 0):
        with pytest.raises(ValueError, match="before its element"):
            structure.paths(np.array([parent], np.int32), one)
    with pytest.raises(ValueError, match="behind all"):
        structure.levels(two, two, b"\0\0", b"\0\0", one)
    with pytest.raises(ValueError, match="flags"):
        structure.levels(two, two, b"\0\0", b"\0", two)
