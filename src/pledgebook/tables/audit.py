"""What a book's sources leave aside: rows not meant, rows with a fault, ignored columns that hold something, words.

A newcomer would take a build without findings for one that used everything. What was left out on purpose is no finding;
it is listed here, so that somebody can see whether the purpose still holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pledgebook.book.load import Book
from pledgebook.errors import Problem
from pledgebook.sources.csv_file import RawRow
from pledgebook.sources.snapshot import Snapshot
from pledgebook.sources.table_file import meant, open_table
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.tables.build import places_of
from pledgebook.tables.from_source import Taken, take_source
from pledgebook.tables.places.match import PlaceIndex
from pledgebook.text import Text, texts_of


@dataclass(frozen=True, slots=True)
class Audit:
    """One source: how its rows went, and a sentence for each thing that was left aside."""

    source: str
    rows: int
    taken: int
    lines: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def audit(book: Book, snapshots: tuple[Snapshot, ...], only: tuple[str, ...] = ()) -> list[Audit]:
    """Every source that is read into a table, or those that are named."""
    places = places_of(book, snapshots)
    read = [s for s in snapshots if s.path is not None and s.declaration.reader not in ("iati", "none")]
    return [_audited(book, s, places) for s in read if not only or s.declaration.id in only]


def _audited(book: Book, snapshot: Snapshot, places: PlaceIndex) -> Audit:
    source, path = snapshot.declaration, snapshot.path
    assert path is not None
    taken = take_source(source, book.source_files[source.id], path, places, sensitive=True)
    try:
        opened = open_table(path, source)
    except (UnicodeDecodeError, UnreadableError):
        return Audit(source.id, 0, 0, problems=tuple(taken.problems))
    rows = list(opened.rows)
    lines = [*_columns(rows, source.ignored_columns), *_rows(taken)]
    conditions = {
        key: {h: values for name, values in said.items() for h in opened.named(name)}
        for key, said in (("only", source.only), ("except", source.left_out))
    }
    kept = sum(1 for _ in meant(rows, conditions["only"], conditions["except"]))
    if kept < len(rows):
        lines.insert(0, _say("not_meant", count=len(rows) - kept, all=len(rows)))
    return Audit(source.id, len(rows), len(taken.rows), tuple(lines), tuple(taken.problems))


def _columns(rows: list[RawRow], ignored: tuple[str, ...]) -> list[Text]:
    """Each ignored column that holds something, and how many different words."""
    found = []
    for header in ignored:
        held = Counter(cell for row in rows if (cell := row.cells.get(header, "")))
        if held:
            found.append(_say("ignored", column=header, count=held.total(), words=len(held)))
    return found


def _rows(taken: Taken) -> list[Text]:
    """What the issues say, in the order of their rows."""
    return [
        _say(
            "issue", record=one["record"], message=Text(en=str(one["message_en"]), fr=str(one["message_fr"]))
        )
        for one in taken.issues
    ]


def _say(key: str, /, **values: object) -> Text:
    return texts_of("pledgebook.sources", "audit.yml")[key].fill(**values)
