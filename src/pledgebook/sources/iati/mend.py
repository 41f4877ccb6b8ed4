"""What is done for a piece that the XML parser refuses, when what its author meant is beyond doubt.

Four faults are mended: bytes in another encoding than declared, characters that XML does not allow, an
ampersand that begins no reference, a prefix that nobody declared. A newcomer would get wrong that nothing
else is: tags that do not match say nothing certain about whose money stands between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledgebook.sources.iati.fault import Fault, opened_before

_FALLBACK = "cp1252"
_NOT_ALLOWED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])"
    "|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));",
    re.IGNORECASE,
)
_BARE = re.compile(r"&(?!(?:amp|lt|gt|apos|quot|#[0-9]+|#x[0-9a-fA-F]+);)")
_VERBATIM = re.compile(r"(<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>)", re.DOTALL)
_PREFIX = re.compile(r"</?([^\W\d][\w.-]*):|\s([^\W\d][\w.-]*):[\w.-]+\s*=\s*[\"']")
_DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Mended:
    """A piece as text that may be XML now, the prefixes to declare for it, and what was done, at which line."""

    text: str
    prefixes: tuple[str, ...]
    notes: tuple[Fault, ...]


def mended(piece: bytes, encoding: str, root: bytes) -> Mended | None:
    """The piece with its certain faults mended; None where it has none of them."""
    text, notes = _decoded(piece, encoding)
    for code, pattern, put in (
        ("character-not-allowed", _NOT_ALLOWED, ""),
        ("bare-ampersand", _BARE, "&amp;"),
    ):
        before = text
        text, found = _replaced(text, pattern, put)
        if found:
            notes.append(_note(code, before, found[0][0], _shown([what for _, what in found])))
    prefixes = _undeclared(text, root.decode(encoding, "replace"))
    if prefixes:
        first = text.find(f"{prefixes[0]}:")
        notes.append(_note("prefix-not-declared", text, max(first, 0), ", ".join(prefixes)))
    return Mended(text, prefixes, tuple(notes)) if notes else None


def misread(piece: bytes, encoding: str) -> bool:
    """Whether bytes that any one-byte encoding accepts are UTF-8 all the same."""
    if piece.isascii() or encoding in ("utf-8", "ascii"):
        return False
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(piece: bytes, encoding: str) -> tuple[str, list[Fault]]:
    if misread(piece, encoding):
        text = piece.decode("utf-8")
        first = next(place for place, character in enumerate(text) if not character.isascii())
        return text, [_note("encoding-lies", text, first, encoding)]
    try:
        return piece.decode(encoding), []
    except UnicodeDecodeError as fault:
        text = piece.decode(_FALLBACK, "replace")
        shown = piece[fault.start : fault.end].hex(" ").upper()
        return text, [_note("not-in-encoding", text, fault.start, f"{encoding}: {shown}")]


def _note(code: str, text: str, position: int, value: str) -> Fault:
    """A fault at a place in the text; its line counts from 0."""
    return Fault(code, text.count("\n", 0, position), value, element=opened_before(text, position + 1))


def _replaced(text: str, pattern: re.Pattern[str], put: str) -> tuple[str, list[tuple[int, str]]]:
    """The text with every match replaced where it is not verbatim, and each match with where it was."""
    if pattern.search(text) is None:
        return text, []
    found: list[tuple[int, str]] = []
    parts, start = _VERBATIM.split(text), 0
    for place, part in enumerate(parts):
        if place % 2 == 0 or put == "":
            found += [(start + m.start(), _name(m[0], part, m.end())) for m in pattern.finditer(part)]
            parts[place] = pattern.sub(put, part)
        start += len(part)
    return "".join(parts), found


def _name(match: str, text: str, end: int) -> str:
    """How a match is shown: a character by its number, an ampersand with what follows."""
    if match == "&":
        return match + text[end : end + 10].split("<")[0].split("\n")[0]
    return match if len(match) > 1 else f"U+{ord(match):04X}"


def _shown(found: list[str]) -> str:
    names = list(dict.fromkeys(found))
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def _undeclared(text: str, root: str) -> tuple[str, ...]:
    used = {first or second for first, second in _PREFIX.findall(_VERBATIM.sub("", root + text))}
    return tuple(sorted(used - set(_DECLARED.findall(root + text)) - {"xml", "xmlns"}))
