"""The table of data quality: every line counts what it says, and what was read is there to compare it with."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from book_copies import compiled, edit, small_book
from pledgebook.build import Compiled
from pledgebook.measures.answer import Request
from pledgebook.tables.quality import quality_rows
from pledgebook.value import Known

OUT = ("2", "3", "4")
ASPECTS = {"place": "has_place", "gender_marker": "has_gender_marker", "result": "has_result"}
ASPECTS |= {"actual": "has_actual", "date": "has_date", "recipient": "has_recipient", "sector": "has_sector"}


def activity(name: str, reporter: str | None = "XX-1", screened: str = "screened") -> dict[str, Any]:
    return {
        "activity_id": name,
        "reporting_org_ref": reporter,
        "reporting_org_name": None,
        "reporting_org_name_en": None,
        "reporting_org_name_fr": None,
        "gender_marker_status": screened,
        "source": "file",
        "record": "line 2",
    }


def flow(activity_id: str, book: str | None = "1", kind: str = "2", **other: Any) -> dict[str, Any]:
    amount = None if book is None else Decimal(book)
    sound = {
        "transaction_date": "a day",
        "recipient_kind": "country",
        "sector_code": "15220",
        "amount": Decimal(1),
        "currency": "USD",
    }
    return {
        "activity_id": activity_id,
        "source": "file",
        "record": "line 3",
        "transaction_type": kind,
        "amount_book": amount,
        **sound,
        **other,
    }


def snapshot(**other: Any) -> dict[str, Any]:
    known = {"publisher_id": "keeper", "publisher_en": "Keeper", "publisher_fr": "Gardien", "table": None}
    return {"source": "file", "leaves_out": None, "rows_in_file": None, **known, **other}


def lines(**tables: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    found: list[dict[str, Any]] = quality_rows({"snapshot": [snapshot()], **tables})
    return {(r["publisher"], r["kind"], r["code"]): r for r in found}


def test_money_without_a_sector_is_one_line_with_its_amount_and_the_rest_has_none() -> None:
    found = lines(
        activity=[activity("A")],
        flow=[flow("A", "70"), flow("A", "30", sector_code="not_stated"), flow("A", "9", "11")],
        location=[{"activity_id": "A"}],
        result=[{"activity_id": "A"}],
        result_value=[{"activity_id": "A", "value_kind": "actual"}],
    )
    assert found.keys() == {("XX-1", "read", ""), ("XX-1", "not_stated", "sector")}
    assert found["XX-1", "read", ""]["committed_book"] == 100
    assert found["XX-1", "not_stated", "sector"]["committed_book"] == 30
    assert found["XX-1", "not_stated", "sector"]["times"] == 1


def test_what_the_copy_leaves_out_is_not_what_the_publisher_does_not_say() -> None:
    found = lines(
        snapshot=[snapshot(leaves_out="description result")], activity=[activity("A")], flow=[flow("A")]
    )
    assert ("XX-1", "not_stated", "result") not in found
    assert found["XX-1", "not_kept", "result"]["committed_book"] == 1
    assert found["XX-1", "not_stated", "place"]["committed_book"] == 1


def test_an_amount_without_a_rate_is_counted_and_never_zero() -> None:
    found = lines(activity=[activity("A")], flow=[flow("A", None), flow("A", None, amount=None)])
    assert found["XX-1", "not_stated", "rate"]["without_amount"] == 1
    assert found["XX-1", "not_stated", "amount"]["times"] == 1
    assert found["XX-1", "read", ""]["without_amount"] == 2
    assert found["XX-1", "read", ""]["without_rate"] == "USD 1"


def test_two_issues_of_one_activity_concern_its_money_once() -> None:
    two = [{"source": "file", "activity_id": "A", "code": "odd", "record": f"line {n}"} for n in (4, 9)]
    found = lines(activity=[activity("A")], flow=[flow("A", "50"), flow("A", "20", "3")], issue=two)
    line = found["XX-1", "issue", "odd"]
    assert (line["times"], line["activities"], line["record"]) == (2, 1, "line 4")
    assert (line["committed_book"], line["spent_book"]) == (50, 20)


def test_a_fault_of_the_file_is_its_keepers_and_a_lost_activity_is_read_and_left_out() -> None:
    lost = {"source": "file", "activity_id": "", "code": "identifier-missing", "record": "line 4"}
    found = lines(activity=[activity("A")], issue=[lost])
    assert found["keeper", "issue", "identifier-missing"]["activities"] is None
    assert (found["keeper", "read", ""]["times"], found["keeper", "read", ""]["rows_left_out"]) == (1, 1)
    assert (found["XX-1", "read", ""]["times"], found["XX-1", "read", ""]["rows_left_out"]) == (1, 0)


def test_a_word_that_is_wrong_in_many_rows_counts_as_many() -> None:
    one = {"source": "file", "activity_id": None, "code": "place-unknown", "record": "row 4", "times": 12}
    rounds = snapshot(table="displacement", rows_in_file=40, rows_left_out=12)
    found = lines(snapshot=[rounds], issue=[one])
    assert found["keeper", "issue", "place-unknown"]["times"] == 12
    assert found["keeper", "read", ""]["times"] == 40


flows = st.lists(
    st.builds(
        flow,
        st.sampled_from(["A", "B", "C"]),
        st.one_of(st.none(), st.decimals(-1000, 1000, places=2).map(str)),
        st.sampled_from(OUT),
        transaction_date=st.sampled_from([None, "a day"]),
        sector_code=st.sampled_from(["not_stated", "15220"]),
        recipient_kind=st.sampled_from(["not_stated", "country", "region"]),
    )
)


@given(flows)
def test_no_line_has_more_shares_of_money_than_were_read_and_the_lines_read_have_all(
    found: list[dict[str, Any]],
) -> None:
    reports = lines(activity=[activity("A"), activity("B", "XX-2"), activity("C", None)], flow=found)
    read = [r for r in reports.values() if r["kind"] == "read"]
    known = [f for f in found if f["amount_book"] is not None]
    committed, spent = (sum(r[f"{stage}_book"] for r in read) for stage in ("committed", "spent"))
    assert committed + spent == sum(f["amount_book"] for f in known)
    assert sum(r["without_amount"] for r in read) == len(found) - len(known)
    for code, is_lacking in (
        ("date", lambda f: f["transaction_date"] is None),
        ("sector", lambda f: f["sector_code"] == "not_stated"),
        ("recipient", lambda f: f["recipient_kind"] == "not_stated"),
    ):
        of_code = [r for r in reports.values() if r["code"] == code]
        assert sum(r["times"] for r in of_code) == sum(map(is_lacking, found))


@pytest.fixture(scope="module")
def publishers(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The small book over the activities of 38 publishers, in their most frequent currency."""
    book = small_book(tmp_path_factory.mktemp("publishers"))
    file = shared / "data/iati/iraq/iraq-other-publishers.xml"
    (book / "sources/activities/activities.xml").write_bytes(file.read_bytes())
    edit(book, "pledgebook.yml", "currency: EUR", "currency: USD")
    edit(book, "pledgebook.yml", "org_refs: [XX-AID]", "org_refs: []")
    return compiled(book)


