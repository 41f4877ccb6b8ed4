"""What is found on pages of our own, in English and French, HTML, Markdown and text."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages_adopted import adopted, findings, mentions, words

HTML = """<!DOCTYPE html><html lang="en"><head><title>7 titles</title><style>p{margin:12px}</style></head><body>
<nav><ul><li>Home 24</li><li>5 topics</li></ul></nav>
<main><h1>A plan for Xanadu</h1>
<p>Between 450 and 550 families&nbsp;&mdash; one in five &mdash; returned in <b>March 2020</b>.<sup>3</sup></p>
<p>In 2021 the fund gave&nbsp;US$39.6&nbsp;million<!-- 77 --> and &euro;2-3 million more.</p>
<h2>1. What we do</h2>
<table><tr><th>Year</th><th>Wells</th></tr><tr><td>2019</td><td>1,250</td></tr></table>
<script>var x = 500;</script>
<form><label>Pick one of 7 answers:</label><input><p>Call 1 800 555</p></form>
</main><footer><dl><dt>Date modified:</dt><dd></dd></dl><p>12 Main Street</p></footer></body></html>
"""


def test_an_html_page_gives_its_figures_and_nothing_of_its_frame(tmp_path: Path) -> None:
    draft = adopted(tmp_path, HTML, kind="html")
    assert words(draft) == [
        "Between 450 and 550", "one in five", "US$39.6\u00a0million", "€2-3 million", "1,250",
    ]  # fmt: skip
    assert words(draft, "time") == ["March 2020", "2021", "2019"]
    assert findings(draft) == [("LNG012", "Date modified")]


def test_a_figure_in_html_has_its_line_and_column(tmp_path: Path) -> None:
    draft = adopted(tmp_path, HTML, kind="html")
    lines = HTML.split("\n")
    for mention, written in zip(
        mentions(draft, "quantity"), ["Between", "one in", "US$39.6", "&euro;2", "1,250"], strict=True
    ):
        assert lines[mention.where.line - 1][mention.where.column - 1 :].startswith(written)


def test_a_cell_has_the_date_of_its_row_and_the_name_of_its_column(tmp_path: Path) -> None:
    cell = mentions(adopted(tmp_path, HTML, kind="html"), "quantity")[-1]
    assert [t.words for t in cell.times] == ["2019"]
    assert "Wells" in cell.scope


MARKDOWN = """---
title: 12 plans
---
# Un plan pour Xanadu

Le pays a engagé **plus de 4 milliards de dollars** sur six ans (2016-2022). Environ 1,2 million de
personnes étaient déplacées à la fin de 2020 et 4,1 millions de personnes avaient besoin d’aide.

1. Le pays a réinstallé jusqu’à 1 200 survivants en 2017.
2. Plus de 85 % sont des femmes. Leur participation passera de 19 % à 24 %.

