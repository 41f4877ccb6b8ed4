"""Pieces of a file as Arrow tables: by columns what is plain, as trees what is not, in the order of the file.

A newcomer would get wrong that the columns could decide anything alone: whatever they are not sure of, the tree reader
reads, and where they are sure, they say what it would say.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.sources.iati.columns.version_1 import says_version_1, upgrade
from pledgebook.sources.iati.cut import Cut
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.read import VERSIONS_1, VERSIONS_2, read_pieces
from pledgebook.sources.iati.stream import Beginning, Piece, parsed
from pledgebook.tables.iati_columns.document import LINKS
from pledgebook.tables.iati_columns.plain import plain_pieces
from pledgebook.tables.iati_columns.run import Run, Sheet
from pledgebook.tables.iati_columns.tables import LEFT_TO_THE_TREE, are_known, sheets
from pledgebook.tables.iati_rows import ISSUE, rows_of
from pledgebook.tables.schema import in_order

if TYPE_CHECKING:
    from pledgebook.sources.iati.validation.file import Validation
    from pledgebook.tables.iati_columns.rules import BrokenRules

SMALLEST_RUN = 128 * 1024
"""Bytes below which trees are faster: a run costs some 10 ms, however little is in it."""


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of some pieces by table, and beside them the number of the piece that each row is of.

    ``treed`` pieces were read as trees; ``tells_version`` says whether one of these is an activity.
    """

    tables: Mapping[str, Any]
    pieces: Mapping[str, Places]
    treed: int
    tells_version: bool


def read_run(
    numbers: Sequence[int],
    cuts: Sequence[Cut],
    first_lines: Sequence[int],
    beginning: Beginning,
    source: str,
    currencies: Collection[str],
    wanted: Collection[str],
    is_first: bool = False,
    validation: Validation | None = None,
) -> Read:
    """The rows of pieces, each of which has a number and begins on a line.

    Where it is the first run, its pieces are read as trees, so that the first activity tells the file's version.
    ``validation``, of this file alone, adds what breaks the standard's rules to the issues.
    """
    if ISSUE not in wanted:
        validation = None
    made: _Made | None = None
    if not is_first and sum(len(cut.content) for cut in cuts) >= SMALLEST_RUN:
        made = _by_columns(numbers, cuts, first_lines, beginning, source, currencies, wanted, validation)
    is_treed = np.ones(len(cuts), np.bool_) if made is None else made.is_treed
    found = {} if made is None else made.sheets
    tells_version = False
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    pieces: defaultdict[str, list[int]] = defaultdict(list)
    for number in np.flatnonzero(is_treed).tolist():
        if made is not None:
            made.settle(number)
        if validation is not None:
            validation.piece = numbers[number]
        trees = list(parsed(cuts[number], beginning, first_lines[number]))
        tells = is_first and not tells_version
        tells_version = tells_version or any(isinstance(piece, Piece) for piece in trees)
        for activity in read_pieces(trees, source, currencies, wanted, tells, validation):
            for table, more in rows_of(activity, wanted):
                rows[table] += more
                pieces[table] += [number] * len(more)
    if made is not None:
        made.add_broken_rules(len(cuts))
    for table, more in rows.items():
        treed = Sheet(in_order(table, more), np.array(pieces[table], np.int32))
        found[table] = _merged(found[table], treed) if table in found else treed
    return Read(
        {table: sheet.rows for table, sheet in found.items()},
        {table: np.array(numbers)[sheet.activity] for table, sheet in found.items()},
        int(is_treed.sum()),
        tells_version,
    )


@contextmanager
def without_collecting() -> Iterator[None]:
    """No search for unused cycles meanwhile: there are none, and it looks at every string again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _merged(first: Sheet, second: Sheet) -> Sheet:
    """The rows of both in the order of their pieces, of which each has rows in one of them only."""
    pieces = np.concatenate([first.activity, second.activity])
    order = np.argsort(pieces, kind="stable")
    rows = pa.concat_tables([first.rows, second.rows]).take(pa.array(order)).combine_chunks()
    return Sheet(rows, pieces[order])


@dataclass(slots=True)
class _Made:
    """The rows of pieces made by columns, by piece instead of activity; the piece of each activity; which are trees."""

    sheets: dict[str, Sheet]
    run: Run
    piece: Places
    is_treed: Flags
    broken: BrokenRules | None
    numbers: Sequence[int]

    def settle(self, number: int) -> None:
        """The pieces before this one are settled against the file's rules, in their order."""
        if self.broken is not None:
            self.broken.settle(int(np.searchsorted(self.piece, number)), self.numbers)

    def add_broken_rules(self, pieces: int) -> None:
        """What breaks the rules, behind the issues of each activity."""
        self.settle(pieces)
        rows = None if self.broken is None else self.broken.sheet()
        if rows is not None:
            rules = _usual(rows, self.run.is_unusual, self.piece)
            issues = self.sheets.get(ISSUE)
            self.sheets[ISSUE] = rules if issues is None else _merged(issues, rules)


def _by_columns(
    numbers: Sequence[int],
    cuts: Sequence[Cut],
    first_lines: Sequence[int],
    beginning: Beginning,
    source: str,
    currencies: Collection[str],
    wanted: Collection[str],
    validation: Validation | None,
) -> _Made | None:
    """What is made of the pieces that are plain; None where none is."""
    by = (beginning, source, currencies, wanted)
    found = plain_pieces(cuts, first_lines, *by) if are_known(wanted) else None
    if found is None:
        return None
    run, piece = found.run, found.piece
    published = run.elements.tag if validation is None else run.elements.tag.copy()
    _leave(run)
    broken = None if validation is None else _broken_rules(run, published, validation)
    made = sheets(run)
    is_treed = np.ones(len(cuts), np.bool_)
    is_treed[piece[~run.is_unusual]] = False
    usual = {table: _usual(sheet, run.is_unusual, piece) for table, sheet in made.items()}
    return _Made(usual, run, piece, is_treed, broken, [numbers[one] for one in found.fit])


def _broken_rules(run: Run, published: Places, validation: Validation) -> BrokenRules:
    from pledgebook.tables.iati_columns.rules import BrokenRules

    return BrokenRules(run, published, validation)


def _leave(run: Run) -> None:
    """Leave to the tree what no table here reads; rewrite activities of version 1, as far as that is plain."""
    found = run.elements
    has_narrative = np.zeros(len(run.activities), np.bool_)
    for path, name in zip(found.paths, found.called, strict=True):
        if path in LEFT_TO_THE_TREE or (name == "document-link" and path not in LINKS):
            run.trouble(found.at(path))
        if name == "narrative":
            has_narrative[found.activity[found.at(path)]] = True
    version = run.root.get("version")
    said = [version or found.tags[one].get("version") for one in found.tag[run.activities].tolist()]
    is_sure = np.array([one in VERSIONS_1 or one in VERSIONS_2 for one in said], np.bool_)
    is_old = np.array([one in VERSIONS_1 for one in said], np.bool_)
    if not is_sure.all():
        is_old |= ~is_sure & ~has_narrative & says_version_1(found)
        run.is_unusual |= ~(is_sure | has_narrative | is_old)
    if is_old.any():
        run.trouble(upgrade(found, is_old))


def _usual(sheet: Sheet, is_unusual: Flags, piece: Places) -> Sheet:
    kept = ~is_unusual[sheet.activity]
    rows = sheet.rows if kept.all() else sheet.rows.filter(pa.array(kept))
    return Sheet(rows, piece[sheet.activity[kept]])
