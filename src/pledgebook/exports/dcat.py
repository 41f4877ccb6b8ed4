"""``catalog.jsonld``: the open data as a DCAT catalogue, every text in each language of the book.

A newcomer would get wrong that a dataset is not a file: a table is one dataset with a CSV and a Parquet
distribution, and the rows behind figures are one dataset with a file for each figure.

Source: DCAT 3 (W3C), with SPDX checksums; addresses are relative to the file unless the book has ``site.address``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pledgebook.book.load import Book
from pledgebook.exports.files import write_json
from pledgebook.exports.resources import Resource, licences_of
from pledgebook.text import Text, texts_of

FILE = "catalog.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_IANA = "https://www.iana.org/assignments/media-types/"


def write_dcat(folder: Path, book: Book, resources: Sequence[Resource]) -> None:
    """The catalogue of a folder of open data."""
    declared = book.declaration
    base = f"{declared.address}/data/" if declared.address else ""
    groups: dict[tuple[str, str], list[Resource]] = {}
    for resource in resources:
        groups.setdefault(_dataset_of(resource), []).append(resource)
    catalogue = {
        "@context": _CONTEXT,
        "@id": f"{base}{FILE}",
        "@type": "dcat:Catalog",
        "dct:title": _told(declared.name, book),
        "dct:description": _told(declared.summary, book),
        "dct:language": list(book.languages),
        "dct:modified": _day(declared.as_of.isoformat()),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _told(declared.name, book)},
        "dcat:dataset": [_dataset(base, book, about, found) for about, found in sorted(groups.items())],
    }
    write_json(folder / FILE, catalogue)


def _dataset_of(resource: Resource) -> tuple[str, str]:
    kind, name = resource.about
    return ("figures", "") if kind == "figure" else (kind, name)


def _dataset(base: str, book: Book, about: tuple[str, str], files: Sequence[Resource]) -> dict[str, Any]:
    declared = book.declaration
    kind, name = about
    sources = {s.id: s for f in files for s in f.sources}
    title = (
        texts_of("pledgebook.exports", "resources.yml")["figures"] if kind == "figures" else files[0].title
    )
    period = {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _day(declared.period.first.isoformat()),
        "dcat:endDate": _day(declared.period.last.isoformat()),
    }
    return {
        "@id": f"{base}{FILE}#{kind}{'-' + name if name else ''}",
        "@type": "dcat:Dataset",
        "dct:identifier": name or kind,
        "dct:title": _told(title, book),
        "dct:modified": _day(declared.as_of.isoformat()),
        "dct:temporal": period,
        "dct:source": [
            {"@id": s.address, "dct:title": _told(s.title, book)} for _, s in sorted(sources.items())
        ],
        "dct:rights": licences_of(sources),
        "dcat:distribution": [_distribution(base, book, file) for file in files],
    }


def _distribution(base: str, book: Book, file: Resource) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _told(file.title, book),
        "dcat:downloadURL": {"@id": base + file.path},
        "dcat:accessURL": {"@id": base + file.path},
        "dcat:mediaType": {"@id": _IANA + file.media},
        "dcat:byteSize": file.size,
        "dct:rights": licences_of(file.sources),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.sha256,
        },
    }


def _told(text: Text, book: Book) -> list[dict[str, str]]:
    return [
        {"@language": language, "@value": text[language]} for language in book.languages if language in text
    ]


def _day(day: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day}
