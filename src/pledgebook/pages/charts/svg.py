"""The few shapes that every chart is made of, as SVG text.

A newcomer would get wrong that a chart is drawn twice: once for a wide column, once for a phone. Type that
shrinks with the picture cannot be read at 320 px, so each drawing keeps its own layout and the style sheet
shows one of them. Nothing here writes a ``style`` attribute: colours are classes, so that dark mode, forced
colours, print and a strict content security policy all work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from pledgebook.value import Status

WIDE, NARROW = 680.0, 340.0
_THIN, _BROAD = frozenset("iljtfrI.,:;'’|!()[]·-‑ \u00a0\u202f"), frozenset("mwMW%—@")

_MARKS = frozenset(map(chr, (*range(0x64B, 0x653), 0x670)))
"""Vowel signs of Arabic, which stand over or under a letter and take no room."""


@dataclass(frozen=True, slots=True)
class About:
    """What a chart says of itself: an id for its page, a title, a text alternative, words for "nothing".

    ``year`` writes a year of its axis as the page's language does.
    """

    id: str
    title: str
    description: str
    nothing: str
    year: Callable[[int], str] = str


@dataclass(frozen=True, slots=True)
class Frame:
    """One of a chart's two drawings: how wide it is, and the fill that stands for "not reported"."""

    width: float
    is_narrow: bool
    hatch: str

    @property
    def size(self) -> float:
        """The size of ordinary type."""
        return 13 if self.is_narrow else 14


Drawn = tuple[list[str], float]
"""The shapes of a drawing and its height."""


def number(value: float) -> str:
    """A coordinate with at most one decimal.

    >>> number(12.04), number(-0.01), number(7)
    ('12', '0', '7')
    """
    short = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element; ``class_`` and ``stroke_width`` are written ``class`` and ``stroke-width``.

    >>> tag("rect", x=1.5, class_="c-main", rx=None)
    '<rect x="1.5" class="c-main"/>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


BOLD = 1.08
"""How much wider bold letters are than the room that is reckoned for letters."""


def width_of(text: str, size: float) -> float:
    """How wide the text will be, nearly: the reader's own typeface is not known.

    >>> width_of("مُبلَّغ", 14) == width_of("مبلغ", 14)
    True
    """
    ems = sum(
        0.3 if c in _THIN else 0.88 if c in _BROAD else 0.7 if c.isupper() else 0.0 if c in _MARKS else 0.56
        for c in text
    )
    return ems * size * 1.02


def wrap(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """The text in at most so many lines that fit the room; what does not fit ends in an ellipsis.

    >>> wrap("Food and agriculture", 90, 13)
    ['Food and', 'agriculture']
    """
    made: list[str] = []
    words = text.split(" ")
    while words:
        taken = _words_that_fit(words, room, size)
        is_last = len(made) == lines - 1
        if is_last and taken < len(words):
            made.append(_cut(" ".join(words), room, size))
            break
        line = " ".join(words[:taken])
        made.append(line if width_of(line, size) <= room else _cut(line, room, size))
        words = words[taken:]
    return made


def _words_that_fit(words: Sequence[str], room: float, size: float) -> int:
    taken = 1
    while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= room:
        taken += 1
    return taken


def _cut(text: str, room: float, size: float) -> str:
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" ,;·-–") + "…"


def words(text: str, x: float, y: float, size: float, *, anchor: str = "start", look: str = "c-text") -> str:
    """One line of type, its baseline at y."""
    return tag(
        "text",
        escape(text, quote=False),
        x=x,
        y=y,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        class_=look,
    )


def paragraph(
    text: str,
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "start",
    look: str = "c-text",
) -> str:
    """The wrapped lines under each other; the whole text stays in a title where it was cut."""
    title = [tag("title", escape(text, quote=False))] if lines and lines[-1].endswith("…") else []
    spans = [
        tag("tspan", escape(line, quote=False), x=x, y=y + i * size * 1.2) for i, line in enumerate(lines)
    ]
    return tag(
        "text",
        *title,
        *spans,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        class_=look,
    )


def escaped_title(text: str) -> str:
    """What is told of a shape when it is pointed at."""
    return tag("title", escape(text, quote=False))


def stroke(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=look)


def path(points: Iterable[tuple[float, float]], look: str) -> str:
    """A line through the points."""
    d = "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)
    return tag("path", d=d, class_=look)


def absence(frame: Frame, status: Status, x: float, y: float, width: float, height: float) -> str:
    """The mark of a value that is not there: hatched, a dash, or a band; never the look of zero."""
    if status == "withheld":
        box = tag("rect", x=x, y=y, width=width, height=height, class_="c-withheld-box")
        band = tag("rect", x=x, y=y + height / 4, width=width, height=height / 2, class_="c-withheld")
        return box + band
    if status == "not_applicable":
        return stroke(x, y + height / 2, x + width, y + height / 2, "c-dash")
    return tag("rect", x=x, y=y, width=width, height=height, fill=frame.hatch, class_="c-hatched")


def drawing(about: About, draw: Callable[[Frame], Drawn], kind: str = "") -> str:
    """The chart's two drawings, wide and narrow, each with a title and a text alternative.

    ``kind`` is ``map`` for what keeps its sides where a page runs from right to left: east stays east.
    """
    return _one(about, draw, "wide", WIDE, kind) + _one(about, draw, "narrow", NARROW, kind)


def _one(about: About, draw: Callable[[Frame], Drawn], name: str, width: float, kind: str) -> str:
    key = f"{about.id}-{name}"
    shapes, height = draw(Frame(width, width == NARROW, f"url(#{key}-hatch)"))
    return tag(
        "svg",
        tag("title", escape(about.title, quote=False), id=f"{key}-title"),
        tag("desc", escape(about.description, quote=False), id=f"{key}-desc"),
        tag("defs", _hatch(f"{key}-hatch")),
        *shapes,
        class_=f"drawing drawing--{name}" + (f" drawing--{kind}" if kind else ""),
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        focusable="false",
    )


def _hatch(key: str) -> str:
    line = tag("path", d="M0,6L6,0M-1,1L1,-1M5,7L7,5", class_="c-hatch-line")
    return tag("pattern", line, id=key, width=6, height=6, patternUnits="userSpaceOnUse")


def nothing(about: About, frame: Frame) -> Drawn:
    """A drawing that says that there is nothing to draw."""
    box = absence(frame, "not_reported", 0.5, 0.5, frame.width - 1, 71)
    size = frame.size
    wide = width_of(about.nothing, size) + 24
    plate = tag("rect", x=(frame.width - wide) / 2, y=22, width=wide, height=28, class_="c-plate")
    return [box, plate, words(about.nothing, frame.width / 2, 41, size, anchor="middle", look="c-absent")], 72
