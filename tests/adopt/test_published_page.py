"""The published page against the list that a careful reader makes of it by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages_adopted import findings, mentions, words

from pledgebook.adopt import Draft, adopt_pages, read_page

pytestmark = pytest.mark.shared

QUANTITIES = [
    # words, hedge, lowest, highest, unit, something of the scope
    ("over $4 billion", "over", "4000000000", "", "$", "Syria"),
    ("five years", "", "5", "5", "years", "Jordan"),
    ("five", "", "5", "5", "objectives", "Canada"),
    ("approximately 1.2 million", "about", "1150000", "1250000", "people", "Iraq"),
    ("4.1million", "", "4050000", "4150000", "people", "Iraq"),
    ("five-year", "", "5", "5", "years", "National Action Plan for Women’s Economic Empowerment"),
    ("from 19% to 24%", "", "19", "24", "percent", "Iraq"),
    ("up to 850", "up_to", "", "850", "personnel", "Operation IMPACT"),
    ("up to 1,200", "up_to", "", "1200", "survivors", "Daesh"),
    ("more than 1,400", "over", "1400", "", "survivors", "Daesh"),
    ("more than 85%", "over", "85", "", "percent", "Of those who have arrived"),
]
TIMES = [
    ("2016-2022", "2016-01-01", "2022-12-31"),
    ("end of 2020", "2020-12-01", "2020-12-31"),
    ("June 2016", "2016-06-01", "2016-06-30"),
    ("2019", "2019-01-01", "2019-12-31"),
    ("2017", "2017-01-01", "2017-12-31"),
]
VAGUE = ["millions", "Many", "one of the top humanitarian donors", "A Canadian"]
FINDINGS = [
    ("LNG011", "committed ing"),
    ("CON001", "five years (2016-2022 )"),
    ("LNG011", "(2016-2022 )"),
    ("LNG011", "Iraqi’s"),
    ("LNG011", "4.1million"),
    ("LNG011", "non governmental"),
    ("LNG010", "These include"),
    ("AGE001", "Canadian police officers are deployed"),
    ("LNG010", "Our forces"),
    ("HED002", "up to 1,200"),
    ("AGE001", "more than 1,400"),
    ("AGE001", "more than 85%"),
    ("CON002", "more than 85%"),
    ("LNG012", "Please select all that apply"),
    ("LNG012", "Date Modified"),
]
PROPOSED = {
    "over $4 billion": "envelope",
    "approximately 1.2 million": "displaced_people",
    "4.1million": "people_in_need",
    "from 19% to 24%": "indicator",
    "up to 850": "ceiling",
    "up to 1,200": "arrivals",
    "more than 1,400": "arrivals",
    "more than 85%": "arrival_share",
}


@pytest.fixture(scope="module")
def draft(shared: Path) -> Draft:
    return adopt_pages([read_page(shared / "strategy/published-page.en.txt", "en")])


def test_the_quantities_are_the_readers_with_hedge_unit_and_scope(draft: Draft) -> None:
    found = mentions(draft, "quantity")
    assert [m.words for m in found] == [row[0] for row in QUANTITIES]
    for mention, (_, hedge, low, high, unit, scope) in zip(found, QUANTITIES, strict=True):
        ends = (
            [str(reading.number) for reading in mention.readings]
            if mention.interval is None
            else ["" if end is None else f"{end:f}" for end in (mention.interval.low, mention.interval.high)]
        )
        assert (mention.hedge, ends, mention.currency or mention.unit) == (hedge, [low, high], unit)
        assert scope in mention.scope, mention.words


def test_the_times_are_the_readers(draft: Draft) -> None:
    found = [(m.words, m.times[0].span) for m in mentions(draft, "time")]
    assert [(w, str(s.first), str(s.last)) for w, s in found if s] == TIMES


def test_each_quantity_has_the_time_of_its_own_sentence_and_no_other(draft: Draft) -> None:
    dated = {m.words: [t.words for t in m.times] for m in mentions(draft, "quantity") if m.times}
    assert dated == {
        "over $4 billion": ["2016-2022"],
        "five years": ["2016-2022"],
        "approximately 1.2 million": ["end of 2020"],
        "4.1million": ["end of 2020"],
        "up to 1,200": ["2017"],
    }


def test_the_vague_words_are_kept_apart(draft: Draft) -> None:
    assert words(draft, "vague") == VAGUE


def test_the_findings_are_what_a_careful_reader_finds_and_nothing_else(draft: Draft) -> None:
    assert findings(draft) == FINDINGS


def test_a_measure_is_proposed_where_the_words_fit_one(draft: Draft) -> None:
    assert {m.words: m.proposed for m in mentions(draft, "quantity") if m.proposed} == PROPOSED
    acts = {m.words for m in mentions(draft, "time") if m.proposed == "milestone"}
    assert acts == {"June 2016", "2019"}


def test_it_says_how_many_numbers_it_found_bound_and_left(draft: Draft) -> None:
    assert draft.counts == {
        "found": 11, "proposed": 8, "left": 3, "bound": 0, "times": 5, "vague": 4, "findings": 15,
    }  # fmt: skip


def test_form_text_and_navigation_are_no_prose(draft: Draft) -> None:
    outside = [block.text for block in draft.pages[0].blocks if block.is_boilerplate]
    assert outside == [
        "Language selection",
        "Report a problem on this page",
        "Please select all that apply:",
        "Thank you for your help!",
        "You will not receive a reply. For enquiries, please contact us.",
        "Date Modified:",
    ]


def test_every_place_is_the_words_own_line_and_column(draft: Draft, shared: Path) -> None:
    lines = (shared / "strategy/published-page.en.txt").read_text(encoding="utf-8").split("\n")
    for mention in draft.mentions[0]:
        line = lines[mention.where.line - 1]
        assert line[mention.where.column - 1 :].startswith(mention.words)
