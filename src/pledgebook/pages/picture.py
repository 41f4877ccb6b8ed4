"""The picture that other sites show beside a link: the book's name and the answers of its first screen.

A newcomer would get wrong that the fonts of the machine must not be asked: a picture drawn with them would differ
from one builder to the next. The faces come with packages, so the same book gives the same bytes. One has Latin, Greek
and Cyrillic letters, one Arabic ones, which the renderer joins and orders as they are written.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import resvg_py

from pledgebook.pages.content import PageOut
from pledgebook.pages.macros import environment
from pledgebook.pages.view import View
from pledgebook.text import unmarked

FILE, WIDTH, HEIGHT = "picture.png", 1200, 630
_NAME_WIDTHS = ((66, 32, 2), (54, 40, 3), (44, 49, 4))
"""Sizes of the name, with the characters that fit into a line and the most lines, the largest first."""
_LABEL, _FIGURE, _LINES = 24, 20, 3


def draw_picture(folder: Path, view: View, home: PageOut) -> None:
    """``picture.png`` in the language's folder."""
    name = unmarked(view.say(view.book.declaration.name))
    size, lines = _fitted(name)
    answers = [
        {
            "label": _cut(unmarked(a["label"]), _LABEL, 2),
            "figure": _cut(unmarked(a["figure"]), _FIGURE, _LINES),
        }
        for a in home.context["answers"]
    ]
    disclaimer = _cut(unmarked(view.say(view.book.declaration.disclaimer)), 105, 2)
    svg = environment().get_template("picture.svg").render(
        size=size, name=lines, answers=answers, disclaimer=disclaimer, width=WIDTH, height=HEIGHT,
        colours=view.book.theme.colours("light"), direction=view.direction,
    )  # fmt: skip
    (folder / FILE).write_bytes(_drawn(unmarked(svg).translate(_SPACES)))


def _drawn(svg: str) -> bytes:
    """The drawing as PNG, in the faces of the packages alone."""
    drawn: Any = resvg_py.svg_to_bytes(
        svg_string=svg, skip_system_fonts=True, font_files=_faces(), font_family="Source Sans Pro"
    )
    return bytes(drawn)


_SPACES = str.maketrans({"\u202f": "\u00a0"})
"""The face has no narrow space."""


def _fitted(name: str) -> tuple[int, list[str]]:
    """The largest size at which the name fits, and its lines."""
    for size, width, most in _NAME_WIDTHS:
        lines = _wrapped(name, width)
        if len(lines) <= most:
            return size, lines
    size, width, most = _NAME_WIDTHS[-1]
    return size, _cut(name, width, most)


def _cut(text: str, width: int, most: int) -> list[str]:
    """No more lines than there is room for; the last says that there was more.

    >>> _cut("one two three four", 8, 2)
    ['one two', 'three …']
    """
    lines = _wrapped(text, width)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    if len(last) > width - 2 and " " in last:
        last = last.rpartition(" ")[0]
    return [*lines[: most - 1], f"{last} …"]


def _wrapped(text: str, width: int) -> list[str]:
    """Lines that break at ordinary spaces only: an amount stays with its unit."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


@cache
def _faces() -> list[str]:
    """The files of the faces."""
    latin = Path(str(resources.files("font_source_sans_pro"))) / "files"
    arabic = Path(str(resources.files("fontpkg_noto_sans_arabic"))) / "files"
    faces = [latin / f"SourceSansPro-{weight}.ttf" for weight in ("Regular", "Bold")]
    return [str(face) for face in (*faces, *sorted(arabic.glob("*.ttf")))]
