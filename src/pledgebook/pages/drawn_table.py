"""A table as HTML, drawn here and not in a template: a page of a project is mostly tables, and there are thousands.

A newcomer would get wrong that nothing here decides what a cell says. A cell is {text, status, href, lang, numeric,
bar}; the first of a row is its heading, and a bar shows the number in per cent of the largest that it stands with.
Most cells are a text and nothing more, so that a row is put into a form that all rows of its looks have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from pledgebook.pages.decimals import under_each_other
from pledgebook.pages.written import escape, is_plain

Words = Callable[[str], str]
Cell = Mapping[str, Any]
_NUMERIC = ' class="numeric"'
_SAID = ' class="numeric numeric--said"'
_WIDE, _MANY, _OF_WORDS = ' class="many"', 6, 4
"""Columns, and those of words among them, from which on a table scrolls on a phone rather than be squeezed."""
_BRIEF, _A_DAY = ' class="brief"', 12
"""Characters up to which the names of all rows need no room of their own: years, numbers of an order."""
_TEXT, _SENTENCE = ' class="long"', 90
"""Characters from which on a text has room of its own in a narrow window."""
_LONG = 22
"""Characters beyond which a cell of numbers may part its words: “about 74% (258 to 334 people)”."""
_BAR = (
    '<svg class="cell-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect width="{}" height="8" class="c-main"/></svg>'
)


def draw_table(
    caption: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]], name: str, t: Words
) -> Markup:
    """A table that scrolls inside its own region; ``columns`` are {label, numeric}, ``t`` the page's words."""
    numeric = [bool(column.get("numeric")) for column in columns]
    heads = "".join(
        f'<th scope="col"{_NUMERIC if is_number else ""}>{escape(column["label"])}</th>'
        for column, is_number in zip(columns, numeric, strict=True)
    )
    aligned = under_each_other(columns, rows)
    lines = "".join([_row(row, numeric, t) for row in aligned])
    if not lines:
        lines = f'<tr><td class="table-empty" colspan="{len(columns)}">{escape(t("table_empty"))}</td></tr>'
    is_wide = bool(aligned) and len(columns) >= _MANY and numeric.count(False) >= _OF_WORDS
    is_brief = bool(aligned) and all(len(row[0].get("text") or "") <= _A_DAY for row in aligned)
    name, look = escape(name), _WIDE if is_wide else _BRIEF if is_brief else ""
    return Markup(
        f'<div class="table-region" role="region" aria-labelledby="{name}-caption" tabindex="0">\n'
        f'<table id="{name}"{look}>\n<caption id="{name}-caption">{escape(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{lines}</tbody>\n</table>\n</div>"
    )


def _row(row: Sequence[Cell], numeric: Sequence[bool], t: Words) -> str:
    texts = [cell.get("text") or "" for cell in row]
    told = texts if is_plain("".join(texts)) else list(map(escape, texts))
    if sum(map(len, row)) > len(row):
        told = [
            plain if len(cell) == 1 else draw_cell(cell, t) for cell, plain in zip(row, told, strict=True)
        ]
    looks = [
        (_SAID if len(text) > _LONG else _NUMERIC)
        if is_number or cell.get("numeric")
        else (_TEXT if len(text) > _SENTENCE else "")
        for cell, is_number, text in zip(row, numeric, texts, strict=True)
    ]
    return _form(*looks) % tuple(told)


@lru_cache(maxsize=1024)
def _form(first: str, *rest: str) -> str:
    """A row whose cells have these looks, with a place for what each of them says."""
    return f'<tr><th scope="row"{first}>%s</th>{"".join([f"<td{look}>%s</td>" for look in rest])}</tr>'


def draw_cell(cell: Cell, t: Words) -> str:
    """What stands in a cell, as HTML."""
    text = escape(cell.get("text") or "")
    if cell.get("href"):
        said = f'<a href="{escape(cell["href"])}">{text}</a>'
    elif cell.get("status"):
        said = draw_value(text, cell["status"], t)
    else:
        said = str(text)
    if cell.get("lang"):
        said = f'<span lang="{escape(cell["lang"])}">{said}</span>'
    return _BAR.format(cell["bar"]) + said if cell.get("bar") else said


def draw_value(text: str, status: str, t: Words) -> str:
    """A value, or the word for its status where it has no text; zero is told to who cannot see its look."""
    zero = f'<span class="unseen"> ({escape(t("status_zero"))})</span>' if status == "zero" and text else ""
    return f'<span class="value value--{escape(status)}">{text or escape(t("status_" + status))}{zero}</span>'
