"""What stands around a quantity: the noun that is counted, the names and places of its sentence.

A newcomer would get wrong that the noun stands last in English ("850 armed forces personnel") and
first in French ("850 militaires des forces armées").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from pledgebook.adopt.tables import starts_at, words
from pledgebook.claims.words.dates import month_at
from pledgebook.claims.words.tables import numeral_at
from pledgebook.claims.words.tokens import Token
from pledgebook.codes import codes_of

_LONGEST_GROUP = 8
_LONGEST_PART = 12
_NOUN_LAST = frozenset({"en"})


def counted_noun(text: str, tokens: Sequence[Token], at: int, language: str) -> str:
    """The noun that the number in front of token ``at`` counts; empty where there is none."""
    group = _group(text, tokens, at, language) or _group(
        text, tokens, _past_part_of(tokens, at, language), language
    )
    known = words("nouns", language, "counted") | words("nouns", language, "structure")
    named = [token.text for token in group if token.norm in known]
    if named:
        return named[-1] if language in _NOUN_LAST else named[0]
    before = words("nouns", language, "before")
    plain = [token.text for token in group if token.norm not in before]
    if not plain:
        return ""
    return plain[-1] if language in _NOUN_LAST else plain[0]


def _past_part_of(tokens: Sequence[Token], at: int, language: str) -> int:
    """The token after "of the 18" or "of these" in "16 of the 18 states", where these stand at ``at``."""
    linked = words("scope", language, "article") | {"of", "de", "d", "des", "sur"}
    behind = at
    while behind < len(tokens) and tokens[behind].norm in linked and not tokens[behind].after_stop:
        behind += 1
    is_number = behind > at and behind < len(tokens) and tokens[behind].kind == "number"
    return behind + 1 if is_number else behind


def is_structure(noun: str, language: str) -> bool:
    """The noun is a part of a text or plan, such as an objective."""
    return noun.casefold() in words("nouns", language, "structure")


def names_in(tokens: Sequence[Token], text: str, language: str, known: frozenset[str]) -> list[str]:
    """The names of a sentence in their order; a word that only begins it counts where ``known`` has it."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        end = _name_end(text, tokens, at, language)
        if end > at:
            name = text[tokens[at].start : tokens[end - 1].end]
            is_first = at == 0 or not text[tokens[0].start : tokens[at].start].strip('«“"( ')
            if not (is_first and end == at + 1 and tokens[at].text not in known) and name not in found:
                found.append(name)
        at = max(end, at + 1)
    return found


def places_in(tokens: Sequence[Token], text: str, language: str) -> Iterator[str]:
    """ "the region", "the country": places without a name; and the whole that a sentence opens with."""
    part = starts_at("scope", language, tokens, 0, "part")
    if part is not None:
        end = next((i for i in range(part, len(tokens)) if tokens[i].after_stop), len(tokens))
        if end <= _LONGEST_PART:
            yield text[tokens[0].start : tokens[end - 1].end]
    places, articles = words("scope", language, "place"), words("scope", language, "article")
    for article, noun in pairwise(tokens):
        if article.norm in articles and noun.norm in places and not noun.after_stop:
            yield text[article.start : noun.end]


@cache
def names_of_countries(language: str) -> frozenset[str]:
    """The names of countries that are one word, which are names also where they begin a sentence."""
    names = (code.name[language] for code in codes_of("iso", "country").values())
    return frozenset(name for name in names if name.isalpha())


def names_known(blocks: Sequence[Sequence[Token]], language: str) -> frozenset[str]:
    """The words that are written with a capital inside a sentence somewhere on the page, and countries."""
    return names_of_countries(language) | frozenset(
        token.text
        for tokens in blocks
        for before, token in pairwise(tokens)
        if token.kind == "word" and token.text[:1].isupper() and not token.after_stop
        and before.text[:1].islower()
    )  # fmt: skip


def _group(text: str, tokens: Sequence[Token], at: int, language: str) -> list[Token]:
    """The words behind a number up to where their group ends; what stands in brackets is passed over."""
    stops = words("nouns", language, "stops")
    linked = {"of"} if language in _NOUN_LAST else {"de", "d"}
    group: list[Token] = []
    depth = 0
    for i in range(at, min(at + _LONGEST_GROUP + 2, len(tokens))):
        token = tokens[i]
        between = text[tokens[i - 1].end : token.start] if i else ""
        depth += between.count("(") - between.count(")")
        if depth > 0:
            continue
        if not group and i <= at + 1 and token.norm in linked:
            continue
        cut = between.strip(" ()\u00a0\u202f-’'‑")
        is_number = token.kind != "word" or numeral_at(tokens, i, language) is not None
        if is_number or token.norm in stops or (cut and i > at) or (cut and i == at):
            break
        group.append(token)
    return group


def _name_end(text: str, tokens: Sequence[Token], at: int, language: str) -> int:
    """The token after the name that begins at ``at``; ``at`` where none does."""
    if not _is_capital(tokens, at, language):
        return at
    connectors = words("scope", language, "connector")
    end = at + 1
    while end < len(tokens):
        if not _is_beside(text, tokens[end - 1], tokens[end]):
            break
        if _is_capital(tokens, end, language):
            end += 1
            continue
        behind = end
        while behind < len(tokens) and behind - end < 2 and tokens[behind].norm in connectors:
            if not _is_beside(text, tokens[behind - 1], tokens[behind]):
                break
            behind += 1
        is_linked = behind > end and behind < len(tokens) and _is_capital(tokens, behind, language)
        if not is_linked or not _is_beside(text, tokens[behind - 1], tokens[behind]):
            break
        end = behind + 1
    return end


def _is_capital(tokens: Sequence[Token], at: int, language: str) -> bool:
    token = tokens[at]
    is_name = token.kind == "word" and token.text[:1].isupper() and len(token.text) > 1
    return is_name and month_at(tokens, at, language) is None


def _is_beside(text: str, first: Token, second: Token) -> bool:
    return text[first.end : second.start] in (" ", "-", "’", "'", "\u00a0", "‑")
