"""What the pages are made from: all of it has passed the gate, none of it is computed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pledgebook.book.changes import Change
from pledgebook.book.load import Book, Prose
from pledgebook.checks.finding import Finding
from pledgebook.claims.kept import Release
from pledgebook.claims.verdicts import Verdict
from pledgebook.measures.engine import Measures
from pledgebook.pages.address import up_from
from pledgebook.pages.by_activity import ByActivity
from pledgebook.sources.outlines import Outline, read_outlines
from pledgebook.sources.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Content:
    """A compiled book, as the pages see it."""

    book: Book
    snapshots: tuple[Snapshot, ...]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    measures: Measures
    verdicts: Sequence[Verdict]
    findings: Sequence[Finding]
    releases: Sequence[Release] = ()
    changes: Sequence[Change] = ()
    by_activity: ByActivity = field(init=False)
    outlines: Mapping[str, Outline] = field(init=False)
    """The outlines of the places, by p-code; none where the book has no shapes."""

    def __post_init__(self) -> None:
        """What is asked once for all projects is shared by the languages."""
        object.__setattr__(self, "by_activity", ByActivity(self.measures, self.rows))
        shapes = self.book.declaration.places.shapes
        file = self.book.root / shapes.file if shapes else None
        drawn = read_outlines(file, shapes.code, float(shapes.tolerance)) if shapes and file else {}
        object.__setattr__(self, "outlines", drawn)

    def texts_of(self, page: str) -> Mapping[str, Prose]:
        """A page's text by language, by the address that its figures have: ``home``, ``objectives/women``."""
        name = page.removeprefix("objectives/")
        if page != name:
            return self.book.objectives[name].prose if name in self.book.objectives else {}
        return self.book.pages[name].prose if name in self.book.pages else {}


@dataclass(frozen=True, slots=True)
class PageOut:
    """One page in one language: where it goes, its template, what the template is given."""

    path: str
    template: str
    title: str
    description: str
    context: dict[str, Any]
    crumbs: tuple[tuple[str, str], ...] = ()
    uses_script: bool = False

    @property
    def up(self) -> str:
        """The way from the page's folder to the site's root."""
        return up_from(self.path)
