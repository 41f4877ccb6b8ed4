"""Spreadsheets (XLSX, XLS, ODS) as rows of text, each counted as the spreadsheet's user counts it.

A newcomer would print numbers as they come: a sheet holds 24 as 24.0, and a p-code or a year with ".0" behind it
matches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from pledgebook.sources.csv_file import RawRow
from pledgebook.sources.grid import filled, under_headers
from pledgebook.sources.unreadable import UnreadableError
from pledgebook.text import Text

_NO_SHEET = Text(
    en="there is no sheet “{sheet}”; the sheets are {sheets}",
    fr="il n’y a pas de feuille « {sheet} » ; les feuilles sont {sheets}",
)
_BROKEN = Text(
    en="it begins like a spreadsheet and cannot be read as one: it was cut, or is something else ({detail})",
    fr="il commence comme un tableur et n’en est pas un\u00a0: il a été coupé, ou est autre chose ({detail})",
)


def sheet_names(path: Path) -> list[str]:
    """The sheets that a person who opens the file sees, in their order."""
    with _opened(path) as book:
        return [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]


def read_sheet(path: Path, sheet: str | None, head: tuple[int, int]) -> tuple[list[str], Iterator[RawRow]]:
    """The headers and rows of one sheet, the first where none is named.

    Raises ``UnreadableError`` where the file is no spreadsheet or has no such sheet.
    """
    with _opened(path) as book:
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            raise UnreadableError(_NO_SHEET.fill(sheet=name, sheets=", ".join(book.sheet_names)))
        found = book.get_sheet_by_name(name)
        cells = [[_text(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]
        merged = found.merged_cell_ranges or []
    return under_headers(filled(cells, merged, head[1]), head)


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as error:
        raise UnreadableError(_BROKEN.fill(detail=str(error) or type(error).__name__)) from error


def _text(cell: object) -> str:
    """A cell as it would be written by hand.

    >>> [_text(v) for v in (24.0, 34.25, 1e-10, True, "  a ", datetime(2021, 9, 30))]
    ['24', '34.25', '0.0000000001', 'true', 'a', '2021-09-30']
    """
    match cell:
        case bool():
            return "true" if cell else "false"
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()
