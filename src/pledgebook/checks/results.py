"""What indicators say by themselves: ways that lead back, targets that ask for nothing, cells beside their totals.

A newcomer would give a finding for each row of a partner's file: what a ledger says is told at its line, what a source
says once for all of its rows, with the first of them by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.names import (
    NAMED,
    definitions,
    indicator_under,
    indicators,
    listed_texts,
    projects_named,
    word,
)
from pledgebook.checks.places import ledger_line
from pledgebook.checks.quantities import in_words, is_above
from pledgebook.errors import Where
from pledgebook.measures.sums import add
from pledgebook.tables.published_indicators import DEFINITION, as_value, indicator_id
from pledgebook.tables.rows import cells_of
from pledgebook.tables.schema import ALL
from pledgebook.text import Text
from pledgebook.value import Known, Value

Row = Mapping[str, Any]
Key = tuple[str, str]
Cell = tuple[str, str]
"""The sex and the age group of a cell, ``all`` where it is of both."""

_COUNTED = ("people", "households", "count")
"""The units whose cells add up; percentages and scores do not."""
_WHOLE = ("total", ALL)
_CHILDREN, _ADULTS = "children", "adults"


def progress_against_direction(evidence: Evidence) -> Iterator[Finding]:
    """RES003: the last actual lies further from the target than the baseline did."""

    def went_back(said: _Said) -> Row | None:
        base, target, actual = said.base, said.target, said.actual
        if base is None or target is None or actual is None:
            return None
        here, start, aim = (_value(row) for row in (actual, base, target))
        rises = is_above(aim, start) or (not is_above(start, aim) and actual["direction"] == "up")
        falls = is_above(start, aim) or (not is_above(aim, start) and actual["direction"] == "down")
        is_back = (rises and is_above(start, here)) or (falls and is_above(here, start))
        return actual if is_back else None

    yield from _told(evidence, "RES003", went_back)


def targets_that_equal_baselines(evidence: Evidence) -> Iterator[Finding]:
    """RES004: a target that asks for nothing but what there was."""

    def asks_nothing(said: _Said) -> Row | None:
        if said.base is None or said.target is None:
            return None
        exact = [v.interval.exact for r in (said.base, said.target) if isinstance(v := _value(r), Known)]
        return said.target if len(exact) == 2 and exact[0] is not None and exact[0] == exact[1] else None

    yield from _told(evidence, "RES004", asks_nothing)


def actuals_without_target(evidence: Evidence) -> Iterator[Finding]:
    """RES005: what was reached, and nobody said what it was to be."""
    yield from _told(evidence, "RES005", lambda said: said.actual if said.target is None else None)


def targets_against_direction(evidence: Evidence) -> Iterator[Finding]:
    """RES008: a target below the baseline of what should rise, or above that of what should fall."""

    def is_opposed(said: _Said) -> Row | None:
        if said.base is None or said.target is None:
            return None
        start, aim = _value(said.base), _value(said.target)
        way = said.target["direction"]
        is_wrong = (way == "up" and is_above(start, aim)) or (way == "down" and is_above(aim, start))
        return said.target if is_wrong else None

    yield from _told(evidence, "RES008", is_opposed)


def indicators_of_outcomes(evidence: Evidence) -> Iterator[Finding]:
    """RES006: fewer than half of the indicators, the strategy's or a partner's, measure an outcome."""
    levels: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.rows["indicator"]:
        if row["level"]:
            levels[str(row["source"]) if row["partner"] else ""].append(row)
    for rows in levels.values():
        outcomes = sum(row["level"] in ("outcome", "impact") for row in rows)
        if 2 * outcomes < len(rows):
            where = _file(evidence, rows[0])
            yield Finding(problem("RES006", where, n=outcomes, all=len(rows)))


def projects_that_never_reported(evidence: Evidence) -> Iterator[Finding]:
    """RES007: projects that have begun and of which no result was ever reported, once a source."""
    said = cells_of(evidence.rows["result_value"], "activity_id", "value_kind")
    reported = {activity for activity, kind in said if kind == "actual"}
    of = {(r["indicator"], r["definition_id"]): r["activity_id"] for r in evidence.rows["indicator"]}
    for row in evidence.rows["indicator_value"]:
        if row["value_kind"] == "actual":
            reported.add(of.get((row["indicator"], row["definition_id"])))
    for source, rows in evidence.once("own", own_activities).items():
        silent = [r for r in rows if r["activity_id"] not in reported]
        if silent:
            where, (names, ids) = Where(evidence.book.root / "sources" / source), projects_named(silent)
            found = problem("RES007", where, n=len(silent), all=len(rows), projects=names)
            yield Finding(found, records=ids)


def overlaps_within_counts(evidence: Evidence) -> Iterator[Finding]:
    """RES009: more people are recorded in both of two indicators than one of them counts."""
    called, parts = evidence.once("names", indicators), evidence.once("definitions", definitions)
    last = {
        key: said.actual for key, said in evidence.once("wholes", _wholes).items() if said.actual is not None
    }
    for row in evidence.rows["overlap"]:
        for names in (("indicator", "definition_id"), ("other_indicator", "other_definition_id")):
            key = (row[names[0]], row[names[1]])
            counted = last.get(key)
            if counted is not None and is_above(row["people_in_both"], _value(counted)):
                values = {
                    "indicator": indicator_under(called, parts, *key),
                    "both": in_words(row["people_in_both"], "people"),
                    "counted": in_words(_value(counted), "people"),
                }
                found = problem("RES009", ledger_line(evidence, row), **values)
                yield Finding(found, records=(str(row["overlap_id"]), _id(key)))


def cells_against_totals(evidence: Evidence) -> Iterator[Finding]:
    """RES001: what is counted by sex or age adds up to the total that stands beside it."""
    groups: dict[tuple[Any, ...], dict[Cell, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in evidence.rows["indicator_value"]:
        if row["definition_id"] == DEFINITION:
            continue
        cell = (row["sex"], row["age_group"])
        if row["unit"] in _COUNTED and (row["cell"] in _WHOLE or cell != (ALL, ALL)):
            key = tuple(row[k] for k in ("indicator", "definition_id", "value_kind", "to_day"))
            groups[key][cell].append(row)
    for _, cells in sorted(groups.items(), key=str):
        one_each = {cell: rows[0] for cell, rows in cells.items() if len(rows) == 1}
        for whole, parts in _divisions(one_each):
            yield from _compared(evidence, one_each[whole], [one_each[p] for p in parts])


def _divisions(cells: Mapping[Cell, Row]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each total with the parts that make it up, where all of them are there: both sexes, or children and adults."""
    for sex, age in cells:
        by_sex = [(one, age) for one in ("f", "m")] if sex == ALL else []
        by_age = [(sex, one) for one in (_CHILDREN, _ADULTS)] if age == ALL else []
        for parts in (by_sex, by_age):
            if parts and all(part in cells for part in parts):
                yield (sex, age), parts


