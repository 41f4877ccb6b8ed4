"""Findings as SARIF 2.1.0, which editors and code hosts read.

A newcomer would get wrong that one log speaks one language: the rules stand in the language that was asked for and,
as a translation beside it, in the others; each result keeps its own words in all of them among its properties. What
somebody accepted (expected by a page, or overridden) stays in the log, suppressed and with the reason.

Source: SARIF 2.1.0 with errata 01, OASIS.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pledgebook import __version__
from pledgebook.catalogue import CheckRow, catalogue
from pledgebook.errors import Problem, Where
from pledgebook.text import Text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LANGUAGES = ("en", "fr")
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_NAMES = re.compile(r"\{\w+\}")
_ROOT = "%SRCROOT%"


@dataclass(frozen=True, slots=True)
class Reported:
    """One finding to report; ``accepted`` says why it stands and stops nothing, ``about`` names what it is about."""

    problem: Problem
    severity: str
    accepted: Text | None = None
    about: Mapping[str, str] = field(default_factory=dict)


def sarif_log(
    found: Iterable[Reported],
    base: Path,
    language: str = "en",
    rules: Mapping[str, CheckRow] | None = None,
) -> dict[str, Any]:
    """The log, ready for JSON; files are named from ``base``, rules are those of the catalogue unless given."""
    rows = catalogue() if rules is None else rules
    numbers = {code: number for number, code in enumerate(rows)}
    others = [other for other in LANGUAGES if other != language]
    run = {
        "tool": {"driver": {**_component(rows.values(), language), "semanticVersion": __version__}},
        "translations": [_translation(rows.values(), other) for other in others],
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, base, language, numbers) for one in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _component(rows: Iterable[CheckRow], language: str) -> dict[str, Any]:
    return {"name": "Pledgebook", "language": language, "rules": [_rule(row, language) for row in rows]}


def _translation(rows: Iterable[CheckRow], language: str) -> dict[str, Any]:
    name = f"Pledgebook ({language})"
    return {
        **_component(rows, language),
        "contents": ["localizedData"],
        "associatedComponent": {"name": "Pledgebook"},
        "translationMetadata": {"name": name},
    }


def _rule(row: CheckRow, language: str) -> dict[str, Any]:
    """A rule in one language; what its message is filled with differs by finding, so that a dash stands for it."""
    return {
        "id": row.code,
        "shortDescription": {"text": _open(row.message[language])},
        "fullDescription": {"text": row.why[language]},
        "help": {"text": _open(row.next[language])},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
        "properties": {"family": row.family},
    }


def _open(words: str) -> str:
    return _NAMES.sub("…", words)


def _result(one: Reported, base: Path, language: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    problem = one.problem
    advice = problem.next.get(language, "")
    place = _location(problem.where, base)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": numbers[problem.code],
        "level": _LEVELS[one.severity],
        "message": {"text": f"{problem.what[language]} {advice}".strip()},
        "locations": [place],
        "partialFingerprints": {"finding/v1": _fingerprint(one, place)},
        "properties": {
            **{name: said for name, said in one.about.items() if said},
            "what": dict(problem.what),
            "next": dict(problem.next),
        },
    }
    if one.accepted is not None:
        reason = one.accepted[language]
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _location(where: Where, base: Path) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _file(where.file, base)}
    if where.line:
        physical["region"] = {"startLine": where.line}
        if where.column:
            physical["region"]["startColumn"] = where.column
    return {"physicalLocation": physical}


def _file(file: Path, base: Path) -> dict[str, str]:
    """The file from the base where it lies in it, else in full."""
    full, root = file.absolute(), base.absolute()
    if full.is_relative_to(root):
        return {"uri": quote(full.relative_to(root).as_posix()) or ".", "uriBaseId": _ROOT}
    return {"uri": full.as_uri()}


def _fingerprint(one: Reported, place: Mapping[str, Any]) -> str:
    """The same for the same finding on another line, so that a moved paragraph is not a new finding."""
    file = place["physicalLocation"]["artifactLocation"]["uri"]
    parts = (one.problem.code, file, *sorted(one.about.items()), one.problem.what.get("en", ""))
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8")).hexdigest()
