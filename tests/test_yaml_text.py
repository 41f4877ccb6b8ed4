"""YAML is read fast where libyaml can, and means the same either way."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pledgebook.yaml_text import load_yaml

ROOT = Path(__file__).resolve().parents[1]
WORDS = "a: yes\nb: 010\nc: 1_000\nd: 2020-01-01\ne: off\nf: 1e3\ng: 12:30\nh: ~\ni: 0x1F\n"


def slowly(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


def test_what_is_read_at_each_start_is_read_by_libyaml() -> None:
    """It takes a plain ``xml:lang`` in a list of one line for a mistake; Python then reads all of the file again."""
    refused = []
    for file in sorted((ROOT / "src").rglob("*.yml")):
        try:
            YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        except YAMLError:
            refused.append(file.name)
    assert refused == []


def test_words_mean_what_yaml_1_2_says() -> None:
    assert load_yaml(WORDS) == slowly(WORDS)
    assert load_yaml("a: yes")["a"] == "yes"


@pytest.mark.parametrize("folder", ["src", "books", "tests"])
def test_every_declaration_of_the_project_is_the_same_either_way(folder: str) -> None:
    files = [f for f in sorted((ROOT / folder).rglob("*.yml")) if "_build" not in f.parts]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    assert [file for file, text in texts.items() if load_yaml(text) != slowly(text)] == []
    assert len(texts) > 5


def test_what_only_yaml_1_2_allows_is_read() -> None:
    assert load_yaml("[a::b, c]") == ["a::b", "c"]


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_a_text_nested_without_end_is_refused_and_harms_nothing(opening: str) -> None:
    with pytest.raises((RecursionError, YAMLError)):
        load_yaml("a: " + opening * 100_000)


def test_a_mistake_is_told_in_the_words_of_the_parser_in_python() -> None:
    with pytest.raises(YAMLError) as fast:
        load_yaml("a: [1, 2\nb: 3\n")
    with pytest.raises(YAMLError) as slow:
        slowly("a: [1, 2\nb: 3\n")
    assert str(fast.value) == str(slow.value)
