"""``CHANGES.yml``: why a published figure, definition, text or source changed, as its keeper recorded it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pledgebook.book.models import Declaration, Words
from pledgebook.book.yaml_file import read_declaration
from pledgebook.errors import Problem

FILE = "CHANGES.yml"


class Change(Declaration):
    """One change and its reason; ``about`` is a figure (``home/people``), a page, a measure or a source."""

    about: str
    day: date
    reason: Words


class Changes(Declaration):
    """The whole file, the newest change first or last as its keeper likes."""

    changes: tuple[Change, ...]


def read_changes(root: Path) -> tuple[tuple[Change, ...], list[Problem]]:
    """The recorded changes of a book, and the mistakes of the file; nothing where there is no file."""
    if not (root / FILE).is_file():
        return (), []
    declared, _, problems = read_declaration(root / FILE, Changes)
    return (declared.changes if declared else ()), problems


def recorded(changes: Iterable[Change], *names: str) -> Change | None:
    """The newest change about any of the names; None where nobody recorded one."""
    about = [c for c in changes if c.about in names]
    return max(about, key=lambda c: c.day, default=None)
