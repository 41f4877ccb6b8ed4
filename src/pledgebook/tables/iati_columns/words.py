"""The texts of elements by language: the first as published, the first in English, the first in French.

A newcomer would get wrong that a text stands in ``narrative`` elements or, before version 2, in the element itself, and
that one without a language speaks that of what is around it.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """What elements say; of -1, nothing."""
    there = np.flatnonzero(rows >= 0)
    path = run.elements.path[rows[there]]
    paths = np.flatnonzero(np.bincount(path)).tolist()
    if len(paths) < 2:
        return _said_at(run, rows, there)
    said = []
    for one in paths:
        here = there[path == one]
        own = _said_at(run, rows[here], np.arange(len(here)))
        said.append(Said(here[own.row], own.text, own.language))
    return _in_turn(said)


def _in_turn(said: Sequence[Said]) -> Said:
    """What is said by several, as one."""
    row = np.concatenate([one.row for one in said])
    order = np.argsort(row, kind="stable")
    text, language = (np.concatenate([getattr(one, name) for one in said]) for name in ("text", "language"))
    return Said(row[order], text[order], language[order])


def _said_at(run: Run, rows: Places, there: Places) -> Said:
    """What elements say that all are at one path; ``there`` are those that are not -1."""
    found = run.elements
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
    return _in_turn([said, Said(plain, found.text[rows[plain]], around[plain])])


def language_of(run: Run, elements: Places, default: Places) -> Places:
    """The language that each element declares, else the default."""
    own = run.tag_language[run.elements.tag[elements]]
    return np.where(own >= 0, own, default)


def first_text(run: Run, rows: Places) -> pa.Array:
    """A column of the first text of elements, in whatever language."""
    said = said_of(run, rows).firsts()
    return run.texts(_by_row(said.text, said.row, len(rows), run.no_text))


def texts(run: Run, rows: Places, column: str, with_language: bool = True) -> dict[str, pa.Array]:
    """The columns of a text: as first published, its language, and in English and French where it was."""
    said = said_of(run, rows)
    first = said.firsts()
    made = {column: run.texts(_by_row(first.text, first.row, len(rows), run.no_text))}
    if with_language:
        names = pa.array([*(language or None for language in run.languages), None], pa.string())
        numbers = _by_row(first.language, first.row, len(rows), len(run.languages))
        made[f"{column}_language"] = names.take(of_numbers(numbers))
    for language in _COLUMN_LANGUAGES:
        made[f"{column}_{language}"] = _spoken(run, said, run.languages.get(language, -1), made[column])
    return made


def _spoken(run: Run, said: Said, language: int, first: pa.Array) -> pa.Array:
    """The first text of each row in a language; the firsts of all where everything is said in it."""
    is_spoken = said.language == language
    if is_spoken.all() and len(is_spoken):
        return first
    if not is_spoken.any():
        return pa.nulls(len(first), pa.string())
    own = said.only(is_spoken).firsts()
    return run.texts(_by_row(own.text, own.row, len(first), run.no_text))


def _by_row(numbers: Places, row: Places, rows: int, nothing: int) -> Places:
    found = np.full(rows, nothing, np.int64)
    found[row] = numbers
    return found
