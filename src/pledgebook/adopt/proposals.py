"""A measure proposed for a figure where the words around it hint at one; a person decides.

A newcomer would get wrong that the hint behind the figure is heard before the one in front of it, and that a
hint beyond the next figure belongs to that one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pledgebook.adopt.mention import Mention
from pledgebook.adopt.tables import Row, rows_of

_KINDS = {"count": "count", "money": "money", "percent": "percent", "share": "percent"}


def with_proposals(mentions: Sequence[Mention], language: str) -> list[Mention]:
    """The mentions, each with the name of the measure that its words hint at, where they hint at one."""
    groups: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((mention.block, mention.sentence_start), []).append(mention)
    return [
        replace(mention, proposed=_proposed(mention, groups[mention.block, mention.sentence_start], language))
        for mention in mentions
    ]


def _proposed(mention: Mention, beside: Sequence[Mention], language: str) -> str:
    kind = _kind(mention, beside)
    rows = [row for row in rows_of("cues") if row["kind"] == kind and _fits(row, mention, beside)]
    if not rows:
        return ""
    text = mention.sentence.replace("’", "'").casefold()
    start, end = mention.start - mention.sentence_start, mention.end - mention.sentence_start
    others = [m for m in beside if m.sort == "quantity" and m is not mention]
    until = min((m.start - m.sentence_start for m in others if m.start >= mention.end), default=len(text))
    since = max((m.end - m.sentence_start for m in others if m.end <= mention.start), default=0)
    spans = ((end, until), (since, start), (0, len(text)))
    for low, high in spans:
        near = [
            (min(abs(at - end), abs(start - at)), number)
            for number, row in enumerate(rows)
            for at in _hints(row, language, text[low:high], low)
        ]
        if near:
            return str(rows[min(near)[1]]["measure"])
    return ""


def _kind(mention: Mention, beside: Sequence[Mention]) -> str:
    """The kind of hint that fits; a date is asked for only where no quantity shares its sentence."""
    if mention.sort == "time":
        return "" if any(m.sort == "quantity" for m in beside) else "date"
    if mention.sort == "vague" or mention.is_structure:
        return ""
    kind = mention.readings[-1].kind if mention.readings else ""
    return _KINDS.get(kind, "")


def _fits(row: Row, mention: Mention, beside: Sequence[Mention]) -> bool:
    if row.get("hedge") and (row["hedge"] != mention.hedge or mention.told_as_result):
        return False
    if (row.get("shape") == "change") != (mention.kind == "change"):
        return False
    return row.get("beside") != "duration" or any(m.kind == "duration" for m in beside)


def _hints(row: Row, language: str, text: str, shift: int) -> list[int]:
    pattern = _pattern(row["id"], language)
    return [shift + match.start() for match in pattern.finditer(text)] if pattern else []


@cache
def _pattern(id: str, language: str) -> re.Pattern[str] | None:
    phrases = next(row for row in rows_of("cues") if row["id"] == id)[language]
    starts = "|".join(re.escape(str(phrase).casefold()) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{starts})") if starts else None
