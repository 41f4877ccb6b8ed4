"""Projects: every activity as a row of a list that can be searched, and on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.project import objectives_of, partner_cell, project_page
from pledgebook.pages.view import View


def project_pages(view: View) -> Iterator[PageOut]:
    """The list, then a page for each activity."""
    activities = sorted(view.content.rows["activity"], key=lambda a: a["activity_id"])
    yield _list(view, activities)
    for activity in activities:
        yield project_page(view, activity)


def _committed(view: View, stage: str, activity: str, country: str = "") -> Any:
    return view.by_activity.sum(stage, activity, country)


def _list(view: View, activities: list[Any]) -> PageOut:
    country = view.book.declaration.places.country_iso2
    rows = []
    for a in activities:
        title, language = view.title_of(a)
        rows.append(
            [
                {
                    "lang": language if language != view.language else "",
                    "text": title,
                    "href": view.link("projects", view.project_path(a["activity_id"])),
                },
                partner_cell(view, a["activity_id"]),
                {"text": ", ".join(view.objective(o) for o in objectives_of(view, a["activity_id"]))},
                {"text": view.days(a["start_date"], a["end_date"])},
                view.cell(_committed(view, "committed", a["activity_id"]), view.home_currency),
                view.cell(_committed(view, "committed", a["activity_id"], country), view.home_currency),
            ]
        )
    columns = [
        {"label": view.t("project")},
        {"label": view.t("partner")},
        {"label": view.t("objective")},
        {"label": view.t("period")},
        {"label": view.t("committed"), "numeric": True},
        {"label": view.t("committed_to", country=view.name_of("iso", "country", country)), "numeric": True},
    ]
    lead = view.count(
        "projects_lead",
        len(activities),
        amount=view.money(view.ask("committed").value),
        share=view.money(view.ask("committed", recipient=country).value),
        country=view.name_of("iso", "country", country),
    )
    return PageOut(
        "projects",
        "projects.html",
        view.t("page_projects"),
        lead,
        {"lead": lead, "columns": columns, "rows": rows},
        ((view.t("page_projects"), ""),),
        uses_script=True,
    )
