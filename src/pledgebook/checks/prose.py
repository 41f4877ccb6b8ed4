"""What the texts say by themselves: numbers without a link, durations against their years, the languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from pledgebook.book.models import OWN_PAGES
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.claims.prose import (
    FOLLOWED,
    FigureLink,
    figure_slug,
    figures_in,
    headings,
    leads_to,
    links_in,
    readable,
    where,
    without_figures,
)
from pledgebook.claims.told import told
from pledgebook.claims.verdicts import Verdict
from pledgebook.claims.words import Found, duration_holds, find_durations, find_numbers
from pledgebook.text import Text


def numbers_without_link(evidence: Evidence) -> Iterator[Finding]:
    """NUM001: a number in published prose that no figure carries."""
    allow = evidence.book.declaration.allow
    for page, prose in evidence.book.prose():
        text = without_figures(prose)
        for name in allow:
            text = text.replace(name, " " * len(name))
        durations = find_durations(text, prose.language)
        for number in find_numbers(text, prose.language):
            covered = any(d.start <= number.start < d.end for d in durations)
            if (number.reason_aside is None or _only_begins_a_line(number, text)) and not covered:
                found = problem("NUM001", where(prose, number.start), words=number.words.strip())
                yield Finding(found, page, "", prose.language)


def _only_begins_a_line(number: Found, text: str) -> bool:
    """It looks like a list's number and is none, for those of lists are blanked already.

    A year, and what numbers a heading or stands in a bracket, is no figure either way.
    """
    is_year = number.words.isdigit() and int(number.words) in range(1900, 2100)
    before = text[: number.start].rpartition("\n")[2]
    return number.reason_aside == "list" and not is_year and not before.endswith("(") and "#" not in before


def figures_named_alike(evidence: Evidence) -> Iterator[Finding]:
    """BOOK015: a figure whose address is numbered by its order, for another of the text has its name."""
    for page, prose in evidence.book.prose():
        for link in figures_in(prose):
            if link.id != link.name_of:
                found = problem("BOOK015", link.where, figure=link.name_of)
                yield Finding(found, page, link.id, prose.language)


def links_lead_somewhere(evidence: Evidence) -> Iterator[Finding]:
    """PUB001: a link of a text to no page of the book, to a figure that is none, or by a scheme nobody follows."""
    pages = {"", *OWN_PAGES, *evidence.book.pages} - {"home"}
    pages |= {f"objectives/{name}" for name in evidence.book.objectives}
    slugs: dict[str, set[str]] = defaultdict(set)
    for verdict in evidence.verdicts:
        slugs[verdict.claim.language].add(figure_slug(verdict.claim.id))
    for page, prose in evidence.book.prose():
        for link in links_in(prose):
            if not _leads_somewhere(
                "" if page == "home" else page, link.address, pages, slugs[prose.language]
            ):
                found = problem("PUB001", link.where, page=page, target=link.address)
                yield Finding(found, page, "", prose.language)


def headings_in_order(evidence: Evidence) -> Iterator[Finding]:
    """PUB003: a text whose headings skip a level; the page's own title is the first."""
    for page, prose in evidence.book.prose():
        level = 1
        for found in headings(prose):
            if found.level > level + 1:
                told = problem("PUB003", found.where, page=page, heading=found.title)
                yield Finding(told, page, "", prose.language)
            level = found.level


def _leads_somewhere(here: str, address: str, pages: set[str], slugs: set[str]) -> bool:
    """What is made from records, such as a project's page, is looked at again once the site is written."""
    try:
        to = leads_to(here, address)
        is_followed = urlsplit(address).scheme.lower() in FOLLOWED
    except ValueError:
        return False
    if to is None:
        return is_followed
    page, fragment = to
    is_figure = page != "figures" or not fragment or "--" not in fragment or fragment in slugs
    return bool(address) and is_figure and (page in pages or page.startswith("projects/"))


def durations_against_years(evidence: Evidence) -> Iterator[Finding]:
    """CON001: "five years (2016-2022)" contradicts itself."""
    for page, prose in evidence.book.prose():
        text = readable(prose)
        for duration in find_durations(text, prose.language):
            if duration.first_year is None or duration.last_year is None or duration_holds(duration):
                continue
            years = duration.last_year - duration.first_year
            found = problem(
                "CON001",
                where(prose, duration.start),
                words=" ".join(text[duration.start : duration.end].split()),
                stated=f"{duration.years:f}",
                first=duration.first_year,
                last=duration.last_year,
                calendar=years + 1,
                fiscal=years,
            )
            figure = f"years-{duration.first_year}-{duration.last_year}"
            yield Finding(found, page, figure, prose.language)


def same_figures_in_every_language(evidence: Evidence) -> Iterator[Finding]:
    """LNG002 and LNG003: every language carries the same figures, and they read the same."""
    verdicts = {(v.claim.page, v.claim.link.id, v.claim.language): v for v in evidence.verdicts}
    by_figure: dict[tuple[str, str], dict[str, FigureLink]] = {}
    written: dict[str, set[str]] = {}
    for page, prose in evidence.book.prose():
        written.setdefault(page, set()).add(prose.language)
        for link in figures_in(prose):
            by_figure.setdefault((page, link.id), {})[prose.language] = link
    for (page, figure), links in by_figure.items():
        absent = [lang for lang in evidence.book.languages if lang in written[page] - links.keys()]
        if absent:
            values = {"figure": figure, "present": ", ".join(links), "absent": ", ".join(absent)}
            yield Finding(problem("LNG002", next(iter(links.values())).where, **values), page, figure)
        judged = [verdicts[page, figure, lang] for lang in links if (page, figure, lang) in verdicts]
        yield from _read_apart(page, figure, judged, evidence.book.declaration.currency)


def _read_apart(page: str, figure: str, verdicts: list[Verdict], home: str) -> Iterator[Finding]:
    for first, other in pairwise(verdicts):
        if _reading(first) != _reading(other):
            found = problem(
                "LNG003",
                other.claim.link.where,
                first=first.claim.link.words,
                first_reading=_told(first, home),
                second=other.claim.link.words,
                second_reading=_told(other, home),
            )
            yield Finding(found, page, figure, other.claim.language)


def _told(verdict: Verdict, home: str) -> Text:
    return told([verdict.reading] if verdict.reading else [], home)


def _reading(verdict: Verdict) -> str:
    """What is compared: the same for two languages that say the same."""
    reading = verdict.reading
    if reading is None:
        return "—"
    if reading.days:
        return f"{reading.days[0]}/{reading.days[1]}"
    return f"{reading.hedge} {reading.interval}" if reading.interval else "—"
