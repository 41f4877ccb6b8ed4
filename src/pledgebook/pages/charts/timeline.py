"""Quantities over days: ceilings as steps, a stock as a line, a target as a path.

A newcomer would get wrong that nothing is drawn between what is known: a line breaks where a report is
missing, and strength is known on the days that were published, as dots, not in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pledgebook.pages.charts.plot import Box, Dot, Plot, Tell, Wish, along, around, dot, plot, settle
from pledgebook.pages.charts.scale import spread
from pledgebook.pages.charts.svg import (
    About,
    Drawn,
    Frame,
    absence,
    drawing,
    nothing,
    path,
    stroke,
    tag,
    width_of,
    words,
    wrap,
)

_SAMPLE = 16.0
"""How much of a line is drawn again beside its name, so that its dashes tell it apart without colour."""


@dataclass(frozen=True, slots=True)
class Span:
    """An authority in force from a day to a day; None: to the end of the picture."""

    start: date
    end: date | None
    value: Decimal
    text: str
    is_nested: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """The values of one thing on several days, in their order, with the name that stands at its end."""

    label: str
    dots: Sequence[Dot]


def steps(about: About, spans: Sequence[Span], points: Sequence[Dot], tell: Tell) -> str:
    """Ceilings as steps over time; what was counted as dots, with whiskers where it is an interval."""
    dates = [d for s in spans for d in (s.start, s.end) if d] + [p.day for p in points]
    values = [s.value for s in spans] + [v for p in points for v in (p.value, p.high)]

    def draw(frame: Frame) -> Drawn:
        if not dates:
            return nothing(about, frame)
        made, shapes = plot(frame, dates, values, tell, about.year)
        wishes, steps_of = [], []
        for span in spans:
            (x1, y), x2 = made.at(span.start, span.value), _end_of(made, span)
            steps_of += along([(x1, y), (x2, y)])
            shapes.append(_area(made, x1, x2, y, span.is_nested))
            shapes.append(stroke(x1, y, x2, y, "c-step-nested" if span.is_nested else "c-step"))
            wishes.append(
                Wish((x1 + x2) / 2, y + 3, span.text, "c-value" if not span.is_nested else "c-text")
            )
        return shapes + _dotted(frame, made, points, wishes, steps_of), made.bottom + 26

    return drawing(about, draw)


def line(about: About, traces: Sequence[Trace], tell: Tell, levels: Sequence[Span] = ()) -> str:
    """Values over dates, one line a trace; a day without a report breaks the line and is marked below.

    A level is what was announced for its days, such as an envelope: a dashed line with its words.
    """
    dots = [d for trace in traces for d in trace.dots]
    dates = [d.day for d in dots] + [d for level in levels for d in (level.start, level.end) if d]
    values = [d.value for d in dots] + [level.value for level in levels]

    def draw(frame: Frame) -> Drawn:
        if not dots:
            return nothing(about, frame)
        names = [wrap(t.label, 110 if not frame.is_narrow else 84, frame.size, 2) for t in traces]
        right = (
            max(width_of(n, frame.size) for lines in names for n in lines) + 20 + _SAMPLE
            if len(traces) > 1
            else 14
        )
        made, shapes = plot(frame, dates, values, tell, about.year, right=right)
        marks, taken = _unknown(frame, made, dots)
        shapes += marks
        wishes: list[Wish] = []
        for level in levels:
            ends = [made.at(level.start, level.value), (_end_of(made, level), made.y.at(level.value))]
            shapes.append(path(ends, "c-reference"))
            taken += along(ends)
            wishes.append(Wish(sum(x for x, _ in ends) / 2, ends[0][1] + 3, level.text, "c-reference-text"))
        for i, trace in enumerate(traces, 1):
            for run in _runs(made, trace.dots):
                shapes.append(path(run, f"c-line c-line-{i}"))
                taken += along(run)
            for mark in trace.dots:
                shapes += dot(made, mark, f"c-dot c-dot-{i}")
            wishes += _telling(made, trace.dots, [other for other in traces if other is not trace])
        if len(traces) > 1:
            shapes += _names(frame, made, traces, names)
        return shapes + settle(frame, made, wishes, [*taken, *around(made, dots)]), made.bottom + 26

    return drawing(about, draw)


def progress_path(
    about: About, baseline: Dot | None, targets: Sequence[Dot], actuals: Sequence[Dot], tell: Tell
) -> str:
    """The way from a baseline to its targets, dashed, and what was reported, as dots joined by a line."""
    promised = [*([baseline] if baseline else []), *targets]
    dots = [*promised, *actuals]

    def draw(frame: Frame) -> Drawn:
        if not any(d.value is not None for d in dots):
            return nothing(about, frame)
        made, shapes = plot(frame, [d.day for d in dots], [d.value for d in dots], tell, about.year)
        marks, taken = _unknown(frame, made, dots)
        shapes += marks
        for line_of, look in ((promised, "c-path"), (actuals, "c-line c-line-1")):
            for run in _runs(made, line_of):
                shapes.append(path(run, look))
                taken += along(run)
        for mark in targets:
            shapes += _goal(made, mark)
        hollow = dot(made, baseline, "c-dot-hollow") if baseline else []
        shapes += hollow + [s for mark in actuals for s in dot(made, mark, "c-dot c-dot-1")]
        wishes = [Wish(*made.at(d.day, d.value), d.text) for d in actuals if d.value is not None]
        if wishes:  # the last value is what the finding tells: it goes first, and further off where it must
            wishes = [replace(wishes[-1], distances=(8, 18, 30)), *wishes[:-1]]
        wishes += [Wish(*made.at(d.day, d.value), d.text, "c-text") for d in promised if d.value is not None]
        return shapes + settle(frame, made, wishes, [*taken, *around(made, dots)]), made.bottom + 26

    return drawing(about, draw)


def _end_of(made: Plot, span: Span) -> float:
    return made.x.at_day(span.end) if span.end else made.x.end


def _area(made: Plot, x1: float, x2: float, y: float, is_nested: bool) -> str:
    look = "c-area-nested" if is_nested else "c-area"
    return tag("rect", x=x1, y=y, width=max(x2 - x1, 1), height=max(made.bottom - y, 0), class_=look)


def _dotted(
    frame: Frame, made: Plot, points: Sequence[Dot], after: Sequence[Wish], lines: Sequence[Box]
) -> list[str]:
    known = [(p, p.value) for p in points if p.value is not None]
    shapes, taken = _unknown(frame, made, points)
    shapes += [shape for p, _ in known for shape in dot(made, p, "c-dot c-dot-1")]
    wishes = [Wish(*made.at(p.day, v), p.text, sides="above right below left") for p, v in known]
    return shapes + settle(frame, made, [*after, *wishes], [*taken, *lines, *around(made, points)])


def _unknown(frame: Frame, made: Plot, points: Sequence[Dot]) -> tuple[list[str], list[Box]]:
    """A mark on the axis for each day without a value, its word once a run, and the room they take."""
    shapes: list[str] = []
    boxes: list[Box] = []
    end = -1.0
    for point in points:
        if point.value is not None:
            continue
        x, size = made.x.at_day(point.day), frame.size - 1
        shapes.append(absence(frame, point.status, x - 4, made.bottom - 18, 8, 18))
        room = width_of(point.text, size)
        at = min(max(x - room / 2, made.x.start), frame.width - room)
        if at > end:
            shapes.append(words(point.text, at, made.bottom - 24, size, look="c-absent"))
            end = at + room
            boxes.append((at, made.bottom - 24 - size, end, made.bottom))
    return shapes, boxes


def _runs(made: Plot, dots: Sequence[Dot]) -> list[list[tuple[float, float]]]:
    """The points of the dots that follow one another without a gap, two or more."""
    runs: list[list[tuple[float, float]]] = [[]]
    for mark in dots:
        if mark.value is None:
            runs.append([])
        else:
            runs[-1].append(made.at(mark.day, mark.value))
    return [run for run in runs if len(run) > 1]


def _telling(made: Plot, dots: Sequence[Dot], others: Sequence[Trace]) -> list[Wish]:
    """Labels for the last, the first, the highest and the lowest of the dots, of equal ones the last.

    Below a dot where another line is higher on its day, so that the labels of a day stand in the order of its values.
    """
    known = [(d, d.value) for d in reversed(dots) if d.value is not None]
    if not known:
        return []
    order = [known[0], known[-1], max(known, key=lambda k: k[1]), min(known, key=lambda k: k[1])]
    higher = {d.day: d.value for other in others for d in other.dots if d.value is not None}
    unique = list(dict.fromkeys(order))
    return [
        Wish(*made.at(d.day, v), d.text, sides=_UNDER if higher.get(d.day, v) > v else _OVER)
        for d, v in unique
    ]


_OVER, _UNDER = "above below right left", "below right left above"


def _names(frame: Frame, made: Plot, traces: Sequence[Trace], names: Sequence[Sequence[str]]) -> list[str]:
    size = frame.size
    wanted = [_last_height(made, trace) for trace in traces]
    gap = max(len(lines) for lines in names) * size * 1.2 + 4
    start = made.x.end + 8
    return [
        stroke(start, y, start + _SAMPLE, y, f"c-line c-line-{i}")
        + "".join(
            words(n, start + _SAMPLE + 6, y + size * (0.35 + 1.2 * j), size, look=f"c-name c-name-{i}")
            for j, n in enumerate(lines)
        )
        for i, (lines, y) in enumerate(zip(names, spread(wanted, gap, 12, made.bottom), strict=True), 1)
    ]


def _last_height(made: Plot, trace: Trace) -> float:
    known = [d.value for d in trace.dots if d.value is not None]
    return made.y.at(known[-1]) if known else made.bottom


def _goal(made: Plot, mark: Dot) -> list[str]:
    if mark.value is None:
        return []
    x, y = made.at(mark.day, mark.value)
    return [tag("path", d=f"M{x:.1f},{y - 7:.1f}l7,7l-7,7l-7,-7z", class_="c-goal")]
