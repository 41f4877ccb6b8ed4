"""What has no table of its own, kept as it was published: nothing is dropped but who can be contacted.

``taken.yml`` lists what the other tables hold; whatever is left of an element (an attribute, a text, a
narrative in a language that has no column) is a row here. A newcomer would get wrong that elements of foreign
namespaces are kept too, and that an element which says nothing at all is no row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TypeAlias

from lxml import etree
from ruamel.yaml import YAML

from pledgebook.sources.iati.element import LANG, language_of, own_text
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading

_LEFT_OUT = frozenset({"contact-info"})
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_COLUMN_LANGUAGES = ("en", "fr")


@dataclass(slots=True)
class _Taken:
    """What the other tables hold of one element, and of its children."""

    attributes: frozenset[str] = frozenset()
    text: str = ""
    is_repeated: bool = False
    children: dict[str, _Taken] = field(default_factory=dict)


_NOTHING = _Taken()


def other_elements(reading: Reading) -> Iterator[Row]:
    """One row per element of which something is left."""
    found: list[_Left] = []
    source, record = reading.issues.source, reading.issues.record
    _walk(reading.element, _taken(), [], reading.language, found)
    for number, (element, steps, attributes, text) in enumerate(found, start=1):
        yield {
            "activity_id": reading.issues.activity_id,
            "element_number": number,
            "path": "/".join([tag for tag, _ in steps]) or ".",
            "position": "/".join([str(count) for _, count in steps]),
            "attributes": _JSON.encode(attributes) if attributes else None,
            "text": text or None,
            "source": source,
            "record": record(element),
        }


@cache
def _taken() -> _Taken:
    content = resources.files("pledgebook.sources.iati").joinpath("taken.yml").read_text(encoding="utf-8")
    root = _Taken()
    content_of = YAML(typ="safe").load(content)
    for path, held in content_of.items():
        node = root
        for step in path.split("/") if path != "." else ():
            node = node.children.setdefault(step.rstrip("*"), _Taken())
            node.is_repeated = node.is_repeated or step.endswith("*")
        if isinstance(held, str):
            node.children = root.children[held.rstrip("*")].children
            held = content_of[held]
        node.text = next((word for word in held if not word.startswith("@")), "")
        own = {word[1:] for word in held if word.startswith("@")}
        node.attributes = frozenset(own | {LANG} if node.text == "words" else own)
    return root


_Step: TypeAlias = tuple[str, int]
"""The name of an element on the way down, and which of its siblings of that name it is."""
_Left: TypeAlias = tuple[etree._Element, tuple[_Step, ...], dict[str, str], str]


def _walk(
    element: etree._Element, taken: _Taken, steps: list[_Step], language: str, found: list[_Left]
) -> None:
    """Add what is left of an element, and then of each of its children, which ``steps`` lead to."""
    children = list(element) if len(element) else ()
    attributes = _attributes_left(element, taken.attributes)
    text = _text_left(element, taken.text)
    if attributes or text:
        found.append((element, tuple(steps), attributes, text))
    if not children:
        return
    held = _held_narratives(element, taken.text, language) if taken.text else frozenset()
    counts: dict[str, int] = {}
    for child in children:
        tag = child.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        count = counts[tag] = counts.get(tag, 0) + 1
        if tag == "narrative" and count in held:
            continue
        node = taken.children.get(tag, _NOTHING)
        if count > 1 and not node.is_repeated:
            node = _NOTHING
        if not len(child) and _is_all_taken(child, node):
            continue
        steps.append((tag, count))
        _walk(child, node, steps, language, found)
        steps.pop()


def _is_all_taken(leaf: etree._Element, taken: _Taken) -> bool:
    """Whether nothing is left of an element without children: the case of nearly all."""
    text = None if taken.text else leaf.text
    return (text is None or text.isspace()) and taken.attributes.issuperset(leaf.keys())


def _attributes_left(element: etree._Element, taken: frozenset[str]) -> dict[str, str]:
    if taken.issuperset(element.keys()):
        return {}
    return {_name(str(name)): str(value) for name, value in element.items() if name not in taken}


def _text_left(element: etree._Element, kind: str) -> str:
    if kind == "text" or (kind and element.find("narrative") is None):
        return ""
    return own_text(element)


def _held_narratives(element: etree._Element, kind: str, default_language: str) -> frozenset[int]:
    """The numbers of the narratives that have a column, by what kind of columns there are.

    ``words`` are the first with its language, and the first in each language of the columns; ``names`` are the
    same without a language beside the first; ``first`` is the first alone.
    """
    own = language_of(element, default_language)
    said = [
        (number, language_of(narrative, own))
        for number, narrative in enumerate(element.iterchildren("narrative"), start=1)
        if (_all_text(narrative) if len(narrative) else narrative.text or "").strip()
    ]
    if not said:
        return frozenset()
    held = set()
    if kind == "words" or said[0][1] in (default_language, ""):
        held.add(said[0][0])
    if kind in ("words", "names"):
        first_of: dict[str, int] = {}
        for number, language in said:
            first_of.setdefault(language, number)
        held |= {first_of[language] for language in _COLUMN_LANGUAGES if language in first_of}
    return frozenset(held)


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _name(name: str) -> str:
    return "xml:lang" if name == LANG else name
