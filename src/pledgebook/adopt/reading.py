"""A published page from its file: bytes to blocks, by the kind of file it is."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from pledgebook.adopt.page import PublishedPage, line_starts, mark_boilerplate
from pledgebook.adopt.reading_html import read_html
from pledgebook.adopt.reading_text import read_markdown, read_text
from pledgebook.catalogue import problem
from pledgebook.errors import SourceError, Where

_READERS = {".html": read_html, ".htm": read_html, ".xhtml": read_html, ".md": read_markdown}
_READERS[".markdown"] = read_markdown
_IS_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_HEAD = 4096


def read_page(path: Path, language: str) -> PublishedPage:
    """The page in a file of HTML, Markdown or plain text.

    Raises ``SourceError`` where the file is no text or has none.
    """
    source = _text(path).replace("\r\n", "\n").replace("\r", "\n")
    reader = _READERS.get(path.suffix.casefold(), read_html if _IS_HTML.match(source) else read_text)
    blocks = mark_boilerplate(reader(source), language)
    if not any(not block.is_boilerplate for block in blocks):
        raise SourceError(problem("ADO004", Where(path)))
    return PublishedPage(path, language, tuple(blocks), line_starts(source))


def _text(path: Path) -> str:
    """The file's text: UTF-8, or what an HTML page says of itself."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        declared = _CHARSET.search(content[:_HEAD])
        if declared is not None:
            try:
                return content.decode(codecs.lookup(declared[1].decode("ascii")).name)
            except (LookupError, UnicodeDecodeError):
                pass
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(problem("ADO002", Where(path, line), byte=error.start + 1)) from error
