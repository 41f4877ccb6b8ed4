"""One number with its currency, multiplier and unit: "$183.3 million", "4,1 millions", "five years", "19 %".

A newcomer would get wrong that the place of a number comes from how it is written: 1.2 million is known to
the hundred thousand, $4.0 billion to the hundred million, $4 billion only to the billion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pledgebook.claims.words.currencies import Currency, country_behind, currency_at, one_currency
from pledgebook.claims.words.numerals import composed_at
from pledgebook.claims.words.tables import Numeral, Row, numeral_at, phrases_of
from pledgebook.claims.words.tokens import MINUS, Token, number_of
from pledgebook.figures import plain
from pledgebook.interval import Interval

_NAMED = tuple(Decimal(1000) ** n for n in range(1, 5))
"""Numbers of which there can be one and a half: a million and a half."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as read: ``written`` as it stands, ``factor`` its multiplier, ``place`` of its last digit."""

    written: Decimal
    factor: Decimal
    place: Decimal
    rounds: bool
    kind: str
    unit: str
    currency: str | None
    negative: bool
    start: int
    end: int

    @property
    def number(self) -> Decimal:
        """The number it says, always positive or zero; ``negative`` has the sign."""
        return plain(self.written * self.factor)


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: str
    unit: str
    end: int
    factor: Decimal = Decimal(1)


def amount_at(
    tokens: Sequence[Token], at: int, language: str, home: str, *, is_priced: bool = False
) -> Amount | None:
    """The amount that begins at token ``at``; None where there is none or it cannot be read safely.

    ``is_priced``: a currency stands beside another number of the same figure, as in "€2-3m".
    """
    if (term := _term_at(tokens, at, language)) is not None:
        return term
    start = at
    negative = _is_minus(tokens, at)
    before = currency_at(tokens, at + negative, language, home)
    at = before.end if before else at + negative
    numeral = _numeral_at(tokens, at, language)
    if numeral is None:
        return None
    numeral = _with_half(tokens, numeral, language)
    factor, rounds, at = _multiplied(tokens, numeral, language, is_priced or before is not None)
    if factor > 1:
        numeral = _with_half(tokens, replace(numeral, end=at), language)
        at = numeral.end
    behind = _currency_behind(tokens, at, language, home)
    if behind is None and before and before.code == "home" and not _is_apart(tokens, at):
        behind = country_behind(tokens, at, language)
    unit = _Unit("", "", at) if before or behind else _unit_at(tokens, at, language)
    end = behind.end if behind else unit.end
    if unit.kind:
        numeral = _with_half(tokens, replace(numeral, end=end), language)
        end = numeral.end
    currency = one_currency(before, behind, home) if before or behind else None
    if _hangs_on(tokens, end) or _is_a_year(tokens, at, unit) or bool(before or behind) != bool(currency):
        return None
    factor *= unit.factor
    return Amount(
        numeral.number,
        factor,
        plain(place_of(numeral.number) * factor),
        rounds,
        "money" if currency else unit.kind,
        unit.unit,
        currency,
        negative,
        start,
        end,
    )


def _term_at(tokens: Sequence[Token], at: int, language: str) -> Amount | None:
    """A number and its unit in one word: a decade, quinquennal."""
    matched = phrases_of("terms", language).match(tokens, at)
    if matched is None:
        return None
    row, end = matched
    number = Decimal(row["number"])
    return Amount(number, Decimal(1), Decimal(1), False, row["kind"], row["unit"], None, False, at, end)


def place_of(number: Decimal) -> Decimal:
    """The place of the last digit after the mark, or of the last digit that is not 0.

    >>> [f"{place_of(Decimal(n)):f}" for n in ("4.0", "500", "830", "1189581", "0")]
    ['0.1', '100', '10', '1', '1']
    """
    exponent = int(number.as_tuple().exponent)
    if exponent < 0 or number == 0:
        return Decimal(1).scaleb(min(exponent, 0))
    digits = f"{number:f}"
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))


def _is_minus(tokens: Sequence[Token], at: int) -> bool:
    """A dash that stands alone in front of digits; in COVID-19 and 2-3 it is none."""
    if at + 1 >= len(tokens) or tokens[at].text not in MINUS:
        return False
    follows = at > 0 and tokens[at - 1].touches(tokens[at])
    return tokens[at].touches(tokens[at + 1]) and not follows


