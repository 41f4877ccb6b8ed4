"""Whether what was told of a part on one day is the same on a later one.

The only rules of the standard that ask for the day say that something must not lie in the future. A newcomer would get
wrong that a later day could make a fault: it can only end one, and that one is among the part's issues.
"""

from __future__ import annotations

from pathlib import Path


def is_the_same(part: Path, told_on: str, day: str) -> bool:
    """Whether the part would be the same on a day, both as YYYY-MM-DD, or '' without the rules."""
    if told_on == day:
        return True
    if not told_on or day < told_on:
        return False
    path = part / "issue.parquet"
    if not path.is_file():
        return True
    import pyarrow.parquet as pq  # mostly nobody comes this far

    from pledgebook.sources.iati.validation.rule import rules

    of_future = {rule.id for rule in rules() if rule.kind == "not_in_future"}
    told = pq.read_table(path, columns=["code", "value"])
    codes, values = (told[name].to_pylist() for name in told.column_names)
    return all(value[:10] > day for code, value in zip(codes, values, strict=True) if code in of_future)
