"""Need against money by place: the bounds from the rows of the files, and what may be said of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from test_needs_tables import plain, rows_of, view_of

from book_copies import IRAQ, SMALL
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request
from pledgebook.pages import needs_located
from pledgebook.pages.needs_located import LESS, MORE, NOT_SAID, OPEN, Located, by_located
from pledgebook.value import Known, NotReported, Value

Bounds = tuple[Decimal, Decimal]


def projects() -> dict[str, tuple[Decimal, set[str]]]:
    """Each project of 2020: its money and the names of its places, as the file has them."""
    found: dict[str, tuple[Decimal, set[str]]] = {}
    for row in rows_of("iraq_pooled_fund_places"):
        if row["allocation_year"] == "2020":
            _, names = found.setdefault(row["project_code"], (Decimal(row["committed_usd"]), set()))
            names.add(row["published_name"])
    return found


def bounds() -> dict[str, Bounds]:
    least: dict[str, Decimal] = defaultdict(Decimal)
    most: dict[str, Decimal] = defaultdict(Decimal)
    for money, names in projects().values():
        for name in names:
            most[name] += money
            least[name] += money if len(names) == 1 else Decimal(0)
    return {name: (least[name], most[name]) for name in most}


def interval(value: Value) -> Interval:
    assert isinstance(value, Known)
    return value.interval


def test_each_governorate_has_the_money_of_projects_that_name_it_alone_and_of_all_that_name_it() -> None:
    view = view_of(IRAQ)
    places = view.measures.places.children("IQ")
    asked = [interval(view.ask("located_funding", place=p, year="2020").value) for p in places]
    assert sorted((i.low, i.high) for i in asked) == sorted(bounds().values())


def test_the_whole_counts_each_of_the_24_projects_once() -> None:
    view = view_of(IRAQ)
    whole = view.ask("located_funding", place="all", year="2020")
    assert interval(whole.value).exact == sum(money for money, _ in projects().values())
    assert len(projects()) == 24
    country = view.ask("located_funding", place="IQ", year="2020")
    assert country.value == whole.value


def test_shares_are_of_what_has_a_place_and_of_the_published_total_of_people_in_need() -> None:
    view = view_of(IRAQ)
    least, most = bounds()["Nineveh"]
    whole = sum(money for money, _ in projects().values())
    share = interval(view.ask("located_funding_share", place="IQG15", year="2020").value)
    assert share.low == pytest.approx(least / whole * 100)
    assert share.high == pytest.approx(most / whole * 100)
    (people,) = (r["people"] for r in rows_of("hno_2020") if r["place_pcode"] == "IQG15")
    need = interval(view.ask("need_share", place="IQG15", at=date(2020, 1, 1)).value)
    assert need.low == pytest.approx(Decimal(people) / 4_105_000 * 100, rel=Decimal("1e-6"))
    assert need.high == pytest.approx(Decimal(people) / 4_095_000 * 100)


def test_the_page_says_how_much_of_the_fund_is_here_and_that_no_place_can_be_judged() -> None:
    found = by_located(view_of(IRAQ))
    assert "US$22.4 million" in found["of_all"].replace("\u00a0", " ")
    assert "24 of 34" in found["of_all"]
    assert "for none of 17 places" in found["chart"]
    french = by_located(view_of(IRAQ, "fr"))
    assert "24 projets sur 34" in french["of_all"]
    assert "pour aucun des 17 lieux" in french["chart"]


def test_a_book_without_money_by_place_has_no_such_part() -> None:
    assert by_located(view_of(SMALL)) == {}


@pytest.mark.parametrize(
    ("money", "need", "side", "gap"),
    [
        ("10..20", "33", LESS, "-23..-13"),
        ("40..60", "33..33.2", MORE, "6.8..27"),
        ("10..40", "33", OPEN, "-23..7"),
        ("33", "33", OPEN, "0"),
        ("10..33", "33", OPEN, "-23..0"),
    ],
)
def test_a_place_is_judged_only_where_no_division_of_the_money_would_say_otherwise(
    money: str, need: str, side: str, gap: str
) -> None:
    one = located(Known(Interval.parse(money)), Known(Interval.parse(need)))
    assert one.side == side
    assert interval(one.gap) == Interval.parse(gap)


def test_without_a_count_of_need_nothing_is_said() -> None:
    one = located(Known(Interval.parse("10..20")), NotReported())
    assert (one.side, one.gap) == (NOT_SAID, NotReported())


def test_the_numbers_of_places_on_either_side_are_told_where_there_are_any() -> None:
    view = view_of(IRAQ)
    low, high = Known(Interval.parse("1..2")), Known(Interval.parse("50..60"))
    need = Known(Interval.parse("30"))
    told = needs_located._finding(view, [located(low, need), located(high, need), located(high, need)], 2020)
    assert "of 3 places" in told
    assert "1 surely had a smaller share" in told
    assert "2 surely a larger one" in told


def located(money_share: Value, need_share: Value) -> Located:
    return Located(
        "IQG15", Answer(Request("located_funding"), NotReported(), "USD", "flow"), money_share, need_share
    )


def test_the_table_shows_the_ends_in_millions_and_the_gap_rounded_outwards() -> None:
    view = view_of(IRAQ)
    found = [needs_located._located(view, "IQG15", 2020)]
    columns, rows = needs_located._table(view, found)
    (row,) = plain({"rows": rows})
    assert row[2:4] == ["2.2", "15.6"]
    assert row[5] == "-23.4 to 36.3"
    assert all(column.get("numeric") for column in columns[1:-1])
