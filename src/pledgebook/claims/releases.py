"""A claim against what the book's own earlier releases said of the same measure, scope and time.

A release is a folder ``releases/<name>`` that keeps the ``claims.csv`` of its build; names sort by time, such as
``2026-11``. A claim that changed for a reason recorded in ``CHANGES.yml`` contradicts nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pledgebook.book.changes import Change, recorded
from pledgebook.catalogue import problem
from pledgebook.claims.conflicts import Statement
from pledgebook.claims.conflicts.statements import allowed_by
from pledgebook.claims.words import read_figure
from pledgebook.errors import Problem, Where
from pledgebook.period import FiscalStart

FOLDER = "releases"
_COLUMNS = ("figure", "language", "words", "request")
_READ_AS = ("money", "percent", "date", "rank")


@dataclass(frozen=True, slots=True)
class ReleasedClaim:
    """A claim as a release kept it."""

    release: str
    figure: str
    language: str
    words: str
    request: str


def read_releases(root: Path) -> tuple[list[ReleasedClaim], list[Problem]]:
    """The claims of every release, the newest release first, and the files that are no ``claims.csv``."""
    claims: list[ReleasedClaim] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*/claims.csv"), key=lambda p: p.parent.name, reverse=True):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in _COLUMNS if c not in (reader.fieldnames or ())]
            if missing:
                problems.append(problem("BOOK003", Where(path, 1), key=", ".join(missing)))
                continue
            claims += [ReleasedClaim(path.parent.name, *(row[c] or "" for c in _COLUMNS)) for row in reader]
    return claims, problems


def changed_since(
    statements: Iterable[Statement],
    released: Iterable[ReleasedClaim],
    changes: Iterable[Change],
    *,
    home_currency: str,
    fiscal_start: FiscalStart,
) -> Iterator[tuple[Statement, ReleasedClaim]]:
    """Claims that share no number with what the newest release that differs said, for no recorded reason."""
    changes = list(changes)
    by_request: dict[tuple[str, str], list[ReleasedClaim]] = {}
    for claim in released:
        by_request.setdefault((claim.language, claim.request), []).append(claim)
    for statement in statements:
        claim_now = statement.verdict.claim
        if recorded(changes, claim_now.id, claim_now.measure.id):
            continue
        for old in by_request.get((claim_now.language, str(claim_now.request)), []):
            if old.words != statement.words and _contradicts(statement, old, home_currency, fiscal_start):
                yield statement, old
                break


def _contradicts(
    statement: Statement, old: ReleasedClaim, home_currency: str, fiscal_start: FiscalStart
) -> bool:
    verdict = statement.verdict
    now = verdict.reading.kind if verdict.reading else ""
    reading = read_figure(
        old.words,
        old.language,
        home_currency=home_currency,
        kind=now if now in _READ_AS else "count",
        fiscal_start=fiscal_start,
    )
    allowed = allowed_by(reading, verdict.answer, "")
    return allowed is not None and allowed.is_disjoint_from(statement.allowed)
