"""The issues of a part by their kind, which it keeps beside its tables.

A newcomer would get wrong that they could be counted when somebody asks: that would load Arrow where nothing changed.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.tables.iati_found import Kind


def kinds_of(issues: Any) -> list[Kind]:
    """A kind for each code in rows of the table ``issue``: how often it stands there, and what the first row says."""
    said = issues.select(["code", "message_en", "message_fr", "record"])
    rows = pc.coalesce(issues["times"], pa.scalar(1, issues["times"].type))
    firsts = [(column, "first") for column in said.column_names[1:]]
    counted = said.append_column("rows", rows).group_by("code", use_threads=False)
    return [
        Kind(
            row["code"],
            row["message_en_first"],
            row["message_fr_first"],
            row["record_first"],
            row["rows_sum"],
        )
        for row in counted.aggregate([("rows", "sum"), *firsts]).to_pylist()
    ]
