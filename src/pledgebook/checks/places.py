"""Where a finding about data stands, and how several things are named in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.checks.finding import Evidence
from pledgebook.errors import Where
from pledgebook.text import Text

_MOST = 5
"""The most things that a sentence names."""


def ledger_line(evidence: Evidence, row: Mapping[str, Any]) -> Where:
    """Where a row of a ledger stands, from its record such as "ledgers/pledges.csv row 4"; else its source's folder."""
    file, _, line = str(row["record"]).rpartition(" row ")
    if file and line.isdigit():
        return Where(evidence.book.root / file, int(line))
    return (
        Where(evidence.book.root / "sources" / str(row["source"]))
        if row["source"]
        else Where(evidence.book.root)
    )


def listed(names: Sequence[str]) -> Text:
    """The names with commas; of many the first and how many more there are.

    >>> listed(["a", "b"])["fr"], listed(list("abcdefg"))["en"]
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    first, more = ", ".join(names[:_MOST]), len(names) - _MOST
    if more <= 0:
        return Text(en=first, fr=first)
    return Text(en=f"{first} and {more} more", fr=f"{first} et {more} {'autre' if more == 1 else 'autres'}")
