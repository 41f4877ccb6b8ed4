"""A page's Markdown as HTML, each figure opened to its proof in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from markupsafe import Markup

from pledgebook.book.load import Prose
from pledgebook.claims.prose import MARKDOWN, FigureLink, figures_in

_MARK = "\ufdd0{}\ufdd1"
_FOUND = re.compile("\ufdd0(\\d+)\ufdd1")
_LINK = re.compile(r'href="([^"]+)"')


def prose_html(
    prose: Prose, figure: Callable[[FigureLink, int], str], link: Callable[[str], str], table: str
) -> Markup:
    """The text as HTML; ``figure`` writes a figure (and its number on the page), ``link`` resolves a page's link,
    ``table`` names the region in which a table scrolls.

    Markdown only: HTML inside the text is shown as text, so that a book cannot carry a script.
    """
    links = figures_in(prose)
    text, position = "", 0
    for number, found in enumerate(links):
        text += prose.text[position : found.start] + _MARK.format(number)
        position = found.end
    text += prose.text[position:]
    html = MARKDOWN.render(text)
    region = '<div class="table-region" role="region" aria-label="{} {}" tabindex="0"><table>'
    numbers = count(1)
    html = re.sub("<table>", lambda _: region.format(table, next(numbers)), html)
    html = html.replace("</table>", "</table></div>")
    html = _LINK.sub(lambda m: f'href="{link(m[1])}"', html)
    return Markup(_FOUND.sub(lambda m: figure(links[int(m[1])], int(m[1])), html))
