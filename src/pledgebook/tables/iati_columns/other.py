"""The columns of what has no table of its own.

For every element it is known from its path, its place among its siblings and its tag what the other tables hold of
it; what is left is a row. A newcomer would get wrong that a second element of a name of which only the first is read
is left whole, with all that stands in it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.columns.apart import beyond, left_of
from pledgebook.sources.iati.columns.elements import Elements
from pledgebook.sources.iati.columns.marks import Flags, Places, used
from pledgebook.sources.iati.other import COLUMN_LANGUAGES, LEFT_OUT, Taken, taken
from pledgebook.tables.iati_columns.run import Run, Sheet, numbered, of_numbers
from pledgebook.tables.iati_columns.words import Said, language_of

_NARRATIVE = "narrative"
_NOTHING = Taken()
_SLASH, _NO_STEPS = pa.scalar("/", pa.string()), pa.scalar("", pa.string())
_NOTHING_LEFT = pa.scalar(None, pa.string())


_KINDS = {"": 0, "text": 1, "first": 2, "names": 3, "words": 4}


def other_elements(run: Run) -> Sheet:
    """One row per element of which something is left, in the order of the file."""
    found = run.elements
    nodes = _nodes(found)
    is_taken = _is_taken(found, nodes)
    kind = np.where(is_taken, np.array([_KINDS[node.text] for node in nodes])[found.path], 0)
    is_narrative = np.array([name == _NARRATIVE for name in found.called])[found.path]
    narratives = np.flatnonzero(is_narrative)
    is_out = np.array([name in LEFT_OUT for name in found.called])[found.path]
    is_out[_held_narratives(run, narratives, kind)] = True
    for here in found.levels[1:]:
        is_out[here] |= is_out[found.parent[here]]
    held, key, is_bare = _bare_tags(run, nodes, is_taken)
    has_narrative = np.zeros(len(kind), np.bool_)
    has_narrative[found.parent[narratives]] = True
    is_text_taken = (kind == _KINDS["text"]) | ((kind > 0) & ~has_narrative)
    is_told = found.is_said[found.text] & ~is_text_taken
    rows = np.flatnonzero(~is_out & (~is_bare | is_told))
    return run.sheet(
        "other_element",
        rows,
        {
            "element_number": numbered(found.activity[rows]),
            "path": pa.array([path or "." for path in found.paths], pa.string()).take(
                of_numbers(found.path[rows])
            ),
            "position": _positions(found, rows),
            "attributes": _attributes_left(run, held, key[rows]),
            "text": run.texts(np.where(is_told[rows], found.text[rows], run.no_text)),
        },
    )


def _nodes(found: Elements) -> list[Taken]:
    """What other tables hold at each path."""
    nodes = [taken()]
    for above, name in zip(found.above[1:], found.called[1:], strict=True):
        nodes.append(nodes[above].children.get(name, _NOTHING))
    return nodes


def _is_taken(found: Elements, nodes: list[Taken]) -> Flags:
    """Whether each element is one that other tables look at: the first of its name, or of a name that is repeated."""
    is_node = np.array([node is not _NOTHING for node in nodes])
    is_repeated = np.array([node.is_repeated for node in nodes])
    is_taken: Flags = is_node[found.path] & (is_repeated[found.path] | (found.nth == 1))
    is_taken[found.levels[0]] = True
    for here in found.levels[1:]:
        is_taken[here] &= is_taken[found.parent[here]]
    return is_taken


def _held_narratives(run: Run, narratives: Places, kind: Places) -> Places:
    """Those narratives that have a column: of each element the first, and the first in each column's language."""
    found = run.elements
    of = found.parent[narratives]
    narratives = narratives[(kind[of] > 0) & found.is_said[found.text[narratives]]]
    narratives = narratives[np.argsort(found.parent[narratives], kind="stable")]
    of = found.parent[narratives]
    default = run.language[found.activity[narratives]]
    language = language_of(run, narratives, language_of(run, of, default))
    said = Said(of, narratives, language)
    plain = said.only((kind[of] == _KINDS["words"]) | (language == default) | (language == 0))
    first = said.firsts()
    held = [first.text[np.isin(first.text, plain.text)]]
    for one in COLUMN_LANGUAGES:
        spoken = (kind[of] >= _KINDS["names"]) & (language == run.languages.get(one, -1))
        held.append(said.only(spoken).firsts().text)
    return np.concatenate(held)


def _bare_tags(run: Run, nodes: list[Taken], is_taken: Flags) -> tuple[list[frozenset[str]], Places, Flags]:
    """The sets of attributes that are held; of each element its set, times all tags, with its tag; which are bare."""
    found = run.elements
    kinds: dict[frozenset[str], int] = {frozenset(): 0}
    kind = np.array([kinds.setdefault(node.attributes, len(kinds)) for node in nodes])
    held = list(kinds)
    key = np.where(is_taken, kind[found.path], 0) * len(found.tags) + found.tag
    numbers, which = used(key, len(held) * len(found.tags))
    return held, key, ~beyond(found.tags, run.said, numbers, held)[which]


def _attributes_left(run: Run, held: list[frozenset[str]], key: Places) -> pa.Array:
    """What is left of the attributes of tags, as JSON."""
    tags = run.elements.tags
    numbers, which = used(key, len(held) * len(tags))
    left = left_of(tags, numbers, held, run.said)
    return pc.if_else(pc.equal(left, _NO_STEPS), _NOTHING_LEFT, left).take(of_numbers(which))


def _positions(found: Elements, rows: Places) -> pa.Array:
    """For each step down to an element, which of its siblings of that name it is."""
    parts, order = [], []
    for level in range(len(found.levels)):
        here = np.flatnonzero(found.level[rows] == level)
        steps: list[pa.Array] = []
        element = rows[here]
        for _ in range(level):
            steps.insert(0, of_numbers(found.nth[element]).cast(pa.string()))
            element = found.parent[element]
        parts.append(
            pc.binary_join_element_wise(*steps, _SLASH) if steps else pa.repeat(_NO_STEPS, len(here))
        )
        order.append(here)
    place = np.empty(len(rows), np.int64)
    place[np.concatenate(order)] = np.arange(len(rows))
    return pa.concat_arrays(parts).take(of_numbers(place))
