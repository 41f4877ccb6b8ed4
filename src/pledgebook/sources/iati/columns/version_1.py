"""Activities of version 1 as columns: their tags rewritten in the codes of 2.03, before any table is made.

The rules are the tree reader’s (``version_1.yml``); each is applied once to each distinct tag and text. A newcomer
would get wrong that an element said again in another language is one element with two narratives: where that may be,
the activity is read as a tree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.sources.iati.columns.tag import Tag
from pledgebook.sources.iati.element import LANG
from pledgebook.sources.iati.version_1 import DATED, PER_LANGUAGE, Rule, rules

SAYS_SO = ("title", "reporting-org", "participating-org", "description")
"""Elements that have a text of their own in version 1 only."""


def says_version_1(found: Elements) -> Flags:
    """By activity, whether the first element of one of these names has a text of its own."""
    activities = found.at("")
    says_so = np.zeros(len(activities), np.bool_)
    for name in SAYS_SO:
        first = found.first(activities, name)
        says_so |= (first >= 0) & found.is_said[found.text[first]]
    return says_so


def upgrade(found: Elements, is_old: Flags) -> Places:
    """Rewrite the tags of the activities that are old; the elements for which one of them has to be read as a tree."""
    for rule in rules():
        _rewrite(found, _of(found, found.at(rule.path), is_old), partial(_recoded, rule))
    for path, name in zip(found.paths, found.called, strict=True):
        if name in DATED:
            _rewrite(found, _of(found, found.at(path), is_old), _dated)
    repeated = [found.at(f"{on}{name}") for on in ("", "transaction/") for name in PER_LANGUAGE]
    again = _of(found, np.concatenate(repeated), is_old)
    has_language = np.array([LANG in tag.attributes for tag in found.tags], np.bool_)
    return again[(found.nth[again] > 1) & has_language[found.tag[again]]]


def _of(found: Elements, elements: Places, is_old: Flags) -> Places:
    return elements[is_old[found.activity[elements]]]


def _rewrite(found: Elements, elements: Places, change: Callable[[Tag, str], Tag]) -> None:
    """Give elements the tags that a function makes of theirs and of their texts, each distinct pair once."""
    if not len(elements):
        return
    pairs = found.tag[elements].astype(np.int64) * len(found.texts) + found.text[elements]
    distinct, which = np.unique(pairs, return_inverse=True)
    first = len(found.tags)
    found.tags += [
        change(found.tags[pair // len(found.texts)], " ".join(found.texts[pair % len(found.texts)].split()))
        for pair in distinct.tolist()
    ]
    found.tag[elements] = first + which


def _recoded(rule: Rule, tag: Tag, text: str) -> Tag:
    code = rule.code_of(tag.get(rule.attribute), text)
    return tag if code is None else _with(tag, rule.attribute, code)


def _dated(tag: Tag, text: str) -> Tag:
    return _with(tag, "iso-date", text) if text and not tag.get("iso-date") else tag


def _with(tag: Tag, name: str, value: str) -> Tag:
    return Tag(tag.name, {**tag.attributes, name: value})
