"""The declarations of a draft: ``pledgebook.yml`` and ``page.yml``, every unknown marked as a question.

A newcomer would get wrong that the draft has to load: a value that nobody knows yet stands as one that means
nothing (XX, XDR), with its question beside it, and not as a gap that would hide the figures' own findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from pledgebook.adopt.mention import Mention
from pledgebook.adopt.page import PublishedPage
from pledgebook.adopt.prose import title_of
from pledgebook.adopt.tables import say
from pledgebook.period import Span

_LONGEST_TITLE = 120
_NO_CURRENCY = "XDR"
"""Nobody's own currency: with it, no bare dollar is read as one country's."""

_NO_TIME = Span(date(2000, 1, 1), date(2000, 12, 31))
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages tell of the book's frame."""

    pages: Sequence[PublishedPage]
    mentions: Sequence[Mention]
    language: str

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(page.language for page in self.pages)

    @property
    def page_id(self) -> str:
        """The folder of the page, from the name of its file without its language."""
        stem = self.pages[0].path.name.split(".")[0].casefold()
        return _NOT_IN_SLUG.sub("-", stem).strip("-") or "page"

    @property
    def titles(self) -> dict[str, str]:
        """The title of each page; a language without a page has words of its own, never another's."""
        named = {page.language: _clean(title_of(page))[:_LONGEST_TITLE] for page in self.pages}
        return {code: named.get(code) or words for code, words in say("untitled").items()}

    @property
    def spans(self) -> list[Span]:
        """The days of every time that has a year."""
        return [t.span for m in self.mentions if m.sort == "time" for t in m.times if t.span]

    @property
    def period(self) -> Span:
        """The longest span of years that the page names; otherwise from its first day to its last."""
        spans = self.spans
        if not spans:
            return _NO_TIME
        longest = max(spans, key=lambda span: (span.days, span.first))
        if longest.days > _YEAR:
            return longest
        return Span(min(s.first for s in spans), max(s.last for s in spans))

    @property
    def currency(self) -> str:
        """The one currency that the page names; XDR where it names none, or more than one."""
        named = {m.currency for m in self.mentions if m.currency}
        return named.pop() if len(named) == 1 and "$" not in named else _NO_CURRENCY


def write_book(frame: Frame) -> str:
    """The text of ``pledgebook.yml``."""
    own = frame.language
    file = _clean(frame.pages[0].path.name)
    day = max((s.last for s in frame.spans), default=_NO_TIME.last)
    ask = {key: _comment(key, own) for key in ("period", "fiscal", "currency", "place", "departments")}
    lines = [
        f"# {say('comment_book', page=file)[own]}",
        "",
        *_texts("name", frame.titles),
        *_texts("summary", say("summary", page=file)),
        *_texts("disclaimer", say("disclaimer")),
        f"languages: [{', '.join(frame.languages)}]",
        f"as_of: {day.isoformat()}{_comment('as_of' if frame.spans else 'no_day', own)}",
        f"period:{ask['period']}",
        f"  from: {frame.period.first.isoformat()}",
        f"  to: {frame.period.last.isoformat()}",
        f'fiscal_year_starts: "01-01"{ask["fiscal"]}',
        f"currency: {frame.currency}{ask['currency']}",
        f"places:{ask['place']}",
        "  country_iso2: XX",
        "  root_pcode: XX",
        f"departments: []{ask['departments']}",
        "threshold: 10",
        "problem_address: problems@example.org",
    ]
    return "\n".join(lines) + "\n"


def write_page(frame: Frame) -> str:
    """The text of ``page.yml``."""
    file = _clean(frame.pages[0].path.name)
    described = say("summary", page=file)
    return "\n".join([*_texts("title", frame.titles), *_texts("description", described)]) + "\n"


def _texts(key: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{key}:", *(f"  {code}: {json.dumps(t, ensure_ascii=False)}" for code, t in texts.items())]


def _comment(key: str, language: str) -> str:
    return f"  # {say(f'ask_{key}')[language]}"


def _clean(text: str) -> str:
    """The text without what YAML does not print."""
    kept = (c if category(c)[0] != "C" and category(c) not in ("Zl", "Zp") else " " for c in text)
    return " ".join("".join(kept).split(" ")).strip()
