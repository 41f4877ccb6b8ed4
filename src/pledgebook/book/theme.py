"""``theme.yml``: the colours, typefaces and logo that a book chooses, by tokens.

A newcomer would get wrong that there is no style sheet of a book's own: what can be chosen is what can be checked, and
every pair of colours is, in light and dark. The logo is a file of the book; a government's mark has no place here, for
the site of a book is not a government's.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lxml import etree
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pledgebook.book.models import Declaration, Words
from pledgebook.book.yaml_file import YamlFile, read_declaration
from pledgebook.catalogue import problem
from pledgebook.errors import Problem
from pledgebook.text import texts_of
from pledgebook.theme import Colours, Face, default_colours

FILE = "theme.yml"
LARGEST_LOGO = 60_000
"""Bytes. A page with all that it loads stays under 100 kB."""
_PNG = b"\x89PNG\r\n\x1a\n"
_GENERIC = frozenset({"sans-serif", "serif", "monospace", "system-ui"})


def _checked(value: Mapping[str, str]) -> Mapping[str, str]:
    known = default_colours()["light"]
    if unknown := sorted(set(value) - set(known)):
        raise PydanticCustomError(
            "token_unknown", "token_unknown", {"found": ", ".join(unknown), "known": ", ".join(sorted(known))}
        )
    if wrong := [
        f"{name}: {colour}" for name, colour in value.items() if not re.fullmatch("#[0-9a-fA-F]{6}", colour)
    ]:
        raise PydanticCustomError("colour_expected", "colour_expected", {"found": ", ".join(wrong)})
    return {name: colour.lower() for name, colour in sorted(value.items())}


class Logo(Declaration):
    """A picture before the book's name, SVG or PNG, of the book itself or of whoever keeps it."""

    file: str
    words: Words | None = None
    """What a reader who does not see it is told; nothing where it only repeats the name beside it."""

    @field_validator("file")
    @classmethod
    def _inside_the_book(cls, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or path.suffix not in (".svg", ".png"):
            raise PydanticCustomError("logo_file", "logo_file")
        return value


class ThemeDeclaration(Declaration):
    """``theme.yml``."""

    light: dict[str, str] = Field(default_factory=dict)
    dark: dict[str, str] = Field(default_factory=dict)
    type: dict[Face, tuple[str, ...]] = Field(default_factory=dict)
    logo: Logo | None = None

    @field_validator("light", "dark")
    @classmethod
    def _colours(cls, value: dict[str, str]) -> dict[str, str]:
        return dict(_checked(value))

    @field_validator("type")
    @classmethod
    def _names_of_faces(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if any(
            not re.fullmatch(r"[\w][\w .-]*", name) or name in _GENERIC for f in value.values() for name in f
        ):
            raise PydanticCustomError("face_expected", "face_expected")
        return value

    @property
    def chosen(self) -> Mapping[str, Colours]:
        """The colours that the book chooses, by scheme."""
        return {"light": self.light, "dark": self.dark}

    def colours(self, scheme: str) -> Colours:
        """Every token's colour in a scheme."""
        return {**default_colours()[scheme], **self.chosen[scheme]}


def read_theme(root: Path) -> tuple[ThemeDeclaration, YamlFile | None, list[Problem]]:
    """The theme of a book, its file, and every mistake in it; the neutral theme where there is no file."""
    if not (root / FILE).is_file():
        return ThemeDeclaration(), None, []
    declared, file, problems = read_declaration(root / FILE, ThemeDeclaration)
    if declared and declared.logo:
        why = _fault_of(root / declared.logo.file)
        if why:
            reason = texts_of("pledgebook.book", "reasons.yml")[why]
            where, key = file.where(["logo", "file"]), "logo.file"
            problems.append(problem("BOOK006", where, key=key, value=declared.logo.file, detail=reason))
    return declared or ThemeDeclaration(), file, problems


def logo_size(file: Path) -> tuple[int, int]:
    """Width and height of a logo, so that a page keeps its place before it is there. Raises ``ValueError``."""
    content = file.read_bytes()
    if content.startswith(_PNG):
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    box = [float(part) for part in re.split(r"[\s,]+", _svg(content).get("viewBox", "").strip())]
    return round(box[2]), round(box[3])


def _svg(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _fault_of(file: Path) -> str:
    """What is wrong with a logo's file, as a word of ``reasons.yml``; nothing where nothing is."""
    if not file.is_file():
        return "logo_missing"
    content = file.read_bytes()
    if len(content) > LARGEST_LOGO:
        return "logo_large"
    try:
        width, height = logo_size(file)
    except (ValueError, IndexError, struct.error):
        return "logo_unread"
    if not content.startswith(_PNG) and not _is_alone(_svg(content)):
        return "logo_not_alone"
    return "" if width > 0 and height > 0 else "logo_unread"


def _is_alone(svg: etree._Element) -> bool:
    """A picture that runs nothing and fetches nothing."""
    for element in svg.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name in ("script", "foreignObject") or (
            name == "style" and re.search(r"@import|url\(", element.text or "")
        ):
            return False
        for key, given in element.attrib.items():
            value = str(given)
            local = etree.QName(str(key)).localname
            leads_away = (local == "href" and not value.startswith("#")) or re.search(r"url\((?!#)", value)
            if local.startswith("on") or leads_away:
                return False
    return True
