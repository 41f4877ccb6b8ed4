"""What a build is made from, as hashes: the engine's own files, the libraries' versions, the book's files.

A newcomer would trust the time at which a file was written. Only its content counts: a file that was written back
as it was is no change, and one that was changed within the clock's tick is.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "babel",
    "CurrencyConverter",
    "duckdb",
    "font-source-sans-pro",
    "fontpkg-noto-sans-arabic",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "pyarrow",
    "pydantic",
    "pyspellchecker",
    "python-calamine",
    "resvg-py",
    "ruamel.yaml",
    "typst",
)
"""The libraries whose version may change a byte of a build."""

_NOT_INPUT = frozenset({"_build", ".git", "__pycache__"})


def files_of(folder: Path) -> dict[str, str]:
    """The hash of every file that a build may read, by its path from the folder; links are followed."""
    found: dict[str, str] = {}
    for place, folders, names in os.walk(folder, followlinks=True):
        here = Path(place)
        folders[:] = sorted(name for name in folders if is_input(name) and not _leads_up(here / name))
        for name in sorted(names):
            found[(here / name).relative_to(folder).as_posix()] = hash_of(here / name)
    return found


def is_input(folder: str) -> bool:
    """Whether a folder of that name is looked into."""
    return folder not in _NOT_INPUT


def _leads_up(folder: Path) -> bool:
    """A link to a folder that it lies in would be walked for ever."""
    return folder.is_symlink() and folder.resolve() in (folder.resolve().parent, *folder.absolute().parents)


def hash_of(file: Path | str) -> str:
    """The SHA-256 of a file; nothing for one that cannot be read."""
    found = hashlib.sha256()
    try:
        with open(file, "rb", buffering=0) as content:
            while part := content.read(_AT_ONCE):
                found.update(part)
    except OSError:
        return ""
    return found.hexdigest()


_AT_ONCE = 1 << 16
"""Bytes that are read of a file together: nearly all files of a build have fewer."""


def key_of(*parts: str) -> str:
    """One hash of several texts.

    >>> key_of("ab", "c") == key_of("a", "bc")
    False
    """
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def key_of_files(files: Mapping[str, str]) -> str:
    """One hash of files by path and content."""
    return key_of(*(part for item in sorted(files.items()) for part in item))


@cache
def engine_key() -> str:
    """One hash of the code, the Python and the libraries that make a build."""
    return key_of(sys.version, *_versions(LIBRARIES), key_of_files(files_of(Path(__file__).parent)))


def _versions(libraries: Iterable[str]) -> list[str]:
    found = []
    for name in libraries:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return found
