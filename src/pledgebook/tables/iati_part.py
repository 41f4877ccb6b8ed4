"""One part of a file as a folder of Parquet: only what changed since is parsed, the rest is taken from before.

A newcomer would get wrong that rows taken from before are not the same rows: where lines were added above them
they stand further down, and their ``record`` says so.
"""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pledgebook.codes import codes_of
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.parts import Part, cuts_of
from pledgebook.sources.iati.read import read_activities
from pledgebook.tables.iati_batches import ROWS_AT_ONCE, validation_of
from pledgebook.tables.iati_columns.read import Read
from pledgebook.tables.iati_columns.runs import Runs
from pledgebook.tables.iati_found import Kind, add_up, write_found
from pledgebook.tables.iati_kinds import kinds_of
from pledgebook.tables.iati_rows import EVERYTHING, ISSUE, rows_of
from pledgebook.tables.iati_task import CONTENT, Done, Task
from pledgebook.tables.schema import in_order, schema_of

if TYPE_CHECKING:
    from pledgebook.sources.iati.validation.part import PartValidation

ROWS_OF_GROUP = 1 << 16
"""Rows of a table that are kept as Arrow before they are written as one group."""
_WRITTEN_AT_ONCE = 1 << 18
"""Bytes of a file: Parquet gives each page of each column alone, and most files are smaller than this."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A part that was read before: its folder, and of each of its pieces the hash, the line, the rows by table.

    ``starts`` are, by table, the numbers of the first row of each piece, and at the end that of all rows;
    ``teller`` is the piece whose rows tell the version of the file, None where none does.
    """

    folder: Path
    pieces: Sequence[str]
    lines: Sequence[int]
    starts: Mapping[str, Sequence[int]]
    teller: int | None


def load_what_parts_share() -> None:
    """Load what the first part would, so that processes that are forked then hold it once."""
    import numpy.ma  # noqa: F401 - Arrow asks for it when it is given its first array

    _currencies()
    for table in EVERYTHING:
        _schema(table)


