"""The pages as written, checked before they go out: links, text alternatives, headings.

Each page is parsed once; an address is resolved as text against the files of the site, so that nothing outside
it can be reached.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from posixpath import dirname, join, normpath
from sys import intern
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from lxml import etree, html

from pledgebook.catalogue import problem
from pledgebook.claims.prose import FOLLOWED
from pledgebook.errors import BuildError, CheckError, Problem, Where
from pledgebook.pages.processes import BLOCK, processes_for, shared

_NOT_LOADED = ("alternate", "canonical")
"""Links of a page's head that a browser does not follow by itself."""
_FETCHED = ("data",)
"""What a page may load that is not a file of the site: nothing from elsewhere."""


def _path(expression: str) -> Any:
    """A path in a page, read once, whose texts do not hold the page."""
    return etree.XPath(expression, smart_strings=False)


_HREFS, _SOURCES, _IDS = _path("//@href"), _path("//@src"), _path("//@id")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOOKED_AT = ("link", "img", "svg", *_HEADINGS)
"""The elements that are looked at one by one; they are few."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is wrong with a page in itself, and the places on other pages that it points to.

    ``broken`` are addresses that lead nowhere; ``places`` are the file, the place in it, and the address.
    """

    name: str
    broken: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]
    untold: int
    skipping: tuple[str, ...]


def check_pages(
    site: Path,
    written: Mapping[tuple[str, str], Where] | None = None,
    processes: int | None = None,
    checked: Collection[str] = (),
    block: int = BLOCK,
) -> None:
    """Raises ``BuildError`` with every broken link, missing alternative or skipped heading.

    ``written`` says where a link of a file stands in the book's own texts; where only such are wrong, the author
    has to act, and it is a ``CheckError``. ``checked`` are files that stand as they did when they were checked, by
    their paths from the build's folder: all that they lead to is made from what they are made from.
    """
    written = written or {}
    files = frozenset(_files_under(site))
    before = {name.removeprefix("site/") for name in checked}
    names = sorted(name for name in files if name.endswith(".html") and name not in before)
    work = partial(_look_at, site, files)
    looked = shared(work, names, processes or processes_for(len(names)), block)
    pages = sorted((page for share in looked for page in share), key=lambda page: page.name)
    places = lru_cache(maxsize=64)(_places_on)
    found = [one for page in pages for one in _problems(site, page, written, places)]
    if found:
        is_authored = all(one.where in written.values() for one in found)
        raise (CheckError if is_authored else BuildError)(*found)


def _files_under(site: Path) -> Iterator[str]:
    for place, _, names in os.walk(site):
        folder = os.path.relpath(place, site).replace(os.sep, "/")
        yield from (names if folder == "." else [f"{folder}/{name}" for name in names])


def _look_at(site: Path, files: Collection[str], names: Sequence[str]) -> list[_Found]:
    """What is found on each of some pages."""
    return [_read(site, name, files) for name in names]


def _read(site: Path, name: str, files: Collection[str]) -> _Found:
    """A page parsed, and its tree let go: of thousands of pages no two are held."""
    tree: Any = html.document_fromstring((site / name).read_bytes())
    few: dict[str, list[Any]] = {tag: [] for tag in _LOOKED_AT}
    headings: list[Any] = []
    for element in tree.iter(*_LOOKED_AT):
        (headings if element.tag in _HEADINGS else few[element.tag]).append(element)
    levels = [int(heading.tag[1]) for heading in headings]
    sources = _SOURCES(tree)
    fetched = {*sources, *(x.get("href") for x in few["link"] if x.get("rel") not in _NOT_LOADED)}
    home, own = _home(name, few["link"]), frozenset(_IDS(tree))
    broken: list[str] = []
    places: dict[tuple[str, str, str], None] = {}
    for address in dict.fromkeys([*_HREFS(tree), *sources]):
        allowed = _FETCHED if address in fetched else FOLLOWED
        is_own = home and address.startswith(home)
        origin, target = ("", address.removeprefix(home)) if is_own else (name, address)
        led = _leads_to(origin, target, allowed, files)
        if led is None or (led and led[0] == name and led[1] not in own):
            broken.append(address)
        elif led and led[0] != name:
            places[(intern(led[0]), intern(led[1]), intern(address))] = None
    return _Found(
        name,
        tuple(broken),
        tuple(places),
        sum(map(_is_untold, (*few["img"], *few["svg"]))),
        tuple(
            str(heading.text_content().strip())
            for heading, level, before in zip(headings, levels, [0, *levels], strict=False)
            if level > before + 1
        ),
    )


def _problems(
    site: Path,
    page: _Found,
    written: Mapping[tuple[str, str], Where],
    places_on: Callable[[Path], frozenset[str]],
) -> Iterator[Problem]:
    file = site / page.name
    lost = [address for name, place, address in page.places if place not in places_on(site / name)]
    for address in [*page.broken, *lost]:
        where = written.get((page.name, address), Where(file))
        yield problem("PUB001", where, page=page.name, target=address)
    for _ in range(page.untold):
        yield problem("PUB002", Where(file), page=page.name)
    for heading in page.skipping:
        yield problem("PUB003", Where(file), page=page.name, heading=heading)


def _places_on(file: Path) -> frozenset[str]:
    """The ids of a page that others point into: few pages are, and thousands point to the same."""
    return frozenset(_IDS(html.document_fromstring(file.read_bytes())))


def _is_untold(picture: Any) -> bool:
    """A picture says nothing to who does not see it; a drawing that is no picture need not."""
    if picture.tag == "img":
        return picture.get("alt") is None
    return picture.get("role") == "img" and picture.get("aria-labelledby") is None


def _home(name: str, links: Sequence[Any]) -> str:
    """The site's own address, as a page that says where it stands tells it; its addresses are followed too."""
    said = next((link.get("href") for link in links if link.get("rel") == "canonical"), None)
    return str(said).removesuffix(quote(name)) if said else ""


def _leads_to(
    page: str, address: str, allowed: Sequence[str], files: Collection[str]
) -> tuple[str, str] | tuple[()] | None:
    """The page and the place on it that an address leads to; () for one that needs no look, None for nowhere."""
    folder = dirname(page)
    while address.startswith("../") and folder and len(address) > 3:
        folder, address = dirname(folder), address[3:]
    read = _split(folder, address)
    if read is None or isinstance(read, str):
        return () if read in allowed else None
    target, place = read
    target = target or page
    if target not in files:
        return None
    return (target, place) if place and target.endswith(".html") else ()


@lru_cache(maxsize=4096)
def _split(folder: str, address: str) -> tuple[str, str] | str | None:
    """The file and the place in it that a folder's address names; the scheme of one elsewhere, None for none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return parts.scheme
    target = normpath(join(folder, unquote(parts.path))) if parts.path else ""
    return target, unquote(parts.fragment)
