"""The texts of elements by language: the first as published, the first in English, the first in French.

A newcomer would get wrong that a text stands in ``narrative`` elements or, before version 2, in the element itself, and
that one without a language speaks that of what is around it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.tables.iati_columns.run import Run, of_numbers

_COLUMN_LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Said:
    """Texts that are not blank: of which row, which text, in which language, all as numbers, sorted by row."""

    row: Places
    text: Places
    language: Places

    def only(self, which: Flags) -> Said:
        """Some of them."""
        return Said(self.row[which], self.text[which], self.language[which])

    def firsts(self) -> Said:
        """The first of each row."""
        is_first = np.ones(len(self.row), np.bool_)
        is_first[1:] = self.row[1:] != self.row[:-1]
        return self.only(is_first)


def said_of(run: Run, rows: Places) -> Said:
    """What elements say, all of them at one path; of -1, nothing."""
    found = run.elements
    there = np.flatnonzero(rows >= 0)
    if not len(there):
        return Said(there, there, there)
    path = found.paths[found.path[rows[there[0]]]]
    narratives = found.at(f"{path}/narrative")
    row = found.row_of(rows, found.parent[narratives])
    has_narrative = np.zeros(len(rows), np.bool_)
    has_narrative[row[row >= 0]] = True
    spoken = language_of(run, rows[there], run.language[found.activity[rows[there]]])
    around = np.zeros(len(rows), np.int32)
    around[there] = spoken
    kept = (row >= 0) & found.is_said[found.text[narratives]]
    row, narratives = row[kept], narratives[kept]
    said = Said(row, found.text[narratives], language_of(run, narratives, around[row]))
    plain = there[~has_narrative[there] & found.is_said[found.text[rows[there]]]]
    if not len(plain):
        return said
    order = np.argsort(np.concatenate([row, plain]), kind="stable")
    return Said(
        np.concatenate([row, plain])[order],
        np.concatenate([said.text, found.text[rows[plain]]])[order],
        np.concatenate([said.language, around[plain]])[order],
    )


def language_of(run: Run, elements: Places, default: Places) -> Places:
    """The language that each element declares, else the default."""
    own = run.tag_language[run.elements.tag[elements]]
    return np.where(own >= 0, own, default)


def first_text(run: Run, rows: Places) -> pa.Array:
    """A column of the first text of elements, in whatever language."""
    said = said_of(run, rows).firsts()
    return run.texts(_by_row(said.text, said.row, len(rows)))


def texts(run: Run, rows: Places, column: str, with_language: bool = True) -> dict[str, pa.Array]:
    """The columns of a text: as first published, its language, and in English and French where it was."""
    said = said_of(run, rows)
    first = said.firsts()
    made = {column: run.texts(_by_row(first.text, first.row, len(rows)))}
    if with_language:
        names = pa.array([*(language or None for language in run.languages), None], pa.string())
        numbers = _by_row(first.language, first.row, len(rows))
        numbers[numbers < 0] = len(run.languages)
        made[f"{column}_language"] = names.take(of_numbers(numbers))
    for language in _COLUMN_LANGUAGES:
        own = said.only(said.language == run.languages.get(language, -1)).firsts()
        made[f"{column}_{language}"] = run.texts(_by_row(own.text, own.row, len(rows)))
    return made


def _by_row(numbers: Places, row: Places, rows: int) -> Places:
    found = np.full(rows, -1, np.int64)
    found[row] = numbers
    return found
