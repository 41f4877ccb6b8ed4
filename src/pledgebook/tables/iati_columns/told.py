"""The issues that columns tell without a tree: shares without a code, days that are none, transactions without a day,
results that are no number.

A newcomer would get wrong their order, which is the tree reader's: what the activity's shares say, then transaction by
transaction, then the shares of all transactions, then the activity's days, then its results.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.amounts import day_of
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.issues import issue
from pledgebook.tables.iati_columns.run import Run, Sheet, Told

SHARES_OF_ACTIVITY, TRANSACTIONS, SHARES_OF_TRANSACTIONS, DAYS, RESULTS = range(5)
"""The steps in which an activity is read."""
_FINE = pa.scalar("")
_SAID = ("code", "value", "message_en", "message_fr")


def tell(
    run: Run,
    code: str,
    step: int,
    elements: Places,
    place: Places,
    values: Sequence[str] | None = None,
    turn: int = 0,
) -> None:
    """Note that there is an issue with elements, which shows their values, or nothing."""
    count = len(elements)
    if count:
        run.told.append(Told(step, elements, place, [code] * count, values or [""] * count, turn))


def told_days(run: Run, elements: Places, name: str, step: int, place: Places, turn: int = 0) -> pa.Array:
    """The days in an attribute of elements, empty for -1; those that are an issue are told."""
    said = run.attributes(elements)
    days, codes = said.of(name).maps(day_of, (pa.date32(), pa.string()))
    wrong = np.flatnonzero(pc.not_equal(codes, _FINE).fill_null(False).to_numpy(zero_copy_only=False))
    if len(wrong):
        number = pa.array(wrong)
        shown = pc.coalesce(days.take(number).cast(pa.string()), said.attribute(name).take(number))
        told = codes.take(number).to_pylist(), shown.to_pylist()
        run.told.append(Told(step, elements[wrong], place[wrong], *told, turn))
    return days


def issues(run: Run) -> Sheet:
    """One row per issue that was told while the other tables were made."""
    told = run.told
    elements = np.concatenate([one.elements for one in told])
    place = np.concatenate([one.place for one in told])
    counts = [len(one.elements) for one in told]
    step, turn = (np.repeat([getattr(one, name) for one in told], counts) for name in ("step", "turn"))
    order = np.lexsort((turn, place, step, run.elements.activity[elements]))
    distinct: dict[tuple[str, str], int] = {}
    pairs = [pair for one in told for pair in zip(one.codes, one.values, strict=True)]
    number = np.array([distinct.setdefault(pair, len(distinct)) for pair in pairs], np.int64)[order]
    rows = [issue(code, source="", record="", value=value) for code, value in distinct]
    rows_of = pa.array(number)
    return run.sheet(
        "issue",
        elements[order],
        {
            "element": run.attributes(elements[order]).map(lambda tag: tag.name),
            **{name: pa.array([row[name] for row in rows], pa.string()).take(rows_of) for name in _SAID},
        },
    )
