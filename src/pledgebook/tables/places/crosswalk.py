"""The book's crosswalk, ``places/crosswalk.csv``: which place is meant where a source writes it in its own way.

A newcomer would correct the source. The crosswalk is the one place where a person answers the questions that no
rule may answer; each line stands for every source of the book.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from pledgebook.book.yaml_file import not_utf8
from pledgebook.catalogue import problem
from pledgebook.errors import Problem, Where
from pledgebook.sources.csv_file import read_csv

COLUMNS = ("written", "vintage", "within_pcode", "place_pcode", "note")
"""With a vintage, ``written`` is a code of that edition, else a name; without a ``place_pcode`` there is no place."""


def read_crosswalk(path: Path | None, known: Container[str]) -> tuple[list[dict[str, str]], list[Problem]]:
    """The answers, and what is wrong with them: other columns, or a place that the book does not have."""
    if path is None:
        return [], []
    try:
        headers, raw = read_csv(path)
    except UnicodeDecodeError as error:
        return [], [not_utf8("BOOK012", path, error)]
    allowed = ", ".join(COLUMNS)
    found = [problem("BOOK007", Where(path, 1), word=h, allowed=allowed) for h in headers if h not in COLUMNS]
    found += [problem("BOOK003", Where(path, 1), key=c) for c in COLUMNS if c not in headers]
    if found:
        return [], found
    lines = []
    for row in raw:
        where = Where(path, row.line)
        if row.fault:
            found.append(problem("BOOK008", where, value=",".join(row.cells.values()), detail=row.fault))
            continue
        lines.append(row.cells)
        for column in ("within_pcode", "place_pcode"):
            code = row.cells[column]
            if code and code not in known:
                found.append(problem("BOOK020", where, code=code))
        if not row.cells["written"]:
            found.append(problem("BOOK003", where, key="written"))
    return lines, found
