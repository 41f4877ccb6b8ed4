"""Projects: every activity as a row of a list that can be searched, and on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.view import View


def project_pages(view: View) -> Iterator[PageOut]:
    """The list, then a page for each activity."""
    activities = sorted(view.content.rows["activity"], key=lambda a: a["activity_id"])
    yield _list(view, activities)
    for activity in activities:
        yield _project(view, activity)


def _committed(view: View, stage: str, activity: str, country: str = "") -> Any:
    return view.by_activity.sum(stage, activity, country)


def _objectives_of(view: View, activity_id: str) -> str:
    slices = view.by_activity.slices("committed", activity_id, "objective")
    return ", ".join(view.objective(s.keys[0]) for s in slices)


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
                {
                    "text": _partner(view, a["activity_id"]),
                    "lang": _tongue_of_partner(view, a["activity_id"]),
                },
                {"text": _objectives_of(view, a["activity_id"])},
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


def _partner(view: View, activity_id: str) -> str:
    slices = view.by_activity.slices("committed", activity_id, "partner")
    return ", ".join(view.partner(s.keys[0]) for s in slices if s.keys[0]) or view.t("partner_not_named")


def _tongue_of_partner(view: View, activity_id: str) -> str:
    slices = view.by_activity.slices("committed", activity_id, "partner")
    return next((t for s in slices if (t := view.tongue(view.partner(s.keys[0]), s.keys[0]))), "")


def _project(view: View, activity: Mapping[str, Any]) -> PageOut:
    here = view.project_path(activity["activity_id"])
    title, language = view.title_of(activity)
    country = view.book.declaration.places.country_iso2
    committed = _committed(view, "committed", activity["activity_id"])
    own = _committed(view, "committed", activity["activity_id"], country)
    lead = view.t(
        "project_lead",
        committed=view.money(committed),
        share=view.money(own),
        country=view.name_of("iso", "country", country),
    )
    return PageOut(
        here,
        "project.html",
        title,
        lead,
        {
            "lead": lead,
            "title_language": language,
            "title_note": view.title_note(activity),
            "facts": _facts(view, activity),
            "transactions": _transactions(view, activity),
            "recipients": _split(view, activity, "recipient"),
            "sectors": _split(view, activity, "sector"),
            "source_href": view.link(here, "data", f"source-{activity['source']}"),
            "source": view.say(view.book.sources[activity["source"]].title),
            "record": view.record(activity["record"]),
        },
        ((view.t("page_projects"), "projects"), (title, "")),
    )


def _facts(view: View, activity: Mapping[str, Any]) -> list[dict[str, str]]:
    marker = (
        str(activity["gender_marker"]) if activity["gender_marker_status"] == "screened" else "not_screened"
    )
    status = str(activity["status_code"] or "")
    humanitarian = {True: "yes", False: "no"}.get(activity["is_humanitarian"], "not_stated")
    facts = {
        "identifier": activity["activity_id"],
        "partner": _partner(view, activity["activity_id"]),
        "objective": _objectives_of(view, activity["activity_id"]),
        "period": view.days(activity["start_date"], activity["end_date"]),
        "activity_status": view.name_of("iati", "activity_status", status) if status else "",
        "humanitarian_flag": view.t(humanitarian),
        "gender_marker": view.t(f"marker_{marker}"),
    }
    tongues = {"partner": _tongue_of_partner(view, activity["activity_id"])}
    return [
        {
            "label": view.t(key),
            "text": text or view.t("status_not_reported"),
            "lang": tongues.get(key, ""),
        }
        for key, text in facts.items()
    ]


def _transactions(view: View, activity: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        [
            {"text": view.day(r["transaction_date"])},
            {"text": view.name_of("iati", "transaction_type", r["transaction_type"] or "")},
            {"text": view.money(r["amount"], short=False, currency=r["currency"]), "numeric": True},
            {"text": view.money(r["amount_book"], short=False), "numeric": True},
            _receiver(view, r),
            {"text": view.record(r["record"])},
        ]
        for r in sorted(
            view.by_activity.rows("transaction", activity["activity_id"]),
            key=lambda r: (str(r["transaction_date"]), r["transaction_number"]),
        )
    ]
    columns = [
        {"label": view.t("day")},
        {"label": view.t("kind")},
        {"label": view.t("amount_reported"), "numeric": True},
        {"label": view.t("amount_book"), "numeric": True},
        {"label": view.t("receiver")},
        {"label": view.t("record")},
    ]
    return {"columns": columns, "rows": rows}


def _split(view: View, activity: Mapping[str, Any], dimension: str) -> dict[str, Any]:
    by = ("recipient_kind", "recipient") if dimension == "recipient" else ("sector",)
    slices = view.by_activity.slices("committed", activity["activity_id"], *by)
    rows = [
        [
            {"text": view.recipient(*s.keys) if dimension == "recipient" else view.sector(s.keys[0])},
            view.cell(s.value, view.home_currency),
        ]
        for s in slices
    ]
    return {
        "columns": [{"label": view.t(dimension)}, {"label": view.t("committed"), "numeric": True}],
        "rows": rows,
    }


def _receiver(view: View, transaction: Mapping[str, Any]) -> dict[str, str]:
    ref = transaction["receiver_org_ref"]
    name = view.organisation(ref, transaction["receiver_org_name"])
    found = view.by_activity.organisation(ref)
    return {"text": name, "lang": view.tongue(name, str(found["org_name"]) if found else "")}
