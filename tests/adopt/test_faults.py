"""Findings that need no data."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages_adopted import adopted, findings


def codes(draft_findings: list[tuple[str, str]], family: str) -> list[tuple[str, str]]:
    return [found for found in draft_findings if found[0].startswith(family)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It has decided ed to stay.", "decided ed"),
        ("There were 4.1million of them.", "4.1million"),
        ("Several Xanadi’s remain there.", "Xanadi’s"),
        ("A non profit body.", "non profit"),
        ("It spoke of of peace.", "of of"),
        ("It ended (in spring ) there.", "spring )"),
    ],
)
def test_words_that_are_none_are_found(tmp_path: Path, text: str, words: str) -> None:
    assert codes(findings(adopted(tmp_path, text)), "LNG") == [("LNG011", words)]


@pytest.mark.parametrize(
    "text",
    [
        "It paid 850k and $4bn in 2019, 12km away.",
        "Millions of Xanadu’s people and many of its partner’s schools.",
        "The persona non grata left. Pre and post surveys were made.",
        "What is had had to be; the report (see there) ends here.",
    ],
)
def test_words_that_only_look_odd_are_left_alone(tmp_path: Path, text: str) -> None:
    assert not codes(findings(adopted(tmp_path, text)), "LNG")


def test_a_list_with_its_items_is_no_empty_list(tmp_path: Path) -> None:
    text = "We give:\n\n- food\n- water\n\nThese include:\n\nWe also give tents to whoever asks for one.\n"
    assert codes(findings(adopted(tmp_path, text)), "LNG") == [("LNG010", "These include")]


def test_a_heading_follows_only_a_list_that_is_counted(tmp_path: Path) -> None:
    text = "# Plan\n\nWe have three objectives:\n\n## Food\n\nWe give it.\n\nOur partners:\n\n## Water\n\nWe give it.\n"
    assert codes(findings(adopted(tmp_path, text, kind="md")), "LNG") == [("LNG010", "Our partners")]


def test_a_label_with_its_value_is_no_empty_label(tmp_path: Path) -> None:
    with_value = "<p>Text of 2019.</p><dl><dt>Date modified:</dt><dd>2021-05-04</dd></dl>"
    without = (
        "<p>Text of 2019.</p><dl><dt>Date modified:</dt><dd> </dd><dt>Author:</dt><dd>The office</dd></dl>"
    )
    assert not findings(adopted(tmp_path, with_value, kind="html"))
    assert findings(adopted(tmp_path, without, kind="html")) == [("LNG012", "Date modified")]


def test_a_form_with_choices_has_something_after_its_label(tmp_path: Path) -> None:
    text = "<p>Text.</p><form><p>Please select all that apply:</p><label><input type=checkbox>It is slow</label></form>"
    assert not findings(adopted(tmp_path, text, kind="html"))


def test_a_share_beside_its_whole_and_a_change_have_their_denominator(tmp_path: Path) -> None:
    text = (
        "In 2019, 74% of the 400 families were new. In 2019, 60% were women. "
        "From 2019 to 2021 enrolment rose by 5%."
    )
    assert findings(adopted(tmp_path, text)) == [("CON002", "60%")]


def test_limits_changes_durations_and_parts_of_the_text_need_no_day(tmp_path: Path) -> None:
    text = (
        "The law allows up to 40 posts. Enrolment is to rise from 40% to 60%. It is a five-year plan with "
        "six goals. There are 500 families."
    )
    assert findings(adopted(tmp_path, text)) == [("AGE001", "500")]


def test_a_page_in_another_language_than_it_is_read_in_is_told(tmp_path: Path) -> None:
    text = "The families of the north and of the south have not returned to the places that they left."
    assert [code for code, _ in findings(adopted(tmp_path, text, "fr"))] == ["LNG009"]
    assert not findings(adopted(tmp_path, text, "en"))


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        (
            "Xanadu police officers are currently deployed there.",
            "en",
            "Xanadu police officers are currently deployed",
        ),
        ("Des policiers xanadais sont déployés là-bas.", "fr", "Des policiers xanadais sont déployés"),
    ],
)
def test_people_who_are_somewhere_now_have_no_date(
    tmp_path: Path, text: str, language: str, words: str
) -> None:
    assert findings(adopted(tmp_path, text, language)) == [("AGE001", words)]


@pytest.mark.parametrize(
    "text",
    [
        "In May 2019 police officers are deployed there.",
        "Police officers were deployed there.",
        "Officers, where cameras are deployed, look away.",
        "Tents are deployed there.",
    ],
)
def test_a_day_a_past_tense_and_things_are_left_alone(tmp_path: Path, text: str) -> None:
    assert not findings(adopted(tmp_path, text))
