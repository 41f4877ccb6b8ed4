"""How fast IATI files are read, beside the raw parser, in whole processes: ``python benchmarks/iati.py FOLDER``.

A newcomer would get wrong that a time inside one process leaves out its start, and that a single run says little
on a machine that others use: every line is a median, and the lines take turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from pledgebook.codes import codes_of
from pledgebook.sources.iati import ALL, MONEY, read_activities
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.validation.file import Validation
from pledgebook.tables.schema import table_type, to_arrow

ROWS_AT_ONCE = 20_000
TASKS: dict[str, tuple[str, Collection[str], bool, bool]] = {
    "money-rows": ("the money, as rows", MONEY, False, False),
    "money-parquet": ("the money and issues, as Parquet", MONEY, True, False),
    "all-rows": ("every table, as rows", ALL, False, False),
    "all-rules": ("every table and what breaks the rules, as rows", ALL, False, True),
    "all-parquet": ("every table and issues, as Parquet", ALL, True, False),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What one whole process took: seconds on the clock, seconds of its own work, memory at its peak."""

    wall: float
    user: float
    peak_mb: float


def main() -> None:
    """Measure every task in turn and print the table, or do one task where it is named."""
    arguments = argparse.ArgumentParser(description="Measure the reading of a folder of IATI files.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--task", choices=TASKS, help="do this task once, without measuring")
    given = arguments.parse_args()
    files = sorted(given.folder.glob("*.xml"))
    if not files:
        arguments.error(f"{given.folder} holds no .xml file")
    if given.task:
        read(files, *TASKS[given.task][1:])
    else:
        report(given.folder, files, given.runs)


def read(files: list[Path], wanted: Collection[str], is_written: bool, has_rules: bool) -> None:
    """Read every file; as Parquet, the rows of a table are written as soon as there are enough of them."""
    currencies = frozenset(codes_of("iso", "currency"))
    rows = (row for file in files for row in _rows(file, currencies, wanted, has_rules))
    if not is_written:
        for _ in rows:
            pass
        return
    with tempfile.TemporaryDirectory() as folder:
        _write(rows, Path(folder))


def _rows(
    file: Path, currencies: Collection[str], wanted: Collection[str], has_rules: bool
) -> Iterator[tuple[str, Row]]:
    validation = Validation(datetime.now(UTC).date()) if has_rules else None
    for activity in read_activities(file, file.stem, currencies, wanted, validation):
        for table, rows in activity.rows.items():
            yield from ((table, row) for row in rows)
        yield from (("issue", row) for row in activity.issues)


def _write(rows: Iterator[tuple[str, Row]], folder: Path) -> None:
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    writers: dict[str, pq.ParquetWriter] = {}

    def put(table: str) -> None:
        if table not in writers:
            writers[table] = pq.ParquetWriter(folder / f"{table}.parquet", table_type(table).schema())
        writers[table].write_table(to_arrow(table, waiting.pop(table)))

    for table, row in rows:
        waiting[table].append(row)
        if len(waiting[table]) == ROWS_AT_ONCE:
            put(table)
    for table in list(waiting):
        put(table)
    for writer in writers.values():
        writer.close()


def report(folder: Path, files: list[Path], runs: int) -> None:
    """Print the medians; the first line, the raw parser, is what the others are compared with."""
    size = sum(file.stat().st_size for file in files) / 1e6
    commands = {"raw parser (xmllint --stream)": ["xmllint", "--stream", "--noout", *map(str, files)]}
    for name, (title, *_) in TASKS.items():
        commands[title] = [sys.executable, __file__, str(folder), "--task", name]
    measured: dict[str, list[Run]] = {title: [] for title in commands}
    for _ in range(runs):
        for title, command in commands.items():
            measured[title].append(_measure(command))
    raw = _median(measured["raw parser (xmllint --stream)"]).wall
    print(f"{len(files)} files, {size:.1f} MB, medians of {runs} runs, {os.cpu_count()} cores\n")
    print("| what | wall s | user s | MB/s | × raw parser | peak MB |\n|---|---:|---:|---:|---:|---:|")
    for title, taken in measured.items():
        run = _median(taken)
        speed, ratio = size / run.wall, run.wall / raw
        print(
            f"| {title} | {run.wall:.2f} | {run.user:.2f} | {speed:.1f} | {ratio:.1f} | {run.peak_mb:.0f} |"
        )


def _measure(command: list[str]) -> Run:
    """Run a process to its end; ``wait4`` tells what this child alone used."""
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command[:4])} …")
    return Run(wall, usage.ru_utime, usage.ru_maxrss / 1024)


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.user for run in runs),
        statistics.median(run.peak_mb for run in runs),
    )


if __name__ == "__main__":
    main()
