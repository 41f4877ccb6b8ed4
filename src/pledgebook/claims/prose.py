"""The figures in a page's Markdown, with the line and column of each.

A figure is an ordinary link whose target is a measure, so any viewer shows it and a reviewer sees it in a diff.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from posixpath import join, normpath
from urllib.parse import parse_qsl, unquote, urlsplit

from markdown_it import MarkdownIt

from pledgebook.book.load import Prose
from pledgebook.errors import Where

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
"""How texts are read, here and by the pages: HTML inside a text is text."""
SCHEMES = ("measure", "milestone", "pledge", "indicator", "ceiling", "parameter")
FOLLOWED = ("http", "https", "mailto")
"""Where a link of a text may lead a reader outside the site."""
_FIGURE = re.compile(
    rf"(?<!\\)\[(?P<words>(?:[^\[\]\n]|\n(?![ \t]*\n))+)\]\((?P<scheme>{'|'.join(SCHEMES)}):(?P<target>[^)\s]*)\)",
    re.DOTALL,
)
_HEADING = re.compile(r"^#{1,6}\s+(?P<title>.+?)\s*#*$", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=ticks)(?!`)")
_TARGET = re.compile(r"\]\([^)]*\)")
_LINK = re.compile(
    r"(?<!\\)\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<inline>(?:\\.|[^()\s\\]|\([^()\s]*\))*))"
    r"|^ {0,3}\[[^\[\]\n]+\]:\s*<?(?P<defined>[^\s<>]+)",
    re.MULTILINE,
)
_FRONT = re.compile(r"[^\n]")
_FIGURE_MARK = "\ufffc"
_BREAK = re.compile(r"[ \t]*\r?\n[ \t>]*|[ \t]+")
"""Where a line may end, also in a quotation. A no-break space is none of these: it belongs to the words."""


@dataclass(frozen=True, slots=True)
class FigureLink:
    """One figure as written: its words, its target, where it stands, and the paragraph around it."""

    id: str
    words: str
    scheme: str
    name: str
    parameters: dict[str, str]
    where: Where
    section: str
    start: int
    end: int
    repeated: tuple[str, ...] = ()
    name_of: str = ""
    """The name that its target gives it, which another figure of the text may have too."""


def figures_in(prose: Prose) -> list[FigureLink]:
    """The figures of a text in their order; each has a name that is the same in every language."""
    text = _without_marks(prose.text)
    seen: Counter[str] = Counter()
    found = []
    for match in _FIGURE.finditer(text):
        name, _, query = match["target"].partition("?")
        given = parse_qsl(query, keep_blank_values=True)
        parameters = dict(given)
        label = figure_name(match["scheme"], name, parameters)
        seen[label] += 1
        found.append(
            FigureLink(
                label if seen[label] == 1 else f"{label}-{seen[label]}",
                _BREAK.sub(" ", match["words"]).strip(),
                match["scheme"],
                name,
                parameters,
                where(prose, match.start()),
                _section(text, match.start()),
                match.start(),
                match.end(),
                tuple(sorted({k for k, _ in given if [n for n, _ in given].count(k) > 1})),
                label,
            )
        )
    return found


def figure_name(scheme: str, name: str, parameters: dict[str, str]) -> str:
    """A name for a figure from its target, or the one that its author gave it with ``id=``.

    >>> figure_name("measure", "displaced_people", {"place": "IQ", "at": "2020-12-31"})
    'displaced-people-2020-12-31-iq'
    """
    if parameters.get("id"):
        return _slug(parameters["id"])
    parts = [name] if scheme in ("measure", name) else [scheme, name]
    parts += [v for k, v in sorted(parameters.items()) if k not in ("test", "id")]
    return _slug("-".join(parts))


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: how deep, its words, where it stands."""

    level: int
    title: str
    where: Where


def headings(prose: Prose) -> list[Heading]:
    """The headings of a text in their order; what stands in code is none."""
    tokens = MARKDOWN.parse(prose.text)
    return [
        Heading(int(token.tag[1]), inline.content, Where(prose.path, (token.map or [0])[0] + 1, 1))
        for token, inline in pairwise(tokens)
        if token.type == "heading_open"
    ]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a text that is no figure: the address as written, and where it stands."""

    address: str
    where: Where


def links_in(prose: Prose) -> list[PageLink]:
    """The links and images of a text that are no figures, also those that Markdown would refuse to make."""
    text = _FIGURE.sub(lambda m: _FRONT.sub(" ", m[0]), _without_marks(prose.text))
    return [
        PageLink(m["angled"] or m["inline"] or m["defined"] or "", where(prose, m.start()))
        for m in _LINK.finditer(text)
    ]


def leads_to(here: str, address: str) -> tuple[str, str] | None:
    """The page of the book (from its root) and the place on it that an address means; None for another site.

    >>> leads_to("method", "../money#chart"), leads_to("", "https://example.org/")
    (('money', 'chart'), None)

    Raises ``ValueError`` where the address is none.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path).removesuffix("index.html")
    page = normpath(join("/", here, path)).strip("/") if path else here
    return page, unquote(parts.fragment)


def figure_slug(figure: str) -> str:
    """A figure's anchor on the page of figures."""
    return figure.replace("/", "--")


def where(prose: Prose, offset: int) -> Where:
    """The line and column of a position in the text."""
    line = prose.text.count("\n", 0, offset) + 1
    column = offset - (prose.text.rfind("\n", 0, offset) + 1) + 1
    return Where(prose.path, line, column)


def without_figures(prose: Prose) -> str:
    """The text with figures, link targets, code and list numbers blanked; every other word where it was.

    A mark stands where a figure was: "in 2020, 500 people" must not leave "in 2020, people".
    """
    text = _without_marks(prose.text)
    text = _FIGURE.sub(lambda m: _FIGURE_MARK + _FRONT.sub(" ", m[0][1:]), text)
    return _blank(_TARGET, text)


def readable(prose: Prose) -> str:
    """The text with only the targets blanked, so that a figure's words stay in their sentence."""
    text = _without_marks(prose.text)
    return _blank(_TARGET, text)


def sections(prose: Prose) -> Iterator[tuple[str, str]]:
    """Each section's heading and text; what stands before the first heading has the heading ''."""
    marks = [(m.start(), m.end(), m["title"]) for m in _HEADING.finditer(prose.text)]
    yield "", prose.text[: marks[0][0] if marks else len(prose.text)]
    for i, (_, end, title) in enumerate(marks):
        yield title, prose.text[end : marks[i + 1][0] if i + 1 < len(marks) else len(prose.text)]


def _section(text: str, offset: int) -> str:
    titles = [m["title"] for m in _HEADING.finditer(text, 0, offset)]
    return titles[-1] if titles else ""


@cache
def _without_marks(text: str) -> str:
    """The text with code and the numbers of lists blanked; a number that only begins a line stays."""
    lines = text.split("\n")
    for token in MARKDOWN.parse(text):
        if token.type in ("fence", "code_block") and token.map:
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = " " * len(lines[number])
        elif token.type == "list_item_open" and token.info and token.map:
            line, mark = lines[token.map[0]], token.info + token.markup
            lines[token.map[0]] = line.replace(mark, " " * len(mark), 1)
    return _blank(_CODE, "\n".join(lines))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: _FRONT.sub(" ", m[0]), text)
