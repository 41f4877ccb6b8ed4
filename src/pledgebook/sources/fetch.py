"""A file from its address: asked for only if it changed, tried again where that helps, whole or not at all.

A newcomer would overwrite the file while it comes in. It is written beside the old one and takes its place by one
rename, so whatever breaks off the transfer, the last good file still stands. Nothing else of a build uses a network.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.response import BaseHTTPResponse

from pledgebook import __version__
from pledgebook.text import Text, texts_of

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and how many there will be where the server says so."""

MEGABYTE = 1_000_000
LIMIT = 500 * MEGABYTE
"""More than this is not taken unless it is asked for: a wrong address may never end."""

_AT_ONCE = 1 << 16
_AGAIN = (429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5


class NotFetchedError(Exception):
    """The file did not come; ``why`` ends the sentence of SRC011."""

    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a file: ``new``, ``changed``, ``same`` (other headers, same bytes) or ``unchanged`` (not sent)."""

    path: Path
    state: str
    size: int
    sha256: str


def fetch(
    address: str, path: Path, progress: Progress, limit: int = LIMIT, wait: float = 0.5, retries: int = 4
) -> Fetched:
    """The file of an address at a path; ``wait`` is the first pause in seconds, doubled before each retry.

    Raises ``NotFetchedError``; the file that stood there before is then as it was.
    """
    before = _known(path, address)
    retry = urllib3.Retry(
        total=retries, redirect=False, status_forcelist=_AGAIN, backoff_factor=wait, raise_on_status=False
    )
    asked = {"User-Agent": f"pledgebook/{__version__}", "Accept-Encoding": "identity", **_conditions(before)}
    with urllib3.PoolManager(retries=retry, timeout=urllib3.Timeout(connect=10, read=60)) as pool:
        try:
            answer = _answer(pool, address, asked)
            try:
                return _taken(answer, address, path, progress, limit, before)
            finally:
                answer.release_conn()
        except (HTTPError, OSError) as error:
            raise _failed("broken_off", address=address, detail=_reason(error)) from error


def _answer(pool: urllib3.PoolManager, address: str, asked: dict[str, str]) -> BaseHTTPResponse:
    """The last answer of a chain of redirections, none of which leaves https for http."""
    for _ in range(_MOST_REDIRECTS + 1):
        if urlsplit(address).scheme not in ("http", "https"):
            raise _failed("not_http", address=address)
        answer = pool.request("GET", address, headers=asked, preload_content=False, redirect=False)
        if answer.status not in _REDIRECTS:
            return answer
        onward = urljoin(address, answer.headers.get("Location", ""))
        answer.release_conn()
        if address.startswith("https:") and not onward.startswith("https:"):
            raise _failed("less_safe", address=address, onward=onward)
        address = onward
    raise _failed("in_circles", address=address, count=_MOST_REDIRECTS)


def _taken(
    answer: BaseHTTPResponse, address: str, path: Path, progress: Progress, limit: int, before: dict[str, str]
) -> Fetched:
    if answer.status == 304 and before:
        return Fetched(path, "unchanged", path.stat().st_size, before["sha256"])
    if answer.status != 200:
        raise _failed("status", address=address, status=answer.status)
    length = int(told) if (told := answer.headers.get("Content-Length", "")).isdigit() else None
    if length is not None and length > limit:
        raise _failed("too_large", address=address, size=length // MEGABYTE, limit=limit // MEGABYTE)
    coming = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        size, sha256 = _written(answer, address, coming, progress, limit, length)
        state = "new" if not path.is_file() else "same" if _sha256(path) == sha256 else "changed"
        path.parent.mkdir(parents=True, exist_ok=True)
        coming.replace(path)
    finally:
        coming.unlink(missing_ok=True)
    _remember(path, address, answer, sha256)
    return Fetched(path, state, size, sha256)


def _written(
    answer: BaseHTTPResponse, address: str, coming: Path, progress: Progress, limit: int, length: int | None
) -> tuple[int, str]:
    """How much came, and its hash."""
    digest, size = hashlib.sha256(), 0
    coming.parent.mkdir(parents=True, exist_ok=True)
    with coming.open("wb") as file:
        for piece in answer.stream(_AT_ONCE, decode_content=True):
            size += len(piece)
            if size > limit:
                raise _failed("too_large", address=address, size=size // MEGABYTE, limit=limit // MEGABYTE)
            digest.update(piece)
            file.write(piece)
            progress(size, length)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise _failed("empty", address=address)
    return size, digest.hexdigest()


def beside(path: Path) -> Path:
    """Where it is kept what the server said of a file."""
    return path.with_name(f".{path.name}.fetched.json")


def _known(path: Path, address: str) -> dict[str, str]:
    """What the server said of exactly the bytes that stand there; nothing where they were edited since."""
    try:
        said: Any = json.loads(beside(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_ours = isinstance(said, dict) and said.get("address") == address and path.is_file()
    return said if is_ours and said.get("sha256") == _sha256(path) else {}


def _conditions(before: dict[str, str]) -> dict[str, str]:
    named = {"If-None-Match": before.get("etag"), "If-Modified-Since": before.get("last_modified")}
    return {header: value for header, value in named.items() if value}


def _remember(path: Path, address: str, answer: BaseHTTPResponse, sha256: str) -> None:
    said = {
        "address": address,
        "etag": answer.headers.get("ETag"),
        "last_modified": answer.headers.get("Last-Modified"),
        "sha256": sha256,
    }
    content = json.dumps({k: v for k, v in said.items() if v}, indent=1, sort_keys=True) + "\n"
    new = beside(path).with_suffix(".part")
    new.write_text(content, encoding="utf-8")
    new.replace(beside(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(error: Exception) -> str:
    inner = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    return str(inner).splitlines()[0] if str(inner) else type(inner).__name__


def _failed(key: str, /, **values: object) -> NotFetchedError:
    return NotFetchedError(texts_of("pledgebook.sources", "fetch.yml")[key].fill(**values))
