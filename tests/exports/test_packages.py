"""The data package and the DCAT catalogue describe every open file as it is: columns, types, hash, licences."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from book_copies import edit, iraq_built, silent, small_book, small_built
from pledgebook.book.load import load_book
from pledgebook.build import build

BUILT = {"small": small_built, "iraq": iraq_built}
READ: dict[str, Callable[[str], object]] = {
    "number": Decimal,
    "integer": int,
    "date": date.fromisoformat,
    "boolean": lambda v: {"true": True, "false": False}[v],
    "string": str,
    "any": str,
}


@pytest.fixture(scope="module", params=BUILT, ids=BUILT)
def book(request: pytest.FixtureRequest) -> Path:
    return BUILT[request.param]()


def data_of(book: Path) -> Path:
    return book / "_build/latest/site/data"


def package(book: Path) -> dict[str, Any]:
    return dict(json.loads((data_of(book) / "datapackage.json").read_text(encoding="utf-8")))


def catalogue(book: Path) -> dict[str, Any]:
    return dict(json.loads((data_of(book) / "catalog.jsonld").read_text(encoding="utf-8")))


def open_files(book: Path) -> set[str]:
    data = data_of(book)
    files = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()}
    return files - {"datapackage.json", "catalog.jsonld"}


def test_every_open_file_is_a_resource_with_its_size_and_hash(book: Path) -> None:
    resources = package(book)["resources"]
    assert {r["path"] for r in resources} == open_files(book)
    assert len({r["name"] for r in resources}) == len(resources)
    for resource in resources:
        content = (data_of(book) / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_every_cell_of_every_csv_file_is_of_the_type_that_the_package_says(book: Path) -> None:
    seen = 0
    for resource in package(book)["resources"]:
        if resource["format"] != "csv":
            continue
        with (data_of(book) / resource["path"]).open(encoding="utf-8", newline="") as file:
            headers, *rows = csv.reader(file)
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == headers, resource["path"]
        for row in rows:
            for cell, field in zip(row, fields, strict=True):
                if cell:
                    READ[field["type"]](cell)
                    seen += 1
    assert seen > 1000


def test_numbers_have_their_unit_and_columns_their_meaning_in_both_languages(book: Path) -> None:
    currency = load_book(book).declaration.currency
    resources = {r["path"]: r for r in package(book)["resources"]}
    flow = {f["name"]: f for f in resources["tables/flow.csv"]["schema"]["fields"]}
    assert {f["unit"] for name, f in flow.items() if name.endswith("_book")} == {currency}
    assert flow["amount_book"]["description_en"] != flow["amount_book"]["description_fr"]
    values = {f["name"]: f for f in resources["measures/committed.csv"]["schema"]["fields"]}
    assert values["value"]["unit"] == currency


def test_a_resource_has_the_licences_of_the_sources_its_rows_name_and_no_other(book: Path) -> None:
    declared = load_book(book).sources
    seen = 0
    for resource in package(book)["resources"]:
        if resource["format"] == "csv":
            with (data_of(book) / resource["path"]).open(encoding="utf-8", newline="") as file:
                named = {row.get("source") or "" for row in csv.DictReader(file)} & set(declared)
            expected = {declared[name].licence for name in named}
            assert {one["name"] for one in resource.get("licenses", [])} == expected, resource["path"]
            seen += len(expected)
    assert seen > 0


def test_the_catalogue_leads_to_every_file_once_and_speaks_every_language(book: Path) -> None:
    found = catalogue(book)
    files = [d for dataset in found["dcat:dataset"] for d in dataset["dcat:distribution"]]
    assert sorted(d["dcat:downloadURL"]["@id"] for d in files) == sorted(open_files(book))
    for told in (found, *found["dcat:dataset"], *files):
        assert [t["@language"] for t in told["dct:title"]] == ["en", "fr"]
        assert all(t["@value"].strip() for t in told["dct:title"])
    for distribution in files:
        file = data_of(book) / distribution["dcat:downloadURL"]["@id"]
        assert (
            distribution["spdx:checksum"]["spdx:checksumValue"]
            == hashlib.sha256(file.read_bytes()).hexdigest()
        )
    ids = [dataset["@id"] for dataset in found["dcat:dataset"]]
    assert len(ids) == len(set(ids))


def test_with_an_address_the_catalogue_is_whole_and_the_package_still_moves(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pledgebook.yml", "\nthreshold", "\nsite: {address: https://example.org/book}\nthreshold")
    build(book, silent)
    files = [d for dataset in catalogue(book)["dcat:dataset"] for d in dataset["dcat:distribution"]]
    assert all(f["dcat:downloadURL"]["@id"].startswith("https://example.org/book/data/") for f in files)
    assert {r["path"] for r in package(book)["resources"]} == open_files(book)
    assert package(book)["homepage"] == "https://example.org/book"
