"""The book's parameters as rows: one for each value and the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterator

from pledgebook.book.load import Book
from pledgebook.interval import Interval
from pledgebook.value import Known


def parameter_rows(book: Book) -> Iterator[dict[str, object]]:
    """A row of ``parameter`` for each dated value of each parameter."""
    for name, (declared, file) in book.parameters.items():
        for index, value in enumerate(declared.values):
            yield {
                "parameter": name,
                "from_day": value.first,
                "unit": declared.unit,
                "quantity": Known(Interval.parse(value.value)),
                "decision_en": value.decision["en"],
                "decision_fr": value.decision["fr"],
                "source": value.source,
                "record": f"parameters/{name}.yml line {file.where(['values', index]).line}",
            }
