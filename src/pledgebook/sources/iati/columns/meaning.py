"""What start tags mean where namespaces are declared: a prefix means what the nearest element around it says.

The namespaces in force at an element are those of its parent with its own; there are few different ones in a file. A
newcomer would get wrong that the same tag may mean two things in one file: files put every activity's foreign elements
under declarations of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.sources.iati.columns.tag import Tag, meant
from pledgebook.sources.iati.columns.tags import ROOT, Tags


def meant_tags(found: Tags, parent: Places, namespaces: Mapping[str, str]) -> tuple[Places, list[Tag], Flags]:
    """For each element the number of its tag as meant, these tags, and the pieces in which one means nothing."""
    start = found.tag[found.opens]
    scope, scopes = _scopes(found, start, parent, namespaces)
    has_prefix = np.zeros(len(found.tags), np.bool_)
    has_prefix[[number for number in found.special if (one := found.tags[number]) and one.has_prefix]] = True
    has_default = np.array(["" in inside for inside in scopes], np.bool_)
    decides = np.where(has_prefix[start] | has_default[scope], scope, 0)
    key = decides.astype(np.int64) * len(found.tags) + start
    is_used = np.zeros(len(scopes) * len(found.tags), np.bool_)
    is_used[key] = True
    used = np.flatnonzero(is_used)
    numbers = np.empty(len(is_used), np.int32)
    numbers[used] = np.arange(len(used))
    is_plain = ~has_prefix if "" not in scopes[0] else np.zeros(len(has_prefix), np.bool_)
    direct = np.append(is_plain, np.zeros(len(is_used) - len(is_plain), np.bool_))[used].tolist()
    known: list[dict[str, str | None]] = [{} for _ in scopes]
    tags = [
        found.tags[one] if is_direct else _meant(found, one, scopes, known)
        for one, is_direct in zip(used.tolist(), direct, strict=True)
    ]
    tag = numbers[key]
    wrong = np.array([one is None for one in tags], np.bool_)[tag]
    is_other_root = np.array([one is not None and one.name != ROOT for one in tags], np.bool_)[tag]
    unfit = np.zeros(len(found.unfit), np.bool_)
    unfit[found.piece[found.opens][wrong | (is_other_root & (parent < 0))]] = True
    return tag, [one or Tag("", {}) for one in tags], unfit


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
