"""The catalogue of checks, and findings made from it.

A check is a row of ``checks/catalogue.yml``: its code, severity, message and advice in every language.
Codes are never reused. Any stage can report a problem under its code; only the stage ``checks`` runs rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pledgebook.errors import Problem, Where
from pledgebook.text import Text
from pledgebook.yaml_text import load_yaml


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of the catalogue; ``family`` is the letters of its code."""

    code: str
    family: str
    severity: Literal["error", "warning", "info"]
    message: Text
    next: Text
    why: Text


@cache
def catalogue() -> dict[str, CheckRow]:
    """Every check by its code, in the order of the file."""
    file = resources.files("pledgebook").joinpath("checks/catalogue.yml")
    rows = load_yaml(file.read_text(encoding="utf-8"))
    return {
        code: CheckRow(
            code,
            code.rstrip("0123456789"),
            row["severity"],
            Text(**row["message"]),
            Text(**row["next"]),
            Text(**row["why"]),
        )
        for code, row in rows.items()
    }


def problem(code: str, where: Where, /, **values: object) -> Problem:
    """A finding of the check ``code`` at a place, its message filled with ``values``."""
    row = catalogue()[code]
    return Problem(code, where, row.message.fill(**values), row.next.fill(**values))


def severity_of(found: Problem) -> str:
    """``error``, ``warning`` or ``info``."""
    return catalogue()[found.code].severity
