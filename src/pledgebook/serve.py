"""The last good build over HTTP, read only, with a strict content security policy."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from pledgebook.pages.policy import FIRST_SHEET, server_policy

_TEXTS = frozenset({".html", ".css", ".js", ".json", ".jsonld", ".csv", ".xml", ".svg", ".txt"})


class SiteHandler(SimpleHTTPRequestHandler):
    """Files of ``_build/latest/site``, looked up anew at each request so that a new build shows at once."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".csv": "text/csv; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".jsonld": "application/ld+json; charset=utf-8",
        ".parquet": "application/vnd.apache.parquet",
        ".txt": "text/plain; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
    }

    def end_headers(self) -> None:
        """Adds the headers that every answer carries."""
        sheet = Path(self.directory, FIRST_SHEET)
        first = sheet.read_text(encoding="utf-8") if sheet.is_file() else ""
        self.send_header("Content-Security-Policy", server_policy(first))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """A path that no file can have, such as one with a zero byte, is not there either."""
        try:
            return self._packed() or super().send_head()
        except ValueError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def _packed(self) -> io.BytesIO | None:
        """A text as gzip, for a browser that takes it, as most hosts send it: a sixth of the way on a slow line."""
        if "gzip" not in self.headers.get("Accept-Encoding", ""):
            return None
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if self.path.partition("?")[0].endswith("/") else file
        if file.suffix not in _TEXTS or not file.is_file():
            return None
        content = gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """A folder without a page of its own is not there: a list of files would speak one language."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing for each request."""


def make_server(book: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server of the book's last good build; port 0 takes any free one."""
    site = book.resolve() / "_build" / "latest" / "site"
    return open_server(partial(SiteHandler, directory=str(site)), host, port)


def open_server(handler: Callable[..., SiteHandler], host: str, port: int) -> ThreadingHTTPServer:
    """A server at the port, or at the next free one where it is taken."""
    try:
        return ThreadingHTTPServer((host, port), handler)
    except OSError:
        return ThreadingHTTPServer((host, 0), handler)


def serve_build(book: Path, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve until interrupted."""
    with make_server(book, host, port) as server:
        tell(f"http://{host}:{server.server_address[1]}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
