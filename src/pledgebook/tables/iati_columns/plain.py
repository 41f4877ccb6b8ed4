"""The pieces of a file whose bytes are plain, as elements side by side; what is not among them, trees read.

A newcomer would get wrong that a piece which is left out here is wrong: it is only written in a way that columns do
not know.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from pledgebook.sources.iati.columns.elements import grid_of
from pledgebook.sources.iati.columns.marks import Marks, Places, marks_of
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.cut import Cut
from pledgebook.sources.iati.stream import Beginning, root_of
from pledgebook.tables.iati_columns.run import Run

_LARGEST_PIECE = 4 * 1024 * 1024
_MOST_LINES = 60_000
"""The XML parser counts no further than 65,535 lines in a piece."""
_PLAIN_ENCODINGS = ("utf-8", "ascii")


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain ones of some pieces as a run; ``fit`` are the numbers of the pieces that went into it, ``piece`` the
    number of the piece of each activity."""

    run: Run
    fit: Sequence[int]
    piece: Places


def plain_pieces(
    cuts: Sequence[Cut],
    first_lines: Sequence[int],
    beginning: Beginning,
    source: str,
    currencies: Collection[str],
    wanted: Collection[str],
) -> Plain | None:
    """Pieces, each of which begins on a line, as far as they are plain; None where none is."""
    root = root_of(beginning)
    if root is None or None in root.nsmap or beginning.encoding not in _PLAIN_ENCODINGS:
        return None
    tag = Tag("iati-activities", {str(name): str(value) for name, value in root.items()})
    fit, marks = _plain(cuts, beginning.encoding)
    if marks is None:
        return None
    sizes = np.cumsum([len(cuts[number].content) for number in fit])
    grid = grid_of(
        marks, sizes.astype(np.int32), {str(prefix): address for prefix, address in root.nsmap.items()}
    )
    if grid.elements is None:
        return None
    lines = np.array([first_lines[one] for one in fit])
    run = Run(grid.elements, lines, source, tag, currencies, wanted)
    return Plain(run, fit, np.array(fit)[grid.elements.piece[run.activities]])


def _plain(cuts: Sequence[Cut], encoding: str) -> tuple[list[int], Marks | None]:
    """Which pieces have plain bytes, and their tags as if they stood one after the other."""
    fit = [
        number
        for number, one in enumerate(cuts)
        if not (
            one.is_last or one.is_too_large or len(one.content) > _LARGEST_PIECE or one.lines > _MOST_LINES
        )
    ]
    content = _together([cuts[number].content for number in fit])
    is_possible = encoding != "ascii" or bytes(content).isascii()
    marks = marks_of(content) if is_possible else None
    if marks is None:
        fit = [number for number in fit if is_possible and marks_of(cuts[number].content) is not None]
        marks = marks_of(_together([cuts[number].content for number in fit]))
    return fit, marks


def _together(pieces: Sequence[bytes | memoryview]) -> bytes | memoryview:
    """The bytes of pieces one after the other: not copied where they stand so already, views of the same bytes."""
    whole, size = _seen(pieces[0]) if pieces else None, sum(map(len, pieces))
    if not isinstance(whole, bytes) or any(_seen(piece) is not whole for piece in pieces):
        return b"".join(pieces)
    begin, first, last = (np.frombuffer(one, np.uint8).ctypes.data for one in (whole, pieces[0], pieces[-1]))
    if last + len(pieces[-1]) - first != size:
        return b"".join(pieces)
    return memoryview(whole)[first - begin : first - begin + size]


def _seen(piece: bytes | memoryview) -> object:
    """The bytes that a piece is a view of, if it is one."""
    return piece.obj if isinstance(piece, memoryview) else None
