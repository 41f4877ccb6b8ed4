"""The run, as a table of contents: a book in, a whole build out, or nothing.

A build is written beside the last good one and swapped in by renaming one link, so that whatever kills it, the
last good build still stands and is still served.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgebook.book.changes import read_changes
from pledgebook.book.load import Book, load_book
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.run import run_checks
from pledgebook.claims.bind import read_claims
from pledgebook.claims.kept import kept_releases
from pledgebook.claims.verdicts import Verdict, judge_claims
from pledgebook.disclosure import release_counts
from pledgebook.errors import BookError, CheckError, Problem, Where
from pledgebook.exports.claims import write_claims
from pledgebook.exports.dictionary import write_dictionary
from pledgebook.exports.files import write_json
from pledgebook.exports.findings import findings_as_data
from pledgebook.exports.tables import write_measures, write_tables
from pledgebook.measures.database import Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines import Engine
from pledgebook.measures.kinds import Places
from pledgebook.pages.check import check_pages
from pledgebook.pages.content import Content
from pledgebook.pages.prose import written_links
from pledgebook.pages.site import render_pages
from pledgebook.pages.words import words_without_name
from pledgebook.sources.snapshot import Snapshot, take_snapshots
from pledgebook.tables.build import Tables, build_tables
from pledgebook.tables.schema import table_names, to_arrow

Report = Callable[[str, dict[str, int]], None]
"""Told after each stage: its name, and what it made, counted."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A book compiled in memory, nothing written yet."""

    book: Book
    snapshots: tuple[Snapshot, ...]
    tables: Tables
    rows: dict[str, list[dict[str, Any]]]
    arrow: dict[str, Any]
    measures: Measures
    verdicts: list[Verdict]
    findings: list[Finding]


def compile_book(root: Path, report: Report, engine: Engine | None = None) -> Compiled:
    """Everything up to the findings; the engine changes how fast it is and no byte.

    Raises ``BookError`` or ``SourceError``.
    """
    book = load_book(root)
    report("book", {"objectives": len(book.objectives), "pages": len(book.pages)})
    snapshots = take_snapshots(book)
    report("sources", {"files": sum(1 for s in snapshots if s.path)})
    tables = build_tables(book, snapshots)
    report("tables", {name: len(rows) for name, rows in sorted(tables.rows.items()) if rows})
    release = release_counts(book.declaration, tables.rows)
    report("disclosure", {"withheld": len(release.withheld)})
    rows = {name: list(release.rows.get(name, [])) for name in table_names()}
    asked = {table for measure in book.measures.values() for table in measure.reads}
    arrow = {name: to_arrow(name, found) for name, found in rows.items() if found or name in asked}
    measures = open_measures(book, arrow, rows["place"], engine)
    wrong = list(_wrong_measures(book, measures))
    if wrong:
        raise BookError(*sorted([*tables.problems, *wrong], key=lambda p: (p.where, p.code)))
    report("measures", {"declared": len(measures.declared)})
    claims, problems = read_claims(book, measures)
    problems += words_without_name(book, rows)
    verdicts = judge_claims(book, measures, claims)
    report("claims", {"judged": len(verdicts)})
    evidence = Evidence(
        book, snapshots, tables.count, rows, verdicts, [*tables.problems, *problems], list(release.relations)
    )
    findings = run_checks(evidence)
    report("checks", {s: sum(1 for f in findings if f.severity == s) for s in ("error", "warning", "info")})
    return Compiled(book, snapshots, tables, rows, arrow, measures, verdicts, findings)


def _wrong_measures(book: Book, measures: Measures) -> Iterator[Problem]:
    """BOOK017: the book's own measures whose SQL does not give what their kind needs."""
    for measure in book.measures.values():
        if measure.path.is_relative_to(book.root) and measure.kind not in ("ratio", "rank"):
            fault = measures.database.fault(measure)
            if fault is not None:
                where = Where(measure.path / "measure.sql", fault[0])
                yield problem("BOOK017", where, measure=measure.id, detail=fault[1])


def open_measures(
    book: Book, arrow: dict[str, Any], places: list[dict[str, Any]], engine: Engine | None = None
) -> Measures:
    """The book's measures over its released tables."""
    declared = book.declaration
    settings: dict[str, str | list[str]] = {
        "currency": declared.currency,
        "country_iso2": declared.places.country_iso2,
        "regions": list(declared.places.regions),
        "own_org_refs": [ref for department in declared.departments for ref in department.org_refs],
    }
    parents = {p["place_pcode"]: p["parent_pcode"] or "" for p in places}
    return Measures(book.measures, Database(arrow, settings, engine), Places(parents), declared.currency)


def build(root: Path, report: Report, engine: Engine | None = None) -> Compiled:
    """The whole build, swapped in at the end.

    Raises ``CheckError`` with every finding that stops it; the last good build is left as it was.
    """
    compiled = compile_book(root, report, engine)
    stopping = [f.problem for f in compiled.findings if f.stops]
    if stopping:
        raise CheckError(*stopping)
    builds = root / "_build"
    builds.mkdir(exist_ok=True)
    _sweep(builds)
    folder = builds / f".new-{os.getpid()}"
    try:
        _write(compiled, folder, report)
        _swap_in(builds, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return compiled


def _write(compiled: Compiled, folder: Path, report: Report) -> None:
    book, site = compiled.book, folder / "site"
    data = site / "data"
    released = {name: table for name, table in compiled.arrow.items() if table.num_rows}
    write_tables(data / "tables", released)
    write_measures(data / "measures", compiled.measures)
    write_claims(data, book, compiled.measures, compiled.verdicts, compiled.findings)
    write_dictionary(data, released, book.measures)
    write_json(data / "findings.json", findings_as_data(book, compiled.findings))
    report("exports", {"files": sum(1 for p in data.rglob("*") if p.is_file())})
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
    pages = render_pages(content, site)
    check_pages(site, written_links(book))
    report("pages", {"pages": pages})
    write_json(folder / "manifest.json", manifest(folder))


def manifest(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a build, by its path from the build's folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def is_whole(folder: Path) -> bool:
    """Every file of a build has the hash that its manifest says, and no file is missing or more."""
    try:
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(said == manifest(folder))


def _swap_in(builds: Path, folder: Path) -> None:
    """Let ``latest`` name the new build, then remove the old ones.

    A build loses its name before its files: a folder whose name is a hash is always whole.
    """
    name = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:16]
    target, latest = builds / name, builds / "latest"
    if not is_whole(target):
        if target.exists():
            _remove(target)
        folder.rename(target)
    link = builds / f".latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(name, target_is_directory=True)
    link.replace(latest)
    for other in builds.iterdir():
        is_build = other.is_dir() and not other.is_symlink() and not other.name.startswith(".")
        if is_build and other.name not in (name, os.readlink(latest)):
            _remove(other)


def _remove(build: Path) -> None:
    gone = build.with_name(f".old-{build.name}-{os.getpid()}")
    build.rename(gone)
    shutil.rmtree(gone)


def _sweep(builds: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in builds.glob(".*"):
        if _is_running(left.name.rpartition("-")[2]):
            continue
        if left.is_symlink() or left.is_file():
            left.unlink()
        else:
            shutil.rmtree(left)


def _is_running(process: str) -> bool:
    """Another process of that number lives; our own number was another's before us."""
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return int(process) != os.getpid()