KINDS = {"C": "2", "D": "3", "E": "4"}
MONEY = dict[tuple[str, str], Decimal]


def added_up(file: Path) -> tuple[dict[str, int], MONEY, dict[str, MONEY], set[str]]:
    """By a reader of its own: activities, money by publisher and stage, what lacks something, other currencies."""
    counted: dict[str, int] = defaultdict(int)
    whole: MONEY = defaultdict(Decimal)
    lacking: dict[str, MONEY] = {name: defaultdict(Decimal) for name in ("place", "result", "gender_marker")}
    foreign: set[str] = set()
    for element in etree.parse(str(file)).getroot().findall("iati-activity"):
        publisher = element.find("reporting-org").get("ref")
        counted[publisher] += 1
        screened = [
            m for m in element.findall("policy-marker")
            if (m.get("vocabulary") or "1", m.get("code")) == ("1", "1") and m.get("significance")
        ]  # fmt: skip
        there = {
            "place": element.find("location"),
            "result": element.find("result"),
            "gender_marker": screened or None,
        }
        for one in element.findall("transaction"):
            kind = one.find("transaction-type").get("code")
            if KINDS.get(kind, kind) not in OUT:
                continue
            value = one.find("value")
            if (value.get("currency") or element.get("default-currency")).strip() != "USD":
                foreign.add(publisher)
                continue
            key = (publisher, "committed" if KINDS.get(kind, kind) == "2" else "spent")
            amount = Decimal(value.text.strip()).quantize(Decimal("0.01"))
            whole[key] += amount
            for name, found in there.items():
                if found is None:
                    lacking[name][key] += amount
    return counted, whole, lacking, foreign


