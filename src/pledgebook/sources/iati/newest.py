"""Which copy of an activity counts where several files hold it: the newest, and only that one.

A newcomer would get wrong that money is then counted once because of the identifier alone; the parents and
children of a hierarchy have identifiers of their own and are never added to each other here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import issue

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def newest(activities: Iterable[ActivityRead]) -> list[ActivityRead]:
    """Each activity once, in the order of first appearance; the copies left out are issues of the one kept.

    The last update decides (without one, the day the file was made), then the latest transaction, then the
    source's id; of equals within one file, the first. What has no identifier is passed on as it is. The same
    place of the same source, read twice, is one copy.
    """
    of_files, copies = _grouped(activities)
    return [*of_files, *(_kept(same) for same in copies)]


def every_copy(activities: Iterable[ActivityRead]) -> list[ActivityRead]:
    """All copies, in the order of the first appearance of their activity; the same place read twice is one."""
    of_files, copies = _grouped(activities)
    return [*of_files, *(copy for same in copies for copy in same)]


def older_copies(activities: Iterable[ActivityRead]) -> list[ActivityRead]:
    """The copies that ``newest`` leaves out."""
    _, copies = _grouped(activities)
    return [copy for same in copies for kept in (max(same, key=_age),) for copy in same if copy is not kept]


def _grouped(activities: Iterable[ActivityRead]) -> tuple[list[ActivityRead], list[list[ActivityRead]]]:
    """What was wrong with files, each told once, and the copies of each activity."""
    copies: dict[str, list[ActivityRead]] = {}
    of_files: list[ActivityRead] = []
    places: set[tuple[str, str, object]] = set()
    told: set[tuple[object, ...]] = set()
    for activity in activities:
        if not activity.activity_id:
            saying = tuple(value for row in activity.issues for value in row.values())
            if saying not in told:
                told.add(saying)
                of_files.append(activity)
            continue
        place = (activity.activity_id, _source(activity), activity.rows["activity"][0]["record"])
        if place not in places or not _is_known(activity, copies[activity.activity_id]):
            places.add(place)
            copies.setdefault(activity.activity_id, []).append(activity)
    return of_files, list(copies.values())


def _is_known(activity: ActivityRead, copies: list[ActivityRead]) -> bool:
    return any(activity.rows == copy.rows for copy in copies)


def _kept(same: list[ActivityRead]) -> ActivityRead:
    kept = max(same, key=_age)
    where = f"{_source(kept)}, {kept.rows['activity'][0]['record']}"
    left_out = [
        issue(
            "older-copy",
            source=_source(copy),
            record=str(copy.rows["activity"][0]["record"]),
            activity_id=copy.activity_id,
            value=where,
        )
        for copy in same
        if copy is not kept
    ]
    return replace(kept, issues=[*kept.issues, *left_out]) if left_out else kept


def _age(activity: ActivityRead) -> tuple[datetime, date, str]:
    return (
        activity.updated or _LONG_AGO,
        activity.latest_transaction or date.min,
        _source(activity),
    )


def _source(activity: ActivityRead) -> str:
    return str(activity.rows["activity"][0]["source"])
