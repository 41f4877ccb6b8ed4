"""The run, as a table of contents: a book in, a whole build out, or nothing.

A build is written beside the last good one and swapped in by renaming one link, so that whatever kills it, the
last good build still stands and is still served.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pledgebook.book.changes import read_changes
from pledgebook.book.load import Book, load_book
from pledgebook.builds import MANIFEST, manifest, name_of, swap_in, sweep
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.run import run_checks
from pledgebook.claims.bind import read_claims
from pledgebook.claims.kept import kept_releases
from pledgebook.claims.verdicts import Verdict, judge_claims
from pledgebook.disclosure import release_counts
from pledgebook.disclosure.relations import Relation
from pledgebook.errors import BookError, CheckError, Problem, Where
from pledgebook.exports.claims import write_claims
from pledgebook.exports.datapackage import write_datapackage
from pledgebook.exports.dcat import write_dcat
from pledgebook.exports.dictionary import write_dictionary
from pledgebook.exports.files import read_parquet, write_json
from pledgebook.exports.findings import findings_as_data
from pledgebook.exports.resources import resources_of
from pledgebook.exports.tables import write_measures, write_tables
from pledgebook.inputs import key_of
from pledgebook.kept import Kept, names_under
from pledgebook.kept_pages import KeptPages
from pledgebook.measures.database import Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines import Engine
from pledgebook.measures.kinds import Places
from pledgebook.memory import MANY_BYTES, MANY_ROWS, cycles_seldom_looked_for, give_back
from pledgebook.pages.brief import BRIEF, start_briefs
from pledgebook.pages.check import check_pages
from pledgebook.pages.content import Content
from pledgebook.pages.prose import written_links
from pledgebook.pages.site import render_pages
from pledgebook.pages.words import words_without_name
from pledgebook.processes import made_apart
from pledgebook.sources.snapshot import Snapshot, take_snapshots
from pledgebook.tables.build import build_tables, results_that_count
from pledgebook.tables.published_indicators import published_values
from pledgebook.tables.rows import is_flat, rows_of
from pledgebook.tables.schema import table_names, to_arrow
from pledgebook.tables.spread import Spread, in_turn

Report = Callable[[str, dict[str, int]], None]
"""Told after each stage: its name, and what it made, counted."""
TABLES, PROJECTS = "tables", "projects"
_TABLE_FILES = "site/data/tables"
_NOT_FOR_PROJECTS = ("translations.yml", "CHANGES.yml", "sources.lock", "overrides.yml")
_NOT_FOR_TABLES = ("translations.yml", "CHANGES.yml", "sources.lock", "theme.yml")


@dataclass(frozen=True, slots=True)
class Released:
    """The tables that passed the gate. ``rows`` are those of tables with quantities; the others are columns only,
    and so is what activities say beside their money."""

    rows: dict[str, list[dict[str, Any]]]
    arrow: dict[str, Any]
    counts: dict[str, int]
    problems: Sequence[Problem]
    relations: Sequence[Relation]
    withheld: int

    def row_sets(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The rows of every declared table, by its name."""
        columns = {n: rows_of(table) for n, table in self.arrow.items() if not self.rows.get(n)}
        return {name: columns.get(name, self.rows.get(name, [])) for name in table_names()}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A book compiled in memory, nothing written yet."""

    book: Book
    snapshots: tuple[Snapshot, ...]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    arrow: dict[str, Any]
    measures: Measures
    verdicts: list[Verdict]
    findings: list[Finding]

    def counted(self) -> dict[str, int]:
        """The claims of the first language by truth, and the findings by severity, as a summary tells them."""
        first = self.book.languages[0]
        truths = Counter(v.truth for v in self.verdicts if v.claim.language == first)
        severities = Counter(f.severity for f in self.findings if not f.is_expected and not f.override)
        named = ("holds", "restated", "does_not_hold")
        return {
            "claims": sum(truths.values()),
            "holds": truths["holds"],
            "restated": truths["restated"],
            "fails": truths["does_not_hold"],
            "other": sum(n for truth, n in truths.items() if truth not in named),
            "errors": severities["error"],
            "warnings": severities["warning"],
            "expected": sum(f.is_expected for f in self.findings),
            "overridden": sum(f.override is not None for f in self.findings),
        }


@cycles_seldom_looked_for()
def compile_book(
    root: Path, report: Report, engine: Engine | None = None, kept: Kept | None = None
) -> Compiled:
    """Everything up to the findings; the engine changes how fast it is and no byte, and so does ``kept``.

    Raises ``BookError`` or ``SourceError``.
    """
    book = load_book(root)
    report("book", {"objectives": len(book.objectives), "pages": len(book.pages)})
    snapshots = take_snapshots(book)
    report("sources", {"files": sum(1 for s in snapshots if s.path)})
    spread = engine.spread if engine else in_turn
    released = _kept_tables(book, snapshots, kept, spread) if kept else _made_tables(book, snapshots, spread)
    rows = released.row_sets()
    report("tables", {name: len(found) for name, found in sorted(rows.items()) if found})
    report("disclosure", {"withheld": released.withheld})
    _give_back_of(rows)
    measures = open_measures(book, released.arrow, rows["place"], engine)
    wrong = list(_wrong_measures(book, measures))
    if wrong:
        raise BookError(*sorted([*released.problems, *wrong], key=lambda p: (p.where, p.code)))
    report("measures", {"declared": len(measures.declared)})
    claims, problems = read_claims(book, measures)
    problems += words_without_name(book, rows)
    verdicts = judge_claims(book, measures, claims)
    report("claims", {"judged": len(verdicts)})
    problems = [*released.problems, *problems]
    findings = run_checks(
        Evidence(book, snapshots, released.counts, rows, verdicts, problems, list(released.relations))
    )
    report("checks", {s: sum(1 for f in findings if f.severity == s) for s in ("error", "warning", "info")})
    return Compiled(book, snapshots, rows, released.arrow, measures, verdicts, findings)


def _give_back_of(rows: Mapping[str, Sequence[Any]]) -> None:
    """What a stage held is given back where it was much: in a small book, looking for it costs more than it brings."""
    if sum(map(len, rows.values())) > MANY_ROWS:
        give_back()


def release_tables(book: Book, snapshots: tuple[Snapshot, ...], spread: Spread = in_turn) -> Released:
    """The tables, through the gate. The texts and measures of the book are not there for it to read."""
    asked = {table for measure in book.measures.values() for table in measure.reads}
    objectives = {name: replace(found, prose={}) for name, found in book.objectives.items()}
    tables = build_tables(replace(book, pages={}, objectives=objectives, measures={}), snapshots, spread)
    release = release_counts(book.declaration, tables.rows)
    rows, arrow = dict(release.rows), dict[str, Any]()
    tables.rows.update(release.rows)
    values = published_values(tables.of_results(), results_that_count(book))
    rows["indicator_value"] = [*rows.get("indicator_value", ()), *values]
    tables.rows.clear()
    for name in table_names():
        found = rows.pop(name, []) if is_flat(name) else rows.get(name, [])
        if found or name in asked:
            arrow[name] = to_arrow(name, found)
    arrow |= tables.details
    return Released(
        rows, arrow, tables.count, tuple(tables.problems), release.relations, len(release.withheld)
    )


def _made_tables(book: Book, snapshots: tuple[Snapshot, ...], spread: Spread) -> Released:
    """The tables; of many bytes in a process of its own, which needs several times the memory that they need."""
    size = sum(s.path.stat().st_size for s in snapshots if s.path)
    if size < MANY_BYTES or spread is not in_turn:
        return release_tables(book, snapshots, spread)
    return made_apart(lambda: release_tables(book, snapshots, spread))


def _kept_tables(book: Book, snapshots: tuple[Snapshot, ...], kept: Kept, spread: Spread) -> Released:
    """The same tables as the last time where nothing that they are made from changed; else made, and kept.

    What is flat is read back from the Parquet files of the last build, the rest was kept as it was.
    """
    is_inside = all(s.path is None or s.path.resolve().is_relative_to(book.root.resolve()) for s in snapshots)
    key = kept.key(TABLES, _reads_tables) if is_inside else ""
    folder = kept.last / _TABLE_FILES
    if key and kept.was(TABLES, key) and isinstance(small := kept.recall(TABLES, key), Released):
        asked = {table for measure in book.measures.values() for table in measure.reads}
        files = {name: folder / f"{name}.parquet" for name in table_names()}
        arrow = {n: read_parquet(f) if f.is_file() else to_arrow(n, ()) for n, f in files.items()
                 if f.is_file() or n in asked}  # fmt: skip
        return replace(small, arrow=arrow)
    made = _made_tables(book, snapshots, spread)
    kept.stages[TABLES] = key
    if key:
        kept.keep(TABLES, key, replace(made, arrow={}))
    return made


def _reads_tables(path: str) -> bool:
    """Whether the tables may be made from a file of the book: all but what ``release_tables`` takes away."""
    is_text = path.startswith("objectives/") and path.endswith(".md")
    return not is_text and not path.startswith(("pages/", "measures/")) and path not in _NOT_FOR_TABLES


def _reads_projects(path: str) -> bool:
    """Whether the pages of projects may be made from a file of the book: all but its prose, and what judges it."""
    return (
        not _is_prose(path)
        and not path.startswith(("releases/", "dictionary/"))
        and path not in _NOT_FOR_PROJECTS
    )


def _kept_pages(kept: Kept, snapshots: Sequence[Snapshot]) -> KeptPages:
    """The pages of projects that the last build has: what they read of the files of sources are rows of tables, each
    page those that it shows; of the other files of the book each page reads all."""
    root = kept.builds.parent.resolve()
    files = {s.path.resolve() for s in snapshots if s.path}
    data = {file.relative_to(root).as_posix() for file in files if file.is_relative_to(root)}
    shared = kept.key(PROJECTS, lambda path: _reads_projects(path) and path not in data)
    return KeptPages(kept.last, kept.record.pages, key_of(shared, *sorted(filter(_is_prose, kept.inputs))))


def _is_prose(path: str) -> bool:
    return path.startswith(("pages/", "objectives/")) and path.endswith(".md")


def _take_projects(kept: Kept, folder: Path) -> list[str] | None:
    """The pages of projects as the last build has them, where nothing that they are made from changed.

    They name the book's pages, so a text that comes or goes counts; what it says does not.
    """
    is_inside = bool(kept.stages.get(TABLES))
    texts = sorted(filter(_is_prose, kept.inputs))
    key = key_of(kept.key(PROJECTS, _reads_projects), *texts) if is_inside else ""
    return kept.files[PROJECTS] if kept.take_files(PROJECTS, key, folder) else None


def _wrong_measures(book: Book, measures: Measures) -> Iterator[Problem]:
    """BOOK017: the book's own measures whose SQL does not give what their kind needs."""
    for measure in book.measures.values():
        if measure.path.is_relative_to(book.root) and measure.kind not in ("ratio", "rank"):
            fault = measures.database.fault(measure)
            if fault is not None:
                where = Where(measure.path / "measure.sql", fault[0])
                yield problem("BOOK017", where, measure=measure.id, detail=fault[1])


