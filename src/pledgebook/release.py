"""``pledgebook release``: what the book says today, kept under a name that is never written again."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path

from pledgebook import __version__
from pledgebook.book.translations import hash_of, texts_by_page
from pledgebook.build import Compiled, compile_book
from pledgebook.catalogue import problem
from pledgebook.checks.finding import overrides_by_figure
from pledgebook.claims.kept import FACTS, MANIFEST, hashes_of
from pledgebook.claims.releases import FOLDER
from pledgebook.errors import BookError, CheckError, Where
from pledgebook.exports.claims import write_claim_table
from pledgebook.exports.dictionary import write_definitions
from pledgebook.exports.files import write_json
from pledgebook.exports.findings import findings_as_data
from pledgebook.exports.tables import write_table
from pledgebook.text import Text

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,40}")


def release(root: Path, name: str, note: Text | None = None) -> Path:
    """The release of a book as it is now, in ``releases/<name>``: all of it, or nothing.

    Raises ``BookError`` where the name is taken, sorts before the last one or is no name, and ``CheckError`` where a
    finding stops the book.
    """
    _check_name(root, name)
    compiled = compile_book(root, lambda *_: None)
    stopping = [f.problem for f in compiled.findings if f.stops]
    if stopping:
        raise CheckError(*stopping)
    target = root / FOLDER / name
    fresh = root / "_build" / f".release-{name}-{os.getpid()}"
    try:
        _write(compiled, fresh, name, note)
        target.parent.mkdir(exist_ok=True)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def _check_name(root: Path, name: str) -> None:
    where = Where(root / FOLDER / name)
    kept = sorted(p.name for p in (root / FOLDER).glob("*") if p.is_dir())
    if not _NAME.fullmatch(name):
        raise BookError(problem("REL001", Where(root / FOLDER), name=name))
    if name in kept:
        raise BookError(problem("REL002", where, name=name))
    if kept and name < kept[-1]:
        raise BookError(problem("REL004", where, name=name, last=kept[-1]))


def _write(compiled: Compiled, folder: Path, name: str, note: Text | None) -> None:
    book = compiled.book
    write_claim_table(folder, book, compiled.verdicts, compiled.findings)
    write_definitions(folder, book.measures)
    write_table(folder / "tables", "snapshot", compiled.arrow["snapshot"])
    write_json(folder / "findings.json", findings_as_data(book, compiled.findings))
    write_json(folder / FACTS, _facts(compiled, name, note))
    write_json(folder / MANIFEST, hashes_of(folder))


def _facts(compiled: Compiled, name: str, note: Text | None) -> dict[str, object]:
    book = compiled.book
    overrides = overrides_by_figure(compiled.findings)
    first = book.languages[0]
    return {
        "name": name,
        "as_of": book.declaration.as_of,
        "note": dict(note) if note else {},
        "engine": __version__,
        "languages": list(book.languages),
        "verdicts": dict(Counter(v.truth for v in compiled.verdicts if v.claim.language == first)),
        "texts": {
            page: {language: hash_of(prose) for language, prose in texts.items()}
            for page, texts in texts_by_page(book).items()
        },
        "overrides": {figure: dict(override.told) for figure, override in overrides.items()},
    }
