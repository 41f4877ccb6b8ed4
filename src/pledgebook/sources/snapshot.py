"""What was read: every source's file with its hash, held against ``sources.lock``.

The lock is a promise that a published figure comes from exactly these bytes. A file that changed is a finding,
not an update: ``pledgebook lock`` takes the new bytes on purpose.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pledgebook.book.load import Book, missing_files
from pledgebook.book.models import SourceDeclaration
from pledgebook.book.yaml_file import YamlFile, read_yaml
from pledgebook.catalogue import problem
from pledgebook.errors import Problem, SourceError


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A source as it is now; ``path`` is None for a source that is cited and not read."""

    declaration: SourceDeclaration
    path: Path | None
    sha256: str
    size: int


def take_snapshots(book: Book) -> tuple[Snapshot, ...]:
    """Every source of the book, in the order of their names.

    Raises ``SourceError`` with all the files that are not there.
    """
    missing = missing_files(book.sources, book.source_files)
    if missing:
        raise SourceError(*missing)
    taken = []
    for source in book.sources.values():
        path = source.path / source.file if source.file else None
        if path is None:
            taken.append(Snapshot(source, None, "", 0))
        else:
            content = path.read_bytes()
            taken.append(Snapshot(source, path, hashlib.sha256(content).hexdigest(), len(content)))
    return tuple(taken)


def write_lock(book: Book, snapshots: tuple[Snapshot, ...], rows: dict[str, int]) -> Path:
    """``sources.lock`` for exactly these files."""
    lines = [
        "# Written by `pledgebook lock`. One line per source: what a figure of this book is computed from."
    ]
    for taken in snapshots:
        if taken.path:
            lines.append(
                f"{_key(taken.declaration.id)}: {{sha256: {taken.sha256}, bytes: {taken.size}, "
                f"rows: {rows.get(taken.declaration.id, 0)}, retrieved: {taken.declaration.retrieved}}}"
            )
    path = book.root / "sources.lock"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _key(source: str) -> str:
    """The name as YAML reads it back as text: "2020_10" alone would come back as a number."""
    is_plain = source[0].isalpha() and source.lower() not in ("true", "false", "null")
    return source if is_plain else json.dumps(source, ensure_ascii=False)


def lock_problems(book: Book, snapshots: tuple[Snapshot, ...], rows: dict[str, int]) -> list[Problem]:
    """Where the files are not what the lock or the declaration promised.

    A source that ``rows`` does not name could not be read, which is a finding of its own.
    """
    path = book.root / "sources.lock"
    file, found = read_yaml(path) if path.is_file() else (None, [])
    locked = file.content if file else None
    if found:
        return found
    for taken in snapshots:
        source, declared = taken.declaration, book.source_files[taken.declaration.id]
        if taken.path is None:
            continue
        entry = locked.get(source.id) if isinstance(locked, dict) else None
        if not isinstance(entry, dict):
            found.append(problem("SRC002", declared.where(["file"]), source=source.id))
        elif entry.get("sha256") != taken.sha256:
            found.append(problem("SRC003", declared.where(["file"]), source=source.id))
        count = rows.get(source.id)
        if None not in (count, source.expected_rows) and count != source.expected_rows:
            here = declared.where(["expected_rows"])
            found.append(problem("SRC004", here, source=source.id, rows=count, expected=source.expected_rows))
    return found + (_orphans(file, book) if file else [])


def _orphans(file: YamlFile, book: Book) -> list[Problem]:
    if not isinstance(file.content, dict):
        return []
    gone = [name for name in file.content if name not in book.sources]
    return [problem("SRC005", file.where([name]), source=name) for name in gone]