def open_measures(
    book: Book,
    arrow: dict[str, Any],
    places: Sequence[Mapping[str, Any]],
    engine: Engine | None = None,
) -> Measures:
    """The book's measures over its released tables."""
    declared = book.declaration
    settings: dict[str, str | list[str]] = {
        "as_of": declared.as_of.isoformat(),
        "currency": declared.currency,
        "country_iso2": declared.places.country_iso2,
        "regions": list(declared.places.regions),
        "own_org_refs": list(book.own_org_refs),
        "fiscal_opens": str(declared.fiscal_start[0] * 100 + declared.fiscal_start[1]),
        "price_year": str(declared.price_year or ""),
    }
    parents = {p["place_pcode"]: p["parent_pcode"] or "" for p in places}
    return Measures(book.measures, Database(arrow, settings, engine), Places(parents), declared.currency)


@cycles_seldom_looked_for()
def build(root: Path, report: Report, engine: Engine | None = None, *, is_fresh: bool = False) -> Compiled:
    """The whole build, swapped in at the end; ``is_fresh`` takes nothing from the last one.

    Raises ``CheckError`` with every finding that stops it; the last good build is left as it was.
    """
    kept = Kept(root, is_fresh=is_fresh)
    compiled = compile_book(root, report, engine, kept)
    stopping = [f.problem for f in compiled.findings if f.stops]
    if stopping:
        raise CheckError(*stopping)
    builds = root / "_build"
    builds.mkdir(exist_ok=True)
    sweep(builds)
    folder = builds / f".new-{os.getpid()}"
    try:
        _write(compiled, folder, report, kept)
        name = name_of(folder)
        swap_in(builds, folder)
        kept.write(name, compiled.counted(), root)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return compiled


