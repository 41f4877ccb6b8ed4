"""The columns of results, indicators, periods and values.

A newcomer would get wrong the order of the values: an indicator's baselines, then period by period its targets and its
actual values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.amounts import day_of, flag_of, whole_of
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.result import QUALITATIVE, quantity_of
from pledgebook.tables.iati_columns.document import joined
from pledgebook.tables.iati_columns.money import DAY, period
from pledgebook.tables.iati_columns.run import Run, Sheet, flags, of_numbers
from pledgebook.tables.iati_columns.told import RESULTS, tell
from pledgebook.tables.iati_columns.words import texts
from pledgebook.tables.schema import QUANTITY_PARTS, quantity_cells

INDICATOR = "result/indicator"
PERIOD = f"{INDICATOR}/period"
"""Where indicators and their periods are."""
VALUES = (f"{INDICATOR}/baseline", f"{PERIOD}/target", f"{PERIOD}/actual")
"""Where values are, by their kinds."""


def results(run: Run) -> Sheet:
    """One row per result."""
    found, rows = run.elements, run.elements.at("result")
    said = run.attributes(rows)
    columns = {
        "result_number": found.nth[rows],
        "result_type": said.attribute("type"),
        "can_be_aggregated": said.read("aggregation-status", flag_of, pa.bool_()),
        **texts(run, found.first(rows, "result/title"), "title"),
        **texts(run, found.first(rows, "result/description"), "description"),
    }
    return run.sheet("result", rows, columns)


def indicators(run: Run) -> Sheet:
    """One row per indicator of a result."""
    found, rows = run.elements, run.elements.at(INDICATOR)
    said = run.attributes(rows)
    reference = run.attributes(found.first(rows, f"{INDICATOR}/reference"))
    columns = {
        **_which(run, rows),
        "measure": said.attribute("measure"),
        "is_ascending": said.read("ascending", flag_of, pa.bool_()),
        "can_be_aggregated": said.read("aggregation-status", flag_of, pa.bool_()),
        **texts(run, found.first(rows, f"{INDICATOR}/title"), "title"),
        **texts(run, found.first(rows, f"{INDICATOR}/description"), "description"),
        "reference_vocabulary": reference.attribute("vocabulary"),
        "reference_code": reference.attribute("code"),
        "reference_uri": reference.attribute("indicator-uri"),
    }
    return run.sheet("result_indicator", rows, columns)


def _which(run: Run, indicator: Places) -> dict[str, Any]:
    found = run.elements
    return {"result_number": found.nth[found.parent[indicator]], "indicator_number": found.nth[indicator]}


def periods(run: Run) -> Sheet:
    """One row per period of an indicator."""
    found, rows = run.elements, run.elements.at(PERIOD)
    columns = {
        **_which(run, found.parent[rows]),
        "period_number": found.nth[rows],
        **period(run, rows, PERIOD),
    }
    return run.sheet("result_period", rows, columns)


def result_values(run: Run) -> Sheet:
    """One row per baseline, target and actual value."""
    found = run.elements
    groups = [found.at(path) for path in VALUES]
    rows = np.concatenate(groups)
    kind = np.repeat(np.arange(len(VALUES)), [len(group) for group in groups])
    holder = found.parent[rows]
    indicator = np.where(kind == 0, holder, found.parent[holder])
    number = np.where(kind == 0, 0, found.nth[holder])
    order = np.lexsort((rows, kind, number, indicator))
    rows, kind, holder, indicator, number = (
        rows[order],
        kind[order],
        holder[order],
        indicator[order],
        number[order],
    )
    return run.sheet(
        "result_value",
        rows,
        {
            **_which(run, indicator),
            "period_number": number,
            "value_kind": pa.array(["baseline", "target", "actual"], pa.string()).take(of_numbers(kind)),
            "value_number": found.nth[rows],
            **_when(run, np.where(kind == 0, rows, -1), np.where(kind == 0, -1, holder)),
            **_cell(run, rows),
            **_quantity(run, rows, indicator),
            **_comments(run, rows, kind),
        },
    )


def _when(run: Run, baseline: Places, holder: Places) -> dict[str, pa.Array]:
    said = run.attributes(baseline)
    day = said.read("iso-date", day_of, DAY)
    of_period = period(run, run.elements.at(PERIOD), PERIOD)
    number = pa.array(run.elements.rank[holder], mask=holder < 0)
    return {
        "baseline_year": said.read("year", whole_of, pa.int64()),
        **{column: pc.coalesce(day, cells.take(number)) for column, cells in of_period.items()},
    }


def _cell(run: Run, rows: Places) -> dict[str, Any]:
    """Which cell of the total each value is: its dimensions in the order of their words, its places."""
    dimension, of_dimension = _children(run, rows, "dimension")
    location, of_location = _children(run, rows, "location")
    said = run.attributes(dimension).map(lambda tag: f"{tag.get('name')}={tag.get('value')}")
    words = said.to_pylist()
    order = np.array(sorted(range(len(words)), key=lambda one: (of_dimension[one], words[one])), np.int64)
    is_part = np.zeros(len(rows), np.bool_)
    is_part[of_dimension] = True
    is_part[of_location] = True
    refs = run.attributes(location).attribute("ref")
    return {
        "dimensions": joined(said.take(of_numbers(order)), of_dimension[order], len(rows), "; "),
        "location_refs": joined(refs, of_location, len(rows), " "),
        "is_total": ~is_part,
    }


def _children(run: Run, rows: Places, name: str) -> tuple[Places, Places]:
    """The children of that name, and which row each belongs to."""
    found = run.elements
    children = np.concatenate([found.at(f"{path}/{name}") for path in VALUES])
    row_of = np.full(len(found.tag), -1, np.int64)
    row_of[rows] = np.arange(len(rows))
    return children, row_of[found.parent[children]]


def _quantity(run: Run, rows: Places, indicator: Places) -> dict[str, pa.Array]:
    said = run.attributes(rows)
    kinds = [kind for kind, _ in QUANTITY_PARTS.values()]
    is_number, written, *parts = said.maps(_parts, (pa.bool_(), pa.string(), *kinds))
    is_words = run.attributes(indicator).of("measure").map(lambda said: said == QUALITATIVE, pa.bool_())
    wrong = np.flatnonzero(~flags(is_number) & ~flags(is_words))
    tell(run, "result-not-a-number", RESULTS, rows[wrong], wrong, written.take(of_numbers(wrong)).to_pylist())
    columns = {f"result_quantity{part}": cells for part, cells in zip(QUANTITY_PARTS, parts, strict=True)}
    return {**columns, "value_reported": written}


def _parts(tag: Tag) -> Sequence[object]:
    """Whether a value is a number, what is written, and its cells."""
    written = tag.attributes.get("value")
    value, is_number = quantity_of(written)
    return is_number, written, *quantity_cells(value).values()


def _comments(run: Run, rows: Places, kind: Places) -> dict[str, pa.Array]:
    comment = np.full(len(rows), -1, np.int64)
    for one, path in enumerate(VALUES):
        here = np.flatnonzero(kind == one)
        comment[here] = run.elements.first(rows[here], f"{path}/comment")
    return texts(run, comment, "comment")
