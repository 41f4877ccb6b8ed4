"""Two languages of one text held against each other, and each text against its own language.

A newcomer would get wrong that a translation may say it in other words but not in another order: a section
carries the same figures, in the same order, with the same dates and durations, or the readers of one language
are told something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TypeAlias

from pledgebook.book.load import Prose
from pledgebook.claims.prose import figures_in, readable, without_figures
from pledgebook.claims.words import Duration, find_durations, find_numbers, read_figure
from pledgebook.period import FiscalStart
from pledgebook.yaml_text import load_yaml

_HEADING = re.compile(r"^#{1,6}\s+(?P<title>.+?)\s*#*$", re.MULTILINE)
_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_ITEM = re.compile(r"\s*(?:[-*+•]\s|\d+[.)]\s|\||>|```|~~~|!\[|<|\t| {4})")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WRAPPED_YEAR = re.compile(r"(?<=\S)\n(?=[ \t]*[0-9]{4}\b)")
"""A line break in front of a year: "2019." at the start of a line is no list number."""
_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[^\W\d_a-zà-ÿ])|\n\s*\n")
_FEWEST_SHOWING = 3
_ANY_HOME = "USD"
Years: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text under one heading; the first may have none."""

    number: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text that something is found in."""

    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """The dates and durations of a section that no figure carries, by what they say.

    ``durations`` by the years beside them, None where there are none: five years (2016-2022).
    """

    durations: Mapping[tuple[Years | None, Decimal], Stretch]
    dates: Mapping[tuple[date, date], Stretch]


def sections_of(prose: Prose) -> list[Section]:
    """The sections in their order, the text before the first heading included, so that numbers agree."""
    text = without_figures(prose)
    marks = list(_HEADING.finditer(text))
    starts = [0, *(m.start() for m in marks)]
    ends = [*(m.start() for m in marks), len(text)]
    titles = ["", *(m["title"] for m in marks)]
    return [Section(i, *parts) for i, parts in enumerate(zip(titles, starts, ends, strict=True))]


def figures_by_section(prose: Prose) -> list[list[str]]:
    """The names of the figures in each section, in their order."""
    links = figures_in(prose)
    return [[f.id for f in links if s.start <= f.start < s.end] for s in sections_of(prose)]


def told_times(prose: Prose, fiscal_start: FiscalStart) -> list[Told]:
    """The dates and durations of each section, as far as they can be read."""
    text = without_figures(replace(prose, text=_WRAPPED_YEAR.sub(" ", prose.text)))
    durations = find_durations(text, prose.language)
    dates = [
        (Stretch(at + found.start, found.words), days)
        for at, sentence in _sentences(text)
        for found in find_numbers(sentence, prose.language)
        if found.reason_aside in ("date", "year")
        and not any(d.start <= at + found.start < d.end for d in durations)
        and (days := _days(found.words, prose.language, fiscal_start))
    ]
    return [
        Told(
            {
                (_years_of(d), d.years): Stretch(d.start, " ".join(text[d.start : d.end].split()))
                for d in durations
                if section.start <= d.start < section.end
            },
            {days: stretch for stretch, days in dates if section.start <= stretch.start < section.end},
        )
        for section in sections_of(prose)
    ]


def paragraphs_in_another_language(prose: Prose) -> Iterator[tuple[Stretch, str]]:
    """Paragraphs whose small words are another language's, with that language."""
    words = {language: frozenset(found) for language, found in _table()["words"].items()}
    if prose.language not in words:
        return
    text = readable(prose)
    for block in _BLOCK.finditer(text):
        said = [w.casefold() for w in _WORD.findall(block[0])]
        counts = {language: sum(w in known for w in said) for language, known in words.items()}
        other = max((language for language in counts if language != prose.language), key=counts.__getitem__)
        if counts[other] >= _FEWEST_SHOWING and counts[other] > 2 * counts[prose.language]:
            yield Stretch(block.start(), _beginning(block[0])), other


def empty_lists(text: str, language: str) -> Iterator[Stretch]:
    """Sentences that announce a list and are followed by none.

    >>> [s.words for s in empty_lists("These include:\\n\\n## Next", "en")]
    ['These include:']
    """
    blocks = list(_BLOCK.finditer(text))
    announcing = frozenset(_table()["announcing"].get(language, ()))
    for number, block in enumerate(blocks):
        last = block[0].rstrip().rpartition("\n")[2]
        if not last.strip("*_ \t").endswith(":") or _HEADING.match(last) or _ITEM.match(last):
            continue
        following = blocks[number + 1][0] if number + 1 < len(blocks) else ""
        if following and _ITEM.match(following):
            continue
        announced = any(w.casefold() in announcing for w in _WORD.findall(last))
        if not following or _HEADING.match(following) or announced:
            start = block.start() + block[0].rstrip().rfind("\n") + 1
            yield Stretch(start, last.strip())


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence and where it begins: "in 2019. À la fin de 2020" is no span from one year to the other."""
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        yield start, text[start:end]
        start = end


def _days(words: str, language: str, fiscal_start: FiscalStart) -> tuple[date, date] | None:
    reading = read_figure(
        words.strip(), language, home_currency=_ANY_HOME, kind="date", fiscal_start=fiscal_start
    )
    return reading.days if reading else None


def _years_of(duration: Duration) -> Years | None:
    if duration.first_year is None or duration.last_year is None:
        return None
    return duration.first_year, duration.last_year


def _beginning(block: str) -> str:
    words = block.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    content = resources.files("pledgebook.claims").joinpath("stop_words.yml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = load_yaml(content)
    return table
