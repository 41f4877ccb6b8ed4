"""YAML 1.2 as plain values, fast: libyaml parses, and what it refuses the parser in Python decides on.

A newcomer would get wrong that libyaml knows YAML 1.1 only. It finds the parts of a text; what a word of it means
(``yes`` is a word, ``010`` is ten) is the same code for both. It refuses some texts that 1.2 allows, so that a
refusal of its own is not yet a mistake. Where it is not installed everything is read in Python, six times slower.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_DEEP, _LONG = 5_000, 10_000_000
"""How often what opens a level may stand in a text, and its length: libyaml's own stack ends somewhere above."""


def load_yaml(text: str) -> Any:
    """The content of a text: mappings, lists, texts, numbers, days; None where it holds nothing.

    Raises ``YAMLError``; ``RecursionError`` for a text nested without end; ``ValueError`` for a day that is none.

    >>> load_yaml("as_of: 2026-11-23")["as_of"].isoformat()
    '2026-11-23'
    """
    if _may_be_deep(text):
        return YAML(typ="safe", pure=True).load(text)
    try:
        return YAML(typ="safe").load(text)
    except YAMLError:
        return YAML(typ="safe", pure=True).load(text)


def _may_be_deep(text: str) -> bool:
    return len(text) > _LONG or any(text.count(opening) > _DEEP for opening in ("[", "{", "- -"))
