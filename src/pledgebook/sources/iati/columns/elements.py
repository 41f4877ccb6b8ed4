"""The elements of many activities as columns: of each its path, its parent, its tag, its text, as small numbers.

What a tree holds as an object per element is here one array per property, over all elements in the order of the file.
Tags and texts are dictionaries: each distinct one is there once, and an element has its number. The parent of an
element is the last one before it that stands a level higher; its path is its parent's with its own name behind.

A newcomer would get wrong that an element is a number here, its place in these arrays, and that ``-1`` is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from pledgebook.sources.iati.columns.marks import Flags, Marks, Places
from pledgebook.sources.iati.columns.meaning import meant_tags
from pledgebook.sources.iati.columns.nested import arranged, parents, paths
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.columns.tags import ROOT, Tags
from pledgebook.sources.iati.columns.texts import Texts


class Elements:
    """Every element of the pieces that are fit, in the order of the file.

    ``piece`` is which of the given pieces it stands in, ``activity`` which of those that are fit; ``tag`` and ``text``
    are numbers of ``tags`` and ``texts``, ``is_said`` whether a text is more than blanks; ``nth`` says which of its
    siblings of that name it is, from 1; ``line`` how many lines end before its start tag
    does, in its piece. ``tag_of`` and ``text_of`` are the same for -1 too: -1 and the number of no text.
    """

    def __init__(self, found: Tags, parent: Places, tag: Places, tags: list[Tag]) -> None:
        opens = found.opens
        self.parent, self.tags = parent, tags
        self.tag_of: Places = np.append(tag, -1)
        self.tag: Places = self.tag_of[:-1]
        self.piece, self.level, self.line = found.piece[opens], found.before[opens], found.line[opens]
        self.activity: Places = np.cumsum(self.level == 0) - 1
        self.texts = Texts(found.said)
        self.is_said = np.append(found.is_said, False)
        self.text_of: Places = np.append(found.text[opens], np.int64(len(found.said)))
        self.text: Places = self.text_of[:-1]
        self.text[found.is_empty[opens]] = len(found.said)
        self.holds = np.zeros(len(tag), np.bool_)
        self.holds[parent[parent >= 0]] = True
        self.levels = [np.flatnonzero(self.level == one) for one in range(int(self.level.max()) + 1)]
        self.path, self.paths, self.above, self.called = self._paths()
        self._numbers = {path: number for number, path in enumerate(self.paths)}
        self._order, self._starts, rank, self.nth = arranged(self.path, parent, len(self.paths))
        self._rank_of = np.append(rank, -1)
        self.rank = self._rank_of[:-1]

    def _paths(self) -> tuple[Places, list[str], list[int], list[str]]:
        """The number of each element's path; the paths, which one each lengthens, and by which name."""
        numbers: dict[str, int] = {}
        own = np.array([numbers.setdefault(tag.name, len(numbers)) for tag in self.tags], np.int32)
        path, above, name = paths(self.parent, own[self.tag], self.levels, max(len(numbers), 1))
        names, written, called = list(numbers), [""], [ROOT]
        for before, last in zip(above[1:], name[1:], strict=True):
            called.append(names[last])
            written.append(f"{written[before]}/{names[last]}" if before else names[last])
        return path, written, above, called

    def at(self, path: str) -> Places:
        """The elements at a path, in the order of the file."""
        number = self._numbers.get(path)
        return (
            self._order[:0]
            if number is None
            else self._order[self._starts[number] : self._starts[number + 1]]
        )

    def has(self, paths: Iterable[str]) -> bool:
        """Whether any element is at one of these paths."""
        return any(path in self._numbers for path in paths)

    def first(self, holders: Places, path: str) -> Places:
        """For each of the elements that hold, all at the path above, its first child at ``path``; -1 for none."""
        children = self.at(path)
        if not len(children) or not len(holders):
            return np.full(len(holders), -1, np.int64)
        children = children[self.nth[children] == 1]
        above = self.above[self._numbers[path]]
        of_rank = np.full(self._starts[above + 1] - self._starts[above] + 1, -1, np.int64)
        of_rank[self.rank[self.parent[children]]] = children
        found: Places = of_rank[self._rank_of[holders]]
        return found

    def row_of(self, holders: Places, elements: Places) -> Places:
        """Which of the elements that hold, all at one path, each of these is; -1 for none of them."""
        found = np.full(len(elements), -1, np.int64)
        there = np.flatnonzero(holders >= 0)
        if not len(there) or not len(elements):
            return found
        path = self.path[holders[there[0]]]
        if len(there) == len(holders) and np.array_equal(holders, self.at(self.paths[path])):
            return np.where(self.path[elements] == path, self.rank[elements], -1)
        rows = np.full(self._starts[path + 1] - self._starts[path], -1, np.int64)
        rows[self.rank[holders[there]]] = there
        same = np.flatnonzero(self.path[elements] == path)
        found[same] = rows[self.rank[elements[same]]]
        return found


@dataclass(frozen=True, slots=True)
class Grid:
    """The elements of the pieces that are fit, None where none is; by piece, whether it is not."""

    elements: Elements | None
    unfit: Flags


def grid_of(marks: Marks, bounds: Places, namespaces: Mapping[str, str]) -> Grid:
    """The elements of pieces that end at these places in the bytes; ``namespaces`` are those of the file's root."""
    found = Tags(marks, bounds)
    for check in (Tags.badly_written, Tags.badly_nested, Tags.not_closed_as_opened, Tags.mixed):
        if len(found.piece):
            found.drop(check(found))
    while len(found.piece):
        parent = parents(found.before[found.opens])
        tag, tags, unfit = meant_tags(found, parent, namespaces)
        if not unfit.any():
            return Grid(Elements(found, parent, tag, tags), found.unfit)
        found.drop(unfit)
    return Grid(None, found.unfit)
