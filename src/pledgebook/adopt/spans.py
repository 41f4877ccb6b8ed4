"""Where each quantity of a text begins and ends, with its hedge, and how it reads.

A newcomer would get wrong that two numbers can be one quantity ("between 450 and 550", "one in five"), and
that "over" in front of a duration is no hedge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pledgebook.adopt.mention import Link
from pledgebook.adopt.tables import words
from pledgebook.claims.words import Found, Reading, read_figure
from pledgebook.claims.words.currencies import UNKNOWN, currency_at
from pledgebook.claims.words.tables import numeral_at, phrases_of
from pledgebook.claims.words.tokens import Token

ONE_DOLLAR, ANOTHER_DOLLAR = "USD", "AUD"
"""Read for two homes, a bare dollar tells itself: its currency changes with the home."""

_LONGEST_HEDGE = 8
_FEW_WORDS = 4
_ALONE = frozenset({"half", "moitié", "demi", "quart", "tiers"})
"""Shares that are also ordinary words: without a hedge, only what they are a share of makes figures of them."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """The tokens of one quantity, from ``first`` up to before ``end``, and its readings and links."""

    first: int
    end: int
    kind: str
    readings: tuple[Reading, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A text being searched: its tokens and language."""

    text: str
    tokens: Sequence[Token]
    language: str

    def words(self, first: int, end: int) -> str:
        """The text of the tokens from ``first`` up to before ``end``."""
        return self.text[self.tokens[first].start : self.tokens[end - 1].end]

    def read(self, first: int, end: int) -> Reading | None:
        """What these tokens say as a figure."""
        return read_figure(self.words(first, end), self.language, home_currency=ONE_DOLLAR)

    def match(self, file: str, at: int, where: str = "") -> int | None:
        """The token after a phrase of the grammar that begins at ``at`` and is not cut by a stop."""
        matched = phrases_of(file, self.language, where).match(self.tokens, at)
        return None if matched is None else matched[1]


def quantities_in(line: Line, found: Sequence[Found]) -> list[Quantity]:
    """The quantities of the text in their order; ``found`` are all its numbers."""
    cores = list(_cores(line, found))
    made: list[Quantity] = []
    at = 0
    while at < len(cores):
        quantity = _pair(line, cores, at) if at + 1 < len(cores) else None
        at += 2 if quantity else 1
        quantity = quantity or _single(line, *cores[at - 1])
        if not made or quantity.first >= made[-1].end:
            made.append(quantity)
    return made


def currency_of(line: Line, quantity: Quantity) -> str:
    """The code of the currency, or the sign "$" where nothing says whose dollar it is."""
    reading = quantity.readings[0] if quantity.readings else None
    if reading is None or reading.currency is None:
        return ""
    words_read = line.words(quantity.first, quantity.end)
    if reading.currency == UNKNOWN:
        return _shared_name(line, quantity)
    other = read_figure(words_read, line.language, home_currency=ANOTHER_DOLLAR)
    return reading.currency if other and other.currency == reading.currency else "$"


def _shared_name(line: Line, quantity: Quantity) -> str:
    """The name that several countries give their money, as it stands: francs."""
    for at in range(quantity.first, quantity.end):
        named = currency_at(line.tokens, at, line.language)
        if named is not None:
            return line.words(at, named.end)
    return ""


