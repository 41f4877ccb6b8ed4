"""Each kind combines its rows in its own way and in no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pledgebook.book.models import MeasureDeclaration
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request, Row
from pledgebook.measures.kinds import Case, Places, combine
from pledgebook.period import Span
from pledgebook.text import Text
from pledgebook.value import Known, NotReported, Value, Withheld, known

XX = Places({"XX": "", "XX01": "XX", "XX02": "XX", "XX0101": "XX01"})
END = date(2020, 12, 31)


def measure(kind: str, *grain: str, **more: Any) -> MeasureDeclaration:
    words = Text(en="a", fr="a")
    return MeasureDeclaration.model_validate(
        {"id": kind, "path": Path(), "label": words, "definition": words, "unit": "people", "kind": kind}
        | {"grain": grain, **more}
    )


def row(value: str | Value, **keys: Any) -> Row:
    return Row(keys, Known(Interval.parse(value)) if isinstance(value, str) else value, "case", "row 1")


def ask(
    of: MeasureDeclaration, rows: list[Row], at: date | None = None, span: Span | None = None, **where: str
) -> Answer:
    return combine(Case(of, Request(of.id, tuple(sorted(where.items())), at, span), rows, XX))


def stock(**more: Any) -> MeasureDeclaration:
    return measure("stock", "place", place="place", valid_for=120, **more)


def test_a_flow_over_which_the_same_people_recur_is_bounded_by_the_largest_and_the_sum() -> None:
    reached = measure("flow", "month", "camp", over={"month": "distinct"})
    rows = [
        row("100", month="1", camp="a"),
        row("50", month="1", camp="b"),
        row("90", month="2", camp="a"),
    ]
    assert ask(reached, rows).value == Known(Interval.parse("150..240"))
    assert ask(reached, rows[:2]).value == known(150)


def test_a_dimension_that_is_never_combined_has_to_be_fixed() -> None:
    staged = measure("flow", "stage", over={"stage": "never"})
    rows = [row("5", stage="one"), row("7", stage="two")]
    found = ask(staged, rows)
    assert found.value == NotReported()
    assert "one, two" in found.notes[0]["en"]
    assert ask(staged, rows[:1]).value == known(5)


def test_over_names_only_dimensions_of_the_grain() -> None:
    with pytest.raises(ValidationError, match="stadium"):
        measure("flow", "stage", over={"stadium": "never"})


def test_over_knows_three_words() -> None:
    with pytest.raises(ValidationError, match="distinct"):
        measure("flow", "stage", over={"stage": "average"})


def test_a_stock_of_two_places_one_inside_the_other_counts_the_outer_one() -> None:
    rows = [
        row("10", place="XX01", day=END),
        row("4", place="XX0101", day=END),
        row("3", place="XX02", day=END),
    ]
    assert ask(stock(), rows, END, place="XX01,XX0101").value == known(10)
    assert ask(stock(), rows, END, place="XX0101,XX02").value == known(7)


def test_newer_counts_of_every_place_take_the_place_of_an_older_total() -> None:
    old, new = date(2020, 10, 31), END
    total = row("100", place="XX", day=old, is_total=True)
    first, second = row("40", place="XX01", day=new), row("45", place="XX02", day=new)
    assert ask(stock(), [total, first, second], END).value == known(85)
    assert ask(stock(), [total, first], END).value == known(100)


def test_a_total_that_was_not_printed_does_not_hide_its_parts() -> None:
    rows = [row(NotReported(), place="XX", day=END, is_total=True), row("40", place="XX01", day=END)]
    assert ask(stock(), rows, END).value == Known(Interval.parse(">=40"))


def test_a_withheld_total_is_not_made_up_from_its_parts() -> None:
    parts = [row("40", place="XX01", day=END), row("45", place="XX02", day=END)]
    assert ask(stock(), [row(Withheld("threshold"), place="XX", day=END), *parts], END).value == Withheld(
        "threshold"
    )


def test_of_one_place_and_day_the_row_marked_as_total_stands() -> None:
    rows = [row("40", place="XX", day=END, is_total=False), row("100", place="XX", day=END, is_total=True)]
    assert ask(stock(), rows, END).value == known(100)


def test_a_place_outside_the_book_is_not_in_the_sum() -> None:
    rows = [
        row("40", place="XX01", day=END),
        row("45", place="XX02", day=END),
        row("9", place="YY01", day=END),
    ]
    assert ask(stock(), rows, END).value == known(85)


def test_the_note_on_a_total_writes_its_number_in_each_language() -> None:
    rows = [row("2000", place="XX", day=END), row("1900", place="XX01", day=END)]
    said = ask(stock(), rows, END).notes[0]
    assert said["en"].endswith("the 1 of 2 places that are reported add to 1,900.")
    assert said["fr"].endswith("1 sur 2, donnent ensemble 1\u202f900.")


def test_a_stock_without_anything_is_not_reported() -> None:
    assert ask(stock(), [], END).value == NotReported()


def test_a_rate_of_one_cohort_is_its_last_in_the_span() -> None:
    rate = measure("rate", "group")
    rows = [row("10", group="a", day=date(2019, 1, 1)), row("20", group="a", day=date(2020, 1, 1))]
    assert ask(rate, rows).value == known(20)
    assert ask(rate, rows, span=Span(date(2018, 1, 1), date(2019, 12, 31))).value == known(10)


def test_ceilings_that_were_never_in_force_together_are_not_added() -> None:
    of = measure("ceiling", "line", "instrument")
    first = row("800", line="a", instrument="A", from_day=date(2016, 1, 1), to_day=date(2017, 12, 31))
    second = row("500", line="b", instrument="B", from_day=date(2018, 1, 1), to_day=date(2019, 12, 31))
    found = ask(of, [first, second])
    assert found.value == known(800)
    assert found.rows == (first,)


def test_a_ceiling_whose_first_day_is_not_published_holds_until_its_last() -> None:
    of = measure("ceiling", "line", "instrument")
    rows = [
        row("850", line="a", instrument="A", to_day=date(2022, 3, 31)),
        row(
            "250", line="b", parent="a", instrument="A", from_day=date(2018, 11, 1), to_day=date(2020, 11, 30)
        ),
    ]
    found = ask(of, rows, date(2019, 1, 1))
    assert (found.value, found.from_day, found.to_day) == (known(850), None, date(2022, 3, 31))
    assert ask(of, rows, date(2022, 4, 1)).value == NotReported()


def test_of_two_ceilings_of_one_instrument_in_force_together_the_higher_one_counts() -> None:
    of = measure("ceiling", "line", "instrument")
    assert ask(
        of, [row("600", line="a", instrument="A"), row("830", line="b", instrument="A")]
    ).value == known(830)


def test_a_ceiling_that_comes_into_force_on_the_last_day_of_the_span_counts() -> None:
    of = measure("ceiling", "line", "instrument")
    rows = [row("600", line="a", instrument="A"), row("830", line="b", instrument="A", from_day=END)]
    assert ask(of, rows, span=Span(date(2020, 1, 1), END)).value == known(830)
    assert ask(of, rows, span=Span(date(2020, 1, 1), date(2020, 12, 30))).value == known(600)


def test_ceilings_that_name_each_other_as_parent_end() -> None:
    of = measure("ceiling", "line", "instrument")
    rows = [row("1", line="a", parent="b", instrument="A"), row("2", line="b", parent="a", instrument="A")]
    assert ask(of, rows).value == NotReported()


def test_an_undated_cumulative_figure_answers_where_no_day_is_asked_for() -> None:
    of = measure("cumulative", "stage")
    dated, undated = row("1450", stage="a", day=END), row(">1400", stage="a", day=None)
    assert ask(of, [dated, undated]).value == Known(Interval.parse(">1400"))
    assert ask(of, [dated]).value == known(1450)
    assert ask(of, [dated, undated], END).value == known(1450)
    assert ask(of, [undated], END).value == NotReported()


def test_growth_is_taken_group_by_group() -> None:
    of = measure("cumulative", "group")
    first, last = date(2019, 12, 31), END
    rows = [
        row("10", group="a", day=first),
        row("15", group="a", day=last),
        row("7", group="b", day=last),
    ]
    assert ask(of, rows, span=Span(date(2020, 1, 1), END)).value == Known(Interval.parse("5..12"))


def test_the_day_before_the_span_is_before_it_and_its_last_day_is_in_it() -> None:
    of = measure("cumulative", "group")
    days = [date(2019, 12, 31), date(2020, 1, 1), END, date(2021, 1, 1)]
    rows = [row(str(10 ** (i + 1)), group="a", day=day) for i, day in enumerate(days)]
    assert ask(of, rows, span=Span(date(2020, 1, 1), END)).value == known(1000 - 10)


def test_a_fall_of_one_group_is_noted_though_the_sum_rose() -> None:
    of = measure("cumulative", "group")
    rows = [row(value, group=g, day=d) for g, d, value in [
        ("a", date(2019, 12, 31), "10"), ("a", END, "8"), ("b", date(2019, 12, 31), "1"), ("b", END, "9"),
    ]]  # fmt: skip
    found = ask(of, rows, span=Span(date(2020, 1, 1), END))
    assert found.value == known(6)
    assert "revised" in found.notes[0]["en"]


def test_people_who_can_recur_are_never_added_and_never_more_than_the_population() -> None:
    of = measure("distinct", "month")
    rows = [row("300", month="1", population=Decimal(700)), row("500", month="2", population=Decimal(700))]
    assert ask(of, rows).value == Known(Interval.parse("500..700"))
    assert ask(of, [row("300", month="1"), row("500", month="2")]).value == Known(Interval.parse("500..800"))


def test_an_envelope_that_lies_in_two_lines_of_one_edition_is_not_their_sum() -> None:
    of = measure("envelope", "line", "edition")
    rows = [row("40", line="a", edition="e", part_of="w"), row("60", line="b", edition="e", part_of="w")]
    assert ask(of, rows).value == NotReported()
    assert ask(of, [*rows, row("90", line="w", edition="e", part_of="")]).value == known(90)


def test_the_newest_of_editions_that_are_all_in_force_answers() -> None:
    of = measure("envelope", "line", "edition")
    rows = [
        row("40", line="a", edition="e", day=date(2016, 1, 1)),
        row("60", line="b", edition="f", day=date(2018, 1, 1)),
    ]
    assert ask(of, rows).value == known(60)
    assert ask(of, rows, date(2017, 1, 1)).value == known(40)


def test_an_act_outside_the_span_counts_zero_and_one_without_days_may_lie_in_it() -> None:
    of = measure("event", "milestone")
    year = Span(date(2019, 1, 1), date(2019, 12, 31))
    outside = row("1", milestone="a", from_day=date(2020, 5, 1), to_day=date(2020, 5, 1))
    inside = row("1", milestone="b", from_day=date(2019, 1, 1), to_day=date(2019, 12, 31))
    undated = row("1", milestone="c")
    assert ask(of, [outside], span=year).value == known(0)
    assert ask(of, [outside, inside], span=year).value == known(1)
    assert ask(of, [inside, undated], span=year).value == Known(Interval.parse("1..2"))


def test_an_act_whose_first_day_is_not_known_has_no_first_day() -> None:
    found = ask(
        measure("event", "milestone"), [row("1", milestone="a", from_day=None, to_day=date(2019, 7, 29))]
    )
    assert (found.from_day, found.to_day) == (None, date(2019, 7, 29))
