"""A file, or one record after another of it, held against the standard.

A newcomer would get wrong that a version which does not exist is no error: the file is held against 2.03. A file of
version 1 is told to be one, and only its schema is looked at: the rules are those of version 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from pledgebook.sources.iati.element import attribute
from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.organisations import organisation_pieces
from pledgebook.sources.iati.stream import Piece, pieces
from pledgebook.sources.iati.validation.found import Found
from pledgebook.sources.iati.validation.rule import Rule, RuleFault
from pledgebook.sources.iati.validation.schema import NEWEST, RULE, Schemas, schema_faults
from pledgebook.sources.iati.validation.walk import compiled, walk
from pledgebook.text import Text, texts_of

VERSIONS = frozenset({"2.01", "2.02", "2.03"})
_IDENTIFIERS = {"iati-activity": "iati-identifier", "iati-organisation": "organisation-identifier"}
OF_FILES = {
    rule.id: rule
    for rule in (
        RULE,
        Rule("0.6.1", "critical", "version-1"),
        Rule("1.1.2", "error", "identifier-twice"),
        Rule("9.1.1", "warning", "version-unknown"),
        Rule("unreadable", "critical", "unreadable"),
        Rule("no-records", "critical", "no-records"),
    )
}
"""The rules that need more than a record, or none at all."""


def rules_of(version: str) -> str:
    """The version whose rules hold for what declares one: the newest for one that is unknown, none for a version 1."""
    if version.startswith("1."):
        return ""
    return version if version in VERSIONS else NEWEST


def of_version(version: str) -> Rule:
    """The rule that tells of a version which the rules are not made for."""
    return OF_FILES["0.6.1" if version.startswith("1.") else "9.1.1"]


def row_of(fault: RuleFault, source: str) -> Row:
    """A fault as a row of the table ``issue``."""
    return {
        "source": source,
        "record": f"line {fault.line}",
        "activity_id": fault.record_id,
        "element": "" if fault.element == "." else fault.element,
        "code": fault.rule.id,
        "value": fault.value,
        **fault.columns,
    }


class Validation:
    """The state of one file while its records are validated: what is told once, and which identifiers it holds.

    ``piece`` is the number of the piece of the file that comes next, where somebody counts them; ``records`` says how
    many were held against the rules.
    """

    def __init__(self, today: date, schemas: Schemas | None = None, with_references: bool = False) -> None:
        self._with_references = with_references
        self.today = today.isoformat()
        self._schemas = schemas
        self.piece = self.records = 0
        self._told: set[tuple[str, str]] = set()
        self._lines: dict[str, int] = {}
        self._references: list[RuleFault] = []

    def of_record(self, record: etree._Element, version: str, first_line: int) -> list[RuleFault]:
        """The faults of a record as published; ``version`` is the declared one, ``first_line`` its piece's."""
        self.records += 1
        name = _IDENTIFIERS[record.tag]
        identifier = " ".join((record.findtext(name) or "").split())
        found = Found(record, first_line, identifier, self.today)
        if version not in VERSIONS:
            self._tell_version(found, version)
        if self._schemas is not None:
            self._hold_against_schema(found, self._schemas, version)
        if rules_of(version):
            walk(record, compiled(record.tag, rules_of(version), self._with_references), found)
            self._tell_twice(found, name)
            self.refer(found.references)
        return [fault for fault in found.faults if self._is_new(fault)]

    def rows(self, piece: Piece, version: str, source: str) -> list[Row]:
        """The faults of an activity as rows of the table ``issue``; the same value in the same place is told once."""
        found: dict[tuple[str, str, str | Text], Row] = {}
        for fault in self.of_record(piece.element, version, piece.first_line):
            key = (fault.rule.id, fault.element, fault.value)
            if key not in found:
                found[key] = row_of(fault, source)
        return list(found.values())

    def refer(self, faults: Iterable[RuleFault]) -> None:
        """What names an activity: a fault where no record of the file is that activity."""
        self._references += faults

    def at_end(self) -> list[RuleFault]:
        """What names an activity that no record of the file is; and that there is no record."""
        elsewhere = [fault for fault in self._references if fault.value not in self._lines]
        return elsewhere if self.records else [*elsewhere, RuleFault(OF_FILES["no-records"], 1, "", ".", "")]

    collects = False
    """Whether what needs the whole file is only kept, for every activity."""

    def awaits(self, version: str) -> bool:
        """Whether the next activity that declares this version tells so."""
        return version not in VERSIONS and (of_version(version).id, version) not in self._told

    def line_before(self, identifier: str, line: int, own_line: int) -> int | None:
        """The line of the first activity with this identifier where it is another one; this may be the first.

        ``line`` is that of the activity, ``own_line`` of the element that states the identifier.
        """
        first = self._lines.setdefault(identifier, line)
        return None if first == line else first

    def is_first_told(self, fault: RuleFault) -> bool:
        """Whether a rule that is told once for each value of a file has not been told of this one; it is now."""
        key = (fault.rule.id, str(fault.value))
        is_new = key not in self._told
        self._told.add(key)
        return is_new

    def _tell_version(self, found: Found, version: str) -> None:
        root = found.record.getparent()
        fault = found.fault(of_version(version), found.record if root is None else root, version)
        if self.is_first_told(fault):
            found.faults.append(fault)

    def _hold_against_schema(self, found: Found, schemas: Schemas, version: str) -> None:
        parent = found.record.getparent()
        if parent is not None and next(parent.iterchildren(found.record.tag)) is not found.record:
            return
        known, schema = schemas.of(found.record.tag, version)
        if schema is None:
            return
        root, above = (found.record, 2) if parent is None else (parent, 3)
        for line, path, message in schema_faults(root, schema):
            at_line = found.first_line + line - 1
            if path.count("/") < 2:
                if (RULE.id, message) in self._told:
                    continue
                self._told.add((RULE.id, message))
            element = "/".join(step.split("[")[0] for step in path.split("/")[above:]) or "."
            found.faults.append(RuleFault(RULE, at_line, found.record_id, element, message, known))

    def _tell_twice(self, found: Found, name: str) -> None:
        if not found.record_id:
            return
        own_line = found.line(found.children[name][0])
        first = self.line_before(found.record_id, found.line(found.record), own_line)
        if first is not None:
            found.add(OF_FILES["1.1.2"], found.children[name][0], found.record_id, detail=str(first))

    def _is_new(self, fault: RuleFault) -> bool:
        return not fault.rule.options.get("once") or self.is_first_told(fault)


def validate_file(path: Path, today: date, schemas: Schemas | None = None) -> Iterator[RuleFault]:
    """Everything that is wrong with a file of activities or of organisations, in its order."""
    validation = Validation(today, schemas, with_references=True)
    with path.open("rb") as content:
        yield from faults_of(organisation_pieces(content) or pieces(content), validation)
    yield from validation.at_end()


def faults_of(found: Iterable[Piece | Fault], validation: Validation) -> Iterator[RuleFault]:
    """What is wrong with records and with what stands between them."""
    for piece in found:
        if isinstance(piece, Fault):
            yield _unreadable(piece)
        else:
            yield from validation.of_record(piece.element, declared_version(piece), piece.first_line)


def declared_version(piece: Piece) -> str:
    """The version that the root declares, else the record itself, as version 1 allowed; or ''."""
    return attribute(piece.element.getparent(), "version") or attribute(piece.element, "version")


def _unreadable(fault: Fault) -> RuleFault:
    rule = OF_FILES["unreadable"]
    message = texts_of("pledgebook.sources.iati", "issues.yml")[fault.code].fill(value=fault.value)
    return RuleFault(rule, fault.line, fault.activity_id, fault.element or ".", message, fault.code)
