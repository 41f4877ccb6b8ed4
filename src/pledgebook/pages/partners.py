"""What partners report with the money of all their donors: beside the strategy's results, never among them.

A newcomer would multiply a partner's results by the strategy's share of its money. The share is shown; the results
stay the partner's, and the strategy contributed to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pledgebook.measures.database import exact
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import counts_in_words
from pledgebook.pages.indicators import (
    KINDS,
    Key,
    Row,
    declared,
    groups_of,
    indicator_name,
    name_cell,
    partner_of,
    path_chart,
    shares_of,
    whole,
)
from pledgebook.pages.project_texts import text_cell
from pledgebook.pages.view import View
from pledgebook.tables.published_indicators import DEFINITION, NOBODY
from pledgebook.value import Known, NotReported

_SHOWN = ("met", "on_track", "off_track", "not_due", "overdue", "no_data")


def partners(view: View) -> list[str]:
    """The partners whose indicators the book has, by their id."""
    return sorted(set(view.once(partner_of).values()))


def partner_name(view: View, partner: str) -> str:
    """A partner's name, as the sources that it publishes say it, the book of its departments, or its activities."""
    publisher = next((s.publisher for s in view.book.sources.values() if s.publisher.id == partner), None)
    if publisher is not None:
        return view.say(publisher.name)
    department = next((d for d in view.book.declaration.departments if partner in d.org_refs), None)
    if department is not None:
        return view.say(department.name)
    if partner == NOBODY:
        return view.t("reporter_not_stated")
    found = next((a for a in view.content.rows["activity"] if a["reporting_org_ref"] == partner), None)
    return (
        view.column(found, "reporting_org_name") or found["reporting_org_name"] if found else ""
    ) or partner


def partner_path(partner: str) -> str:
    """The page of a partner; an identifier may hold what a path may not."""
    return "results/" + quote(partner, safe="").replace("%", "_")


def _is_published(view: View, partner: str) -> bool:
    """Whether all its indicators are those of results that its activities publish."""
    return all(key[1] == DEFINITION for key, who in partner_of(view).items() if who == partner)


def partner_summaries(view: View) -> list[dict[str, Any]]:
    """Each partner: how its indicators stand, year by year, and the strategy among its donors."""
    return [_summary(view, partner) for partner in partners(view)]


def partner_pages(view: View) -> list[PageOut]:
    """A page for each partner, with all its indicators by year."""
    return [_page(view, partner) for partner in partners(view)]


def contributions(view: View, objective: str) -> list[dict[str, Any]]:
    """The partners' indicators that the book says contribute to an objective, each with its way."""
    rows = [r for r in view.content.rows["indicator_contribution"] if r["objective"] == objective]
    return [_contribution(view, row) for row in rows]


def _counts(view: View, partner: str) -> dict[str, dict[str, int]]:
    """How many of a partner's indicators are in each state, by year."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for one in view.breakdown("indicators_in_state", "year", "state", partner=partner):
        year, state = one.keys
        found[year][state] = int(exact(one.value) or 0)
    return {year: {s: found[year].get(s, 0) for s in _SHOWN} for year in sorted(found)}


def _summary(view: View, partner: str) -> dict[str, Any]:
    years = _counts(view, partner)
    whole_of = {s: sum(counts[s] for counts in years.values()) for s in _SHOWN}
    shown = [s for s in _SHOWN if whole_of[s]]
    is_published, has_donors = _is_published(view, partner), _has_donors(view, partner)
    lead = "published_results_of" if is_published else "partner_results_of"
    donors = ("donors_named", "received_own", "contributor_share") if has_donors else ()
    return {
        "id": partner_path(partner).replace("results/", "partner-"),
        "name": partner_name(view, partner),
        "lead": view.count(
            lead, sum(whole_of.values()), states=counts_in_words(view, "results_of", whole_of)
        ),
        "note": view.t("published_note" if is_published else "contribution_note"),
        "shares": shares_of(view, partner),
        "named": _named(view, partner, years) if has_donors else "",
        "columns": [
            {"label": view.t("year")},
            {"label": view.t("indicators"), "numeric": True},
            *[{"label": view.t(f"state_{s}"), "numeric": True} for s in shown],
            *[{"label": view.t(key), "numeric": True} for key in donors],
        ],
        "rows": [
            [*_year(view, year, counts, shown), *(_donors(view, partner, year) if has_donors else ())]
            for year, counts in years.items()
        ],
        "href": view.link("results", partner_path(partner)),
        "contributions": _contributed(view, partner),
    }


def _contributed(view: View, partner: str) -> dict[str, Any] | None:
    """What of the partner's results the book says contributes to an objective, and why; nothing where it says none."""
    names = {name for (name, _), one in view.once(partner_of).items() if one == partner}
    rows = [
        [
            {"text": indicator_name(view, row["indicator"])},
            {
                "text": view.objective(row["objective"]),
                "href": view.link("results", f"objectives/{row['objective']}", row["contribution_id"]),
            },
            {"text": view.column(row, "why") or "–"},
        ]
        for row in view.content.rows["indicator_contribution"]
        if row["indicator"] in names
    ]
    columns = [{"label": view.t(key)} for key in ("indicator_word", "contributes_to", "why_it_contributes")]
    return {"columns": columns, "rows": rows} if rows else None


