"""The results that activities publish in IATI, as indicators: counted where the book declares it, beside its own.

A newcomer would give them to the strategy. They are those of whoever reports the activity, so ``partner`` names it, and
no measure of indicators adds two partners, or a partner and the strategy. The values are made of what has passed the
gate, so that nothing is told here which is withheld there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pledgebook.book.models import PublishedIndicators
from pledgebook.sources.iati.result import QUALITATIVE
from pledgebook.tables.rows import ColumnRows
from pledgebook.tables.schema import ALL, to_arrow
from pledgebook.value import Known, Withheld

Row = Mapping[str, Any]
Declared = Mapping[str, PublishedIndicators]
"""What the book declares of a source's results, by the source."""

DEFINITION = "as_published"
"""The one definition of an indicator that an activity publishes."""
NOBODY = "not_stated"
"""The partner where an activity does not say who reports it: never the strategy itself."""
_PERCENTAGE = "2"
_LEVELS = {"1": "output", "2": "outcome", "3": "impact"}
_TYPES = {"1": "number", _PERCENTAGE: "percentage", QUALITATIVE: "qualitative"}
_DIRECTIONS = {True: "up", False: "down"}
_DIMENSIONS = {"sex": {"sex", "gender", "genre", "sexe"}, "age_group": {"age", "âge"}}
"""Words in the name of a dimension that say what it tells apart."""
_VALUES = {
    "f": {
        "f",
        "female",
        "females",
        "women",
        "woman",
        "girls",
        "femme",
        "femmes",
        "féminin",
        "feminin",
        "filles",
    },
    "m": {"m", "male", "males", "men", "man", "boys", "homme", "hommes", "masculin", "garçons"},
    "children": {"children", "child", "enfants", "minors", "<18", "0-17", "under 18", "moins de 18"},
    "adults": {"adults", "adult", "adultes", "18+", ">=18", "18 and over"},
}
"""Words of the value of a dimension, in the languages in which publishers write them."""


def published_indicators(tables: Mapping[str, Iterable[Row]], declared: Declared) -> Iterable[dict[str, Any]]:
    """Rows of ``indicator``: one for each indicator of a result of a source that is declared."""
    return ColumnRows(to_arrow("indicator", _indicators(tables, declared)))


def published_values(tables: Mapping[str, Iterable[Row]], declared: Declared) -> Iterable[dict[str, Any]]:
    """Rows of ``indicator_value``: one for each value of a result of a source that is declared."""
    return ColumnRows(to_arrow("indicator_value", _values(tables, declared)))


def _indicators(tables: Mapping[str, Iterable[Row]], declared: Declared) -> Iterator[dict[str, Any]]:
    reporters = {row["activity_id"]: row["reporting_org_ref"] for row in tables["activity"]}
    levels = {_result(row): row["result_type"] for row in _of(tables["result"], declared)}
    for row in _of(tables["result_indicator"], declared):
        said = declared[row["source"]]
        yield {
            "indicator": indicator_id(row),
            "definition_id": DEFINITION,
            "name_en": row["title_en"],
            "name_fr": row["title_fr"],
            "partner": reporters.get(row["activity_id"]) or NOBODY,
            "level": _LEVELS.get(levels.get(_result(row), "")),
            "indicator_type": _TYPES.get(row["measure"]),
            "path": said.path,
            "activity_id": row["activity_id"],
            "source": row["source"],
            "record": row["record"],
        }


def _values(tables: Mapping[str, Iterable[Row]], declared: Declared) -> Iterator[dict[str, Any]]:
    about = {indicator_id(row): row for row in _of(tables["result_indicator"], declared)}
    results = {_result(row): row for row in _of(tables["result"], declared)}
    for row in _of(tables["result_value"], declared):
        result = results.get(_result(row), {})
        yield {
            **as_value(row, about.get(indicator_id(row), {})),
            "definition_en": result.get("title_en"),
            "definition_fr": result.get("title_fr"),
        }


