"""Two languages of one text held against each other, and each text against its own language.

A newcomer would get wrong that a translation may say it in other words but not in another order: a section
carries the same figures, in the same order, with the same dates and durations, or the readers of one language
are told something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from pledgebook.book.load import Prose
from pledgebook.claims.prose import figures_in, readable, without_figures
from pledgebook.claims.words import find_durations, find_numbers, read_figure
from pledgebook.period import FiscalStart

_HEADING = re.compile(r"^#{1,6}\s+(?P<title>.+?)\s*#*$", re.MULTILINE)
_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_ITEM = re.compile(r"\s*(?:[-*+•]\s|\d+[.)]\s|\||>|```|~~~|!\[|<|\t| {4})")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FEWEST_SHOWING = 3
_ANY_HOME = "USD"


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
    """The dates and durations of a section that no figure carries.

    ``spans``: durations by the years beside them; ``days``: dates and durations as their language wrote them,
    by what they say.
    """

    spans: Mapping[tuple[int, int], tuple[Decimal, Stretch]]
    times: Mapping[tuple[object, ...], Stretch]


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
    text = without_figures(prose)
    durations = find_durations(text, prose.language)
    numbers = find_numbers(text, prose.language)
    told = []
    for section in sections_of(prose):
        spans: dict[tuple[int, int], tuple[Decimal, Stretch]] = {}
        times: dict[tuple[object, ...], Stretch] = {}
        covered = []
        for found in durations:
            if not section.start <= found.start < section.end:
                continue
            covered.append((found.start, found.end))
            stretch = Stretch(found.start, " ".join(text[found.start : found.end].split()))
            if found.first_year is not None and found.last_year is not None:
                spans[found.first_year, found.last_year] = (found.years, stretch)
            else:
                times["duration", found.years] = stretch
        for number in numbers:
            inside = section.start <= number.start < section.end
            if inside and number.reason_aside in ("date", "year") and not _is_within(number.start, covered):
                days = _days(number.words, prose.language, fiscal_start)
                if days:
                    times[days] = Stretch(number.start, number.words)
        told.append(Told(spans, times))
    return told


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


def _days(words: str, language: str, fiscal_start: FiscalStart) -> tuple[date, date] | None:
    reading = read_figure(
        words.strip(), language, home_currency=_ANY_HOME, kind="date", fiscal_start=fiscal_start
    )
    return reading.days if reading else None


def _is_within(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in stretches)


def _beginning(block: str) -> str:
    words = block.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    content = resources.files("pledgebook.claims").joinpath("stop_words.yml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(content)
    return table
