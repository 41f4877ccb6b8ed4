"""The tables of words beside this stage: what forms say, which nouns are counted, which words hint at a measure.

A newcomer would get wrong that they are no grammar of figures: that one is in ``claims/words``. These only
say what stands around a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from pledgebook.claims.words.tables import Phrases
from pledgebook.claims.words.tokens import Token, tokens_of
from pledgebook.text import Text, texts_of
from pledgebook.yaml_text import load_yaml

Row: TypeAlias = Mapping[str, Any]
FILES = ("boilerplate", "labels", "nouns", "verbs", "vague", "scope", "sentences", "oddities", "cues")
_FIRST_WORDS = 200


@cache
def rows_of(file: str) -> tuple[Row, ...]:
    """The rows of a table."""
    content = resources.files(__package__).joinpath(f"words/{file}.yml").read_text(encoding="utf-8")
    return tuple(load_yaml(content))


@cache
def phrases(file: str, language: str, id: str = "") -> Phrases[Row]:
    """The phrases of a table, with their rows; ``id`` leaves only the rows of that name."""
    return Phrases(
        language,
        [
            (str(phrase), row)
            for row in rows_of(file)
            if not id or row["id"] == id
            for phrase in row[language]
        ],
    )


@cache
def words(file: str, language: str, id: str) -> frozenset[str]:
    """The single words of a row, in small letters."""
    return frozenset(
        str(word).casefold() for row in rows_of(file) if row["id"] == id for word in row[language]
    )


def starts_at(file: str, language: str, tokens: Sequence[Token], at: int, id: str = "") -> int | None:
    """The token after a phrase of the table that begins at token ``at``."""
    matched = phrases(file, language, id).match(tokens, at)
    return None if matched is None else matched[1]


def begins_with(file: str, language: str, text: str) -> bool:
    """The text begins with a phrase of the table."""
    return starts_at(file, language, tokens_of(text[:_FIRST_WORDS], language), 0) is not None


def say(key: str, **values: object) -> Text:
    """A text of this stage, filled in."""
    return texts_of(__package__ or "", "strings.yml")[key].fill(**values)
