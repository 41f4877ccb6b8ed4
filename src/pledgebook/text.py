"""Texts in several languages. What a language lacks is never another language's words in silence.

The engine speaks ``WHOLE`` languages without a gap, and a missing text in one of them is an error. A further
language (a folder of ``languages/``) may have gaps: a text that it lacks is another language's words between two
marks, which the pages turn into an element with ``lang`` and ``dir``, and files for machines drop (``unmarked``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from pledgebook.yaml_text import load_yaml

WHOLE = ("en", "fr")
"""The languages that every text of the engine has, and every text of a book that names them."""
OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"
"""Private characters: words of another language are OPEN, its code, BETWEEN, the words, CLOSE."""
MARK = re.compile(f"({OPEN}[^{BETWEEN}]*{BETWEEN}|{CLOSE})")
"""Where words of another language begin or end."""
_BEGINS = re.compile(f"{OPEN}[^{BETWEEN}]*{BETWEEN}")


class Text(Mapping[str, str]):
    """The same words in each language, by language code.

    >>> Text(en="people", fr="personnes")["fr"]
    'personnes'
    """

    __slots__ = ("_words",)

    def __init__(self, **words: str) -> None:
        self._words = dict(sorted(words.items()))

    def __getitem__(self, language: str) -> str:
        if language in self._words or language not in further_languages():
            return self._words[language]
        return next(in_another(self._words[other], other) for other in WHOLE if other in self._words)

    def __contains__(self, language: object) -> bool:
        return language in self._words

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
        return Text(**{language: _filled(words, language, values) for language, words in self._words.items()})

    def said(self, language: str, /, **values: object) -> str:
        """The text of one language, filled in."""
        return _filled(self[language], language, values)


def _filled(words: str, language: str, values: Mapping[str, object]) -> str:
    spoken = {k: v[language] if isinstance(v, Text) else v for k, v in values.items()}
    return words.format(**spoken)


def fields_of(words: str) -> frozenset[str]:
    """The names that a text asks for.

    >>> sorted(fields_of("{n} of {all}"))
    ['all', 'n']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name)


def in_another(words: str, language: str) -> str:
    """Words that are of another language than what stands around them, marked as such; nothing stays nothing."""
    return f"{OPEN}{language}{BETWEEN}{words}{CLOSE}" if words else ""


def unmarked(words: str) -> str:
    """The words without their marks, for what cannot carry a language.

    >>> unmarked(in_another("people", "en"))
    'people'
    """
    if OPEN in words:
        words = _BEGINS.sub("", words)
    for mark in (OPEN, BETWEEN, CLOSE):
        if mark in words:
            words = words.replace(mark, "")
    return words


@cache
def further_languages() -> tuple[str, ...]:
    """The languages that the engine speaks with gaps, by code."""
    folder = resources.files("pledgebook").joinpath("languages")
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and not f.name.startswith("_")))


@cache
def further_texts(language: str, file: str) -> Mapping[str, str]:
    """A further language's words for a file of texts, named from the package's folder; empty where it has none."""
    found = resources.files("pledgebook").joinpath("languages", language, *file.split("/"))
    content: Any = load_yaml(found.read_text(encoding="utf-8")) if found.is_file() else {}
    return {str(key): str(words) for key, words in content.items()}


@cache
def texts_of(package: str, file: str) -> Mapping[str, Text]:
    """The texts of a YAML file beside our own code: one key, then one line a language.

    A further language may have keys of its own: the plurals that the whole languages do not know. One whose text asks
    for what the English no longer gives lags behind, and is left out as if it had not been written.
    """
    content = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = load_yaml(content)
    path = "/".join([*package.split(".")[1:], file])
    for language in further_languages():
        for key, words in further_texts(language, path).items():
            stem = key.rpartition("_")[0]
            base = found.get(key) or found.get(stem) or found.get(f"{stem}_other")
            if base and fields_of(words) <= fields_of(base[WHOLE[0]]):
                found.setdefault(key, {})[language] = words
    return {key: Text(**words) for key, words in found.items()}
