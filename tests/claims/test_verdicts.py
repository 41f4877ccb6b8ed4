"""Truth, wording and age are three answers; who said a figure decides whether it was tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import SMALL, compiled, edit, small_book, write
from pledgebook.claims.bind import read_claims
from pledgebook.claims.verdicts import Verdict


def of_figure(tmp_path: Path, figure: str, *edits: tuple[str, str, str]) -> Verdict:
    """The verdict on one figure of the home page, after some edits of the book."""
    book = small_book(tmp_path)
    for file, old, new in edits:
        edit(book, file, old, new)
    write(book, "pages/home/en.md", figure)
    write(book, "pages/home/fr.md", figure)
    (found,) = (v for v in compiled(book).verdicts if v.claim.page == "home" and v.claim.language == "en")
    return found


ROUND = "measure:displaced_people?place=XX"
TRUTHS = {
    f"[96,337]({ROUND}&at=2020-12-31)": ("holds", "fair"),
    f"[about 96,000]({ROUND}&at=2020-12-31)": ("holds", "fair"),
    f"[95,000]({ROUND}&at=2020-12-31)": ("does_not_hold", "fair"),
    f"[more than 90,000]({ROUND}&at=2020-12-31)": ("holds", "fair"),
    f"[more than 80,000]({ROUND}&at=2020-12-31)": ("holds", "understated"),
    f"[many]({ROUND}&at=2020-12-31)": ("not_testable", "fair"),
    f"[many]({ROUND}&at=2020-12-31&test=>90000)": ("holds", "fair"),
    f"[many]({ROUND}&at=2020-12-31&test=<90000)": ("does_not_hold", "fair"),
    f"[96,337]({ROUND}&at=2019-12-31)": ("no_data", "fair"),
    "[fewer than 20](measure:displaced_people?place=XX03&at=2020-12-31)": ("withheld", "fair"),
    "[more than €1,000](pledge:promise)": ("restated", "fair"),
    "[in May 2020](milestone:law)": ("restated", "fair"),
    "[in May 2021](milestone:law)": ("does_not_hold", "fair"),
    "[1%](measure:committed?period=strategy)": ("not_testable", "fair"),
    "[$160](measure:committed?period=strategy)": ("not_testable", "fair"),
}


@pytest.mark.parametrize(("figure", "answers"), TRUTHS.items())
def test_a_claim_is_true_and_worded_as_the_data_say(
    tmp_path: Path, figure: str, answers: tuple[str, str]
) -> None:
    found = of_figure(tmp_path, figure)
    assert (found.truth, found.wording) == answers
    assert found.reason["en"] != found.reason["fr"]


RECORD = ("sources/announcement/source.yml", "evidence: statement", "evidence: record")
OTHERS = ("sources/announcement/source.yml", "{id: aid,", "{id: press,")
QUOTING = ("sources/announcement/source.yml", "reader: none", "reader: none\nquotes: aid")
PROMISE = "[more than €1,000](pledge:promise)"


def test_a_statement_of_those_who_claim_it_is_restated_and_names_its_source(tmp_path: Path) -> None:
    found = of_figure(tmp_path, PROMISE)
    assert found.truth == "restated"
    assert "The announcement" in found.reason["en"]
    assert "L’annonce" in found.reason["fr"]


def test_their_own_record_is_tested(tmp_path: Path) -> None:
    assert of_figure(tmp_path, PROMISE, RECORD).truth == "holds"


def test_a_statement_of_others_is_tested(tmp_path: Path) -> None:
    assert of_figure(tmp_path, PROMISE, OTHERS).truth == "holds"


def test_others_who_quote_them_restate(tmp_path: Path) -> None:
    assert of_figure(tmp_path, PROMISE, OTHERS, QUOTING).truth == "restated"


def test_a_hedge_beside_the_number_of_its_own_source_was_tested_by_nothing(tmp_path: Path) -> None:
    exact = ("ledgers/pledges.csv", ">1000", "1000")
    assert of_figure(tmp_path / "a", PROMISE, exact).truth == "restated"
    assert of_figure(tmp_path / "b", PROMISE, exact, OTHERS).truth == "does_not_hold"
    assert of_figure(tmp_path / "c", "[over €1,100](pledge:promise)", exact).truth == "does_not_hold"


def test_up_to_tells_no_result_of_what_is_a_promise(tmp_path: Path) -> None:
    told = of_figure(tmp_path, "[up to €5,000](pledge:promise)", ("ledgers/pledges.csv", ">1000", "1000"))
    assert (told.maximum_told_as_result, told.wording) == (False, "overstated")


def test_a_restated_figure_that_contradicts_its_own_source_does_not_hold(tmp_path: Path) -> None:
    assert of_figure(tmp_path, "[€900](pledge:promise)").truth == "does_not_hold"


AGES = {
    "a day of its own": (f"[about 96,000]({ROUND}&at=2020-12-31)", "2022-06-01", "current"),
    "no day": (f"[about 96,000]({ROUND})", "2021-01-15", "undated"),
    "the latest, before the next is due": (f"[about 96,000]({ROUND}&at=latest)", "2021-03-01", "undated"),
}


@pytest.mark.parametrize(("figure", "as_of", "age"), AGES.values(), ids=AGES.keys())
def test_a_stock_without_a_day_is_undated(tmp_path: Path, figure: str, as_of: str, age: str) -> None:
    edits = ("pledgebook.yml", "as_of: 2022-06-01", f"as_of: {as_of}")
    assert of_figure(tmp_path, figure, edits).age == age


LATE = {"2021-01-20": "undated", "2021-02-05": "stale", "2021-04-25": "overdue"}


@pytest.mark.parametrize(("as_of", "age"), LATE.items())
def test_the_latest_figure_is_stale_once_the_next_was_due_and_overdue_after_twice_as_long(
    tmp_path: Path, as_of: str, age: str
) -> None:
    """Rounds of 31 December, one every 30 days, published 5 days late: due on 4 February, twice on 6 March."""
    found = of_figure(
        tmp_path,
        f"[about 96,000]({ROUND}&at=latest)",
        ("pledgebook.yml", "as_of: 2022-06-01", f"as_of: {as_of}"),
        ("sources/rounds/source.yml", "periodicity: 365\nlag: 30", "periodicity: 30\nlag: 5"),
    )
    assert found.age == age


def test_a_flow_does_not_age(tmp_path: Path) -> None:
    assert of_figure(tmp_path, "[€160](measure:committed)").age == "current"


def test_a_maximum_told_of_what_is_no_ceiling_is_a_result_that_nobody_reached(tmp_path: Path) -> None:
    told = of_figure(tmp_path / "a", f"[up to 100,000]({ROUND}&at=2020-12-31)")
    assert told.maximum_told_as_result
    assert not of_figure(tmp_path / "b", "[up to 20](ceiling:guard)").maximum_told_as_result


def test_a_withheld_value_is_withheld_in_both_languages_and_the_reason_tells_nothing(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    found = [v for v in compiled(book).verdicts if "xx03" in v.claim.link.id]
    assert {v.claim.language: v.truth for v in found} == {"en": "withheld", "fr": "withheld"}
    for verdict in found:
        for language in ("en", "fr"):
            assert not any(c.isdigit() for c in verdict.reason[language])
        assert verdict.distance is None


def test_every_claim_has_one_verdict_in_its_order() -> None:
    done = compiled(SMALL)
    claims, _ = read_claims(done.book, done.measures)
    assert [v.claim for v in done.verdicts] == claims
    assert len({(c.id, c.language) for c in claims}) == len(claims) == 20


def test_a_maximum_that_is_true_and_tells_a_result_is_true_but_misleading(tmp_path: Path) -> None:
    told = of_figure(tmp_path, f"[up to 96,337]({ROUND}&at=2020-12-31)")
    assert (told.truth, told.wording) == ("holds", "misleading")
    false = of_figure(tmp_path / "b", f"[up to 90,000]({ROUND}&at=2020-12-31)")
    assert (false.truth, false.wording) == ("does_not_hold", "fair")


def with_round_of_2019(tmp_path: Path) -> Path:
    """The small book with a count of a year before."""
    book = small_book(tmp_path)
    path = book / "sources/rounds/rounds.csv"
    path.write_text(path.read_text(encoding="utf-8") + "XX,2019-12-31,yes,76337,\n", encoding="utf-8")
    return book


CHANGES = {
    "[rose by 26%](measure:displaced_people?place=XX&as=percent_change&from=2019-12-31&to=2020-12-31)": "holds",
    "[rose by more than 30%](measure:displaced_people?place=XX&as=percent_change&from=2019-12-31&to=2020-12-31)": (
        "does_not_hold"
    ),
    "[rose by 20,000](measure:displaced_people?place=XX&as=change&from=2019-12-31&to=2020-12-31)": "holds",
    "[doubled](measure:displaced_people?place=XX&as=times&from=2019-12-31&to=2020-12-31)": "does_not_hold",
    "[fell by 26%](measure:displaced_people?place=XX&as=percent_change&from=2019-12-31&to=2020-12-31)": "does_not_hold",
    "[rose by 26 points](measure:displaced_people?place=XX&as=percent_change&from=2019-12-31&to=2020-12-31)": (
        "not_testable"
    ),
    "[doubled](measure:displaced_people?place=XX&as=times&from=2018-12-31&to=2020-12-31)": "no_data",
}


@pytest.mark.parametrize(("figure", "truth"), CHANGES.items())
def test_a_change_is_held_against_both_times(tmp_path: Path, figure: str, truth: str) -> None:
    book = with_round_of_2019(tmp_path)
    for language in ("en", "fr"):
        write(book, f"pages/home/{language}.md", figure)
    (found,) = (v for v in compiled(book).verdicts if v.claim.page == "home" and v.claim.language == "en")
    assert found.truth == truth
    assert found.claim.is_dated


def kept_release(book: Path, low: str, high: str = "") -> None:
    """A release in which the data of the figure were another number."""
    write(
        book,
        "releases/2021-01/claims.csv",
        "figure,language,words,request,value,low,high,bounds,status\n"
        'home/displaced-people-2020-12-31-xx,en,"about 96,000",displaced_people?place=XX&at=2020-12-31,'
        f"{low},{low},{high or low},[],reported\n",
    )


def revised(book: Path, day: str = "2020-12-31") -> tuple[str, list[str]]:
    """The age of the figure, and the findings on it of the family AGE."""
    for language, words in (("en", "about 96,000"), ("fr", "environ 96 000")):
        write(book, f"pages/home/{language}.md", f"[{words}](measure:displaced_people?place=XX&at={day})")
    made = compiled(book)
    (verdict,) = (v for v in made.verdicts if v.claim.page == "home" and v.claim.language == "en")
    assert any("2021-01" in told["fr"] for told in verdict.told) == (verdict.age == "revised")
    return verdict.age, [
        f.problem.code for f in made.findings if f.problem.code.startswith("AGE") and f.language == "en"
    ]


def test_a_figure_of_a_stated_day_is_revised_when_its_source_changed_that_day(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    kept_release(book, "96100")
    assert revised(book) == ("revised", ["AGE004"])


def test_a_value_as_it_was_released_is_not_revised(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    kept_release(book, "96337")
    assert revised(book) == ("current", [])


def test_a_recorded_reason_leaves_the_age_and_takes_the_finding(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    kept_release(book, "96100")
    reason = "{en: The publisher corrected it., fr: L’éditeur l’a corrigé.}"
    write(book, "CHANGES.yml", f"changes:\n  - {{about: rounds, day: 2021-02-01, reason: {reason}}}\n")
    assert revised(book) == ("revised", [])
