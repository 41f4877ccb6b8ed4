"""The schemas take what the reader takes, refuse what it refuses, and explain every key in both languages."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from book_copies import IRAQ, SMALL
from pledgebook.book.load import LEDGERS
from pledgebook.exports.schemas import (
    FILES,
    Declared,
    ledger_schema,
    schema_of,
    write_schemas,
)
from pledgebook.yaml_text import load_yaml

BOOKS = (IRAQ, SMALL)
BY_NAME = {declared.name: declared for declared in FILES}


def plain(node: Any) -> Any:
    """YAML as JSON has it: a date is text."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node.isoformat() if isinstance(node, date | datetime) else node


def content_of(path: Path) -> Any:
    return plain(load_yaml(path.read_text(encoding="utf-8")))


def faults(declared: Declared, content: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema_of(declared, "en"))
    return [f"{'.'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(content)]


@pytest.mark.parametrize("declared", FILES, ids=lambda d: d.name)
def test_the_books_fit_their_schemas(declared: Declared) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(declared, "en"))
    for book in BOOKS:
        for path in book.glob(declared.files):
            assert faults(declared, content_of(path)) == [], path


def test_every_yaml_file_of_a_book_has_a_schema() -> None:
    for book in BOOKS:
        covered = {path for declared in FILES for path in book.glob(declared.files)}
        files = {p for p in book.rglob("*.yml") if "_build" not in p.parts and p.name != "cases.yml"}
        assert files
        assert files <= covered


def test_every_row_of_a_ledger_fits_its_schema() -> None:
    rows = 0
    for book in BOOKS:
        for ledger in LEDGERS:
            validator = jsonschema.Draft202012Validator(ledger_schema(ledger, "en"))
            path = book / f"ledgers/{ledger}.csv"
            if not path.is_file():
                continue
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    validator.validate(row)
                    rows += 1
    assert rows > 50


WRONG = {
    "a key that no model knows": ("page", {"titel": {"en": "A", "fr": "B"}}, "titel"),
    "a text in one language": ("page", {"title": {"en": "A"}, "description": {"en": "A", "fr": "B"}}, "'fr'"),
    "a reader that there is not": ("source", {"reader": "xlsx"}, "xlsx"),
    "a kind that there is not": ("measure", {"kind": "average"}, "average"),
    "a threshold below zero": ("pledgebook", {"threshold": -1}, "-1"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_schema_refuses_what_the_reader_refuses(wrong: tuple[str, Any, str]) -> None:
    name, content, word = wrong
    assert any(word in fault for fault in faults(BY_NAME[name], content))


def test_what_the_folder_says_is_no_key_of_its_file() -> None:
    properties = schema_of(BY_NAME["source"], "en")["properties"]
    assert "id" not in properties
    assert "path" not in properties


def test_the_schemas_are_written_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    written = write_schemas(tmp_path, "fr")
    assert len(written) == len(FILES) + len(LEDGERS)
    source = json.loads((tmp_path / "source.json").read_text(encoding="utf-8"))
    assert source["properties"]["licence"]["description"].startswith("Sous quelle licence")
    again = {p.name: p.read_bytes() for p in written}
    write_schemas(tmp_path, "fr")
    assert again == {p.name: p.read_bytes() for p in written}
