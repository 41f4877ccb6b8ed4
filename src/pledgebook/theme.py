"""The colours of the site by their names (tokens), in light and dark, and the contrast that their pairs must have.

A newcomer would get wrong that the style sheet is the one place where a colour stands: the tokens are read from it, so
that pages, charts, the picture and the brief cannot disagree, and a book changes a colour by its token and in no
other way. Which colours meet, and how far they must stand apart, is ``theme.yml``.
Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

from pledgebook.yaml_text import load_yaml

SCHEMES = ("light", "dark")
Face = Literal["text", "heading", "code"]
_FACE_TOKENS: Mapping[Face, str] = {"text": "sans", "heading": "serif", "code": "mono"}
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_DARK, _END = "@media (prefers-color-scheme: dark)", "/* Ground */"
_BEHIND = "/* Behind the first screen */"

Colours = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet, and what the first does there: ``text`` or ``shape``."""

    colour: str
    ground: str
    role: str

    @property
    def least(self) -> Decimal:
        """The contrast that WCAG 2.1 AA asks for."""
        return Decimal("4.5") if self.role == "text" else Decimal(3)

    @property
    def criterion(self) -> str:
        """The success criterion that asks for it."""
        return "1.4.3" if self.role == "text" else "1.4.11"


@cache
def sheet() -> str:
    """The style sheet of every site, with the colours that stand where a book chooses none."""
    return resources.files("pledgebook").joinpath("pages/theme/site.css").read_text(encoding="utf-8")


@cache
def default_colours() -> Mapping[str, Colours]:
    """Every token's colour in each scheme."""
    light, dark, _ = _parts(sheet())
    found = dict(_COLOUR.findall(light))
    return {"light": found, "dark": {**found, **dict(_COLOUR.findall(dark))}}


@cache
def pairs() -> tuple[Pair, ...]:
    """Every pair of colours that meet on a page."""
    content = resources.files("pledgebook").joinpath("theme.yml").read_text(encoding="utf-8")
    declared: Any = load_yaml(content)
    return tuple(
        Pair(colour, ground, role)
        for role, grounds in declared.items()
        for ground, colours in grounds.items()
        for colour in colours
    )


def contrast(one: str, other: str) -> Decimal:
    """The ratio of two colours, from 1 to 21, cut to two decimals so that 4.499 is not called 4.5.

    >>> contrast("#000000", "#ffffff"), contrast("#777777", "#ffffff")
    (Decimal('21.00'), Decimal('4.47'))
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return Decimal((high + 0.05) / (low + 0.05)).quantize(Decimal("0.01"), rounding=ROUND_FLOOR)


def weak_pairs(colours: Colours) -> Iterator[tuple[Pair, Decimal]]:
    """The pairs that stand less far apart than they must, with their contrast."""
    for pair in pairs():
        ratio = contrast(colours[pair.colour], colours[pair.ground])
        if ratio < pair.least:
            yield pair, ratio


def themed_sheet(chosen: Mapping[str, Colours], faces: Mapping[Face, tuple[str, ...]]) -> str:
    """The style sheet with a book's colours and typefaces in the place of its own."""
    light, dark, rest = _parts(sheet())
    light = _recoloured(light, chosen.get("light", {}))
    for face, names in faces.items():
        token, first = f"--{_FACE_TOKENS[face]}: ", "".join(f'"{name}", ' for name in names)
        light = light.replace(token, token + first, 1)
    return light + _recoloured(dark, chosen.get("dark", {})) + rest


def served_sheets(chosen: Mapping[str, Colours], faces: Mapping[Face, tuple[str, ...]]) -> tuple[str, str]:
    """What the first screen of a page needs, and the rest, as they are served in a book's colours and typefaces."""
    first, _, rest = themed_sheet(chosen, faces).partition(_BEHIND)
    return tightened(first), tightened(rest)


def tightened(css: str) -> str:
    """The sheet as it is served: without remarks and without the spaces that only an author reads.

    >>> tightened("/* Ground */\\na > b { color: #191c20; margin: 0 -0.5em 10.5em; }\\n")
    'a>b{color:#191c20;margin:0 -.5em 10.5em}'
    """
    bare = _REMARK.sub("", css)
    tight = _LOOSE.sub(r"\1\2\3", bare).replace(";}", "}").replace(" > ", ">").strip()
    return _NOUGHT.sub(".", tight)


_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOUGHT = re.compile(r"(?<![\w.#])0\.(?=\d)")
"""The nought before a point; not that of 10.5."""
_LOOSE = re.compile(r"\s*([{};])\s*|(?<=[\w)])(:) |(,) ")


def _parts(css: str) -> tuple[str, str, str]:
    """The sheet's light tokens, its dark tokens, and the rest."""
    at, end = css.index(_DARK), css.index(_END)
    return css[:at], css[at:end], css[end:]


def _recoloured(css: str, chosen: Colours) -> str:
    return _COLOUR.sub(lambda m: f"--{m[1]}: {chosen.get(m[1], m[2])};", css)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white). The sheet's own numbers: no money, no count."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
