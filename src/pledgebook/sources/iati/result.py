"""Results: what was to be reached, by which indicator, in which period, and what was.

A newcomer would get wrong that a value may be missing, a text, or 0, three different things; that several
values of one period may be the cells of one total; and that an indicator may have baselines of several years.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from lxml import etree

import pledgebook.sources.iati.scalars as scalars
from pledgebook.money import rounded
from pledgebook.sources.iati.amounts import flag_of, read_day, read_whole
from pledgebook.sources.iati.element import attribute, children_of
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading
from pledgebook.value import NotReported, Value, known

QUALITATIVE = "5"
"""The measure of an indicator whose values are words."""
_DECIMALS = 6


def results(reading: Reading) -> Iterator[Row]:
    """One row per result."""
    for result, row in reading.numbered("result", "result_number"):
        yield {
            **row,
            "result_type": attribute(result, "type") or None,
            "can_be_aggregated": _flag(result, "aggregation-status", reading),
            **reading.texts((children := children_of(result)).first("title"), "title"),
            **reading.texts(children.first("description"), "description"),
        }


def indicators(reading: Reading) -> Iterator[Row]:
    """One row per indicator of a result; the order of its values says which way it should go."""
    for indicator, row in _indicators(reading):
        children = children_of(indicator)
        reference = children.first("reference")
        yield {
            **row,
            "measure": attribute(indicator, "measure") or None,
            "is_ascending": _flag(indicator, "ascending", reading),
            "can_be_aggregated": _flag(indicator, "aggregation-status", reading),
            **reading.texts(children.first("title"), "title"),
            **reading.texts(children.first("description"), "description"),
            "reference_vocabulary": attribute(reference, "vocabulary") or None,
            "reference_code": attribute(reference, "code") or None,
            "reference_uri": attribute(reference, "indicator-uri") or None,
        }


def periods(reading: Reading) -> Iterator[Row]:
    """One row per period of an indicator, also where nothing was said of it."""
    for indicator, row in _indicators(reading):
        for period, where in reading.counted(children_of(indicator)["period"], "period_number"):
            yield {**row, **where, **reading.period(children_of(period))}


def result_values(reading: Reading) -> Iterator[Row]:
    """One row per baseline, target and actual value."""
    if not reading.named("result"):
        return
    quiet = reading.quietly()
    for indicator, row in _indicators(reading):
        children = children_of(indicator)
        for baseline, where in reading.counted(children["baseline"], "value_number"):
            day = read_day(baseline, "iso-date", reading.issues)
            about: Row = {
                "period_number": 0,
                "baseline_year": read_whole(baseline, "year", reading.issues),
                "from_day": day,
                "to_day": day,
            }
            yield {**row, **where, **about, **_value(baseline, "baseline", indicator, reading)}
        for period, where in reading.counted(children["period"], "period_number"):
            of_period = children_of(period)
            if "target" not in of_period and "actual" not in of_period:
                continue
            about = {**row, **where, "baseline_year": None, **quiet.period(of_period)}
            for kind in ("target", "actual"):
                for value, at in reading.counted(of_period[kind], "value_number"):
                    yield {**about, **at, **_value(value, kind, indicator, reading)}


def _indicators(reading: Reading) -> Iterator[tuple[etree._Element, Row]]:
    for result, row in reading.numbered("result", "result_number"):
        for indicator, where in reading.counted(children_of(result)["indicator"], "indicator_number"):
            yield indicator, {**row, **where}


def _value(element: etree._Element, kind: str, indicator: etree._Element, reading: Reading) -> Row:
    children = children_of(element)
    dimensions = sorted([f"{attribute(d, 'name')}={attribute(d, 'value')}" for d in children["dimension"]])
    locations = [attribute(place, "ref") for place in children["location"]]
    written = element.get("value")
    return {
        "value_kind": kind,
        "dimensions": "; ".join(dimensions),
        "location_refs": " ".join(ref for ref in locations if ref),
        "is_total": not dimensions and not locations,
        "result_quantity": _quantity(element, written, indicator, reading),
        "value_reported": written,
        **reading.texts(children.first("comment"), "comment"),
    }


def _quantity(
    element: etree._Element, written: str | None, indicator: etree._Element, reading: Reading
) -> Value:
    value, is_number = quantity_of(written)
    if not is_number and attribute(indicator, "measure") != QUALITATIVE:
        reading.issues.add("result-not-a-number", element, written)
    return value


def quantity_of(written: str | None) -> tuple[Value, bool]:
    """The value that a text states, and False where there is a text that is no number.

    >>> quantity_of("many"), quantity_of(None)
    ((NotReported(), False), (NotReported(), True))
    """
    if written is None or not written.strip():
        return NotReported(), True
    number = scalars.number(written)
    return (NotReported(), False) if number is None else (known(_storable(number)), True)


def _storable(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    is_fine = isinstance(exponent, int) and exponent < -_DECIMALS
    return rounded(Fraction(number), _DECIMALS) if is_fine else number


def _flag(element: etree._Element, name: str, reading: Reading) -> bool | None:
    value, code = flag_of(written := attribute(element, name))
    if code:
        reading.issues.add(code, element, written)
    return value
