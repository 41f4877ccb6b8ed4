"""One activity while its rows are read, and the columns that most of its tables share."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pledgebook.sources.iati.amounts import read_amount, read_currency, read_day
from pledgebook.sources.iati.element import NO_WORDS, attribute, words
from pledgebook.sources.iati.issues import Issues, Row


@dataclass(frozen=True, slots=True)
class Reading:
    """An activity's element, what it says for all that say nothing themselves, and where its issues go."""

    element: etree._Element
    language: str
    currency: str
    known_currencies: Collection[str]
    issues: Issues

    def quietly(self) -> Reading:
        """The same reading for what another table reads too: its issues are not told twice."""
        told = self.issues
        return replace(self, issues=Issues(told.source, told.activity_id, told.first_line))

    def numbered(self, tag: str, number: str) -> Iterator[tuple[etree._Element, Row]]:
        """Every child of that name, with the columns that say whose it is and where it stands."""
        return self.numbered_in(self.element, tag, number)

    def numbered_in(
        self, parent: etree._Element, tag: str, number: str
    ) -> Iterator[tuple[etree._Element, Row]]:
        """Every child of that name under an element, numbered from 1."""
        for count, child in enumerate(parent.iterchildren(tag), start=1):
            yield (
                child,
                {
                    "activity_id": self.issues.activity_id,
                    number: count,
                    "source": self.issues.source,
                    "record": self.issues.record(child),
                },
            )

    def where(self, element: etree._Element) -> Row:
        """The source and the record of an element."""
        return {"source": self.issues.source, "record": self.issues.record(element)}

    def texts(self, element: etree._Element | None, column: str) -> Row:
        """A text as first published, with its language, and in English and French where it was."""
        said = words(element, self.language)
        if said is NO_WORDS:
            return dict.fromkeys((column, f"{column}_language", f"{column}_en", f"{column}_fr"))
        return {
            column: said.first or None,
            f"{column}_language": said.first_language or None,
            f"{column}_en": said.in_language("en"),
            f"{column}_fr": said.in_language("fr"),
        }

    def first_text(self, element: etree._Element | None) -> str | None:
        """A text as first published."""
        return words(element, self.language).first or None

    def money(self, element: etree._Element) -> Row:
        """The amount of an element's ``value``, its currency and value date."""
        value = element.find("value")
        currency = attribute(value, "currency") or self.currency
        return {
            **read_amount(element, value, self.issues),
            "currency": read_currency(element, currency, self.known_currencies, self.issues),
            "value_date": read_day(value, "value-date", self.issues),
        }

    def period(self, element: etree._Element) -> Row:
        """The first and the last day of an element's period."""
        return {
            "from_day": read_day(element.find("period-start"), "iso-date", self.issues),
            "to_day": read_day(element.find("period-end"), "iso-date", self.issues),
        }
