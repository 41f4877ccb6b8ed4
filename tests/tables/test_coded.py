"""Markers in a publisher's own coding: mapped by the book, never against the DAC's marker, never ranked by."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book.load import engine_measures
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.read import read_activities
from pledgebook.tables.coded import coded

LINE: dict[str, object] = {
    "reporting_org_ref": "XX-AID", "vocabulary": "99", "code": "2A", "significance": None,
    "marker": "gender_equality", "value": "1",
}  # fmt: skip


def read(marker: dict[str, object], stated: int | None = None, org: str = "XX-AID") -> ActivityRead:
    row: dict[str, Any] = {
        "reporting_org_ref": org,
        "gender_marker": stated,
        "gender_marker_status": "not_screened" if stated is None else "screened",
    }
    return ActivityRead("XX-AID-1", {"activity": [row], "policy_marker": [marker]})


def marker(code: str = "2A", significance: int | None = None) -> dict[str, object]:
    return {"vocabulary": "99", "code": code, "significance": significance}


def row(activity: ActivityRead) -> dict[str, object]:
    return activity.rows["activity"][0]


def test_an_own_code_stands_for_its_degree() -> None:
    found = row(coded(read(marker()), [LINE]))
    assert (found["gender_marker"], found["gender_marker_basis"]) == (1, "own_coding")


def test_the_dac_marker_wins_over_an_own_code_also_where_it_is_zero() -> None:
    found = row(coded(read(marker(), stated=0), [LINE]))
    assert (found["gender_marker"], found["gender_marker_basis"]) == (0, "dac")


def test_a_code_that_stands_for_nothing_leaves_the_activity_not_screened() -> None:
    found = row(coded(read(marker("NA")), [{**LINE, "code": "NA", "value": None}]))
    assert (found["gender_marker"], found["gender_marker_status"]) == (None, "not_screened")


def test_the_coding_of_one_publisher_says_nothing_of_anothers() -> None:
    assert row(coded(read(marker(), org="YY-AID"), [LINE]))["gender_marker"] is None


def test_a_line_of_one_degree_is_not_for_another() -> None:
    lines = [{**LINE, "significance": 2, "value": "2"}]
    assert row(coded(read(marker(significance=1)), lines))["gender_marker"] is None
    assert row(coded(read(marker(significance=2)), lines))["gender_marker"] == 2


def test_the_gender_with_age_marker_is_kept_as_its_code_and_is_no_degree() -> None:
    found = row(coded(read(marker("4T")), [{**LINE, "code": "4T", "marker": "gender_age", "value": "4 (T)"}]))
    assert found["gender_age_marker"] == "4 (T)"
    assert found["gender_marker_status"] == "not_screened"


def test_no_measure_reads_the_gender_with_age_marker_so_nothing_is_ranked_by_it() -> None:
    texts = [
        p.read_text(encoding="utf-8") for m in engine_measures().values() for p in m.path.glob("measure.*")
    ]
    assert texts
    assert not any("gender_age" in text for text in texts)


@pytest.mark.shared
def test_the_own_coding_of_a_real_publisher_screens_its_activities(shared: Path) -> None:
    degrees = {"0": "0", "1": "1", "2A": "1", "2B": "2", "NA": None}
    lines = [{**LINE, "reporting_org_ref": "XM-DAC-47066", "code": c, "value": v} for c, v in degrees.items()]
    file = shared / "data/iati/iraq/iraq-other-publishers.xml"
    mine = [
        activity
        for activity in read_activities(file, "others", frozenset({"USD", "EUR"}))
        if activity.activity_id and row(activity)["reporting_org_ref"] == "XM-DAC-47066"
    ]
    before = sum(row(a)["gender_marker_status"] == "not_screened" for a in mine)
    after = Counter(row(coded(a, lines)).get("gender_marker_basis") for a in mine)
    assert before == len(mine) == 29
    assert (after["own_coding"], after[None]) == (3, 26)
