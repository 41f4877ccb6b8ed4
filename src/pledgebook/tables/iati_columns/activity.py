"""The columns of activities, of who takes part in them and of their policy markers.

A newcomer would get wrong that an activity may say the same kind of day twice: the first one counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati import scalars
from pledgebook.sources.iati.activity import GENDER, significance_of
from pledgebook.sources.iati.amounts import day_of, whole_of
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.tables.iati_columns.money import DAY, is_humanitarian, upper
from pledgebook.tables.iati_columns.run import Run, Sheet, flags
from pledgebook.tables.iati_columns.words import texts

_SCREENED, _NOT_SCREENED = (pa.scalar(word, pa.string()) for word in ("screened", "not_screened"))


def activities(run: Run) -> Sheet:
    """One row per activity."""
    found, rows = run.elements, run.activities
    said = run.attributes(rows)
    version = run.root.get("version")
    reporter = found.first(rows, "reporting-org")
    return run.sheet(
        "activity",
        rows,
        {
            "iati_version": said.of("version").map(lambda own: version or own or None),
            "reporting_org_ref": run.attributes(reporter).attribute("ref"),
            **texts(run, reporter, "reporting_org_name", with_language=False),
            **texts(run, found.first(rows, "title"), "title"),
            "hierarchy": said.read("hierarchy", whole_of, pa.int64()),
            "status_code": run.attributes(found.first(rows, "activity-status")).attribute("code"),
            "start_date": _first_day(run, "2", "1"),
            "end_date": _first_day(run, "4", "3"),
            "default_currency": upper(said, "default-currency"),
            "is_humanitarian": is_humanitarian(run),
            "last_updated": said.of("last-updated-datetime").map(_updated, DAY),
            **_gender(run),
        },
    )


def _updated(written: str) -> object:
    moment = scalars.moment(written)
    return moment.date() if moment else None


def _first_day(run: Run, *kinds: str) -> pa.Array:
    """The day of the first of these kinds that has one."""
    rows = run.elements.at("activity-date")
    kind = run.attributes(rows).attribute("type")
    columns = []
    for one in kinds:
        own = rows[flags(pc.equal(kind, pa.scalar(one, pa.string())))]
        columns.append(_days(run, _first_of(run, own)))
    return pc.coalesce(*columns)


def _days(run: Run, rows: Places) -> pa.Array:
    """The days of some dates; what is none is told where all days are, else only the tree knows which to tell."""
    said = run.attributes(rows)
    if "activity_date" in run.wanted:
        return said.of("iso-date").map(lambda written: day_of(written)[0], DAY)
    return said.read("iso-date", day_of, DAY)


def _first_of(run: Run, elements: Places) -> Places:
    """The first of these elements in each activity."""
    activity = run.elements.activity[elements][::-1]
    first = np.full(len(run.activities), -1, np.int64)
    first[activity] = elements[::-1]
    return first


def _gender(run: Run) -> dict[str, Any]:
    rows = run.elements.at("policy-marker")
    said = run.attributes(rows)
    significance = said.read("significance", significance_of, pa.int64())
    is_gender = said.map(lambda tag: (tag.get("vocabulary") or "1", tag.get("code")) == GENDER, pa.bool_())
    stated = flags(pc.and_(is_gender, significance.is_valid()))
    first = _first_of(run, rows[stated])
    value = run.attributes(first).read("significance", significance_of, pa.int64())
    own = run.per_activity(value, rows)
    run.trouble(rows[stated & flags(pc.not_equal(own, significance))])
    status = pc.if_else(value.is_valid(), _SCREENED, _NOT_SCREENED)
    return {"gender_marker": value, "gender_marker_status": status}


def policy_markers(run: Run) -> Sheet:
    """One row per policy marker."""
    rows = run.elements.at("policy-marker")
    said = run.attributes(rows)
    return run.sheet(
        "policy_marker",
        rows,
        {
            "marker_number": run.elements.nth[rows],
            "vocabulary": said.of("vocabulary").map(lambda own: own or "1"),
            "code": said.attribute("code"),
            "significance": said.read("significance", significance_of, pa.int64()),
        },
    )


def participating_orgs(run: Run) -> Sheet:
    """One row per organisation that takes part."""
    rows = run.elements.at("participating-org")
    said = run.attributes(rows)
    return run.sheet(
        "participating_org",
        rows,
        {
            "org_number": run.elements.nth[rows],
            "role": said.attribute("role"),
            "org_ref": said.attribute("ref"),
            "org_type": said.attribute("type"),
            **texts(run, rows, "org_name"),
            "org_activity_id": said.attribute("activity-id"),
        },
    )
