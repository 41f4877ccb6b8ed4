"""What the ledgers and declarations of a book name, held against what there is.

A newcomer would get wrong that a reference to nothing is no small matter: a strength under a ceiling that is not
there is held against none, and the home page says that nothing was promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from pledgebook.book.load import Book
from pledgebook.catalogue import problem
from pledgebook.errors import Problem, Where
from pledgebook.tables.ledger_rows import line_of
from pledgebook.tables.published_indicators import DEFINITION

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

_IDS = {
    "pledge": "pledge_id",
    "ceiling": "ceiling_id",
    "deployment": "deployment_id",
    "arrival": "arrival_id",
    "milestone": "milestone_id",
    "indicator_contribution": "contribution_id",
    "overlap": "overlap_id",
    "deflator": "price_year",
}
"""The column that names a row of a ledger, or the year of an index."""

_INSIDE = {"pledge": "part_of", "ceiling": "parent", "arrival": "share_of"}
"""The column that names the row of the same table in which a row lies."""

_NAMES = (
    ("pledge", "part_of", "pledge", "pledge_id"),
    ("pledge", "supersedes", "pledge", "edition"),
    ("ceiling", "parent", "ceiling", "ceiling_id"),
    ("deployment", "ceiling_id", "ceiling", "ceiling_id"),
    ("arrival", "share_of", "arrival", "arrival_id"),
)
"""Table and column, and the table and column whose values it names."""


def wrong_references(book: Book, rows: Rows, unread: Set[str] = frozenset()) -> Iterator[Problem]:
    """Ids that stand twice, and names of nothing: in the ledgers, in pledgebook.yml, in the objectives.

    A table of which rows could not be read (``unread``) may have what is named: nothing is said of it.
    """
    for table, column in _IDS.items():
        yield from _twice(book, rows.get(table, ()), column)
    for table, column, other, key in _NAMES:
        if other not in unread:
            yield from _to_nothing(book, rows.get(table, ()), column, _values(rows, other, key))
    yield from _to_nothing(
        book, rows.get("pledge", ()), "department", {d.id for d in book.declaration.departments}
    )
    yield from _to_nothing(book, rows.get("ceiling", ()), "instrument", {*book.declaration.instruments})
    if "indicator" not in unread:
        yield from _of_indicators(book, rows)
    publishers = {s.publisher.id for s in book.sources.values()}
    for table in ("indicator", "contributor"):
        declared = [row for row in rows.get(table, ()) if row.get("definition_id") != DEFINITION]
        yield from _to_nothing(book, declared, "partner", publishers)
    for table in ("milestone", "indicator_contribution"):
        yield from _to_nothing(book, rows.get(table, ()), "objective", {*book.objectives})
    for table, column in _INSIDE.items():
        yield from _inside_itself(book, rows.get(table, ()), _IDS[table], column)
    yield from _declared(book, rows, unread)


_OF_INDICATORS = (
    ("indicator_value", "indicator"),
    ("indicator", "indicator"),
    ("indicator_contribution", "indicator"),
    ("indicator_contribution", "strategy_indicator"),
    ("overlap", "indicator"),
    ("overlap", "other_indicator"),
)
"""Table and column that name an indicator."""


def _of_indicators(book: Book, rows: Rows) -> Iterator[Problem]:
    """Indicators that neither the book's declaration names nor a row of the table ``indicator``.

    What activities publish is named as they do, in whatever language, or by its place in them.
    """
    named = {
        str(row["indicator"])
        for row in rows.get("indicator", ())
        if row.get("name_en") or row["definition_id"] == DEFINITION
    }
    for table, column in _OF_INDICATORS:
        yield from _to_nothing(book, rows.get(table, ()), column, {*book.declaration.indicators} | named)


def _values(rows: Rows, table: str, column: str) -> set[str]:
    return {str(row[column]) for row in rows.get(table, ()) if row[column]}


def _twice(book: Book, rows: Sequence[Mapping[str, Any]], column: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in rows:
        if row[column] in seen:
            yield problem("BOOK005", line_of(book, row), detail=row[column])
        seen.add(row[column])


def _to_nothing(
    book: Book, rows: Sequence[Mapping[str, Any]], column: str, known: set[str]
) -> Iterator[Problem]:
    for row in rows:
        if row[column] and row[column] not in known:
            yield _unknown(line_of(book, row), row[column], known)


def _inside_itself(book: Book, rows: Sequence[Mapping[str, Any]], key: str, column: str) -> Iterator[Problem]:
    """BOOK016: a row that lies in itself, directly or by way of others; ids that stand twice come first."""
    around = {row[key]: row[column] for row in rows}
    for row in rows if len(around) == len(rows) else ():
        passed, inside = {row[key]}, row[column]
        while inside and inside not in passed:
            passed.add(inside)
            inside = around.get(inside)
        if inside == row[key]:
            yield problem("BOOK016", line_of(book, row), line=row[key], column=column)


def _declared(book: Book, rows: Rows, unread: Set[str]) -> Iterator[Problem]:
    pledges, headline = _values(rows, "pledge", "pledge_id"), book.declaration.headline_pledge
    if headline is not None and headline not in pledges and "pledge" not in unread:
        yield _unknown(book.file.where(["headline_pledge"]), headline, pledges)
    year, years = book.declaration.price_year, _values(rows, "deflator", "price_year")
    if year is not None and str(year) not in years:
        yield _unknown(book.file.where(["price_year"]), str(year), years)
    indicators = {*book.declaration.indicators}
    milestones = _values(rows, "milestone", "milestone_id")
    yield from _people_and_sources(book)
    yield from _places(book, _values(rows, "place", "place_pcode"))
    for objective in book.objectives.values():
        named = (("indicators", "indicator_value", indicators), ("milestones", "milestone", milestones))
        for name, table, known in named:
            for index, word in enumerate(getattr(objective.declaration, name)):
                if word not in known and table not in unread:
                    yield _unknown(objective.file.where([name, index]), word, known)


def _people_and_sources(book: Book) -> Iterator[Problem]:
    """Departments and claimants of pledgebook.yml, and the sources of the parameters."""
    declared, sources = book.declaration, book.sources.values()
    departments = [d.id for d in declared.departments]
    for index, one in enumerate(departments):
        if one in departments[:index]:
            yield problem("BOOK005", book.file.where(["departments", index, "id"]), detail=one)
    speakers = {*departments, *(s.publisher.id for s in sources), *(s.quotes for s in sources if s.quotes)}
    for index, one in enumerate(declared.claimants):
        if one not in speakers:
            yield _unknown(book.file.where(["claimants", index]), one, speakers)
    for parameter, file in book.parameters.values():
        for index, value in enumerate(parameter.values):
            if value.source not in book.sources:
                yield _unknown(file.where(["values", index, "source"]), value.source, {*book.sources})


def _places(book: Book, known: set[str]) -> Iterator[Problem]:
    """The p-codes of pledgebook.yml, where the book has a table of places."""
    places = book.declaration.places
    if known and places.root_pcode not in known:
        yield _unknown(book.file.where(["places", "root_pcode"]), places.root_pcode, known)
    for pcode in places.tiles if known else ():
        if pcode not in known:
            yield _unknown(book.file.where(["places", "tiles", pcode]), pcode, known)


def _unknown(where: Where, word: str, known: set[str]) -> Problem:
    return problem("BOOK007", where, word=word, allowed=", ".join(sorted(known)) or "—")
