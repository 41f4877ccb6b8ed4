"""Words of the prose held against a dictionary, the book's own words and the names that its tables have.

A newcomer would get wrong that an unknown word need not be a mistake: it is a warning, and a book that means the word
says so in ``dictionary/<language>.txt``, one word a line. Acronyms, words with a digit and text in another language
(``LNG009``) are not judged. The library is imported when the first text is checked, for it reads its dictionaries then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pledgebook.book.load import Book, Prose
from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.claims.parity import paragraphs_in_another_language
from pledgebook.claims.prose import readable, where
from pledgebook.codes import codes_of
from pledgebook.tables.rows import cells_of
from pledgebook.text import Text
from pledgebook.yaml_text import load_yaml

if TYPE_CHECKING:
    from spellchecker import SpellChecker

FOLDER = "dictionary"
_WORD = re.compile(r"(?<![\w@./])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w@])")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b[a-z\d-]+(?:\.[a-z\d-]+)+(?:/\S*)?")
_ACRONYM = re.compile(r"[^\W\d_a-zà-ÿ]{2,}s?$")
_MARKS = re.compile(r"[^\n]")


def words_in_the_dictionary(evidence: Evidence) -> Iterator[Finding]:
    """LNG014: a word that no dictionary and no name of the book has."""
    names = _names(evidence)
    for page, prose in evidence.book.prose():
        if prose.language not in LANGUAGES:
            continue
        known = names | _own_words(evidence.book, prose.language)
        for start, word in _unknown(prose, known):
            near = _nearest(word, prose.language)
            guess = (
                Text(en=f" Did you mean “{near}”?", fr=f" Vouliez-vous dire «\u00a0{near}\u00a0»\u202f?")
                if near
                else Text(en="", fr="")
            )
            file = f"{FOLDER}/{prose.language}.txt"
            found = problem("LNG014", where(prose, start), word=word, guess=guess, file=file)
            yield Finding(found, page, "", prose.language)


def _unknown(prose: Prose, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Each word that is in no dictionary, with its place in the text."""
    text = _ADDRESS.sub(lambda m: _MARKS.sub(" ", m[0]), _in_its_language(prose))
    for match in _WORD.finditer(text):
        if not _is_word(match[0], prose.language, known):
            yield from _wrong_parts(match, prose.language, known)


def _wrong_parts(match: re.Match[str], language: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The parts of "l’enfance", one of which is wrong."""
    for part in re.finditer(r"[^'’]+", match[0]):
        if not _is_word(part[0], language, known):
            yield match.start() + part.start(), part[0]


def _is_word(word: str, language: str, known: frozenset[str]) -> bool:
    if len(word) == 1 or _ACRONYM.match(word):
        return True
    plain = word.replace("’", "'").casefold().replace("œ", "oe").replace("æ", "ae")
    return plain in known or plain in _table()["elided"][language] or _is_known(plain, language)


@cache
def _is_known(word: str, language: str) -> bool:
    dictionary = _dictionary(language)
    if word in _also(language) or word in dictionary or word.replace("oe", "œ") in dictionary:
        return True
    return any(
        (other := re.sub(rule["pattern"], rule["to"], word)) != word and other in dictionary
        for rule in _table()["variants"][language]
    )


@cache
def _nearest(word: str, language: str) -> str:
    """The word that differs by an accent, else the most usual one a letter away; nothing where there is none.

    Of words as usual as each other it is the first by the alphabet, so that a finding is the same bytes each time.
    """
    dictionary, plain = _dictionary(language), word.casefold()
    found = sorted((dictionary.candidates(plain) or set()) - {plain})
    near = max(found, key=lambda w: (_bare(w) == _bare(plain), dictionary[w]), default="")
    return near.capitalize() if word[0].isupper() else near


def _bare(word: str) -> str:
    """The word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@cache
def _dictionary(language: str) -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language=language, distance=1)


def _in_its_language(prose: Prose) -> str:
    """The text as it reads, its paragraphs in another language blanked."""
    text = readable(prose)
    for stretch, _ in paragraphs_in_another_language(prose):
        end = text.find("\n\n", stretch.start + 1)
        end = len(text) if end < 0 else end
        text = text[: stretch.start] + _MARKS.sub(" ", text[stretch.start : end]) + text[end:]
    return text


def _own_words(book: Book, language: str) -> frozenset[str]:
    """The book's own words: one a line, what follows a # aside."""
    path = book.root / FOLDER / f"{language}.txt"
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return frozenset(word.casefold() for line in lines if (word := line.partition("#")[0].strip()))


def _names(evidence: Evidence) -> frozenset[str]:
    """Names of places, organisations, sources and countries; of what a table names, only what is written large."""
    declared, book = evidence.book.declaration, evidence.book
    texts: list[Mapping[str, str]] = [d.name for d in declared.departments]
    for named in (declared.names, declared.indicators, declared.instruments, declared.words):
        texts += named.values()
    texts += [s.publisher.name for s in book.sources.values()]
    said = {words for text in texts for words in text.values()} | set(declared.allow)
    said |= {c.name[language] for c in codes_of("iso", "country").values() for language in ("en", "fr")}
    return frozenset(_of_names([*said, *_named_in_tables(evidence)]))


def _named_in_tables(evidence: Evidence) -> set[str]:
    columns: Mapping[str, list[str]] = _table()["names"]
    return {
        str(name)
        for table, names in columns.items()
        for cells in set(cells_of(evidence.rows.get(table, ()), *names))
        for name in cells
        if name
    }


def _of_names(said: Iterable[str]) -> Iterator[str]:
    for words in said:
        for word in re.findall(r"[^\W\d_]+", words):
            if word[0].isupper():
                yield word.casefold()


@cache
def _also(language: str) -> frozenset[str]:
    return frozenset(_table()["also"][language])


@cache
def _table() -> Any:
    file = resources.files("pledgebook.checks").joinpath("spelling.yml")
    return load_yaml(file.read_text(encoding="utf-8"))
