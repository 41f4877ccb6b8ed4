"""The pages as written, checked before they go out: links, text alternatives, headings.

Each page is parsed once; an address is resolved as text against the files of the site, so that nothing outside
it can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from sys import intern
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from lxml import html

from pledgebook.catalogue import problem
from pledgebook.claims.prose import FOLLOWED
from pledgebook.errors import BuildError, CheckError, Problem, Where

_FETCHED = ("data",)
"""What a page may load that is not a file of the site: nothing from elsewhere."""
_LOADED = "//@src | //link[not(@rel='alternate' or @rel='canonical')]/@href"
_UNTOLD = "//img[not(@alt)] | //*[local-name()='svg'][@role='img'][not(@aria-labelledby)]"


@dataclass(frozen=True, slots=True)
class _Read:
    """What is kept of a parsed page: its ids, its addresses (True: fetched with it), and what is wrong in itself."""

    name: str
    anchors: frozenset[str]
    home: str
    addresses: tuple[tuple[str, bool], ...]
    untold: int
    skipping: tuple[str, ...]


def check_pages(site: Path, written: Mapping[tuple[str, str], Where] | None = None) -> None:
    """Raises ``BuildError`` with every broken link, missing alternative or skipped heading.

    ``written`` says where a link of a file stands in the book's own texts; where only such are wrong, the author
    has to act, and it is a ``CheckError``.
    """
    written = written or {}
    files = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    pages = [_read(site, name) for name in files if name.endswith(".html")]
    anchors = dict.fromkeys(files, frozenset[str]()) | {page.name: page.anchors for page in pages}
    found = [one for page in pages for one in _check_page(site / page.name, page, anchors, written)]
    if found:
        is_authored = all(one.where in written.values() for one in found)
        raise (CheckError if is_authored else BuildError)(*found)


def _read(site: Path, name: str) -> _Read:
    """A page parsed, and its tree let go: of thousands of pages no two are held."""
    tree: Any = html.document_fromstring((site / name).read_bytes())
    fetched = set(tree.xpath(_LOADED))
    headings = tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    levels = [int(heading.tag[1]) for heading in headings]
    return _Read(
        name,
        frozenset(_own(i) for i in tree.xpath("//@id")),
        _home(name, tree),
        tuple((_own(a), a in fetched) for a in tree.xpath("//@href | //@src")),
        len(tree.xpath(_UNTOLD)),
        tuple(
            str(heading.text_content().strip())
            for heading, level, before in zip(headings, levels, [0, *levels], strict=False)
            if level > before + 1
        ),
    )


def _own(found: Any) -> str:
    """A text of its own, without the tree that lxml's texts hold; the same text on every page is one."""
    return intern(str.__str__(found))


def _check_page(
    file: Path,
    page: _Read,
    anchors: Mapping[str, frozenset[str]],
    written: Mapping[tuple[str, str], Where],
) -> Iterator[Problem]:
    for address, is_fetched in page.addresses:
        allowed = _FETCHED if is_fetched else FOLLOWED
        is_own = page.home and address.startswith(page.home)
        origin, target = ("", address.removeprefix(page.home)) if is_own else (page.name, address)
        if not _leads_somewhere(origin, target, allowed, anchors):
            where = written.get((page.name, address), Where(file))
            yield problem("PUB001", where, page=page.name, target=address)
    for _ in range(page.untold):
        yield problem("PUB002", Where(file), page=page.name)
    for heading in page.skipping:
        yield problem("PUB003", Where(file), page=page.name, heading=heading)


def _home(name: str, tree: Any) -> str:
    """The site's own address, as a page that says where it stands tells it; its addresses are followed too."""
    said = next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
    return str(said).removesuffix(quote(name)) if said else ""


def _leads_somewhere(
    page: str, address: str, allowed: Sequence[str], anchors: Mapping[str, frozenset[str]]
) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in allowed
    target = normpath(join(dirname(page), unquote(parts.path))) if parts.path else page
    if target not in anchors:
        return False
    return not parts.fragment or not target.endswith(".html") or unquote(parts.fragment) in anchors[target]
