"""The list of projects: in plain pages that need no script, and with a form that searches all of them where there is.

A newcomer would get wrong that the form is no second list: its answers are the rows of the plain pages, taken from
one file, and what is looked for stands in the address, so that it can be shared and gone back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pledgebook.measures.database import exact
from pledgebook.pages.content import PageOut
from pledgebook.pages.decimals import Aligned, under_each_other
from pledgebook.pages.project import objectives_of, partner_cell
from pledgebook.pages.project_filters import FILTERS, Tagged, choices, tagged
from pledgebook.pages.project_index import FILE
from pledgebook.pages.project_texts import in_language
from pledgebook.pages.view import View
from pledgebook.tables.rows import cells_of, columns_of
from pledgebook.value import Known, Value

HERE = "projects"
ON_A_PAGE = 200
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class _List:
    """Some of the projects in their order, in pages: where the first stands, where the others do, and its words."""

    first: str
    rest: str
    title: str
    projects: Sequence[Tagged]
    is_all: bool = False

    def path(self, page: int) -> str:
        """The path of a page from 1."""
        return self.first if page == 1 else f"{self.rest}/{page}"


def ordered(view: View) -> list[Tagged]:
    """Every project with what it can be found by: what is committed to the country most, then at all, first."""
    country = view.book.declaration.places.country_iso2
    rows = view.content.rows["activity"]
    columns = [*_LISTED, *sorted(name for name in columns_of(rows) if name.startswith("title"))]
    asked = [
        dict(zip(columns, cells, strict=True))
        for cells in sorted(cells_of(rows, *columns), key=lambda cells: str(cells[0]))
    ]
    by = view.by_activity
    key: Callable[[Any], Any] = lambda a: (  # noqa: E731 - the activities come in the order of the tables
        -(exact(by.sum("committed", a["activity_id"], country)) or Decimal(0)),
        -(exact(by.sum("committed", a["activity_id"])) or Decimal(0)),
        a["activity_id"],
    )
    keyed = [(key(activity), tagged(view, activity)) for activity in asked]
    return [project for _, project in sorted(keyed, key=lambda pair: pair[0])]


_LISTED = ("activity_id", "start_date", "end_date", "gender_marker", "gender_marker_status")
"""What the list and its filters ask of an activity beside its titles: of thousands only that is held."""


def rows_of(view: View, projects: Sequence[Tagged]) -> Rows:
    """The cells of the list in one language, by activity."""
    names = sorted(projects, key=_name)
    rows = under_each_other(_columns(view), [_row(view, p) for p in names])
    return {
        p.activity["activity_id"]: [dict(cell) for cell in row] for p, row in zip(names, rows, strict=True)
    }


def _name(project: Tagged) -> str:
    return str(project.activity["activity_id"])


def _row(view: View, project: Tagged) -> list[dict[str, Any]]:
    activity, name = project.activity, _name(project)
    country = view.book.declaration.places.country_iso2
    title, language = view.title_of(activity)
    years = project.codes["year"]
    sums = (view.by_activity.sum("committed", name, place) for place in ("", country))
    return [
        in_language(title, language if language != view.language else ""),
        partner_cell(view, name),
        {"text": ", ".join(view.objective(o) for o in objectives_of(view, name))},
        {"text": _span(view, years) if years else view.t("undated")},
        *[view.cell(value, view.home_currency) for value in sums],
    ]


def _span(view: View, years: Sequence[str]) -> str:
    if years[0] == years[-1]:
        return view.year(int(years[0]))
    between = "-" if view.language == "fr" else "–"
    return f"{view.year(int(years[0]))}{between}{view.year(int(years[-1]))}"


def list_pages(view: View, projects: Sequence[Tagged], rows: Rows) -> Iterator[PageOut]:
    """All projects, then those of each objective and those that began in each year, in pages of some hundred."""
    every = _List(HERE, f"{HERE}/_list", view.t("page_projects"), projects, is_all=True)
    parts = [*_by_objective(view, projects), *_by_year(view, projects)] if len(projects) > ON_A_PAGE else []
    for one in (every, *parts):
        yield from _pages(view, one, rows, parts if one.is_all else [])


def _by_objective(view: View, projects: Sequence[Tagged]) -> list[_List]:
    found: dict[str, list[Tagged]] = {}
    for project in projects:
        for code in project.codes["objective"]:
            found.setdefault(code, []).append(project)
    return [
        _part(list_of_objective(code), view.t("projects_for", objective=view.objective(code)), found[code])
        for code in sorted(found)
    ]


def _by_year(view: View, projects: Sequence[Tagged]) -> list[_List]:
    found: dict[str, list[Tagged]] = {}
    for project in projects:
        for year in project.codes["year"][:1]:
            found.setdefault(year, []).append(project)
    return [
        _part(f"{HERE}/_list/year-{y}", view.t("projects_begun", year=view.year(int(y))), found[y])
        for y in sorted(found, reverse=True)
    ]


def list_of_objective(code: str) -> str:
    """Where the list of an objective's projects begins, in a book of more projects than one page holds."""
    return f"{HERE}/_list/objective-{code}"


