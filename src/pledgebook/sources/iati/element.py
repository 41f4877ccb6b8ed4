"""Taking values out of IATI's elements: the first child of a name, its texts by language.

A newcomer would get wrong that languages are written in any case and with regions (``EN``, ``fr-CA``), that
a text without a language speaks the default language of its activity, never English by assumption, and that
before version 2 the text stands in the element itself, without a ``narrative``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lxml import etree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Words(NamedTuple):
    """The texts of one element: the first as published, and the first of each language."""

    first: str
    first_language: str
    by_language: dict[str, str]

    def in_language(self, language: str) -> str | None:
        """The words in a language, or None where they were not published in it."""
        return self.by_language.get(language)


NO_WORDS = Words("", "", {})


def language_of(element: etree._Element, default: str = "") -> str:
    """The language an element declares, as a two-letter code in lower case, else the default."""
    declared = element.get(LANG)
    return default if declared is None else language_in(declared) or default


@lru_cache(maxsize=1024)
def language_in(declared: str) -> str:
    """The language of ``xml:lang`` without its region, in lower case.

    >>> language_in("fr-CA")
    'fr'
    """
    return declared.strip().lower().split("-")[0].split("_")[0]


def words(element: etree._Element | None, default_language: str) -> Words:
    """The narratives of an element, else its own text; blank ones are not there."""
    if element is None:
        return NO_WORDS
    found = texts(element, default_language)
    if not found:
        return NO_WORDS
    language, text = found[0]
    if len(found) == 1:
        return Words(text, language, {language: text} if language else {})
    by_language: dict[str, str] = {}
    for language_said, said in found:
        if language_said:
            by_language.setdefault(language_said, said)
    return Words(text, language, by_language)


def texts(element: etree._Element, default_language: str) -> list[tuple[str, str]]:
    """Every language and text of an element, in its order; blank texts are not there."""
    narratives = [child for child in element if child.tag == "narrative"]
    if not narratives:
        own = own_text(element)
        return [(language_of(element, default_language), own)] if own else []
    own_language = language_of(element, default_language)
    return [
        (language_of(narrative, own_language), text)
        for narrative in narratives
        if (text := " ".join(text_of(narrative).split()))
    ]


def first_text(element: etree._Element | None) -> str | None:
    """The first text of an element that is not blank, in whatever language; None where there is none."""
    if element is None:
        return None
    has_narrative = False
    for child in element:
        if child.tag == "narrative":
            has_narrative = True
            text = " ".join(text_of(child).split())
            if text:
                return text
    return None if has_narrative else own_text(element) or None


def own_text(element: etree._Element) -> str:
    """The text directly inside an element, between whatever children it has; its blanks drawn together."""
    own = element.text or ""
    if len(element):
        own = " ".join([own, *[child.tail or "" for child in element]])
    return " ".join(own.split()) if own else ""


def text_of(element: etree._Element) -> str:
    """All the text of an element, without its comments."""
    return str(element.xpath("string()")) if len(element) else element.text or ""


class Children(dict[str, list[etree._Element]]):
    """An element's children by their name: one walk, where several are asked for; [] for a name not there."""

    __slots__ = ()

    def __missing__(self, name: str) -> list[etree._Element]:
        return []

    def first(self, name: str) -> etree._Element | None:
        """The first child of that name."""
        found = self.get(name)
        return found[0] if found else None


def children_of(element: etree._Element) -> Children:
    """The children of an element by their name."""
    children = Children()
    for child in element:
        tag = child.tag
        if tag in children:
            children[tag].append(child)
        else:
            children[tag] = [child]
    return children


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute without surrounding blanks; '' where it or the element is missing."""
    if element is None:
        return ""
    value = element.get(name)
    return value.strip() if value else ""


def child_code(element: etree._Element, name: str) -> str | None:
    """The ``code`` of the first child of that name, or None."""
    return attribute(element.find(name), "code") or None
