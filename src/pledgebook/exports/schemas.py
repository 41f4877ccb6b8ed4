"""JSON Schemas of all that a book declares, so that an editor completes and explains it while it is written.

They are made from the models that read the book, so that an editor never knows other keys than the reader. A ledger's
schema is of one row of its CSV file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pledgebook.book.changes import Changes
from pledgebook.book.load import LEDGERS
from pledgebook.book.models import (
    BookDeclaration,
    MeasureDeclaration,
    MoneyRules,
    ObjectiveDeclaration,
    PageDeclaration,
    ParameterDeclaration,
    SourceDeclaration,
)
from pledgebook.book.overrides import Overrides
from pledgebook.book.theme import ThemeDeclaration
from pledgebook.book.translations import Translations
from pledgebook.exports.files import write_json
from pledgebook.tables.schema import ColumnType, table_type
from pledgebook.text import Text, texts_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Declared:
    """A kind of file: the schema's name, where such files lie in a book, its model, what its path already says."""

    name: str
    files: str
    model: type[BaseModel]
    known: tuple[str, ...] = ()


FILES = (
    Declared("pledgebook", "pledgebook.yml", BookDeclaration),
    Declared("source", "sources/*/source.yml", SourceDeclaration, ("id", "path")),
    Declared("money", "objectives/money.yml", MoneyRules),
    Declared("objective", "objectives/*/objective.yml", ObjectiveDeclaration, ("id",)),
    Declared("page", "pages/*/page.yml", PageDeclaration, ("id",)),
    Declared("measure", "measures/*/measure.yml", MeasureDeclaration, ("id", "path")),
    Declared("parameter", "parameters/*.yml", ParameterDeclaration, ("id",)),
    Declared("theme", "theme.yml", ThemeDeclaration),
    Declared("translations", "translations.yml", Translations),
    Declared("changes", "CHANGES.yml", Changes),
    Declared("overrides", "overrides.yml", Overrides),
)

_CELLS: dict[str, dict[str, Any]] = {
    "date": {"pattern": r"^(\d{4}-\d{2}-\d{2})?$"},
    "boolean": {"enum": ["true", "false", ""]},
    "integer": {"pattern": r"^-?\d*$"},
}


def write_schemas(folder: Path, language: str) -> list[Path]:
    """One file for each kind of declaration and each ledger; the descriptions in one language."""
    made = {f"{d.name}.json": schema_of(d, language) for d in FILES}
    made |= {f"ledger-{ledger}.json": ledger_schema(ledger, language) for ledger in LEDGERS}
    for name, schema in made.items():
        write_json(folder / name, schema)
    return [folder / name for name in made]


def schema_of(declared: Declared, language: str) -> dict[str, Any]:
    """The schema of one kind of file."""
    schema = declared.model.model_json_schema(mode="validation", by_alias=True)
    for key in declared.known:
        schema["properties"].pop(key, None)
    schema["required"] = [k for k in schema.get("required", ()) if k not in declared.known]
    for model, part in _models(declared.model, schema):
        part.pop("description", None)
        for key, field in part.get("properties", {}).items():
            field["description"] = meaning(model, key)[language]
            field.pop("title", None)
    title = Text(en=f"A book’s {declared.files}", fr=f"{declared.files} d’un livre")
    return {"$schema": DIALECT, **schema, "title": title[language]}


def ledger_schema(ledger: str, language: str) -> dict[str, Any]:
    """The schema of one row of a ledger, every cell being text."""
    kind = table_type(LEDGERS[ledger])
    columns = {name: column for name, column in kind.columns.items() if name != "record"}
    return {
        "$schema": DIALECT,
        "type": "object",
        "description": kind.row[language],
        "properties": {name: _cell(column, language) for name, column in columns.items()},
        "required": [name for name in kind.required if name in columns],
        "additionalProperties": False,
    }


def meaning(model: type[BaseModel], key: str) -> Text:
    """What a key of a declaration means. Raises ``KeyError`` where ``keys.yml`` does not say it."""
    texts = texts_of("pledgebook.book", "keys.yml")
    own = f"{model.__name__}.{key}"
    return texts[own] if own in texts else texts[key]


def models_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and all that are inside it."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            waiting += [m for f in one.model_fields.values() for m in _inside(f.annotation)]


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _inside(part)


def _models(
    model: type[BaseModel], schema: Mapping[str, Any]
) -> Iterator[tuple[type[BaseModel], dict[str, Any]]]:
    """Each model with its part of the schema."""
    named = schema.get("$defs", {})
    for one in models_of(model):
        part = schema if one is model else named.get(one.__name__)
        if isinstance(part, dict):
            yield one, part


def _cell(column: ColumnType, language: str) -> dict[str, Any]:
    return {"type": "string", "description": column.meaning[language], **_CELLS.get(column.type, {})}
