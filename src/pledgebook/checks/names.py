"""What a finding calls a row of a ledger: its label in each language; its id stands beside it in ``findings.json``.

A newcomer would name the id in the sentence. Whoever keeps the ledger finds the line by the place that a finding
names; whoever reads the page has never seen the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pledgebook.checks.finding import Evidence
from pledgebook.text import Text, texts_of

Row = Mapping[str, Any]

NAMED = 3
"""As many of a list are named."""


def label_of(row: Row, column: str, otherwise: str) -> Text:
    """The row's text of a column in each language that has it; ``otherwise`` where none has.

    >>> label_of({"scope_en": "Trainers", "scope_fr": "Instructeurs"}, "scope", "trainers-20")["fr"]
    'Instructeurs'
    """
    start = f"{column}_"
    words = {key.removeprefix(start): str(row[key]) for key in row if key.startswith(start) and row[key]}
    return Text(**words) if {"en", "fr"} <= set(words) else Text(en=otherwise, fr=otherwise)


def envelope(row: Row) -> Text:
    """What an envelope is called."""
    return label_of(row, "label", str(row["pledge_id"]))


def ceiling_of(row: Row) -> Text:
    """What a ceiling is called: whom it is for."""
    return label_of(row, "scope", str(row["ceiling_id"]))


def word(evidence: Evidence, prefix: str, written: str) -> Text:
    """The name of a word of a ledger, the engine's or the book's own; the word itself where nobody named it."""
    own = evidence.book.declaration.words
    texts = texts_of("pledgebook.pages", "sentences.yml")
    key = f"{prefix}_{written}"
    return own.get(key) or texts.get(key) or Text(en=written, fr=written)


def indicators(evidence: Evidence) -> dict[str, Text]:
    """The name of each indicator, by its id: the book's, else its table's."""
    names = {r["indicator"]: label_of(r, "name", "") for r in evidence.rows["indicator"]}
    found = {indicator: name for indicator, name in names.items() if name["en"]}
    return {**found, **evidence.book.declaration.indicators}


def definitions(evidence: Evidence) -> dict[tuple[str, str], Text]:
    """Whom and which year an indicator speaks of under one definition: as declared, else the definition's id."""
    found: dict[tuple[str, str], Text] = {}
    for row in evidence.rows["indicator"]:
        group, due, definition = row["population_group"], row["due_on"], str(row["definition_id"])
        of = word(evidence, "population", group) if group else None
        year = str(due.year) if due else ""
        text = Text(en=definition.replace("_", " "), fr=definition.replace("_", " "))
        if of is not None or year:
            languages = of or Text(en="", fr="")
            text = Text(**{k: ", ".join(filter(None, [languages[k], year])) for k in languages})
        found[row["indicator"], row["definition_id"]] = text
    return found


def indicator_under(
    names: Mapping[str, Text], parts: Mapping[tuple[str, str], Text], indicator: str, definition: str
) -> Text:
    """``Schools built (displaced people, 2019)`` in each language; an id where nobody gave a name."""
    name = names.get(indicator) or Text(en=indicator.replace("_", " "), fr=indicator.replace("_", " "))
    part = parts.get((indicator, definition))
    if part is None and definition:
        part = Text(en=definition.replace("_", " "), fr=definition.replace("_", " "))
    if part is None:
        return name
    return Text(**{k: f"{name[k]} ({part[k]})" for k in ("en", "fr")})


def projects_named(rows: Sequence[Row]) -> tuple[Text, tuple[str, ...]]:
    """Projects by the titles in quotes, of many the first and how many more there are; the ids of those named."""
    return listed_texts([project(row) for row in rows], NAMED), tuple(
        str(r["activity_id"]) for r in rows[:NAMED]
    )


def project(row: Row) -> Text:
    """A project's title in quotes, in each language or as it is published; its id where it has none.

    >>> project({"activity_id": "XX-1", "title": "Wells", "title_en": "Wells", "title_fr": "Puits"})["en"]
    '“Wells”'
    """
    first = row["title"] or row["title_en"] or row["title_fr"]
    if not first:
        return Text(en=str(row["activity_id"]), fr=str(row["activity_id"]))
    return Text(en=f"“{row['title_en'] or first}”", fr=f"«\u00a0{row['title_fr'] or first}\u00a0»")


def listed_texts(names: Sequence[Text], most: int) -> Text:
    """The names with semicolons, for they may hold commas; of many the first and how many more there are."""
    more = len(names) - most
    en = "; ".join(name["en"] for name in names[:most])
    fr = "\u202f; ".join(name["fr"] for name in names[:most])
    if more <= 0:
        return Text(en=en, fr=fr)
    return Text(en=f"{en} and {more} more", fr=f"{fr} et {more} {'autre' if more == 1 else 'autres'}")
