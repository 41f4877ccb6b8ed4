"""The columns of types of aid: the activity's, then transaction by transaction those beside the first of the DAC's.

A newcomer would get wrong that the first type of a transaction is a row too where it is not of the DAC's list.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.aid import DAC, category_of
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.tables.iati_columns.about import numbered
from pledgebook.tables.iati_columns.run import Run, Sheet, flags

TYPES = ("default-aid-type", "transaction/aid-type")
"""Where types of aid are."""


def aid_types(run: Run) -> Sheet:
    """One row per type of aid that has no column of a transaction."""
    found = run.elements
    of_activity, of_transaction = (found.at(path) for path in TYPES)
    is_dac = flags(run.attributes(of_transaction).map(lambda tag: _vocabulary(tag) == DAC, pa.bool_()))
    of_transaction = of_transaction[~(is_dac & (found.nth[of_transaction] == 1))]
    rows = np.concatenate([of_activity, of_transaction])
    number = np.concatenate([np.zeros(len(of_activity), np.int64), found.nth[found.parent[of_transaction]]])
    order = np.lexsort((rows, number, found.activity[rows]))
    rows, number = rows[order], number[order]
    said = run.attributes(rows)
    columns = {
        "aid_type_number": numbered(found.activity[rows]),
        "transaction_number": pa.array(number, mask=number == 0),
        "vocabulary": said.map(_vocabulary),
        "code": said.attribute("code"),
        "earmarking_category": said.map(lambda tag: category_of(_vocabulary(tag), tag.get("code")) or None),
    }
    return run.sheet("aid_type", rows, columns)


def _vocabulary(tag: Tag) -> str:
    return tag.get("vocabulary") or DAC
