"""What is withheld in tables small enough to follow by hand: no less than needed, and no more."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from small_tables import Row, arrival, cells, displaced, gate, names, places, quantity

from pledgebook.book.models import BookDeclaration
from pledgebook.disclosure import Release, recoverable, release_counts
from pledgebook.value import NotApplicable, NotReported, Withheld, known

IRAQ = places(IQ="", G1="IQ", G2="IQ", G3="IQ")
SMALL, OTHER = "threshold", "protects another"


def _holds(release: Release, threshold: int = 10) -> bool:
    return recoverable(release.rows, release.relations, threshold) == []


@pytest.mark.parametrize(
    ("number", "is_withheld"),
    [
        (0, False),
        (1, True),
        (9, True),
        (10, False),
        ("1..9", True),
        ("<10", True),
        ("<=10", False),
        ("5..50", False),
        (">3", False),
        (None, False),
    ],
)
def test_a_count_above_zero_and_below_the_threshold_is_withheld(number: int | str, is_withheld: bool) -> None:
    rows = displaced({"G1": number})
    released = gate({"displacement": rows}).rows["displacement"][0]["people"]
    assert released == (Withheld(SMALL) if is_withheld else rows[0]["people"])


def test_zero_not_reported_and_not_applicable_stay_apart() -> None:
    rows = displaced({"IQ": 103, "G1": 0, "G2": None, "G3": 3})
    rows.append({**rows[1], "place_pcode": "G4", "people": NotApplicable(), "record": "row 9"})
    release = gate({"displacement": rows, "place": [*IRAQ, *places(G4="IQ")]})
    assert [r["people"] for r in release.rows["displacement"]] == [
        known(103),
        known(0),
        NotReported(),
        Withheld(SMALL),
        NotApplicable(),
    ]


def test_a_small_count_takes_the_smallest_other_place_with_it() -> None:
    rows = displaced({"IQ": 113, "G1": 3, "G2": 60, "G3": 50})
    release = gate({"displacement": rows, "place": IRAQ})
    assert names(release, "place_pcode") == {"G1": SMALL, "G3": OTHER}
    assert _holds(release)


def test_of_two_equal_places_the_first_by_key_is_withheld_whatever_the_order_of_the_rows() -> None:
    rows = displaced({"IQ": 103, "G3": 50, "G2": 50, "G1": 3})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL, "G2": OTHER}


def test_two_small_places_protect_each_other() -> None:
    rows = displaced({"IQ": 112, "G1": 4, "G2": 8, "G3": 100})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL, "G2": SMALL}


def test_two_small_places_that_leave_too_little_open_take_a_third_one() -> None:
    rows = displaced({"IQ": 103, "G1": 1, "G2": 2, "G3": 100})
    release = gate({"displacement": rows, "place": IRAQ})
    assert names(release, "place_pcode") == {"G1": SMALL, "G2": SMALL, "G3": OTHER}


def test_without_a_total_nothing_but_the_small_count_is_withheld() -> None:
    rows = displaced({"G1": 3, "G2": 60, "G3": 50})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL}


def test_a_total_is_found_by_its_mark_where_the_table_of_places_is_empty() -> None:
    rows = displaced({"IQ": 113, "G1": 3, "G2": 60, "G3": 50})
    assert names(gate({"displacement": rows}), "place_pcode") == {"G1": SMALL, "G3": OTHER}


def test_totals_that_publishers_round_still_count_as_totals() -> None:
    rows = displaced({"IQ": 115, "G1": 3, "G2": 60, "G3": 50})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL, "G3": OTHER}


def test_a_total_of_much_more_than_its_parts_gives_nothing_back() -> None:
    rows = displaced({"IQ": 900, "G1": 3, "G2": 60, "G3": 50})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL}


def test_a_total_given_as_a_narrow_interval_is_a_total_too() -> None:
    rows = displaced({"IQ": "112..114", "G1": 3, "G2": 60, "G3": 50})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL, "G3": OTHER}


def test_a_total_rounded_by_more_than_the_threshold_gives_nothing_back() -> None:
    rows = displaced({"IQ": "100..150", "G1": 3, "G2": 60, "G3": 37})
    assert names(gate({"displacement": rows, "place": IRAQ}), "place_pcode") == {"G1": SMALL}


def test_a_place_that_is_not_reported_protects_only_as_far_as_the_total_leaves_room() -> None:
    narrow = displaced({"IQ": 105, "G1": 3, "G2": 100, "G3": None})
    assert names(gate({"displacement": narrow, "place": IRAQ}), "place_pcode") == {"G1": SMALL, "G2": OTHER}
    wide = displaced({"IQ": 150, "G1": 3, "G2": 100, "G3": None})
    assert names(gate({"displacement": wide, "place": IRAQ}), "place_pcode") == {"G1": SMALL}


def test_the_total_is_withheld_where_no_other_cell_is_left() -> None:
    rows = displaced({"IQ": 12, "G1": 9, "G2": 0, "G3": 0})
    release = gate({"displacement": rows, "place": IRAQ})
    assert names(release, "place_pcode") == {"IQ": OTHER, "G1": SMALL}


def test_what_the_publisher_withheld_is_not_given_back_either() -> None:
    rows = displaced({"IQ": 500, "G1": "withheld", "G2": 0, "G3": 0})
    release = gate({"displacement": rows, "place": IRAQ})
    assert release.rows["displacement"][1]["people"] == Withheld("source")
    assert names(release, "place_pcode") == {"IQ": OTHER}


def test_a_place_withheld_for_a_district_is_protected_in_the_country() -> None:
    tree = places(IQ="", G1="IQ", G2="IQ", G3="IQ", D1="G1", D2="G1", E1="G2", E2="G2")
    counts = {"IQ": 520, "G1": 20, "G2": 300, "G3": 200, "D1": 3, "D2": 17, "E1": 100, "E2": 200}
    release = gate({"displacement": displaced(counts), "place": tree})
    assert names(release, "place_pcode") == {"D1": SMALL, "D2": OTHER}
    assert _holds(release)


def test_a_country_is_the_sum_of_its_districts_where_the_level_between_is_not_counted() -> None:
    tree = places(IQ="", G1="IQ", G2="IQ", D1="G1", D2="G1", E1="G2")
    release = gate({"displacement": displaced({"IQ": 123, "D1": 3, "D2": 40, "E1": 80}), "place": tree})
    assert names(release, "place_pcode") == {"D1": SMALL, "D2": OTHER}


def test_in_two_dimensions_a_rectangle_is_withheld() -> None:
    tables = {
        "place": places(IQ="", G1="IQ", G2="IQ", G3="IQ"),
        "displacement": [
            *displaced({"IQ": 93, "G1": 3, "G2": 40, "G3": 50}, "displaced", source="a"),
            *displaced({"IQ": 150, "G1": 30, "G2": 50, "G3": 70}, "returned", source="b"),
            *displaced({"IQ": 210, "G1": 60, "G2": 70, "G3": 80}, "refugee", source="c"),
            *displaced({"IQ": 453, "G1": 93, "G2": 160, "G3": 200}, "all", source="d"),
        ],
    }
    release = gate(tables)
    withheld = {
        (r["population_status"], r["place_pcode"])
        for r in release.rows["displacement"]
        if isinstance(r["people"], Withheld)
    }
    assert withheld == {("displaced", "G1"), ("displaced", "G2"), ("returned", "G1"), ("returned", "G2")}
    assert _holds(release)


def test_a_total_printed_in_a_table_that_is_not_sensitive_counts_too() -> None:
    plan = [{**row, "source": "plan"} for row in displaced({"IQ": 113})]
    rows = displaced({"G1": 3, "G2": 60, "G3": 50})
    release = gate({"displacement": rows, "plan": plan, "place": IRAQ})
    assert names(release, "place_pcode") == {"G1": SMALL, "G3": OTHER}
    assert release.rows["plan"] == plan


def test_a_table_that_is_not_sensitive_gives_way_where_nothing_else_protects() -> None:
    copies = [{**row, "source": "plan"} for row in displaced({"G1": 3, "G2": 4})]
    release = gate({"displacement": displaced({"G1": 3}), "plan": copies, "place": IRAQ})
    assert [(w.table, w.record) for w in release.withheld] == [("displacement", "row 2"), ("plan", "row 2")]


def test_one_count_printed_twice_is_withheld_twice_and_one_of_another_day_is_not() -> None:
    rows = [
        *displaced({"IQ": 113, "G1": 3, "G2": 60, "G3": 50}),
        *displaced({"G3": 50, "G2": 61}, source="hdx"),
        *displaced({"G3": 50}, source="later", day=date(2021, 1, 31)),
    ]
    release = gate({"displacement": rows, "place": IRAQ})
    assert [(w.source, w.record) for w in release.withheld] == [
        ("dtm", "row 3"),
        ("dtm", "row 5"),
        ("hdx", "row 2"),
    ]


def test_nested_cells_are_found_by_what_they_add_to() -> None:
    counts = {"all": 1150, "children": 650, "adults": 500, "boys": 647, "girls": 3, "men": 240, "women": 260}
    release = gate({"indicator_value": cells(counts)})
    assert names(release, "cell") == {"girls": SMALL, "boys": OTHER}
    assert _holds(release)


def test_a_subtotal_that_is_withheld_is_protected_in_the_total() -> None:
    counts = {"all": 506, "children": 6, "adults": 500, "boys": 4, "girls": 2, "men": 240, "women": 260}
    release = gate({"indicator_value": cells(counts)})
    withheld = names(release, "cell")
    assert {c for c, reason in withheld.items() if reason == SMALL} == {"children", "boys", "girls"}
    assert {"adults", "men"} <= withheld.keys()
    assert "all" not in withheld
    assert _holds(release)


def test_a_percentage_is_no_count_of_people() -> None:
    rows = cells({"all": 24, "women": 3}, unit="percent")
    assert gate({"indicator_value": rows}, threshold=100).withheld == ()


def test_cells_too_many_to_search_are_withheld_together() -> None:
    counts = {f"c{n}": 100 + n for n in range(20)} | {"small": 3, "none": 0}
    release = gate({"indicator_value": cells(counts)})
    assert len(release.withheld) == 21
    large = {f"c{n}": 100 + n for n in range(20)}
    assert gate({"indicator_value": cells(large)}).withheld == ()


def test_groups_of_arrivals_that_add_up_to_all_protect_each_other() -> None:
    rows = [arrival("all", 807), arrival("assisted", 747), arrival("sponsored", 60), arrival("yazidi", 650)]
    assert gate({"arrival": rows}).withheld == ()
    rows = [arrival("all", 750), arrival("assisted", 747), arrival("sponsored", 3), arrival("yazidi", 650)]
    assert names(gate({"arrival": rows}), "people_group") == {"assisted": OTHER, "sponsored": SMALL}


def test_a_share_of_a_printed_total_that_implies_a_small_count_is_withheld() -> None:
    rows = [arrival("all", 400), arrival("minors", None, 2, "all"), arrival("yazidi", None, 74, "all")]
    released = gate({"arrival": rows}).rows["arrival"]
    assert released[1]["people"] == NotReported()
    assert released[1]["share_percent"] == Withheld(SMALL)
    assert released[2]["share_percent"] == known(74)


def test_the_share_of_a_withheld_count_is_withheld_with_it() -> None:
    rows = [arrival("all", 400), arrival("minors", 8, 2, "all")]
    released = gate({"arrival": rows}).rows["arrival"]
    assert (released[1]["people"], released[1]["share_percent"]) == (Withheld(SMALL), Withheld(OTHER))
    assert released[0]["people"] == known(400)


def test_a_share_that_gives_the_rest_of_a_total_is_withheld_like_a_count() -> None:
    rows = [arrival("all", 100), arrival("women", None, 97, "all"), arrival("men", 3)]
    release = gate({"arrival": rows})
    assert release.rows["arrival"][1]["share_percent"] == Withheld(OTHER)
    assert release.rows["arrival"][2]["people"] == Withheld(SMALL)
    assert release.rows["arrival"][0]["people"] == known(100)


def test_three_sums_of_two_give_no_count_away() -> None:
    rows = cells({"a": 4, "b": 30, "c": 50, "ab": 34, "bc": 80, "ac": 54}, totals=("ab", "bc", "ac"))
    release = gate({"indicator_value": rows})
    assert names(release, "cell")["a"] == SMALL
    assert _holds(release)


def test_a_sensitive_table_that_the_gate_has_never_met_is_counted_by_all_its_columns() -> None:
    rows: list[Row] = [
        {"place_pcode": "IQ", "sex": sex, "age": "all", "people": quantity(n), "source": "s", "record": sex}
        for sex, n in {"all": 103, "f": 3, "m": 100}.items()
    ]
    declared = BookDeclaration.model_construct(threshold=10, sensitive=("population",))
    assert names(release_counts(declared, {"population": rows}), "sex") == {"f": SMALL, "m": OTHER}


def test_a_threshold_of_0_withholds_nothing() -> None:
    rows = displaced({"IQ": 103, "G1": 3, "G2": 100, "G3": "withheld"})
    people = [arrival("all", 400), arrival("minors", "withheld", 2, "all")]
    release = gate({"displacement": rows, "arrival": people, "place": IRAQ}, threshold=0)
    assert (release.rows["displacement"], release.rows["arrival"]) == (rows, people)
    assert release.withheld == ()


def test_a_table_that_is_not_sensitive_keeps_its_small_counts() -> None:
    rows = [{"place_pcode": "IQ", "people": known(3), "source": "s", "record": "row 2"}]
    assert gate({"presence": rows}).withheld == ()


def test_the_tables_that_came_in_are_not_changed() -> None:
    tables = {"displacement": displaced({"IQ": 103, "G1": 3, "G2": 100}), "place": IRAQ}
    before = deepcopy(tables)
    assert gate(tables).withheld
    assert tables == before


def test_the_log_says_where_and_why_and_never_how_many() -> None:
    release = gate({"displacement": displaced({"IQ": 1113, "G1": 7, "G2": 1106}), "place": IRAQ})
    line = release.withheld[0]
    assert (line.table, line.source, line.record, line.column, line.reason) == (
        "displacement",
        "dtm",
        "row 3",
        "people",
        "threshold",
    )
    assert "1106" not in repr(release.withheld)
    assert "1106" not in repr(release)
