"""The cases of a measure: the smallest data that could prove it wrong, named as sentences, and how they are run.

``cases.yml`` stands beside ``measure.yml``. A case gives ``tables`` (rows with only the columns that matter; a
quantity in the notation of the ledgers), perhaps ``settings``, ``ask`` (a figure's target) and what it ``gives``:
a quantity, ``not_reported``, ``not_applicable`` or ``withheld``. ``unit``, ``coverage``, ``from_day``, ``to_day``
and ``noted`` (a part of a note in English) are compared where they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pledgebook.book.models import MeasureDeclaration
from pledgebook.interval import Interval
from pledgebook.measures.answer import Answer, Request
from pledgebook.measures.database import MOST_ROWS, Database
from pledgebook.measures.engine import Measures
from pledgebook.measures.engines import Engine, Setting
from pledgebook.measures.kinds import Places
from pledgebook.period import Span, parse_span
from pledgebook.tables.schema import table_names, table_type, to_arrow
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld, status_of
from pledgebook.yaml_text import load_yaml

Rows = Mapping[str, list[Mapping[str, Any]]]

_STATES: dict[str, Value] = {
    "not_reported": NotReported(),
    "not_applicable": NotApplicable(),
    "withheld": Withheld("threshold"),
}


@dataclass(frozen=True, slots=True)
class MeasureCase:
    """A sentence that could be false about a measure."""

    name: str
    tables: Rows
    ask: str
    gives: str
    settings: Mapping[str, str | list[str]] = field(default_factory=dict)
    unit: str | None = None
    coverage: str | None = None
    from_day: date | None = None
    to_day: date | None = None
    noted: str | None = None


def load_cases(measure: MeasureDeclaration) -> tuple[MeasureCase, ...]:
    """The cases that stand beside a measure; a key that no case knows raises ``TypeError``."""
    path: Path = measure.path / "cases.yml"
    return tuple(MeasureCase(**case) for case in load_yaml(path.read_text(encoding="utf-8")) or ())


def run_case(
    case: MeasureCase,
    declared: Mapping[str, MeasureDeclaration],
    most_rows: int = MOST_ROWS,
    engine: Engine | None = None,
) -> Answer:
    """The answer that the measures give on the case's data; on DuckDB where no engine is given."""
    measures = measures_over(case.tables, declared, case.settings, most_rows, engine)
    return measures.answer(parse_request(case.ask))


def measures_over(
    tables: Rows,
    declared: Mapping[str, MeasureDeclaration],
    settings: Mapping[str, Setting],
    most_rows: int = MOST_ROWS,
    engine: Engine | None = None,
) -> Measures:
    """The declared measures over tables given as rows; a table that is not given is empty."""
    arrow = {name: to_arrow(name, _typed_rows(name, tables.get(name, []))) for name in table_names()}
    parents = {row["place_pcode"]: row.get("parent_pcode") or "" for row in tables.get("place", [])}
    database = Database(arrow, settings, engine, most_rows)
    return Measures(declared, database, Places(parents), str(settings.get("currency", "")))


def parse_request(target: str) -> Request:
    """A request from a figure's target.

    >>> str(parse_request("plan_funding?year=2020&from=2020&to=2021"))
    'plan_funding?year=2020&from=2020-01-01&to=2021-12-31'
    """
    name, _, query = target.partition("?")
    keys = dict(part.split("=", 1) for part in query.split("&") if part)
    at = keys.pop("at", None)
    first, last = keys.pop("from", None), keys.pop("to", None)
    span = Span(parse_span(first).first, parse_span(last).last) if first and last else None
    return Request(name, tuple(sorted(keys.items())), date.fromisoformat(at) if at else None, span)


def differences(case: MeasureCase, answer: Answer) -> list[str]:
    """What the answer says otherwise than the case, in English; nothing where the case holds."""
    found = []
    if not _is_same(_value(case.gives), answer.value):
        found.append(f"gives {_written(answer.value)}, not {case.gives}")
    if case.unit is not None and answer.unit != case.unit:
        found.append(f"is in {answer.unit}, not {case.unit}")
    if case.coverage is not None and _coverage(answer) != case.coverage:
        found.append(f"covers {_coverage(answer)}, not {case.coverage}")
    for name in ("from_day", "to_day"):
        wanted, given = getattr(case, name), getattr(answer, name)
        if wanted is not None and wanted != given:
            found.append(f"has {name} {given}, not {wanted}")
    said = [note["en"] for note in answer.notes]
    if case.noted is not None and not any(case.noted in note for note in said):
        found.append(f"notes {said}, nothing of “{case.noted}”")
    return found


def _typed_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, object]]:
    """The rows as ``to_arrow`` takes them; the source is ``case``, the record the row's place from 1."""
    columns = table_type(table).columns
    for number, row in enumerate(rows, 1):
        typed = {name: _cell(columns[name].type if name in columns else "text", v) for name, v in row.items()}
        yield {"source": "case", "record": f"row {number}", **typed}


def _cell(kind: str, written: Any) -> object:
    if written is None:
        return None
    if kind == "quantity":
        return _value(str(written))
    return Decimal(str(written)) if kind in ("amount", "book_amount", "share") else written


def _value(notation: str) -> Value:
    return _STATES.get(notation) or Known(Interval.parse(notation))


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, Known) and isinstance(other, Known):
        return one.interval.is_inside(other.interval) and other.interval.is_inside(one.interval)
    return status_of(one) == status_of(other)


def _written(value: Value) -> str:
    return str(value.interval) if isinstance(value, Known) else status_of(value)


def _coverage(answer: Answer) -> str:
    return f"{answer.coverage[0]} of {answer.coverage[1]}" if answer.coverage else "none"