def amount(done: Compiled, **where: str) -> Decimal | None:
    value = done.measures.answer(Request("money_reported", tuple(sorted(where.items())))).value
    return value.interval.exact if isinstance(value, Known) else None


@pytest.mark.shared
def test_of_38_publishers_each_has_the_activities_that_another_reader_counts(
    publishers: Compiled, shared: Path
) -> None:
    counted, *_ = added_up(shared / "data/iati/iraq/iraq-other-publishers.xml")
    read = {r["publisher"]: r["times"] for r in publishers.rows["quality"] if r["kind"] == "read"}
    mine = {publisher: n for publisher, n in read.items() if publisher in counted}
    assert mine == counted
    assert (len(mine), sum(mine.values())) == (38, 501)


@pytest.mark.shared
def test_what_lacks_a_place_a_result_or_a_marker_is_what_another_reader_adds_up(
    publishers: Compiled, shared: Path
) -> None:
    _, whole, lacking, foreign = added_up(shared / "data/iati/iraq/iraq-other-publishers.xml")
    table = {(r["publisher"], r["code"]): r for r in publishers.rows["quality"] if r["kind"] == "not_stated"}
    compared = 0
    for (publisher, stage), everything in whole.items():
        if publisher in foreign:
            continue
        assert amount(publishers, stage=stage, publisher=publisher) == everything
        for name, money in lacking.items():
            expected = money.get((publisher, stage))
            assert (
                amount(publishers, stage=stage, publisher=publisher, **{ASPECTS[name]: "false"}) == expected
            ), (publisher, stage, name)
            if expected is not None:
                assert table[publisher, name][f"{stage}_book"] == expected
                compared += 1
    assert compared > 50


@pytest.mark.shared
def test_the_table_and_the_measure_agree_on_every_fourth_publisher_and_everything_that_is_said(
    publishers: Compiled,
) -> None:
    read = {r["publisher"]: r for r in publishers.rows["quality"] if r["kind"] == "read" and r["activities"]}
    table = {(r["publisher"], r["code"]): r for r in publishers.rows["quality"] if r["kind"] == "not_stated"}
    for publisher in sorted(read)[::4]:
        for stage in ("committed", "spent"):
            for code, dimension in ASPECTS.items():
                sides = [
                    publishers.measures.answer(
                        Request(
                            "money_reported",
                            (("publisher", publisher), ("stage", stage), (dimension, side)),
                        )
                    ).value
                    for side in ("true", "false")
                ]
                said, unsaid = (v.interval.low or 0 if isinstance(v, Known) else 0 for v in sides)
                line = table.get((publisher, code))
                assert unsaid == (line[f"{stage}_book"] if line else 0), (publisher, code)
                assert said + unsaid == read[publisher][f"{stage}_book"], (publisher, code)


def test_the_small_book_says_of_its_publisher_what_its_money_does_not(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(
        book,
        "sources/activities/activities.xml",
        '<sector code="16030" percentage="100" vocabulary="1"/>',
        "",
    )
    found = {
        (r["publisher"], r["kind"], r["code"]): r
        for r in compiled(book).rows["quality"]
        if r["source"] == "activities"
    }
    assert found["XX-AID", "read", ""]["committed_book"] == Decimal("160.00")
    assert found["XX-AID", "read", ""]["publisher_name"] == "The aid office"
    assert found["XX-AID", "not_stated", "sector"]["committed_book"] == Decimal("100.01")
    assert "date" not in {code for _, kind, code in found if kind == "not_stated"}


def test_a_file_that_is_only_followed_is_read_too_and_counted_under_its_keeper() -> None:
    followed = snapshot(source="partners", rows_in_file=10, rows_left_out=0)
    found = lines(snapshot=[snapshot(), followed], activity=[activity("A")])
    assert (found["keeper", "read", ""]["source"], found["keeper", "read", ""]["times"]) == ("partners", 10)


@pytest.mark.shared
def test_dates_of_1970_cost_one_publisher_the_amount_that_has_no_rate(
    publishers: Compiled, shared: Path
) -> None:
    """Its amounts are dollars: in a book in dollars none is lost, and the dates are still issues."""
    lines = [r for r in publishers.rows["quality"] if r["code"] == "date-of-empty-field"]
    assert [(r["activities"] is not None, r["times"]) for r in lines] == [(True, 124)]
    assert lines[0]["without_rate"] is None
