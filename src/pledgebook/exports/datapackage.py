"""``datapackage.json``: every open CSV and Parquet file with its columns, units, hash, sources and licences.

A newcomer would get wrong that the package itself has no licence of its own: it passes on what its sources allow,
resource by resource, and a source from which only facts were taken says so under its own name.

Source: Data Package 1.0 and Tabular Data Package (Frictionless Standards).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pledgebook.book.load import Book
from pledgebook.book.models import SourceDeclaration
from pledgebook.exports.files import write_json
from pledgebook.exports.resources import Column, Resource, licences_of
from pledgebook.text import Text

FILE = "datapackage.json"


def write_datapackage(folder: Path, book: Book, resources: Sequence[Resource]) -> None:
    """The package of a folder of open data."""
    declared = book.declaration
    content = {
        "name": "-".join(("pledgebook", declared.places.country_iso2.lower())),
        **_texts("title", declared.name, book),
        **_texts("description", declared.summary, book),
        "created": f"{declared.as_of.isoformat()}T00:00:00Z",
        **({"homepage": declared.address} if declared.address else {}),
        **_origin(book.sources.values(), book),
        "resources": [_resource(r, book) for r in resources],
    }
    write_json(folder / FILE, content)


def _resource(resource: Resource, book: Book) -> dict[str, Any]:
    fields = [_field(column, book) for column in resource.columns]
    is_table = resource.media == "text/csv"
    return {
        "name": "-".join(Path(resource.path).with_suffix("").parts).lower().replace("_", "-")
        + ("" if is_table else "-" + Path(resource.path).suffix.removeprefix(".")),
        "path": resource.path,
        **({"profile": "tabular-data-resource"} if is_table else {}),
        **_texts("title", resource.title, book),
        "format": Path(resource.path).suffix.removeprefix("."),
        "mediatype": resource.media,
        **({"encoding": "utf-8"} if resource.media.startswith(("text", "application/json")) else {}),
        "bytes": resource.size,
        "hash": f"sha256:{resource.sha256}",
        **({"schema": {"fields": fields, "missingValues": [""]}} if is_table else {}),
        **(_origin(resource.sources, book) if resource.sources else {}),
    }


def _field(column: Column, book: Book) -> dict[str, Any]:
    meaning = _texts("description", column.meaning, book) if column.meaning else {}
    return {
        "name": column.name,
        "type": column.type,
        **meaning,
        **({"unit": column.unit} if column.unit else {}),
    }


def _origin(sources: Iterable[SourceDeclaration], book: Book) -> dict[str, Any]:
    """The sources with their licences, and the licences each once; a licence goes by the name that its source gives."""
    found = tuple(sources)
    first = book.languages[0]
    return {
        "sources": [{"title": s.title[first], "path": s.address, "licence": s.licence} for s in found],
        "licenses": [{"name": licence, "title": licence} for licence in licences_of(found)],
    }


def _texts(key: str, text: Text, book: Book) -> dict[str, str]:
    """A text in the book's first language under the standard's key, and in each language under one of its own."""
    return {
        key: text[book.languages[0]],
        **{f"{key}_{language}": text[language] for language in book.languages if language in text},
    }
