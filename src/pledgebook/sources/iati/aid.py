"""How free money is: the earmarking and the form of aid, which stand beside the DAC's type of aid.

A newcomer would get wrong that a transaction and its activity may state types of aid in several vocabularies at once,
and that the earmarking modalities of the Grand Bargain (letters) lie in the four categories of earmarking (numbers).

Source: https://iatistandard.org/en/iati-standard/203/codelists/aidtypevocabulary/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pledgebook.sources.iati.element import attribute
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading

DAC, CATEGORY, MODALITY = "1", "2", "3"
"""The vocabularies (list AidTypeVocabulary): the DAC's types, earmarking category, earmarking modality."""
CATEGORIES = frozenset("1234")
_CATEGORY_OF = dict(zip("ABCDEFGHIJKL", "111222334444", strict=True))
"""The category in which each modality lies."""


def aid_types(reading: Reading) -> Iterator[Row]:
    """One row per type of aid of the activity, then of each transaction, but its first one of the DAC's list.

    That one has a column of the transaction already, wherever it stands among the others.
    """
    kept: list[tuple[etree._Element, int | None]] = [(e, None) for e in reading.named("default-aid-type")]
    for place, transaction in enumerate(reading.named("transaction"), start=1):
        found = transaction.findall("aid-type")
        in_column = first_of_dac(found)
        kept += [(element, place) for element in found if element is not in_column]
    for count, (element, number) in enumerate(kept, start=1):
        vocabulary, code = vocabulary_of(attribute(element, "vocabulary")), attribute(element, "code")
        yield {
            "activity_id": reading.issues.activity_id,
            "aid_type_number": count,
            "transaction_number": number,
            "vocabulary": vocabulary,
            "code": code or None,
            "earmarking_category": category_of(vocabulary, code) or None,
            **reading.where(element),
        }


def category_of(vocabulary: str, code: str) -> str:
    """The earmarking category of a code, or '' where it says nothing of earmarking.

    >>> category_of("2", "1"), category_of("3", "G"), category_of("4", "1")
    ('1', '3', '')
    """
    if vocabulary == MODALITY:
        return _CATEGORY_OF.get(code.upper(), "")
    return code if vocabulary == CATEGORY and code in CATEGORIES else ""


def first_of_dac(found: Sequence[etree._Element]) -> etree._Element | None:
    """The first of these types of aid that is of the DAC's list, wherever it stands; None where none is."""
    return next((one for one in found if vocabulary_of(attribute(one, "vocabulary")) == DAC), None)


def vocabulary_of(stated: str) -> str:
    """The vocabulary that a type of aid is of, the DAC's where it states none."""
    return stated or DAC
