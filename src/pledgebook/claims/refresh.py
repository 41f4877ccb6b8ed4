"""New words for figures that no longer hold: the number in the language's own format, the hedge where it is true.

A newcomer would rewrite every figure. Words that others published are theirs, a maximum told as a result is no
matter of the number, and where no number keeps the hedge true and fair, the author is asked. What is proposed
is read back and judged before it is offered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

from babel import Locale

from pledgebook.book.load import Book, Prose
from pledgebook.claims.judge import judge
from pledgebook.claims.verdicts import Verdict
from pledgebook.claims.words import Reading, read_figure
from pledgebook.claims.words.amounts import Amount, amount_at
from pledgebook.claims.words.tokens import Token, tokens_of
from pledgebook.errors import Where
from pledgebook.figures import plain, write_number, write_quantity
from pledgebook.text import Text, texts_of
from pledgebook.value import Known

_FAIR = ("fair", "rounded")
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Proposal:
    """New words for one figure in one language, or None where only its author can find them, and why."""

    figure: str
    prose: Prose
    where: Where
    start: int
    end: int
    old: str
    new: str | None
    why: Text

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.prose.language


def propose(book: Book, verdicts: Sequence[Verdict]) -> list[Proposal]:
    """For each figure of the book's own pages that does not hold, its new words in every language.

    Where one language has to be asked, the figure is asked in all: rewriting one would part them.
    """
    texts = {prose.path: prose for _, prose in book.prose()}
    quoting = {name for name, page in book.pages.items() if page.declaration.quotes}
    failing = {v.claim.id for v in verdicts if v.truth == "does_not_hold" and v.claim.page not in quoting}
    found = [_proposal(book, texts, v) for v in verdicts if v.claim.id in failing]
    asked = {p.figure for p in found if p.new is None}
    return [_asked(p) if p.figure in asked and p.new is not None else p for p in found]


def write_proposals(proposals: Iterable[Proposal]) -> list[Path]:
    """Put the new words into their links and touch nothing else; each file is swapped in whole."""
    by_file: dict[Path, list[Proposal]] = {}
    for proposal in proposals:
        if proposal.new is not None and proposal.new != proposal.old:
            by_file.setdefault(proposal.prose.path, []).append(proposal)
    fresh = [(path, _rewritten(path, found)) for path, found in sorted(by_file.items())]
    for path, beside in fresh:
        beside.replace(path)
    return [path for path, _ in fresh]


def _rewritten(path: Path, proposals: Sequence[Proposal]) -> Path:
    """A file beside the text, with the new words; line endings and all other bytes as they were."""
    raw = path.read_bytes().decode("utf-8")
    offsets = _raw_offsets(raw)
    for proposal in sorted(proposals, key=lambda p: p.start, reverse=True):
        kept, new = _beginning(proposal.old, proposal.new or ""), proposal.new or ""
        ending = _beginning(proposal.old[kept:][::-1], new[kept:][::-1])
        start, end = offsets[proposal.start + kept], offsets[proposal.end - ending]
        raw = raw[:start] + new[kept : len(new) - ending] + raw[end:]
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    beside.write_bytes(raw.encode("utf-8"))
    return beside


def _beginning(old: str, new: str) -> int:
    """How many characters both begin with."""
    return next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )


def _raw_offsets(raw: str) -> list[int]:
    """Where each character of the text as it is read (no mark of UTF-8, one character per line end) stands."""
    start = 1 if raw.startswith("\ufeff") else 0
    read = [i for i in range(start, len(raw)) if not (raw[i] == "\r" and raw[i + 1 : i + 2] == "\n")]
    return [*read, len(raw)]


def _proposal(book: Book, texts: dict[Path, Prose], verdict: Verdict) -> Proposal:
    link = verdict.claim.link
    prose = texts[link.where.file]
    start = link.start + 1
    end = prose.text.index("](", start)
    old = prose.text[start:end]
    new = None if verdict.claim.test else next(_new_words(book, verdict, old), None)
    key = "proposed" if new is not None else "ask_test" if verdict.claim.test else "ask_hedge"
    why = texts_of("pledgebook.claims", "refresh.yml")[key].fill(reason=verdict.reason)
    return Proposal(verdict.claim.id, prose, link.where, start, end, old, new, why)


def _asked(proposal: Proposal) -> Proposal:
    why = texts_of("pledgebook.claims", "refresh.yml")["ask_other"]
    return Proposal(
        proposal.figure, proposal.prose, proposal.where, proposal.start, proposal.end, proposal.old, None, why
    )


def _new_words(book: Book, verdict: Verdict, old: str) -> Iterator[str]:
    """Words that are read back as the wanted number with the same hedge, and that hold and are fair."""
    reading, answer, language = verdict.reading, verdict.answer, verdict.claim.language
    home = book.declaration.currency
    tokens = tokens_of(old, language)
    amount = _amount_in(tokens, reading, language, home)
    if reading is None or amount is None:
        return
    for number in _numbers(reading, verdict, amount):
        for start, end, written in _written(tokens, amount, reading, number, language, home):
            words = old[:start] + written + old[end:]
            again = read_figure(
                " ".join(words.split(" ")),
                language,
                home_currency=home,
                kind=reading.kind if reading.kind in ("percent", "rank", "money") else "count",
                fiscal_start=book.declaration.fiscal_start,
            )
            if again is None or (again.number, again.hedge, again.kind, again.currency) != (
                number,
                reading.hedge,
                reading.kind,
                reading.currency,
            ):
                continue
            judged = judge(
                again, answer.value, measure_kind=answer.kind, unit=answer.unit, home_currency=home
            )
            if judged.truth == "holds" and judged.wording in _FAIR and not judged.maximum_told_as_result:
                yield words


def _amount_in(tokens: Sequence[Token], reading: Reading | None, language: str, home: str) -> Amount | None:
    """The one amount of the words, where its number is the number that was read."""
    if reading is None or reading.number is None:
        return None
    found = (amount_at(tokens, at, language, home) for at in range(len(tokens)))
    return next((a for a in found if a and a.number == reading.number), None)


def _numbers(reading: Reading, verdict: Verdict, amount: Amount) -> Iterator[Decimal]:
    """The numbers that could stand instead, the one as rounded as before first."""
    value, place = verdict.answer.value, reading.unit_place
    if not isinstance(value, Known) or place is None:
        return
    low, high = value.interval.low, value.interval.high
    exact = value.interval.exact
    one = exact if exact is not None else low if high is None else high if low is None else (low + high) / 2
    if one is None or one < 0:
        return
    match reading.hedge:
        case "plain" | "about":
            yield _multiple(one + place / 2, place, ROUND_FLOOR)
            if reading.hedge == "plain" and exact is not None and not amount.rounds:
                yield plain(exact)
        case "over" | "at_least":
            start = low if low is not None else one
            below = _multiple(start, place, ROUND_FLOOR)
            strict = reading.hedge == "over" and below == start and value.interval.low_included
            yield plain(below - place) if strict else below
        case "less_than" | "nearly":
            end = high if high is not None else one
            above = _multiple(end, place, ROUND_CEILING)
            yield plain(above + place) if above == end else above
        case "exactly" | "up_to":
            if exact is not None:
                yield plain(exact)


def _multiple(number: Decimal, place: Decimal, rounding: str) -> Decimal:
    return plain((number / place).to_integral_value(rounding) * place)


def _written(
    tokens: Sequence[Token], amount: Amount, reading: Reading, number: Decimal, language: str, home: str
) -> Iterator[tuple[int, int, str]]:
    """The number put where the old one stood: in its digits alone, else with its multiplier and unit."""
    digit = next((t for t in tokens[amount.start : amount.end] if t.kind == "number"), None)
    small = number / amount.factor
    if digit is not None and _keeps_its_words(amount, small, language):
        decimals = max(-int(amount.written.as_tuple().exponent), 0)
        if plain(small) == plain(round(small, decimals)):
            yield digit.start, digit.end, write_number(small, language, digits=decimals or None)
    unit = reading.currency or {"percent": "percent", "points": "points"}.get(reading.kind, "count")
    start, end = tokens[amount.start].start, tokens[amount.end - 1].end
    if reading.kind != "duration":
        yield start, end, write_quantity(number, unit, language, short=amount.factor > 1, home=home)


def _keeps_its_words(amount: Amount, small: Decimal, language: str) -> bool:
    """The multiplier behind the new number stays the same word, in the same plural, and is still the apt one."""
    if amount.factor == 1:
        return True
    plural = Locale.parse(language).plural_form
    is_apt = small < _THOUSAND and (small >= 1 or amount.written < 1)
    return is_apt and plural(small) == plural(amount.written)