def _part(path: str, title: str, projects: Sequence[Tagged]) -> _List:
    return _List(path, path, title, projects)


def _pages(view: View, listed: _List, rows: Rows, parts: Sequence[_List]) -> Iterator[PageOut]:
    pages = max(1, -(-len(listed.projects) // ON_A_PAGE))
    lead = (
        _lead(view, listed.projects) if listed.is_all else view.count("projects_listed", len(listed.projects))
    )
    for page in range(1, pages + 1):
        here = listed.path(page)
        shown = listed.projects[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
        is_first = listed.is_all and page == 1
        place = view.t("page_of", page=view.number(page), pages=view.number(pages)) if pages > 1 else ""
        title = f"{listed.title} – {place}" if page > 1 else listed.title
        context: dict[str, Any] = {
            "lead": lead,
            "place": place,
            "columns": _columns(view),
            "rows": Aligned(_linked(view, here, project, rows[_name(project)]) for project in shown),
            "pages": [
                {"href": view.link(here, listed.path(n)), "label": view.number(n), "current": n == page}
                for n in (range(1, pages + 1) if pages > 1 else ())
            ],
            "parts": [
                {
                    "href": view.link(here, part.path(1)),
                    "label": part.title,
                    "count": view.number(len(part.projects)),
                }
                for part in parts
            ]
            if is_first
            else [],
            "filters": _filters(view, listed.projects) if is_first else [],
            "index": FILE,
        }
        crumbs = ((listed.title, ""),) if is_first else ((view.t("page_projects"), HERE), (title, ""))
        yield PageOut(here, "projects.html", title, lead, context, crumbs, uses_script=is_first)


def _linked(view: View, here: str, project: Tagged, row: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row[0], "href": view.link(here, view.project_path(_name(project)))}, *row[1:]]


def _columns(view: View) -> list[dict[str, Any]]:
    country = view.name_of("iso", "country", view.book.declaration.places.country_iso2)
    return [
        {"label": view.t("project")},
        {"label": view.t("partner")},
        {"label": view.t("objective")},
        {"label": view.t("years_active")},
        {"label": view.t("committed"), "numeric": True},
        {"label": view.t("committed_to", country=country), "numeric": True},
    ]


def _filters(view: View, projects: Sequence[Tagged]) -> list[dict[str, Any]]:
    found = choices(view, projects)
    return [
        {"name": n, "label": view.t(f"filter_{n}"), "choices": found[n]} for n in FILTERS if len(found[n]) > 1
    ]


def whole_sums(view: View) -> tuple[Value, Value]:
    """What is committed in all, and to the book's country."""
    country = view.book.declaration.places.country_iso2
    return view.ask("committed").value, view.ask("committed", recipient=country).value


def _lead(view: View, projects: Sequence[Tagged]) -> str:
    """How many there are, what they committed, and how many of them say nothing of money that counts."""
    if not projects:
        return view.t("projects_none")
    country = view.book.declaration.places.country_iso2
    named = view.name_of("iso", "country", country)
    committed, own = view.once(whole_sums)
    lead = view.count(
        "projects_lead",
        len(projects),
        amount=view.money(committed),
        share=view.money(own),
        country=named,
    )
    silent = sum(
        not isinstance(view.by_activity.sum("committed", n), Known) for n in sorted(map(_name, projects))
    )
    return f"{lead} {view.count('projects_silent', silent)}" if silent else lead
