"""A book of many projects, and what each stage of its whole build takes.

    python benchmarks/site.py make CORPUS BOOK --projects 20000
    python benchmarks/site.py build BOOK
    python benchmarks/site.py again BOOK

``make`` copies the small book of the tests to BOOK and gives it the activities of a folder of IATI files, in their
order, again under other identifiers until there are enough. Every report counts, so that projects have their money;
the one sentence of the home page that this makes untrue is left out. ``build`` tells for each stage its wall time,
the processor time of all its processes, and the most memory that they held together until then. ``again`` writes one
more sign behind the title of one activity, and tells the same of a build that takes what it can from the last one.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from held import Memory

from pledgebook.book.load import load_book
from pledgebook.build import build
from pledgebook.processes import made_apart
from pledgebook.sources.snapshot import take_snapshots, write_lock
from pledgebook.tables.build import build_tables

SMALL = Path(__file__).resolve().parents[1] / "tests" / "small_book"
_ACTIVITY = re.compile(rb"<iati-activity[ >].*?</iati-activity>", re.DOTALL)
_IDENTIFIER = re.compile(rb"(<iati-identifier[^>]*>)\s*(.*?)\s*(</iati-identifier>)", re.DOTALL)
_TITLE = re.compile(rb"<title>\s*<narrative[^>]*>[^<]*[^<\s]")
_SOURCE = """title: {{en: "Activities, part {n}", fr: "Activités, partie {n}"}}
publisher: {{id: part{n}, en: "Publisher {n}", fr: "Éditeur {n}"}}
address: https://example.org/{n}
licence: none stated
retrieved: 2022-05-30
evidence: record
reader: iati
file: activities.xml
"""


def make(corpus: Path, book: Path, wanted: int) -> int:
    """A book with that many activities; the number it has, fewer only where the corpus has none."""
    shutil.copytree(SMALL, book, ignore=shutil.ignore_patterns("_build"), copy_function=shutil.copyfile)
    made, seen = 0, set[bytes]()
    for n, (head, activities) in enumerate(_files(corpus), start=1):
        kept = []
        for activity in activities:
            found = _IDENTIFIER.search(activity)
            if found and found[2] not in seen and made < wanted:
                seen.add(found[2])
                kept.append(activity)
                made += 1
        if kept:
            folder = book / "sources" / f"part_{n:03d}"
            folder.mkdir()
            folder.joinpath("source.yml").write_text(_SOURCE.format(n=n), encoding="utf-8")
            folder.joinpath("activities.xml").write_bytes(head + b"\n".join(kept) + b"\n</iati-activities>\n")
        if made == wanted:
            break
    _let_every_report_count(book)
    _lock(book)
    return made


def change(book: Path) -> None:
    """One activity of the largest file has another title; no line moves."""
    file = max(book.glob("sources/part_*/activities.xml"), key=lambda file: file.stat().st_size)
    file.write_bytes(_TITLE.sub(rb"\g<0>.", file.read_bytes(), count=1))
    _lock(book)


def _lock(book: Path) -> None:
    loaded = load_book(book)
    snapshots = take_snapshots(loaded)
    write_lock(loaded, snapshots, build_tables(loaded, snapshots).count)


def _let_every_report_count(book: Path) -> None:
    """The corpus is of other publishers than the small book's one department."""
    with (book / "objectives" / "money.yml").open("a", encoding="utf-8") as rules:
        rules.write("counted_once: {own_reports: false}\n")
    for page in book.glob("pages/home/*.md"):
        before = page.read_text(encoding="utf-8").split("measure:committed")[0]
        page.write_text(before.rpartition("\n\n")[0] + "\n", encoding="utf-8")


def _processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def measure(book: Path, *, is_fresh: bool) -> None:
    """A line for each stage of a build; a fresh one takes nothing from the last one."""
    memory = Memory()
    last = [time.perf_counter(), _processor_seconds()]

    def report(stage: str, made: dict[str, int]) -> None:
        wall, used = time.perf_counter(), _processor_seconds()
        print(
            f"{stage:12} {wall - last[0]:8.2f} s {used - last[1]:8.2f} s of processor {memory.look():6} MB",
            flush=True,
        )
        last[:] = wall, used
        if stage in ("pages", "written"):
            print(made, flush=True)

    try:
        build(book, report, is_fresh=is_fresh)
    finally:
        memory.end()


def _files(corpus: Path) -> Iterator[tuple[bytes, list[bytes]]]:
    """The start of each file and its activities; from the second round on under identifiers of that round."""
    files = sorted(corpus.glob("*.xml"))
    for turn in count(1):
        for file in files:
            content = file.read_bytes()
            activities = _ACTIVITY.findall(content)
            if turn > 1:
                own = rb"\g<1>\g<2>-%d\g<3>" % turn
                activities = [_IDENTIFIER.sub(own, a, count=1) for a in activities]
            yield (
                content[: content.find(b"<iati-activity", content.find(b"<iati-activities") + 16)],
                activities,
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make")
    one.add_argument("corpus", type=Path)
    one.add_argument("book", type=Path)
    one.add_argument("--projects", type=int, default=20_000)
    for name in ("build", "again"):
        commands.add_parser(name).add_argument("book", type=Path)
    asked = parser.parse_args()
    if asked.command == "make":
        print(make(asked.corpus, asked.book, asked.projects), "activities")
    else:
        if asked.command == "again":
            made_apart(
                lambda: change(asked.book)
            )  # what its lock needs is not held while the build is measured
        measure(asked.book, is_fresh=asked.command == "build")


if __name__ == "__main__":
    main()
