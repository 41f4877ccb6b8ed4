"""Faults of files as findings: lines to read, JSON, and SARIF for editors and code hosts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pledgebook.catalogue import CheckRow
from pledgebook.errors import Problem, Where
from pledgebook.sarif import Reported, sarif_log
from pledgebook.sentences import sentence
from pledgebook.sources.iati.validation.file import OF_FILES
from pledgebook.sources.iati.validation.rule import PACKAGE, STOPPING, RuleFault, Severity, code_rules, rules
from pledgebook.text import Text, texts_of

_LEVELS: dict[Severity, Literal["error", "warning", "info"]] = {
    "critical": "error",
    "error": "error",
    "warning": "warning",
    "advisory": "info",
}


def as_problem(file: Path, fault: RuleFault) -> Problem:
    """A fault as any finding is told."""
    return Problem(fault.rule.id, Where(file, fault.line), fault.what, fault.next)


def as_lines(file: Path, fault: RuleFault, language: str) -> str:
    """Where and what, with the record and element it is about; then what next."""
    texts = texts_of(PACKAGE, "words.yml")
    severity = texts[f"severity-{fault.rule.severity}"][language]
    about = " ".join(
        part for part in (fault.record_id, "" if fault.element == "." else fault.element) if part
    )
    told = f"{Where(file, fault.line)}: {fault.rule.id} [{severity}] {about and about + ': '}{fault.what[language]}"
    return f"{told}\n    {texts['next'].fill(advice=fault.next)[language]}"


def summary(counts: Counter[Severity], files: int, language: str) -> str:
    """How many faults of each severity there are, in one sentence."""
    levels = {level: counts[level] for level in _LEVELS}
    return sentence(PACKAGE, "words.yml", "summary", language, files=files, **levels)


def as_json(found: Iterable[tuple[Path, RuleFault]]) -> str:
    """Every fault and the counts, by severity and by rule, as JSON."""
    faults = list(found)
    content = {
        "findings": [
            {
                "rule": fault.rule.id,
                "severity": fault.rule.severity,
                "file": file.as_posix(),
                "line": fault.line,
                "record": fault.record_id,
                "element": fault.element,
                "value": fault.value if isinstance(fault.value, str) else fault.detail,
                "what": dict(fault.what),
                "next": dict(fault.next),
            }
            for file, fault in faults
        ],
        "by_severity": dict(sorted(Counter(fault.rule.severity for _, fault in faults).items())),
        "by_rule": dict(sorted(Counter(fault.rule.id for _, fault in faults).items())),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_sarif(found: Iterable[tuple[Path, RuleFault]], base: Path, language: str) -> str:
    """Every fault as a SARIF log; files are named from the base."""
    reported = (
        Reported(
            as_problem(file, fault),
            _LEVELS[fault.rule.severity],
            about={"record": fault.record_id, "element": fault.element},
        )
        for file, fault in found
    )
    log = sarif_log(reported, base, language, _rows())
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def stops(fault: RuleFault) -> bool:
    """Whether a file with this fault does not conform."""
    return fault.rule.severity in STOPPING


@cache
def _rows() -> dict[str, CheckRow]:
    """Every rule as a row of a catalogue; of rows with one id, the first."""
    texts = texts_of(PACKAGE, "words.yml")
    rows: dict[str, CheckRow] = {}
    for rule in (*OF_FILES.values(), *rules(), *(row.rule for row in code_rules())):
        message: Text = texts[rule.words]
        rows.setdefault(
            rule.id,
            CheckRow(
                rule.id, "IATI", _LEVELS[rule.severity], message, texts[f"{rule.words}-next"], texts["why"]
            ),
        )
    return rows
