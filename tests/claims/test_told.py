"""What words were read as is told in both languages: the values they allow and the hedge."""

from __future__ import annotations

import pytest

from pledgebook.claims.told import told
from pledgebook.claims.words import read_figure
from pledgebook.text import texts_of
from pledgebook.yaml_text import load_yaml


def _hedges() -> set[str]:
    from importlib import resources

    folder = resources.files("pledgebook.claims.words")
    rows = load_yaml(folder.joinpath("hedges.yml").read_text(encoding="utf-8"))
    shares = load_yaml(folder.joinpath("shares.yml").read_text(encoding="utf-8"))
    return {row["id"] for row in rows} | {row["hedge"] for row in shares if "hedge" in row}


def test_every_hedge_has_its_word() -> None:
    assert texts_of("pledgebook.claims", "told.yml").keys() == _hedges() | {
        "told", "plain", "between", "fraction", "vague",
    }  # fmt: skip


PLENTY = "plus de 4 milliards de dollars (nuance : au-dessus de)"
THIRD = "30,8 à 35,9 % (nuance : une fraction en toutes lettres)"


@pytest.mark.parametrize(
    ("words", "kind", "english", "french"),
    [
        ("999,999", "count", "999,999 (hedge: none)", "999 999 (nuance : aucune)"),
        ("over $4 billion", "money", "more than $4 billion (hedge: over)", PLENTY),
        ("up to 850", "count", "at most 850 (hedge: up to)", "au plus 850 (nuance : jusqu’à)"),
        ("a third", "percent", "30.8 to 35.9% (hedge: a fraction in words)", THIRD),
        ("31 December 2020", "date", "31 December 2020", "31 décembre 2020"),
    ],
)
def test_a_reading_is_told_in_both_languages(words: str, kind: str, english: str, french: str) -> None:
    reading = read_figure(words, "en", kind=kind, home_currency="CAD")
    assert reading is not None
    found = {
        lang: text.replace("\u00a0", " ").replace("\u202f", " ")
        for lang, text in told([reading], "CAD").items()
    }
    assert found == {"en": english, "fr": french}


def test_words_that_say_no_value_are_a_dash() -> None:
    assert dict(told([])) == {"en": "—", "fr": "—"}
