"""A file of IATI activities, read one activity at a time.

Versions 1.01 to 1.05 are rewritten in the codes of 2.03 on the way. A newcomer would get wrong that a version
may be missing or be nonsense such as 99.03: then the way an activity is written decides how it is read.

Source: https://iatistandard.org/en/iati-standard/203/activity-standard/
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from lxml import etree

from pledgebook.sources.iati.activity import ActivityRead, read_activity
from pledgebook.sources.iati.element import attribute, language_of
from pledgebook.sources.iati.issues import issue
from pledgebook.sources.iati.stream import Fault, Piece, pieces
from pledgebook.sources.iati.tables import MONEY
from pledgebook.sources.iati.version_1 import is_version_1, upgrade

if TYPE_CHECKING:
    from pledgebook.sources.iati.validation.file import Validation

VERSIONS_1 = frozenset({"1.01", "1.02", "1.03", "1.04", "1.05"})
VERSIONS_2 = frozenset({"2.01", "2.02", "2.03"})


def read_activities(
    content: BinaryIO | Path,
    source: str,
    known_currencies: Collection[str],
    wanted: Collection[str] = MONEY,
    validation: Validation | None = None,
) -> Iterator[ActivityRead]:
    """The activities of a file in its order; what is wrong with the file itself comes without an identifier.

    ``source`` is the id that every row carries; ``known_currencies`` are the codes of the list of currencies;
    ``wanted`` names the tables (``MONEY`` or ``ALL``, or others of ``READERS`` beside those of money);
    ``validation``, of this file alone, adds what breaks the standard's rules to the issues.
    """
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield from _read(file, source, known_currencies, wanted, validation)
    else:
        yield from _read(content, source, known_currencies, wanted, validation)


def _read(
    content: BinaryIO,
    source: str,
    known_currencies: Collection[str],
    wanted: Collection[str],
    validation: Validation | None,
) -> Iterator[ActivityRead]:
    yield from read_pieces(pieces(content), source, known_currencies, wanted, validation=validation)


def read_pieces(
    found: Iterable[Piece | Fault],
    source: str,
    known_currencies: Collection[str],
    wanted: Collection[str],
    tells_version: bool = True,
    validation: Validation | None = None,
) -> Iterator[ActivityRead]:
    """The rows of activities that are parsed; of a file's version only the first activity may tell."""
    is_first = tells_version
    for piece in found:
        if isinstance(piece, Fault):
            yield _of_file(piece, source)
            continue
        declared = _declared_version(piece)
        is_old = _is_old(piece, declared)
        if is_first:
            is_first = False
            fault = _version_fault(piece, declared, is_old)
            if fault:
                yield _of_file(fault, source)
        rules = [] if validation is None else validation.rows(piece, declared, source)
        if is_old:
            upgrade(piece.element, _language(piece))
        read = read_activity(
            piece.element, piece.first_line, source, declared or None, known_currencies, wanted
        )
        read.issues.extend(rules)
        yield read


def _declared_version(piece: Piece) -> str:
    """The version that the root declares, else the activity itself, as version 1 allowed; or ''."""
    return attribute(piece.element.getparent(), "version") or attribute(piece.element, "version")


def _is_old(piece: Piece, declared: str) -> bool:
    if declared in VERSIONS_2:
        return False
    return declared in VERSIONS_1 or is_version_1(piece.element)


def _version_fault(piece: Piece, declared: str, is_old: bool) -> Fault | None:
    if declared in VERSIONS_1 or declared in VERSIONS_2:
        return None
    line = piece.first_line + cast("int", piece.element.sourceline) - 1
    if not declared:
        return Fault("version-missing", line, "1" if is_old else "2")
    return Fault("unknown-version", line, declared)


def _language(piece: Piece) -> str:
    root: etree._Element | None = piece.element.getparent()
    return language_of(piece.element, "" if root is None else language_of(root))


def _of_file(fault: Fault, source: str) -> ActivityRead:
    told = issue(
        fault.code,
        source=source,
        record=f"line {fault.line}",
        activity_id=fault.activity_id,
        value=fault.value,
        element=fault.element,
    )
    return ActivityRead("", issues=[told])
