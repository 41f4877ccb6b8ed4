"""The release: the tables as any reader may have them, and what was withheld on the way.

A newcomer would print why a count is withheld. The reason says on which side of the threshold it lies, so it
stands in the log of the build and nowhere else; a reader is told "withheld".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pledgebook.book.models import BookDeclaration
from pledgebook.disclosure.counts import AS_WRITTEN, SHARES, Cell, Count, Share, counts_in
from pledgebook.disclosure.relations import PROTECTS, THRESHOLD, Relation, has_passed, relations_in
from pledgebook.disclosure.secondary import cells_to_protect
from pledgebook.value import Known, Withheld

Row = dict[str, object]


@dataclass(frozen=True, slots=True, order=True)
class WithheldCell:
    """A line of the log: where something was withheld, and why; never what."""

    table: str
    source: str
    record: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """Tables that have passed the gate. ``relations`` serve the attack on them, never a reader."""

    rows: dict[str, list[Row]]
    withheld: tuple[WithheldCell, ...]
    relations: tuple[Relation, ...] = field(default=(), repr=False)


def release_counts(declaration: BookDeclaration, tables: Mapping[str, Sequence[Row]]) -> Release:
    """The tables with every small count of people withheld, and what would give one back.

    Nothing is changed in place; a threshold of 0 withholds nothing.
    """
    threshold, sensitive = declaration.threshold, frozenset(declaration.sensitive)
    rows = {table: list(found) for table, found in tables.items()}
    if threshold == 0:
        return Release(rows, ())
    counts = counts_in(tables)
    small = {c.cell for c in counts if c.cell.table in sensitive and _is_small(c, threshold)}
    hidden = small | _withheld_by_publishers(counts)
    relations = relations_in(tables, threshold) if hidden else ()
    reasons = dict.fromkeys(small, THRESHOLD)
    reasons |= dict.fromkeys(cells_to_protect(counts, relations, hidden, sensitive, threshold), PROTECTS)
    _withhold(rows, reasons)
    shares = _telling_shares(rows)
    _withhold(rows, shares)
    return Release(rows, _log(tables, reasons | shares), relations)


def _is_small(count: Count, threshold: int) -> bool:
    return isinstance(count.value, Known) and count.bounds.is_small(threshold)


def _withheld_by_publishers(counts: Sequence[Count]) -> set[Cell]:
    """What came in withheld; nothing where the gate has been passed before, and has seen to it."""
    if any(has_passed(c) for c in counts):
        return set()
    return {c.cell for c in counts if isinstance(c.value, Withheld)}


def _withhold(rows: Mapping[str, list[Row]], reasons: Mapping[Cell, str]) -> None:
    for cell, reason in reasons.items():
        row = rows[cell.table][cell.row]
        told = dict.fromkeys(AS_WRITTEN.get((cell.table, cell.column), ()))
        rows[cell.table][cell.row] = {**row, **told, cell.column: Withheld(reason)}


def _telling_shares(rows: Mapping[str, list[Row]]) -> dict[Cell, str]:
    """Shares of a row whose own count, or whose whole, is withheld while the other one is printed."""
    return {
        Cell(share.table, number, share.share): PROTECTS
        for share in SHARES
        for number, row in enumerate(rows.get(share.table, ()))
        if isinstance(row.get(share.share), Known) and _tells(share, row, rows)
    }


def _tells(share: Share, row: Row, rows: Mapping[str, list[Row]]) -> bool:
    own = row.get(share.count)
    wholes = [line.get(share.count) for line in share.wholes(row, rows)]
    return isinstance(own, Withheld) or (
        isinstance(own, Known) and any(isinstance(whole, Withheld) for whole in wholes)
    )


def _log(tables: Mapping[str, Sequence[Row]], reasons: Mapping[Cell, str]) -> tuple[WithheldCell, ...]:
    lines = []
    for cell, reason in reasons.items():
        row = tables[cell.table][cell.row]
        lines.append(
            WithheldCell(cell.table, str(row.get("source")), str(row.get("record")), cell.column, reason)
        )
    return tuple(sorted(lines))
