"""Which activities may break the rules about a whole activity: those that do not are sorted out by their columns.

A newcomer would get wrong that one too many is no fault, and one too few is: what is named here is held against the
rule itself, and the rest never is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import numpy as np

from pledgebook.sources.iati.columns.marks import Flags, Places
from pledgebook.sources.iati.element import LANG
from pledgebook.sources.iati.validation.columns.looks import Candidates, Columns, Groups
from pledgebook.sources.iati.validation.element_kinds import SYMBOLS
from pledgebook.sources.iati.validation.rule import Rule
from pledgebook.sources.iati.validation.share_kinds import TOLERANCE, WHOLE, total_of

_INSIDE = "transaction"
_SAFELY = float(TOLERANCE) * 0.8
"""How far a sum of floating point numbers may be from the whole where the exact one is certain to be near enough."""


def _with(columns: Columns, rows: Places) -> Flags:
    """The activities of some elements."""
    return _of(columns, columns.elements.activity[rows])


def _with_any(columns: Columns, names: list[str], inside: bool = False) -> Flags:
    """The activities in which an element of one of these names stands, or within one of their transactions."""
    found = np.zeros(len(columns.is_held), np.bool_)
    for name in names:
        found |= _with(columns, columns.at(f"{_INSIDE}/{name}" if inside else name))
    return found


def _first_said(columns: Columns, path: str) -> list[str | None]:
    """By activity, the text of its first child of a name, or its attribute: ``reporting-org/@ref``."""
    found = columns.elements
    name, _, attribute = path.partition("/@")
    first = found.first(found.at(""), name)
    if not attribute:
        return [one or None for one in found.texts.taken(found.text_of[first])]
    tags = found.tags
    numbers = np.where(first >= 0, columns.tag[first], -1)
    return [tags[one].attributes.get(attribute) if one >= 0 else None for one in numbers.tolist()]


def _differ(columns: Columns, rule: Rule) -> Flags:
    first, second = (_first_said(columns, path) for path in cast("list[str]", rule.options["of"]))
    return np.array(
        [one is not None and one == other for one, other in zip(first, second, strict=True)], np.bool_
    )


def _starts_with(columns: Columns, rule: Rule) -> Flags:
    texts = _first_said(columns, str(rule.options["of"]))
    references = _first_said(columns, cast("list[str]", rule.options["with"])[0])
    separator = str(rule.options["separator"])
    return np.array(
        [
            text is not None and (reference is None or not text.startswith(reference + separator))
            for text, reference in zip(texts, references, strict=True)
        ],
        np.bool_,
    )


def _no_symbols_of_ones_own(columns: Columns, rule: Rule) -> Flags:
    texts = _first_said(columns, str(rule.options["of"]))
    publishers = _first_said(columns, str(rule.options["publisher"]))
    return np.array(
        [
            text is not None and not text.startswith(f"{publisher}-") and SYMBOLS.search(text) is not None
            for text, publisher in zip(texts, publishers, strict=True)
        ],
        np.bool_,
    )


def _said_once_or_each(columns: Columns, rule: Rule) -> Flags:
    of, names = str(rule.options["of"]), cast("list[str]", rule.options["each"])
    for_all, for_each = (LANG, LANG) if of == "xml:lang" else (of, "currency")
    found = columns.elements
    may = columns.flags(found.at(""), lambda said: not said.get(for_all))
    if not may.any():
        return may
    lacking = np.zeros(len(may), np.bool_)
    for path, name in zip(found.paths, found.called, strict=True):
        if name in names:
            rows = found.at(path)
            lacking |= _with(columns, rows[columns.flags(rows, lambda said: not said.get(for_each))])
    return may & lacking


def _not_on_both(columns: Columns, rule: Rule) -> Flags:
    names = cast("list[str]", rule.options["of"])
    return _with_any(columns, names) & _with_any(columns, names, inside=True)


def _on_some_level(columns: Columns, rule: Rule) -> Flags:
    names = cast("list[str]", rule.options["of"])
    return ~(_with_any(columns, names) | _with_any(columns, names, inside=True))


def _on_every_transaction(columns: Columns, rule: Rule) -> Flags:
    names = cast("list[str]", rule.options["of"])
    transactions = columns.at(_INSIDE)
    says = np.zeros(len(columns.tag), np.bool_)
    for name in names:
        says |= columns.holding(_INSIDE, name)
    return _with(columns, transactions[~says[transactions]]) & ~_with_any(columns, names)


def _one_of_dac(columns: Columns, rule: Rule) -> Flags:
    rows = _rows(columns, rule)
    is_dac = columns.flags(rows, lambda said: (said.get("vocabulary") or "1") == "1")
    return _with(columns, rows) & ~_with(columns, rows[is_dac])


def _once_a_vocabulary(columns: Columns, rule: Rule) -> Flags:
    rows = _rows(columns, rule)
    vocabulary, _ = _vocabularies(columns, rows)
    key = columns.elements.parent[rows] * (int(vocabulary.max(initial=0)) + 1) + vocabulary
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    return _with(columns, rows[first[count > 1]])


def _rows(columns: Columns, rule: Rule) -> Places:
    name = str(rule.options["of"])
    return columns.at(f"{_INSIDE}/{name}" if "in" in rule.options else name)


def _vocabularies(columns: Columns, rows: Places) -> tuple[Places, int]:
    """The number of the vocabulary of each element, and how many there are."""
    return _numbered(columns, rows, lambda said: said.get("vocabulary") or "1")


def _numbered(columns: Columns, rows: Places, said: Callable[[Mapping[str, str]], str]) -> tuple[Places, int]:
    known: dict[str, int] = {}
    by_tag = np.zeros(len(columns.elements.tags), np.int64)
    for one, tag in columns.tags_of(rows):
        by_tag[one] = known.setdefault(said(tag.attributes), len(known))
    return by_tag[columns.tag[rows]], max(len(known), 1)


def _days_in_order(columns: Columns, rule: Rule) -> Flags:
    earlier, later = (_days(columns, str(rule.options[kind])) for kind in ("first", "last"))
    return np.array(
        [
            one is not None and other is not None and other < one
            for one, other in zip(earlier, later, strict=True)
        ],
        np.bool_,
    )


def _days(columns: Columns, kind: str) -> list[str | None]:
    """By activity, the day of its first date of a kind as written; None where it has none."""
    rows = columns.elements.at("activity-date")
    rows = rows[columns.flags(rows, lambda said: (said.get("type") or "") == kind)][::-1]
    first = np.full(len(columns.is_held), -1, np.int64)
    first[columns.elements.activity[rows]] = columns.tag[rows]
    tags = columns.elements.tags
    return [tags[one].attributes.get("iso-date") or "" if one >= 0 else None for one in first.tolist()]


def _has_start(columns: Columns, rule: Rule) -> Flags:
    rows = columns.elements.at("activity-date")
    return ~_with(columns, rows[columns.flags(rows, lambda said: said.get("type") in ("1", "2"))])


def _without_share(columns: Columns, rule: Rule) -> Flags:
    return _grouped(columns, rule)[0]


def _not_adding_up(columns: Columns, rule: Rule) -> Flags:
    return _grouped(columns, rule)[1]


def _lone_in_part(columns: Columns, rule: Rule) -> Flags:
    return _grouped(columns, rule)[2]


def _grouped(columns: Columns, rule: Rule) -> Groups:
    """The activities with a group of shares that lacks one, with one that is not 100, with a lone share that is not."""
    key = repr([rule.options.get(option) for option in ("of", "beside", "without")])
    if key not in columns.kept:
        columns.kept[key] = _groups(columns, rule)
    return columns.kept[key]


def _groups(columns: Columns, rule: Rule) -> Groups:
    found = columns.elements
    name, *inner = cast("list[str]", rule.options["of"])
    holders = columns.at(name)
    if not len(holders):
        nobody = np.zeros(len(columns.is_held), np.bool_)
        return nobody, nobody, nobody
    vocabulary, count = _vocabularies(columns, holders)
    keys = found.activity[holders].astype(np.int64) * count + vocabulary
    groups, group_of = np.unique(keys, return_inverse=True)
    parts = [(holders, group_of)] if not inner else []
    row_of = np.full(len(columns.tag), -1, np.int64)
    row_of[holders] = np.arange(len(holders))
    for one in inner:
        children = columns.at(f"{name}/{one}")
        parts.append((children, group_of[row_of[found.parent[children]]]))
    parts += _beside(columns, rule, groups // count)
    without = rule.options.get("without")
    meant = ~_with_any(columns, [str(without)] if without else [])
    activity = groups // count
    lacking, wrong, alone = _sums(columns, parts, len(groups))
    return (
        meant & _of(columns, activity[lacking]),
        meant & _of(columns, activity[wrong]),
        meant & _of(columns, activity[alone]),
    )


def _of(columns: Columns, activities: Places) -> Flags:
    found = np.zeros(len(columns.is_held), np.bool_)
    found[activities] = True
    return found


def _beside(columns: Columns, rule: Rule, activity: Places) -> list[tuple[Places, Places]]:
    """The elements that share with every group of their activity, once for each; ``activity`` is that of each group."""
    beside = rule.options.get("beside")
    if not beside:
        return []
    rows = columns.at(str(beside))
    of = columns.elements.activity[rows]
    first, end = np.searchsorted(activity, of), np.searchsorted(activity, of, side="right")
    times = end - first
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return [(np.repeat(rows, times), np.repeat(first, times) + nth)]


def _sums(columns: Columns, parts: list[tuple[Places, Places]], groups: int) -> Groups:
    """Of which groups one of several lacks its share, several do not add up, a lone one is not the whole."""
    rows, group = (np.concatenate(one) for one in zip(*parts, strict=True))
    share = np.zeros(len(columns.elements.tags))
    is_said = np.zeros(len(share), np.bool_)
    is_whole = np.zeros(len(share), np.bool_)
    for one, tag in columns.tags_of(rows):
        written = tag.attributes.get("percentage")
        if written is not None:
            total = total_of([written])
            is_said[one], is_whole[one] = True, total == WHOLE
            share[one] = np.nan if total is None else float(total)
    tags = columns.tag[rows]
    members = np.bincount(group, minlength=groups)
    said = np.bincount(group, weights=is_said[tags], minlength=groups)
    whole = np.bincount(group, weights=is_whole[tags], minlength=groups)
    sums = np.bincount(group, weights=share[tags], minlength=groups)
    adds_up = np.abs(sums - float(WHOLE)) < _SAFELY
    is_several = members > 1
    return is_several & (said < members), is_several & ~adds_up, (members == 1) & (said == 1) & (whole == 0)


MAY_BREAK: dict[str, Candidates] = {
    "days_in_order": _days_in_order,
    "differ": _differ,
    "each_has_share": _without_share,
    "has_start": _has_start,
    "lone_share_is_whole": _lone_in_part,
    "no_symbols_of_ones_own": _no_symbols_of_ones_own,
    "not_on_both": _not_on_both,
    "on_every_transaction": _on_every_transaction,
    "on_some_level": _on_some_level,
    "once_a_vocabulary": _once_a_vocabulary,
    "one_of_dac": _one_of_dac,
    "said_once_or_each": _said_once_or_each,
    "shares_add_up": _not_adding_up,
    "starts_with": _starts_with,
}
"""By kind of rule, what names the activities that may break it."""
