"""Two languages of a text held against each other, and a text against its own language."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pledgebook.book.load import Prose
from pledgebook.claims.parity import (
    empty_lists,
    figures_by_section,
    paragraphs_in_another_language,
    sections_of,
    told_times,
)

APRIL = (4, 1)


def prose(text: str, language: str = "en") -> Prose:
    return Prose(Path(f"{language}.md"), language, text)


def test_figures_stand_in_the_section_of_their_heading_and_code_opens_none() -> None:
    text = "[1](measure:a)\n\n## One\n\n```\n## no heading\n```\n[2](measure:b) [3](measure:a)\n\n## Two\n\nNothing.\n"
    assert figures_by_section(prose(text)) == [["a"], ["b", "a-2"], []]
    assert [s.title for s in sections_of(prose(text))] == ["", "One", "Two"]


def test_the_same_dates_in_two_languages_are_the_same_days() -> None:
    english = told_times(prose("On 16 June 2016. In 2019. At the end of 2020."), APRIL)
    french = told_times(prose("Le 16 juin 2016. En 2019. À la fin de 2020.", "fr"), APRIL)
    assert english[0].dates.keys() == french[0].dates.keys()
    assert len(english[0].dates) == 3


def test_five_years_and_six_years_of_the_same_dates_differ() -> None:
    english = told_times(prose("over five years (2016-2022)"), APRIL)[0].durations
    french = told_times(prose("sur six ans (2016-2022)", "fr"), APRIL)[0].durations
    assert set(english) == {((2016, 2022), Decimal(5))}
    assert set(french) == {((2016, 2022), Decimal(6))}


def test_a_year_at_the_start_of_a_wrapped_line_is_a_year() -> None:
    told = told_times(prose("The unit was founded in\n2019. It left in\n  2021.\n"), APRIL)[0]
    assert [s.words for s in told.dates.values()] == ["2019", "2021"]


def test_dates_inside_figures_are_the_figures_own() -> None:
    assert told_times(prose("[In June 2016](milestone:act) it was said."), APRIL)[0].dates == {}


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("These are the words of the page that were not translated.", "fr", "en"),
        ("Voici les mots de la page qui ne sont pas dans cette langue.", "en", "fr"),
        ("Voici les mots de la page qui ne sont pas dans cette langue.", "fr", None),
        ("The fund « Fonds de stabilisation » was set up for the recovery of the cities.", "en", None),
        ("Roofs, 2019", "fr", None),
        ("[Des mots de la page](measure:the_of_and_to_which)", "fr", None),
    ],
)
def test_a_paragraph_shows_its_language_by_its_small_words(
    text: str, language: str, other: str | None
) -> None:
    found = list(paragraphs_in_another_language(prose(f"## Titre\n\n{text}\n", language)))
    assert [o for _, o in found] == ([other] if other else [])


@pytest.mark.parametrize(
    ("text", "language", "announced"),
    [
        ("These include:\n\n## Next", "en", ["These include:"]),
        ("Our forces:\n", "en", ["Our forces:"]),
        (
            "**They provide the following:**\n\nA paragraph of its own.",
            "en",
            ["**They provide the following:**"],
        ),
        ("These include:\n\n* food\n* water", "en", []),
        ("These include:\n* food", "en", []),
        ("It is as follows:\n\n| a | b |\n|---|---|", "en", []),
        ("He said:\n\nA paragraph that is what he said.", "en", []),
        ("Ils comprennent\u00a0:\n\n## Suite", "fr", ["Ils comprennent\u00a0:"]),
        ("Notamment\u00a0:\n\n1. des vivres", "fr", []),
    ],
)
def test_a_list_that_is_announced_has_items(text: str, language: str, announced: list[str]) -> None:
    assert [s.words for s in empty_lists(text, language)] == announced
