"""Contrast as WCAG counts it, and the sheet in a book's own colours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.theme import contrast, default_colours, sheet, themed_sheet, weak_pairs

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_lies_between_1_and_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert Decimal(1) <= contrast(one, other) <= Decimal(21)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#767676", "4.54"), ("#777777", "4.47"), ("#949494", "3.03"), ("#ff0000", "3.99")]
)
def test_known_contrasts_on_white_are_found_and_never_rounded_up(colour: str, ratio: str) -> None:
    assert contrast(colour, "#ffffff") == Decimal(ratio)


def test_a_book_that_chooses_nothing_has_the_sheet_as_it_is() -> None:
    assert themed_sheet({}, {}) == sheet()


def test_a_colour_is_changed_in_its_own_scheme_only() -> None:
    written = themed_sheet({"light": {"accent": "#7a1f3d"}}, {})
    assert "--accent: #7a1f3d;" in written
    assert f"--accent: {default_colours()['dark']['accent']};" in written
    assert f"--accent: {default_colours()['light']['accent']};" not in written


def test_a_typeface_stands_before_the_sheet_s_own_so_that_there_always_is_one() -> None:
    assert '--serif: "Gill Sans", "Iowan' in themed_sheet({}, {"heading": ("Gill Sans",)})


def test_a_pair_that_lacks_a_hundredth_is_weak() -> None:
    light = dict(default_colours()["light"])
    weak = list(weak_pairs({**light, "paper": "#ffffff", "ink-faint": "#777777"}))
    assert [(p.colour, p.ground, r) for p, r in weak if p.ground == "paper"] == [
        ("ink-faint", "paper", Decimal("4.47"))
    ]
