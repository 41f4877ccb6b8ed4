"""Parts against their total: too much whenever they pass it, too little only where no part is left out.

A newcomer would get wrong that parts which fall short of a total contradict nothing while one of them is
missing, and that rounded parts are added as intervals: 33 %, 33 % and 33 % may well be a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

from pledgebook.claims.conflicts.statements import Conflict, Frame, Keys, Statement, is_above
from pledgebook.interval import Interval
from pledgebook.measures.answer import choices


def parts_against_totals(statements: Sequence[Statement], frame: Frame) -> Iterator[Conflict]:
    """Claims of all values of a dimension, or of all lines of an envelope, against the claim of the whole."""
    wholes = {(s.measure, s.keys, s.time): s for s in reversed(statements)}
    parts: dict[tuple[str, Keys, tuple[object, object], str], dict[str, Statement]] = defaultdict(dict)
    for statement in statements:
        for keys, dimension, value in _inside(statement, frame):
            parts[statement.measure, keys, statement.time, dimension].setdefault(value, statement)
    for (measure, keys, time, dimension), found in parts.items():
        whole = wholes.get((measure, keys, time))
        if whole is None or len(found) < 2 or all(s.is_borne_out for s in [whole, *found.values()]):
            continue
        total = _sum(found.values())
        too_much = is_above(total, whole.allowed)
        too_little = is_above(whole.allowed, total) and _is_all(whole, found, dimension, frame)
        if too_much or too_little:
            named = " + ".join(s.words for s in found.values())
            yield Conflict("parts", whole, named, total, next(iter(found.values())).where)


def _inside(statement: Statement, frame: Frame) -> Iterator[tuple[Keys, str, str]]:
    """The wholes that a statement is part of, by the keys of each, the dimension, and its value."""
    for dimension, value in statement.keys:
        if dimension == "line" and statement.measure == "envelope":
            whole = frame.line_parents.get(("envelope", value))
            if whole:
                yield statement.with_key("line", whole), "line", value
        elif len(choices(value)) == 1 and statement.adds_over(dimension):
            if dimension == statement.verdict.claim.measure.place:
                parent = frame.place_parents.get(value, "")
                inside = parent and parent != frame.root_place
                keys = statement.with_key(dimension, parent) if inside else statement.without(dimension)
                yield keys, dimension, value
            else:
                yield statement.without(dimension), dimension, value


def _sum(parts: Iterable[Statement]) -> Interval:
    return reduce(lambda total, interval: total + interval, (s.allowed for s in parts))


def _is_all(whole: Statement, parts: Mapping[str, Statement], dimension: str, frame: Frame) -> bool:
    """Every part that the data know of is among the parts; an envelope's other lines may not be published."""
    if dimension == "line":
        return False
    if dimension == whole.verdict.claim.measure.place:
        known = frame.place_children.get(whole.key(dimension) or frame.root_place, set())
    else:
        rows = [r for r in whole.verdict.answer.rows if not r.keys.get("is_total")]
        known = {str(r.keys[dimension]) for r in rows if r.keys.get(dimension) is not None}
    return bool(known) and known <= set(parts)
