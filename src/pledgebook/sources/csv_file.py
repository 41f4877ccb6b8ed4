"""CSV files as rows of text. The user counts lines of the file from 1, the header's included.

A naive reader loses what stands behind an unclosed quote; here the line with the quote is one row with a fault,
as is a row whose number of fields is not the header's, and the rows around it are kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pledgebook.text import Text

_QUOTE = Text(
    en="the row has a quote that is not closed or stands in the wrong place",
    fr="la ligne a un guillemet qui n’est pas fermé ou qui est mal placé",
)
_FIELDS = Text(
    en="the row has {found} fields for {expected} headers",
    fr="la ligne a {found} champs pour {expected} en-têtes",
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: the line on which it starts, its cells by header, the fault where it has one."""

    line: int
    cells: dict[str, str]
    fault: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Form:
    """How a file of text is written: what stands between its cells, and its encoding."""

    separator: str = ","
    encoding: str = "utf-8"

    def lines_of(self, path: Path) -> list[str]:
        """The lines of a file; of UTF-8 with or without its mark. Raises ``UnicodeDecodeError``."""
        encoding = "utf-8-sig" if self.encoding.lower() in ("utf-8", "utf8") else self.encoding
        return path.read_text(encoding=encoding).split("\n")


_USUAL = Form()


def read_csv(path: Path, head: int = 1, form: Form = _USUAL) -> tuple[list[str], Iterator[RawRow]]:
    """The headers, which stand on the line ``head``, and the rows as they stand.

    With 0 there are no headers, and the columns are called "column A" and so on.
    Raises ``UnicodeDecodeError`` where the file is in another encoding.
    """
    lines = form.lines_of(path)
    between = form.separator
    if head == 0:
        cells, _, _ = _record(lines, 0, between)
        return (named := [without_header(n) for n in range(len(cells))]), _rows(lines, 0, named, between)
    header, used, _ = _record(lines, head - 1, between)
    headers = [h.strip() for h in header]
    return headers, _rows(lines, head - 1 + used, headers, between)


def letters(column: int) -> str:
    """The name that spreadsheets give to a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    head, tail = divmod(column, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + tail)


def without_header(column: int) -> str:
    """What a column without a header is called.

    >>> without_header(3)
    'column D'
    """
    return f"column {letters(column)}"


def _rows(lines: Sequence[str], position: int, headers: Sequence[str], separator: str) -> Iterator[RawRow]:
    while position < len(lines):
        start = position + 1
        cells, used, fault = _record(lines, position, separator)
        position += used
        if not fault and not any(c.strip() for c in cells):
            continue
        if not fault and len(cells) != len(headers):
            fault = _FIELDS.fill(found=len(cells), expected=len(headers))
            position = start
        yield RawRow(start, dict(zip(headers, (c.strip() for c in cells), strict=False)), fault)


def _record(lines: Sequence[str], position: int, separator: str) -> tuple[list[str], int, Text]:
    """The cells that start on a line, how many lines they take, and what is wrong with them.

    Most lines have no quote, and a reader for each would be half of the time of a large file.
    """
    if position < len(lines) and '"' not in lines[position]:
        line = lines[position]
        return (line.split(separator) if line else []), 1, Text()
    reader = csv.reader(
        (lines[n] + "\n" for n in range(position, len(lines))), strict=True, delimiter=separator
    )
    try:
        return next(reader, []), max(reader.line_num, 1), Text()
    except csv.Error:
        return [], 1, _QUOTE
