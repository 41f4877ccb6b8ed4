"""Claims held against each other, whatever the data say: one test per way in which two cannot both be true."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import FrameType
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.book.load import engine_measures
from pledgebook.claims.bind import Claim
from pledgebook.claims.conflicts import Frame, Statement, find_conflicts, find_contradictions, statements_of
from pledgebook.claims.prose import FigureLink
from pledgebook.claims.verdicts import Verdict
from pledgebook.claims.words import read_figure
from pledgebook.errors import Where
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request, Row, Since
from pledgebook.period import Span
from pledgebook.text import Text
from pledgebook.value import Known, NotReported

UNITS = {"book_currency": "EUR"}
FRAME = Frame(
    "XX",
    {
        "place": [
            {"place_pcode": "XX01", "parent_pcode": "XX"},
            {"place_pcode": "XX02", "parent_pcode": "XX"},
            {"place_pcode": "XX0101", "parent_pcode": "XX01"},
        ],
        "pledge": [{"pledge_id": "part", "part_of": "all"}, {"pledge_id": "other", "part_of": "all"}],
        "ceiling": [
            {"ceiling_id": "all", "parent": "", "from_day": None, "to_day": None,
             "people": Known(Interval.parse("850"))},
            {"ceiling_id": "in", "parent": "all", "from_day": date(2018, 1, 1), "to_day": date(2018, 12, 31),
             "people": Known(Interval.parse("250"))},
        ],
    },
)  # fmt: skip


def claim(words: str, target: str, *, truth: str = "no_data", language: str = "en", line: int = 1) -> Verdict:
    """A claim as it would be judged, with data only where ``truth`` says so."""
    name, _, query = target.partition("?")
    keys = dict(parse_qsl(query))
    at = date.fromisoformat(keys.pop("at")) if "at" in keys else None
    span = None
    if "from" in keys:
        span = Span(date.fromisoformat(keys.pop("from")), date.fromisoformat(keys.pop("to")))
    test = keys.pop("test", "")
    measure = engine_measures()[name]
    request = Request(name, tuple(sorted(keys.items())), at, span)
    unit = UNITS.get(measure.unit, measure.unit)
    kind = {"percent": "percent"}.get(unit, "date" if measure.kind == "event" else "count")
    reading = read_figure(words, language, home_currency="EUR", kind=kind)
    link = FigureLink(f"{name}-{line}", words, "measure", name, {}, Where(Path("page.md"), line), "", 0, 0)
    answer = Answer(request, NotReported(), unit, measure.kind, rows=(_row("a"), _row("b")))
    made = Claim("page", language, link, request, measure, test, at is not None)
    return Verdict(made, reading, answer, truth, "fair", "current", Text(en="", fr=""))


def _row(objective: str) -> Row:
    return Row({"objective": objective}, NotReported(), "source", "row 1")


def conflicts(*verdicts: Verdict) -> list[tuple[str, str, str]]:
    """The kind of each conflict with the words of both."""
    found = find_conflicts(statements_of(verdicts, FRAME), FRAME)
    return [(c.kind, c.statement.words, c.other_words) for c in found]


DISPLACED = "displaced_people?place={}&at=2020-12-31"


def test_two_pages_that_share_no_number_conflict() -> None:
    first = claim("about 1.2 million", DISPLACED.format("XX"))
    second = claim("1.5 million", DISPLACED.format("XX"), line=2)
    assert conflicts(first, second) == [("equal", "1.5 million", "about 1.2 million")]


def test_words_that_share_a_number_do_not_conflict() -> None:
    first = claim("about 1.2 million", DISPLACED.format("XX"))
    assert conflicts(first, claim("1,224,108", DISPLACED.format("XX"), line=2)) == []


def test_the_whole_country_is_the_same_scope_as_none_stated() -> None:
    first = claim("about 1.2 million", DISPLACED.format("XX"))
    assert len(conflicts(first, claim("1.5 million", "displaced_people?at=2020-12-31", line=2))) == 1


def test_another_day_or_another_definition_is_no_conflict() -> None:
    first = claim("about 1.2 million", DISPLACED.format("XX"))
    other_day = claim("1.5 million", "displaced_people?place=XX&at=2021-12-31", line=2)
    assert conflicts(first, other_day) == []
    plan = claim("19%", "indicator?indicator=work&definition=plan&kind=actual")
    bank = claim("13%", "indicator?indicator=work&definition=bank&kind=actual", line=2)
    assert conflicts(plan, bank) == []


def test_a_figure_in_two_languages_is_left_to_parity() -> None:
    english = claim("over €1.5 billion", "envelope?line=all")
    french = claim("jusqu’à 1,5 milliard d’euros", "envelope?line=all", language="fr")
    assert conflicts(english, french) == []


def test_every_statement_that_disagrees_is_told_and_not_only_neighbours() -> None:
    words = ("500 to 600", "100 to 900", "700 to 800", "500 to 550")
    made = [claim(w, DISPLACED.format("XX"), line=n) for n, w in enumerate(words)]
    assert conflicts(*made) == [
        ("equal", "700 to 800", "500 to 600"),
        ("equal", "500 to 550", "700 to 800"),
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=12))
def test_one_passage_tells_exactly_those_that_disagree_with_an_earlier_one(
    spans: list[tuple[int, int]],
) -> None:
    made = [
        claim(f"between {low} and {low + size}", DISPLACED.format("XX"), line=n)
        for n, (low, size) in enumerate(spans, 1)
    ]
    stated = statements_of(made, FRAME)
    told = {c.statement.where.line for c in find_conflicts(stated, FRAME)}
    disagree = {
        later.where.line
        for n, later in enumerate(stated)
        if any(later.allowed.is_disjoint_from(earlier.allowed) for earlier in stated[:n])
    }
    assert told == disagree


def test_what_an_event_is_dated_conflicts_with_another_date() -> None:
    first = claim("In June 2016", "milestone?milestone=act")
    assert conflicts(first, claim("in 2017", "milestone?milestone=act", line=2))[0][0] == "equal"
    assert conflicts(first, claim("in 2016", "milestone?milestone=act", line=2)) == []


def test_a_place_holds_no_more_than_what_it_lies_in() -> None:
    part = claim("600,000", DISPLACED.format("XX0101"))
    whole = claim("500,000", DISPLACED.format("XX01"), line=2)
    country = claim("530,000", DISPLACED.format("XX"), line=3)
    assert conflicts(part, whole) == [("wider", "600,000", "500,000")]
    assert conflicts(part, country)[0] == ("wider", "600,000", "530,000")
    assert conflicts(claim("500,000", DISPLACED.format("XX0101")), whole) == []


def test_a_scope_inside_a_list_of_values_is_narrower_than_the_list() -> None:
    part = claim("€12 million", "committed?recipient=AA")
    whole = claim("€9 million", "committed?recipient=AA,BB", line=2)
    assert conflicts(part, whole) == [("wider", "€12 million", "€9 million")]


def test_rates_are_not_compared_by_scope_for_they_do_not_add_up() -> None:
    part = claim("90%", "arrival_share?stage=welcomed&group=large&at=2020-12-31", truth="holds")
    whole = claim("50%", "arrival_share?stage=welcomed&at=2020-12-31", truth="holds", line=2)
    assert conflicts(part, whole) == []


def test_what_the_data_bear_out_twice_is_no_conflict() -> None:
    part = claim("€12 million", "committed?recipient=AA", truth="holds")
    whole = claim("€9 million", "committed", truth="holds", line=2)
    assert conflicts(part, whole) == []
    assert conflicts(part, claim("€9 million", "committed", line=2)) == [
        ("wider", "€12 million", "€9 million")
    ]


def test_a_shorter_span_holds_no_more_of_a_flow() -> None:
    year = claim("€12 million", "committed?from=2018-01-01&to=2018-12-31")
    years = claim("€9 million", "committed?from=2016-01-01&to=2020-12-31", line=2)
    overlap = claim("€9 million", "committed?from=2018-06-01&to=2020-12-31", line=3)
    assert conflicts(year, years, overlap) == [("wider", "€12 million", "€9 million")]


def test_a_part_of_an_envelope_is_no_larger_than_the_whole() -> None:
    whole = claim("over €240 million", "envelope?line=all")
    assert conflicts(claim("€250 million", "envelope?line=part"), whole) == []
    assert conflicts(
        claim("€250 million", "envelope?line=part"), claim("€240 million", "envelope?line=all")
    ) == [("whole", "€250 million", "€240 million")]


def test_parts_that_pass_their_total_conflict_and_rounding_is_let_pass() -> None:
    total = claim("€240 million", "envelope?line=all")
    parts = [claim("€179 million", "envelope?line=part"), claim("€68 million", "envelope?line=other")]
    assert conflicts(total, parts[0], claim("€65 million", "envelope?line=other")) == []
    assert conflicts(total, *parts) == [("parts", "€240 million", "€179 million + €68 million")]


def test_parts_that_fall_short_conflict_only_where_none_is_left_out() -> None:
    total = claim("€24.0 million", "committed?at=2020-12-31")
    one = claim("€10.0 million", "committed?objective=a&at=2020-12-31")
    two = claim("€12.0 million", "committed?objective=b&at=2020-12-31")
    assert [c[0] for c in conflicts(total, one, two)] == ["parts"]
    assert conflicts(total, one, claim("€12.0 million", "committed?objective=c&at=2020-12-31")) == []


def test_a_strength_above_a_ceiling_in_force_conflicts_and_out_of_force_does_not() -> None:
    ceiling = claim("up to 250", "ceiling?line=in")
    inside = claim("360", "strength?ceiling=in&at=2018-06-01")
    assert conflicts(ceiling, inside)[0] == ("ceiling", "360", "up to 250")
    assert conflicts(ceiling, claim("360", "strength?ceiling=in&at=2019-06-01")) == []
    assert conflicts(ceiling, claim("about 250", "strength?ceiling=in&at=2018-06-01")) == []


def test_a_strength_is_held_against_the_ceilings_around_its_own() -> None:
    assert conflicts(claim("960", "strength?ceiling=in&at=2019-06-01")) == [("ceiling", "960", "all")]


def test_a_cumulative_count_does_not_fall() -> None:
    target = "arrivals?stage=arrivals&group=all&at={}"
    early, late = (
        claim("more than 1,400", target.format("2019-01-01")),
        claim("1,200", target.format("2020-01-01")),
    )
    assert conflicts(late, early) == [("falls", "1,200", "more than 1,400")]
    assert conflicts(early, claim("about 1,400", target.format("2020-01-01"))) == []


def test_a_count_of_one_day_is_held_against_earlier_days_whatever_else_is_said_of_its_own() -> None:
    first = claim("over 1,000", "arrivals?stage=arrived&at=2018-12-31")
    more = claim("1,200", "arrivals?stage=arrived&at=2019-12-31", line=2)
    fewer = claim("up to 950", "arrivals?stage=arrived&at=2019-12-31", line=3)
    for said in ([first, more, fewer], [fewer, more, first]):
        assert ("falls", "up to 950", "over 1,000") in conflicts(*said)


def test_an_end_that_is_no_part_of_the_words_counts_whoever_spoke_first() -> None:
    target = DISPLACED.format("XX")
    said = [
        claim(words, target, line=line)
        for line, words in enumerate(("at least 1,000", "over 1,000", "up to 1,000"), 1)
    ]
    for order in (said, said[::-1], [said[1], said[0], said[2]]):
        assert {c[0] for c in conflicts(*order)} == {"equal"}


def test_a_day_that_is_not_stated_is_named_as_the_cause() -> None:
    dated = claim("807", "arrivals?stage=arrivals&group=all&at=2017-10-29")
    undated = claim("more than 1,400", "arrivals?stage=arrivals&group=all", line=2)
    (found,) = find_conflicts(statements_of([dated, undated], FRAME), FRAME)
    assert found.kind == "unstated"
    assert found.cause
    assert found.cause["en"] == "“more than 1,400” gives no day"
    assert found.cause["fr"] == "«\u00a0more than 1,400\u00a0» n’indique aucun jour"


def test_a_definition_that_is_not_stated_is_named_as_the_cause() -> None:
    stated = claim("19%", "indicator?indicator=work&definition=plan&kind=actual&at=2020-12-31")
    silent = claim("13%", "indicator?indicator=work&kind=actual&at=2020-12-31", line=2)
    (found,) = find_conflicts(statements_of([stated, silent], FRAME), FRAME)
    assert found.cause
    assert "definition" in found.cause["en"]


def test_vague_words_and_words_of_another_unit_state_nothing() -> None:
    vague = claim("millions", DISPLACED.format("XX"))
    money = claim("€5 million", DISPLACED.format("XX"), line=2)
    assert statements_of([vague, money], FRAME) == []


def test_a_test_states_what_it_allows() -> None:
    (stated,) = statements_of([claim("few", DISPLACED.format("XX") + "&test=<10")], FRAME)
    assert isinstance(stated, Statement)
    assert str(stated.allowed) == "<10"


def pledge(line: str, amount: str, **more: str) -> dict[str, object]:
    """One row of the ledger of pledges."""
    row: dict[str, object] = {
        "pledge_id": line, "edition": line, "supersedes": "", "part_of": "", "department": "", "stage": "",
        "cost_basis": "", "from_day": date(2016, 4, 1), "to_day": date(2019, 3, 31), "geography": "XX",
        "concept": "aid", "currency": "EUR", "amount": Known(Interval.parse(amount)),
        "record": "ledgers/pledges.csv row 2",
    }  # fmt: skip
    return row | more


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        (pledge("b", "183300000"), True),
        (pledge("b", "179400000"), False),
        (pledge("b", ">170000000"), False),
        (pledge("b", ">180000000"), True),
        (pledge("b", "183300000", supersedes="a"), False),
        (pledge("b", "183300000", part_of="a"), False),
        (pledge("b", "183300000", geography="YY"), False),
        (pledge("b", "183300000", concept="total"), False),
        (pledge("b", "183300000", department="aid office"), False),
        (pledge("b", "183300000", to_day=date(2020, 3, 31)), False),  # type: ignore[arg-type]
    ],
)
def test_two_envelopes_of_one_concept_place_and_period_contradict_each_other_unless_one_replaces_the_other(
    other: dict[str, object], contradicts: bool
) -> None:
    found = find_contradictions({"pledge": [pledge("a", "179000000"), other]}, ("en", "fr"), "EUR")
    assert bool(found) is contradicts
    assert all(not f.is_unstated for f in found)


def test_a_geography_that_is_not_stated_is_named_as_the_cause() -> None:
    rows = [pledge("a", "179000000"), pledge("b", "183300000", geography="")]
    (found,) = find_contradictions({"pledge": rows}, ("en", "fr"), "EUR")
    assert found.is_unstated
    assert "“b” does not state: place" in found.why["en"]
    assert "n’indique pas\u00a0: lieu" in found.why["fr"]


def test_a_ledger_of_arrivals_that_falls_contradicts_itself() -> None:
    rows = [
        {"arrival_id": name, "stage": "arrivals", "people_group": "all", "as_of": date(year, 1, 1),
         "people": Known(Interval.parse(people)), "record": "ledgers/arrivals.csv row 2"}
        for name, year, people in (("a", 2018, "807"), ("b", 2019, "793"), ("c", 2020, "350..<450"))
    ]  # fmt: skip
    found = find_contradictions({"arrival": rows}, ("en", "fr"), "EUR")
    assert [(f.row["arrival_id"], f.other["arrival_id"]) for f in found] == [("b", "a"), ("c", "b")]


def test_lines_are_called_by_their_labels_or_their_sources_and_their_ids_are_kept() -> None:
    labels = {"a": ("Aid in May", "Aide en mai"), "b": ("Aid in June", "Aide en juin")}
    rows = [
        {**pledge(name, amount), "label_en": labels[name][0], "label_fr": labels[name][1]}
        for name, amount in (("a", "179000000"), ("b", "183000000"))
    ]
    (found,) = find_contradictions({"pledge": rows}, ("en", "fr"), "EUR")
    assert found.ids == ("b", "a")
    assert "“Aid in June” says" in found.why["en"]
    assert "« Aide en mai »" in found.why["fr"].replace("\u00a0", " ")
    assert "“a”" not in found.why["en"]


def calls_made(verdicts: list[Verdict]) -> int:
    """How many calls comparing takes, which no other work of the machine changes."""
    statements = statements_of(verdicts, FRAME)
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        list(find_conflicts(statements, FRAME))
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("days", [1, 40])
def test_comparing_grows_with_the_claims_and_not_with_their_square(days: int) -> None:
    def claims(number: int) -> list[Verdict]:
        return [
            claim(
                f"about {n % 7 + 1:,}00", f"displaced_people?place=XX01&at=2020-01-{n % days + 1:02}", line=n
            )
            if days == 1
            else claim(
                "about 700", f"displaced_people?place=XX0{n % 2 + 1}&at={2000 + n % days}-01-01", line=n
            )
            for n in range(number)
        ]

    assert calls_made(claims(800)) < 2.5 * calls_made(claims(400))


WORDS = (
    "about 900", "over 1,000", "at least 1,000", "up to 1,000", "fewer than 1,000", "up to 950", "1,200",
    "fewer than 800", "between 850 and 1,100",
)  # fmt: skip
TARGETS = (
    "displaced_people?place=XX01&at=2020-12-31",
    "displaced_people?place=XX0101&at=2020-12-31",
    "displaced_people?at=2020-12-31",
    "displaced_people?place=XX01",
    "committed?from=2019-01-01&to=2019-12-31",
    "committed?from=2019-01-01&to=2020-12-31",
    "committed?from=2019-03-01&to=2019-09-30",
    "committed?from=2019-06-01&to=2020-06-30",
    "committed?from=2018-01-01&to=2021-12-31",
    "arrivals?stage=arrived&at=2018-12-31",
    "arrivals?stage=arrived&at=2019-12-31",
)


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(TARGETS)), max_size=9), st.randoms())
@settings(max_examples=200, deadline=None)
def test_whether_claims_conflict_does_not_depend_on_their_order(
    said: list[tuple[str, str]], random: Random
) -> None:
    made = [claim(words, target, line=line) for line, (words, target) in enumerate(said, 1)]
    shuffled = random.sample(made, len(made))

    def kinds(verdicts: list[Verdict]) -> set[tuple[str, str]]:
        found = find_conflicts(statements_of(verdicts, FRAME), FRAME)
        return {(c.kind, str(c.statement.request)) for c in found}

    assert kinds(made) == kinds(shuffled)


def a_change(words: str, since: str, line: int = 1) -> Verdict:
    """A claim of a change in percent up to the end of 2020."""
    made = claim(words, DISPLACED.format("XX"), line=line)
    request = replace(made.claim.request, since=Since("percent_change", date.fromisoformat(since)))
    answer = replace(made.answer, request=request, unit="percent", kind="change")
    return replace(made, claim=replace(made.claim, request=request), answer=answer)


def test_a_change_conflicts_with_the_same_change_between_the_same_times_and_with_nothing_else() -> None:
    assert conflicts(a_change("26%", "2019-12-31"), a_change("40%", "2019-12-31", 2))
    assert not conflicts(a_change("26%", "2019-12-31"), a_change("40%", "2018-12-31", 2))
    assert not conflicts(a_change("26%", "2019-12-31"), claim("about 900", DISPLACED.format("XX")))
    assert not conflicts(a_change("26%", "2019-12-31"), claim("about 10", DISPLACED.format("XX01")))


FLOWS = (
    "€5 million",
    "over €5 million",
    "at least €5 million",
    "up to €5 million",
    "fewer than €5 million",
    "€6 million",
)
MONTHS = st.tuples(st.integers(1, 6), st.integers(0, 6)).map(
    lambda span: (date(2019, span[0], 1), date(2019, span[0] + span[1], 28))
)


@given(st.lists(st.tuples(st.sampled_from(FLOWS), MONTHS), max_size=12))
@settings(max_examples=200, deadline=None)
def test_exactly_the_flows_above_one_of_a_span_around_their_own_are_told(
    said: list[tuple[str, tuple[date, date]]],
) -> None:
    made = [
        claim(words, f"committed?from={first}&to={last}", line=line)
        for line, (words, (first, last)) in enumerate(said, 1)
    ]
    statements = statements_of(made, FRAME)
    found = {c.statement.where.line for c in find_conflicts(statements, FRAME) if c.kind == "wider"}
    expected = {
        one.where.line
        for one in statements
        for other in statements
        if (mine := one.request.span) and (around := other.request.span) and mine != around
        and around.contains(mine) and one.allowed.is_above(other.allowed)
    }  # fmt: skip
    assert found == expected


@pytest.mark.parametrize("apart", [0, 1])
def test_comparing_flows_does_not_grow_with_their_square_either(apart: int) -> None:
    def claims(number: int) -> list[Verdict]:
        return [
            claim(
                "€5 million",
                f"committed?from={date(2015, 1, 1) + timedelta(days=n * apart)}"
                f"&to={date(2021, 12, 31) - timedelta(days=n * apart)}",
                line=n + 1,
            )
            for n in range(number)
        ]

    assert calls_made(claims(400)) < 3 * calls_made(claims(200))
