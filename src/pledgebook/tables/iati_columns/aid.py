"""The columns of types of aid: the activity's, then transaction by transaction those beside the first of the DAC's.

A newcomer would get wrong that a transaction's first type is a row where it is not of the DAC's list, and that the
first of that list may stand behind others.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.aid import DAC, category_of, vocabulary_of
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.tables.iati_columns.run import Run, Sheet, flags, numbered

TYPES = ("default-aid-type", "transaction/aid-type")
"""Where types of aid are."""


def aid_types(run: Run) -> Sheet:
    """One row per type of aid that has no column of a transaction."""
    found = run.elements
    of_activity, of_transaction = (found.at(path) for path in TYPES)
    of_transaction = np.setdiff1d(of_transaction, _firsts(run, of_transaction), assume_unique=True)
    rows = np.concatenate([of_activity, of_transaction])
    number = np.concatenate([np.zeros(len(of_activity), np.int64), found.nth[found.parent[of_transaction]]])
    order = np.lexsort((rows, number, found.activity[rows]))
    rows, number = rows[order], number[order]
    said = run.attributes(rows)
    columns = {
        "aid_type_number": numbered(found.activity[rows]),
        "transaction_number": pa.array(number, mask=number == 0),
        "vocabulary": said.of("vocabulary").map(vocabulary_of),
        "code": said.attribute("code"),
        "earmarking_category": said.map(lambda tag: category_of(_vocabulary(tag), tag.get("code")) or None),
    }
    return run.sheet("aid_type", rows, columns)


def first_of_dac(run: Run, holders: Places, path: str) -> Places:
    """For each of the elements that hold, its first type of aid of the DAC's list at a path; -1 where there is none."""
    firsts = _firsts(run, run.elements.at(path))
    found = np.full(len(holders), -1, np.int64)
    row = run.elements.row_of(holders, run.elements.parent[firsts])
    found[row[row >= 0]] = firsts[row >= 0]
    return found


def _firsts(run: Run, types: Places) -> Places:
    """Those of these types of aid that are the first of the DAC's list where they stand."""
    of_dac = types[
        flags(run.attributes(types).of("vocabulary").map(lambda own: vocabulary_of(own) == DAC, pa.bool_()))
    ]
    return of_dac[np.unique(run.elements.parent[of_dac], return_index=True)[1]]


def _vocabulary(tag: Tag) -> str:
    return vocabulary_of(tag.get("vocabulary"))
