"""Numbers of a column under each other: exact amounts of a currency have as many digits after the mark.

So have shares that were worked out here, in a column that says ``derived``. A newcomer would get wrong that nothing is
rounded: zeros are added to what is written with fewer digits because it needs none. What somebody published (“55%”,
“more than $4 billion”) stays as it is: a zero would say that they knew more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Cell = Mapping[str, Any]
_NUMBER = re.compile("\\d(?:[\\d.,٫٬\u202f\u00a0]*\\d)?")
_SIGNS = ("$", "€", "£")
_MARK = re.compile(r"(?<=\d)[.,٫](\d\d?)$")
"""The mark and the digits behind it: groups of thousands have three."""
_ANY_MARK = re.compile(r"\d[.,٫]\d\d?(?!\d)")
"""What a text has in it if ``_MARK`` finds anything in its number."""


def under_each_other(columns: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """The rows with zeros behind the mark where others of the column and the unit have digits there.

    >>> rows = [[{"text": "$387,209,956"}], [{"text": "$0.25"}], [{"text": "$2.5 million"}], [{"text": "24%"}]]
    >>> [row[0]["text"] for row in under_each_other([{"numeric": True}], rows)]
    ['$387,209,956.00', '$0.25', '$2.5 million', '24%']
    """
    changed = {
        (n, at): text
        for at, column in enumerate(columns)
        if column.get("numeric")
        for n, text in _filled([row[at] for row in rows], bool(column.get("derived")))
    }
    if not changed:
        return rows
    return [
        [{**cell, "text": changed[n, at]} if (n, at) in changed else cell for at, cell in enumerate(row)]
        for n, row in enumerate(rows)
    ]


def _filled(cells: Sequence[Cell], is_derived: bool) -> list[tuple[int, str]]:
    """The cells of a column that are written anew, by their row."""
    if not _ANY_MARK.search(" ".join([cell.get("text") or "" for cell in cells])):
        return []
    parts = [_parts(cell, is_derived) for cell in cells]
    most: dict[str, str] = {}
    for unit, number in filter(None, parts):
        if mark := _MARK.search(number):
            most[unit] = max(most.get(unit, ""), mark[0], key=len)
    return [
        (n, str(cells[n]["text"]).replace(part[1], _with_zeros(part[1], most[part[0]]), 1))
        for n, part in enumerate(parts)
        if part and part[0] in most
    ]


def _parts(cell: Cell, is_derived: bool) -> tuple[str, str] | None:
    """The unit, which is what stands around the one number of a cell, and the number; nothing for other cells."""
    text = cell.get("text") or ""
    found = _NUMBER.findall(text) if cell.get("status") in (None, "", "reported") else []
    if len(found) != 1:
        return None
    unit = text.replace(found[0], "", 1).strip(" -\u00a0")
    is_share = unit in ("%", "٪")
    return (
        (unit, found[0]) if unit and (is_derived if is_share else unit.isupper() or unit in _SIGNS) else None
    )


def _with_zeros(number: str, most: str) -> str:
    mark = _MARK.search(number)
    zero = "٠" if "٠" <= number[-1] <= "٩" else "0"
    return number + zero * (len(most) - len(mark[0])) if mark else number + most[0] + zero * (len(most) - 1)
