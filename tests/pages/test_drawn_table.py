"""How a table says what it is: brief names take no room, and a caption that is its heading is not shown twice."""

from __future__ import annotations

import pytest

from pledgebook.pages.drawn_table import draw_table
from pledgebook.pages.macros import environment

COLUMNS = [{"label": "Year"}, {"label": "Paid", "numeric": True}]
SECTION = (
    '{% import "macros.html" as m with context %}'
    "{% call m.section('a', title) %}{% for c in captions %}{{ m.data_table(c, columns, [], 'a') }}{% endfor %}"
    "{% endcall %}"
)


def drawn(*names: str) -> str:
    return str(draw_table("Paid", COLUMNS, [[{"text": n}, {"text": "$2"}] for n in names], "a", str))


def test_names_as_short_as_a_year_take_no_room_from_the_numbers() -> None:
    assert '<table id="a" class="brief">' in drawn("2019-2020", "2020-2021")
    assert '<table id="a">' in drawn("2019-2020", "All of the years")
    assert '<table id="a">' in drawn()


@pytest.mark.parametrize(
    ("captions", "is_hidden"),
    [(["Aid & trade"], True), (["Most is aid"], False), (["Aid & trade", "Most is aid"], False)],
)
def test_a_caption_that_says_the_heading_again_is_not_shown(captions: list[str], is_hidden: bool) -> None:
    made = environment().from_string(SECTION)
    html = made.render(title="Aid & trade", captions=captions, columns=COLUMNS, t=str)
    assert ("section--one" in html) is is_hidden
    assert html.count("<caption") == len(captions)


def test_a_table_without_rows_has_nothing_to_scroll_to() -> None:
    columns = [{"label": word} for word in "abcdef"]
    assert 'class="many"' in draw_table("Paid", columns, [[{"text": "a"}] * 6], "a", str)
    assert 'class="many"' not in draw_table("Paid", columns, [], "a", str)
