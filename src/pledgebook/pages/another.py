"""Words of another language on a page: marked in the text, shown in an element that says their language and direction.

A newcomer would get wrong that an attribute, a title or a script cannot hold an element: there the marks are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from decimal import Decimal
from functools import cache

from babel import Locale

from pledgebook.text import BETWEEN, CLOSE, MARK, OPEN, unmarked

_PART = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_LONGEST = 20
"""Characters in which the mark at the beginning of a text ends."""
_NAME = re.compile(r"</?([a-zA-Z]+)")
_BARE = ("title", "script", "desc", "option")
_DRAWING = re.compile(
    r'(?P<head><svg class="drawing drawing--(?:wide|narrow)" viewBox="0 0 (?P<width>[\d.]+) [^>]*>.*?</defs>)'
    r"(?P<shapes>.*?)</svg>",
    re.DOTALL,
)
_TEXT = re.compile(r"<text(?P<rest>[ >].*?</text>)", re.DOTALL)
_X = re.compile(r' x="(-?[\d.]+)"')
_LANG = ' lang="'
_SAID = re.compile(r'(<(?:span|a|li|div|option)\b[^>]*) lang="([a-z-]+)"(?![^>]*\bdir=)')


@cache
def direction(language: str) -> str:
    """``rtl`` or ``ltr``, as CLDR has it."""
    return str(Locale.parse(language).text_direction)


def shown(page: str, way: str = "ltr") -> str:
    """The page with every marked word in an element of its own, and a direction beside each language.

    Where the page runs from right to left its drawings do too, but maps.
    """
    if way == "ltr" and not any(mark in page for mark in (OPEN, BETWEEN, CLOSE)):
        return page
    page = unmarked("".join(_parts(page)))
    page = _DRAWING.sub(_mirrored, page) if way == "rtl" else page
    return "".join(_with_directions(page))


def _with_directions(page: str) -> Iterator[str]:
    """The page with a direction beside each language of an element, looked for only where a language is said."""
    done = at = 0
    while (at := page.find(_LANG, at)) >= 0:
        said = _SAID.match(page, page.rfind("<", done, at))
        if said:
            yield f'{page[done : said.end()]} dir="{direction(said[2])}"'
            done = said.end()
        at = max(done, at + 1)
    yield page[done:]


def _mirrored(drawing: re.Match[str]) -> str:
    """A drawing from right to left: turned about its middle, and each text turned back about where it is anchored."""
    head, width, shapes = drawing["head"], drawing["width"], drawing["shapes"]

    def turned_back(text: re.Match[str]) -> str:
        x = Decimal(next(iter(_X.findall(text[0])), "0")) * 2
        return f'<text transform="matrix(-1 0 0 1 {x:f} 0)"{text["rest"]}'

    return f'{head}<g transform="matrix(-1 0 0 1 {width} 0)">{_TEXT.sub(turned_back, shapes)}</g></svg>'


def _parts(page: str) -> Iterator[str]:
    """Tags without marks, texts with elements; what is open closes with the text of a drawing at the latest.

    What stands before a mark goes out as it is, up to the tag that the mark is in or behind: a mark is rare.
    """
    at, element = 0, "span"
    has_drawings = "<text" in page
    while (mark := page.find(OPEN, at)) >= 0:
        start = max(page.rfind("<", at, mark), at)
        element = _element_at(page, at, start, element) if has_drawings else element
        yield page[at:start]
        at, element = yield from _around(page, start, mark, element)
    yield page[at:]


def _around(page: str, at: int, mark: int, element: str) -> Generator[str, None, tuple[int, str]]:
    """The tags and texts from a tag on until a text behind the mark leaves no language open.

    Gives where that text ends, and the element that stands for a mark there.
    """
    languages: list[str] = []
    bare = ""
    for found in _PART.finditer(page, at):
        text = page[at : found.start()]
        yield unmarked(text) if bare else "".join(_words(text, languages, element))
        if found.start() > mark and not languages:
            return found.start(), element
        tag, at = found[0], found.end()
        name = (_NAME.match(tag) or [""])[0].lstrip("</")
        closes = tag.startswith("</")
        if name in _BARE:
            bare = "" if closes else name
        if name == "text":
            element = "span" if closes else "tspan"
            languages = []
        yield _of_its_option(tag, page[at : at + _LONGEST]) if name == "option" else unmarked(tag)
    yield "".join(_words(page[at:], languages, element))
    return len(page), element


def _element_at(page: str, start: int, end: int, before: str) -> str:
    """The element for a mark at ``end``: another in the text of a drawing; ``before`` is the one at ``start``."""
    last = max((page.rfind(tag, start, end), tag) for tag in ("<text ", "<text>", "</text>"))
    return before if last[0] < 0 else "span" if last[1] == "</text>" else "tspan"


def _of_its_option(tag: str, said: str) -> str:
    """A choice of a list holds no element, but can say its own language where all of it is of another."""
    found = MARK.match(said)
    return f'{tag[:-1]} lang="{found[0][1:-1]}">' if found and found[0] != CLOSE else tag


def _words(text: str, languages: list[str], element: str) -> Iterator[str]:
    """A text between two tags; ``languages`` are those that are open, and stay so for the next."""
    if not languages and OPEN not in text:
        yield unmarked(text)
        return
    for part in MARK.split(text):
        if part == CLOSE:
            languages[-1:] = []
        elif part.startswith(OPEN):
            languages.append(part[1:-1])
        elif languages and part.strip():
            language = languages[-1]
            way = f' dir="{direction(language)}"' if element == "span" else ""
            yield f'<{element} lang="{language}"{way}>{part}</{element}>'
        else:
            yield part
