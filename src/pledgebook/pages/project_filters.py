"""What projects can be looked for by: their objective, partner, sector, place, year and markers.

A newcomer would get wrong that what stands in an address is a code and not a name, so that a filter that was shared
means the same in the other language and after the next build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.measures.engine import Slice
from pledgebook.pages.by_activity import STAGES
from pledgebook.pages.project import objectives_of, partners_of
from pledgebook.pages.view import View

FILTERS = ("objective", "partner", "sector", "place", "year", "marker")
MOST_CHOICES = 500
"""Choices that a filter offers; what stands for the fewest projects beyond them is found by its words."""
_NOT_SCREENED, _TARGETED = "gender-not-screened", (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Tagged:
    """What one project can be found by: for each of ``FILTERS`` its codes, the same in every language."""

    activity: Mapping[str, Any]
    codes: Mapping[str, tuple[str, ...]]


def tagged(view: View, activity: Mapping[str, Any]) -> Tagged:
    """The codes of one activity."""
    name = activity["activity_id"]
    places = [code for _, code in _keys(view, name, "recipient_kind", "recipient")]
    return Tagged(
        activity,
        {
            "objective": tuple(objectives_of(view, name)),
            "partner": tuple(p for p in partners_of(view, name) if p),
            "sector": tuple(code for (code,) in _keys(view, name, "sector")),
            "place": tuple(dict.fromkeys(places)),
            "year": tuple(map(str, active_years(activity))),
            "marker": tuple(_markers(view, activity)),
        },
    )


def _keys(view: View, name: str, *by: str) -> list[tuple[str, ...]]:
    slices: Iterable[Slice] = next(
        (s for stage in STAGES if (s := view.by_activity.slices(stage, name, *by))), []
    )
    return [one.keys for one in slices]


def active_years(activity: Mapping[str, Any]) -> range:
    """The calendar years in which an activity was at work; the one that is known where the other day is not."""
    start, end = activity["start_date"], activity["end_date"]
    if not start and not end:
        return range(0)
    first, last = (start or end).year, (end or start).year
    return range(min(first, last), max(first, last) + 1)


def _markers(view: View, activity: Mapping[str, Any]) -> list[str]:
    screened = activity["gender_marker_status"] == "screened"
    found = [f"gender-{activity['gender_marker']}" if screened else _NOT_SCREENED]
    for row in view.by_activity.rows("policy_marker", activity["activity_id"]):
        if row["vocabulary"] == "1" and row["code"] not in (None, "1") and row["significance"] in _TARGETED:
            found.append(f"marker-{row['code']}")
    return list(dict.fromkeys(found))


def choices(view: View, projects: Iterable[Tagged]) -> dict[str, list[tuple[str, str, str]]]:
    """For each filter its codes with their names, by name, years the newest first; and the language of a name that
    is shown as published, where that is not the page's."""
    counts = {name: Counter[str]() for name in FILTERS}
    for project in projects:
        for name in FILTERS:
            counts[name].update(project.codes[name])
    found = {}
    for name, counted in counts.items():
        kept = sorted(counted, key=lambda code: (-counted[code], code))[:MOST_CHOICES]
        named = [(code, name_of(view, name, code)) for code in kept]
        key = (lambda x: (-int(x[0]), "")) if name == "year" else (lambda x: (0, x[1].casefold() + x[0]))
        found[name] = [(code, said, _tongue(view, name, code, said)) for code, said in sorted(named, key=key)]
    return found


def _tongue(view: View, name: str, code: str, said: str) -> str:
    return view.tongue(said, code) if name == "partner" else ""


def name_of(view: View, name: str, code: str) -> str:
    """A code in the page's words."""
    if name == "objective":
        return view.objective(code)
    if name == "partner":
        return view.partner(code)
    if name == "sector":
        return view.sector(code)
    if name == "place":
        return _place(view, code)
    return _marker(view, code) if name == "marker" else code


def _place(view: View, code: str) -> str:
    kind = "not_stated" if code == "not_stated" else "region" if code[:1].isdigit() else "country"
    return view.recipient(kind, code)


def _marker(view: View, code: str) -> str:
    kind, _, rest = code.partition("-")
    if kind == "marker":
        return view.t("marker_targeted", marker=view.name_of("iati", "policy_marker", rest))
    return view.t("marker_of_gender", degree=view.t(f"marker_{rest.replace('-', '_')}"))