def _cores(line: Line, found: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """The tokens of each number that is a figure, and of shares and multiples in words."""
    figures = {f.start: f.end for f in found if f.reason_aside is None}
    asides = {f.start for f in found if f.reason_aside is not None}
    at = 0
    while at < len(line.tokens):
        end = _worded(line, at)
        if end is None and line.tokens[at].start in figures:
            stop = figures[line.tokens[at].start]
            end = next(i for i in range(at, len(line.tokens)) if line.tokens[i].end >= stop) + 1
        if end is not None and line.tokens[at].start not in asides:
            yield at, end
        at = end or at + 1


def _worded(line: Line, at: int) -> int | None:
    """The token after a share of something ("two thirds of", "half the") or a multiple ("doubled")."""
    share = phrases_of("shares", line.language).match(line.tokens, at)
    number = numeral_at(line.tokens, at, line.language)
    if share and number and number.end > share[1]:
        return None
    if share and "of" in share[0] and not _is_ranked(line, at):
        return share[1] if _is_of_something(line, at, share[1]) else None
    change = phrases_of("changes", line.language).match(line.tokens, at)
    return change[1] if change and "times" in change[0] else None


def _is_ranked(line: Line, at: int) -> bool:
    return at > 0 and numeral_at(line.tokens, at - 1, line.language, ranks=True) is not None


def _is_of_something(line: Line, at: int, end: int) -> bool:
    """A share says of what ("half the", "two thirds of"), or no noun stands behind it: "only a quarter had".

    "Half" alone needs a hedge in front of it: to cut in half tells nothing.
    """
    linked = words("scope", line.language, "connector") | words("scope", line.language, "article")
    follows = line.tokens[end] if end < len(line.tokens) else None
    if follows is not None and follows.norm in linked and not follows.after_stop:
        return True
    is_last = follows is None or follows.kind == "sign" or follows.after_stop
    if not is_last and follows is not None and follows.norm not in words("nouns", line.language, "stops"):
        return False
    return (end - at > 1 and line.tokens[end - 1].norm not in _ALONE) or _hedged_from(line, at, end) < at


def _single(line: Line, core: int, end: int) -> Quantity:
    first, end = _hedged_from(line, core, end), _hedged_to(line, end)
    reading = line.read(first, end)
    if reading is None and (first, end) != (core, end):
        reading = line.read(core, end)
    kind = reading.kind if reading else "unread"
    start, stop = line.tokens[first].start, line.tokens[end - 1].end
    return Quantity(first, end, kind, (reading,) if reading else (), (Link(start, stop),))


def _pair(line: Line, cores: Sequence[tuple[int, int]], at: int) -> Quantity | None:
    """Two numbers as one quantity: a part of a whole, a range, or from one to the other."""
    (first, middle), (second, end) = cores[at], cores[at + 1]
    if second - middle > _FEW_WORDS or any(t.after_stop for t in line.tokens[first + 1 : second + 1]):
        return None
    part = _part_of_whole(line, first, middle, second, end)
    return part or _from_to(line, first, middle, second, end) or _range(line, first, middle, second, end)


def _from_to(line: Line, first: int, middle: int, second: int, end: int) -> Quantity | None:
    """From 19% to 24%: two readings, of which the second gives its kind to a bare first."""
    opens = words("verbs", line.language, "open")
    joins = words("verbs", line.language, "join")
    if first == 0 or line.tokens[first - 1].norm not in opens or line.tokens[first].after_stop:
        return None
    hedged = middle + 1
    if line.tokens[middle].norm not in joins or not _only_hedges(line, hedged, second):
        return None
    low, high = line.read(first, middle), line.read(hedged, end)
    if low is None or high is None or low.number is None or high.number is None:
        return None
    links = tuple(
        Link(line.tokens[a].start, line.tokens[b - 1].end, value)
        for a, b, value in ((first, middle, "baseline"), (hedged, end, "target"))
    )
    return Quantity(first - 1, end, "change", (low, high), links)


def _only_hedges(line: Line, at: int, until: int) -> bool:
    """Nothing stands between the two tokens, or a hedge and its fillers: to an estimated 14 million."""
    behind = line.match("hedges", at) if at < until else at
    return behind is not None and _past_fillers(line, behind, until) == until


def _range(line: Line, first: int, middle: int, second: int, end: int) -> Quantity | None:
    """Between 450 and 550; $2-3 billion."""
    if line.match("ranges", middle, "join") != second:
        return None
    opened = [a for a in range(max(0, first - 2), first) if line.match("ranges", a, "open") == first]
    for start in (*opened, first):
        reading = line.read(start, end)
        if reading is not None and reading.hedge == "between":
            link = Link(line.tokens[start].start, line.tokens[end - 1].end)
            return Quantity(start, end, reading.kind, (reading,), (link,))
    return None


def _part_of_whole(line: Line, first: int, middle: int, second: int, end: int) -> Quantity | None:
    """3 out of 4; "5 projects in 12 countries" is no share."""
    joined = phrases_of("shares", line.language).match(line.tokens, middle)
    if joined is None or "join" not in joined[0] or joined[1] != second:
        return None
    start = _hedged_from(line, first, middle)
    reading = line.read(start, end)
    if reading is None or reading.kind != "share":
        return None
    link = Link(line.tokens[start].start, line.tokens[end - 1].end)
    return Quantity(start, end, "share", (reading,), (link,))


def _hedged_from(line: Line, core: int, end: int) -> int:
    """The token with which the hedge in front of a number begins; the number's own where it has none."""
    one_of = _one_of(line, core, end)
    core = core if one_of is None else one_of
    unit = line.read(core, end)
    is_duration = unit is not None and unit.kind == "duration"
    for start in range(max(0, core - _LONGEST_HEDGE), core):
        if any(token.after_stop for token in line.tokens[start + 1 : core + 1]):
            continue
        behind = line.match("hedges", start)
        if behind is None or _past_fillers(line, behind, core) != core:
            continue
        if is_duration and line.match("units", start, "before") == behind:
            continue
        if _is_level(line, start):
            continue
        return start
    return core


def _is_level(line: Line, start: int) -> bool:
    """The "up to" of "bringing it up to a total of 5", which is no maximum."""
    matched = phrases_of("hedges", line.language).match(line.tokens, start)
    if matched is None or matched[0]["id"] != "up_to":
        return False
    before = line.tokens[max(0, start - _FEW_WORDS) : start + 1]
    level = words("verbs", line.language, "level")
    return any(
        token.norm in level and not any(t.after_stop for t in before[at + 1 :])
        for at, token in enumerate(before[:-1])
    )


def _one_of(line: Line, core: int, end: int) -> int | None:
    """The "one" of "one in five", « une personne sur cinq », which alone is no number."""
    for start in range(max(0, core - 4), core):
        part = numeral_at(line.tokens, start, line.language)
        if part is None or part.number != 1:
            continue
        behind = (phrases_of("shares", line.language).match(line.tokens, part.end + n) for n in (0, 1))
        if not any(joined and "join" in joined[0] and joined[1] == core for joined in behind):
            continue
        reading = line.read(start, end)
        if reading is not None and reading.kind == "share":
            return start
    return None


def _past_fillers(line: Line, at: int, until: int) -> int:
    while at < until:
        behind = line.match("fillers", at)
        if behind is None:
            return at
        at = behind
    return at


def _hedged_to(line: Line, end: int) -> int:
    if end >= len(line.tokens) or line.tokens[end].after_stop:
        return end
    behind = line.match("hedges", end, "after")
    return end if behind is None else behind
