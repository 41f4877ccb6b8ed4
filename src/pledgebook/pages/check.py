"""The pages as written, checked before they go out: links, text alternatives, headings.

Each page is parsed once; an address is resolved as text against the files of the site, so that nothing outside
it can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html

from pledgebook.catalogue import problem
from pledgebook.errors import BuildError, Problem, Where

_FOLLOWED = ("http", "https", "mailto")
_FETCHED = ("data",)
"""Where a reader may be led, and what a page may load from elsewhere: nothing."""
_UNTOLD = "//img[not(@alt)] | //*[local-name()='svg'][@role='img'][not(@aria-labelledby)]"


def check_pages(site: Path) -> None:
    """Raises ``BuildError`` with every broken link, missing alternative or skipped heading."""
    files = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    trees = {
        name: html.document_fromstring((site / name).read_bytes()) for name in files if name.endswith(".html")
    }
    anchors = dict.fromkeys(files, frozenset[str]()) | {
        name: frozenset(str(i) for i in tree.xpath("//@id"))  # type: ignore[union-attr]
        for name, tree in trees.items()
    }
    found = [one for name, tree in trees.items() for one in _check_page(site / name, name, tree, anchors)]
    if found:
        raise BuildError(*found)


def _check_page(page: Path, name: str, tree: Any, anchors: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    fetched = set(tree.xpath("//@src | //link/@href"))
    for address in tree.xpath("//@href | //@src"):
        is_far = urlsplit(address).scheme in (_FETCHED if address in fetched else _FOLLOWED)
        if not is_far and not _leads_somewhere(name, str(address), anchors):
            yield problem("PUB001", Where(page), page=name, target=address)
    for _ in tree.xpath(_UNTOLD):
        yield problem("PUB002", Where(page), page=name)
    level = 0
    for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6"):
        now = int(heading.tag[1])
        if now > level + 1:
            yield problem("PUB003", Where(page), page=name, heading=heading.text_content().strip())
        level = now


def _leads_somewhere(page: str, address: str, anchors: Mapping[str, frozenset[str]]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    target = normpath(join(dirname(page), unquote(parts.path))) if parts.path else page
    if target not in anchors:
        return False
    return not parts.fragment or not target.endswith(".html") or parts.fragment in anchors[target]
