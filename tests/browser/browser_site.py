"""The built site as the browser tests see it: its pages, their twins, and which page stands for its type.

A page's *place* is its path without the language (``money/index.html``): twins share it. A page's *type* is
the first word of its place, with ``/*`` for a page below it: all project pages are of one type, their list of
another.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")


@dataclass(frozen=True, slots=True)
class SitePage:
    """One HTML file of the site; ``language`` is empty for a page above the languages (the entry)."""

    path: str
    size: int

    @property
    def language(self) -> str:
        first = PurePosixPath(self.path).parts[0]
        return first if "/" in self.path and LANGUAGE.fullmatch(first) else ""

    @property
    def place(self) -> str:
        return self.path.removeprefix(f"{self.language}/") if self.language else self.path

    @property
    def type(self) -> str:
        """
        >>> paths = ("en/index.html", "en/money.html", "en/projects/CA-3/index.html")
        >>> [SitePage(path, 1).type for path in paths]
        ['home', 'money', 'projects/*']
        """
        place = PurePosixPath(self.place.removesuffix("index.html").removesuffix(".html"))
        if not place.parts:
            return "home" if self.language else "entry"
        return place.parts[0] if len(place.parts) == 1 else f"{place.parts[0]}/*"


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A folder of HTML and the address where it answers."""

    folder: Path
    address: str

    @property
    def pages(self) -> tuple[SitePage, ...]:
        found = sorted(self.folder.rglob("*.html"))
        return tuple(SitePage(p.relative_to(self.folder).as_posix(), p.stat().st_size) for p in found)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({page.language for page in self.pages} - {""}))

    @property
    def representatives(self) -> tuple[SitePage, ...]:
        """The largest page of each type in each language: what is on the others of its type is on it too."""
        largest: dict[tuple[str, str], SitePage] = {}
        for page in self.pages:
            key = (page.language, page.type)
            if key not in largest or page.size > largest[key].size:
                largest[key] = page
        return tuple(largest.values())

    def url(self, page: SitePage) -> str:
        return f"{self.address}/{page.path.removesuffix('index.html')}"

    def twin(self, page: SitePage, language: str) -> SitePage:
        return SitePage(f"{language}/{page.place}", 0)


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line per request, and lets the browser keep none of them."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[BuiltSite]:
    """The folder's files over HTTP on a free port of this machine, for as long as the block lasts."""
    with running(
        ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    ) as address:
        yield BuiltSite(folder, address)


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """The server's address; it answers for as long as the block lasts."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
