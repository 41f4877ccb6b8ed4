"""Gender and inclusion: markers that are missing, markers that no indicator bears out, codes that nobody mapped.

A newcomer would take a missing marker for a zero: it says that nobody looked. Neither a marker nor a code is ever used
to rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.names import projects_named
from pledgebook.checks.results import own_activities
from pledgebook.errors import Where
from pledgebook.tables.rows import cells_of

_SEX = "sex="


def markers_missing(evidence: Evidence) -> Iterator[Finding]:
    """GEN001: activities that were not screened for gender equality, once a source."""
    for source, rows in evidence.once("own", own_activities).items():
        missing = [r for r in rows if r["gender_marker_status"] != "screened"]
        if missing:
            where, (names, ids) = _source(evidence, source), projects_named(missing)
            found = problem("GEN001", where, n=len(missing), all=len(rows), activities=names)
            yield Finding(found, records=ids)


def markers_without_indicator(evidence: Evidence) -> Iterator[Finding]:
    """GEN002: a marker of 1 or more, and no indicator told apart by sex or about gender, once a source."""
    borne_out = _with_sex_or_gender(evidence)
    for source, rows in evidence.once("own", own_activities).items():
        marked = [r for r in rows if r["gender_marker_status"] == "screened" and r["gender_marker"]]
        bare = [r for r in marked if r["activity_id"] not in borne_out]
        if bare:
            where, (names, ids) = _source(evidence, source), projects_named(bare)
            found = problem("GEN002", where, n=len(bare), all=len(marked), activities=names)
            yield Finding(found, records=ids)


def _source(evidence: Evidence, source: str) -> Where:
    return Where(evidence.book.root / "sources" / source)


def _with_sex_or_gender(evidence: Evidence) -> set[Any]:
    """The activities with an indicator on gender, or one whose values tell both sexes apart."""
    sexes: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    for row in evidence.rows["indicator_value"]:
        sexes[row["indicator"], row["definition_id"]].add(row["sex"])
    found = {
        row["activity_id"]
        for row in evidence.rows["indicator"]
        if row["is_gender"] or {"f", "m"} <= sexes[row["indicator"], row["definition_id"]]
    }
    cells = cells_of(evidence.rows["result_value"], "activity_id", "dimensions")
    return found | {activity for activity, dimensions in cells if _SEX in str(dimensions or "").lower()}


def codes_not_mapped(evidence: Evidence) -> Iterator[Finding]:
    """GEN003: a code of a vocabulary that the book maps, with no line of its own, once for all activities."""
    mapped: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    for row in evidence.rows["marker_coding"]:
        mapped[row["reporting_org_ref"], row["vocabulary"]].add(row["code"])
    orgs = dict(cells_of(evidence.rows["activity"], "activity_id", "reporting_org_ref"))
    unknown: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in evidence.rows["policy_marker"]:
        key = (orgs.get(row["activity_id"]), row["vocabulary"])
        if key in mapped and row["code"] not in mapped[key]:
            unknown[str(row["source"]), str(row["vocabulary"]), str(row["code"])].append(
                str(row["activity_id"])
            )
    of = {str(row["activity_id"]): row for row in evidence.rows["activity"]} if unknown else {}
    for (source, vocabulary, code), activities in sorted(unknown.items()):
        names, ids = projects_named([of[activity] for activity in sorted(set(activities))])
        values = {"code": code, "vocabulary": vocabulary, "activities": names}
        yield Finding(problem("GEN003", _source(evidence, source), **values), records=ids)
