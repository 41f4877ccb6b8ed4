"""``overrides.yml``: findings that stand for a time by somebody's decision, who says so by role, with a reason.

A newcomer would get wrong that an override hides nothing and changes nothing: the verdict and the value stay as they
are and are shown with it; it only keeps the finding from stopping the book, until its last day.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pledgebook.book.models import Declaration, Words
from pledgebook.book.yaml_file import YamlFile, read_declaration
from pledgebook.errors import Problem
from pledgebook.figures import write_date
from pledgebook.text import Text, texts_of

FILE = "overrides.yml"
Role = Literal["coordinator", "department", "partner", "reviewer", "translator", "auditor"]


class Override(Declaration):
    """One decision: about a figure (``home/people``), one check of it, or one check in a file."""

    figure: str = ""
    check: str = ""
    file: str = ""
    role: Role
    reason: Words
    first: date = Field(alias="from")
    until: date

    @model_validator(mode="after")
    def _is_about_something(self) -> Override:
        if bool(self.figure) == bool(self.file) or (self.file and not self.check):
            raise PydanticCustomError("override_about", "override_about")
        if self.until < self.first:
            raise PydanticCustomError("override_backwards", "override_backwards")
        return self

    @property
    def days(self) -> int:
        """How many days it lasts, the first and the last included."""
        return (self.until - self.first).days + 1

    @property
    def about(self) -> str:
        """What it is about, as it is written."""
        return " ".join(part for part in (self.check, self.figure or self.file) if part)

    @property
    def told(self) -> Text:
        """The decision in a sentence, in each language."""
        texts = texts_of("pledgebook.book", "overrides.yml")
        first, until = (
            Text(**{language: write_date(day, language) for language in self.reason})
            for day in (self.first, self.until)
        )
        return texts["told"].fill(
            first=first, until=until, role=texts[f"role_{self.role}"], reason=self.reason
        )


class Overrides(Declaration):
    """The whole file."""

    overrides: tuple[Override, ...] = ()


def read_overrides(root: Path) -> tuple[tuple[Override, ...], YamlFile | None, list[Problem]]:
    """The overrides of a book, the file, and its mistakes; nothing where there is no file."""
    if not (root / FILE).is_file():
        return (), None, []
    declared, file, problems = read_declaration(root / FILE, Overrides)
    return (declared.overrides if declared else ()), file, problems
