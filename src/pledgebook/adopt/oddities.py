"""Words that are no words: a lost ending, a number glued to its multiplier, an apostrophe in a plural.

A newcomer would get wrong that this is no spelling by a dictionary: it finds only what no language allows, so
that a name or a word of an office is never called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pledgebook.adopt.tables import words
from pledgebook.claims.words.tables import numeral_at, phrases_of
from pledgebook.claims.words.tokens import Token, tokens_of

_SHORTEST_WORD = 4
_LOOSE_STOP = re.compile(r"(?<!\S)\S{1,40} (?:[,)\]]|\.(?=\s|$))|[(\[] \S{1,40}")


def odd_words(text: str, language: str) -> list[tuple[int, int]]:
    """The start and end of each, in order, none inside another."""
    tokens = tokens_of(text, language)
    found = sorted(span for rule in RULES for span in rule(text, tokens, language))
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def lost_endings(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "committed ing": what only ends a word stands alone."""
    endings = words("oddities", language, "ending")
    for before, token in pairwise(tokens):
        if token.text in endings and before.kind == "word" and text[before.end : token.start] == " ":
            yield before.start, token.end


def loose_beginnings(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "non governmental": what only begins a word stands alone."""
    beginnings, stays = words("oddities", language, "beginning"), words("oddities", language, "stays")
    for token, behind in pairwise(tokens):
        is_loose = token.norm in beginnings and behind.text.islower() and behind.norm not in stays
        if is_loose and text[token.end : behind.start] == " ":
            yield token.start, behind.end


def glued_numbers(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "4.1million": a number without the space before a whole word; 850k and 4bn are signs."""
    for i, (number, word) in enumerate(pairwise(tokens)):
        if number.kind != "number" or word.kind != "word" or not number.touches(word):
            continue
        multiplier = phrases_of("multipliers", language).match(tokens, i + 1)
        unit = phrases_of("units", language).match(tokens, i + 1)
        if len(word.text) >= _SHORTEST_WORD and (multiplier or unit):
            yield number.start, word.end


def plurals_with_apostrophe(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "millions of Xlander’s internally displaced": a plural, or no plural at all, with an apostrophe."""
    for i, token in enumerate(tokens[:-1]):
        mark = text[token.end : token.end + 1]
        behind = tokens[i + 1]
        if mark not in ("'", "’") or behind.text != "s" or behind.start != token.end + 1:
            continue
        if i and _asks_for_plural(tokens, i, language) and _has_no_noun(text, tokens, i + 2, language):
            yield token.start, behind.end


def doubled_words(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "of of"."""
    twice = words("oddities", language, "twice")
    for first, second in pairwise(tokens):
        is_doubled = first.norm == second.norm and first.text.lower() in twice and second.text.islower()
        if is_doubled and text[first.end : second.start] == " ":
            yield first.start, second.end


def loose_stops(text: str, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "(2016-2022 )": a space before a closing bracket, a comma or a full stop, or after an opening one."""
    for match in _LOOSE_STOP.finditer(text):
        yield match.span()


RULES: tuple[Callable[[str, Sequence[Token], str], Iterator[tuple[int, int]]], ...] = (
    lost_endings,
    loose_beginnings,
    glued_numbers,
    plurals_with_apostrophe,
    doubled_words,
    loose_stops,
)


def _asks_for_plural(tokens: Sequence[Token], at: int, language: str) -> bool:
    """A number or a word such as "many" stands in front, perhaps with "of" between."""
    before = at - 1
    if tokens[before].norm in ("of", "de") and before:
        before -= 1
    if tokens[before].norm in words("oddities", language, "people"):
        return True
    if phrases_of("collectives", language).match(tokens, before) is not None:
        return True
    numeral = numeral_at(tokens, before, language)
    return tokens[before].kind == "number" or (numeral is not None and numeral.number > 1)


def _has_no_noun(text: str, tokens: Sequence[Token], at: int, language: str) -> bool:
    """Nothing behind the apostrophe could be owned: the sentence ends, or goes on with a verb or preposition."""
    if language == "fr":
        return True
    stops = words("nouns", language, "stops")
    while at < len(tokens) and not tokens[at].after_stop:
        word = tokens[at].norm
        if word in stops:
            return True
        if not word.endswith(("ly", "ed")):
            return False
        at += 1
    return True
