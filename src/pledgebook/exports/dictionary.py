"""The data dictionary: every column of every table and every measure, as declared, in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pledgebook.book.models import MeasureDeclaration
from pledgebook.exports.files import write_csv
from pledgebook.tables.schema import QUANTITY_PARTS, ColumnType, table_type


def write_dictionary(folder: Path, tables: Iterable[str], measures: Mapping[str, MeasureDeclaration]) -> None:
    """``dictionary.csv`` (the columns of the tables that the book fills) and ``measures.csv`` (definitions)."""
    write_csv(
        folder / "dictionary.csv",
        ("table", "column", "type", "meaning_en", "meaning_fr", "row_en", "row_fr"),
        _columns(tables),
    )
    write_definitions(folder, measures)


def write_definitions(folder: Path, measures: Mapping[str, MeasureDeclaration]) -> None:
    """``measures.csv``: what every measure counts."""
    write_csv(
        folder / "measures.csv",
        (
            "measure",
            "kind",
            "unit",
            "label_en",
            "label_fr",
            "definition_en",
            "definition_fr",
            "dimensions",
            "reads",
        ),
        (
            (
                m.id,
                m.kind,
                m.unit,
                m.label["en"],
                m.label["fr"],
                m.definition["en"],
                m.definition["fr"],
                " ".join(m.grain),
                " ".join(m.reads),
            )
            for m in sorted(measures.values(), key=lambda m: m.id)
        ),
    )


def _columns(tables: Iterable[str]) -> Iterator[tuple[object, ...]]:
    for name in sorted(tables):
        kind = table_type(name)
        for column in kind.columns.values():
            for part, type_name, meaning in _parts(column):
                yield name, column.name + part, type_name, *meaning, kind.row["en"], kind.row["fr"]


def _parts(column: ColumnType) -> Iterator[tuple[str, str, tuple[str, str]]]:
    if column.type != "quantity":
        yield "", column.type, (column.meaning["en"], column.meaning["fr"])
        return
    for part, (kind, meaning) in QUANTITY_PARTS.items():
        words = tuple(f"{column.meaning[lang].rstrip('.')}: {meaning[lang]}" for lang in ("en", "fr"))
        yield part, str(kind), (words[0], words[1].replace(": ", "\u00a0: ", 1))
