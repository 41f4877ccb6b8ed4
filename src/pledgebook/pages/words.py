"""The words of the ledgers that a reader sees: each has a name in every language, ours or the book's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pledgebook.book.load import Book
from pledgebook.catalogue import problem
from pledgebook.errors import Problem, Where
from pledgebook.tables.published_indicators import DEFINITION
from pledgebook.text import texts_of

SHOWN = (
    ("arrival", "stage", "stage"),
    ("arrival", "people_group", "group"),
    ("milestone", "kind", "milestone"),
    ("milestone", "state", "milestone_state"),
    ("indicator_value", "cell", "cell"),
    ("indicator", "population_group", "population"),
)
"""Table, column, and what stands before the column's word in the name of its text."""


def is_as_published(row: Mapping[str, Any]) -> bool:
    """Whether a row is of a result that an activity publishes: its words are the publisher's, shown as written."""
    return row.get("definition_id") == DEFINITION


def words_without_name(book: Book, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Problem]:
    """BOOK013 at the ledger's line: a word that no text names; ``words`` in pledgebook.yml can name it."""
    texts = {*texts_of("pledgebook.pages", "sentences.yml"), *book.declaration.words}
    for table, column, prefix in SHOWN:
        for row in rows.get(table, ()):
            word = row[column]
            if word and f"{prefix}_{word}" not in texts and not is_as_published(row):
                file, _, line = str(row["record"]).rpartition(" row ")
                where = Where(book.root / file, int(line)) if line.isdigit() else Where(book.root)
                yield problem("BOOK013", where, word=word, key=f"{prefix}_{word}")
