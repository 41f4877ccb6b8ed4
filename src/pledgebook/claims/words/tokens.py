"""A text cut into numbers, words and signs, each with its place, as the tables of phrases are cut too.

A newcomer would get wrong that a hyphen or an apostrophe inside words is no sign here ("five-year" is two
words, "d’environ" reads "de environ"), while one between numbers is ("2-3"); and that 1,200 is one thousand
two hundred in English and one and two tenths, written to the thousandth, in French.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

SPACES = " \u00a0\u202f\u2009\u2007"
MINUS = ("-", "−")
_MOST_DIGITS = 20
"""More digits than any figure of a strategy has are read as no number."""

Kind: TypeAlias = Literal["number", "word", "sign"]

_TOKEN = re.compile(
    rf"(?P<number>[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}}(?![0-9]))+(?:[.,][0-9]+)*|[0-9]+(?:[.,][0-9]+)*)"
    r"|(?P<word>(?:[^\W\d_][\u064b-\u0652\u0670]*)+)"
    r"|(?P<sign>>=|<=|[^\s\w])"
)
_SILENT = set(".,;:!?()[]*_«»“”„\"'’‘‹›…")
_STOP = re.compile(r"[,;:!?()\[\]…]|\.\s+(?=[^\W\d_a-zà-ÿ])|\n\s*\n")
_HYPHENS = set("-‐‑")
_WRITTEN = {
    "en": re.compile(rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]+)(?:\.([0-9]+))?"),
    "fr": re.compile(rf"([0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]+)(?:,([0-9]+))?"),
}  # fmt: skip
_WRITTEN["ar"] = _WRITTEN["en"]
_NO_DIGIT = re.compile("[^0-9]")
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")
"""Arabic-Indic digits and marks are read as the European ones that they stand for, each in its place."""
_UNWRITTEN = re.compile("[\u064b-\u0652\u0670\u0640]")
"""Short vowels, which may be written or not, and the stroke that only lengthens a word."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word or a sign as written, and where it stands in the text; ``norm`` is what is compared.

    ``after_stop``: a comma, a bracket or the end of a sentence stands in front of it.
    """

    kind: Kind
    text: str
    norm: str
    start: int
    end: int
    after_stop: bool = False

    def touches(self, following: Token) -> bool:
        """Nothing stands between the two."""
        return self.end == following.start


def tokens_of(text: str, language: str) -> list[Token]:
    """The numbers, words and telling signs of a text; silent signs (commas, brackets, quotes) are left out.

    >>> [t.norm for t in tokens_of("d’environ 1,2 million", "fr")]
    ['de', 'environ', '1,2', 'million']
    """
    found: list[Token] = []
    text = text.translate(_EASTERN)
    for match in _TOKEN.finditer(text):
        kind: Kind = "number" if match["number"] else "word" if match["word"] else "sign"
        if kind == "sign" and _is_silent(text, match.start()):
            continue
        elided = language == "fr" and match[0] in "dD" and text[match.end() : match.end() + 1] in ("'", "’")
        norm = "de" if elided else _UNWRITTEN.sub("", match[0].casefold()) if kind == "word" else match[0]
        stopped = bool(found) and _STOP.search(text, found[-1].end, match.start() + 1) is not None
        found.append(Token(kind, match[0], norm, match.start(), match.end(), stopped))
    return found


def number_of(written: str, language: str) -> Decimal | None:
    """The number that the digits say in this language; None where they are not written as it writes them.

    >>> number_of("1,200", "en"), number_of("1,200", "fr"), number_of("1.200.000", "fr")
    (Decimal('1200'), Decimal('1.200'), None)
    """
    match = _WRITTEN[language].fullmatch(written)
    if match is None:
        return None
    whole, fraction = _NO_DIGIT.sub("", match[1]), match[2]
    if len(whole) + len(fraction or "") > _MOST_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        return None
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def _is_silent(text: str, at: int) -> bool:
    if text[at] in _HYPHENS:
        before, behind = text[at - 1 : at], text[at + 1 : at + 2]
        return before.isalnum() and behind.isalpha()
    return text[at] in _SILENT
