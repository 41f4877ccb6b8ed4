"""Pieces of a file gathered into runs: many are read at once, because columns cost the same for one row as for many.

A newcomer would get wrong that the first activity of a file is read alone where the root declares no version: it tells
which one that is, and what is wrong with it, which no other does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from pledgebook.sources.iati.cut import Cut
from pledgebook.sources.iati.element import attribute
from pledgebook.sources.iati.read import VERSIONS_1, VERSIONS_2
from pledgebook.sources.iati.stream import Beginning, root_of
from pledgebook.tables.iati_columns.read import Read, read_run, without_collecting

if TYPE_CHECKING:
    from pledgebook.sources.iati.validation.file import Validation

LARGEST_RUN = 16 * 1024 * 1024
"""Bytes of the pieces of a run: as columns they need about ten times as much."""


class Runs:
    """Gathers pieces that stand in their order; ``count`` of them were read, and ``awaits_version`` ends with the first
    activity, where these pieces begin the file; ``validation`` holds them against the standard's rules."""

    def __init__(
        self,
        beginning: Beginning,
        source: str,
        currencies: Collection[str],
        wanted: Collection[str],
        awaits_version: bool,
        validation: Validation | None = None,
    ) -> None:
        self._by = (beginning, source, currencies, wanted)
        self._validation = validation
        self.awaits_version = awaits_version and not _declares_version(beginning)
        self.count = self._size = 0
        self._numbers: list[int] = []
        self._cuts: list[Cut] = []
        self._lines: list[int] = []

    def add(self, number: int, cut: Cut, line: int) -> Iterator[Read]:
        """One more piece, by whatever number its rows are to have; a run, where one is complete."""
        self._numbers.append(number)
        self._cuts.append(cut)
        self._lines.append(line)
        self._size += len(cut.content)
        if self.awaits_version or self._size > LARGEST_RUN:
            yield from self.rest()

    def rest(self) -> Iterator[Read]:
        """What waits, as a run."""
        if not self._cuts:
            return
        with without_collecting():
            run = read_run(
                self._numbers, self._cuts, self._lines, *self._by, self.awaits_version, self._validation
            )
        self.awaits_version = self.awaits_version and not run.tells_version
        self.count += len(self._cuts)
        self._numbers, self._cuts, self._lines, self._size = [], [], [], 0
        yield run


def _declares_version(beginning: Beginning) -> bool:
    """Whether the root's start tag says a version that is known, so that there is nothing to tell."""
    root = root_of(beginning)
    return root is not None and attribute(root, "version") in VERSIONS_1 | VERSIONS_2
