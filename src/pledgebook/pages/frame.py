"""What stands around the pages of projects: drawn once for each language, with places for what is a page's own.

A newcomer would render the whole template for each of thousands of pages, of which two thirds are the same. What is a
page's own (its path, its title, its sentence, the message to the owner) is put in as the template would write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from pledgebook.pages.content import PageOut
from pledgebook.pages.macros import environment
from pledgebook.pages.unbroken import unbroken
from pledgebook.pages.view import View
from pledgebook.pages.written import escape

_PATH, _TITLE, _CRUMB, _SAID, _PROBLEM, _LEAD, _CONTENT = (
    f"PLACE-OF-{part}-ON-A-PAGE" for part in ("PATH", "TITLE", "CRUMB", "SAID", "PROBLEM", "LEAD", "CONTENT")
)
"""Signs that no address and no template writes otherwise than they are."""
_PLACES = re.compile("(PLACE-OF-[A-Z]+-ON-A-PAGE)")
Around = Callable[[PageOut], tuple[Mapping[str, Any], Mapping[str, Any]]]
"""What a template is given of the site and of a page."""


def in_frame(view: View, page: PageOut, around: Around) -> str:
    """A page of a project as HTML: its frame, and what its own template makes of what it is given."""
    folder, _, name = page.path.rpartition("/")
    is_named_so = page.title == view.say(view.book.declaration.name)
    pieces = view.once_for((folder, is_named_so), lambda: _pieces(view, page, around, is_named_so))
    words = {"t": view.t, "number": view.number, "page": {"title": page.title, "language": view.language}}
    own = {
        _PATH: name,
        _TITLE: escape(page.title),
        _CRUMB: escape(page.crumbs[-1][0]),
        _SAID: escape(page.description),
        _PROBLEM: escape(view.problem(page.path, page.title)),
        _LEAD: unbroken(
            environment().get_template("project_lead.html").render(page.context, **words), view.language
        ),
        _CONTENT: years_whole(
            environment().get_template("project_content.html").render(page.context, **words), view.language
        ),
    }
    return "".join([own.get(piece, piece) for piece in pieces])


def years_whole(content: str, language: str) -> str:
    """The content with its years of money held together; the rest is as published or held as it was written."""
    start = content.find(_YEARS)
    end = content.find("</section>", start)
    if start < 0:
        return content
    return f"{content[:start]}{unbroken(content[start:end], language)}{content[end:]}"


_YEARS = '<section class="section" id="years">'


def _pieces(view: View, page: PageOut, around: Around, is_named_so: bool) -> list[str]:
    """The frame in pieces, every other of which is a place. A title that is the site's own is no place: the template
    asks for it."""
    folder, title = page.path.rpartition("/")[0], page.title if is_named_so else _TITLE
    context = {"lead_html": Markup(_LEAD), "content_html": Markup(_CONTENT)}
    crumbs = (*page.crumbs[:-1], (_CRUMB, ""))
    site, told = around(PageOut(f"{folder}/{_PATH}", page.template, title, _SAID, context, crumbs))
    told = {**told, "problem_href": told["problem_href"] and _PROBLEM}
    html = (
        environment()
        .get_template(page.template)
        .render(**context, site=site, page=told, t=view.t, number=view.number)
    )
    return _PLACES.split(html)
