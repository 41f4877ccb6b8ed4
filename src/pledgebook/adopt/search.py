"""Every quantity, time and vague word of a page, with its sentence and what stands around it.

A newcomer would get wrong that numbers are looked for in the whole block, since a name before a full stop can
explain the number behind it, while dates and places count only inside the sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pledgebook.adopt.around import counted_noun, is_structure, names_in, names_known, places_in
from pledgebook.adopt.mention import Link, Mention, Time
from pledgebook.adopt.page import Block, PublishedPage
from pledgebook.adopt.results import told_as_result
from pledgebook.adopt.rows import with_rows
from pledgebook.adopt.sentences import sentences
from pledgebook.adopt.spans import Line, Quantity, currency_of, quantities_in
from pledgebook.adopt.tables import phrases, words
from pledgebook.adopt.times import times_in
from pledgebook.claims.words import Found, find_numbers
from pledgebook.claims.words.tokens import Token, tokens_of
from pledgebook.errors import Where

_MOST_SCOPE = 12
_NO_MANY = frozenset({"as", "how", "too"})
_NOWHERE = Where(Path())
"""Until the block is known."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a block: its place, tokens, times and scope."""

    start: int
    end: int
    text: str
    tokens: Sequence[Token]
    times: tuple[Time, ...]
    scope: tuple[str, ...]


def mentions_of(page: PublishedPage) -> list[Mention]:
    """All of them, in the order of the page."""
    language = page.language
    known = names_known([tokens_of(block.text, language) for block in page.prose], language)
    found = [
        mention
        for number, block in enumerate(page.blocks)
        if not block.is_boilerplate
        for mention in _of_block(page, number, block, known)
    ]
    return with_rows(page.blocks, found)


def _of_block(page: PublishedPage, number: int, block: Block, known: frozenset[str]) -> list[Mention]:
    language = page.language
    line = Line(block.text, tokens_of(block.text, language), language)
    found = find_numbers(block.text, language)
    times = times_in(block.text, line.tokens, found, language)
    parts = list(_sentences(line, times, found, known))
    made = [_quantity(line, one, parts) for one in quantities_in(line, found)]
    made += [_time(one, parts) for one in times]
    taken = _within(line.tokens, sorted((mention.start, mention.end) for mention in made))
    made += _vague(line, parts, taken)
    made.sort(key=lambda mention: (mention.start, mention.end))
    return [replace(m, block=number, where=page.where(block, m.start)) for m in made]


def _sentences(
    line: Line, times: Sequence[Time], found: Sequence[Found], known: frozenset[str]
) -> Iterator[_Sentence]:
    """The sentences with their tokens and times; a number is no part of a name."""
    unnamed = _within(line.tokens, [(t.start, t.end) for t in times])
    unnamed |= _within(line.tokens, [(f.start, f.end) for f in found])
    at = timed = 0
    for start, end in sentences(line.text, line.language):
        first, first_time = at, timed
        while at < len(line.tokens) and line.tokens[at].start < end:
            at += 1
        while timed < len(times) and times[timed].start < end:
            timed += 1
        tokens = line.tokens[first:at]
        named = [token for token in tokens if token.start not in unnamed]
        scope = [*names_in(named, line.text, line.language, known)]
        scope += [p for p in places_in(tokens, line.text, line.language) if p not in scope]
        inside = tuple(times[first_time:timed])
        yield _Sentence(start, end, line.text[start:end].strip(), tokens, inside, tuple(scope[:_MOST_SCOPE]))