def _write(compiled: Compiled, folder: Path, report: Report, kept: Kept) -> None:
    book, site = compiled.book, folder / "site"
    data = site / "data"
    released = {name: table for name, table in compiled.arrow.items() if table.num_rows}
    tables = folder / _TABLE_FILES
    is_taken = kept.take_files(TABLES, kept.stages.get(TABLES, ""), folder)
    write_tables(
        tables, {} if is_taken else released, lambda: write_measures(data / "measures", compiled.measures)
    )
    kept.files[TABLES] = names_under(folder, [tables])
    write_claims(data, book, compiled.measures, compiled.verdicts, compiled.findings)
    write_dictionary(data, released, book.measures)
    write_json(data / "findings.json", findings_as_data(book, compiled.findings))
    resources = resources_of(data, book)
    write_datapackage(data, book, resources)
    write_dcat(data, book, resources)
    report("exports", {"files": sum(1 for p in data.rglob("*") if p.is_file())})
    _give_back_of(compiled.rows)
    content = Content(
        book,
        compiled.snapshots,
        compiled.rows,
        compiled.measures,
        compiled.verdicts,
        compiled.findings,
        kept_releases(book.root),
        read_changes(book.root)[0],
    )
    taken = _take_projects(kept, folder)
    briefs = start_briefs(content, folder, kept)
    projects = _kept_pages(kept, compiled.snapshots)
    pages = render_pages(content, site, taken=taken, kept=projects)
    kept.pages = projects.keys if taken is None else kept.record.pages
    made_briefs = briefs()
    linked = [f"site/{x}/{path}/index.html" for x in book.languages for path in projects.same]
    check_pages(site, written_links(book), checked=taken or linked)
    kept.files[PROJECTS] = taken or names_under(folder, [site / x / PROJECTS for x in book.languages])
    report("pages", {"pages": pages, "briefs": made_briefs})
    made = manifest(folder)
    same = kept.settle(folder, made)
    write_json(folder / MANIFEST, made)
    report(
        "written",
        {
            "new": len(made) - same,
            "reused": same,
            "stages": len({stage for stage in kept.reused if not stage.startswith(BRIEF)}),
        },
    )
