"""No withheld count can be worked out, tried against a reader who enumerates; nothing else is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_tables import Row, arrival, cells, displaced, gate, is_safe, places, quantity, tried_out

from pledgebook.disclosure import Release, recoverable
from pledgebook.disclosure.counts import Cell
from pledgebook.value import Known, NotReported, Withheld, known

THRESHOLD = 3
NUMBERS = st.integers(0, 9)
GRID_STATUS = ("displaced", "returned")
NESTED = {
    "all": ("boys", "girls", "men", "women"),
    "children": ("boys", "girls"),
    "adults": ("men", "women"),
    "female": ("girls", "women"),
}
TREE = {"IQ": ("D1", "D2", "E1", "E2"), "G1": ("D1", "D2"), "G2": ("E1", "E2")}


def _with_sums(leaves: Mapping[str, int], sums: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {**leaves, **{total: sum(leaves[p] for p in parts) for total, parts in sums.items()}}


def _assert_nothing_told(
    release: Release,
    table: str,
    column: str,
    truth: Mapping[str, int],
    sums: Mapping[str, Sequence[str]],
    names: Sequence[str],
) -> None:
    rows = release.rows[table]
    hidden = {name for name, row in zip(names, rows, strict=True) if isinstance(row[column], Withheld)}
    for name, row in zip(names, rows, strict=True):
        assert name in hidden or row[column] == known(truth[name])
        assert not (name in hidden and truth[name] == 0)
        assert name in hidden or not 0 < truth[name] < THRESHOLD
    for name, (low, high) in tried_out(truth, sums, hidden, THRESHOLD).items():
        assert is_safe(low, high, THRESHOLD), (name, low, high, hidden)
    assert recoverable(release.rows, release.relations, THRESHOLD) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(NUMBERS, min_size=4, max_size=4))
def test_in_nested_cells(numbers: list[int]) -> None:
    truth = _with_sums(dict(zip(NESTED["all"], numbers, strict=True)), NESTED)
    release = gate({"indicator_value": cells(truth)}, THRESHOLD)
    _assert_nothing_told(release, "indicator_value", "indicator_quantity", truth, NESTED, list(truth))


@settings(max_examples=150, deadline=None)
@given(st.lists(NUMBERS, min_size=4, max_size=4))
def test_in_a_tree_of_places(numbers: list[int]) -> None:
    truth = _with_sums(dict(zip(TREE["IQ"], numbers, strict=True)), TREE)
    tree = places(IQ="", G1="IQ", G2="IQ", D1="G1", D2="G1", E1="G2", E2="G2")
    release = gate({"displacement": displaced(truth), "place": tree}, THRESHOLD)
    _assert_nothing_told(release, "displacement", "people", truth, TREE, list(truth))


def _by_status(numbers: Sequence[int]) -> tuple[dict[str, int], dict[str, list[str]], dict[str, list[Row]]]:
    """Three places by two statuses, with all their totals: the truth, what adds to what, the tables."""
    inner = [f"{place} {status}" for place in ("G1", "G2", "G3") for status in GRID_STATUS]
    sums = {f"{place} all": [n for n in inner if n.startswith(place)] for place in ("G1", "G2", "G3")}
    sums |= {f"IQ {status}": [n for n in inner if n.endswith(status)] for status in GRID_STATUS}
    sums["IQ all"] = inner
    truth = _with_sums(dict(zip(inner, numbers, strict=True)), sums)
    rows = [
        {**row, "record": name}
        for name, number in truth.items()
        for row in displaced({name.split()[0]: number}, name.split()[1])
    ]
    return truth, sums, {"displacement": rows, "place": places(IQ="", G1="IQ", G2="IQ", G3="IQ")}


@settings(max_examples=100, deadline=None)
@given(st.lists(NUMBERS, min_size=6, max_size=6))
def test_in_places_by_status(numbers: list[int]) -> None:
    truth, sums, tables = _by_status(numbers)
    release = gate(tables, THRESHOLD)
    _assert_nothing_told(release, "displacement", "people", truth, sums, list(truth))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=6, max_size=6))
@example([0, 31, 0, 39, 22, 5])
def test_none_of_the_counts_that_protect_another_could_be_printed(numbers: list[int]) -> None:
    _, _, tables = _by_status(numbers)
    release = gate(tables)
    for number, row in enumerate(tables["displacement"]):
        if release.rows["displacement"][number]["people"] == Withheld("protects another"):
            printed = [*release.rows["displacement"]]
            printed[number] = row
            assert recoverable({**release.rows, "displacement": printed}, release.relations, 10)


WRITTEN = st.one_of(
    st.integers(0, 30),
    st.sampled_from([None, "withheld", "<3", "5..8", ">4", "2..9"]),
)


@st.composite
def messy_tables(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Tables whose totals need not add up, from two sources, with everything that a quantity can be."""
    rows: list[Row] = []
    for source in ("one", "two"):
        for status in ("displaced", "returned", "all"):
            named = draw(st.lists(st.sampled_from(["IQ", "G1", "G2", "G3", "D1", "D2"]), unique=True))
            found = displaced({place: draw(WRITTEN) for place in named}, status, source=source)
            rows.extend({**row, "record": f"{status} {row['record']}"} for row in found)
    groups = [
        arrival(
            name, draw(WRITTEN), draw(st.sampled_from([None, 3, 50, ">85"])), "all" if name != "all" else None
        )
        for name in draw(st.lists(st.sampled_from(["all", "a", "b", "c"]), unique=True))
    ]
    classified = draw(st.lists(st.sampled_from(["all", "a", "b", "c", "d", "ab"]), unique=True))
    return {
        "place": places(IQ="", G1="IQ", G2="IQ", G3="IQ", D1="G1", D2="G1"),
        "displacement": rows,
        "arrival": groups,
        "indicator_value": cells({cell: draw(WRITTEN) for cell in classified}),
    }


