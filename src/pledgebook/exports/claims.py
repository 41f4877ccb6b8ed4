"""Every claim with its verdict as CSV and JSON, and the rows behind each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pledgebook.book.load import Book
from pledgebook.book.overrides import Override
from pledgebook.checks.finding import Finding, overrides_by_figure
from pledgebook.claims.shares import Share
from pledgebook.claims.verdicts import Verdict
from pledgebook.exports.files import write_csv, write_json
from pledgebook.exports.tables import value_cells, write_rows
from pledgebook.measures.engine import Measures
from pledgebook.text import unmarked

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
    "numerator",
    "denominator",
    "whole_numbers",
    "from_day",
    "to_day",
    "truth",
    "wording",
    "age",
    "reason",
    "sources",
    "rows",
    "override_role",
    "override_until",
    "override_reason",
)


def write_claims(
    folder: Path,
    book: Book,
    measures: Measures,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
) -> None:
    """``claims.csv``, ``claims.json`` and ``figures/<page>/<figure>.csv``."""
    lines = write_claim_table(folder, book, verdicts, findings)
    write_json(folder / "claims.json", [dict(zip(_HEADERS, line, strict=True)) for line in lines])
    for claim in {v.claim.id: v.claim for v in verdicts}.values():
        write_rows(folder / "figures" / f"{claim.id}.csv", measures.rows(claim.request))


def write_claim_table(
    folder: Path, book: Book, verdicts: Sequence[Verdict], findings: Sequence[Finding]
) -> list[tuple[object, ...]]:
    """``claims.csv``, a line for each claim in each language; the lines as written."""
    overrides = overrides_by_figure(findings)
    lines = [_line(book, v, overrides) for v in verdicts]
    write_csv(folder / "claims.csv", _HEADERS, lines)
    return lines


def _line(book: Book, verdict: Verdict, overrides: Mapping[str, Override]) -> tuple[object, ...]:
    claim, answer = verdict.claim, verdict.answer
    override = overrides.get(claim.id)
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
        *_of_share(verdict.share),
        answer.from_day,
        answer.to_day,
        verdict.truth,
        verdict.wording,
        verdict.age,
        unmarked(verdict.reason[claim.language]),
        " ".join(answer.sources),
        answer.row_count,
        override.role if override else "",
        override.until if override else "",
        unmarked(override.reason[claim.language]) if override else "",
    )


def _of_share(share: Share | None) -> tuple[str, str, str]:
    """What a percentage is a percentage of, and the whole numbers that it allows; empty for other figures."""
    if share is None:
        return "", "", ""
    part, allowed = (("" if one is None else str(one)) for one in (share.part, share.allowed))
    return part, str(share.whole), allowed