def _has_donors(view: View, partner: str) -> bool:
    """Whether anybody says whose money it received."""
    return any(row["partner"] == partner for row in view.content.rows["contributor"])


def _year(view: View, year: str, counts: Mapping[str, int], shown: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"text": year or view.t("undated")},
        {"text": view.number(sum(counts.values()))},
        *[{"text": view.number(counts[s])} for s in shown],
    ]


def _donors(view: View, partner: str, year: str) -> list[dict[str, Any]]:
    own = view.ask("received_from_donors", partner=partner, year=year, is_own="yes")
    share = view.ask("contributor_share", partner=partner, year=year).value
    donors = view.ask("named_contributors", partner=partner, year=year).value
    return [
        view.cell(donors, "count"),
        view.cell(own.value, own.unit),
        view.cell(share if isinstance(own.value, Known) else NotReported(), "percent"),
    ]


def _named(view: View, partner: str, years: Mapping[str, Any]) -> str:
    """The strategy's departments among the donors of the last year that names them, one of the strategy's first."""
    span = view.book.declaration.period.span
    for year in sorted(
        years, key=lambda y: (f"{span.first.year}" <= y <= f"{span.last.year}", y), reverse=True
    ):
        own = view.ask("received_from_donors", partner=partner, year=year, is_own="yes")
        if isinstance(own.value, Known):
            donors = view.ask("named_contributors", partner=partner, year=year).value
            share = view.ask("contributor_share", partner=partner, year=year).value
            return view.t(
                "contributor_named",
                names=_own_names(view, partner),
                year=view.year(int(year)),
                n=view.value(donors, "count"),
                share=view.value(share, "percent"),
            )
    return view.t("contributor_not_named")


def _own_names(view: View, partner: str) -> str:
    refs = {r["contributor_ref"] for r in view.content.rows["contributor"] if r["partner"] == partner}
    own = [d for d in view.book.declaration.departments if refs & {*d.org_refs}]
    return ", ".join(view.say(d.name) for d in own)


def _page(view: View, partner: str) -> PageOut:
    name = partner_name(view, partner)
    title = view.t("partner_indicators", partner=name)
    summary = _summary(view, partner)
    about = view.once(declared)
    mine = {key for key, who in view.once(partner_of).items() if who == partner}
    states = {
        (one.keys[0], one.keys[1]): one.keys[2]
        for one in view.breakdown("indicators_in_state", "indicator", "definition", "state", partner=partner)
        if exact(one.value)
    }
    years: dict[str, list[tuple[Key, list[Row]]]] = defaultdict(list)
    for key, rows in view.once(groups_of).items():
        if key in mine:
            due = about[key]["due_on"] or max((r["to_day"] for r in rows if r["to_day"]), default=None)
            years[str(due.year) if due else ""].append((key, rows))
    columns = _columns(view)
    sections = [
        {
            "id": f"year-{year or 'undated'}",
            "title": view.year(int(year)) if year else view.t("undated"),
            "folded": view.t(
                "show_rows",
                n=view.number(len(found)),
                what=view.year(int(year)) if year else view.t("undated"),
            ),
            "columns": columns,
            "rows": [
                _line(view, key, rows, about[key], states.get(key, "no_data")) for key, rows in sorted(found)
            ],
        }
        for year, found in sorted(years.items(), reverse=True)
    ]
    crumbs = ((view.t("page_results"), "results"), (name, ""))
    context = {
        "lead": summary["lead"],
        "note": summary["note"],
        "named": summary["named"],
        "name": name,
        "years": sections,
        "contents": [[section["id"], section["title"]] for section in sections],
    }
    return PageOut(partner_path(partner), "partner.html", title, summary["lead"], context, crumbs)


