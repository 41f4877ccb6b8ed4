"""People who are somewhere now, without a number and without a day: "police officers are deployed".

A newcomer would get wrong that such a sentence is a figure too: it says more than none, of a day that nobody names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pledgebook.adopt.tables import words
from pledgebook.claims.words.tokens import Token

_MOST_BETWEEN = 3


def posted_people(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """The start and end of each such group of words in the tokens of a sentence, from the people to the verb."""
    verbs, participles = words("verbs", language, "present"), words("verbs", language, "posted")
    for at, token in enumerate(tokens):
        if token.norm not in verbs:
            continue
        noun = _counted_before(tokens, at, language)
        behind = range(at + 1, min(at + 1 + _MOST_BETWEEN, len(tokens)))
        last = next((i for i in behind if tokens[i].norm in participles), None)
        if noun is not None and last is not None and not any(t.after_stop for t in tokens[at : last + 1]):
            yield tokens[_group_start(tokens, noun, language)].start, tokens[last].end


def _counted_before(tokens: Sequence[Token], verb: int, language: str) -> int | None:
    """The nearest word for people in front of the verb: "officers", in French also "policiers xanadais"."""
    counted = words("nouns", language, "counted")
    near = range(verb - 1, max(-1, verb - 2 - _MOST_BETWEEN), -1)
    found = next((i for i in near if tokens[i].norm in counted), None)
    return None if found is None or any(t.after_stop for t in tokens[found + 1 : verb]) else found


def _group_start(tokens: Sequence[Token], noun: int, language: str) -> int:
    """The first word of the group in front of the noun; in French its article belongs to it."""
    stops = words("nouns", language, "stops")
    at = noun
    while at > 0 and noun - at < _MOST_BETWEEN and not tokens[at].after_stop:
        before = tokens[at - 1]
        if before.kind != "word" or (before.norm in stops and language != "fr"):
            break
        at -= 1
        if before.norm in stops:
            break
    return at
