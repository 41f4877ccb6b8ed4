"""The site while it is being written: each page as built, with a banner that says what was found.

A newcomer would open an event stream from the page; its content security policy allows no connection. A script
from the same host is allowed, so the page asks for one that is not answered before there is a new build.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, StrictUndefined

from pledgebook.serve import SiteHandler, open_server
from pledgebook.text import texts_of
from pledgebook.watch.rebuild import Told, Watch

OWN = "/_watch/"
HTML = "text/html; charset=utf-8"
PATIENCE = 20.0
"""Seconds after which a page that waits is told that nothing is new, and asks again."""
MOST = 50
"""Findings in a banner; a book with more of them is read in the terminal."""


class LiveHandler(SiteHandler):
    """The last good build with the banner of the last attempt."""

    def __init__(self, *arguments: Any, watch: Watch, language: str, **more: Any) -> None:
        self._watch = watch
        self._language = language
        super().__init__(*arguments, **more)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """A page with its banner, one of the banner's own files, or any other file as it is."""
        path = urlsplit(self.path).path
        if path.startswith(OWN):
            return self._own(path.removeprefix(OWN))
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if path.endswith("/") else file
        told = self._watch.told
        if page.suffix == ".html" and page.is_file():
            return self._answer(HTML, with_banner(page.read_bytes(), told, self._tongue(), self._watch.book))
        is_early = told.number == 0 or not told.stands
        if is_early and not page.is_file() and page.suffix == ".html":
            return self._answer(HTML, alone(told, self._tongue(), self._watch.book))
        return super().send_head()

    def _tongue(self) -> str:
        first = urlsplit(self.path).path.strip("/").split("/")[0]
        return first if first in texts_of(__package__, "watch.yml")["watching"] else self._language

    def _own(self, name: str) -> BytesIO | None:
        if name in ("watch.js", "watch.css"):
            kind = "text/javascript" if name.endswith(".js") else "text/css"
            return self._answer(f"{kind}; charset=utf-8", _file(name).encode())
        if name == "wait.js":
            after = parse_qs(urlsplit(self.path).query).get("after", [""])[0]
            is_new = self._watch.wait_after(int(after) if after.isdecimal() else 0, PATIENCE)
            return self._answer(
                "text/javascript; charset=utf-8", b"location.reload();\n" if is_new else b"\n"
            )
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def _answer(self, kind: str, content: bytes) -> BytesIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)


def with_banner(page: bytes, told: Told, language: str, book: Path) -> bytes:
    """The page with the banner as the first thing of its body."""
    start = page.find(b"<body")
    end = page.find(b">", start) + 1
    if start < 0:
        return page
    return page[:end] + banner(told, language, book).encode() + page[end:]


def alone(told: Told, language: str, book: Path) -> bytes:
    """A page of its own for a book that has no good build yet."""
    text = texts_of(__package__, "watch.yml")["no_build"][language]
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{text}</title></head>'
        f"<body>{banner(told, language, book)}<main><h1>{text}</h1></main></body></html>\n"
    ).encode()


def banner(told: Told, language: str, book: Path) -> str:
    """What was found in the last attempt, in one language."""
    texts = texts_of(__package__, "watch.yml")

    def t(key: str, **values: object) -> str:
        return texts[key].fill(**values)[language]

    shown = [
        {
            "severity": severity,
            "label": t(f"severity_{severity}"),
            "code": problem.code,
            "where": _place(problem.where, book),
            "what": problem.what.get(language, ""),
            "next": problem.next.get(language, ""),
        }
        for severity, problem in told.problems[:MOST]
    ]
    count = len(told.problems)
    state = ("found" if count else "watching") if told.stands else "broken"
    head = t("building" if not told.number else f"{state}_one" if count == 1 else state, n=count)
    more = t("more", n=count - MOST) if count > MOST else ""
    return str(
        _template().render(told=told, head=head, shown=shown, more=more, t=t, own=OWN, language=language)
    )


def _place(where: Any, book: Path) -> str:
    file = where.file.relative_to(book) if where.file.is_relative_to(book) else where.file
    parts = [file.as_posix(), *(str(n) for n in (where.line, where.column if where.line else 0) if n)]
    return ":".join(parts)


@cache
def _template() -> Any:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_file("banner.html"))


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def make_live_server(watch: Watch, host: str, port: int, language: str) -> ThreadingHTTPServer:
    """A server of the book as it is being written; port 0 takes any free one."""
    site = watch.book.resolve() / "_build" / "latest" / "site"
    return open_server(partial(LiveHandler, directory=str(site), watch=watch, language=language), host, port)


def serve_live(watch: Watch, host: str, port: int, language: str, tell: Callable[[str], None]) -> None:
    """Serve and build until interrupted; a fault of the engine itself ends both."""
    with make_live_server(watch, host, port, language) as server:

        def look() -> None:
            try:
                watch.run()
            finally:
                server.shutdown()

        looking = threading.Thread(target=look, name="watch")
        tell(f"http://{host}:{server.server_address[1]}/")
        looking.start()
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            pass
        finally:
            watch.stop()
            looking.join()