def _within(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Where the tokens begin that lie in one of the spans; both are in their order."""
    inside: set[int] = set()
    at = 0
    for start, end in spans:
        while at < len(tokens) and tokens[at].start < end:
            if tokens[at].start >= start:
                inside.add(tokens[at].start)
            at += 1
    return inside


def _at(parts: Sequence[_Sentence], offset: int) -> _Sentence:
    return parts[max(0, bisect_right(parts, offset, key=lambda part: part.start) - 1)]


def _quantity(line: Line, found: Quantity, parts: Sequence[_Sentence]) -> Mention:
    start, end = line.tokens[found.first].start, line.tokens[found.end - 1].end
    part = _at(parts, start)
    first = found.readings[0] if found.readings else None
    hedge = first.hedge if first and found.kind != "change" else ""
    noun = counted_noun(line.text, line.tokens, found.end, line.language)
    currency = currency_of(line, found)
    is_vague = hedge == "vague"
    mention = Mention(
        "vague" if is_vague else "quantity",
        line.text[start:end],
        found.kind,
        0,
        start,
        end,
        part.text,
        part.start,
        _NOWHERE,
        "" if hedge == "plain" else hedge,
        first.interval if first and found.kind != "change" else None,
        _unit(found, noun),
        currency,
        part.times,
        part.scope,
        _links(found),
        found.readings,
        is_structure=found.kind == "count" and is_structure(noun, line.language),
    )
    before = [t for t in part.tokens if t.start < start]
    behind = [t for t in part.tokens if t.start >= end]
    changed = any(t.norm in words("verbs", line.language, "change") for t in before)
    told = hedge == "up_to" and told_as_result(before, behind, line.language)
    mention = replace(mention, is_in_a_change=changed, told_as_result=told)
    return mention if changed or found.kind != "change" else _as_range(mention)


def _as_range(mention: Mention) -> Mention:
    """ "From 40 to 60" without a verb of change: one figure, and a question whether it is two."""
    return replace(mention, kind="range", links=(Link(mention.start, mention.end),))


def _links(found: Quantity) -> tuple[Link, ...]:
    """A duration needs no link: it is held against its own years wherever it stands."""
    return () if found.kind == "duration" else found.links


def _unit(found: Quantity, noun: str) -> str:
    kinds = {reading.kind for reading in found.readings}
    if "duration" in kinds:
        return found.readings[0].unit
    for kind, unit in (
        ("percent", "percent"),
        ("share", "percent"),
        ("points", "points"),
        ("multiple", "times"),
    ):
        if kind in kinds:
            return unit
    return "" if "money" in kinds else noun


def _time(time: Time, parts: Sequence[_Sentence]) -> Mention:
    part = _at(parts, time.start)
    kind = "day" if time.span and time.span.days == 1 else "span"
    return Mention(
        "time",
        time.words,
        kind,
        0,
        time.start,
        time.end,
        part.text,
        part.start,
        _NOWHERE,
        times=(time,),
        scope=part.scope,
    )


def _vague(line: Line, parts: Sequence[_Sentence], taken: set[int]) -> Iterator[Mention]:
    """The vague words that are no part of what was found already."""
    at = 0
    while at < len(line.tokens):
        sort, end = _vague_end(line, at)
        if end is not None and not any(token.start in taken for token in line.tokens[at:end]):
            start, stop = line.tokens[at].start, line.tokens[end - 1].end
            part = _at(parts, start)
            counts = sort == "many"
            noun = counted_noun(line.text, line.tokens, end, line.language) if counts else ""
            yield Mention(
                "vague",
                line.text[start:stop],
                "words",
                0,
                start,
                stop,
                part.text,
                part.start,
                _NOWHERE,
                unit=noun,
                times=part.times,
                scope=part.scope,
            )
        at = end or at + 1


def _vague_end(line: Line, at: int) -> tuple[str, int | None]:
    """The sort of a vague word that begins at ``at``, and the token after it.

    Many; one of the top donors; a person by nation.
    """
    matched = phrases("vague", line.language).match(line.tokens, at)
    if matched is None:
        return "", None
    sort, end = str(matched[0]["id"]), matched[1]
    if sort == "many":
        return sort, None if _is_no_many(line, at, end) else end
    if sort == "top":
        return sort, _group_end(line, end)
    return sort, _person_end(line, end) if sort == "person" else None


def _is_no_many(line: Line, at: int, end: int) -> bool:
    """ "How many", "too many", and the "as many" of "as many as"; "as many face hunger" tells of many."""
    before = line.tokens[at - 1].norm if at else ""
    follows = line.tokens[end].norm if end < len(line.tokens) else ""
    return before in _NO_MANY and (before != "as" or follows == "as")


def _group_end(line: Line, end: int) -> int | None:
    """The end of the group of words behind "one of the top"; none where nothing stands there."""
    stops = words("nouns", line.language, "stops")
    at = end
    while at < len(line.tokens) and at - end < 4:
        token = line.tokens[at]
        if token.kind != "word" or token.after_stop or token.norm in stops:
            break
        at += 1
    return at if at > end else None


def _person_end(line: Line, at: int) -> int | None:
    """One person told by a nationality: the article is followed by it, and it by a verb or adverb."""
    if at + 1 >= len(line.tokens):
        return None
    nation, follows = line.tokens[at], line.tokens[at + 1]
    endings = tuple(words("vague", line.language, "endings"))
    is_nation = nation.text.istitle() and nation.norm.endswith(endings) and not nation.after_stop
    is_verb = follows.norm in words("vague", line.language, "follows") and not follows.after_stop
    return at + 1 if is_nation and is_verb else None
