"""Numbers of a column under each other: exact amounts of a currency have as many digits after the mark.

So have shares that were worked out here, in a column that says ``derived``. A newcomer would get wrong that nothing is
rounded: zeros are added to what is written with fewer digits because it needs none. What somebody published (“55%”,
“more than $4 billion”) stays as it is: a zero would say that they knew more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Cell = Mapping[str, Any]
_ONE_NUMBER = re.compile("(\\D*)(\\d(?:[\\d.,٫٬\u202f\u00a0]*\\d)?)(\\D*)")
_SIGNS = ("$", "€", "£")
_MARKS = (".", ",", "٫")
_ANY_MARK = re.compile(r"\d[.,٫]\d\d?(?!\d)")
"""What a text has in it if its number has a mark."""


class Aligned(list[Sequence[Cell]]):
    """Rows whose numbers stand under each other already: a page and its twins show the same ones."""


def under_each_other(columns: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Aligned:
    """The rows with zeros behind the mark where others of the column and the unit have digits there.

    >>> rows = [[{"text": "$387,209,956"}], [{"text": "$0.25"}], [{"text": "$2.5 million"}], [{"text": "24%"}]]
    >>> [row[0]["text"] for row in under_each_other([{"numeric": True}], rows)]
    ['$387,209,956.00', '$0.25', '$2.5 million', '24%']
    """
    if isinstance(rows, Aligned):
        return rows
    rows = Aligned(rows)
    changed = {
        (n, at): text
        for at, column in enumerate(columns)
        if column.get("numeric")
        for n, text in _filled([row[at] for row in rows], bool(column.get("derived")))
    }
    if not changed:
        return rows
    return Aligned(
        [{**cell, "text": changed[n, at]} if (n, at) in changed else cell for at, cell in enumerate(row)]
        for n, row in enumerate(rows)
    )


def _filled(cells: Sequence[Cell], is_derived: bool) -> list[tuple[int, str]]:
    """The cells of a column that are written anew, by their row."""
    if not _ANY_MARK.search(" ".join([cell.get("text") or "" for cell in cells])):
        return []
    amounts = [(n, found) for n, cell in enumerate(cells) if (found := _amount(cell, is_derived))]
    most: dict[str, str] = {}
    for _, (unit, _, _, mark) in amounts:
        if len(mark) > len(most.get(unit, "")):
            most[unit] = mark
    return [
        (n, f"{before}{_with_zeros(before, mark, most[unit])}{after}")
        for n, (unit, before, after, mark) in amounts
        if len(mark) < len(most.get(unit, ""))
    ]


def _amount(cell: Cell, is_derived: bool) -> tuple[str, str, str, str] | None:
    """The amount of a cell; nothing for one of another status."""
    if cell.get("status") in (None, "", "reported"):
        return _amount_in(cell.get("text") or "", is_derived)
    return None


@lru_cache(maxsize=1024)
def _amount_in(text: str, is_derived: bool) -> tuple[str, str, str, str] | None:
    """Of the one number of a text: its unit, which is what stands around it; what stands up to its end, and behind
    it; its mark with the digits behind that. Nothing for other texts."""
    found = _ONE_NUMBER.fullmatch(text)
    if found is None:
        return None
    before, number, after = found.groups()
    unit = (before + after).strip(" -\u00a0")
    if not unit or not (is_derived if unit in ("%", "٪") else unit.isupper() or unit in _SIGNS):
        return None
    return unit, before + number, after, _mark_of(number)


def _mark_of(number: str) -> str:
    """The mark and the digits behind it: groups of thousands have three."""
    for size in (3, 2):
        mark = number[-size:]
        if mark[0] in _MARKS and mark[1:].isdecimal() and number[-size - 1 : -size].isdecimal():
            return mark
    return ""


def _with_zeros(before: str, mark: str, most: str) -> str:
    """The zeros that a number is written with beside one of most digits, and the mark where it has none."""
    zero = "٠" if "٠" <= before[-1] <= "٩" else "0"
    return zero * (len(most) - len(mark)) if mark else most[0] + zero * (len(most) - 1)
