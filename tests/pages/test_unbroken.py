"""Words of others on a page: what is read as one is not parted by a line's end, and nothing else is touched."""

from __future__ import annotations

import pytest

from pledgebook.pages.unbroken import unbroken


def held(text: str, language: str = "en") -> str:
    """The text of a paragraph, with "_" where a space does not break."""
    page = unbroken(f"<body><p>{text}</p>", language)
    return page.removeprefix("<body><p>").removesuffix("</p>").replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "on 1 January 2022 and in March 2021", "on 1_January_2022 and in March_2021"),
        ("en", "$2 billion, CAD 40 or 5 % in 3 years", "$2_billion, CAD_40 or 5_% in 3_years"),
        ("en", "in 2016 March was cold, 16 activities", "in 2016_March was cold, 16 activities"),
        ("fr", "le 1er janvier 2022 : 4 milliards, « dit-il » !", "le 1er_janvier_2022_: 4_milliards, «_dit-il_»_!"),
        ("fr", "1 234 567 personnes ; 45 ans", "1_234_567 personnes_; 45_ans"),
        ("fr", "4 milliards de dollars, moins de dépenses", "4_milliards de_dollars, moins de dépenses"),
        ("ar", "في 31 ديسمبر 2020، 4 ملايين", "في 31_ديسمبر_2020، 4_ملايين"),
        ("ar", "on 1 January 2022, 5 million", "on 1_January_2022, 5_million"),
    ],
)  # fmt: skip
def test_a_space_within_a_date_or_before_a_unit_does_not_break(language: str, text: str, wanted: str) -> None:
    assert held(text, language) == wanted


@pytest.mark.parametrize("years", ["2016–2022", "2016-2022", "2016-17", "٢٠١٦–٢٠٢٢"])
def test_a_span_of_years_is_one(years: str) -> None:
    assert held(f"For {years}.") == f'For <span class="whole">{years}</span>.'
    assert unbroken(unbroken(f"<p>{years}</p>", "en"), "en").count("<span") == 1


def test_a_name_that_ends_in_a_number_is_one() -> None:
    assert held("Response (COVID-19)") == 'Response (<span class="whole">COVID-19</span>)'


@pytest.mark.parametrize(
    "text",
    [
        "CA-3-P007793001",
        "XM-DAC-41114",
        "XI-2-A",
        "2016-04-01",
        "envelope-2016-19",
        "A2016-17",
        "2016-175",
        '<a title="2016–2022 : 5 million">x</a>',
    ]
    + [f"<{name}>2016–2022</{name}>" for name in ("text", "option", "code", "pre")],
)
def test_days_names_attributes_and_what_holds_no_element_stay(text: str) -> None:
    assert held(text, "fr") == text


def test_the_head_of_a_page_stays() -> None:
    page = "<head><title>2016–2022 : 5 million</title></head><body></body>"
    assert unbroken(page, "fr") == page
