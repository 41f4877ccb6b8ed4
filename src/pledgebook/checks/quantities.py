"""Quantities of findings: which is larger whatever the bounds are, and how they are written."""

from __future__ import annotations

from pledgebook.book.models import LANGUAGES
from pledgebook.figures import write_value
from pledgebook.text import Text
from pledgebook.value import Known, Value


def is_above(value: Value, other: Value) -> bool:
    """Whatever the two numbers are within their bounds, the first is larger; never where one is not known."""
    return isinstance(value, Known) and isinstance(other, Known) and value.interval.is_above(other.interval)


def in_words(value: Value, unit: str, home: str = "") -> Text:
    """The value in every language."""
    return Text(**{language: write_value(value, unit, language, home=home) for language in LANGUAGES})
