"""The findings of a book as text that other programs read: JSON, and SARIF for editors and code hosts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pledgebook.book.load import Book
from pledgebook.book.overrides import Override
from pledgebook.catalogue import severity_of
from pledgebook.checks.finding import Finding
from pledgebook.errors import Problem, Where
from pledgebook.exports.files import cell
from pledgebook.sarif import Reported, sarif_log
from pledgebook.text import Text

_EXPECTED = Text(
    en="The page quotes others and declares that this finding must occur.",
    fr="La page cite d’autres auteurs et déclare que ce constat doit se produire.",
)


def findings_as_data(book: Book, findings: Iterable[Finding]) -> list[dict[str, object]]:
    """The findings as JSON can hold them; files are named from the book's folder."""
    return [
        {
            "code": f.problem.code,
            "severity": f.severity,
            "expected": f.is_expected,
            "override": _override(f.override),
            "page": f.page,
            "figure": f.figure,
            "records": list(f.records),
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
            "override": None,
            "page": "",
            "figure": "",
            "records": [],
            **_place(root, p.where),
            "what": dict(p.what),
            "next": dict(p.next),
        }
        for p in problems
    ]


def _override(override: Override | None) -> dict[str, object] | None:
    if override is None:
        return None
    days = {"from": override.first, "until": override.until}
    return {"role": override.role, **days, "reason": dict(override.reason)}


def _place(root: Path, where: Where) -> dict[str, object]:
    file = where.file.relative_to(root) if where.file.is_relative_to(root) else where.file
    return {"file": file.as_posix(), "line": where.line, "column": where.column}


def findings_as_json(book: Book, findings: Iterable[Finding]) -> str:
    """The findings as a JSON document."""
    return _json({"findings": findings_as_data(book, findings)})


def problems_as_json(root: Path, problems: Iterable[Problem]) -> str:
    """The mistakes that stopped a book as a JSON document."""
    return _json({"findings": problems_as_data(root, problems)})


def findings_as_sarif(findings: Iterable[Finding], book: Path, language: str) -> str:
    """The findings as a SARIF log; files are named from the folder one stands in, else from the book's."""
    return _log([_reported(f) for f in findings], book, language)


def problems_as_sarif(problems: Iterable[Problem], book: Path, language: str) -> str:
    """The mistakes that stopped a book as a SARIF log."""
    return _log([Reported(p, severity_of(p)) for p in problems], book, language)


def _reported(found: Finding) -> Reported:
    about = {"page": found.page, "figure": found.figure, "language": found.language}
    accepted = found.override.told if found.override else _EXPECTED if found.is_expected else None
    return Reported(found.problem, found.severity, accepted, about)


def _log(found: list[Reported], book: Path, language: str) -> str:
    here = Path.cwd()
    base = here if book.absolute().is_relative_to(here) else book
    return _json(sarif_log(found, base, language))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, default=cell) + "\n"
