"""How a file of text is written: its encoding and what stands between its cells, as well as both can be seen.

A newcomer would take the first encoding that fits: nearly every byte is a letter in several. A file that is not UTF-8
and has no mark is read in the one most usual, and is asked about with a word as each would read it.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pledgebook.sources.csv_file import Form

SEPARATORS = (",", ";", "\t", "|")
_OTHERS = ("windows-1252", "windows-1256")
"""The encodings that spreadsheets of western Europe and of Arabic countries still write, the first proposed."""
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINES = 25
_WORD = re.compile(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*")


@dataclass(frozen=True, slots=True)
class SeenForm:
    """The form of a file; ``readings`` are a word of it in each encoding that is possible, where that is asked."""

    form: Form
    readings: tuple[tuple[str, str], ...] = ()


def form_of(path: Path) -> SeenForm:
    """How the file is written."""
    content = path.read_bytes()
    encoding, readings = _encoding(content)
    text = content.decode(encoding, errors="replace")
    return SeenForm(Form(_separator(text.splitlines()[:_LINES]), encoding), readings)


def _encoding(content: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, ()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        readings = tuple((name, word) for name in _OTHERS if (word := _first_word(content, name)))
        return (readings[0][0], readings) if readings else ("utf-8", ())
    return "utf-8", ()


def _first_word(content: bytes, encoding: str) -> str:
    """The first word with a letter beyond ASCII; nothing where the bytes are not of the encoding."""
    try:
        match = _WORD.search(content.decode(encoding))
    except UnicodeDecodeError:
        return ""
    return match[0] if match else ""


def _separator(lines: Sequence[str]) -> str:
    """What splits most lines into the same number of cells, more than one; of equals the most cells."""
    return max(SEPARATORS, key=lambda mark: _agreement(lines, mark))


def _agreement(lines: Sequence[str], mark: str) -> tuple[int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark))
    except csv.Error:
        return 0, 0
    several = {width: n for width, n in widths.items() if width > 1}
    if not several:
        return 0, 0
    width = max(several, key=lambda w: (several[w], w))
    return several[width], width
