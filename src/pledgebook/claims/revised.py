"""What the newest release said the data were, so that a figure of a stated day can be seen to be revised since.

A newcomer would get wrong that words are not compared here: "about 1.2 million" may still hold, while the source of
that day's count has put another number in its place.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pledgebook.tables.schema import value_from
from pledgebook.value import Value

FOLDER = "releases"
_CELLS = ("request", "low", "high", "bounds", "status")


@dataclass(frozen=True, slots=True)
class ReleasedValue:
    """What a release had as the data's value of one request."""

    release: str
    value: Value


def released_values(root: Path) -> Mapping[str, ReleasedValue]:
    """The value of each request in the newest release that has it; a release without values is passed over."""
    found: dict[str, ReleasedValue] = {}
    for path in sorted((root / FOLDER).glob("*/claims.csv"), key=lambda p: p.parent.name, reverse=True):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(_CELLS) <= set(reader.fieldnames or ()):
                continue
            for row in reader:
                value = _value(row)
                if value is not None:
                    found.setdefault(row["request"], ReleasedValue(path.parent.name, value))
    return found


def _value(row: Mapping[str, str]) -> Value | None:
    try:
        low, high = (Decimal(row[end]) if row[end] else None for end in ("low", "high"))
        return value_from(low, high, row["bounds"], row["status"]) if row["status"] else None
    except (InvalidOperation, ValueError, TypeError, IndexError):
        return None
