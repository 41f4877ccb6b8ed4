"""Words of another language on a page: marked in the text, shown in an element that says their language and direction.

A newcomer would get wrong that an attribute, a title or a script cannot hold an element: there the marks are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from babel import Locale

from pledgebook.text import BETWEEN, CLOSE, MARK, OPEN, unmarked

_MARKED = re.compile(f"[{OPEN}{BETWEEN}{CLOSE}]")
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
_SAID = re.compile(r'(<(?:span|a|li|div|option)\b[^>]*) lang="([a-z-]+)"(?![^>]*\bdir=)')


@cache
def direction(language: str) -> str:
    """``rtl`` or ``ltr``, as CLDR has it."""
    return str(Locale.parse(language).text_direction)


def shown(page: str, way: str = "ltr") -> str:
    """The page with every marked word in an element of its own, and a direction beside each language.

    Where the page runs from right to left its drawings do too, but maps.
    """
    if way == "ltr" and not _MARKED.search(page):
        return page
    page = unmarked("".join(_parts(page)))
    page = _DRAWING.sub(_mirrored, page) if way == "rtl" else page
    return _SAID.sub(lambda m: f'{m[1]} lang="{m[2]}" dir="{direction(m[2])}"', page)


def _mirrored(drawing: re.Match[str]) -> str:
    """A drawing from right to left: turned about its middle, and each text turned back about where it is anchored."""
    head, width, shapes = drawing["head"], drawing["width"], drawing["shapes"]

    def turned_back(text: re.Match[str]) -> str:
        x = Decimal(next(iter(_X.findall(text[0])), "0")) * 2
        return f'<text transform="matrix(-1 0 0 1 {x:f} 0)"{text["rest"]}'

    return f'{head}<g transform="matrix(-1 0 0 1 {width} 0)">{_TEXT.sub(turned_back, shapes)}</g></svg>'


def _parts(page: str) -> Iterator[str]:
    """Tags without marks, texts with elements; what is open closes with the text of a drawing at the latest."""
    languages: list[str] = []
    at, bare, element = 0, "", "span"
    for found in _PART.finditer(page):
        text = page[at : found.start()]
        yield unmarked(text) if bare else "".join(_words(text, languages, element))
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
