"""A folder in which the tables of IATI files are kept, and brought up to date: what did not change is not read.

A newcomer would get wrong that what reads the files could be imported above: it takes longer to load than a folder in
which nothing changed takes to be looked through, and where several processes read, the files are cut meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from pledgebook.memory import freed_memory_kept
from pledgebook.processes import made_ahead
from pledgebook.sources.iati.parts import Part, key_of_whole, whole_file
from pledgebook.tables.iati_changed import Seen, is_whole, seen
from pledgebook.tables.iati_index import PARTS, Entry, is_there, read_index, write_index
from pledgebook.tables.iati_pool import Run, run
from pledgebook.tables.iati_task import Failed, Task


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
    looked_at = seen(folder, files, old, rules_on)
    with freed_memory_kept():
        tasks = _to_read(looked_at if processes == 1 else made_ahead(looked_at), entries, reading, told)
        first = next(tasks, None)
        if first is not None:
            _read(folder, chain([first], tasks), entries, readers or run, processes, reading, told)
    for failed in reading.failed:
        source = failed.task.part.source
        entries.pop(source, None)
        if source in old and is_whole(folder, old[source], old[source].rules_on):
            entries[source] = old[source]
    if rules_on:
        for source, entry in list(entries.items()):
            entries[source] = _settled(folder, source, entry, old.get(source))
    write_index(folder, entries)
    return reading


def _to_read(
    looked_at: Iterable[Seen], entries: dict[str, Entry], reading: Reading, told: _Told
) -> Iterator[Task]:
    """What is to be read, file by file as they were looked at."""
    for file in looked_at:
        entries[file.source] = file.entry
        reading.unchanged += file.is_unchanged
        reading.taken += file.taken
        told.file(file.source, len(file.tasks))
        yield from file.tasks


def _read(
    folder: Path,
    tasks: Iterable[Task],
    entries: dict[str, Entry],
    readers: Run,
    processes: int,
    reading: Reading,
    told: _Told,
) -> None:
    silent: list[Task] = []
    for ended in readers(tasks, processes):
        if isinstance(ended, Failed):
            reading.failed.append(ended)
        else:
            reading.parsed += ended.parsed
            reading.taken += ended.taken
            if ended.task.part.is_first and not (ended.tells_version or ended.task.part.is_last):
                silent.append(_whole_file(folder, ended.task.part, entries))
            told.task(ended.task)
    if silent:
        reading.failed += (ended for ended in readers(silent, processes) if isinstance(ended, Failed))


def _settled(folder: Path, source: str, entry: Entry, old: Entry | None) -> Entry:
    """The file with one folder more, behind its parts: what breaks the rules about a whole file."""
    if old is not None and entry.parts == old.parts:
        return entry
    key = key_of_whole(entry.parts)
    if not is_there(folder / PARTS / key):
        from pledgebook.tables.iati_part import write_settled

        write_settled(folder / PARTS / key, source, [folder / PARTS / part for part in entry.parts])
    return Entry(entry.sha256, entry.size, (*entry.parts, key), entry.rules_on)


def _whole_file(folder: Path, first: Part, entries: dict[str, Entry]) -> Task:
    """The task of a file whose first part tells no version, which one further down will."""
    entry = entries[first.source]
    whole = whole_file(first.path, first.source, entry.sha256, first.rules_on)
    entries[first.source] = Entry(entry.sha256, entry.size, (whole.key,), entry.rules_on)
    return Task(whole, folder / PARTS / whole.key)


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
