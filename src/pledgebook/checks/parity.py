"""The languages of a text held against each other: order, dates, sign-off, the right language, empty lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pledgebook.book.load import Prose
from pledgebook.book.models import LANGUAGES
from pledgebook.book.translations import FILE, is_for, read_sign_offs, texts_by_page
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.claims.parity import (
    Stretch,
    Told,
    empty_lists,
    figures_by_section,
    paragraphs_in_another_language,
    told_times,
)
from pledgebook.claims.prose import figures_in, readable, where
from pledgebook.errors import Where
from pledgebook.text import Text


def same_sections_and_order(evidence: Evidence) -> Iterator[Finding]:
    """LNG004: each section carries the same figures in the same order as in the book's first language."""
    for page, first, other in _pairs(evidence):
        here, there = figures_by_section(other), figures_by_section(first)
        if {f for s in here for f in s} != {f for s in there for f in s}:
            continue
        if len(here) != len(there):
            values: dict[str, object] = {"first": len(there) - 1, "second": len(here) - 1}
            yield _found("LNG005", other, page, "sections", 0, values)
            continue
        numbered = [(n, a, b) for n, (a, b) in enumerate(zip(here, there, strict=True)) if a != b]
        for number, found, expected in numbered[:1]:
            figure = next((f for f in [*found, *expected] if _place(found, f) != _place(expected, f)), "")
            link = next((f for f in figures_in(other) if f.id == figure), None)
            values = {"figure": figure, "section": number, "language": first.language}
            yield _found("LNG004", other, page, figure, link.start if link else 0, values)


def same_dates_and_durations(evidence: Evidence) -> Iterator[Finding]:
    """LNG006 and LNG013: what dates and durations the texts tell beside the figures, section by section."""
    start = evidence.book.declaration.fiscal_start
    for page, first, other in _pairs(evidence):
        if other.language not in LANGUAGES:
            continue
        there, here = told_times(first, start), told_times(other, start)
        if len(there) == len(here):
            for number, (one, two) in enumerate(zip(there, here, strict=True)):
                yield from _durations_apart(page, other, number, one, two)
                yield from _dates_apart(page, first, other, number, one, two)


def _durations_apart(page: str, other: Prose, number: int, one: Told, two: Told) -> Iterator[Finding]:
    """The same years with another length; else a length in each that the other does not tell."""
    only_there = {key: s for key, s in one.durations.items() if key not in two.durations}
    only_here = {key: s for key, s in two.durations.items() if key not in one.durations}
    for (years, _), stretch in only_there.items():
        same = next((s for key, s in only_here.items() if years and key[0] == years), None)
        if same and years:
            values = {"first": _listed([stretch]), "second": _listed([same])}
            yield _found("LNG006", other, page, f"years-{years[0]}-{years[1]}", same.start, values)
    free_there = [s for (years, _), s in only_there.items() if years is None]
    free_here = [s for (years, _), s in only_here.items() if years is None]
    if free_there and free_here:
        values = {"first": _listed(free_there), "second": _listed(free_here)}
        yield _found("LNG006", other, page, f"section-{number}", free_here[0].start, values)


def _dates_apart(
    page: str, first: Prose, other: Prose, number: int, one: Told, two: Told
) -> Iterator[Finding]:
    only_there = [s for days, s in one.dates.items() if days not in two.dates]
    only_here = [s for days, s in two.dates.items() if days not in one.dates]
    if only_there and only_here:
        values: dict[str, object] = {"first": _listed(only_there), "second": _listed(only_here)}
        yield _found("LNG006", other, page, f"section-{number}", only_here[0].start, values)
    elif only_there or only_here:
        text, absent = (first, other) if only_there else (other, first)
        found = only_there or only_here
        values = {"words": _listed(found), "language": text.language, "absent": absent.language}
        yield _found("LNG013", text, page, f"section-{number}", found[0].start, values)


def translations_signed_off(evidence: Evidence) -> Iterator[Finding]:
    """LNG007 and LNG008: somebody compared exactly these two texts."""
    signed, file, mistakes = read_sign_offs(evidence.book.root)
    yield from (Finding(p) for p in mistakes)
    if mistakes:
        return
    texts = texts_by_page(evidence.book)
    for page, _, other in _pairs(evidence):
        found = signed.get((page, other.language))
        values: dict[str, object] = {"page": page, "language": other.language}
        if found is None:
            yield _found("LNG007", other, page, "", 0, values)
        elif not is_for(found, texts[page]):
            yield _found("LNG008", other, page, "", 0, {**values, "day": found.day})
    lost = sorted(key for key in signed if key[0] not in texts)
    for page, language in lost:
        place = Where(evidence.book.root / FILE) if file is None else file.where()
        yield Finding(problem("BOOK007", place, word=f"{page} ({language})", allowed=", ".join(texts)))


def texts_in_their_language(evidence: Evidence) -> Iterator[Finding]:
    """LNG009: a paragraph of one language's text is written in another."""
    for page, prose in evidence.book.prose():
        for stretch, language in paragraphs_in_another_language(prose):
            values: dict[str, object] = {
                "words": stretch.words,
                "language": prose.language,
                "other": language,
            }
            yield _found("LNG009", prose, page, "", stretch.start, values)


def lists_with_items(evidence: Evidence) -> Iterator[Finding]:
    """LNG010: a list is announced and nothing follows."""
    for page, prose in evidence.book.prose():
        for stretch in empty_lists(readable(prose), prose.language):
            yield _found("LNG010", prose, page, "", stretch.start, {"words": stretch.words})


def _pairs(evidence: Evidence) -> Iterator[tuple[str, Prose, Prose]]:
    """Every text of another language with its page and its text in the book's first language."""
    first, *others = evidence.book.languages
    for page, texts in texts_by_page(evidence.book).items():
        for language in others:
            if first in texts and language in texts:
                yield page, texts[first], texts[language]


def _found(code: str, prose: Prose, page: str, figure: str, at: int, values: Mapping[str, object]) -> Finding:
    return Finding(problem(code, where(prose, at), **values), page, figure, prose.language)


def _place(figures: list[str], figure: str) -> int:
    return figures.index(figure) if figure in figures else -1


def _listed(found: list[Stretch]) -> Text:
    words = [s.words.strip() for s in found]
    return Text(en=", ".join(f"“{w}”" for w in words), fr=", ".join(f"«\u00a0{w}\u00a0»" for w in words))
