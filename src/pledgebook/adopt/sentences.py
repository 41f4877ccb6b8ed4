"""The sentences of a block, by their places.

A newcomer would get wrong that "no. 5" and "U.S. Army" have a full stop and a capital letter, and no end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pledgebook.adopt.tables import words

_END = re.compile(r"[.!?…][)\]\"”’»]{0,3}[\s\u00a0\u202f]+")
_LAST_WORD = re.compile(r"[^\W\d_](?:[^\W_]|\.){0,9}\Z")
_LONGEST = 2000
"""What runs on longer is no sentence: it is cut, so that nothing is searched far from a figure."""
_OPENING = '«“"([‘—–'


def sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The start and end of each sentence, in order; together they are the whole text.

    >>> text = "Approx. 5 came in 2019. Many left."
    >>> [text[a:b].strip() for a, b in sentences(text, "en")]
    ['Approx. 5 came in 2019.', 'Many left.']
    """
    start = 0
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 1]
        begins = following.isupper() or following.isdigit() or (following and following in _OPENING)
        if begins and not _is_short_form(text, match.start(), language):
            yield from _cut(text, start, match.end())
            start = match.end()
    if start < len(text):
        yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        middle = space + 1 if space > start else start + _LONGEST
        yield start, middle
        start = middle
    yield start, end


def _is_short_form(text: str, at: int, language: str) -> bool:
    if text[at] != ".":
        return False
    last = _LAST_WORD.search(text[max(0, at - 12) : at])
    if last is None:
        return False
    word = last[0].casefold()
    return len(word) == 1 or "." in word or word in words("sentences", language, "short")
