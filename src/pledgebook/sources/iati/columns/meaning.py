"""What start tags mean where namespaces are declared: a prefix means what the nearest element around it says.

The namespaces in force at an element are those of its parent with its own; there are few different ones in a file. A
newcomer would get wrong that the same tag may mean two things in one file: files put every activity's foreign elements
under declarations of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pledgebook.sources.iati.columns.marks import Flags, Places, used
from pledgebook.sources.iati.columns.tag import Tag, meant
from pledgebook.sources.iati.columns.tags import ROOT, Tags

_NO_TAG = Tag("", {})


def meant_tags(found: Tags, parent: Places, namespaces: Mapping[str, str]) -> tuple[Places, list[Tag], Flags]:
    """For each element the number of its tag as meant, these tags, and the pieces in which one means nothing."""
    start = found.tag[found.opens]
    scope, scopes = _scopes(found, start, parent, namespaces)
    has_prefix = np.zeros(len(found.tags), np.bool_)
    has_prefix[[number for number in found.special if (one := found.tags[number]) and one.has_prefix]] = True
    has_default = np.array(["" in inside for inside in scopes], np.bool_)
    decides = np.where(has_prefix[start] | has_default[scope], scope, 0)
    key = decides.astype(np.int64) * len(found.tags) + start
    numbers, tag = used(key, len(scopes) * len(found.tags))
    written = numbers % len(found.tags)
    tags = [one or _NO_TAG for one in map(found.tags.__getitem__, written.tolist())]
    known: list[dict[str, str | None]] = [{} for _ in scopes]
    is_wrong = np.zeros(len(tags), np.bool_)
    for place in np.flatnonzero(has_prefix[written] | has_default[numbers // len(found.tags)]).tolist():
        meant_as = _meant(found, int(numbers[place]), scopes, known)
        is_wrong[place], tags[place] = meant_as is None, meant_as or _NO_TAG
    activities = np.flatnonzero(parent < 0)
    is_other = np.array([tags[one].name != ROOT for one in tag[activities].tolist()], np.bool_)
    unfit = np.zeros(len(found.unfit), np.bool_)
    pieces = found.piece[found.opens]
    unfit[pieces[is_wrong[tag]]] = True
    unfit[pieces[activities[is_other]]] = True
    return tag, tags, unfit


def _meant(
    found: Tags, key: int, scopes: Sequence[Mapping[str, str]], known: list[dict[str, str | None]]
) -> Tag | None:
    scope, tag = divmod(key, len(found.tags))
    own = found.tags[tag]
    return None if own is None else meant(own, scopes[scope], known[scope])


def _scopes(
    found: Tags, start: Places, parent: Places, namespaces: Mapping[str, str]
) -> tuple[Places, list[Mapping[str, str]]]:
    """For each element which namespaces are in force there, as a number, and the namespaces by their numbers."""
    scopes: list[Mapping[str, str]] = [dict(namespaces)]
    scope = np.zeros(len(start), np.int32)
    declares = np.zeros(len(found.tags), np.bool_)
    declares[[number for number in found.special if (one := found.tags[number]) and one.declares]] = True
    if not declares.any():
        return scope, scopes
    numbers: dict[tuple[tuple[str, str], ...], int] = {_key(namespaces): 0}
    steps: dict[tuple[int, tuple[tuple[str, str], ...]], int] = {}
    level = found.before[found.opens]
    for depth in range(int(level.max()) + 1):
        here = np.flatnonzero(level == depth)
        if depth:
            scope[here] = scope[parent[here]]
        for element in here[declares[start[here]]].tolist():
            own = found.tags[start[element]]
            declared = own.declares if own else {}
            step = int(scope[element]), tuple(declared.items())
            if step not in steps:
                inside = {**scopes[step[0]], **declared}
                steps[step] = number = numbers.setdefault(_key(inside), len(scopes))
                if number == len(scopes):
                    scopes.append(inside)
            scope[element] = steps[step]
    return scope, scopes


def _key(namespaces: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(namespaces.items()))