def multiplier_at(
    tokens: Sequence[Token], at: int, language: str, is_priced: bool = False
) -> tuple[Row, int] | None:
    """The multiplier at ``at``; a letter that needs a currency counts only beside one."""
    if _is_apart(tokens, at):
        return None
    matched = phrases_of("multipliers", language).match(tokens, at)
    if matched is None or not matched[0].get("currency") or is_priced:
        return matched
    row, end = matched
    counted = row.get("counted") and phrases_of("asides", language, id="counted").match(tokens, end)
    return matched if counted or currency_at(tokens, end, language) else None


def _numeral_at(tokens: Sequence[Token], at: int, language: str) -> Numeral | None:
    if at >= len(tokens):
        return None
    if tokens[at].kind == "number":
        number = number_of(tokens[at].text, language)
        return None if number is None else Numeral(number, False, at + 1)
    return composed_at(tokens, at, language) or numeral_at(tokens, at, language)


def _with_half(tokens: Sequence[Token], numeral: Numeral, language: str) -> Numeral:
    """The number and a half, where "and a half" stands behind it; "2½" and a number with a mark take no other."""
    matched = phrases_of("fillers", language, id="half").match(tokens, numeral.end)
    if matched is None or numeral.number % 1 != 0:
        return numeral
    is_named = numeral.number in _NAMED and tokens[numeral.end - 1].kind == "word"
    more = numeral.number if is_named else Decimal(1)
    return Numeral(plain(numeral.number + more / 2), numeral.rounds, matched[1])


def _multiplied(
    tokens: Sequence[Token], numeral: Numeral, language: str, is_priced: bool
) -> tuple[Decimal, bool, int]:
    """The product of the multipliers behind a number, each larger than the one before, and what follows."""
    factor, last, rounds, at = Decimal(1), Decimal(1), numeral.rounds, numeral.end
    while (matched := multiplier_at(tokens, at, language, is_priced)) is not None:
        row, end = matched
        if row["factor"] <= last:
            break
        last = Decimal(row["factor"])
        factor, rounds, at = factor * last, rounds or bool(row["rounds"]), end
    return factor, rounds, at


def _currency_behind(tokens: Sequence[Token], at: int, language: str, home: str) -> Currency | None:
    if _is_apart(tokens, at):
        return None
    linked = at + 1 if language == "fr" and at < len(tokens) and tokens[at].norm == "de" else at
    return currency_at(tokens, linked, language, home)


def _unit_at(tokens: Sequence[Token], at: int, language: str) -> _Unit:
    matched = None if _is_apart(tokens, at) else phrases_of("units", language).match(tokens, at)
    if matched is None:
        return _Unit("", "", at)
    row, end = matched
    return _Unit(row["kind"], row.get("unit", ""), end, Decimal(row.get("factor", 1)))


def _is_a_year(tokens: Sequence[Token], at: int, unit: _Unit) -> bool:
    """ "The 2016 fiscal year" is one year, not two thousand of them."""
    text = tokens[at - 1].text
    is_year = len(text) == 4 and text.isdigit() and 1900 <= int(text) < 2100
    return unit.unit == "years" and is_year


def _is_apart(tokens: Sequence[Token], at: int) -> bool:
    """A comma, a bracket or a sentence's end stands between the number and this token."""
    return at < len(tokens) and tokens[at].after_stop


def _hangs_on(tokens: Sequence[Token], end: int) -> bool:
    """A word that nobody can read is glued to the number (5km, 3W): it may change what the number means."""
    if end >= len(tokens) or tokens[end].kind == "sign":
        return False
    return tokens[end - 1].kind == "number" and tokens[end - 1].touches(tokens[end])


def rounded_number(interval: Interval) -> Decimal | None:
    """The number that, rounded, leaves exactly this interval; None where no rounded number does.

    >>> rounded_number(Interval.parse("450..<550"))
    Decimal('500')
    >>> rounded_number(Interval.parse("450..550")) is None
    True
    """
    low, high = interval.low, interval.high
    if low is None or high is None or low == high or not interval.low_included or interval.high_included:
        return None
    number = (low + high) / 2
    return plain(number) if number and place_of(plain(number)) == high - low else None
