"""A finding, and all that a check may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pledgebook.book.load import Book
from pledgebook.book.overrides import Override
from pledgebook.catalogue import severity_of
from pledgebook.claims.verdicts import Verdict
from pledgebook.disclosure.relations import Relation
from pledgebook.errors import Problem
from pledgebook.sources.snapshot import Snapshot

T = TypeVar("T")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem under its check's code, and the page and figure it is about, where it is about one."""

    problem: Problem
    page: str = ""
    figure: str = ""
    language: str = ""
    is_expected: bool = False
    override: Override | None = None
    records: tuple[str, ...] = ()
    """The ids of the rows that it names by their labels."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""
        return severity_of(self.problem)

    @property
    def stops(self) -> bool:
        """Whether it stops the build and fails the check."""
        return self.severity == "error" and not self.is_expected and self.override is None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the checks look at: the book, what was read, the released tables, the verdicts."""

    book: Book
    snapshots: tuple[Snapshot, ...]
    counts: Mapping[str, int]
    rows: Rows
    verdicts: Sequence[Verdict]
    problems: Sequence[Problem] = field(default=())
    relations: Sequence[Relation] = field(default=())
    _once: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def once(self, name: str, work: Callable[[Evidence], T]) -> T:
        """What several checks ask for under a name, worked out for the first of them."""
        if name not in self._once:
            self._once[name] = work(self)
        found: T = self._once[name]
        return found


def overrides_by_figure(findings: Iterable[Finding]) -> dict[str, Override]:
    """The decisions in force about figures, by ``page/figure``."""
    return {f"{f.page}/{f.figure}": f.override for f in findings if f.override and f.figure}
