"""``translations.yml``: who, by role, compared which two texts, and when.

A newcomer would get wrong that a sign-off is for exactly two texts: it holds the hash of both, so that editing
either of them makes it stale by itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from pledgebook.book.load import Book, Prose
from pledgebook.book.models import Declaration
from pledgebook.book.yaml_file import YamlFile, read_declaration
from pledgebook.errors import Problem

FILE = "translations.yml"
_HEAD = "# Written by `pledgebook sign`: the texts that were compared, by the hash of each. A role, never a name.\n"


class SignOff(Declaration):
    """One text compared with the book's first language; ``hashes`` by language."""

    page: str
    language: str
    role: str
    day: date
    hashes: dict[str, str]


class Translations(Declaration):
    """The whole file."""

    texts: tuple[SignOff, ...] = ()


def read_sign_offs(root: Path) -> tuple[dict[tuple[str, str], SignOff], YamlFile | None, list[Problem]]:
    """The sign-offs by page and language, the file, and its mistakes; nothing where there is no file."""
    if not (root / FILE).is_file():
        return {}, None, []
    declared, file, problems = read_declaration(root / FILE, Translations)
    return {(s.page, s.language): s for s in (declared.texts if declared else ())}, file, problems


def hash_of(prose: Prose) -> str:
    """The SHA-256 of a text as it is read: the same with either kind of line ending."""
    return hashlib.sha256(prose.text.encode("utf-8")).hexdigest()


def texts_by_page(book: Book) -> dict[str, dict[str, Prose]]:
    """Every page's prose by language."""
    found: dict[str, dict[str, Prose]] = {}
    for page, prose in book.prose():
        found.setdefault(page, {})[prose.language] = prose
    return found


def is_for(signed: SignOff, texts: Mapping[str, Prose]) -> bool:
    """The sign-off is for exactly these texts."""
    return all(language in texts and hash_of(texts[language]) == h for language, h in signed.hashes.items())


def sign(book: Book, pages: Iterable[str], role: str, day: date) -> Path:
    """Write that the texts of these pages were compared, each language with the first; others stay as they are."""
    texts = texts_by_page(book)
    signed, _, _ = read_sign_offs(book.root)
    first = book.languages[0]
    for page in pages:
        for language in book.languages[1:]:
            hashes = {name: hash_of(texts[page][name]) for name in (first, language)}
            signed[page, language] = SignOff(page=page, language=language, role=role, day=day, hashes=hashes)
    kept = [s for key, s in sorted(signed.items()) if key[0] in texts]
    path = book.root / FILE
    fresh = path.with_name(f".{FILE}-{os.getpid()}")
    fresh.write_text(_HEAD + "texts:\n" + "".join(_lines(s) for s in kept), encoding="utf-8")
    fresh.replace(path)
    return path


def _lines(signed: SignOff) -> str:
    facts = (
        f"page: {signed.page}, language: {signed.language}, role: {_quoted(signed.role)}, day: {signed.day}"
    )
    hashes = "".join(f"      {language}: {h}\n" for language, h in signed.hashes.items())
    return "  - " + facts.replace(", ", "\n    ") + "\n    hashes:\n" + hashes


def _quoted(role: str) -> str:
    return '"' + role.replace("\\", " ").replace('"', " ").replace("\n", " ") + '"'
