"""What has no table of its own, kept as it was published: nothing is dropped but who can be contacted.

``taken.yml`` lists what the other tables hold; whatever is left of an element (an attribute, a text, a
narrative in a language that has no column) is a row here. A newcomer would get wrong that elements of foreign
namespaces are kept too, and that an element which says nothing at all is no row.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from json.encoder import encode_basestring as _quoted
from typing import TypeAlias

from lxml import etree

from pledgebook.sources.iati.element import LANG, language_of, own_text
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading
from pledgebook.yaml_text import load_yaml

LEFT_OUT = frozenset({"contact-info"})
COLUMN_LANGUAGES = ("en", "fr")
_NO_NUMBERS: frozenset[int] = frozenset()
_LONGEST_KEPT = 200


@dataclass(slots=True)
class Taken:
    """What the other tables hold of one element, and of its children."""

    attributes: frozenset[str] = frozenset()
    text: str = ""
    is_repeated: bool = False
    children: dict[str, Taken] = field(default_factory=dict)


_NOTHING = Taken()


def other_elements(reading: Reading) -> Iterator[Row]:
    """One row per element of which something is left."""
    found: list[_Left] = []
    activity_id, source, record = reading.issues.activity_id, reading.issues.source, reading.issues.record
    _walk(reading.element, taken(), (), reading.language, found)
    for number, (element, steps, attributes, text) in enumerate(found, start=1):
        yield {
            "activity_id": activity_id,
            "element_number": number,
            "path": "/".join(steps[::2]) or ".",
            "position": "/".join(steps[1::2]),
            "attributes": attributes,
            "text": text or None,
            "source": source,
            "record": record(element),
        }


@cache
def taken() -> Taken:
    """What the other tables hold of an activity."""
    content = resources.files("pledgebook.sources.iati").joinpath("taken.yml").read_text(encoding="utf-8")
    root = Taken()
    content_of = load_yaml(content)
    for path, held in content_of.items():
        node = root
        for step in path.split("/") if path != "." else ():
            node = node.children.setdefault(step.rstrip("*"), Taken())
            node.is_repeated = node.is_repeated or step.endswith("*")
        if isinstance(held, str):
            node.children = root.children[held.rstrip("*")].children
            held = content_of[held]
        node.text = next((word for word in held if not word.startswith("@")), "")
        own = {word[1:] for word in held if word.startswith("@")}
        node.attributes = frozenset(own | {LANG} if node.text == "words" else own)
    return root


_Steps: TypeAlias = tuple[str, ...]
"""The way down to an element: the name of each step, and which of its siblings of that name it is."""
Attributes: TypeAlias = tuple[tuple[str | bytes, str | bytes], ...]
_Left: TypeAlias = tuple[etree._Element, _Steps, str | None, str]


def _walk(parent: etree._Element, taken: Taken, steps: _Steps, language: str, found: list[_Left]) -> None:
    """Add what is left of an element, to which ``steps`` lead, and of all that stands in it.

    It visits every element of every file: each is looked at once, and those of which nothing is left, nearly
    all, are passed by without a call.
    """
    kind, nodes, place = taken.text, taken.children, len(found)
    held = _held_narratives(parent, kind, language) if kind else _NO_NUMBERS
    text = parent.text
    is_silent = text is None or text.isspace()
    counts: dict[str, int] = {}
    for child in parent:
        tag = child.tag
        if is_silent:
            tail = child.tail
            is_silent = tail is None or tail.isspace()
        count = counts[tag] = counts.get(tag, 0) + 1
        node = nodes.get(tag)
        if node is None or (count > 1 and not node.is_repeated):
            if tag in LEFT_OUT or (tag == "narrative" and count in held) or not isinstance(tag, str):
                continue
            node = _NOTHING
        inside = len(child)
        if inside:
            if inside == 1 and node.text and _is_said_plainly(child, node, language):
                continue
            _walk(child, node, (*steps, tag, str(count)), language, found)
            continue
        text = None if node.text else child.text
        is_bare = node.attributes.issuperset(child.keys())
        if is_bare and (text is None or text.isspace()):
            continue
        left = None if is_bare else _attributes_left(child, node.attributes)
        found.append((child, (*steps, tag, str(count)), left, " ".join((text or "").split())))
    is_taken = kind == "text" or bool(kind and "narrative" not in counts)
    is_bare = taken.attributes.issuperset(parent.keys())
    if not is_bare or not (is_silent or is_taken):
        left = None if is_bare else _attributes_left(parent, taken.attributes)
        found.insert(place, (parent, steps, left, "" if is_taken else own_text(parent)))


def _is_said_plainly(element: etree._Element, taken: Taken, language: str) -> bool:
    """Whether an element is one narrative that has a column, and nothing else: the case of nearly all texts."""
    (narrative,) = element
    said, around, behind = narrative.text, element.text, narrative.tail
    return (
        narrative.tag == "narrative"
        and said is not None
        and not said.isspace()
        and not len(narrative)
        and (around is None or around.isspace())
        and (behind is None or behind.isspace())
        and taken.attributes.issuperset(element.keys())
        and _is_held(taken.text, language_of(narrative, language_of(element, language)), language)
    )


def _is_held(kind: str, language: str, default_language: str) -> bool:
    """Whether the only text of an element has a column."""
    if kind == "words" or language in (default_language, ""):
        return True
    return kind == "names" and language in COLUMN_LANGUAGES


def _attributes_left(element: etree._Element, taken: frozenset[str]) -> str:
    return attributes_left(element.items(), taken)


def attributes_left(items: Iterable[tuple[str | bytes, str | bytes]], taken: Container[str | bytes]) -> str:
    """The attributes that no other table holds, as JSON."""
    left = tuple([item for item in items if item[0] not in taken])
    is_short = len(left) == 1 and len(left[0][1]) < _LONGEST_KEPT
    return _kept_json(left) if is_short else _json(left)


def _json(attributes: Attributes) -> str:
    pairs = sorted([(quoted_name(name), value) for name, value in attributes])
    return "{" + ", ".join([f"{name}: {_quoted(str(value))}" for name, value in pairs]) + "}"


_kept_json = lru_cache(maxsize=1 << 14)(_json)


def _held_narratives(element: etree._Element, kind: str, default_language: str) -> frozenset[int]:
    """The numbers of the narratives that have a column, by what kind of columns there are.

    ``words`` are the first with its language, and the first in each language of the columns; ``names`` are the
    same without a language beside the first; ``first`` is the first alone.
    """
    narratives = [child for child in element if child.tag == "narrative"]
    if not narratives:
        return _NO_NUMBERS
    own = language_of(element, default_language)
    said = [
        (number, language_of(narrative, own))
        for number, narrative in enumerate(narratives, start=1)
        if (_all_text(narrative) if len(narrative) else narrative.text or "").strip()
    ]
    if not said:
        return _NO_NUMBERS
    if len(said) == 1:
        number, language = said[0]
        return frozenset((number,)) if _is_held(kind, language, default_language) else _NO_NUMBERS
    held = set()
    if kind == "words" or said[0][1] in (default_language, ""):
        held.add(said[0][0])
    if kind in ("words", "names"):
        first_of: dict[str, int] = {}
        for number, language in said:
            first_of.setdefault(language, number)
        held |= {first_of[language] for language in COLUMN_LANGUAGES if language in first_of}
    return frozenset(held)


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


@lru_cache(maxsize=1 << 12)
def quoted_name(name: str | bytes) -> str:
    """The name of an attribute as JSON has it."""
    return _quoted("xml:lang" if name == LANG else str(name))
