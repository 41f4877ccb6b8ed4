"""Every number in a text, and which of them are no figures: days, years, names, list numbers.

A newcomer would get wrong that "one", "un" and "a" alone are no numbers here, and that a number that cannot
be read ("1.200.000" in English) is found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pledgebook.claims.words.amounts import Amount, amount_at
from pledgebook.claims.words.calendar import days_at
from pledgebook.claims.words.currencies import currency_at
from pledgebook.claims.words.dates import digits_of_a_day, month_at, year_at
from pledgebook.claims.words.tables import numeral_at, phrases_of
from pledgebook.claims.words.tokens import Token, tokens_of

_ANY_HOME = "USD"
"""Any dollar will do: here a currency is only found, not compared."""

_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t>#]*\(?\Z")
_SECTION_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){2,}")
_NAME_BEFORE = re.compile(r"(?:[^\W\d_]|[^\W\d_]\S*[-/_:#=&@]|://\S*)\Z")
_JOINS = frozenset({"and", "et", "to", "à", "-", "–"})
_BOUNDS = frozenset({"over", "at_least", "up_to", "less_than", "nearly"})
_LONGEST_PHRASE = 5
_GAP = "[ .\u00a0\u202f]"
_PHONE = re.compile(
    rf"(?:\+[0-9]{{1,3}}|0[0-9](?={_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}))"
    r"(?:[ .\-\u00a0\u202f]?\(?[0-9]{1,4}\)?){3,8}"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text; ``reason_aside`` says why it is no figure: date, year, name, section, ..."""

    start: int
    end: int
    words: str
    reason_aside: str | None


def find_numbers(text: str, language: str) -> list[Found]:
    """All numbers of the text, in their order.

    >>> [(f.words, f.reason_aside) for f in find_numbers("In 2019, resolution 2379 had two parts.", "en")]
    [('2019', 'year'), ('2379', 'name'), ('two', None)]
    """
    tokens = tokens_of(text, language)
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        end, reason = _number_at(text, tokens, at, language, found)
        if end > at:
            start, stop = tokens[at].start, tokens[end - 1].end
            found.append(Found(start, stop, text[start:stop], reason))
        at = max(end, at + 1)
    return found


def _number_at(
    text: str, tokens: Sequence[Token], at: int, language: str, found: Sequence[Found]
) -> tuple[int, str | None]:
    """The token after the number that begins at ``at``, and why it is no figure; ``at`` where none begins."""
    called = _phone_end(text, tokens, at)
    if called:
        return called, "code"
    dated = _date_end(tokens, at, language)
    if dated:
        return dated, "date"
    collective = phrases_of("collectives", language).match(tokens, at)
    if collective:
        return collective[1], None
    amount = amount_at(tokens, at, language, _ANY_HOME, is_priced=_is_priced(tokens, at, language, found))
    is_digits = tokens[at].kind == "number"
    if amount is None:
        return _unread(text, tokens, at, language, found) if is_digits else (at, None)
    if not is_digits and _is_no_figure(tokens, at, amount, language):
        return at, None
    reason = _form_aside(text, tokens, at, language) if is_digits else None
    reason = reason or _name_aside(text, tokens, at, language, found)
    if reason:
        return at + 1, reason
    if is_digits and _is_year(tokens, at, amount, language):
        return at + 1, "year"
    if not is_digits and numeral_at(tokens, amount.end, language, ranks=True):
        return amount.end + 1, "ordinal"
    return amount.end, None


def _is_priced(tokens: Sequence[Token], at: int, language: str, found: Sequence[Found]) -> bool:
    """The number before, of which this one is the other end, stands beside a currency: the 3m of "€2-3m"."""
    if at < 2 or not found or found[-1].end != tokens[at - 2].end:
        return False
    joined = phrases_of("ranges", language, "join").match(tokens, at - 1)
    first = next((i for i in range(at - 2, max(-1, at - 7), -1) if tokens[i].start == found[-1].start), None)
    before = amount_at(tokens, first, language, _ANY_HOME) if joined and first is not None else None
    return before is not None and before.currency is not None


def _unread(
    text: str, tokens: Sequence[Token], at: int, language: str, found: Sequence[Found]
) -> tuple[int, str | None]:
    """The token after digits that nobody can read, with the multiplier and the currency behind them."""
    reason = _form_aside(text, tokens, at, language) or _name_aside(text, tokens, at, language, found)
    legible = [replace(tokens[at], text="5", norm="5"), *tokens[at + 1 : at + _LONGEST_PHRASE]]
    amount = None if reason else amount_at(legible, 0, language, _ANY_HOME)
    return (at + amount.end if amount else at + 1), reason