@settings(max_examples=200, deadline=None)
@given(messy_tables(), st.integers(0, 12))
def test_in_tables_that_do_not_add_up(tables: dict[str, list[Row]], threshold: int) -> None:
    release = gate(tables, threshold)
    logged = {(w.table, w.source, w.record, w.column) for w in release.withheld}
    for table, rows in tables.items():
        for before, after in zip(rows, release.rows[table], strict=True):
            for column, value in before.items():
                is_logged = (table, before.get("source"), before.get("record"), column) in logged
                assert isinstance(after[column], Withheld) if is_logged else after[column] == value
                assert not (is_logged and value in (quantity(0), NotReported()))
                if column == "people" and isinstance(value, Known) and (number := value.interval.exact):
                    assert is_logged or not 0 < number < threshold
    assert recoverable(release.rows, release.relations, threshold) == []
    again = gate(release.rows, threshold)
    assert again.rows == release.rows
    assert again.withheld == ()


@given(st.permutations(range(8)))
def test_the_order_of_the_rows_changes_nothing(order: list[int]) -> None:
    rows = [
        *displaced({"IQ": 73, "G1": 3, "G2": 35, "G3": 35}),
        *displaced({"IQ": 73, "G1": 3, "G2": 35, "G3": 35}, "returned", source="two"),
    ]
    tables = {"displacement": [rows[n] for n in order], "place": places(IQ="", G1="IQ", G2="IQ", G3="IQ")}
    assert gate(tables).withheld == gate({**tables, "displacement": rows}).withheld


def test_an_attack_finds_what_one_sum_gives_back() -> None:
    rows = displaced({"IQ": 113, "G1": 3, "G2": 60, "G3": 50})
    release = gate({"displacement": rows, "place": places(IQ="", G1="IQ", G2="IQ", G3="IQ")})
    leaky = {**release.rows, "displacement": [dict(r) for r in release.rows["displacement"]]}
    leaky["displacement"][3]["people"] = known(50)
    found = recoverable(leaky, release.relations, 10)
    assert [(f.cell, int(f.low), int(f.high)) for f in found] == [(Cell("displacement", 1, "people"), 3, 3)]


def test_an_attack_finds_what_only_all_sums_together_give_back() -> None:
    rows = cells({"a": 14, "b": 30, "c": 50, "ab": 44, "bc": 80, "ac": 64}, totals=("ab", "bc", "ac"))
    relations = gate({"indicator_value": rows, "displacement": displaced({"G1": 3})}).relations
    for row in rows[:3]:
        row["indicator_quantity"] = Withheld("threshold")
    found = recoverable({"indicator_value": rows}, relations, 10)
    assert [(f.cell.row, int(f.low), int(f.high)) for f in found] == [(0, 14, 14), (1, 30, 30), (2, 50, 50)]
    assert [f.relation for f in found] == [None, None, None]
