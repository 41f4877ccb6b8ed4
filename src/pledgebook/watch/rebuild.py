"""A book's files, looked at again and again; a change is built, and what is wrong is kept to be shown.

A newcomer would build on the first sign of a change: an editor writes a file in steps, so the folder has to stand
still between two looks. Times only say when to look; what is built is decided by content.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pledgebook.build import build
from pledgebook.catalogue import severity_of
from pledgebook.checks.finding import Finding
from pledgebook.errors import PledgebookError, Problem
from pledgebook.inputs import is_input

SECONDS = 0.25
"""Between two looks at the folder."""
Stamp = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Told:
    """What is shown of one build: its number from 1, whether it stands, what was found, errors first."""

    number: int = 0
    stands: bool = True
    problems: tuple[tuple[str, Problem], ...] = ()


class Watch:
    """The last build of a book that is being written, for any number of readers to wait for."""

    def __init__(self, book: Path, tell: Callable[[Told], None], seconds: float = SECONDS) -> None:
        self.book = book
        self.told = Told()
        self._tell = tell
        self._seconds = seconds
        self._news = threading.Condition()
        self._stopping = threading.Event()

    def run(self) -> None:
        """Build, then look and build again, until stopped."""
        built, seen = None, stamp(self.book)
        while True:
            if seen != built:
                built = seen
                self.build_once()
            if self._stopping.wait(self._seconds):
                return
            seen = self._standing_still()

    def _standing_still(self) -> Stamp:
        """The folder's stamp, once two looks at it see the same."""
        before, now = stamp(self.book), Stamp()
        while not self._stopping.wait(self._seconds / 4):
            now = stamp(self.book)
            if now == before:
                break
            before = now
        return now or before

    def build_once(self) -> None:
        """Build the book as it is; a book that is wrong leaves the last good build and says why."""
        try:
            compiled = build(self.book, lambda *_: None)
            found = [(f.severity, f.problem) for f in compiled.findings if _is_shown(f)]
            self._say(True, found)
        except PledgebookError as error:
            self._say(False, [(severity_of(one), one) for one in error.problems])
        except FileNotFoundError:
            return

    def _say(self, stands: bool, problems: Iterable[tuple[str, Problem]]) -> None:
        ordered = sorted(problems, key=lambda p: (p[0] != "error", p[1].where, p[1].code))
        with self._news:
            self.told = Told(self.told.number + 1, stands, tuple(ordered))
            self._news.notify_all()
        self._tell(self.told)

    def wait_after(self, number: int, seconds: float) -> bool:
        """Whether there is a build with another number, waited for that long at most."""
        with self._news:
            return self._news.wait_for(lambda: self.told.number != number, seconds)

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()


def _is_shown(finding: Finding) -> bool:
    decided = finding.is_expected or finding.override is not None
    return finding.severity in ("error", "warning") and not decided


def stamp(book: Path) -> Stamp:
    """The time and size of every file of a book that a build may read."""
    found = {}
    for place, folders, names in os.walk(book):
        folders[:] = [name for name in folders if is_input(name)]
        for name in names:
            path = os.path.join(place, name)
            try:
                state = os.stat(path)
            except OSError:
                continue
            found[path] = (state.st_mtime_ns, state.st_size)
    return found
