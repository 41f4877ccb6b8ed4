"""What words were read as, told to their author: the values that they allow, and the hedge.

A newcomer would get wrong that both are needed: “up to 850” and “less than 851” allow the same whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.claims.words.reading import Reading
from pledgebook.figures import write_date, write_interval
from pledgebook.text import WHOLE, Text, texts_of

_NOTHING = "—"
_UNITS = {"percent": "percent", "share": "percent", "points": "points", "multiple": "times", "rank": "rank"}
"""The unit of a kind of figure that has no unit of its own; a bare number is a count."""


def told(readings: Sequence[Reading], home_currency: str = "") -> Text:
    """The readings of one figure in every language; a dash where the words say no value.

    >>> from pledgebook.claims.words import read_figure
    >>> over = read_figure("over $4 billion", "en", home_currency="CAD")
    >>> told([over], "CAD")["fr"].replace("\\xa0", " ")
    'plus de 4 milliards de dollars (nuance : au-dessus de)'
    """
    return Text(**{language: _told(readings, language, home_currency) for language in WHOLE})


def _told(readings: Sequence[Reading], language: str, home: str) -> str:
    return ", ".join(_one(r, language, home) for r in readings if r.interval or r.days) or _NOTHING


def _one(reading: Reading, language: str, home: str) -> str:
    if reading.days:
        first, last = (write_date(day, language) for day in reading.days)
        return first if first == last else f"{first} – {last}"
    assert reading.interval is not None
    unit = reading.currency or _UNITS.get(reading.kind) or reading.unit or "count"
    values = write_interval(reading.interval, unit, language, home=home)
    texts = texts_of("pledgebook.claims", "told.yml")
    return texts["told"].said(language, values=values, hedge=texts[reading.hedge][language])
