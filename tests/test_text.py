"""Texts in several languages: nothing falls back, and what is filled in stands in both."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest

from pledgebook.text import Text, texts_of
from pledgebook.yaml_text import load_yaml

PACKAGE = Path(str(resources.files("pledgebook")))
NO_BREAK = re.compile(r"(?<=\S) [:;!?»%€](?=\s|$|[.,)])|« ")


def texts_in(node: object, path: str) -> list[tuple[str, dict[str, str]]]:
    """Every mapping with a line ``en`` or ``fr`` under a node."""
    if isinstance(node, list):
        return [found for n, part in enumerate(node) for found in texts_in(part, f"{path}.{n}")]
    if not isinstance(node, dict):
        return []
    words = {k: v for k, v in node.items() if k in ("en", "fr") and isinstance(v, str)}
    own = [(path, words)] if words else []
    return own + [found for key, part in node.items() for found in texts_in(part, f"{path}.{key}")]


FILES = [
    p for p in sorted(PACKAGE.rglob("*.yml")) if p.parent.name not in ("words",) and p.name != "cases.yml"
]


@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_text_of_the_engine_stands_in_both_languages_with_the_same_names_to_fill(file: Path) -> None:
    for path, words in texts_in(load_yaml(file.read_text(encoding="utf-8")), file.name):
        assert set(words) == {"en", "fr"}, path
        named = [{name for _, name, _, _ in Formatter().parse(t) if name is not None} for t in words.values()]
        assert named[0] == named[1], path
        assert bool(words["en"].strip()) == bool(words["fr"].strip()), path


@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_french_punctuation_does_not_break_a_line(file: Path) -> None:
    for path, words in texts_in(load_yaml(file.read_text(encoding="utf-8")), file.name):
        assert not NO_BREAK.search(words.get("fr", "")), (path, words["fr"])
        assert "'" not in re.sub(r"`[^`]*`", "", words.get("fr", "")), (path, words["fr"])


def test_a_language_that_is_missing_is_an_error_and_never_another_ones_words() -> None:
    with pytest.raises(KeyError):
        Text(en="people")["fr"]


def test_a_text_that_is_filled_into_a_text_speaks_each_language() -> None:
    filled = Text(en="the {what}", fr="le {what}").fill(what=Text(en="ceiling", fr="plafond"))
    assert dict(filled) == {"en": "the ceiling", "fr": "le plafond"}


def test_braces_in_what_is_filled_in_are_left_alone() -> None:
    assert Text(en="“{word}”", fr="«{word}»").fill(word="{0} {x.y}")["en"] == "“{0} {x.y}”"


def test_a_name_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        Text(en="{missing}").fill(other=1)


def test_texts_are_equal_and_hash_by_their_words_whatever_their_order() -> None:
    assert Text(en="a", fr="b") == Text(fr="b", en="a")
    assert len({Text(en="a", fr="b"), Text(fr="b", en="a"), Text(en="a", fr="c")}) == 2


def test_texts_of_a_file_are_read_once() -> None:
    assert texts_of("pledgebook", "cli.yml") is texts_of("pledgebook", "cli.yml")
