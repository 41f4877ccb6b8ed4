"""A small book to begin with: it builds, and its author replaces it line by line.

The files stand in ``book``, as they will stand in the author's folder; a name that begins with ``dot_`` begins with a
point there. ``sources.lock`` and the schemas are made, for they follow from the rest.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pledgebook.book.load import load_book
from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.errors import BookError, Where
from pledgebook.exports.schemas import FILES, write_schemas
from pledgebook.sources.snapshot import take_snapshots, write_lock
from pledgebook.tables.build import build_tables

SCHEMAS = ".schemas"
_LANGUAGES = f"languages: [{', '.join(LANGUAGES)}]"


def start_book(folder: Path, languages: Sequence[str]) -> Path:
    """The small book in a folder that is not there yet, or is empty; the first language is the book's first.

    Raises ``BookError`` where the folder is not empty; then nothing was written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BookError(problem("ADO003", Where(folder)))
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.parent / f".{target.name}.new-{os.getpid()}"
    try:
        _write(fresh, list(dict.fromkeys(languages)))
        if target.exists():
            target.rmdir()
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _write(root: Path, languages: Sequence[str]) -> None:
    for name, text in _files(resources.files("pledgebook.starter") / "book", ""):
        language = name.rpartition("/")[2].removesuffix(".md")
        if language in LANGUAGES and language not in languages:
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(_LANGUAGES, f"languages: [{', '.join(languages)}]"), encoding="utf-8")
    write_schemas(root / SCHEMAS, languages[0])
    _tell_editors(root)
    book = load_book(root)
    snapshots = take_snapshots(book)
    write_lock(book, snapshots, build_tables(book, snapshots).count)


def _files(folder: Traversable, under: str) -> Iterator[tuple[str, str]]:
    """Each file of the small book by its path in the author's folder."""
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        name = under + ("." + item.name.removeprefix("dot_") if item.name.startswith("dot_") else item.name)
        if item.is_dir():
            yield from _files(item, f"{name}/")
        else:
            yield name, item.read_text(encoding="utf-8")


def _tell_editors(root: Path) -> None:
    """Name the schema in every declaration, and in the settings of editors for those that will be added."""
    settings = {"yaml.schemas": {f"{SCHEMAS}/{d.name}.json": [d.files] for d in FILES}}
    path = root / ".vscode/settings.json"
    path.parent.mkdir()
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    for declared in FILES:
        for file in root.glob(declared.files):
            up = "../" * (len(file.relative_to(root).parts) - 1)
            line = f"# yaml-language-server: $schema={up}{SCHEMAS}/{declared.name}.json\n"
            file.write_text(line + file.read_text(encoding="utf-8"), encoding="utf-8")
