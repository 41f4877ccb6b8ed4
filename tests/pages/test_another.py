"""Words of another language on a page: in an element that says so, or without marks where there can be none."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.pages.another import direction, shown
from pledgebook.text import Text, in_another, texts_of, unmarked

EN = in_another("people", "en")


def test_arabic_runs_from_right_to_left_and_french_does_not() -> None:
    assert (direction("ar"), direction("fr")) == ("rtl", "ltr")


def test_words_of_another_language_say_their_language_and_direction() -> None:
    assert shown(f"<p>{EN}</p>") == '<p><span lang="en" dir="ltr">people</span></p>'


def test_a_title_an_attribute_and_a_script_hold_the_words_alone() -> None:
    page = f'<title>{EN}</title><a title="{EN}" href="#">x</a><script>"{EN}"</script>'
    assert shown(page) == '<title>people</title><a title="people" href="#">x</a><script>"people"</script>'


def test_words_that_a_tag_cuts_are_marked_on_both_sides_of_it() -> None:
    marked = in_another("many <b>people</b> more", "en")
    assert shown(marked).count('lang="en"') == 3
    assert "".join(part.partition(">")[2] for part in shown(marked).split("<")) == "many people more"


def test_a_label_that_was_cut_short_does_not_run_on_into_the_next() -> None:
    cut = EN[:-3]
    drawn = shown(f"<svg><text><tspan>{cut}</tspan></text><text>عدد</text></svg>")
    assert '<tspan lang="en">peop' in drawn
    assert "<text>عدد</text>" in drawn


def test_words_within_words_are_of_the_inner_language() -> None:
    both = in_another("la mesure " + EN, "fr")
    assert shown(f"<p>{both}</p>") == (
        '<p><span lang="fr" dir="ltr">la mesure </span><span lang="en" dir="ltr">people</span></p>'
    )


def test_words_in_a_drawing_and_behind_it_have_each_their_own_element() -> None:
    drawn = f"<p>a</p><svg><g/><text x='1'>a {EN}</text></svg><p>b</p><p>{EN}</p><text>{EN}</text>"
    assert re.findall("<(t?span) lang", shown(drawn)) == ["tspan", "span", "tspan"]


def test_a_mark_without_its_other_half_is_dropped_alone() -> None:
    assert [unmarked(x) for x in (EN[1:], EN[:-1], "a" + EN[0], "b" + EN[-1])] == [
        "enpeople",
        "people",
        "a",
        "b",
    ]


def test_a_drawing_is_turned_with_the_page_and_its_words_turned_back_but_a_map_is_not() -> None:
    parts = '<title>t</title><defs></defs><rect x="1"/><text x="30">w</text>'
    chart = f'<svg class="drawing drawing--wide" viewBox="0 0 680 90" role="img">{parts}</svg>'
    turned = shown(chart, "rtl")
    assert '<g transform="matrix(-1 0 0 1 680 0)"><rect x="1"/>' in turned
    assert '<text transform="matrix(-1 0 0 1 60 0)" x="30">w</text></g></svg>' in turned
    assert shown(chart) == chart
    tiles = chart.replace("drawing--wide", "drawing--wide drawing--map")
    assert shown(tiles, "rtl") == tiles


PARTS = st.sampled_from(
    ["عدد", EN, EN[:-1], EN[4:], "</b>", "<b>", "&amp;", "\ue002", '<i title="' + EN + '">']
)


@given(st.lists(PARTS, max_size=9))
def test_no_mark_is_ever_left_on_a_page(parts: list[str]) -> None:
    assert not {"\ue000", "\ue001", "\ue002"} & set(shown("<p>" + "".join(parts) + "</p>"))


def test_what_a_further_language_lacks_is_marked_and_what_a_whole_one_lacks_is_an_error() -> None:
    assert Text(en="people", fr="personnes")["ar"] == EN
    assert "ar" not in Text(en="people", fr="personnes")
    assert unmarked(Text(fr="personnes")["ar"]) == "personnes"


def test_a_text_of_a_further_language_asks_for_nothing_that_the_english_does_not_give() -> None:
    for package, file in (("pledgebook.pages", "sentences.yml"), ("pledgebook.claims", "reasons.yml")):
        for key, text in texts_of(package, file).items():
            if "ar" in text:
                base = texts_of(package, file).get(key.rpartition("_")[0], text) if "en" not in text else text
                values = dict.fromkeys(["n", *_names(base["en"])], "1")
                assert text.said("ar", **values), key


def _names(words: str) -> set[str]:
    from pledgebook.text import fields_of

    return set(fields_of(words))


def test_no_page_takes_a_column_by_the_name_of_a_language_for_a_further_one_has_none() -> None:
    pages = Path(str(resources.files("pledgebook.pages")))
    found = [
        p.name for p in pages.rglob("*.py") if re.search(r'_\{(?:view\.)?language\}"\]', p.read_text("utf-8"))
    ]
    assert found == [], "ask view.column(row, name) instead"