def make_part(task: Task) -> Done:
    """Read a part into its folder, which is there whole or not at all."""
    new = task.folder.with_name(f".new-{os.getpid()}-{task.folder.name}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        done = _read_whole(task, new) if not task.part.hashes else _read_part(task, new)
        shutil.rmtree(task.folder, ignore_errors=True)
        new.rename(task.folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return done


def read_kept(folder: Path) -> Kept:
    """What a part's folder says of itself."""
    content = json.loads((folder / CONTENT).read_text(encoding="utf-8"))
    starts = {table: [0, *np.cumsum(_unpacked(own)).tolist()] for table, own in content["counts"].items()}
    return Kept(folder, content["pieces"], content["lines"], starts, content["teller"])


def _read_whole(task: Task, folder: Path) -> Done:
    writers = _Writers(folder)
    validation = validation_of(task.part.rules_on)
    source = task.part.source
    writers.add(0, read_activities(task.part.path, source, _currencies(), EVERYTHING, validation))
    counts = writers.close(1)
    _write_content(folder, task.part, [1], counts, None)
    return Done(task, int(counts["activity"].sum()) if "activity" in counts else 0, 0, True)


def _read_part(task: Task, folder: Path) -> Done:
    part, writers = task.part, _Writers(folder)
    kept = {folder: read_kept(folder) for folder in {known.folder for known in task.known.values()}}
    validation = _part_validation(part.rules_on)
    runs = Runs(part.head, part.source, _currencies(), EVERYTHING, part.is_first, validation)
    lines = [part.first_line]
    teller: int | None = None
    is_taken = False
    for number, cut in enumerate(cuts_of(part)):
        line, known = lines[-1], task.known.get(number)
        is_taken = known is not None and not runs.awaits_version
        if known is None or runs.awaits_version:
            awaited = runs.awaits_version
            for run in runs.add(number, cut, line):
                writers.add_run(run, validation)
            if awaited and not runs.awaits_version:
                teller = number
        else:
            for run in runs.rest():
                writers.add_run(run, validation)
            writers.take(number, kept[known.folder], known.number, line)
        lines.append(line + cut.lines)
    for run in runs.rest():
        writers.add_run(run, validation)
    _write_content(folder, part, lines[:-1], writers.close(len(lines) - 1), teller)
    parsed = runs.count - (part.is_last and not is_taken)
    return Done(task, parsed, part.activities - parsed, not runs.awaits_version)


def _part_validation(rules_on: date | None) -> PartValidation | None:
    if rules_on is None:
        return None
    from pledgebook.sources.iati.validation.part import PartValidation

    return PartValidation(rules_on)


def _write_content(
    folder: Path, part: Part, lines: list[int], counts: Mapping[str, Places], teller: int | None
) -> None:
    packed = {table: _packed(own) for table, own in counts.items()}
    content = {"pieces": part.pieces, "lines": lines, "counts": packed, "teller": teller}
    (folder / CONTENT).write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


def _packed(counts: Places) -> str:
    """Numbers as a short text: Python writes and reads those of all pieces one by one otherwise."""
    return b64encode(counts.astype("<u4").tobytes()).decode("ascii")


def _unpacked(packed: str) -> Places:
    return np.frombuffer(b64decode(packed), "<u4").astype(np.int64)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(codes_of("iso", "currency"))


@dataclass(slots=True)
class _Run:
    """Pieces of a kept part, one after the other, that stand together again, all of them ``moved`` lines down.

    ``number`` is the new one of the first.
    """

    kept: Kept
    first: int
    end: int
    moved: int
    number: int


class _Writers:
    """The Parquet files of a part while its pieces come, in their order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._batches: defaultdict[str, list[Any]] = defaultdict(list)
        self._writers: dict[str, tuple[pq.ParquetWriter, pa.NativeFile]] = {}
        self._counts: defaultdict[str, list[tuple[int, Places]]] = defaultdict(list)
        self._tables: dict[tuple[Path, str], Any] = {}
        self._kinds: dict[str, Kind] = {}
        self._run: _Run | None = None

    def add(self, number: int, activities: Iterable[ActivityRead]) -> None:
        """The rows of a piece that was parsed."""
        self._end_run()
        for activity in activities:
            for table, rows in rows_of(activity, EVERYTHING):
                self._counts[table].append((number, np.array([len(rows)])))
                self._rows[table] += rows
                if len(self._rows[table]) >= ROWS_AT_ONCE:
                    self._batch(table)

    def add_run(self, run: Read, validation: PartValidation | None = None) -> None:
        """The rows of pieces that were read at once, and what is not settled of them."""
        self._end_run()
        for table, rows in run.tables.items():
            self._batch(table)
            self._counts[table].append((0, np.bincount(run.pieces[table])))
            self._keep(table, rows)
        unsettled = [] if validation is None else validation.taken()
        if unsettled:
            from pledgebook.tables.iati_unsettled import UNSETTLED, table_of

            self._counts[UNSETTLED].append((0, np.bincount([one.piece for one in unsettled])))
            self._keep(UNSETTLED, table_of(unsettled))

    def take(self, number: int, kept: Kept, old: int, line: int) -> None:
        """The rows of a piece that is known, on the lines where it stands now."""
        run, moved = self._run, line - kept.lines[old]
        if run is not None and (run.kept, run.end, run.moved) == (kept, old, moved):
            run.end += 1
            return
        self._end_run()
        self._run = _Run(kept, old, old + 1, moved, number)

    def close(self, pieces: int) -> dict[str, Places]:
        """Write what is left; how many rows each piece has, by table."""
        self._end_run()
        for table in sorted({*self._rows, *self._batches, *self._writers}):
            self._batch(table)
            self._write(table)
            for opened in self._writers.pop(table):
                opened.close()
        write_found(
            self._folder, self._kinds.values(), any(table in EVERYTHING - {ISSUE} for table in self._counts)
        )
        return {table: _added_up(found, pieces) for table, found in sorted(self._counts.items())}

    def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        for table, starts in run.kept.starts.items():
            first, count = starts[run.first], starts[run.end] - starts[run.first]
            if count:
                self._batch(table)
                self._counts[table].append((run.number, np.diff(starts[run.first : run.end + 1])))
                rows = self._table(run.kept.folder, table).slice(first, count)
                self._keep(table, _moved(rows, run.moved))

    def _table(self, folder: Path, table: str) -> Any:
        if (folder, table) not in self._tables:
            found = pq.read_table(folder / f"{table}.parquet", schema=_schema(table))
            self._tables[folder, table] = found
        return self._tables[folder, table]

    def _batch(self, table: str) -> None:
        rows = self._rows.pop(table, None)
        if rows:
            self._keep(table, in_order(table, rows))

    def _keep(self, table: str, batch: Any) -> None:
        batches = self._batches[table]
        batches.append(batch)
        if sum(batch.num_rows for batch in batches) >= ROWS_OF_GROUP:
            self._write(table)

    def _write(self, table: str) -> None:
        batches = self._batches.pop(table, None)
        if table not in self._writers:
            schema = _schema(table)
            repeated = [name for name in schema.names if name != "record"]
            file = pa.output_stream(
                self._folder / f"{table}.parquet", compression=None, buffer_size=_WRITTEN_AT_ONCE
            )
            writer = pq.ParquetWriter(
                file,
                schema,
                use_dictionary=repeated,
                compression="lz4",
                write_statistics=False,
                store_schema=False,
            )
            self._writers[table] = writer, file
        if batches:
            rows = pa.concat_tables(batches).combine_chunks()
            self._writers[table][0].write_table(rows)
            if table == ISSUE:
                add_up(self._kinds, kinds_of(rows))


def _added_up(found: Iterable[tuple[int, Places]], pieces: int) -> Places:
    """How many rows each piece has, of counts that begin at some piece each."""
    counts = np.zeros(pieces, np.int64)
    for first, own in found:
        counts[first : first + len(own)] += own
    return counts


def write_settled(folder: Path, source: str, parts: Sequence[Path]) -> None:
    """A folder like a part's, with what breaks rules of the whole file, out of what its parts keep."""
    from pledgebook.tables.iati_unsettled import settled_rows

    new = folder.with_name(f".new-{os.getpid()}-{folder.name}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    rows = settled_rows(parts, source)
    if rows:
        issues = in_order(ISSUE, rows)
        pq.write_table(issues, new / f"{ISSUE}.parquet")
    write_found(new, kinds_of(issues) if rows else (), has_rows=False)
    content: dict[str, object] = {"pieces": [], "lines": [], "counts": {}, "teller": None}
    (new / CONTENT).write_text(json.dumps(content) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def _schema(table: str) -> Any:
    if table in EVERYTHING:
        return schema_of(table)
    from pledgebook.tables.iati_unsettled import SCHEMA

    return SCHEMA


def _moved(rows: Any, lines: int) -> Any:
    """Rows whose elements stand so many lines further down."""
    if not lines:
        return rows
    numbers = pc.cast(pc.utf8_slice_codeunits(rows["record"], len("line ")), pa.int64())
    record = pc.binary_join_element_wise("line", pc.cast(pc.add(numbers, lines), pa.string()), " ")
    return rows.set_column(rows.schema.get_field_index("record"), rows.schema.field("record"), record)
