"""What is wrong with a page as it stands, found without any data.

A newcomer would get wrong that most of these are the checks of a book, under the same codes: the difference
is only that here no measure says what kind of number a figure is, so its words have to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pledgebook.adopt.mention import Mention
from pledgebook.adopt.oddities import odd_words
from pledgebook.adopt.page import Block, PublishedPage
from pledgebook.adopt.postings import posted_people
from pledgebook.adopt.sentences import sentences
from pledgebook.adopt.tables import starts_at
from pledgebook.book.load import Prose
from pledgebook.catalogue import problem
from pledgebook.claims.parity import paragraphs_in_another_language
from pledgebook.claims.words import duration_holds, find_durations
from pledgebook.claims.words.tokens import tokens_of
from pledgebook.errors import Problem

_LONGEST_LABEL = 6
_SHORTEST_SENTENCE = 60
_SAID = 160
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A page and what was found in it."""

    page: PublishedPage
    mentions: Sequence[Mention]


def faults_of(adopted: Adopted) -> list[Problem]:
    """All findings of one page, by their place."""
    found = [problem for rule in RULES for problem in rule(adopted)]
    return sorted(found, key=lambda p: (p.where, p.code))


def durations_against_years(adopted: Adopted) -> Iterator[Problem]:
    """CON001: "five years (2016-2022)" contradicts itself."""
    for block in adopted.page.prose:
        for duration in find_durations(block.text, adopted.page.language):
            first, last = duration.first_year, duration.last_year
            if first is None or last is None or duration_holds(duration):
                continue
            yield problem(
                "CON001",
                adopted.page.where(block, duration.start),
                words=block.text[duration.start : duration.end],
                stated=f"{duration.years:f}",
                first=first,
                last=last,
                calendar=last - first + 1,
                fiscal=last - first,
            )


def shares_without_whole(adopted: Adopted) -> Iterator[Problem]:
    """CON002: a share, and nobody in its sentence says of how many."""
    with_whole = {
        (m.block, m.sentence_start)
        for m in adopted.mentions
        if m.kind in ("count", "money") and m.sort == "quantity"
    }
    for mention in adopted.mentions:
        is_share = mention.kind in ("percent", "share") and not mention.is_in_a_change
        if is_share and (mention.block, mention.sentence_start) not in with_whole:
            yield problem("CON002", mention.where, words=mention.words)


def maxima_told_as_results(adopted: Adopted) -> Iterator[Problem]:
    """HED002: a ceiling told as if that many had been reached."""
    for mention in adopted.mentions:
        if mention.told_as_result:
            yield problem("HED002", mention.where, words=mention.words)


def figures_without_date(adopted: Adopted) -> Iterator[Problem]:
    """AGE001: how many there are, or were, without a day or a period."""
    for mention in adopted.mentions:
        if mention.is_undated:
            yield problem("AGE001", mention.where, words=mention.words)


def postings_without_date(adopted: Adopted) -> Iterator[Problem]:
    """AGE001: people said to be somewhere now, with neither a number nor a day."""
    language = adopted.page.language
    told = {(m.block, m.sentence_start) for m in adopted.mentions if m.sort != "vague"}
    for number, block in enumerate(adopted.page.blocks):
        for start, end in () if block.is_boilerplate else sentences(block.text, language):
            if (number, start) in told:
                continue
            for first, last in posted_people(tokens_of(block.text[start:end], language), language):
                said = block.text[start + first : start + last]
                yield problem("AGE001", adopted.page.where(block, start + first), words=said)


def lists_without_items(adopted: Adopted) -> Iterator[Problem]:
    """LNG010 and LNG012: a list announced, or a label, and nothing behind its colon."""
    page = adopted.page
    counted = {m.block for m in adopted.mentions if m.is_structure}
    for number, block in enumerate(page.blocks):
        if not block.text.endswith((":", "\uff1a")):
            continue
        following = page.blocks[number + 1] if number + 1 < len(page.blocks) else None
        is_label = block.is_boilerplate or _is_label(block, page.language)
        if is_label:
            empty = following is None or _is_no_value(block, following)
        else:
            empty = following is None or not _is_list(following, number in counted)
        if empty:
            code = "LNG012" if is_label else "LNG010"
            words = block.text[-_SAID:].rpartition(". ")[2].rstrip("\u00a0\u202f :")
            yield problem(code, page.where(block, len(block.text) - 1), words=words)


def words_that_are_none(adopted: Adopted) -> Iterator[Problem]:
    """LNG011: words that are no words, and odd spacing."""
    for block in adopted.page.prose:
        for start, end in odd_words(block.text, adopted.page.language):
            yield problem("LNG011", adopted.page.where(block, start), words=block.text[start:end])


def texts_in_another_language(adopted: Adopted) -> Iterator[Problem]:
    """LNG009: a paragraph in another language than the page is read in."""
    page = adopted.page
    starts, length = [], 0
    for block in page.prose:
        starts.append(length)
        length += len(block.text) + len(_BETWEEN)
    whole = Prose(page.path, page.language, _BETWEEN.join(block.text for block in page.prose))
    for stretch, other in paragraphs_in_another_language(whole):
        number = bisect_right(starts, stretch.start) - 1
        place = page.where(page.prose[number], stretch.start - starts[number])
        yield problem("LNG009", place, words=stretch.words, language=page.language, other=other)


RULES: tuple[Callable[[Adopted], Iterator[Problem]], ...] = (
    durations_against_years,
    shares_without_whole,
    maxima_told_as_results,
    figures_without_date,
    postings_without_date,
    lists_without_items,
    words_that_are_none,
    texts_in_another_language,
)


def _is_label(block: Block, language: str) -> bool:
    if block.kind in ("term", "cell"):
        return True
    tokens = tokens_of(block.text, language)
    return len(tokens) <= _LONGEST_LABEL and starts_at("labels", language, tokens, 0) is not None


def _is_no_value(label: Block, following: Block) -> bool:
    """What follows a label is another label, a sentence or another part of the page, and no value."""
    if label.kind == "term":
        return following.kind != "definition"
    if label.kind == "cell":
        return following.row != label.row
    if following.kind in ("heading", "term") or following.text.endswith((":", "!", "?")):
        return True
    if following.kind in ("item", "cell") or following.is_boilerplate != label.is_boilerplate:
        return following.kind not in ("item", "cell")
    return len(following.text) >= _SHORTEST_SENTENCE and following.text.endswith(".")


def _is_list(following: Block, is_counted: bool) -> bool:
    """What follows the announcement of a list can be its first item; a heading only of a list that is counted."""
    if following.is_boilerplate:
        return False
    if following.kind in ("item", "cell", "term", "definition"):
        return True
    if following.kind == "heading":
        return is_counted
    if following.kind == "line":
        return True
    first = following.text.lstrip("«“\"‘'( ")[:1]
    return first.islower() or first.isdigit() or following.text[:1] in ("«", "“", '"', "‘")
