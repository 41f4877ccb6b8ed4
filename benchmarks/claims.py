"""How long 2,000 claims over 400 pages in two languages take to be judged and compared: python benchmarks/claims.py

The book is invented and made for the run: 100 places counted on 20 days, and on each page five figures, each in
English and French, so that 4,000 texts are read. Asked for is under 3 s on two cores, from the bound claims to the
last conflict; loading the book and its tables is shown beside it and not counted. `--worst` makes all claims speak of
one place and day, so that each can meet every other: comparing must not grow with their square; `--pages 50 100 200`
runs each size and shows how the time grows. Seconds are the process's own, with those of the clock beside them.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from pledgebook.book.load import load_book
from pledgebook.build import open_measures
from pledgebook.checks import conflicts, parity, prose
from pledgebook.checks.finding import Evidence
from pledgebook.claims.bind import read_claims
from pledgebook.claims.verdicts import judge_claims
from pledgebook.disclosure import release_counts
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.build import build_tables
from pledgebook.tables.schema import table_names, to_arrow

ROOT = Path(__file__).resolve().parent.parent
PLACES, DAYS, FIGURES = 100, 20, 5
FIRST = date(2015, 1, 31)
PAGE = "title: {en: A page, fr: Une page}\ndescription: {en: A page., fr: Une page.}\n"
COMPARED = (
    conflicts.claims_against_each_other,
    conflicts.ledgers_against_each_other,
    conflicts.claims_against_releases,
    prose.same_figures_in_every_language,
    parity.same_sections_and_order,
    parity.same_dates_and_durations,
    parity.translations_signed_off,
)
T = TypeVar("T")


def make_book(folder: Path, pages: int, worst: bool) -> Path:
    """A copy of the small book with many places, days and pages."""
    book = folder / "book"
    shutil.copytree(ROOT / "tests/small_book", book, ignore=shutil.ignore_patterns("_build"))
    names = [f"XX{n:03}" for n in range(PLACES)]
    lines = [f"{name},XX,1,Place {name},Lieu {name}\n" for name in names]
    places = book / "sources/places/places.csv"
    places.write_text("pcode,parent,level,en,fr\nXX,,0,Whole,Tout\n" + "".join(lines), encoding="utf-8")
    days = [FIRST + timedelta(days=91 * n) for n in range(DAYS)]
    rows = [f"{p},{day},no,{people(p, d)},\n" for p, name in enumerate(names) for d, day in enumerate(days)]
    rows = [row.replace(row.split(",")[0], names[int(row.split(",")[0])], 1) for row in rows]
    counts = book / "sources/rounds/rounds.csv"
    counts.write_text("place,day,whole,people,remark\n" + "".join(rows), encoding="utf-8")
    shutil.rmtree(book / "pages/home")
    for page in range(pages):
        path = book / "pages" / ("home" if page == 0 else f"page-{page}")
        path.mkdir()
        (path / "page.yml").write_text(PAGE, encoding="utf-8")
        asked = [
            (0, 0) if worst else divmod((page * FIGURES + n) % (PLACES * DAYS), DAYS) for n in range(FIGURES)
        ]
        for language, words in (("en", "about {:,}"), ("fr", "environ {:,}")):
            links = []
            for place, day in asked:
                number = words.format(round(people(place, day), -3))
                number = number.replace(",", "\u202f") if language == "fr" else number
                links.append(f"[{number}](measure:displaced_people?place={names[place]}&at={days[day]})\n")
            (path / f"{language}.md").write_text("## Section\n\n" + "".join(links), encoding="utf-8")
    return book


def people(place: int, day: int) -> int:
    """An invented count."""
    return 20_000 + place * 737 + day * 1_301


@dataclass(frozen=True, slots=True)
class Seconds:
    """What a stage took: of the process, and by the clock."""

    process: float
    clock: float

    def __str__(self) -> str:
        return f"{self.process:8.2f} ({self.clock:.2f})"


def timed(call: Callable[[], T]) -> tuple[T, Seconds]:
    """The result and what it took."""
    process, clock = time.process_time(), time.perf_counter()
    result = call()
    return result, Seconds(time.process_time() - process, time.perf_counter() - clock)


def run(pages: int, worst: bool) -> tuple[int, int, dict[str, Seconds]]:
    """The texts read, the findings, and what each stage took on a book of so many pages."""
    taken: dict[str, Seconds] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = make_book(Path(folder), pages, worst)
        book, taken["load"] = timed(lambda: load_book(path))
        snapshots = take_snapshots(book)
        tables, taken["tables"] = timed(lambda: build_tables(book, snapshots))
        rows = {n: list(release_counts(book.declaration, tables.rows).rows.get(n, [])) for n in table_names()}
        arrow = {name: to_arrow(name, found) for name, found in rows.items()}
        measures = open_measures(book, arrow, rows["place"])
        (claims, problems), taken["bind"] = timed(lambda: read_claims(book, measures))
        assert not problems, problems[:3]
        verdicts, taken["judge"] = timed(lambda: judge_claims(book, measures, claims))
        evidence = Evidence(book, snapshots, tables.count, rows, verdicts)
        found, taken["compare"] = timed(lambda: [f for check in COMPARED for f in check(evidence)])
    return len(claims), len(found), taken


def main() -> None:
    """Run each size and print what its stages took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[400])
    parser.add_argument("--worst", action="store_true", help="all claims speak of one place and day")
    options = parser.parse_args()
    stages = ("load", "tables", "bind", "judge", "compare")
    print(f"{'claims':>8}{'findings':>10}" + "".join(f"{stage:>18}" for stage in (*stages, "judge+compare")))
    for pages in options.pages:
        texts, found, taken = run(pages, options.worst)
        judge, compare = taken["judge"], taken["compare"]
        both = Seconds(judge.process + compare.process, judge.clock + compare.clock)
        columns = "".join(f"{taken[stage]!s:>18}" for stage in stages) + f"{both!s:>18}"
        print(f"{texts // 2:>8}{found:>10}{columns}")


if __name__ == "__main__":
    main()
