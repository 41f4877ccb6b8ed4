"""Small tables to send through the gate, and a reader who tries every whole number that the files leave open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from pledgebook.book.models import BookDeclaration
from pledgebook.disclosure import Release, release_counts
from pledgebook.interval import Interval
from pledgebook.value import Known, NotReported, Value, Withheld

Row = dict[str, object]
DAY = date(2020, 12, 31)
SENSITIVE = ("arrival", "deployment", "displacement", "indicator_value", "need")


def gate(tables: Mapping[str, list[Row]], threshold: int = 10) -> Release:
    """The tables after the gate of a book with this threshold."""
    declared = BookDeclaration.model_construct(threshold=threshold, sensitive=SENSITIVE)
    return release_counts(declared, tables)


def quantity(text: int | str | None) -> Value:
    """850, ">850", "450..550"; "withheld" by the source; None is not reported."""
    if text is None:
        return NotReported()
    return Withheld("source") if text == "withheld" else Known(Interval.parse(str(text)))


def places(**parents: str) -> list[Row]:
    """Rows of ``place``: each place and the one that contains it."""
    return [{"place_pcode": p, "parent_pcode": parent or None} for p, parent in parents.items()]


def displaced(
    counts: Mapping[str, int | str | None],
    status: str = "displaced",
    totals: Sequence[str] = ("IQ",),
    source: str = "dtm",
    day: date = DAY,
) -> list[Row]:
    """Rows of ``displacement``, one a place."""
    return [
        {
            "place_pcode": place,
            "as_of": day,
            "population_status": status,
            "is_total": place in totals,
            "people": quantity(number),
            "source": source,
            "record": f"row {line}",
        }
        for line, (place, number) in enumerate(counts.items(), start=2)
    ]


def cells(
    counts: Mapping[str, int | str | None], totals: Sequence[str] = ("all",), unit: str = "people"
) -> list[Row]:
    """Rows of ``indicator_value``, one a cell."""
    return [
        {
            "indicator": "reached",
            "definition_id": "v1",
            "value_kind": "actual",
            "cell": cell,
            "is_total": cell in totals,
            "from_day": None,
            "to_day": DAY,
            "unit": unit,
            "indicator_quantity": quantity(number),
            "source": "gac",
            "record": f"row {line}",
        }
        for line, (cell, number) in enumerate(counts.items(), start=2)
    ]


def arrival(
    group: str, people: int | str | None, percent: int | str | None = None, of: str | None = None
) -> Row:
    """A row of ``arrival``; its line is named as its group."""
    return {
        "arrival_id": group,
        "stage": "arrived",
        "people_group": group,
        "as_of": DAY,
        "people": quantity(people),
        "share_of": of,
        "share_percent": quantity(percent),
        "source": "records",
        "record": f"ledgers/arrivals.csv {group}",
    }


def names(release: Release, column: str) -> dict[str, str]:
    """What was withheld, by one column of its row, and why."""
    found = {}
    for line in release.withheld:
        for row in release.rows[line.table]:
            if row["source"] == line.source and row["record"] == line.record:
                found[str(row[column])] = line.reason
    return found


def tried_out(
    truth: Mapping[str, int], sums: Mapping[str, Sequence[str]], hidden: set[str], threshold: int
) -> dict[str, tuple[int, int]]:
    """The least and the most of each hidden count over all whole numbers that fit what is printed.

    ``sums`` gives each total its leaves. Leaves are tried as far from the truth as the threshold, which is as
    far as any of them must move for another one to move by the threshold.
    """
    leaves = [name for name in truth if name not in sums]
    seen: dict[str, tuple[int, int]] = {}
    for world in _worlds(leaves, truth, sums, hidden, threshold):
        for name in hidden:
            value = sum(world[leaf] for leaf in sums.get(name, (name,)))
            low, high = seen.get(name, (value, value))
            seen[name] = (min(low, value), max(high, value))
    return seen


def _worlds(
    leaves: Sequence[str],
    truth: Mapping[str, int],
    sums: Mapping[str, Sequence[str]],
    hidden: set[str],
    threshold: int,
) -> Iterator[dict[str, int]]:
    choices = [
        range(max(0, truth[leaf] - threshold), truth[leaf] + threshold + 1)
        if leaf in hidden
        else [truth[leaf]]
        for leaf in leaves
    ]
    printed = [(total, parts) for total, parts in sums.items() if total not in hidden]
    for numbers in product(*choices):
        world = dict(zip(leaves, numbers, strict=True))
        if all(sum(world[leaf] for leaf in parts) == truth[total] for total, parts in printed):
            yield world


def is_safe(low: int, high: int, threshold: int) -> bool:
    """The promise of the gate for one withheld count."""
    return high - low >= threshold or (low <= 0 and high >= threshold - 1)
