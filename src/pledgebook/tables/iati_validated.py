"""A file held against the standard's rules, and nothing else made of it: by columns what is plain, as trees the rest.

A newcomer would get wrong that a schema could be asked of columns: with one, and of organisations, trees answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from pledgebook.sources.iati.cut import Cut, cuts
from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.opening import Opening, opened
from pledgebook.sources.iati.stream import parsed
from pledgebook.sources.iati.validation.file import Validation, faults_of, validate_file
from pledgebook.sources.iati.validation.rule import RuleFault
from pledgebook.sources.iati.validation.schema import Schemas
from pledgebook.tables.iati_columns import read
from pledgebook.tables.iati_columns.plain import plain_pieces
from pledgebook.tables.iati_columns.rules import BrokenRules
from pledgebook.tables.iati_columns.run import flags

LARGEST_RUN = 4 * 1024 * 1024
"""Bytes of the pieces that are held against the rules at once; more are no faster, and need more memory."""


def faults_of_file(path: Path, today: date, schemas: Schemas | None = None) -> Iterator[RuleFault]:
    """Everything that is wrong with a file of activities or of organisations, in its order."""
    with path.open("rb") as content:
        opening = opened(content)
        if schemas is not None or isinstance(opening, Fault) or not opening.root:
            yield from validate_file(path, today, schemas)
            return
        validation = Validation(today, with_references=True)
        yield from faults_of(opening.faults, validation)
        for pieces, lines in _runs(opening):
            yield from _of_run(pieces, lines, opening, validation)
        yield from validation.at_end()


def _runs(opening: Opening) -> Iterator[tuple[list[Cut], list[int]]]:
    """The pieces of a file, many at once, and the line on which each begins."""
    pieces, lines, size, line = list[Cut](), list[int](), 0, opening.line
    for cut in cuts(opening.start, opening.content):
        pieces.append(cut)
        lines.append(line)
        size, line = size + len(cut.content), line + cut.lines
        if size > LARGEST_RUN:
            yield pieces, lines
            pieces, lines, size = [], [], 0
    yield pieces, lines


def _of_run(
    pieces: list[Cut], lines: list[int], opening: Opening, validation: Validation
) -> Iterator[RuleFault]:
    with read.without_collecting():
        broken, activity = _broken(pieces, lines, opening, validation)
    for number, cut in enumerate(pieces):
        if broken is None or activity[number] < 0:
            yield from faults_of(parsed(cut, opening, lines[number]), validation)
        else:
            validation.records += 1
            yield from broken.settled(activity[number], range(len(pieces)))


def _broken(
    pieces: list[Cut], lines: list[int], opening: Opening, validation: Validation
) -> tuple[BrokenRules | None, list[int]]:
    """What breaks rules in the plain pieces, and by piece the number of its activity, -1 where it is a tree."""
    is_enough = sum(len(cut.content) for cut in pieces) >= read.SMALLEST_RUN
    plain = plain_pieces(pieces, lines, opening, "", (), ()) if is_enough else None
    if plain is None:
        return None, []
    broken = BrokenRules(plain.run, plain.run.elements.tag, validation, is_each_told=True)
    activity = np.full(len(pieces), -1)
    is_usual = ~plain.run.is_unusual & flags(plain.run.identifiers.is_valid())
    activity[plain.piece[is_usual]] = np.flatnonzero(is_usual)
    return broken, activity.tolist()
