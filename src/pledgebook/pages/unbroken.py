"""What is read as one stays on one line: dates, spans of years, COVID-19, numbers and units, French marks and words.

Figures that the engine writes are held together as they are written (``figures.py``). This is for the words of others:
a book's prose and names, titles as they are published. Of a page of a project only its sentence, its title and its
years are read through, for there are thousands of them.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from pledgebook.figures import NO_BREAK
from pledgebook.text import WHOLE

_UNITS = {
    "en": r"million|billion|trillion|percent|per cent|years?|months?|days?|km",
    "fr": r"millions?|milliards?|billions?|pour cent|ans?|mois|jours?|km",
    "ar": r"مليون|ملايين|مليار|مليارات|سنة|سنوات|شهرًا|أشهر|يومًا|أيام",
}
_SIGNS = "[%٪$€£°]"
_FRENCH = r"(?=[:;!?»])|(?<=« )|(?<=\d )(?=\d{3}(?!\d))|(?<=\bde )(?=(?:dollars|euros)\b)"
_YEARS = re.compile(r"(?:–|-(?<=[^\w-]\d{4}-))(?=(\d{4}|\d{2})(?![\w-]))(?<=\d{4}.)")
_NUMBERED = re.compile(r"(?<![\w-])[A-Z]{2,}-\d+(?![\w-])")
"""A name that ends in a number: COVID-19."""
_AS_IT_IS = ("text", "tspan", "title", "desc", "pre", "code", "option", 'span class="whole"')
"""Elements in which no line ends, or no element may stand; what is held already."""


def unbroken(page: str, language: str) -> str:
    """The page's body with nothing in it that a line's end would part.

    >>> unbroken("<body><p>From 2016–2022, « two years » : 5 million", "fr").replace(NO_BREAK, "_")
    '<body><p>From <span class="whole">2016–2022</span>, «_two years_»_: 5_million'
    """
    at = max(page.find("<body"), 0)
    changes = [(found.start(), found.end(), NO_BREAK) for found in _gap(language).finditer(page, at)]
    spans = [(found.start() - 4, found.end(1)) for found in _YEARS.finditer(page, at)]
    spans += [found.span() for found in _NUMBERED.finditer(page, at)]
    changes += [(start, end, f'<span class="whole">{page[start:end]}</span>') for start, end in spans]
    made: list[str] = []
    at = 0
    for start, end, held in sorted(changes):
        if _is_text(page, start):
            made += (page[at:start], held)
            at = end
    return "".join([*made, page[at:]])


def _is_text(page: str, at: int) -> bool:
    """Whether the place is in a text that may be held, not in a tag."""
    tag = page.rfind("<", 0, at)
    return page.rfind(">", tag, at) >= 0 and not page.startswith(_AS_IT_IS, tag + 1 + (page[tag + 1] == "/"))


@cache
def _gap(language: str) -> re.Pattern[str]:
    """The spaces at which no line of the language may end; each way begins with the space, to be found fast."""
    spoken = (
        (language,) if language in WHOLE else (language, WHOLE[0])
    )  # what a language lacks stands in English
    months = [name for code in spoken for name in Locale.parse(code).months["format"]["wide"].values()]
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    behind = "|".join(f"(?<={re.escape(name)} )" for name in months)
    units = "|".join(_UNITS[code] for code in spoken if code in _UNITS)
    ways = [
        rf"(?=\d)(?:(?=\d{{4}}\b)(?:{behind})|(?<=\b[A-Z]{{3}} )|(?<=[$€£] ))",
        rf"(?<=\d )(?=(?:{month}|{units})\b|{_SIGNS})",
        rf"(?<=\b1er )(?=(?:{month})\b)",
    ]
    return re.compile(" (?:" + "|".join([*ways, _FRENCH] if language == "fr" else ways) + ")")
