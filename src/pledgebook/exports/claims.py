"""Every claim with its verdict as CSV and JSON, and the rows behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pledgebook.book.load import Book
from pledgebook.catalogue import severity_of
from pledgebook.checks.finding import Finding
from pledgebook.claims.verdicts import Verdict
from pledgebook.errors import Problem, Where
from pledgebook.exports.files import write_csv, write_json
from pledgebook.exports.tables import value_cells, write_rows
from pledgebook.measures.engine import Measures

_HEADERS = (
    "figure",
    "page",
    "language",
    "words",
    "file",
    "line",
    "column",
    "measure",
    "request",
    "allowed",
    "value",
    "low",
    "high",
    "bounds",
    "status",
    "unit",
    "from_day",
    "to_day",
    "truth",
    "wording",
    "age",
    "reason",
    "sources",
    "rows",
)


def write_claims(folder: Path, book: Book, measures: Measures, verdicts: Sequence[Verdict]) -> None:
    """``claims.csv``, ``claims.json`` and ``figures/<page>/<figure>.csv``."""
    lines = [_line(book, v) for v in verdicts]
    write_csv(folder / "claims.csv", _HEADERS, lines)
    write_json(folder / "claims.json", [dict(zip(_HEADERS, line, strict=True)) for line in lines])
    for claim in {v.claim.id: v.claim for v in verdicts}.values():
        write_rows(folder / "figures" / f"{claim.id}.csv", measures.rows(claim.request))


def _line(book: Book, verdict: Verdict) -> tuple[object, ...]:
    claim, answer = verdict.claim, verdict.answer
    where = claim.link.where
    return (
        claim.id,
        claim.page,
        claim.language,
        claim.link.words,
        book.relative(where.file).as_posix(),
        where.line,
        where.column,
        claim.measure.id,
        str(claim.request),
        str(verdict.reading.interval) if verdict.reading and verdict.reading.interval else "",
        *value_cells(answer.value),
        answer.unit,
        answer.from_day,
        answer.to_day,
        verdict.truth,
        verdict.wording,
        verdict.age,
        verdict.reason[claim.language],
        " ".join(answer.sources),
        answer.row_count,
    )


def findings_as_data(book: Book, findings: Iterable[Finding]) -> list[dict[str, object]]:
    """The findings as JSON can hold them; files are named from the book's folder."""
    return [
        {
            "code": f.problem.code,
            "severity": f.severity,
            "expected": f.is_expected,
            "page": f.page,
            "figure": f.figure,
            **_place(book.root, f.problem.where),
            "what": dict(f.problem.what),
            "next": dict(f.problem.next),
        }
        for f in findings
    ]


def problems_as_data(root: Path, problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The mistakes that stopped a book, in the shape of findings."""
    return [
        {
            "code": p.code,
            "severity": severity_of(p),
            "expected": False,
            "page": "",
            "figure": "",
            **_place(root, p.where),
            "what": dict(p.what),
            "next": dict(p.next),
        }
        for p in problems
    ]


def _place(root: Path, where: Where) -> dict[str, object]:
    file = where.file.relative_to(root) if where.file.is_relative_to(root) else where.file
    return {"file": file.as_posix(), "line": where.line, "column": where.column}
