"""Texts in several languages. A language that is missing is an error, never another language's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from string import Formatter

from ruamel.yaml import YAML


class Text(Mapping[str, str]):
    """The same words in each language, by language code.

    >>> Text(en="people", fr="personnes")["fr"]
    'personnes'
    """

    __slots__ = ("_words",)

    def __init__(self, **words: str) -> None:
        self._words = dict(sorted(words.items()))

    def __getitem__(self, language: str) -> str:
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __repr__(self) -> str:
        return f"Text({', '.join(f'{k}={v!r}' for k, v in self._words.items())})"

    def __hash__(self) -> int:
        return hash(tuple(self._words.items()))

    def fill(self, **values: object) -> Text:
        """The text with its ``{names}`` filled in; a value that is itself a Text speaks each language."""
        return Text(
            **{
                language: Formatter().vformat(
                    words,
                    (),
                    {k: v[language] if isinstance(v, Text) else v for k, v in values.items()},
                )
                for language, words in self._words.items()
            }
        )


@cache
def texts_of(package: str, file: str) -> Mapping[str, Text]:
    """The texts of a YAML file beside our own code: one key, then one line a language."""
    content = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    return {key: Text(**words) for key, words in YAML(typ="safe").load(content).items()}
