"""What of files is to be read: each is hashed and cut by its bytes, and held against what was kept of it.

A newcomer would get wrong that this needs what reads them: it runs in a process of its own while NumPy and Arrow are
loaded, and loads neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pledgebook.sources.iati.parts import Part, parts_of, sha256_of
from pledgebook.tables.iati_day import is_the_same
from pledgebook.tables.iati_index import PARTS, Entry, is_there
from pledgebook.tables.iati_task import Known, Task, pieces_in


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it is now, what of it is to be read, the largest part first, and whether it is as it was.

    ``taken`` are the activities of its parts that are there already, where it is not.
    """

    source: str
    entry: Entry
    tasks: tuple[Task, ...] = ()
    is_unchanged: bool = False
    taken: int = 0


def seen(
    folder: Path, files: Mapping[str, Path], old: Mapping[str, Entry], rules_on: date | None
) -> Iterator[Seen]:
    """Each file, the largest first, so that no process is left with much at the end.

    Before them all goes the smallest: it is cut in no time, and who reads it is ready when the largest is cut.
    """
    sizes = {source: path.stat().st_size for source, path in files.items()}
    by_size = sorted(files, key=lambda source: (-sizes[source], source))
    for source in by_size[-1:] + by_size[:-1]:
        yield _seen(folder, source, files[source], old.get(source), rules_on)


def _seen(folder: Path, source: str, path: Path, entry: Entry | None, rules_on: date | None) -> Seen:
    day = rules_on.isoformat() if rules_on else ""
    if entry is not None and is_whole(folder, entry, day) and entry.sha256 == sha256_of(path):
        return Seen(source, replace(entry, rules_on=day), is_unchanged=True)
    parts, sha256 = parts_of(path, source, rules_on)
    tasks = [task for task in _tasks(folder, parts, entry, day) if not is_there(task.folder)]
    tasks.sort(key=lambda task: (-task.part.size, task.part.offset))
    taken = sum(part.activities for part in parts) - sum(task.part.activities for task in tasks)
    now = Entry(sha256, path.stat().st_size, tuple(part.key for part in parts), day)
    return Seen(source, now, tuple(tasks), taken=taken)


def is_whole(folder: Path, entry: Entry, day: str) -> bool:
    """Whether all parts of a file are there, and are what they would be on a day."""
    parts = [folder / PARTS / key for key in entry.parts]
    return all(map(is_there, parts)) and all(is_the_same(part, entry.rules_on, day) for part in parts)


def _tasks(folder: Path, parts: list[Part], old: Entry | None, day: str) -> Iterator[Task]:
    known: dict[str, Known] = {}
    for key in old.parts if old is not None else ():
        place = folder / PARTS / key
        if old is not None and is_there(place) and is_the_same(place, old.rules_on, day):
            known |= pieces_in(place)
    for part in parts:
        found = {number: known[piece] for number, piece in enumerate(part.pieces) if piece in known}
        yield Task(part, folder / PARTS / part.key, found)
