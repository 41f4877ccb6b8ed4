"""The partner's indicators that the example book restates are those that the partner published, number by number."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from book_copies import IRAQ, iraq_compiled
from pledgebook.measures.answer import Request
from pledgebook.measures.database import exact
from pledgebook.value import NotReported, Withheld

LEVELS = {"1": "output", "2": "outcome", "3": "impact"}
KINDS = {kind: f"result_indicator_{kind}_value" for kind in ("baseline", "target", "actual")}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    """A number, ten for what the book restates as below ten, and nothing for nothing."""
    return Decimal("10") if text == "<10" else Decimal(text) if text else None


@pytest.mark.shared
def test_every_number_of_every_year_is_the_publishers_but_for_two_small_counts(shared: Path) -> None:
    published = rows(shared / "data/iraq/unhcr/iraq_unhcr_result.csv")
    restated = rows(IRAQ / "sources/unhcr_results/values.csv")
    wanted = Counter((r["file_year"], *(number(r[c]) for c in KINDS.values())) for r in published)
    found = Counter((r["last_day"][:4], *(number(r[k]) for k in KINDS)) for r in restated)
    changed = sorted(str(line) for line in (wanted - found).elements())
    assert len(changed) == 2
    assert sum("<10" in r.values() for r in restated) == 2
    assert len(restated) == 558


@pytest.mark.shared
def test_each_year_has_as_many_outputs_outcomes_and_impacts_as_published(shared: Path) -> None:
    published = rows(shared / "data/iraq/unhcr/iraq_unhcr_result.csv")
    restated = rows(IRAQ / "sources/unhcr_indicators/indicators.csv")
    wanted = Counter((r["file_year"], LEVELS[r["result_type"]]) for r in published)
    assert Counter((r["definition_id"][:4], r["level"]) for r in restated) == wanted


@pytest.mark.shared
def test_what_each_donor_gave_in_a_year_is_the_sum_of_what_the_partner_received_from_it(shared: Path) -> None:
    wanted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows(shared / "data/iraq/unhcr/iraq_unhcr_transaction.csv"):
        if row["transaction_type_code"] == "11":
            donor = row["transaction_provider_org_ref"] or " ".join(row["transaction_provider_org"].split())
            wanted[row["file_year"], donor] += Decimal(row["transaction_value_USD"])
    restated = rows(IRAQ / "sources/unhcr_contributors/contributors.csv")
    found = {
        (r["last_day"][:4], r["contributor_ref"] or r["contributor"]): r["received_usd"] for r in restated
    }
    assert {k: f"{v:.2f}" for k, v in wanted.items()} == found


def test_nothing_of_the_partner_is_among_the_strategys_own_results() -> None:
    measures = iraq_compiled().measures

    def counted(**where: str) -> Decimal | None:
        return exact(measures.answer(Request("indicators", tuple(sorted(where.items())))).value)

    assert counted(partner="own") == 4
    assert counted(partner="unhcr") == 558
    assert counted(partner="unhcr", has_target="yes") == 501
    assert counted(partner="unhcr", has_actual="yes") == 510
    assert isinstance(measures.answer(Request("indicators")).value, NotReported)


def test_a_small_count_of_the_partner_is_withheld_like_any_other() -> None:
    values = [
        r["indicator_quantity"]
        for r in iraq_compiled().rows["indicator_value"]
        if r["source"] == "unhcr_results"
    ]
    assert sum(isinstance(value, Withheld) for value in values) == 2


def test_people_of_two_groups_that_share_nobody_are_added_and_of_others_are_not() -> None:
    measures = iraq_compiled().measures
    legal = (("indicator", "unhcr_legal_assistance_people"), ("year", "2021"))
    taught = (("indicator", "unhcr_incidents_counselling"), ("year", "2021"))
    assert exact(measures.answer(Request("people_counted", legal)).value) == 62519
    apart = measures.answer(Request("people_counted", taught)).value
    assert str(apart.interval) == "7085..11044"  # type: ignore[union-attr]
