"""A rule as declared, and a fault found by one.

A newcomer would get wrong that several rows share an id: the standard gives one number to the same rule in several
places.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple, TypeAlias

from pledgebook.codes import codes_of
from pledgebook.text import Text, texts_of
from pledgebook.yaml_text import load_yaml

PACKAGE = "pledgebook.sources.iati.validation"
Severity: TypeAlias = Literal["critical", "error", "warning", "advisory"]
STOPPING: frozenset[str] = frozenset({"critical", "error"})
"""The severities with which a file does not conform."""
_OWN = {"id", "severity", "words", "kind", "record", "at", "when", "versions"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``rules.yml``; ``at`` are paths under the record, ``options`` what its kind needs."""

    id: str
    severity: Severity
    words: str
    kind: str = ""
    record: str = "iati-activity"
    at: tuple[str, ...] = (".",)
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    versions: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeRule:
    """One row of ``codes.csv``: which list an attribute's code is of, for one vocabulary or for all ('')."""

    rule: Rule
    path: str
    attribute: str
    vocabulary: str
    vocabulary_default: str
    codes: frozenset[str]
    list_name: str


class RuleFault(NamedTuple):
    """A rule broken at a line, in a record, by an element; ``value`` is what stands there.

    A tuple, because files have tens of thousands of them and a frozen dataclass takes three times as long to make.
    """

    rule: Rule
    line: int
    record_id: str
    element: str
    value: str | Text
    detail: str = ""

    @property
    def what(self) -> Text:
        """What is wrong."""
        return _filled(self.rule.words, self.value, self.detail)

    @property
    def columns(self) -> Mapping[str, str]:
        """What is wrong, as the table ``issue`` has it."""
        return _columns(self.rule.words, self.value, self.detail)

    @property
    def next(self) -> Text:
        """What to do about it."""
        return texts_of(PACKAGE, "words.yml")[f"{self.rule.words}-next"]


@lru_cache(maxsize=4096)
def _filled(words: str, value: str | Text, detail: str) -> Text:
    return texts_of(PACKAGE, "words.yml")[words].fill(value=value, detail=detail)


@lru_cache(maxsize=4096)
def _columns(words: str, value: str | Text, detail: str) -> Mapping[str, str]:
    return {f"message_{language}": said for language, said in _filled(words, value, detail).items()}


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the standard but those about codes, in the order of the file."""
    content = resources.files(PACKAGE).joinpath("rules.yml").read_text(encoding="utf-8")
    return tuple(
        Rule(
            str(row["id"]),
            row["severity"],
            row["words"],
            row["kind"],
            row.get("record", "iati-activity"),
            tuple(row.get("at", (".",))),
            {name: tuple(values) for name, values in row.get("when", {}).items()},
            tuple(row.get("versions", ())),
            {name: value for name, value in row.items() if name not in _OWN},
        )
        for row in load_yaml(content)
    )


@cache
def code_rules() -> tuple[CodeRule, ...]:
    """Every rule about a code, in the order of the file."""
    content = resources.files(PACKAGE).joinpath("codes.csv").read_text(encoding="utf-8")
    return tuple(
        CodeRule(
            Rule(
                row["rule"], _severity(row["severity"]), "code-unknown", "code", row["record"], (row["path"],)
            ),
            row["path"],
            row["attribute"],
            row["vocabulary"],
            row["vocabulary_default"],
            codes(row["list"]),
            row["list"],
        )
        for row in csv.DictReader(content.splitlines())
    )


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of a list, withdrawn or not: ``iso/currency`` is one of the tables, ``language`` one of ``codes/``."""
    if "/" in name:
        authority, of_authority = name.split("/")
        return frozenset(codes_of(authority, of_authority))
    content = resources.files(PACKAGE).joinpath("codes", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(content.split())


def _severity(word: str) -> Severity:
    severities: dict[str, Severity] = {"error": "error", "warning": "warning"}
    return severities[word]
