"""The pages as written, checked before they go out: links, text alternatives, headings.

Each page is parsed once; an address is resolved as text against the files of the site, so that nothing outside
it can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import dirname, join, normpath
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


def check_pages(site: Path, written: Mapping[tuple[str, str], Where] | None = None) -> None:
    """Raises ``BuildError`` with every broken link, missing alternative or skipped heading.

    ``written`` says where a link of a file stands in the book's own texts; where only such are wrong, the author
    has to act, and it is a ``CheckError``.
    """
    written = written or {}
    files = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    trees = {
        name: html.document_fromstring((site / name).read_bytes()) for name in files if name.endswith(".html")
    }
    anchors = dict.fromkeys(files, frozenset[str]()) | {
        name: frozenset(str(i) for i in tree.xpath("//@id"))  # type: ignore[union-attr]
        for name, tree in trees.items()
    }
    found = [
        one for name, tree in trees.items() for one in _check_page(site / name, name, tree, anchors, written)
    ]
    if found:
        is_authored = all(one.where in written.values() for one in found)
        raise (CheckError if is_authored else BuildError)(*found)


def _check_page(
    page: Path,
    name: str,
    tree: Any,
    anchors: Mapping[str, frozenset[str]],
    written: Mapping[tuple[str, str], Where],
) -> Iterator[Problem]:
    fetched = set(tree.xpath(_LOADED))
    home = _home(name, tree)
    for address in tree.xpath("//@href | //@src"):
        allowed = _FETCHED if address in fetched else FOLLOWED
        is_own = home and address.startswith(home)
        origin, target = ("", address.removeprefix(home)) if is_own else (name, address)
        if not _leads_somewhere(origin, str(target), allowed, anchors):
            where = written.get((name, str(address)), Where(page))
            yield problem("PUB001", where, page=name, target=address)
    for _ in tree.xpath(_UNTOLD):
        yield problem("PUB002", Where(page), page=name)
    level = 0
    for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6"):
        now = int(heading.tag[1])
        if now > level + 1:
            yield problem("PUB003", Where(page), page=name, heading=heading.text_content().strip())
        level = now


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
