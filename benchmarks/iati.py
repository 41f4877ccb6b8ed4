"""How fast IATI files are read, beside the raw parser and the peers: ``python benchmarks/iati.py FOLDER``.

A newcomer would get wrong that a time inside one process leaves out its start, and that a single run says little
on a machine that others use: every line is a median of whole processes, and the lines take turns.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

RAW = "raw parser: xmllint --stream --noout"
PEERS = ("okfn-iati", "iatiflattener", "iatikit", "iati2json")
HERE = Path(__file__).parent
AS_INSTALLED = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "OPENBLAS_NUM_THREADS": "1",
}
"""What a process finds around it: modules that are compiled once, and what the command line sets."""
TASKS = {
    "parsed": "activities cut and parsed alone, nothing taken",
    "money": "the money, as rows",
    "rows": "every table, as rows",
    "arrow": "every table and issues, as Arrow",
    "arrow-rules": "the same with the standard's rules and code lists",
    "kept-rules": "as Parquet with the standard's rules and code lists, one process",
    "kept-1": "**every table and issues, as Parquet, one process**",
    "kept-2": "every table and issues, as Parquet, two processes",
    "again": "the same again, nothing changed",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What one whole process and its children took: seconds on the clock, of processors, the largest one's memory."""

    wall: float
    work: float
    peak_mb: float


def main() -> None:
    """Measure every task in turn and print the table."""
    arguments = argparse.ArgumentParser(description="Measure the reading of a folder of IATI files.")
    arguments.add_argument("folder", type=Path, nargs="?")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--only", nargs="*", choices=TASKS, default=list(TASKS), help="some of the tasks")
    arguments.add_argument("--peers", type=Path, help="a Python that has the peers installed")
    arguments.add_argument("--peer-runs", type=int, default=5, help="runs of each peer, among the others")
    arguments.add_argument(
        "--scale", type=int, nargs="*", help="numbers of activities in files made for this"
    )
    given = arguments.parse_args()
    if given.scale:
        scale(given.scale, given.runs)
        return
    files = sorted(given.folder.glob("*.xml")) if given.folder else []
    if not files:
        arguments.error("a folder with .xml files is needed")
    with tempfile.TemporaryDirectory() as work:
        report(given.folder, files, Path(work), given)


def report(folder: Path, files: list[Path], work: Path, given: argparse.Namespace) -> None:
    """Print the medians; the first line, the raw parser, is what the others are compared with."""
    size = sum(file.stat().st_size for file in files) / 1e6
    commands = {RAW: ["xmllint", "--stream", "--noout", *map(str, files)]}
    for name in given.only:
        title = TASKS[name]
        commands[title] = _task(name, folder, work / "kept")
    if given.peers:
        subprocess.run(_task("lists", folder, work), check=True)
        for peer in PEERS:
            script = str(HERE / "iati_peers.py")
            commands[peer] = [str(given.peers), script, peer, str(folder), str(work)]
    measured: dict[str, list[Run]] = {title: [] for title in commands}
    for number in range(max(given.runs, given.peer_runs)):
        for title, command in commands.items():
            if number < (given.peer_runs if title in PEERS else given.runs):
                if title != TASKS["again"]:
                    shutil.rmtree(work / "kept", ignore_errors=True)
                measured[title].append(_measure(command))
    _print(measured, size, f"{len(files)} files, {size:.1f} MB, {os.cpu_count()} cores, runs: {given.runs}")


def _task(name: str, folder: Path, out: Path) -> list[str]:
    return [sys.executable, str(HERE / "iati_tasks.py"), name, str(folder), str(out)]


def _print(measured: Mapping[str, list[Run]], size: float, what: str) -> None:
    raw = _median(measured[RAW]).work
    print(f"{what}\n")
    print(
        "| what | wall s | processor s | MB/s of it | × raw parser | peak MB |\n|---|---:|---:|---:|---:|---:|"
    )
    for title, runs in measured.items():
        run = _median(runs)
        speed, ratio = size / run.work, run.work / raw
        print(
            f"| {title} | {run.wall:.2f} | {run.work:.2f} | {speed:.1f} | {ratio:.1f} | {run.peak_mb:.0f} |"
        )


def scale(counts: list[int], runs: int) -> None:
    """Print what an activity costs in files of more and more of them, and the memory at its peak."""
    print(
        "| activities | MB | wall s | processor s | µs per activity | peak MB |\n|---:|---:|---:|---:|---:|---:|"
    )
    for count in counts:
        with tempfile.TemporaryDirectory() as work:
            file = Path(work) / "files" / "grown.xml"
            file.parent.mkdir()
            subprocess.run([*_task("grown", Path(str(count)), file)], check=True)
            taken = [
                _measure(_task("kept-1", file.parent, Path(work) / f"kept-{run}")) for run in range(runs)
            ]
            run, size = _median(taken), file.stat().st_size / 1e6
            each = run.work / count * 1e6
            print(
                f"| {count:,} | {size:.1f} | {run.wall:.2f} | {run.work:.2f} | {each:.0f} | {run.peak_mb:.0f} |"
            )


def _measure(command: list[str]) -> Run:
    """Run a process to its end; ``wait4`` tells what this child and its own children used."""
    start = time.perf_counter()
    quiet = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1)]
    child = os.posix_spawnp(command[0], command, AS_INSTALLED, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    os.close(quiet)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.wall for run in runs),
        statistics.median(run.work for run in runs),
        statistics.median(run.peak_mb for run in runs),
    )


if __name__ == "__main__":
    main()