def _columns(view: View) -> list[dict[str, Any]]:
    return [
        {"label": view.t("indicator_word")},
        {"label": view.t("definition")},
        {"label": view.t("state_word")},
        *[{"label": view.t(kind), "numeric": True} for kind in KINDS],
        {"label": view.t("progress"), "numeric": True},
        {"label": view.t("indicator_level")},
    ]


def _line(view: View, key: Key, rows: Sequence[Row], about: Row, state: str) -> list[dict[str, Any]]:
    progress = view.ask("indicator_progress", indicator=key[0], definition=key[1]).value
    cells = []
    for kind in KINDS:
        found = whole(rows, kind)
        missing = {"text": "", "status": "not_reported"}
        cells.append(view.cell(found["indicator_quantity"], found["unit"]) if found else missing)
    return [
        name_cell(view, about, partner_path(about["partner"])),
        text_cell(view, rows[0], "definition", "–") if rows else {"text": "–"},
        {"text": view.t(f"state_{state}")},
        *cells,
        view.cell(progress, "percent"),
        {"text": view.t(f"level_{about['level'] or 'not_stated'}")},
    ]


def _contribution(view: View, row: Row) -> dict[str, Any]:
    """One contribution: whose it is, why, the state of its last definition, and a drawing a group."""
    about, groups = view.once(declared), view.once(groups_of)
    wanted = row["population_group"]
    by_group: dict[str, list[Key]] = defaultdict(list)
    definitions = view.once(_definitions).get(row["indicator"], [])
    for key in definitions:
        group = about[key]["population_group"]
        if not wanted or group == wanted:
            by_group[group or ""].append(key)
    joined = {group: _one_a_day(keys, groups) for group, keys in by_group.items()}
    name = indicator_name(view, row["indicator"])
    partner = about[definitions[0]]["partner"] if definitions else ""
    to = row["strategy_indicator"]
    return {
        "id": row["contribution_id"],
        "title": name,
        "partner": partner_name(view, partner) if partner else "",
        "href": view.link(f"objectives/{row['objective']}", partner_path(partner)) if partner else "",
        "why": view.column(row, "why"),
        "to": indicator_name(view, to) if to else "",
        "charts": [
            chart
            for group, keys in sorted(joined.items())
            if (
                chart := _way(view, row["contribution_id"], name, group, [r for k in keys for r in groups[k]])
            )
        ],
        "beside": [
            view.t("told_beside_line", what=said)
            for group, keys in sorted(by_group.items())
            for key in keys
            if key not in joined[group] and (said := _told(view, groups[key]))
        ],
        "people": _people(view, row["indicator"], [k for keys in by_group.values() for k in keys]),
    }


def _one_a_day(keys: Sequence[Key], groups: Mapping[Key, Sequence[Row]]) -> list[Key]:
    """The definitions that a line may join: of two that tell of the same day the first."""
    seen: set[Any] = set()
    taken = []
    for key in keys:
        days = {row["to_day"] for row in groups[key] if row["to_day"]}
        if not days & seen:
            taken.append(key)
            seen |= days
    return taken


def _told(view: View, rows: Sequence[Row]) -> str:
    """What a definition is about and what was reported for it, in words; nothing where nothing was."""
    found = whole(rows, "actual")
    if not found or not isinstance(found["indicator_quantity"], Known):
        return ""
    value = view.value(found["indicator_quantity"], found["unit"])
    return f"{view.column(found, 'definition').rstrip('.')}{view.t('colon')} {value}"


def _definitions(view: View) -> dict[str, list[Key]]:
    """The definitions of each indicator, in the order of their table."""
    found: dict[str, list[Key]] = defaultdict(list)
    for key in view.once(declared):
        found[key[0]].append(key)
    return found


def _way(view: View, contribution: str, name: str, group: str, rows: Sequence[Row]) -> str:
    key = f"{contribution}-{group}".replace("_", "-")
    return path_chart(view, key, name, rows, view.word("population", group) if group else "")


def _people(view: View, indicator: str, keys: Sequence[Key]) -> str:
    """How many different people the last year's definitions count, where they count people."""
    found = view.ask("people_counted", indicator=indicator).rows
    years = sorted({str(row.keys["year"]) for row in found if row.keys["year"]})
    if not years or not keys:
        return ""
    definitions = ",".join(sorted(d for _, d in keys))
    answer = view.ask("people_counted", indicator=indicator, definition=definitions, year=years[-1])
    if not isinstance(answer.value, Known):
        return ""
    return view.t(
        "people_counted_in", year=view.year(int(years[-1])), people=view.value(answer.value, "people")
    )
