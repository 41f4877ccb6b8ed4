"""What changed between two snapshots of a source: activities added, removed, and changed, field by field.

Pieces of which both snapshots have the same bytes are not parsed. A newcomer would get wrong that a file written
again in another order, or with other blanks, has not changed, and that of an activity in several files only the
newest copy is compared, on each side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pledgebook.codes import codes_of
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.cut import cuts
from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.opening import opened
from pledgebook.sources.iati.parts import Head, piece_hash
from pledgebook.sources.iati.read import read_activities, read_pieces
from pledgebook.sources.iati.stream import identifier_in, parsed
from pledgebook.sources.iati.tables import ALL

_PLACES = ("source", "record", "activity_id")


@dataclass(frozen=True, slots=True)
class Field:
    """One field that changed: a column of a row, ``row`` its place in the table, from 1; "" for a whole row.

    A whole row that is new has no ``old``, one that is gone no ``new``.
    """

    table: str
    row: int
    column: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an activity, and where it stands, in the new snapshot if it is there."""

    activity_id: str
    kind: Literal["added", "changed", "removed"]
    source: str
    record: str
    fields: tuple[Field, ...] = ()


def changes(old: Sequence[Path], new: Sequence[Path]) -> list[Change]:
    """Every change between two snapshots, each one or several files, in the order of the identifiers."""
    before, after = _Snapshot(old), _Snapshot(new)
    same = before.hashes & after.hashes
    touched = before.identifiers_beside(same) | after.identifiers_beside(same)
    was, now = before.activities(touched), after.activities(touched)
    return [
        found for key in sorted(was.keys() | now.keys()) if (found := _change(was.get(key), now.get(key)))
    ]


def _change(old: ActivityRead | None, new: ActivityRead | None) -> Change | None:
    shown = new or old
    assert shown is not None, "an identifier is that of an activity"
    row = shown.rows["activity"][0]
    where = (shown.activity_id, str(row["source"]), str(row["record"]))
    if old is None:
        return Change(where[0], "added", *where[1:])
    if new is None:
        return Change(where[0], "removed", *where[1:])
    fields = tuple(_fields(old, new))
    return Change(where[0], "changed", *where[1:], fields) if fields else None


def _fields(old: ActivityRead, new: ActivityRead) -> Iterator[Field]:
    for table in sorted(old.rows.keys() | new.rows.keys()):
        yield from _of_table(table, old.rows.get(table, []), new.rows.get(table, []))


def _of_table(table: str, old: list[Row], new: list[Row]) -> Iterator[Field]:
    """Rows that say the same are the same, wherever they stand; of the others, the first is held to the first."""
    old_saying, new_saying = Counter(map(_saying, old)), Counter(map(_saying, new))
    gone = _left(old, old_saying - new_saying)
    come = _left(new, new_saying - old_saying)
    for (_, before), (number, after) in zip(gone, come, strict=False):
        for column in after:
            if not _is_place(column) and before.get(column) != after[column]:
                yield Field(table, number, column, before.get(column), after[column])
    for number, row in gone[len(come) :]:
        yield Field(table, number, "", _said(row), None)
    for number, row in come[len(gone) :]:
        yield Field(table, number, "", None, _said(row))


def _left(rows: list[Row], sayings: Counter[tuple[tuple[str, str], ...]]) -> list[tuple[int, Row]]:
    found = []
    for number, row in enumerate(rows, start=1):
        if sayings[_saying(row)]:
            sayings[_saying(row)] -= 1
            found.append((number, row))
    return found


def _saying(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((column, str(value)) for column, value in row.items() if not _is_place(column))


def _said(row: Row) -> str:
    said = (
        f"{column} {value}" for column, value in row.items() if value is not None and not _is_place(column)
    )
    return ", ".join(said)


def _is_place(column: str) -> bool:
    """Whether a column says where a row stands, not what it says."""
    return column in _PLACES or column.endswith("_number")


class _Snapshot:
    """The files of one side: the hash of every piece, and the identifier that stands in it."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = [(path, tuple(_hashed(path))) for path in sorted(files)]
        self.hashes = {key for _, found in self._files for key, _ in found}

    def identifiers_beside(self, same: set[bytes]) -> set[str]:
        """Those of the pieces that are not the same, '' among them where one has none, or a file no pieces."""
        return {identifier for _, found in self._files for key, identifier in found if key not in same}

    def activities(self, identifiers: set[str]) -> dict[str, ActivityRead]:
        """The newest copy of each activity with one of the identifiers; '' stands for all that is not known."""
        read = (activity for path, found in self._files for activity in _read(path, found, identifiers))
        return {activity.activity_id: activity for activity in newest(read) if activity.activity_id}


def _hashed(path: Path) -> Iterator[tuple[bytes, str]]:
    with path.open("rb") as content:
        opening = opened(content)
        if isinstance(opening, Fault) or not opening.root:
            return
        head = Head(opening.encoding, opening.root)
        for cut in cuts(opening.start, opening.content):
            yield piece_hash(cut, head), identifier_in(cut.alone)


def _read(path: Path, found: tuple[tuple[bytes, str], ...], identifiers: set[str]) -> Iterator[ActivityRead]:
    currencies = frozenset(codes_of("iso", "currency"))
    if not found:
        yield from read_activities(path, path.name, currencies, ALL)
        return
    with path.open("rb") as content:
        opening = opened(content)
        assert not isinstance(opening, Fault), "its pieces were hashed"
        line = opening.line
        for cut, (_, identifier) in zip(cuts(opening.start, opening.content), found, strict=True):
            if identifier in identifiers:
                yield from read_pieces(parsed(cut, opening, line), path.name, currencies, ALL, False)
            line += cut.lines
