"""Percentages in whole numbers: what they are a percentage of, and which numbers their words allow."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from book_copies import compiled, small_book, write
from pledgebook.claims.shares import Share, share_of, whole_numbers
from pledgebook.claims.verdicts import Verdict
from pledgebook.claims.words import read_figure
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request
from pledgebook.value import NotReported, known


def allowed(words: str, whole: str) -> str | None:
    reading = read_figure(words, "en", home_currency="EUR")
    assert reading is not None
    assert reading.interval is not None
    found = whole_numbers(reading.interval, Interval.parse(whole))
    return None if found is None else str(found)


def test_a_rounded_share_names_the_whole_numbers_it_can_be() -> None:
    assert allowed("85%", "1400") == "1183..1196"
    assert allowed("more than 85%", "1400") == "1191..1400"
    assert allowed("81%", "807") == "650..657"
    assert allowed("19%", "7") is None
    assert allowed("19%", "0") is None


def test_of_a_whole_known_as_a_bound_the_whole_numbers_are_bounds_too() -> None:
    assert allowed("more than 85%", ">1400") == ">=1191"
    assert allowed("74%", "350..<450") == "258..334"
    assert allowed("up to 10%", "<=1400") == "0..140"


@given(st.integers(1, 300), st.decimals(0, 100, places=1), st.decimals(0, 5, places=1), st.booleans())
def test_whole_numbers_are_all_and_only_those_that_fit(
    whole: int, low: Decimal, width: Decimal, is_open: bool
) -> None:
    percent = Interval(low, low + width + 1, not is_open, is_open)
    fitting = [n for n in range(whole + 1) if percent.holds(Decimal(100 * n) / whole)]
    found = whole_numbers(percent, Interval.exactly(whole))
    assert found == (Interval(Decimal(fitting[0]), Decimal(fitting[-1])) if fitting else None)


@given(st.integers(1, 40), st.integers(0, 20), st.integers(1, 99), st.integers(1, 20))
def test_of_an_uncertain_whole_every_number_that_may_fit_is_allowed(
    first: int, more: int, low: int, width: int
) -> None:
    percent = Interval(Decimal(low), Decimal(min(low + width, 100)))
    found = whole_numbers(percent, Interval(Decimal(first), Decimal(first + more)))
    for whole in range(first, first + more + 1):
        for part in range(whole + 1):
            if percent.holds(Decimal(100 * part) / whole):
                assert found is not None
                assert found.holds(Decimal(part))


def ratio(above: str, below: str, unit: str = "people") -> Answer:
    request = Request("target_reached")
    parts = tuple(Answer(request, known(Decimal(n)), unit, "stock") for n in (above, below))
    return Answer(request, NotReported(), "percent", "ratio", parts=parts)


def of_ratio(words: str, answer: Answer) -> Share | None:
    return share_of(read_figure(words, "en", home_currency="EUR"), answer)


def test_a_ratio_carries_its_numerator_and_denominator_and_may_pass_the_whole() -> None:
    found = of_ratio("121%", ratio("122", "101"))
    assert found is not None
    assert (str(found.part), str(found.whole), str(found.allowed)) == ("122", "101", "122")
    assert found.told["en"] == (
        "Numerator: 122; denominator: 101; in whole numbers, 120.5% to less than 121.5% is 122."
    )


def test_money_is_no_whole_number_and_a_count_no_share() -> None:
    assert of_ratio("85%", ratio("85", "100", "EUR")) is None
    assert of_ratio("85", ratio("85", "100")) is None


SHARES = (
    "whole,arrived,all,2021-05-31,{people},,,announcement\n"
    "part,arrived,women,2021-05-31,,whole,{share},announcement\n"
)
TARGET = "measure:arrival_share?group=women&stage=arrived&at=2021-05-31"


def judged(tmp_path: Path, words: str, people: str, share: str) -> tuple[Verdict, list[tuple[str, str]]]:
    book = small_book(tmp_path)
    ledger = book / "ledgers/arrivals.csv"
    rows = SHARES.format(people=people, share=share)
    ledger.write_text(ledger.read_text(encoding="utf-8") + rows, encoding="utf-8")
    write(book, "pages/home/en.md", f"On 31 May 2021, [{words}]({TARGET}) were women.")
    write(book, "pages/home/fr.md", f"Le 31 mai 2021, [{words}]({TARGET}) étaient des femmes.")
    found = compiled(book)
    verdict = next(v for v in found.verdicts if v.claim.page == "home" and v.claim.language == "en")
    shares = [
        (f.problem.where.file.name, f.problem.what["en"])
        for f in found.findings
        if f.problem.code == "CON012"
    ]
    return verdict, shares


def test_a_share_of_people_is_told_in_whole_numbers_in_both_languages(tmp_path: Path) -> None:
    verdict, findings = judged(tmp_path, "85%", "1400", "84.5..<85.5")
    assert verdict.share is not None
    assert str(verdict.share.allowed) == "1183..1196"
    said = verdict.share.told
    assert said["en"].startswith("Denominator: 1,400;")
    assert said["en"].endswith("is 1,183 to 1,196.")
    assert said["fr"].endswith("1\u202f183 à 1\u202f196.")
    assert verdict.share.told in verdict.told
    assert findings == []


def test_a_percentage_that_no_whole_number_of_its_denominator_is_stands_out_in_prose_and_ledger(
    tmp_path: Path,
) -> None:
    verdict, findings = judged(tmp_path, "81%", "19", "80.5..<81.5")
    assert verdict.share is not None
    assert verdict.share.allowed is None
    assert {file for file, _ in findings} == {"en.md", "fr.md", "arrivals.csv"}
    assert all("19" in message for _, message in findings)


def test_a_share_of_a_number_that_nobody_reported_is_left_alone(tmp_path: Path) -> None:
    verdict, findings = judged(tmp_path, "81%", "", "80.5..<81.5")
    assert verdict.share is None
    assert findings == []
