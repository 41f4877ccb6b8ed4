"""The pages as written, checked before they go out: links, text alternatives, headings.

A newcomer would parse each page as a browser does, which takes as long as half of writing it. The pages are our own:
their attributes stand in double quotes, and such a quote in a text is escaped, so that what is looked for can be found
in the text as it is; a test holds that against a parser. An address is resolved as text against the files of the site,
so that nothing outside it can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from sys import intern
from urllib.parse import quote, unquote, urlsplit

from pledgebook.builds import files_under
from pledgebook.catalogue import problem
from pledgebook.claims.prose import FOLLOWED
from pledgebook.errors import BuildError, CheckError, Problem, Where
from pledgebook.processes import BLOCK, processes_for, shared

_NOT_LOADED = ("alternate", "canonical")
"""Links of a page's head that a browser does not follow by itself."""
_FETCHED = ("data",)
"""What a page may load that is not a file of the site: nothing from elsewhere."""


_WAYS = tuple(re.compile(f'{sign}(href|src|id)="([^"]*)"') for sign in " \n\t\r\f")
"""The attributes that are looked at, behind each sign that may stand before one: one sign is found several times
faster than any of five."""
_FEW = re.compile(r"<(link|img|svg)\b([^>]*)>")
"""The elements that are looked at one by one, and their attributes."""
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")


Attributes = Mapping[str, str]


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
    files = frozenset(files_under(site))
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


def _look_at(site: Path, files: Collection[str], names: Sequence[str]) -> list[_Found]:
    """What is found on each of some pages."""
    return [_read(site, name, files) for name in names]


def _read(site: Path, name: str, files: Collection[str]) -> _Found:
    """What is found on one page."""
    text = _text(f"{site}/{name}")
    ways = _ways(text)
    sources, own = ways["src"], frozenset(ways["id"])
    few = [(tag, dict(_ATTRIBUTE.findall(rest))) for tag, rest in _FEW.findall(text)]
    links = [attributes for tag, attributes in few if tag == "link"]
    fetched = {*sources, *(unescape(x.get("href", "")) for x in links if x.get("rel") not in _NOT_LOADED)}
    home = _home(name, links)
    headings = [(int(level), words) for level, words in _HEADING.findall(text)]
    broken: list[str] = []
    places: dict[tuple[str, str, str], None] = {}
    above = _above(dirname(name))
    for address in dict.fromkeys([*ways["href"], *sources]):
        allowed = _FETCHED if address in fetched else FOLLOWED
        is_own = home and address.startswith(home)
        led = (
            _leads_to(("",), "", address.removeprefix(home), allowed, files)
            if is_own
            else _leads_to(above, name, address, allowed, files)
        )
        if led is None or (led and led[0] == name and led[1] not in own):
            broken.append(address)
        elif led and led[0] != name:
            places[(intern(led[0]), intern(led[1]), intern(address))] = None
    return _Found(
        name,
        tuple(broken),
        tuple(places),
        sum(_is_untold(tag, attributes) for tag, attributes in few if tag != "link"),
        tuple(
            unescape(_ANY_TAG.sub("", words)).strip()
            for (level, words), (before, _) in zip(headings, [(0, ""), *headings], strict=False)
            if level > before + 1
        ),
    )


def _problems(
    site: Path,
    page: _Found,
    written: Mapping[tuple[str, str], Where],
    places_on: Callable[[str], frozenset[str]],
) -> Iterator[Problem]:
    lost = [address for name, place, address in page.places if place not in places_on(f"{site}/{name}")]
    if not (lost or page.broken or page.untold or page.skipping):
        return
    file = site / page.name
    for address in [*page.broken, *lost]:
        where = written.get((page.name, address), Where(file))
        yield problem("PUB001", where, page=page.name, target=address)
    for _ in range(page.untold):
        yield problem("PUB002", Where(file), page=page.name)
    for heading in page.skipping:
        yield problem("PUB003", Where(file), page=page.name, heading=heading)


def _places_on(file: str) -> frozenset[str]:
    """The ids of a page that others point into: few pages are, and thousands point to the same."""
    return frozenset(_ways(_text(file))["id"])


def _text(file: str) -> str:
    with open(file, encoding="utf-8", newline="") as page:
        return page.read()


def _ways(text: str) -> dict[str, list[str]]:
    """The addresses that a page leads to, those that it fetches, and its ids, as they are read."""
    found: dict[str, list[str]] = {"href": [], "src": [], "id": []}
    for ways in _WAYS:
        for name, said in ways.findall(text):
            found[name].append(unescape(said) if "&" in said else said)
    return found


def _is_untold(tag: str, attributes: Attributes) -> bool:
    """A picture says nothing to who does not see it; a drawing that is no picture need not."""
    if tag == "img":
        return "alt" not in attributes
    return attributes.get("role") == "img" and "aria-labelledby" not in attributes


def _home(name: str, links: Sequence[Attributes]) -> str:
    """The site's own address, as a page that says where it stands tells it; its addresses are followed too."""
    said = next((unescape(x.get("href", "")) for x in links if x.get("rel") == "canonical"), "")
    return said.removesuffix(quote(name))


@lru_cache(maxsize=64)
def _above(folder: str) -> tuple[str, ...]:
    """A folder and all that it lies in.

    >>> _above("en/projects")
    ('en/projects', 'en', '')
    """
    return (folder, *_above(dirname(folder))) if folder else ("",)


def _leads_to(
    above: Sequence[str], page: str, address: str, allowed: Sequence[str], files: Collection[str]
) -> tuple[str, str] | tuple[()] | None:
    """The page and the place on it that an address leads to; () for one that needs no look, None for nowhere.

    ``above`` are the folders that the address is seen from, of which each ``../`` leads to the next.
    """
    up = 0
    while up + 1 < len(above) and address.startswith("../", 3 * up) and len(address) > 3 * (up + 1):
        up += 1
    folder, address = above[up], address[3 * up :]
    plain = _PLAIN.fullmatch(address)
    if plain:
        target, place = f"{folder}/{plain[1]}" if folder and plain[1] else plain[1], plain[2] or ""
    else:
        read = _split(folder, address)
        if read is None or isinstance(read, str):
            return () if read in allowed else None
        target, place = read
    target = target or page
    if target not in files:
        return None
    return (target, place) if place and target.endswith(".html") else ()


_PLAIN = re.compile(r"((?:[\w-]+(?:[./][\w-]+)*)?)(?:#([\w.-]*))?", re.ASCII)
"""An address that is a file's path and perhaps a place in it, without anything that could mean more: nearly all are."""


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
