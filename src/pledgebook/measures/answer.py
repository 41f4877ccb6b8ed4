"""What is asked of a measure, the rows that speak to it, and the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pledgebook.period import Span
from pledgebook.text import Text
from pledgebook.value import Value


def choices(wanted: str) -> tuple[str, ...]:
    """The values that a key asks for: several with a comma between; a comma before a space is part of a name.

    >>> choices("0,1"), choices("Korea, Republic of")
    (('0', '1'), ('Korea, Republic of',))
    """
    return tuple(re.split(r",(?! )", wanted))


HOW_CHANGED = ("change", "percent_change", "times")
"""What a figure may tell of two times: a difference, a difference in percent of the first, how many times the first."""


@dataclass(frozen=True, slots=True)
class Since:
    """The earlier day or span that a figure holds the later one against, and how."""

    how: str
    at: date | None = None
    span: Span | None = None

    def __str__(self) -> str:
        return f"as={self.how}&from={self.at or self.span}"


@dataclass(frozen=True, slots=True)
class Request:
    """A measure at some keys, on a day (``at``), over a span, or over all that is reported; ``since`` for a change."""

    measure: str
    where: tuple[tuple[str, str], ...] = ()
    at: date | None = None
    span: Span | None = None
    since: Since | None = None

    @property
    def keys(self) -> dict[str, str]:
        """The dimensions that are fixed."""
        return dict(self.where)

    def with_key(self, name: str, value: str) -> Request:
        """The same request with one dimension fixed."""
        return replace(self, where=tuple(sorted({**self.keys, name: value}.items())))

    def __str__(self) -> str:
        parts = [f"{k}={v}" for k, v in self.where]
        if self.since:
            parts += [str(self.since), f"to={self.at or self.span}"]
        else:
            parts += [f"at={self.at}"] if self.at else []
            parts += [f"from={self.span.first}", f"to={self.span.last}"] if self.span else []
        return self.measure + ("?" + "&".join(parts) if parts else "")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a measure: its keys, its value, and where it comes from."""

    keys: dict[str, Any]
    value: Value
    source: str
    record: str

    def day(self, name: str = "day") -> date | None:
        """A day of the row; None where it is not reported."""
        found = self.keys.get(name)
        return found if isinstance(found, date) else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One number, and all that is needed to doubt it."""

    request: Request
    value: Value
    unit: str
    kind: str
    rows: tuple[Row, ...] = ()
    sources: tuple[str, ...] = ()
    row_count: int = 0
    from_day: date | None = None
    to_day: date | None = None
    coverage: tuple[int, int] | None = None
    notes: tuple[Text, ...] = ()
    sql: str = ""
    parts: tuple[Answer, ...] = field(default=())
