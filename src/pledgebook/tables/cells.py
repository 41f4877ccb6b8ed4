"""Of whom a cell of an indicator is, where its word says so: girls are female and children.

A newcomer would look for the sex in its column only: ledgers kept by hand name the cell and leave the column out.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from pledgebook.tables.mapped import Row
from pledgebook.tables.schema import ALL


@cache
def _said() -> dict[str, dict[str, str]]:
    """The words of ``cells.csv``, each with its sex (f, m or all) and its age group."""
    file = resources.files("pledgebook").joinpath("tables/cells.csv")
    lines = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {line["cell"]: {"sex": line["sex"], "age_group": line["age_group"]} for line in lines}


def of_whom(row: Row) -> Row:
    """The row with the sex and the age group that its cell's word says, unless it says them itself.

    >>> of_whom({"cell": "girls", "sex": "all", "age_group": "all"})
    {'cell': 'girls', 'sex': 'f', 'age_group': 'children'}
    """
    said = _said().get(str(row["cell"]), {})
    is_silent = row["sex"] == ALL and row["age_group"] == ALL
    return {**row, **said} if said and is_silent else row
