"""Rows of ledgers that can be read and say what cannot be: each is a mistake of our own, told at its line.

A newcomer would get wrong that such a row is no issue of somebody else's data: it stops the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pledgebook.book.load import LEDGERS, Book
from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.codes import codes_of
from pledgebook.errors import Problem, Where
from pledgebook.tables.schema import table_type
from pledgebook.text import texts_of
from pledgebook.value import Known

Row = Mapping[str, Any]

_WORDS = {
    ("indicator_value", "value_kind"): ("baseline", "target", "actual"),
    ("indicator_value", "direction"): ("up", "down"),
    ("pledge", "cost_basis"): ("incremental", "full"),
    ("pledge", "stage"): ("announced", "approved", "spent"),
    ("marker_coding", "marker"): ("gender_equality", "gender_age", "other"),
}
"""Columns whose words decide what is computed; any other word would be passed over."""

_DEGREES = ("0", "1", "2", "3", "4")
"""The degrees of a policy marker (list PolicySignificance)."""

_NEEDED = ("title", "label", "scope", "definition")
"""The texts without which a row has no name."""


def wrong_rows(book: Book, rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    """Words that nothing reads, days the wrong way round, money without a currency, a text in one language."""
    for table in LEDGERS.values():
        for row in rows.get(table, ()):
            where = line_of(book, row)
            yield from _wrong_words(table, row, where)
            yield from _wrong_cells(table, row, where)
            yield from _missing_texts(table, row, where)


def line_of(book: Book, row: Row) -> Where:
    """The line of a ledger's row, or the folder of the source that it is from."""
    file, _, line = str(row["record"]).rpartition(" row ")
    if file and line.isdigit():
        return Where(book.root / file, int(line))
    return Where(book.root / "sources" / str(row["source"]))


def _wrong_words(table: str, row: Row, where: Where) -> Iterator[Problem]:
    for (of, column), allowed in _WORDS.items():
        if of == table and row[column] and row[column] not in allowed:
            yield problem("BOOK007", where, word=row[column], allowed=", ".join(allowed))


def _wrong_cells(table: str, row: Row, where: Where) -> Iterator[Problem]:
    reasons = texts_of("pledgebook.book", "reasons.yml")
    first, last = row.get("from_day"), row.get("to_day")
    if first and last and last < first:
        yield problem("BOOK008", where, value=last, detail=reasons["days_backwards"].fill(first=first))
    is_money = table == "pledge" and isinstance(row["amount"], Known)
    is_degree = table != "marker_coding" or row["marker"] != "gender_equality" or not row["value"]
    if not is_degree and row["value"] not in _DEGREES:
        yield problem("BOOK007", where, word=row["value"], allowed=", ".join(_DEGREES))
    if is_money and row["currency"] not in codes_of("iso", "currency"):
        yield problem("BOOK008", where, value=row["currency"] or "", detail=reasons["currency_unknown"])


def _missing_texts(table: str, row: Row, where: Where) -> Iterator[Problem]:
    names = [c.removesuffix("_en") for c in table_type(table).columns if c.endswith("_en")]
    for name in names:
        written = {language: row[f"{name}_{language}"] for language in LANGUAGES}
        if name in _NEEDED or any(written.values()):
            for language in (language for language in LANGUAGES if not written[language]):
                yield problem("BOOK003", where, key=f"{name}_{language}")
