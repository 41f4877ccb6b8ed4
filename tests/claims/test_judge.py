"""Truth and wording of a claim, on values that are known exactly, in part, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from pledgebook.claims.judge import Judgement, judge, judge_days, judge_test
from pledgebook.claims.words import Reading, read_figure
from pledgebook.interval import Interval
from pledgebook.text import texts_of
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, known


def read(words: str, kind: str = "count") -> Reading:
    reading = read_figure(words, "en", home_currency="CAD", kind=kind)
    assert reading is not None, words
    return reading


def verdict(words: str, value: Value | str, unit: str = "people", kind: str = "stock") -> Judgement:
    data = Known(Interval.parse(value)) if isinstance(value, str) else value
    return judge(read(words), data, measure_kind=kind, unit=unit, home_currency="CAD")


@pytest.mark.parametrize(
    ("words", "value", "truth", "wording"),
    [
        ("approximately 1.2 million", "1224108", "holds", "fair"),
        ("approximately 1.2 million", "1250000", "does_not_hold", "fair"),
        ("850", "850", "holds", "fair"),
        ("850", "852", "holds", "rounded"),
        ("850", "855", "does_not_hold", "fair"),
        ("exactly 850", "852", "does_not_hold", "fair"),
        ("850", "848..<853", "holds", "rounded"),
        ("850", "848..858", "undecided", "fair"),
        ("850", ">=0", "undecided", "fair"),
        ("more than 1,400", "1400", "does_not_hold", "fair"),
        ("more than 1,400", "1499", "holds", "fair"),
        ("more than 1,400", "1500", "holds", "understated"),
        ("at least 850", "900", "holds", "understated"),
        ("up to 850", "843", "holds", "fair"),
        ("up to 850", "840", "holds", "overstated"),
        ("up to 850", "851", "does_not_hold", "fair"),
        ("nearly 400", "400", "does_not_hold", "fair"),
        ("nearly 400", "399", "holds", "fair"),
        ("about 500", "450..<550", "holds", "fair"),
        ("about 500", "450..550", "undecided", "fair"),
        ("between 450 and 550", "550", "holds", "fair"),
        ("none", "0", "holds", "fair"),
    ],
)
def test_counts(words: str, value: str, truth: str, wording: str) -> None:
    judged = verdict(words, value)
    assert (judged.truth, judged.wording) == (truth, wording)


@pytest.mark.parametrize(
    ("words", "value", "truth", "wording"),
    [
        ("over $4 billion", ">4000000000", "holds", "fair"),
        ("over $4 billion", ">=4000000000", "undecided", "fair"),
        ("over $4 billion", "5000000000", "holds", "understated"),
        ("$183.3 million", "183349999.99", "holds", "fair"),
        ("$183.3 million", "183350000", "does_not_hold", "fair"),
    ],
)
def test_money(words: str, value: str, truth: str, wording: str) -> None:
    judged = verdict(words, value, "CAD", "envelope")
    assert (judged.truth, judged.wording) == (truth, wording)


def test_percentages_are_understated_from_the_next_five_on() -> None:
    assert verdict("more than 85%", "86", "percent").wording == "fair"
    assert verdict("more than 85%", "90", "percent").wording == "understated"


def test_a_fall_is_judged_by_its_size() -> None:
    assert verdict("fell by more than 26%", "-26.5", "percent").wording == "fair"
    assert verdict("fell by more than 26%", "-27", "percent").wording == "understated"
    assert verdict("fell by more than 26%", "27", "percent").truth == "does_not_hold"
    assert verdict("fell by at most 20%", "-5", "percent").wording == "overstated"


def test_up_to_is_a_ceiling_only_of_a_ceiling() -> None:
    ceiling = verdict("up to 850", "850", kind="ceiling")
    assert (ceiling.truth, ceiling.wording, ceiling.maximum_told_as_result) == ("holds", "fair", False)
    assert verdict("up to 850", "849", kind="ceiling").truth == "does_not_hold"
    assert verdict("up to 850", "849..850", kind="ceiling").truth == "undecided"
    assert verdict("up to 850", "849").maximum_told_as_result
    assert verdict("up to 850", NotReported()).maximum_told_as_result
    assert not verdict("at most 850", "850", kind="ceiling").maximum_told_as_result
    assert not verdict("less than 850", "849").maximum_told_as_result


def test_a_ceiling_of_money_in_words_may_be_a_rounded_one() -> None:
    assert verdict("up to $1.5 billion", "1512000000", "CAD", "ceiling").truth == "holds"
    assert verdict("up to $1.5 billion", "1550000000", "CAD", "ceiling").truth == "does_not_hold"


def test_what_is_not_known_is_three_different_answers() -> None:
    truths = [verdict("850", value).truth for value in (NotReported(), NotApplicable(), Withheld("small"))]
    assert truths == ["no_data", "no_data", "withheld"]
    reasons = {verdict("850", v).reason["en"] for v in (NotReported(), NotApplicable(), Withheld("small"))}
    assert len(reasons) == 3


def test_zero_is_known() -> None:
    assert verdict("850", known(0)).truth == "does_not_hold"


def test_what_does_not_hold_says_by_how_much() -> None:
    assert verdict("850", "3").distance == 847
    assert verdict("about 500", "830").distance == 330
    assert verdict("between 450 and 550", "600").distance == 50
    assert verdict("850", "<=20").distance == 830
    assert verdict("850", "850").distance is None
    assert "847 away from 850" in verdict("850", "3").reason["en"]


def test_plurals_are_not_testable() -> None:
    assert verdict("millions", "5000000").truth == "not_testable"


@pytest.mark.parametrize(
    ("words", "unit"),
    [("850", "percent"), ("5%", "points"), ("5 points", "percent"), ("US$5 million", "CAD"), ("850", "CAD"),
     ("fifth", "people"), ("half", "people"), ("in June 2016", "people"), ("30 days", "years")],
)  # fmt: skip
def test_words_of_another_unit_are_not_testable(words: str, unit: str) -> None:
    assert verdict(words, "5", unit).truth == "not_testable"


def test_a_measure_without_a_unit_of_its_own_takes_the_words_unit() -> None:
    judged = verdict("19%", "19", "indicator")
    assert judged.truth == "holds"
    assert "19%" in judged.reason["en"]


def test_months_and_years_compare() -> None:
    assert verdict("six years", "72", "months").truth == "holds"
    assert verdict("18 months", "1.5", "years").truth == "holds"


def test_a_share_is_a_percentage() -> None:
    assert verdict("most", "50", "percent").truth == "does_not_hold"
    assert verdict("two thirds", "65", "percent").truth == "holds"


@pytest.mark.parametrize(
    ("test", "value", "truth"),
    [("<=10", "3", "holds"), ("<=10", "11", "does_not_hold"), (">=85", ">=80", "undecided"),
     ("=3", "3", "holds"), ("450..550", "551", "does_not_hold")],
)  # fmt: skip
def test_a_figures_own_test(test: str, value: str, truth: str) -> None:
    assert judge_test(test, Known(Interval.parse(value)), unit="rank").truth == truth


def test_a_test_that_is_none_is_refused_whatever_the_data() -> None:
    with pytest.raises(ValueError, match="is no quantity"):
        judge_test("about 10", NotReported(), unit="rank")


def test_an_event_holds_if_all_the_days_it_may_have_lie_inside_the_words() -> None:
    words = read("In 2019")
    assert judge_days(words, date(2019, 1, 1), date(2019, 12, 31)).truth == "holds"
    wrong = judge_days(words, date(2017, 9, 21), date(2017, 9, 21))
    assert (wrong.truth, wrong.distance) == ("does_not_hold", 467)
    assert judge_days(words, date(2019, 12, 1), date(2020, 1, 31)).truth == "undecided"
    assert judge_days(words, None, None).truth == "no_data"
    assert judge_days(words, None, date(2018, 12, 31)).truth == "does_not_hold"
    assert judge_days(words, date(2020, 1, 1), None).truth == "does_not_hold"
    open_end = judge_days(words, date(2019, 6, 1), None)
    assert open_end.truth == "undecided"
    assert "no earlier than 1\u00a0June\u00a02019" in open_end.reason["en"]
    assert "au plus tôt le 1er\u00a0juin\u00a02019" in open_end.reason["fr"]
    assert "au plus tard le 1er\u00a0juin\u00a02019" in judge_days(words, None, date(2019, 6, 1)).reason["fr"]
    assert judge_days(read("850"), date(2019, 1, 1), date(2019, 1, 1)).truth == "not_testable"


def test_every_reason_is_one_sentence_in_both_languages_with_their_typography() -> None:
    for key, text in texts_of("pledgebook.claims", "reasons.yml").items():
        assert set(text) >= {"en", "fr"}
        if not key.startswith("of_"):
            assert all(words.endswith(".") for words in text.values()), key
        assert "'" not in text["fr"], key
        for sign, space in ((":", "\u00a0"), (";", "\u202f")):
            for before in text["fr"].split(sign)[:-1]:
                assert before.endswith(space), f"{key}: {sign}"


def test_a_reason_is_filled_in_each_language() -> None:
    reason = verdict("over $4 billion", "3900000000", "CAD").reason
    assert reason["en"] == (
        "The data say $3,900,000,000, which is $100,000,000 away from $4,000,000,000; "
        "the words allow more than $4 billion."
    )
    assert "plus de 4\u00a0milliards de\u00a0dollars" in reason["fr"]
    assert "{" not in reason["en"] + reason["fr"]
