"""Gender markers of an activity that its publisher gives in a coding of its own, by the book's table of codes.

A newcomer would let the own code win: the DAC's marker stands where it is stated, and the own code only where
that is silent. The Gender with Age Marker is kept as its code and shown; no measure reads it, so it ranks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.tables.mapped import Row

DAC, OWN_CODING = "dac", "own_coding"
"""Where an activity's gender marker is from."""


def coded(activity: ActivityRead, codings: Sequence[Row]) -> ActivityRead:
    """The activity, its row of ``activity`` with what the codings of its publisher say of its markers."""
    for row in activity.rows.get("activity", ()):
        if row["gender_marker_status"] == "screened":
            row["gender_marker_basis"] = DAC
        mine = [c for c in codings if c["reporting_org_ref"] == row["reporting_org_ref"]]
        for marker in activity.rows.get("policy_marker", ()) if mine else ():
            for line in mine:
                if _means(line, marker):
                    _taken(row, line)
    return activity


def _means(line: Row, marker: Row) -> bool:
    """The line is of the marker's code, and of its degree or of every one."""
    is_code = (line["vocabulary"], line["code"]) == (marker["vocabulary"], marker["code"])
    return is_code and line.get("significance") in (None, marker["significance"])


def _taken(row: Row, line: Row) -> None:
    value = line.get("value")
    if not value:
        return
    if line["marker"] == "gender_age":
        row["gender_age_marker"] = value
    elif line["marker"] == "gender_equality" and row["gender_marker_status"] != "screened":
        row["gender_marker"] = int(str(value))
        row["gender_marker_status"] = "screened"
        row["gender_marker_basis"] = OWN_CODING
