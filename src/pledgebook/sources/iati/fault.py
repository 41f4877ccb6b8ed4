"""What is wrong with a file, or with one activity's piece of it, before anything in it is read.

A newcomer would get wrong that most faults end nothing: a piece that cannot be read is left out, one that can
be mended is read, and the file goes on behind it. ``issues.yml`` says for each code which of these it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(r"<([^\W\d][\w.:-]*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A code of ``issues.yml``, the line, what stands there, and as far as known in which activity and element."""

    code: str
    line: int
    value: str
    activity_id: str = ""
    element: str = ""


def opened_before(text: str, position: int) -> str:
    """The name of the last element whose start tag begins before a position, or ''.

    >>> opened_before("<title><narrative>A & B</narrative></title>", 21)
    'narrative'
    """
    while (position := text.rfind("<", 0, position)) >= 0:
        tag = _TAG.match(text, position)
        if tag:
            return tag[1]
    return ""
