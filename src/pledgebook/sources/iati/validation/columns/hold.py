"""Activities of columns held against the rules of the version that each declares.

A newcomer would get wrong that nothing is told here that needs another activity: ``Validation`` knows the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.validation.columns.broken import Broken, Gathering
from pledgebook.sources.iati.validation.columns.looks import Columns, look
from pledgebook.sources.iati.validation.columns.records import MAY_BREAK
from pledgebook.sources.iati.validation.file import rules_of
from pledgebook.sources.iati.validation.walk import Node, compiled

_RECORD = "iati-activity"


@dataclass(frozen=True, slots=True)
class Held:
    """What breaks the rules, and what its numbers of kinds and values mean."""

    broken: Broken
    gathered: Gathering


def hold(
    elements: Elements, tag: Places, versions: Sequence[str], today: str, is_each_told: bool = False
) -> Held:
    """Everything that the rules find in each activity alone.

    ``tag`` are the numbers of the tags of all elements as published, ``versions`` what each activity declares;
    ``is_each_told`` says whether the same thing is told again and again in an activity.
    """
    gathered = Gathering()
    of = [rules_of(version) for version in versions]
    for version in sorted(set(of) - {""}):
        is_held = np.array([one == version for one in of], np.bool_)
        columns = Columns(elements, tag, today, is_held, gathered)
        for path, node in _nodes(version):
            look(columns, path, node, MAY_BREAK)
    return Held(gathered.in_order(elements, is_each_told), gathered)


@cache
def _nodes(version: str) -> list[tuple[str, Node]]:
    """Every place at which a rule looks, with its checks; "." is the activity itself."""
    found: list[tuple[str, Node]] = []
    waiting = [(".", compiled(_RECORD, version))]
    while waiting:
        path, node = waiting.pop()
        found.append((path, node))
        waiting += [
            (str(name) if path == "." else f"{path}/{name}", one) for name, one in node.children.items()
        ]
    return found
