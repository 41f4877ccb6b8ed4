"""Every error, and who has to act on it.

    PledgebookError
    ├── BookError      the author of the book: one or more declarations are wrong
    ├── SourceError    the keeper of a source: it is not there, or is not what was locked
    ├── EngineError    who runs it: an engine that was asked for is not on this machine, or does not start
    ├── CheckError     the author: findings of severity ``error`` stand, nothing was published
    └── BuildError     us: a promise of the engine itself does not hold

An error says what, where and what next. A record of somebody else's data that cannot be used is no
error but a row of the table ``issue``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pledgebook.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file.as_posix()]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the check's code, where it is, what it is, what to do next."""

    code: str
    where: Where
    what: Text
    next: Text = field(default_factory=Text)


class PledgebookError(Exception):
    """The root of all that Pledgebook raises on purpose."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(f"{p.where}: {p.code}: {p.what.get('en', '')}" for p in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[PledgebookError], tuple[Problem, ...]]:
        """Told by one process to another as what it was made of."""
        return type(self), self.problems


class BookError(PledgebookError):
    """Declarations of the book are wrong; all of them are listed."""


class SourceError(PledgebookError):
    """A source is not there or cannot be read."""


class EngineError(PledgebookError):
    """The engine that was asked for is not on this machine, or does not start."""


class CheckError(PledgebookError):
    """Findings of severity ``error`` stand; the last good build was left as it was."""


class BuildError(PledgebookError):
    """The engine broke a promise of its own, such as a broken link between the pages it wrote."""
