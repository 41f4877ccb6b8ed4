"""What a further language of a book lacks: it is shown in another language, and told here, so that no gap is silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.errors import Where
from pledgebook.text import Text, texts_of

READ_BY_PEOPLE = (
    ("pledgebook", "figures.yml"),
    ("pledgebook.pages", "strings.yml"),
    ("pledgebook.pages", "sentences.yml"),
    ("pledgebook.pages", "projects.yml"),
    ("pledgebook.claims", "reasons.yml"),
    ("pledgebook.measures", "notes.yml"),
)
"""The engine’s texts that stand on pages. What the checks say (LNG, CON, ...) is English and French only."""
_SHOWN = 6


def gaps_of_further_languages(evidence: Evidence) -> Iterator[Finding]:
    """LNG015 and LNG016: the texts of pages, of declarations and of the engine that a further language lacks."""
    book = evidence.book
    for number, language in enumerate(book.languages):
        if language in LANGUAGES:
            continue
        for page, texts in sorted(_texts_of_pages(evidence).items()):
            if language not in texts:
                first = next(iter(texts.values()))
                where = Where(first.with_name(f"{language}.md"))
                yield Finding(problem("LNG015", where, page=page, language=language), page, "", language)
        where = book.file.where(["languages", number])
        for said, lacking in (
            ("book", _of_the_book(evidence, language)),
            ("engine", _of_the_engine(language)),
        ):
            if lacking:
                values: dict[str, object] = {
                    "language": language,
                    "number": len(lacking),
                    "whose": _WHOSE[said],
                }
                listed = ", ".join(lacking[:_SHOWN]) + (", …" if len(lacking) > _SHOWN else "")
                yield Finding(problem("LNG016", where, **values, listed=listed), language=language)


_WHOSE = {
    "book": Text(en="this book’s declarations", fr="déclarations du livre"),
    "engine": Text(en="the engine’s", fr="textes du moteur"),
}


def _texts_of_pages(evidence: Evidence) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for page, prose in evidence.book.prose():
        found.setdefault(page, {})[prose.language] = prose.path
    return found


def _of_the_book(evidence: Evidence, language: str) -> list[str]:
    """The declared texts without the language, as ``file: key``."""
    book = evidence.book
    declared: list[tuple[str, object]] = [("pledgebook.yml", book.declaration)]
    declared += [(f"objectives/{name}", one.declaration) for name, one in book.objectives.items()]
    declared += [(f"pages/{name}", one.declaration) for name, one in book.pages.items()]
    declared += [(f"sources/{name}", one) for name, one in book.sources.items()]
    own = {name: one for name, one in book.measures.items() if one.path.is_relative_to(book.root)}
    declared += [(f"measures/{name}", one) for name, one in own.items()]
    return [f"{file}: {key}" for file, one in declared for key in _lacking(one, language)]


def _lacking(node: object, language: str, path: tuple[str, ...] = ()) -> Iterator[str]:
    if isinstance(node, Text):
        if language not in node:
            yield ".".join(path)
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _lacking(getattr(node, name), language, (*path, name))
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _lacking(value, language, (*path, str(key)))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for number, value in enumerate(node):
            yield from _lacking(value, language, (*path, str(number)))


def _of_the_engine(language: str) -> list[str]:
    """The texts of pages without the language; a singular that only repeats the other form may be left out."""
    found = []
    for package, file in READ_BY_PEOPLE:
        texts = texts_of(package, file)
        for key, text in texts.items():
            if language not in text and language not in texts.get(key.removesuffix("_one"), text):
                found.append(f"{file}: {key}")
    return found
