"""What a file is by its first bytes, where that is not what its declaration or its name says.

A newcomer would let each reader fail in its own words. A server that answers with a page of errors gives a file that
reads well as a table of one column; by its first bytes it is a web page, and that can be said.
"""

from __future__ import annotations

from pathlib import Path

from pledgebook.sources.unreadable import UnreadableError
from pledgebook.text import Text, texts_of

_KINDS: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"PK\x03\x04", "archive", frozenset({"sheet"})),
    (b"\xd0\xcf\x11\xe0", "old_office", frozenset({"sheet"})),
    (b"PAR1", "parquet", frozenset({"parquet"})),
    (b"%PDF", "pdf", frozenset()),
    (b"\x1f\x8b", "gzip", frozenset()),
    (b"<!doctype html", "page", frozenset()),
    (b"<html", "page", frozenset()),
    (b"<?xml", "xml", frozenset({"sheet"})),
)
"""How a file begins, its kind, and the readers that take it."""
_READ = 1_000
_MARK = b"\xef\xbb\xbf"


def refuse_another_kind(path: Path, reader: str) -> None:
    """Nothing, or ``UnreadableError`` with what the file is instead of what ``reader`` reads."""
    with path.open("rb") as file:
        begins = file.read(_READ)
    bare = begins.removeprefix(_MARK).strip()
    if not bare:
        raise UnreadableError(_said("empty"))
    for start, kind, readers in _KINDS:
        if bare.lower().startswith(start.lower()):
            if reader not in readers:
                raise UnreadableError(_said(kind))
            return
    if reader in ("sheet", "parquet") and b"\0" not in begins:
        raise UnreadableError(_said("text"))


def _said(kind: str) -> Text:
    return texts_of("pledgebook.sources", "seeming.yml")[kind]
