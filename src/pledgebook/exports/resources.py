"""The open files of a build as resources: what each holds, its columns, the sources it rests on and their licences.

A newcomer would get wrong that nothing here is declared twice: the columns are those of the file as it was written,
explained by the table's or the measure's own declaration, and its sources are those that its rows name.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as pa_csv

from pledgebook.book.load import Book
from pledgebook.book.models import SourceDeclaration
from pledgebook.tables.schema import QUANTITY_PARTS, table_type
from pledgebook.text import Text, texts_of

MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
}
_TYPES = {
    "text": "string",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "amount": "number",
    "book_amount": "number",
    "share": "number",
}
_NUMBERS = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its type as a data package names it, its meaning where it is declared, and its unit."""

    name: str
    type: str
    meaning: Text | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One open file; ``about`` is its subject (``table``, ``measure``, ``figure`` or the file's own) and its name."""

    path: str
    about: tuple[str, str]
    title: Text
    size: int
    sha256: str
    columns: tuple[Column, ...] = ()
    sources: tuple[SourceDeclaration, ...] = ()

    @property
    def media(self) -> str:
        """The file's media type."""
        return MEDIA[Path(self.path).suffix]


def resources_of(folder: Path, book: Book) -> list[Resource]:
    """Every file of the folder of open data that a reader may take, by its path."""
    files = sorted(p for p in folder.rglob("*") if p.suffix in MEDIA and p.is_file())
    return [_resource(folder, file, book) for file in files]


def _resource(folder: Path, file: Path, book: Book) -> Resource:
    path = file.relative_to(folder)
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    about = _about(path)
    names, sources = _read(file) if file.suffix == ".csv" else ((), ())
    known = [book.sources[name] for name in sources if name in book.sources]
    return Resource(
        path.as_posix(),
        about,
        _title(about, book),
        file.stat().st_size,
        digest,
        tuple(_columns(about, names, book)),
        tuple(known),
    )


def _about(path: Path) -> tuple[str, str]:
    top = path.parts[0]
    if top in ("tables", "measures"):
        return top.removesuffix("s"), path.stem
    if top == "figures":
        return "figure", path.relative_to(top).with_suffix("").as_posix()
    return "file", path.stem


def _title(about: tuple[str, str], book: Book) -> Text:
    texts = texts_of("pledgebook.exports", "resources.yml")
    match about:
        case ("table", name):
            return table_type(name).row
        case ("measure", name):
            return book.measures[name].label
        case (kind, name):
            return texts[kind if kind == "figure" else name].fill(name=name)


def _read(file: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headers of a CSV file, and the sources that its rows name."""
    with file.open(encoding="utf-8", newline="") as opened:
        headers = tuple(next(csv.reader(opened), ()))
    return headers, tuple(sorted(_column(file, "source"))) if "source" in headers else ()


def _column(file: Path, name: str) -> Iterator[str]:
    """What a column of a CSV file holds, once each; of a large file some of it is read at a time."""
    chosen = pa_csv.ConvertOptions(include_columns=[name], column_types={name: pa.string()})
    lines = pa_csv.ParseOptions(newlines_in_values=True)
    seen: set[str] = set()
    with pa_csv.open_csv(file, convert_options=chosen, parse_options=lines) as batches:
        for batch in batches:
            seen.update(batch.column(0).unique().to_pylist())
    yield from seen


def _columns(about: tuple[str, str], names: tuple[str, ...], book: Book) -> Iterator[Column]:
    kind, subject = about
    declared = dict(_declared(subject, book)) if kind == "table" else {}
    unit = book.measures[subject].unit if kind == "measure" else ""
    unit = book.declaration.currency if unit == "book_currency" else unit
    for name in names:
        if name in declared:
            yield declared[name]
        elif name in _NUMBERS:
            yield Column(name, "number", unit=unit)
        else:
            yield Column(name, "any" if kind in ("measure", "figure") else "string")


def _declared(table: str, book: Book) -> Iterator[tuple[str, Column]]:
    for column in table_type(table).columns.values():
        if column.type != "quantity":
            unit = book.declaration.currency if column.type == "book_amount" else ""
            yield column.name, Column(column.name, _TYPES.get(column.type, "string"), column.meaning, unit)
            continue
        for part in QUANTITY_PARTS:
            is_number = part in ("", "_low", "_high")
            name = column.name + part
            unit = "people" if column.name == "people" and is_number else ""
            yield name, Column(name, "number" if is_number else "string", column.meaning, unit)


def licences_of(sources: Mapping[str, SourceDeclaration] | tuple[SourceDeclaration, ...]) -> list[str]:
    """The licences of sources, each once."""
    found = sources.values() if isinstance(sources, Mapping) else sources
    return sorted({source.licence for source in found})
