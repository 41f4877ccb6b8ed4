"""The standard's XML schema, applied to one record at a time, so that a fault is pinned to its record and line.

The schema files are the user's: a folder with ``2.03/iati-activities-schema.xsd`` and its like, or with the files of
one version themselves. A newcomer would get wrong that what is wrong with the root comes again with every record of
the file; it is told once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

from lxml import etree

from pledgebook.errors import Problem, SourceError, Where
from pledgebook.sources.iati.validation.rule import PACKAGE, Rule
from pledgebook.text import texts_of

NEWEST = "2.03"
RULE = Rule("0.3.1", "critical", "schema")
_FILES = {
    "iati-activity": "iati-activities-schema.xsd",
    "iati-organisation": "iati-organisations-schema.xsd",
}
_VERSION = re.compile(r"[12]\.0\d")


class Schemas:
    """The schemas of a folder, each compiled when a file first needs it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compiled: dict[tuple[str, str], etree.XMLSchema] = {}
        if not any(self._file(record, NEWEST).is_file() for record in _FILES):
            texts = texts_of(PACKAGE, "words.yml")
            where = Where(self._folder / NEWEST / _FILES["iati-activity"])
            raise SourceError(Problem("SRC001", where, texts["no-schema"], texts["no-schema-next"]))

    def of(self, record: str, version: str) -> tuple[str, etree.XMLSchema | None]:
        """The version that is used, the newest for one that is unknown, and its schema; none for an unknown 1.x."""
        is_known = _VERSION.fullmatch(version) and self._file(record, version).is_file()
        if not is_known and version.startswith("1."):
            return version, None
        known = version if is_known else NEWEST
        if (record, known) not in self._compiled:
            parser = etree.XMLParser(no_network=True, resolve_entities=False)
            document = etree.parse(str(self._file(record, known)), parser)
            self._compiled[record, known] = etree.XMLSchema(document)
        return known, self._compiled[record, known]

    def _file(self, record: str, version: str) -> Path:
        in_folder = self._folder / version / _FILES[record]
        return in_folder if in_folder.is_file() else self._folder / _FILES[record]


def schema_faults(root: etree._Element, schema: etree.XMLSchema) -> list[tuple[int, str, str]]:
    """The line, path and message of each fault of a tree; one message once for each place."""
    if schema.validate(root):
        return []
    entries = cast("Any", schema.error_log)
    return list(dict.fromkeys((entry.line, entry.path or "", entry.message) for entry in entries))
