"""One activity while its rows are read, and the columns that most of its tables share.

A newcomer would get wrong that asking an element for its children by name, again for each name, is what costs
most: the activity's own children are grouped once, in ``children``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from lxml import etree

from pledgebook.sources.iati.amounts import read_amount, read_currency, read_day
from pledgebook.sources.iati.element import NO_WORDS, Children, attribute, words
from pledgebook.sources.iati.issues import Issues, Row
from pledgebook.sources.iati.shares import Declared


@dataclass(frozen=True, slots=True)
class Reading:
    """An activity's element, what it says for all that say nothing themselves, and where its issues go.

    ``declared`` are the recipients and sectors of the activity, then those of each of its transactions.
    """

    element: etree._Element
    children: Children
    language: str
    currency: str
    known_currencies: Collection[str]
    declared: tuple[list[Declared], ...]
    issues: Issues

    def quietly(self) -> Reading:
        """The same reading for what another table reads too: its issues are not told twice."""
        told = self.issues
        return replace(self, issues=Issues(told.source, told.activity_id, told.first_line))

    def named(self, tag: str) -> list[etree._Element]:
        """The activity's own children of that name."""
        return self.children[tag]

    def numbered(self, tag: str, number: str) -> Iterator[tuple[etree._Element, Row]]:
        """Every child of that name, with the columns that say whose it is and where it stands."""
        return self.counted(self.named(tag), number)

    def counted(self, found: list[etree._Element], number: str) -> Iterator[tuple[etree._Element, Row]]:
        """Every element of a list, numbered from 1."""
        issues = self.issues
        for count, child in enumerate(found, start=1):
            yield (
                child,
                {
                    "activity_id": issues.activity_id,
                    number: count,
                    "source": issues.source,
                    "record": issues.record(child),
                },
            )

    def where(self, element: etree._Element) -> Row:
        """The source and the record of an element."""
        return {"source": self.issues.source, "record": self.issues.record(element)}

    def texts(self, element: etree._Element | None, column: str) -> Row:
        """A text as first published, with its language, and in English and French where it was."""
        said = words(element, self.language)
        first, language, english, french = _columns_of(column)
        if said is NO_WORDS:
            return {first: None, language: None, english: None, french: None}
        by_language = said.by_language
        return {
            first: said.first or None,
            language: said.first_language or None,
            english: by_language.get("en"),
            french: by_language.get("fr"),
        }

    def money(self, element: etree._Element, value: etree._Element | None) -> Row:
        """The amount of an element's ``value``, its currency and value date."""
        currency = attribute(value, "currency") or self.currency
        return {
            **read_amount(element, value, self.issues),
            "currency": read_currency(
                element if value is None else value, currency, self.known_currencies, self.issues
            ),
            "value_date": read_day(value, "value-date", self.issues),
        }

    def period(self, children: Children) -> Row:
        """The first and the last day of the period that stands among an element's children."""
        return {
            "from_day": read_day(children.first("period-start"), "iso-date", self.issues),
            "to_day": read_day(children.first("period-end"), "iso-date", self.issues),
        }


@cache
def _columns_of(column: str) -> tuple[str, str, str, str]:
    return column, f"{column}_language", f"{column}_en", f"{column}_fr"
