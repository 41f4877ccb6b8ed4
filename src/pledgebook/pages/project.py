"""One project's page: its money, how it counts, what its publisher says of it, and where each of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel.lists import format_list

from pledgebook.pages import project_money as money
from pledgebook.pages import project_texts as texts
from pledgebook.pages.by_activity import STAGES
from pledgebook.pages.content import PageOut
from pledgebook.pages.decimals import under_each_other
from pledgebook.pages.project_results import project_results
from pledgebook.pages.view import View
from pledgebook.tables.objectives import NOT_ALIGNED
from pledgebook.value import Known, Value

MOST_ROWS = 20
"""A longer table is folded; its twin for machines has all of it."""


def project_page(view: View, activity: Mapping[str, Any]) -> PageOut:
    """The page of one activity in one language."""
    name = activity["activity_id"]
    here = view.project_path(name)
    title, language = view.title_of(activity)
    lead = _lead(view, activity)
    context: dict[str, Any] = {
        "lead": lead,
        "title_language": language,
        "title_note": view.title_note(activity),
        "facts": _facts(view, activity),
        "years": money.years(view, name),
        "counting": money.counting(view, name),
        "left_out": money.left_out(view, name),
        "transactions": money.transactions(view, name),
        "recipients": money.shares(view, name, "recipient"),
        "sectors": money.shares(view, name, "sector"),
        "markers": texts.markers(view, view.by_activity.rows("policy_marker", name)),
        "source_href": view.link(here, "data", f"source-{activity['source']}"),
        "source": view.say(view.book.sources[activity["source"]].title),
        "record": view.record(activity["record"]),
        "most_rows": MOST_ROWS,
        **_published(view, name, here),
    }
    context["missing"] = _missing(view, context)
    context = {key: _drawn(found) for key, found in context.items()}
    return PageOut(
        here,
        "project.html",
        title,
        lead,
        context,
        ((view.t("page_projects"), "projects"), (view.title(activity), "")),
    )


_NO_ROWS: dict[str, Any] = {"rows": []}
"""A table that is not shown, and so is none for the page's twin either."""


def _drawn(found: Any) -> Any:
    """A table with its numbers under each other, for the page and its twins; one without rows is none."""
    if not isinstance(found, dict) or "columns" not in found:
        return found
    return {**found, "rows": under_each_other(found["columns"], found["rows"])} if found["rows"] else _NO_ROWS


def _published(view: View, name: str, here: str) -> dict[str, Any]:
    """What its publisher says of it beside its money."""

    def rows(table: str) -> list[texts.Row]:
        return view.by_activity.rows(table, name)

    return {
        "descriptions": texts.descriptions(view, rows("description")),
        "results": project_results(view, name),
        "organisations": texts.organisations(view, rows("participating_org")),
        "locations": texts.locations(view, rows("location"), rows("location_code")),
        "dates": texts.dates(view, rows("activity_date")),
        "budgets": money.budgets(view, name),
        "documents": texts.documents(view, rows("document")),
        "related": texts.related(view, rows("related_activity"), here),
        "issues": texts.issues(view, rows("issue")),
    }


def _missing(view: View, context: Mapping[str, Any]) -> str:
    """One sentence on what the publisher leaves unsaid, so that no part of the page is empty."""
    has = {
        "description": context["descriptions"],
        "results": context["results"]["shown"],
        **{
            name: context[name]["rows"]
            for name in ("documents", "locations", "organisations", "dates", "budgets", "transactions")
        },
    }
    missing = [view.t(f"missing_{name}") for name, found in has.items() if not found]
    return view.t("not_published", what=_listed(view, missing)) if missing else ""


def _listed(view: View, words: list[str]) -> str:
    return _in_a_row(view.language, *words) if len(words) > 1 else words[0]


@lru_cache(maxsize=1024)
def _in_a_row(language: str, *words: str) -> str:
    return format_list(list(words), locale=language)


def _lead(view: View, activity: Mapping[str, Any]) -> str:
    """The first screen's answer: how much, to whom, for what, and how old it is."""
    name = activity["activity_id"]
    sums = {stage: view.by_activity.sum(stage, name) for stage in STAGES}
    return " ".join([*_of_money(view, name, sums), *_for_what(view, name, sums), _updated(view, activity)])


