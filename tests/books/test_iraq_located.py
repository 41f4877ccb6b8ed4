"""Where the pooled fund's projects work: the restated rows are those of the fund's own files."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

BOOK = Path(__file__).resolve().parents[2] / "books/iraq"
PREFIX = "XM-OCHA-CBPF-"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def restated(source: str, file: str) -> list[dict[str, str]]:
    return rows(BOOK / "sources" / source / file)


def published(shared: Path) -> Iterator[tuple[str, str, str, str]]:
    """Each place of each project of the fund that names any: identifier, day, amount of the commitment, place."""
    file = shared / "data/iati/iraq/iraq-other-publishers.xml"
    for _, activity in etree.iterparse(str(file), tag="iati-activity"):
        identifier = activity.findtext("iati-identifier").strip()
        if identifier.startswith(f"{PREFIX}IRQ"):
            (paid,) = activity.xpath("transaction[transaction-type/@code='2']")
            for name in activity.xpath("location/name/narrative/text()"):
                day = paid.find("transaction-date").get("iso-date")
                yield identifier, day, paid.findtext("value"), name.strip()
        activity.clear()


@pytest.mark.shared
def test_the_places_of_the_projects_are_the_publishers(shared: Path) -> None:
    told = [
        (r["iati_identifier"], r["committed_on"], r["committed_usd"], r["published_name"])
        for r in restated("iraq_pooled_fund_places", "places.csv")
    ]
    assert sorted(told) == sorted(published(shared))
    assert len(told) == 102


@pytest.mark.shared
def test_the_allocations_are_the_funds_own_list(shared: Path) -> None:
    told = {
        (
            r["project_code"],
            r["allocation_year"],
            r["cluster"],
            r["sub_cluster"],
            r["share_percent"],
            r["allocated_usd"],
        )
        for r in restated("iraq_pooled_fund_projects", "allocations.csv")
    }
    names = ("ChfProjectCode", "AllocationYear", "Cluster", "SubCluster", "Percentage", "ClusterBudget")
    own = [tuple(r[n] for n in names) for r in rows(shared / "data/iraq/fts/iraq_cbpf_project_clusters.csv")]
    assert told == set(own)
    assert len(restated("iraq_pooled_fund_projects", "allocations.csv")) == len(own) == 560


def test_every_project_with_places_stands_in_the_list_with_its_amount_and_year() -> None:
    listed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in restated("iraq_pooled_fund_projects", "allocations.csv"):
        listed[row["project_code"], row["allocation_year"]] += Decimal(row["allocated_usd"])
    placed = restated("iraq_pooled_fund_places", "places.csv")
    for row in placed:
        assert row["iati_identifier"] == PREFIX + row["project_code"]
        whole = listed[row["project_code"], row["allocation_year"]]
        assert abs(whole - Decimal(row["committed_usd"])) <= Decimal("0.02"), row
        assert int(row["places_named"]) == sum(r["project_code"] == row["project_code"] for r in placed)
