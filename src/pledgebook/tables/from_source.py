"""Rows of a table from the file of one source: opened, held against its declaration, mapped, added up.

What the declaration gets wrong is a problem that stops; what the file gets wrong is an issue that is published.
A file that holds no row that is meant, such as a world file without the book's country, is read and said to hold
none: that is an answer, not a mistake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pledgebook.book.models import Column, RowsOfOne, SourceDeclaration
from pledgebook.book.yaml_file import YamlFile, not_utf8
from pledgebook.catalogue import problem
from pledgebook.errors import Problem, Where
from pledgebook.interval import Interval
from pledgebook.sources.csv_file import RawRow
from pledgebook.sources.table_file import Opened, meant, open_table
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.tables.mapped import Row, issue, mapped_rows
from pledgebook.tables.places.match import PlaceIndex
from pledgebook.tables.schema import TableType, table_names, table_type
from pledgebook.text import Text
from pledgebook.value import Known, NotReported, Value, Withheld

OWN_COLUMNS = ("source", "record")
"""What a table says of where a row comes from; no source maps them."""

_NONE_MEANT = Text(
    en="the file holds {rows} rows and none of those that the source declares: {only}",
    fr="le fichier contient {rows} lignes et aucune de celles que la source déclare : {only}",
)


@dataclass(slots=True)
class Taken:
    """What one source gives: rows of its table, issues, and problems of its declaration.

    Of the rows ``in_file``, some are ``not_meant`` and some ``left_out`` for an issue; ``rows`` may be more or fewer
    than the others, for one row of a file may be several of a table, and several may be added up.
    """

    rows: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    in_file: int = 0
    not_meant: int = 0
    left_out: int = 0


def take_source(
    source: SourceDeclaration, where: YamlFile, path: Path, places: PlaceIndex, sensitive: bool
) -> Taken:
    """The rows of a source's file as its table's; nothing but problems where the declaration does not fit it."""
    if source.table not in table_names():
        allowed = ", ".join(table_names())
        return Taken(
            problems=[problem("BOOK007", where.where(["table"]), word=source.table, allowed=allowed)]
        )
    try:
        opened = open_table(path, source)
    except UnicodeDecodeError as error:
        return Taken(problems=[not_utf8("SRC008", path, error)])
    except UnreadableError as error:
        return Taken(problems=[problem("SRC009", Where(path), why=error.why)])
    kind = table_type(source.table)
    wrong = list(_wrong_columns(source, where, kind, path, opened))
    return Taken(problems=wrong) if wrong else _taken(source, kind, opened, places, sensitive)


def _taken(
    source: SourceDeclaration, kind: TableType, opened: Opened, places: PlaceIndex, sensitive: bool
) -> Taken:
    every = list(opened.rows)
    only = {_one(opened, h): values for h, values in source.only.items()}
    left_out = {_one(opened, h): values for h, values in source.left_out.items()}
    raw = list(meant(every, only, left_out))
    taken = Taken(in_file=len(every), not_meant=len(every) - len(raw))
    lost: set[str] = set()
    if every and not raw:
        said = "; ".join(f"{h} = {', '.join(values)}" for h, values in only.items())
        text = _NONE_MEANT.fill(rows=len(every), only=said or "—")
        taken.issues.append(issue(source.id, "file", "holds-none", "", text))
    for several in source.each_row or (RowsOfOne(columns={}),):
        given = raw if several.if_given is None else list(_given(raw, _one(opened, several.if_given)))
        columns = {**source.columns, **several.columns}
        named = {name: _with_headers(column, opened) for name, column in columns.items()}
        rows, issues = mapped_rows(kind, named, given, source.id, sensitive, places)
        taken.rows += rows
        lost |= {f"row {line.line}" for line in given} - {str(row["record"]) for row in rows}
        taken.issues += [one for one in issues if one not in taken.issues]
    taken.left_out = len(lost)
    if source.add_up:
        taken.rows = added_up(kind, taken.rows)
    return taken


def _given(raw: Iterable[RawRow], header: str) -> Iterator[RawRow]:
    return (row for row in raw if row.fault or row.cells.get(header, ""))


def _one(opened: Opened, name: str) -> str:
    """The header that a name means; that there is just one was seen before."""
    return opened.named(name)[0]


def _with_headers(column: Column, opened: Opened) -> Column:
    """The column with headers in the place of hashtags."""
    if column.place is not None:
        parts = {
            p: _one(opened, h)
            for p in ("code", "name", "within")
            if (h := getattr(column.place, p)) is not None
        }
        return column.model_copy(update={"place": column.place.model_copy(update=parts)})
    return (
        column if column.header is None else column.model_copy(update={"header": _one(opened, column.header)})
    )


def added_up(kind: TableType, rows: Iterable[Row]) -> list[Row]:
    """One row for those that say the same but for their quantities, which are added; it names the first of them."""
    quantities = [name for name, column in kind.columns.items() if column.type == "quantity"]
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(v for k, v in row.items() if k not in (*quantities, "record"))].append(row)
    return [{**same[0], **{name: _sum(same, name) for name in quantities}} for same in groups.values()]


def _sum(rows: Iterable[Row], name: str) -> Value:
    """The sum of what is known, a lower bound where something is not; what is withheld withholds it."""
    values = [row[name] for row in rows]
    held = next((v for v in values if isinstance(v, Withheld)), None)
    parts = [v.interval for v in values if isinstance(v, Known)]
    if held is not None or not parts:
        return held or NotReported()
    total = sum(parts[1:], start=parts[0])
    return Known(total if len(parts) == len(values) else Interval(total.low, None, total.low_included))


def _wrong_columns(
    source: SourceDeclaration, where: YamlFile, kind: TableType, path: Path, opened: Opened
) -> Iterator[Problem]:
    declared: dict[str, Column] = dict(source.columns)
    yield from _not_of_the_table(source.columns, where, ["columns"], kind)
    yield from _not_in_the_file(source.columns, where, ["columns"], path, opened)
    for number, several in enumerate(source.each_row):
        steps: list[str | int] = ["each_row", number, "columns"]
        yield from _not_of_the_table(several.columns, where, steps, kind)
        yield from _not_in_the_file(several.columns, where, steps, path, opened)
        declared |= several.columns
        if several.if_given is not None:
            yield from _no_such(several.if_given, where, ["each_row", number, "if_given"], path, opened)
    for key, rows in (("only", source.only), ("except", source.left_out)):
        for header in rows:
            yield from _no_such(header, where, [key, header], path, opened)
    for name in kind.required:
        if name not in declared and not kind.columns[name].default:
            yield problem("BOOK003", where.where(["columns"]), key=f"columns.{name}")
    yield from _undeclared(source, path, opened)


def _not_of_the_table(
    columns: Mapping[str, Column], where: YamlFile, steps: list[str | int], kind: TableType
) -> Iterator[Problem]:
    for name, column in columns.items():
        if name not in kind.columns or name in OWN_COLUMNS:
            allowed = ", ".join(c for c in kind.columns if c not in OWN_COLUMNS)
            yield problem("BOOK007", where.where([*steps, name]), word=name, allowed=allowed)
            continue
        codes = kind.columns[name].codes
        for word in codes and {*column.map.values(), *([column.value] if column.value else [])}:
            if word not in codes:
                yield problem("BOOK007", where.where([*steps, name]), word=word, allowed=", ".join(codes))


def _not_in_the_file(
    columns: Mapping[str, Column], where: YamlFile, steps: list[str | int], path: Path, opened: Opened
) -> Iterator[Problem]:
    for name, column in columns.items():
        for header in column.headers:
            yield from _no_such(header, where, [*steps, name], path, opened)


def _no_such(
    header: str, where: YamlFile, steps: list[str | int], path: Path, opened: Opened
) -> Iterator[Problem]:
    found = opened.named(header)
    if not found:
        yield problem("SRC006", where.where(steps), column=header, file=path.name)
    elif len(found) > 1:
        yield problem("SRC010", where.where(steps), tag=header, columns=", ".join(found))


def _undeclared(source: SourceDeclaration, path: Path, opened: Opened) -> Iterator[Problem]:
    """SRC007 and BOOK005: columns that nobody declared, and headers that stand twice."""
    each = [source.columns, *(several.columns for several in source.each_row)]
    used = {h for columns in each for column in columns.values() for h in column.headers}
    used |= {*source.ignored_columns, *source.only, *source.left_out}
    used |= {several.if_given for several in source.each_row if several.if_given is not None}
    known = {header for name in used for header in opened.named(name)}
    first = 1 if source.head == 0 else source.head if isinstance(source.head, int) else source.head[1]
    for header in opened.headers:
        if header not in known:
            yield problem("SRC007", Where(path, first), column=header, source=source.id)
    for header in sorted({h for h in opened.headers if opened.headers.count(h) > 1}):
        yield problem("BOOK005", Where(path, first), detail=header)
