"""Rows of the table ``issue`` about IATI: what was wrong, where, and what was done about it.

The texts stand in ``issues.yml``, one key per code. An issue never stops the reading.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from pledgebook.text import texts_of

Row: TypeAlias = dict[str, object]


def issue(
    code: str, *, source: str, record: str, activity_id: str = "", value: object = "", element: str = ""
) -> Row:
    """One row of the table ``issue``; ``value`` is what stands in the source, as text.

    ``element`` is the name of the element that is blamed, '' where it is the whole file.

    >>> issue("not-a-number", source="a", record="line 3", value="abc")["message_en"]
    '“abc” is not a number; the row is kept without an amount.'
    """
    shown = str(value)
    message = texts_of("pledgebook.sources.iati", "issues.yml")[code].fill(value=shown)
    return {
        "source": source,
        "record": record,
        "activity_id": activity_id,
        "element": element,
        "code": code,
        "value": shown,
        "message_en": message["en"],
        "message_fr": message["fr"],
    }


class Issues:
    """The issues of one activity while it is being read; every note says at which line."""

    __slots__ = ("activity_id", "before", "first_line", "rows", "source")

    def __init__(self, source: str, activity_id: str, first_line: int) -> None:
        self.source = source
        self.activity_id = activity_id
        self.first_line = first_line
        self.before = first_line - 1
        self.rows: list[Row] = []

    def record(self, element: etree._Element) -> str:
        """Where an element stands in the file: the line on which its start tag ends."""
        line: Any = element.sourceline
        return f"line {self.before + (line or 1)}"

    def add(self, code: str, element: etree._Element, value: object = "") -> None:
        """Note what is wrong with an element."""
        self.rows.append(
            issue(
                code,
                source=self.source,
                record=self.record(element),
                activity_id=self.activity_id,
                value=value,
                element=str(element.tag),
            )
        )
