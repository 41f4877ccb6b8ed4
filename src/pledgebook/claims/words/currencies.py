"""The currency that words name: a sign, a code of ISO 4217, or a name in the language.

A newcomer would get wrong that our table holds only what CLDR does not: signs, short forms, and names that several
countries share and that therefore say nothing ("kroner"). "Norwegian kroner" and « francs suisses » are CLDR's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name, list_currencies

from pledgebook.claims.words.tables import Phrases, phrases_of, rows_of
from pledgebook.claims.words.tokens import Token
from pledgebook.figures import is_dollar

UNKNOWN = "unknown"
"""What stands for the code where several countries give their money this name; no measure is in it."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency named in words, and the token after its name; ``home`` is a dollar without a country."""

    code: str
    end: int


def currency_at(tokens: Sequence[Token], at: int, language: str, home: str = "") -> Currency | None:
    """The currency that the words at ``at`` name; a shared name is that of ``home``, where home has it."""
    matched = _names(language).match(tokens, at)
    if matched:
        code, end = matched
        shares = code == UNKNOWN and home and tokens[end - 1].norm in _words_of(home, language)
        return Currency(home if shares else code, end)
    if at < len(tokens) and tokens[at].text in _iso_codes():
        return Currency(tokens[at].text, at + 1)
    return None


def country_behind(tokens: Sequence[Token], at: int, language: str) -> Currency | None:
    """The currency of the country that stands behind an amount in dollars: the US of "$500 US"."""
    matched = phrases_of("currencies", language, "behind").match(tokens, at)
    return Currency(str(matched[0]["code"]), matched[1]) if matched else None


def one_currency(before: Currency | None, behind: Currency | None, home: str) -> str | None:
    """The currency of both, where both may be meant: "$2 million US dollars" are US dollars."""
    codes = {found.code for found in (before, behind) if found}
    named = codes - {"home"}
    if len(named) > 1:
        return None
    if named and "home" in codes and not all(is_dollar(str(code)) for code in named):
        return None
    if named:
        return named.pop()
    return home if is_dollar(home) else None


@cache
def _names(language: str) -> Phrases[str]:
    own = [
        (str(phrase), str(row["code"])) for row in rows_of("currencies") for phrase in row.get(language, ())
    ]
    known = {phrase.casefold() for phrase, _ in own}
    return Phrases(language, [*own, *((n, c) for n, c in _names_of_cldr(language) if n not in known)])


def _names_of_cldr(language: str) -> Iterator[tuple[str, str]]:
    """The names of every currency in use, in the singular and the plural, in small letters."""
    locale = Locale.parse(language)
    for code in _in_use():
        for name in {str(get_currency_name(code, count, locale)) for count in (1, 2, 1_000_000)}:
            yield name.casefold(), code


@cache
def _words_of(currency: str, language: str) -> frozenset[str]:
    """The words of a currency's names: "kroner" of "Norwegian kroner"."""
    names = (str(get_currency_name(currency, count, Locale.parse(language))) for count in (1, 2))
    return frozenset(word for name in names for word in name.casefold().split())


@cache
def _in_use() -> tuple[str, ...]:
    """The codes of money that some country spends today."""
    spent = get_global("territory_currencies").values()
    return tuple(
        sorted({code for found in spent for code, _, end, tender in found if tender and end is None})
    )


@cache
def _iso_codes() -> frozenset[str]:
    return frozenset(list_currencies())