def _of_money(view: View, name: str, sums: Mapping[str, Value]) -> list[str]:
    committed, disbursed, expenditure = (sums[stage] for stage in STAGES)
    has = (isinstance(committed, Known), isinstance(disbursed, Known))
    if not any(has) and not isinstance(expenditure, Known):
        return [view.t("lead_none")]
    said = []
    key = {(True, True): "lead_both", (True, False): "lead_committed", (False, True): "lead_disbursed"}.get(
        has
    )
    if key:
        said = [view.t(key, committed=view.money(committed), disbursed=view.money(disbursed))]
    if isinstance(expenditure, Known):
        said.append(view.t("lead_expenditure", expenditure=view.money(expenditure)))
    if has[0]:
        said.append(_share(view, name, committed))
    return said


def _share(view: View, name: str, committed: Value) -> str:
    code = view.book.declaration.places.country_iso2
    country = view.name_of("iso", "country", code)
    own = view.by_activity.sum("committed", name, code)
    if not isinstance(own, Known):
        return view.t("lead_share_none", country=country)
    key = "lead_share_whole" if own == committed else "lead_share"
    return view.t(key, country=country, share=view.money(own))


def _for_what(view: View, name: str, sums: Mapping[str, Value]) -> list[str]:
    if not any(isinstance(value, Known) for value in sums.values()):
        return []
    partners = [p for p in partners_of(view, name) if p]
    said = (
        view.count("lead_partners", len(partners), partner=view.partner(partners[0]))
        if partners
        else view.t("lead_partner_none")
    )
    objectives = [view.objective(o) for o in objectives_of(view, name) if o != NOT_ALIGNED]
    if not objectives:
        return [said, view.t("lead_objective_none")]
    return [said, view.count("lead_objectives", len(objectives), objectives=_listed(view, objectives))]


def _updated(view: View, activity: Mapping[str, Any]) -> str:
    day = activity["last_updated"]
    return view.t("lead_updated", day=view.day(day)) if day else view.t("lead_not_dated")


def partners_of(view: View, name: str) -> list[str]:
    """The partners that its money goes to, largest first; '' where nobody is named."""
    for stage in STAGES:
        found = [s.keys[0] for s in view.by_activity.slices(stage, name, "partner")]
        if any(found):
            return found
    return []


def objectives_of(view: View, name: str) -> list[str]:
    """The objectives that its money counts toward, largest first."""
    for stage in STAGES:
        found = [s.keys[0] for s in view.by_activity.slices(stage, name, "objective", "rule")]
        if found:
            return list(dict.fromkeys(found))
    return []


def partner_cell(view: View, name: str) -> dict[str, str]:
    """The partners in words, marked where their names are in another language than the page."""
    found = [p for p in partners_of(view, name) if p]
    text = ", ".join(view.partner(p) for p in found) or view.t("partner_not_named")
    return texts.in_language(text, next((t for p in found if (t := view.tongue(view.partner(p), p))), ""))


def _facts(view: View, activity: Mapping[str, Any]) -> list[dict[str, str]]:
    name = activity["activity_id"]
    screened = activity["gender_marker_status"] == "screened"
    marker = str(activity["gender_marker"]) if screened else "not_screened"
    status = str(activity["status_code"] or "")
    humanitarian = {True: "yes", False: "no"}.get(activity["is_humanitarian"], "not_stated")
    facts = {
        "identifier": {"text": name},
        "reported_by": _reporter(view, activity),
        "partner": partner_cell(view, name),
        "objective": {"text": ", ".join(view.objective(o) for o in objectives_of(view, name))},
        "period": {"text": view.days(activity["start_date"], activity["end_date"])},
        "activity_status": {"text": view.name_of("iati", "activity_status", status) if status else ""},
        "humanitarian_flag": {"text": view.t(humanitarian)},
        "gender_marker": {"text": view.t(f"marker_{marker}") + _by_own_coding(view, activity)},
        **_gender_age(activity),
        "last_updated": {"text": view.day(activity["last_updated"])},
    }
    return [
        {
            "label": view.t(key),
            "text": fact["text"] or view.t("status_not_reported"),
            "lang": fact.get("lang", ""),
        }
        for key, fact in facts.items()
    ]


def _by_own_coding(view: View, activity: Mapping[str, Any]) -> str:
    """Says that the marker is read from the publisher's own codes, where it is."""
    return f" ({view.t('by_own_coding')})" if activity["gender_marker_basis"] == "own_coding" else ""


def _gender_age(activity: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The Gender with Age Marker as published, where there is one: shown, and compared with nothing."""
    code = activity["gender_age_marker"]
    return {"gender_age_marker": {"text": str(code)}} if code else {}


def _reporter(view: View, activity: Mapping[str, Any]) -> dict[str, str]:
    """Who reports it: a department of the book by its name, else the identifier."""
    ref = activity["reporting_org_ref"]
    for department in view.book.declaration.departments:
        if ref in department.org_refs:
            return {"text": view.say(department.name)}
    return {"text": ref or ""}