def _compared(evidence: Evidence, whole: Row, parts: list[Row]) -> Iterator[Finding]:
    total, added = _value(whole), add(_value(part) for part in parts)
    if is_above(total, added) or is_above(added, total):
        key = (whole["indicator"], whole["definition_id"])
        name = _called(indicators(evidence), definitions(evidence), key)
        cell = word(evidence, "cell", whole["cell"])
        values = {
            "indicator": Text(**{k: f"{name[k]} ({cell[k]})" for k in LANGUAGES}),
            "sum": in_words(added, "count"),
            "total": in_words(total, "count"),
        }
        yield Finding(problem("RES001", ledger_line(evidence, whole), **values), records=(_id(key),))


def own_activities(evidence: Evidence) -> dict[str, list[Row]]:
    """The strategy's own activities that have begun by the book's day and are not cancelled, by their source."""
    refs, today = set(evidence.book.own_org_refs), evidence.book.declaration.as_of
    found: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.rows["activity"]:
        is_own = not refs or row["reporting_org_ref"] in refs
        started = row["start_date"]
        has_begun = started <= today if started else row["status_code"] in ("2", "3", "4")
        if is_own and has_begun and row["status_code"] not in ("1", "5"):
            found[str(row["source"])].append(row)
    return found


class _Said:
    """The first baseline, the last target and the last actual that speak for the whole of an indicator."""

    __slots__ = ("actual", "base", "target")

    def __init__(self, rows: Iterable[Row]) -> None:
        dated = sorted(rows, key=lambda r: (str(r["to_day"] or ""), str(r["record"])))
        kinds = {k: [r for r in dated if r["value_kind"] == k] for k in ("baseline", "target", "actual")}
        self.base = kinds["baseline"][0] if kinds["baseline"] else None
        self.target = kinds["target"][-1] if kinds["target"] else None
        self.actual = kinds["actual"][-1] if kinds["actual"] else None


def _wholes(evidence: Evidence) -> dict[Key, _Said]:
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in [*evidence.rows["indicator_value"], *_as_indicators(evidence)]:
        if row["cell"] in _WHOLE:
            groups[row["indicator"], row["definition_id"]].append(row)
    return {key: _Said(groups[key]) for key in sorted(groups)}


def _as_indicators(evidence: Evidence) -> Iterator[Row]:
    """The results of activities as indicators, whole only, but those that are indicators of the book already."""
    about = {indicator_id(row): row for row in evidence.rows["result_indicator"]}
    for row in evidence.rows["result_value"]:
        if row["is_total"] and evidence.book.sources[row["source"]].indicators is None:
            yield as_value(row, about.get(indicator_id(row), {}))


def _value(row: Row) -> Value:
    value: Value = row["indicator_quantity"]
    return value


def _told(evidence: Evidence, code: str, fault: Callable[[_Said], Row | None]) -> Iterator[Finding]:
    """A finding for each faulty line of a ledger, and one for all of a source."""
    names, parts = evidence.once("names", indicators), evidence.once("definitions", definitions)
    of_sources: dict[str, list[Key]] = defaultdict(list)
    for key, said in evidence.once("wholes", _wholes).items():
        row = fault(said)
        if row is None:
            continue
        if str(row["record"]).startswith("ledgers/"):
            name = _called(names, parts, key)
            found = problem(code, ledger_line(evidence, row), n=1, indicators=name)
            yield Finding(found, records=(_id(key),))
        else:
            of_sources[str(row["source"])].append(key)
    for source, keys in sorted(of_sources.items()):
        where = Where(evidence.book.root / "sources" / source)
        named = listed_texts([_called(names, parts, key) for key in keys], NAMED)
        found = problem(code, where, n=len(keys), indicators=named)
        yield Finding(found, records=tuple(_id(key) for key in keys))


"""The indicators that a sentence names; ``findings.json`` has the ids of all."""


def _id(key: Key) -> str:
    return key[0] if key[1] == DEFINITION else f"{key[0]}/{key[1]}"


def _called(names: Mapping[str, Text], parts: Mapping[Key, Text], key: Key) -> Text:
    """An indicator and whom it speaks of; one of a published file has a single definition, which is not named."""
    return indicator_under(names, parts, key[0], "" if key[1] == DEFINITION else key[1])


def _file(evidence: Evidence, row: Row) -> Where:
    """The ledger or the source's folder that a row is from."""
    file, _, line = str(row["record"]).rpartition(" row ")
    if file and line.isdigit():
        return Where(evidence.book.root / file)
    return Where(evidence.book.root / "sources" / str(row["source"]))
