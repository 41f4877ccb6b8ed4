"""Numbers in several words: "two hundred and fifty", « mille deux cents », "three thousand five hundred".

A newcomer would get wrong that "five hundred thousand" is not composed: it is a number and its multipliers, which
round it. Here a smaller number is added to a larger one, and what was added is exact to its last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pledgebook.claims.words.tables import Numeral, numeral_at, phrases_of
from pledgebook.claims.words.tokens import Token

_HUNDRED, _THOUSAND = Decimal(100), Decimal(1000)
_OPENS_A_PAIR = frozenset({"between", "entre"})
"""Behind these "and" stands between two numbers: between one hundred and two thousand."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """What was read so far, up to which token, and whether something was added."""

    number: Decimal
    end: int
    is_added: bool = False


def composed_at(tokens: Sequence[Token], at: int, language: str) -> Numeral | None:
    """The number of several words that begins at ``at``; None where one row of the table says it all.

    >>> from pledgebook.claims.words.tokens import tokens_of
    >>> str(composed_at(tokens_of("three thousand five hundred", "en"), 0, "en").number)
    '3500'
    """
    joins = at == 0 or tokens[at - 1].norm not in _OPENS_A_PAIR
    first = _below_thousand(tokens, at, language, joins)
    if first is None:
        return None
    found = first
    end = first.end if first.number == _THOUSAND else _times(tokens, first.end, language, _THOUSAND)
    if end is not None:
        more = _below_thousand(tokens, _past_and(tokens, end, language, joins), language, joins)
        thousands = first.number if first.number == _THOUSAND else first.number * _THOUSAND
        if more is not None and more.number < _THOUSAND:
            found = _Sum(thousands + more.number, more.end, True)
    is_cut = any(token.after_stop for token in tokens[at + 1 : found.end])
    if not found.is_added or is_cut or _times(tokens, found.end, language, _HUNDRED) is not None:
        return None
    return Numeral(found.number, False, found.end)


def _below_thousand(tokens: Sequence[Token], at: int, language: str, joins: bool) -> _Sum | None:
    """A number up to 999 in words, or one thousand where that is the first word."""
    first = numeral_at(tokens, at, language)
    if first is None or first.number > _THOUSAND:
        return None
    found = _Sum(first.number, first.end)
    if found.number < _HUNDRED and (end := _times(tokens, first.end, language, _HUNDRED)) is not None:
        found = _Sum(found.number * _HUNDRED, end)
    if found.number % _HUNDRED or not _HUNDRED <= found.number < _THOUSAND:
        return found
    more = numeral_at(tokens, _past_and(tokens, found.end, language, joins), language)
    if more is None or not 0 < more.number < _HUNDRED:
        return found
    return _Sum(found.number + more.number, more.end, True)


def _times(tokens: Sequence[Token], at: int, language: str, factor: Decimal) -> int | None:
    """The token after the word for this multiplier, where it stands at ``at``."""
    matched = phrases_of("multipliers", language).match(tokens, at)
    return matched[1] if matched and matched[0]["factor"] == factor else None


def _past_and(tokens: Sequence[Token], at: int, language: str, joins: bool) -> int:
    """The token after the "and" of "one hundred and fifty"; French puts none there."""
    is_and = joins and language == "en" and at < len(tokens) and tokens[at].norm == "and"
    return at + 1 if is_and else at
