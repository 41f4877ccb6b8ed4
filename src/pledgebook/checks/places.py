"""Where a finding about data stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledgebook.checks.finding import Evidence
from pledgebook.errors import Where


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
