"""An activity of versions 1.01 to 1.05, rewritten in place with the codes of 2.03, before anything is read.

A newcomer would get wrong that these versions repeat an element once per language: two sectors of 100 per
cent that differ in ``xml:lang`` only are one sector, said twice. The codes stand in ``version_1.yml``.

Source: https://iatistandard.org/en/iati-standard/upgrades/integer-upgrade-to-2-01/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lxml import etree

from pledgebook.sources.iati.element import LANG, attribute, language_of, own_text
from pledgebook.yaml_text import load_yaml

DATED = ("activity-date", "transaction-date", "period-start", "period-end", "commitment-date")
_SAID_PER_LANGUAGE = ("title", "description")
_CODED_PER_LANGUAGE = ("sector", "policy-marker", "recipient-country", "recipient-region")
_NAMED_PER_LANGUAGE = ("participating-org", "reporting-org")
PER_LANGUAGE = (*_SAID_PER_LANGUAGE, *_CODED_PER_LANGUAGE, *_NAMED_PER_LANGUAGE)
"""Elements that are said again in each language."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Codes by what stands in an attribute of the elements at a path, or in their text."""

    path: str
    attribute: str
    by_text: bool
    codes: Mapping[str, str]

    def code_of(self, written: str, text: str) -> str | None:
        """The code of 2.03 for what an attribute says, else a text; None where it stays as it is."""
        said = text if self.by_text and not written else written
        return self.codes.get(said.lower())


def is_version_1(element: etree._Element) -> bool:
    """Whether an activity is written as version 1 writes: its texts stand in no ``narrative``."""
    if next(element.iter("narrative"), None) is not None:
        return False
    texts = (element.find(name) for name in ("title", "reporting-org", "participating-org", "description"))
    return any(text is not None and own_text(text) for text in texts) or _has_old_code(element)


def upgrade(element: etree._Element, default_language: str) -> None:
    """Rewrite the element: codes, days that stand as text, elements repeated per language.

    >>> activity = etree.fromstring('<a><transaction><transaction-type code="E"/></transaction></a>')
    >>> upgrade(activity, "en")
    >>> activity[0][0].get("code")
    '4'
    """
    for rule in rules():
        for found in element.iterfind(rule.path):
            _recode(found, rule)
    for dated in element.iter(*DATED):
        if not attribute(dated, "iso-date") and own_text(dated):
            dated.set("iso-date", own_text(dated))
    _merge_languages(element, default_language)
    for transaction in element.iterchildren("transaction"):
        _merge_languages(transaction, default_language)


@cache
def rules() -> tuple[Rule, ...]:
    """The codes of version 1, by where they stand."""
    text = resources.files("pledgebook.sources.iati").joinpath("version_1.yml").read_text(encoding="utf-8")
    return tuple(
        Rule(rule["path"], rule["attribute"], rule["text"], dict(rule["codes"])) for rule in load_yaml(text)
    )


def _has_old_code(element: etree._Element) -> bool:
    return any(
        attribute(found, rule.attribute).lower() in rule.codes
        and not attribute(found, rule.attribute).isdigit()
        for rule in rules()
        for found in element.iterfind(rule.path)
    )


def _recode(element: etree._Element, rule: Rule) -> None:
    code = rule.code_of(attribute(element, rule.attribute), own_text(element) if rule.by_text else "")
    if code is not None:
        element.set(rule.attribute, code)


def _merge_languages(parent: etree._Element, default_language: str) -> None:
    """Elements that say the same in several languages, made one with several narratives."""
    first: dict[tuple[object, ...], etree._Element] = {}
    for child in list(parent):
        key = _same_but_for_language(child)
        if key is None:
            continue
        kept = first.setdefault(key, child)
        languages = _languages(kept, default_language)
        is_said_again = kept is not child and child.get(LANG) is not None
        if is_said_again and language_of(child, default_language) not in languages:
            _narratives(kept, child, default_language)
            parent.remove(child)


def _same_but_for_language(element: etree._Element) -> tuple[object, ...] | None:
    tag = element.tag
    others = sorted((name, value) for name, value in element.items() if name != LANG)
    is_named = bool(
        tag in _SAID_PER_LANGUAGE
        or (tag in _CODED_PER_LANGUAGE and element.get("code"))
        or (tag in _NAMED_PER_LANGUAGE and element.get("ref"))
    )
    return (tag, *others) if is_named and own_text(element) else None


def _languages(element: etree._Element, default_language: str) -> set[str]:
    narratives = list(element.iterchildren("narrative"))
    said: Iterable[etree._Element] = narratives or [element]
    return {language_of(one, default_language) for one in said}


def _narratives(kept: etree._Element, other: etree._Element, default_language: str) -> None:
    for element in (kept, other):
        if element is other or kept.find("narrative") is None:
            narrative = etree.SubElement(kept, "narrative")
            narrative.set(LANG, language_of(element, default_language))
            narrative.text = own_text(element)
    kept.text = None
