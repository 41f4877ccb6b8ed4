"""What the last build left for the next one: which stages need not run again, and which files are the same.

A newcomer would ask whether a result looks new enough. A stage's result is taken again only when its key is the
same: the hash of the inputs it may read, of the engine's own files and of the libraries' versions; and a file only
from a build that is whole. What is kept lies in ``_build/cache`` and may be removed at any time.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pledgebook.builds import CACHE, LATEST, files_under, manifest, said_manifest
from pledgebook.inputs import engine_key, files_of, key_of, key_of_files

_RECORD = "last.json"
_PLAIN = {("decimal", "Decimal"), ("datetime", "date"), ("fractions", "Fraction"), ("pathlib", "PosixPath")}
_PLAIN |= {("builtins", "frozenset"), ("builtins", "set"), ("pathlib", "WindowsPath")}


@dataclass(frozen=True, slots=True)
class Record:
    """The last good build: its folder's name, the key of all it was made from, each stage's key and files."""

    build: str = ""
    whole: str = ""
    stages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, list[str]] = field(default_factory=dict)
    summary: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    """The key of each page that has its own, by its path."""


def read_record(builds: Path) -> Record:
    """The record beside the builds; an empty one where it is missing or torn."""
    try:
        return Record(**json.loads((builds / CACHE / _RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Record()


def unchanged(book: Path) -> Record | None:
    """The record of the last build where the same inputs would make the same build, and it is whole."""
    builds = book / "_build"
    record = read_record(builds)
    if not record.build or not is_last(builds, record) or record.whole != whole_key(files_of(book)):
        return None
    return record if said_manifest(builds / LATEST) == manifest(builds / LATEST) else None


def is_last(builds: Path, record: Record) -> bool:
    """Whether ``latest`` names the build that the record speaks of."""
    try:
        return os.readlink(builds / LATEST) == record.build
    except OSError:
        return False


def whole_key(inputs: Mapping[str, str]) -> str:
    """The key of everything: any file of the book, the engine, the libraries."""
    return key_of("whole", engine_key(), key_of_files(inputs))


class Kept:
    """What may be taken again for one build of a book. Without ``builds`` nothing is kept and nothing taken."""

    def __init__(self, book: Path, *, is_fresh: bool = False) -> None:
        self.builds = book / "_build"
        self.inputs = files_of(book)
        self._place = str(book.resolve())
        self.reused: list[str] = []
        self.stages: dict[str, str] = {}
        self.files: dict[str, list[str]] = {}
        self.pages: Mapping[str, str] = {}
        self._new: dict[str, bytes] = {}
        self.record, self.manifest = Record(), dict[str, str]()
        record = Record() if is_fresh else read_record(self.builds)
        if record.build and is_last(self.builds, record):
            said = said_manifest(self.builds / LATEST)
            if said is not None and said == manifest(self.builds / LATEST):
                self.record, self.manifest = record, said
        self.is_fresh = is_fresh

    @property
    def last(self) -> Path:
        """The last good build."""
        return self.builds / self.record.build

    def key(self, stage: str, may_read: Callable[[str], bool]) -> str:
        """A stage's key; ``may_read`` says of each file of the book, by its path, whether the stage may read it.

        The book's own place counts too: findings name files by it.
        """
        chosen = {path: digest for path, digest in self.inputs.items() if may_read(path)}
        return key_of(stage, engine_key(), self._place, key_of_files(chosen))

    def recall(self, stage: str, key: str) -> Any | None:
        """What the stage made the last time it ran with this key, or nothing."""
        self.stages[stage] = key
        if self.is_fresh:
            return None
        try:
            content = (self.builds / CACHE / f"{stage}.pickle").read_bytes()
        except OSError:
            return None
        head, _, body = content.partition(b"\n")
        if head != _seal(key, body):
            return None
        self.reused.append(stage)
        return _Reader(io.BytesIO(body)).load()

    def keep(self, stage: str, key: str, made: object) -> None:
        """Remember what a stage made; it is written down at once where there is a build already."""
        body = pickle.dumps(made, protocol=5)
        self._new[stage] = _seal(key, body) + b"\n" + body
        if self.builds.is_dir():
            self._write_down()

    def was(self, stage: str, key: str) -> bool:
        """Whether the stage's files in the last good build were made with this key."""
        return bool(key) and self.record.stages.get(stage) == key and stage in self.record.files

    def take_files(self, stage: str, key: str, folder: Path) -> bool:
        """Link the files that the stage wrote into the last build; whether there were any to take."""
        self.stages[stage] = key
        if not self.was(stage, key):
            return False
        for name in self.record.files[stage]:
            link(self.last / name, folder / name)
        self.files[stage] = self.record.files[stage]
        self.reused.append(stage)
        return True

    def settle(self, folder: Path, made: Mapping[str, str]) -> int:
        """Let every file that the last build has with the same bytes be the same file; how many are."""
        same = [name for name, digest in made.items() if self.manifest.get(name) == digest]
        for name in same:
            if not os.path.samefile(self.last / name, folder / name):
                (folder / name).unlink()
                link(self.last / name, folder / name)
        return len(same)

    def write(self, build: str, summary: Mapping[str, int], book: Path) -> None:
        """Record a build that stands; not where a file was changed while it was made."""
        self._write_down()
        if files_of(book) == self.inputs:
            record = Record(build, whole_key(self.inputs), self.stages, self.files, summary, self.pages)
            text = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)
            _replace(self.builds / CACHE / _RECORD, text.encode())

    def _write_down(self) -> None:
        for stage, content in self._new.items():
            _replace(self.builds / CACHE / f"{stage}.pickle", content)
        self._new.clear()


def link(old: Path, new: Path) -> None:
    """The same file under another name; a copy where the file system has no links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def names_under(folder: Path, parts: Iterable[Path]) -> list[str]:
    """The files of some folders, by their paths from ``folder``."""
    found: list[str] = []
    for part in parts:
        here = part.relative_to(folder).as_posix()
        found += [here] if part.is_file() else [f"{here}/{name}" for name in files_under(part)]
    return sorted(found)


def _seal(key: str, body: bytes) -> bytes:
    return f"{key} {hashlib.sha256(body).hexdigest()}".encode()


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f".{path.name}-{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


class _Reader(pickle.Unpickler):
    """Reads back nothing but plain values and the engine's own nouns: a file is no way to run code."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of ours or of the few plain ones."""
        if (module, name) in _PLAIN or module.startswith("pledgebook."):
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is nothing that a stage makes")