def as_value(row: Row, indicator: Row) -> dict[str, Any]:
    """A value of a result as a row of ``indicator_value``, with what its indicator says of it."""
    first, last = _days(row)
    words = _written(row) if indicator.get("measure") == QUALITATIVE else None
    return {
        "indicator": indicator_id(row),
        "definition_id": DEFINITION,
        "value_kind": row["value_kind"],
        "cell": _cell(row),
        **of_whom_in(dimensions_of(row)),
        "is_total": row["is_total"],
        "from_day": first,
        "to_day": last,
        "unit": "percent" if indicator.get("measure") == _PERCENTAGE else "count",
        "direction": _DIRECTIONS.get(indicator.get("is_ascending")),  # type: ignore[arg-type]
        "indicator_quantity": row["result_quantity"],
        "words_en": words,
        "words_fr": words,
        "source": row["source"],
        "record": row["record"],
    }


def indicator_id(row: Row) -> str:
    """The indicator that a row of a result is of: its activity, result and place in it.

    >>> indicator_id({"activity_id": "XM-1-A", "result_number": 2, "indicator_number": 1})
    'XM-1-A 2.1'
    """
    return f"{row['activity_id']} {row['result_number']}.{row['indicator_number']}"


def dimensions_of(row: Row) -> dict[str, str]:
    """The dimensions of a value and what they say, by their names as written.

    >>> dimensions_of({"dimensions": "Gender - genre=Female - feminin; Age=15-24 yrs"})
    {'Gender - genre': 'Female - feminin', 'Age': '15-24 yrs'}
    """
    parts = str(row["dimensions"] or "").split("; ")
    return {name: value for part in parts if part for name, _, value in (part.partition("="),)}


def tells(dimension: str) -> str:
    """What a dimension tells apart: ``sex``, ``age_group`` or '' for anything else.

    >>> tells("Gender - genre"), tells("Age (-18/18+)"), tells("Percentage")
    ('sex', 'age_group', '')
    """
    words = set(re.findall(r"\w+", dimension.lower()))
    return next((column for column, names in _DIMENSIONS.items() if words & names), "")


def who(dimension: str, value: str) -> str:
    """The word of our tables for a value of a dimension that tells a sex or an age; '' where none is certain.

    >>> who("Gender - genre", "Female - feminin"), who("sex", "Unknown"), who("Age", "15-24")
    ('f', '', '')
    """
    column = tells(dimension)
    allowed = {"sex": ("f", "m"), "age_group": ("children", "adults")}.get(column, ())
    said = {part.strip() for part in value.lower().split(" - ")}
    found = [word for word in allowed if said & _VALUES[word]]
    return found[0] if len(found) == 1 else ""


def of_whom_in(dimensions: Mapping[str, str]) -> dict[str, str]:
    """The sex and the age group of a cell, ``all`` where its dimensions say none."""
    said = {column: word for name, value in dimensions.items()
            if (word := who(name, value)) and (column := tells(name))}  # fmt: skip
    return {"sex": said.get("sex", ALL), "age_group": said.get("age_group", ALL)}


def _of(rows: Iterable[Row], declared: Declared) -> Iterator[Row]:
    return (row for row in rows if row["source"] in declared)


def _result(row: Row) -> tuple[Any, Any]:
    return row["activity_id"], row["result_number"]


def _cell(row: Row) -> str:
    """The cell's dimensions and places as written; the whole where there is none."""
    places = f"location={row['location_refs']}" if row["location_refs"] else ""
    return "; ".join(part for part in (row["dimensions"], places) if part) or (
        ALL if row["is_total"] else NOBODY
    )


def _days(row: Row) -> Sequence[date | None]:
    """The first and last day; of a baseline that has only a year, that year's."""
    year = row["baseline_year"]
    if row["to_day"] is None and year and date.min.year <= year <= date.max.year:
        return date(year, 1, 1), date(year, 12, 31)
    return row["from_day"], row["to_day"]


def _written(row: Row) -> str | None:
    """A value in words, as its publisher writes it; what is withheld is not told in words either."""
    if isinstance(row["result_quantity"], Known | Withheld):
        return None
    return " ".join(str(row["value_reported"] or "").split()) or None