Un Canadien occupe le poste. De nombreux civils restent déplacés [selon 3 sources](http://example.org/2000).

```
850 lines of code
```
"""


def test_a_french_markdown_page_reads_as_french(tmp_path: Path) -> None:
    draft = adopted(tmp_path, MARKDOWN, "fr", "md")
    assert words(draft) == [
        "plus de 4 milliards de dollars", "six ans", "Environ 1,2 million", "4,1 millions",
        "jusqu’à 1 200", "Plus de 85 %", "de 19 % à 24 %", "3",
    ]  # fmt: skip
    assert [m.unit for m in mentions(draft, "quantity")] == [
        "", "years", "personnes", "personnes", "survivants", "percent", "percent", "sources",
    ]  # fmt: skip
    assert words(draft, "time") == ["2016-2022", "fin de 2020", "2017"]
    assert words(draft, "vague") == ["Un Canadien", "De nombreux"]
    assert ("HED002", "jusqu’à 1 200") in findings(draft)
    assert ("CON002", "Plus de 85 %") in findings(draft)
    assert not [f for f in findings(draft) if f[0] == "CON001"]


def test_from_one_number_to_another_is_two_links_only_behind_a_verb_of_change(tmp_path: Path) -> None:
    changed = adopted(tmp_path, "Enrolment will rise from 40% to 60%.")
    (mention,) = mentions(changed, "quantity")
    assert [link.value for link in mention.links] == ["baseline", "target"]
    unclear = adopted(tmp_path, "The camps hold from 40 to 60 families.")
    (mention,) = mentions(unclear, "quantity")
    assert (mention.kind, len(mention.links)) == ("range", 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In 2019 we trained up to 300 teachers.", True),
        ("In 2019 up to 300 teachers were trained.", True),
        ("In 2019 we approved up to 300 posts.", False),
        ("In 2019 the plan foresaw the deployment of up to 300 people.", False),
        ("Up to 300 posts were authorized in 2019.", False),
    ],
)
def test_the_verb_says_whether_a_maximum_is_told_as_a_result(tmp_path: Path, text: str, told: bool) -> None:
    assert bool([f for f in findings(adopted(tmp_path, text)) if f[0] == "HED002"]) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("En 2019, nous avons formé jusqu’à 300 enseignants.", True),
        ("En 2019, jusqu’à 300 enseignants ont été formés.", True),
        ("En 2019, nous avons autorisé jusqu’à 300 postes.", False),
        ("En 2019, le plan prévoit jusqu’à 300 postes.", False),
    ],
)
def test_the_verb_says_it_in_french_too(tmp_path: Path, text: str, told: bool) -> None:
    assert bool([f for f in findings(adopted(tmp_path, text, "fr")) if f[0] == "HED002"]) is told


def test_a_dollar_whose_country_nobody_names_stays_a_dollar(tmp_path: Path) -> None:
    draft = adopted(tmp_path, "In 2019 it paid $5 million, US$3 million and €2 million.")
    assert [m.currency for m in mentions(draft, "quantity")] == ["$", "USD", "EUR"]


def test_a_number_is_no_noun_that_another_number_counts(tmp_path: Path) -> None:
    draft = adopted(tmp_path, "Of the 40 states, 23 lived through two or more floods.")
    assert [(m.words, m.unit) for m in mentions(draft, "quantity")] == [
        ("40", "states"), ("23", ""), ("two or more", "floods"),
    ]  # fmt: skip


def test_the_number_of_an_objective_is_no_figure_in_the_plural_either(tmp_path: Path) -> None:
    assert words(adopted(tmp_path, "Specific Objectives 2.1: Shelter for 250,000 people.")) == ["250,000"]


def test_wrapped_lines_of_a_text_are_one_sentence(tmp_path: Path) -> None:
    text = (
        "At the end of the year 2020 the camps of the northern province still held some\n"
        "1,200 families, as many as a year before. Nothing else was counted at that time.\n"
    )
    (mention,) = mentions(adopted(tmp_path, text), "quantity")
    assert (mention.words, mention.unit) == ("some\n1,200".replace("\n", " "), "families")
    assert mention.times


def test_a_full_stop_in_a_short_form_ends_no_sentence(tmp_path: Path) -> None:
    (mention,) = mentions(
        adopted(tmp_path, "In 2019 Dr. Xu of the U.S. Office saw 500 patients."), "quantity"
    )
    assert mention.times


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("More than half - $6.5 million - went there.", "en", ["More than half", "$6.5 million"]),
        ("They built a fifth but kept 58%; only a quarter had roofs.", "en", ["a fifth", "58%", "a quarter"]),
        ("Over half a million came in Response Plan 6.", "en", ["Over half a million"]),
        ("Quatre ou cinq ans après, un demi-million vint.", "fr", ["Quatre ou cinq ans", "un demi-million"]),
        ("Deux millions et demi, soit plus de la moitié.", "fr", ["Deux millions et demi", "plus de la moitié"]),
    ],
)  # fmt: skip
def test_what_pages_of_others_write_is_found_whole(
    tmp_path: Path, text: str, language: str, found: list[str]
) -> None:
    assert [m.words for m in mentions(adopted(tmp_path, text, language), "quantity")] == found


@pytest.mark.parametrize(
    "text",
    ["A third party came for a second time.", "It was cut in half and left.", "A quarter century passed by."],
)
def test_shares_that_are_ordinary_words_are_no_figures(tmp_path: Path, text: str) -> None:
    assert [m.words for m in mentions(adopted(tmp_path, text), "quantity")] == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The state gave £30m, then €2-3m more.", "en", [("£30m", "", "GBP"), ("€2-3m", "between", "EUR")]),
        ("Some 12 million Swiss Francs were asked for.", "en", [("Some 12 million Swiss Francs", "about", "CHF")]),
        ("Floods stand in 16 of the 18 states.", "en", [("16", "", "states"), ("18", "", "states")]),
        ("We will help at least 200,000 of these people.", "en", [("at least 200,000", "at_least", "people")]),
        ("It adds NOK 33 million, bringing it up to a total of NOK 233 million.", "en",
         [("NOK 33 million", "", "NOK"), ("NOK 233 million", "", "NOK")]),
        ("Press officer: +99 913 95 000, or 04 93 55 00 12.", "en", []),
        ("Il verse quelque 60 millions de francs sur les 16 prochains mois.", "fr",
         [("quelque 60 millions de francs", "about", "francs"), ("16 prochains mois", "", "months")]),
        ("Il demande 3.8 millions de dollars pour 1,3 million de personnes.", "fr",
         [("3.8 millions de dollars", "", ""), ("1,3 million", "", "personnes")]),
        ("Près d’une personne sur deux a faim.", "fr", [("Près d’une personne sur deux", "nearly", "percent")]),
    ],
)  # fmt: skip
def test_forms_met_on_pages_of_others(
    tmp_path: Path, text: str, language: str, found: list[tuple[str, str, str]]
) -> None:
    draft = adopted(tmp_path, f"{text}\n", language)
    assert [(m.words, m.hedge, m.currency or m.unit) for m in mentions(draft, "quantity")] == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Water is dear as many face thirst.", "en", ["many"]),
        ("There are as many as 50 wells, and how many work?", "en", []),
        ("Plusieurs dizaines de milliers de déplacés attendent.", "fr", ["Plusieurs dizaines de milliers"]),
        ("La plupart sont des femmes.", "fr", ["La plupart"]),
    ],
)
def test_vague_words_met_on_pages_of_others(
    tmp_path: Path, text: str, language: str, found: list[str]
) -> None:
    assert words(adopted(tmp_path, f"{text}\n", language), "vague") == found


def test_the_second_of_two_numbers_may_have_a_hedge(tmp_path: Path) -> None:
    (found,) = mentions(
        adopted(tmp_path, "It has surged from 1 million to an estimated 14.4 million.\n"), "quantity"
    )
    assert found.words == "from 1 million to an estimated 14.4 million"
    assert [reading.hedge for reading in found.readings] == ["plain", "about"]
    assert [link.value for link in found.links] == ["baseline", "target"]


def test_a_country_that_begins_a_sentence_is_in_its_scope(tmp_path: Path) -> None:
    draft = adopted(tmp_path, "Norway gives 5 boats.\n")
    assert mentions(draft, "quantity")[0].scope == ("Norway",)
