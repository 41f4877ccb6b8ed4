"""The register of a draft's claims and the questions that its author has to answer.

A newcomer would get wrong that a proposed measure is written here only: no link uses it until a person does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pledgebook.adopt.mention import Mention, Time
from pledgebook.adopt.tables import say
from pledgebook.book.load import engine_measures
from pledgebook.book.models import MeasureDeclaration
from pledgebook.figures import plain
from pledgebook.interval import Interval

COLUMNS = (
    "question", "language", "sort", "words", "kind", "hedge", "interval", "low", "high", "unit", "currency",
    "time", "from_day", "to_day", "scope", "sentence", "where", "proposed_measure",
)  # fmt: skip
_LONGEST_SENTENCE = 500
_DIGITS = 4
_TAKES_SPAN = ("flow", "ratio", "rank", "ceiling")


def write_register(pages: Sequence[tuple[str, Sequence[Mention]]]) -> str:
    """The claims of each language as CSV, one row for each quantity, time and vague word."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for language, mentions in pages:
        writer.writerows(_row(language, mention) for mention in mentions)
    return file.getvalue()


def write_questions(pages: Sequence[tuple[str, Sequence[Mention]]], language: str) -> str:
    """The questions as Markdown in one language; a figure of two languages is one question."""
    first = pages[0][1]
    questions: dict[int, list[tuple[str, Mention]]] = {}
    for code, mentions in pages:
        for mention in mentions:
            if mention.question:
                questions.setdefault(mention.question, []).append((code, mention))
    parts = [f"# {say('questions_title')[language]}", say("questions_lead")[language]]
    parts += [f"## {say('frame_title')[language]}", say("frame_lead")[language]]
    parts.append(f"## {say('figures_title')[language]}")
    for number, asked in sorted(questions.items()):
        parts.append("\n".join(_question(number, asked, language)))
    vague = [m for m in first if m.sort == "vague" and not m.question]
    acts = [m for m in first if m.sort == "time" and m.proposed]
    for name, mentions in (("vague", vague), ("times", acts)):
        if mentions:
            parts += [f"## {say(f'{name}_title')[language]}", say(f"{name}_lead")[language]]
            parts.append("\n".join(f"* {_one_line(m.words)} ({_place(m)})" for m in mentions))
    return "\n\n".join(parts) + "\n"


def _row(language: str, mention: Mention) -> list[str]:
    low, high = _ends(mention)
    time = _nearest(mention)
    days = (time.span.first.isoformat(), time.span.last.isoformat()) if time and time.span else ("", "")
    return [
        str(mention.question or ""), language, mention.sort, mention.words, mention.kind, mention.hedge,
        "" if mention.interval is None else _notation(mention.interval), _number(low), _number(high),
        mention.unit, mention.currency, "; ".join(t.words for t in mention.times), *days,
        "; ".join(mention.scope), _near(mention), _place(mention), mention.proposed,
    ]  # fmt: skip


def _ends(mention: Mention) -> tuple[Decimal | None, Decimal | None]:
    """The ends of what the words allow; of a change, the two numbers."""
    if len(mention.readings) > 1:
        return mention.readings[0].number, mention.readings[-1].number
    interval = mention.interval
    return (None, None) if interval is None else (interval.low, interval.high)


def _number(number: Decimal | None) -> str:
    return "" if number is None else f"{plain(round(number, _DIGITS)):f}"


def _notation(interval: Interval) -> str:
    """The interval as the ledgers write it; the thirds of a share to four digits."""
    low, high = (None if end is None else plain(round(end, _DIGITS)) for end in (interval.low, interval.high))
    return str(Interval(low, high, interval.low_included, interval.high_included))


def _nearest(mention: Mention) -> Time | None:
    """The time of the sentence that stands nearest to the figure."""
    return min(
        mention.times,
        key=lambda t: (max(t.start - mention.end, mention.start - t.end), t.start),
        default=None,
    )


def _near(mention: Mention) -> str:
    """The sentence; of a very long one, what stands around the figure."""
    if len(mention.sentence) <= _LONGEST_SENTENCE:
        return mention.sentence
    middle = mention.start - mention.sentence_start
    start = max(0, middle - _LONGEST_SENTENCE // 2)
    return f"…{mention.sentence[start : start + _LONGEST_SENTENCE]}…"


def _place(mention: Mention) -> str:
    return f"{mention.where.file.name}:{mention.where.line}:{mention.where.column}"


def _question(number: int, asked: Sequence[tuple[str, Mention]], language: str) -> Iterator[str]:
    mention = asked[0][1]
    words = " / ".join(dict.fromkeys(_one_line(m.words) for _, m in asked))
    yield f"### {say('question_heading', number=number, words=words)[language]}"
    yield ""
    for code, one in asked:
        yield f"* {say('stands_at')[language]} ({code}): {_place(one)}"
        yield f"* {say('sentence')[language]}: {_one_line(_near(one))}"
    yield f"* {say('read_as')[language]}: {_read_as(mention)}"
    yield f"* {say('proposed')[language]}: {_proposal(mention, language)}"
    for key, values in _asks(mention):
        yield f"* {say(key, **values)[language]}"


def _read_as(mention: Mention) -> str:
    said = [_notation(r.interval) for r in mention.readings if r.interval is not None]
    return " → ".join([f"`{one}`" for one in said]) + f" {mention.currency or mention.unit}".rstrip() or "—"


def _proposal(mention: Mention, language: str) -> str:
    measure = engine_measures().get(mention.proposed)
    if measure is None:
        return say("no_proposal")[language]
    grain = ", ".join([*measure.grain, _time_asked(measure)]) or say("no_grain")[language]
    return say("proposal", measure=measure.id, label=measure.label, grain=grain)[language]


def _time_asked(measure: MeasureDeclaration) -> str:
    return "period" if measure.kind in _TAKES_SPAN else "at"


def _asks(mention: Mention) -> Iterator[tuple[str, dict[str, object]]]:
    """What the words leave open."""
    if mention.kind == "unread":
        yield "ask_unread", {}
    if mention.is_structure:
        yield "ask_structure", {}
        return
    if mention.sort == "vague":
        yield "ask_vague", {}
        return
    if not mention.proposed:
        yield "ask_measure", {}
    if mention.kind == "change":
        yield "ask_change", {}
    elif mention.times:
        yield "ask_day_told", {"times": ", ".join(t.words for t in mention.times)}
    else:
        yield "ask_day", {}
    if mention.kind == "range" or (mention.hedge == "between" and mention.is_in_a_change):
        yield "ask_range", {}
    if mention.currency == "$":
        yield "ask_dollar", {}
    if mention.kind in ("percent", "share"):
        yield "ask_whole", {}
    if mention.told_as_result:
        yield "ask_reached", {}


def _one_line(words: str) -> str:
    """The words as they can stand in a line of Markdown."""
    return (
        " ".join(words.split()).replace("`", "'").replace("*", "\\*").replace("_", "\\_").replace("<", "\\<")
    )
