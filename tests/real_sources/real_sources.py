"""The real sources beside the project, read in place by the ``source.yml`` that stands here under each one's name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pledgebook.book.models import SourceDeclaration
from pledgebook.book.yaml_file import YamlFile, read_declaration
from pledgebook.tables.from_source import Taken, take_source
from pledgebook.tables.places.crosswalk import read_crosswalk
from pledgebook.tables.places.match import PlaceIndex, place_index

HERE = Path(__file__).resolve().parent
SOURCES = sorted(p.parent.name for p in HERE.glob("*/source.yml"))
IN_PLACE = re.compile(r"^# Read in place from the data beside the project: (\S+)$", re.MULTILINE)
CROSSWALK = HERE.parents[1] / "books" / "iraq" / "places" / "crosswalk.csv"
ROOT = {"place_pcode": "IQ", "place_level": 0, "vintage": "2019-06-03", "name_en": "Iraq"}


def declared(name: str) -> tuple[SourceDeclaration, YamlFile]:
    """The declaration of a source."""
    folder = HERE / name
    source, file, problems = read_declaration(
        folder / "source.yml", SourceDeclaration, {"id": name, "path": folder}
    )
    assert source is not None, problems
    return source, file


def path_of(name: str, shared: Path) -> Path:
    """Where the file of a source stands."""
    written = IN_PLACE.search((HERE / name / "source.yml").read_text(encoding="utf-8"))
    assert written, name
    return shared / "data" / written[1]


@cache
def places(shared: Path) -> PlaceIndex:
    """The places of the p-code list, with the answers of the example book's crosswalk."""
    rows = [ROOT, *_take("pcodes", shared, PlaceIndex()).rows]
    lines, wrong = read_crosswalk(CROSSWALK, {str(row["place_pcode"]) for row in rows})
    assert {p.code for p in wrong} <= {"BOOK020"}, wrong
    return place_index(rows, lines)


@cache
def taken(name: str, shared: Path) -> Taken:
    """What a source gives: rows, issues, problems."""
    return _take(name, shared, places(shared))


def _take(name: str, shared: Path, index: PlaceIndex) -> Taken:
    source, file = declared(name)
    return take_source(source, file, path_of(name, shared), index, sensitive=False)
