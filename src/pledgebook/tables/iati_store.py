"""A folder in which the tables of IATI files are kept, and brought up to date: what did not change is not read.

``index.json`` says which parts make up which file; it is replaced at the end, in one step, so that whatever
stops the reading the last good state stands. A newcomer would get wrong that a part which no file has any more
is kept until then: a file that changed takes from it what did not.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pledgebook.memory import cycles_seldom_looked_for, freed_memory_kept
from pledgebook.sources.iati.parts import Part, key_of_whole, parts_of, reader_version, sha256_of, whole_file
from pledgebook.tables.iati_batches import joined
from pledgebook.tables.iati_day import is_the_same
from pledgebook.tables.iati_part import CONTENT, Done, Known, Task, read_kept, write_settled
from pledgebook.tables.iati_pool import Failed, Run, run
from pledgebook.tables.schema import table_type

INDEX = "index.json"
PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was read: its hash, its size, the keys of its parts, the day of the rules or ''."""

    sha256: str
    size: int
    parts: tuple[str, ...]
    rules_on: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: bytes and files that are done, of how many."""

    bytes_done: int
    bytes_all: int
    files_done: int
    files_all: int


@dataclass(slots=True)
class Reading:
    """What a reading did: files as they were, activities parsed and taken from before, and what failed twice."""

    unchanged: int = 0
    parsed: int = 0
    taken: int = 0
    failed: list[Failed] = field(default_factory=list)


def bring_up_to_date(
    folder: Path,
    files: Mapping[str, Path],
    processes: int,
    tell: Callable[[Progress], None],
    readers: Run | None = None,
    rules_on: date | None = None,
) -> Reading:
    """Make the folder hold the tables of exactly these files, by their sources’ ids; ``readers`` read their parts.

    ``rules_on`` is the day on which they are held against the standard's rules, which adds to the issues.

    A file of which something fails twice keeps the parts of its last good reading, if it has one.
    """
    reading, entries, old = Reading(), dict[str, Entry](), read_index(folder)
    told = _Told(tell, {source: path.stat().st_size for source, path in files.items()})
    with freed_memory_kept(), cycles_seldom_looked_for():
        changed = _changed(folder, files, entries, old, rules_on, reading, told)
        _read(folder, changed, entries, old, lambda tasks: (readers or run)(tasks, processes), reading, told)
    if rules_on:
        for source, entry in list(entries.items()):
            entries[source] = _settled(folder, source, entry, old.get(source))
    _write_index(folder, entries)
    _sweep(folder, entries)
    return reading


def read_index(folder: Path) -> dict[str, Entry]:
    """The files that a folder holds; none where there is no index, or one of another reader."""
    try:
        content = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if content["reader"] != reader_version():
        return {}
    return {
        source: Entry(entry["sha256"], entry["bytes"], tuple(entry["parts"]), entry.get("rules_on", ""))
        for source, entry in content["files"].items()
    }


def files_of(folder: Path, table: str, source: str | None = None) -> list[Path]:
    """The Parquet files of a table, in the order of their sources and of what stands in them."""
    found = (
        folder / PARTS / key / f"{table}.parquet"
        for name, entry in sorted(read_index(folder).items())
        for key in entry.parts
        if source in (None, name)
    )
    return [path for path in found if path.is_file()]


def table_of(folder: Path, table: str, source: str | None = None) -> Any:
    """A table of all files, or of one."""
    schema = table_type(table).schema()
    return joined(table, [pq.read_table(path, schema=schema) for path in files_of(folder, table, source)])


def _read(
    folder: Path,
    changed: Iterable[Task],
    entries: dict[str, Entry],
    old: Mapping[str, Entry],
    ended_of: Callable[[Iterable[Task]], Iterator[Done | Failed]],
    reading: Reading,
    told: _Told,
) -> None:
    silent: list[Task] = []
    for ended in ended_of(changed):
        if isinstance(ended, Failed):
            reading.failed.append(ended)
        else:
            reading.parsed += ended.parsed
            reading.taken += ended.taken
            if ended.task.part.is_first and not (ended.tells_version or ended.task.part.is_last):
                silent.append(_whole_file(folder, ended.task.part, entries))
            told.task(ended.task)
    for ended in ended_of(silent):
        if isinstance(ended, Failed):
            reading.failed.append(ended)
    for failed in reading.failed:
        source = failed.task.part.source
        entries.pop(source, None)
        if source in old and _is_whole(folder, old[source], old[source].rules_on):
            entries[source] = old[source]


def _settled(folder: Path, source: str, entry: Entry, old: Entry | None) -> Entry:
    """The file with one folder more, behind its parts: what breaks the rules about a whole file."""
    if old is not None and entry.parts == old.parts:
        return entry
    key = key_of_whole(entry.parts)
    if not _is_there(folder / PARTS / key):
        write_settled(folder / PARTS / key, source, [folder / PARTS / part for part in entry.parts])
    return Entry(entry.sha256, entry.size, (*entry.parts, key), entry.rules_on)


def _changed(
    folder: Path,
    files: Mapping[str, Path],
    entries: dict[str, Entry],
    old: Mapping[str, Entry],
    rules_on: date | None,
    reading: Reading,
    told: _Told,
) -> Iterator[Task]:
    """What is to be read, the largest file first: each is hashed and cut while other processes read those before it.

    Before them all goes the smallest: it is cut in no time, and who reads it is ready when the largest is cut.
    """
    day = rules_on.isoformat() if rules_on else ""
    by_size = sorted(files.items(), key=lambda file: (-told.sizes[file[0]], file[0]))
    for source, path in by_size[-1:] + by_size[:-1]:
        entry = old.get(source)
        if entry is not None and _is_whole(folder, entry, day) and entry.sha256 == sha256_of(path):
            entries[source] = replace(entry, rules_on=day)
            reading.unchanged += 1
            told.file(source, 0)
            continue
        parts, sha256 = parts_of(path, source, rules_on)
        entries[source] = Entry(sha256, path.stat().st_size, tuple(part.key for part in parts), day)
        tasks = [task for task in _tasks(folder, parts, entry) if not _is_there(task.folder)]
        reading.taken += sum(part.activities for part in parts) - sum(task.part.activities for task in tasks)
        told.file(source, len(tasks))
        yield from sorted(tasks, key=lambda task: (-task.part.size, task.part.offset))


def _whole_file(folder: Path, first: Part, entries: dict[str, Entry]) -> Task:
    """The task of a file whose first part tells no version, which one further down will."""
    entry = entries[first.source]
    whole = whole_file(first.path, first.source, entry.sha256, first.rules_on)
    entries[first.source] = Entry(entry.sha256, entry.size, (whole.key,), entry.rules_on)
    return Task(whole, folder / PARTS / whole.key)


def _tasks(folder: Path, parts: list[Part], old: Entry | None) -> Iterator[Task]:
    known: dict[str, Known] = {}
    day = parts[0].rules_on.isoformat() if parts and parts[0].rules_on else ""
    for key in old.parts if old is not None else ():
        place = folder / PARTS / key
        if old is not None and _is_there(place) and is_the_same(place, old.rules_on, day):
            kept = read_kept(place)
            known |= {
                piece: Known(place, number)
                for number, piece in enumerate(kept.pieces)
                if number != kept.teller
            }
    for part in parts:
        found = {number: known[piece] for number, piece in enumerate(part.pieces) if piece in known}
        yield Task(part, folder / PARTS / part.key, found)


def _is_there(part: Path) -> bool:
    return (part / CONTENT).is_file()


def _is_whole(folder: Path, entry: Entry, day: str) -> bool:
    """Whether all parts of a file are there, and are what they would be on a day."""
    parts = [folder / PARTS / key for key in entry.parts]
    return all(map(_is_there, parts)) and all(is_the_same(part, entry.rules_on, day) for part in parts)


class _Told:
    """Counts what is done, for whoever wants to see it; ``sizes`` are the bytes of the files by their sources."""

    def __init__(self, tell: Callable[[Progress], None], sizes: Mapping[str, int]) -> None:
        self._tell, self.sizes = tell, sizes
        self._all = sum(sizes.values())
        self._left: dict[str, int] = {}
        self._beside = dict(sizes)
        self._bytes = self._files = 0
        self._report()

    def file(self, source: str, tasks: int) -> None:
        """A file was looked at, of which so many parts are to be read."""
        self._left[source] = tasks
        if not tasks:
            self._end(source)
            self._report()

    def task(self, task: Task) -> None:
        """One more part is done."""
        source, size = task.part.source, task.part.size
        self._left[source] -= 1
        self._beside[source] -= size
        self._bytes += size
        if not self._left[source]:
            self._end(source)
        self._report()

    def _end(self, source: str) -> None:
        self._bytes += self._beside[source]
        self._files += 1

    def _report(self) -> None:
        self._tell(Progress(self._bytes, self._all, self._files, len(self.sizes)))


def _write_index(folder: Path, entries: Mapping[str, Entry]) -> None:
    content = {
        "reader": reader_version(),
        "files": {
            source: {
                "sha256": entry.sha256,
                "bytes": entry.size,
                "parts": entry.parts,
                **({"rules_on": entry.rules_on} if entry.rules_on else {}),
            }
            for source, entry in sorted(entries.items())
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".index-{os.getpid()}"
    new.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    new.replace(folder / INDEX)


def _sweep(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Remove the parts that no file has any more, and what readings that were killed left behind."""
    named = {key for entry in entries.values() for key in entry.parts}
    for part in (folder / PARTS).glob("*"):
        if part.name not in named:
            shutil.rmtree(part, ignore_errors=True)
