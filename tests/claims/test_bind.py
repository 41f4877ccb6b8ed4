"""A figure's target asks a measure at some keys and a time; whatever is wrong in it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from book_copies import SMALL, compiled, prose
from pledgebook.book.load import Page
from pledgebook.build import Compiled
from pledgebook.claims.bind import Claim, at_day, read_claims
from pledgebook.errors import Problem
from pledgebook.period import Span

YEAR = Span(date(2020, 1, 1), date(2020, 12, 31))


@pytest.fixture(scope="module")
def small() -> Compiled:
    """The small book, compiled."""
    return compiled(SMALL)


def read(small: Compiled, target: str) -> tuple[list[Claim], list[Problem]]:
    """What one figure of a page becomes."""
    page = small.book.pages["home"]
    home = Page(page.declaration, {"en": prose(f"[x]({target})")}, page.file)
    return read_claims(replace(small.book, pages={"home": home}, objectives={}), small.measures)


def claim(small: Compiled, target: str) -> Claim:
    claims, problems = read(small, target)
    assert problems == []
    return claims[0]


def wrong(small: Compiled, target: str) -> list[tuple[str, str]]:
    claims, problems = read(small, target)
    assert claims == []
    assert all(p.what["en"] != p.what["fr"] for p in problems)
    return [(p.code, p.what["en"]) for p in problems]


ASKED = {
    "measure:committed": "committed",
    "measure:committed?recipient=XX": "committed?recipient=XX",
    "measure:committed?period=strategy": "committed?from=2019-01-01&to=2021-12-31",
    "measure:committed?period=2020": "committed?from=2020-01-01&to=2020-12-31",
    "measure:committed?period=2020-02": "committed?from=2020-02-01&to=2020-02-29",
    "measure:committed?from=2020-02&to=2021": "committed?from=2020-02-01&to=2021-12-31",
    "measure:displaced_people?place=XX&at=2020-12-31": "displaced_people?place=XX&at=2020-12-31",
    "measure:displaced_people?place=XX&at=latest": "displaced_people?place=XX&at=2022-06-01",
    "measure:displaced_people?place=XX01,XX02&at=latest": "displaced_people?place=XX01,XX02&at=2022-06-01",
    "measure:displaced_people?place=XX&as=times&from=2019-12-31&to=2020-12-31": (
        "displaced_people?place=XX&as=times&from=2019-12-31&to=2020-12-31"
    ),
    "measure:committed?as=percent_change&from=2019&to=2020": "committed?as=percent_change&from=2019&to=2020",
    "pledge:promise": "envelope?line=promise",
    "milestone:law": "milestone?milestone=law",
    "ceiling:guard": "ceiling?line=guard",
    "ceiling:guard?at=2020-01-01": "ceiling?line=guard&at=2020-01-01",
    "indicator:schooling?value=actual&cell=boys": "indicator?cell=boys&indicator=schooling&kind=actual",
}


@pytest.mark.parametrize(("target", "request_"), ASKED.items())
def test_a_target_asks_its_measure(small: Compiled, target: str, request_: str) -> None:
    assert str(claim(small, target).request) == request_


def test_a_claim_is_named_by_its_page_and_dated_by_a_day_of_its_own(small: Compiled) -> None:
    dated = claim(small, "measure:displaced_people?place=XX&at=2020-12-31&test=<5")
    assert dated.id == "home/displaced-people-2020-12-31-xx"
    assert dated.test == "<5"
    assert dated.is_dated
    assert not claim(small, "measure:displaced_people?place=XX&at=latest").is_dated
    assert not claim(small, "measure:displaced_people?place=XX").is_dated
    assert claim(small, "measure:committed?period=2020").is_dated


WRONG = {
    "measure:comitted": ("BOOK007", "“comitted”"),
    "pledge:promised": ("BOOK007", "“promised”"),
    "milestone:treaty": ("BOOK007", "“treaty”"),
    "measure:committed?recipiant=XX": ("BOOK007", "“recipiant”"),
    "measure:committed?recipient=IQ": ("BOOK007", "“IQ”"),
    "measure:committed?recipient=XX,IQ": ("BOOK007", "“IQ”"),
    "measure:committed?recipient=": ("BOOK007", "“”"),
    "measure:displaced_people?place=XX9": ("BOOK007", "“XX9”"),
    "measure:": ("ADO001", "x"),
    "measure:committed?at=2020-12-31": ("BOOK009", "committed takes a span"),
    "measure:displaced_people?place=XX&period=2020": ("BOOK009", "displaced_people takes a day"),
    "milestone:law?at=2020-12-31": ("BOOK009", "milestone takes neither"),
    "milestone:law?period=2020": ("BOOK009", "milestone takes neither"),
    "measure:committed?from=2020": ("BOOK009", "both from= and to="),
    "measure:committed?to=2020": ("BOOK009", "both from= and to="),
    "measure:committed?period=2020&from=2020&to=2021": ("BOOK009", "period=, from=, to="),
    "ceiling:guard?at=2020-01-01&period=2020": ("BOOK009", "at=, period="),
    "measure:committed?period=2020/2021": ("BOOK009", "“2020/2021”"),
    "measure:committed?period=FY2020/21": ("BOOK009", "“FY2020/21”"),
    "measure:committed?period=": ("BOOK009", "“”"),
    "measure:committed?from=2021&to=2020": ("BOOK009", "“2021/2020”"),
    "measure:displaced_people?place=XX&at=": ("BOOK009", "“”"),
    "measure:displaced_people?place=XX&at=2021-02-29": ("BOOK009", "“2021-02-29”"),
    "measure:displaced_people?place=XX&at=20210228": ("BOOK009", "“20210228”"),
    "measure:displaced_people?place=XX&at=2020": ("BOOK009", "“2020”"),
    "measure:committed?period=2020&period=2021": ("BOOK005", "period"),
    "measure:committed?as=rise&from=2019&to=2020": ("BOOK009", "“rise” is no way"),
    "measure:committed?as=times&period=2020": ("BOOK009", "needs from= and to="),
    "measure:committed?as=times&from=2020&to=2019": ("BOOK009", "from the earlier time to the later"),
    "measure:displaced_people?place=XX&as=times&from=2019&to=2020": ("BOOK009", "“2019” is no day"),
    "milestone:law?as=times&from=2019&to=2020": ("BOOK009", "no amount that could change"),
    "measure:committed?test=some": ("BOOK011", "“some”"),
    "measure:committed?test=>": ("BOOK011", "“>”"),
    "measure:committed?test=9..1": ("BOOK011", "“9..1”"),
}


@pytest.mark.parametrize(("target", "found"), WRONG.items())
def test_a_wrong_target_is_no_claim_and_says_what_is_wrong(
    small: Compiled, target: str, found: tuple[str, str]
) -> None:
    ((code, text),) = wrong(small, target)
    assert code == found[0]
    assert found[1] in text


def test_every_mistake_of_a_target_is_said(small: Compiled) -> None:
    found = wrong(small, "measure:committed?recipiant=XX&sector=abc&at=2020-12-31&test=x")
    assert {"BOOK007", "BOOK009"} <= {code for code, _ in found}
    assert len([1 for code, _ in found if code == "BOOK007"]) == 2


def test_what_is_allowed_is_listed(small: Compiled) -> None:
    _, problems = read(small, "measure:committed?recipient=IQ")
    assert problems[0].next["en"] == "Use one of: FR, XX."


def test_a_name_with_a_comma_before_a_space_is_one_value(small: Compiled) -> None:
    found = wrong(small, "measure:committed?partner=Roofers,%20Ltd")
    assert [text for _, text in found] == ["“Roofers, Ltd” refers to nothing."]


def test_a_claim_of_another_day_differs_in_nothing_else(small: Compiled) -> None:
    one = claim(small, "measure:displaced_people?place=XX&at=2020-12-31")
    other = at_day(one, date(2021, 1, 1))
    assert other.request.at == date(2021, 1, 1)
    assert other.request.where == one.request.where
    assert other.id == one.id


def test_a_figure_is_read_in_every_language_and_on_objectives(small: Compiled) -> None:
    ids = {(c.page, c.language) for c in read_claims(small.book, small.measures)[0]}
    assert ids == {(page, lang) for page in ("home", "objectives/shelter") for lang in ("en", "fr")}