def _phone_end(text: str, tokens: Sequence[Token], at: int) -> int:
    """The token after a telephone number that begins here with a plus, or as in France with a 0; 0 where none does."""
    start = tokens[at].start - (text[tokens[at].start - 1 : tokens[at].start] == "+")
    phone = _PHONE.match(text, start) if tokens[at].kind == "number" or tokens[at].text == "+" else None
    if phone is None:
        return 0
    return next((i for i in range(at, len(tokens)) if tokens[i].start >= phone.end()), len(tokens))


def _date_end(tokens: Sequence[Token], at: int, language: str) -> int:
    """The token after a date that begins here, with or without a year; 0 where none begins."""
    is_month = month_at(tokens, at, language) is not None and _has_capital(tokens[at], language)
    if tokens[at].kind != "number" and not is_month:
        return 0
    days = days_at(tokens, at, language, bare_years=True)
    if days and not days.is_plain_year:
        return days.end
    if (end := digits_of_a_day(tokens, at)) is not None:
        return end
    if is_month:
        behind = at + 1
        is_day = behind < len(tokens) and language == "en" and _is_day(tokens[behind])
        return behind + 1 if is_day else 0
    suffix = phrases_of("ranks", language, id="suffix").match(tokens, at + 1)
    month = suffix[1] if suffix else at + 1
    if _is_day(tokens[at]) and month_at(tokens, month, language) and _has_capital(tokens[month], language):
        return month + 1
    return 0


def _is_day(token: Token) -> bool:
    return token.kind == "number" and len(token.text) <= 2 and 1 <= int(token.text) <= 31


def _has_capital(token: Token, language: str) -> bool:
    """English months are written with a capital; "may" and "march" are also verbs."""
    return language != "en" or token.text[:1].isupper()


def _is_no_figure(tokens: Sequence[Token], at: int, amount: Amount, language: str) -> bool:
    """Words for 0 and 1 alone, and a sign or a currency in front of digits that no one counts."""
    is_word = numeral_at(tokens, at, language) is not None
    return (
        is_word and amount.written <= 1 and amount.factor == 1 and amount.kind in ("", "duration", "multiple")
    )


def _form_aside(text: str, tokens: Sequence[Token], at: int, language: str) -> str | None:
    """Why digits are no figure, as their form tells: glued to a name, an ordinal, a list or section number."""
    token = tokens[at]
    before = text[max(0, token.start - 80) : token.start]
    is_money = at > 0 and currency_at(tokens, at - 1, language) is not None
    if _NAME_BEFORE.search(before) and not is_money:
        return "code"
    if _SECTION_NUMBER.fullmatch(token.text):
        return "section"
    if _LIST_NUMBER.search(before) and re.match(r"[.)](?:\s|$)", text[token.end : token.end + 2]):
        return "list"
    if at + 1 == len(tokens) or not token.touches(tokens[at + 1]) or tokens[at + 1].kind != "word":
        return None
    if phrases_of("ranks", language, id="suffix").match(tokens, at + 1):
        return "ordinal"
    is_read = amount_at(tokens, at, language, _ANY_HOME) is not None
    return "code" if tokens[at + 1].text[:1].isupper() and not is_read else None


def _name_aside(
    text: str, tokens: Sequence[Token], at: int, language: str, found: Sequence[Found]
) -> str | None:
    """The number belongs to a name or a section: "resolution 2379", "rounds 119 and 123"."""
    for start in range(max(0, at - _LONGEST_PHRASE), at):
        matched = phrases_of("asides", language).match(tokens, start)
        is_beside = matched and matched[1] == at and not tokens[at].after_stop
        if matched and is_beside and matched[0]["id"] in ("name", "section"):
            return str(matched[0]["id"])
    last = found[-1] if found else None
    if last and last.reason_aside in ("name", "section") and tokens[at - 1].norm in _JOINS:
        between = text[last.end : tokens[at].start]
        return last.reason_aside if between.strip(" ,\u00a0") == tokens[at - 1].text else None
    return None


def _is_year(tokens: Sequence[Token], at: int, amount: Amount, language: str) -> bool:
    """Four plain digits between 1900 and 2099 that nothing beside them makes a quantity."""
    if year_at(tokens, at) is None or amount.kind or amount.factor != 1:
        return False
    counted = phrases_of("asides", language, id="counted").match(tokens, amount.end)
    return counted is None and not _has_bound(tokens, at, language)


def _has_bound(tokens: Sequence[Token], at: int, language: str) -> bool:
    for start in range(max(0, at - _LONGEST_PHRASE), at):
        matched = phrases_of("hedges", language).match(tokens, start)
        if matched and matched[1] == at and matched[0]["id"] in _BOUNDS:
            return True
    return False
