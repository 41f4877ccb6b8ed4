"""Releases and corrections: what each release changed, and why; a page for a book that keeps releases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pledgebook.claims.kept import Release, Revision, as_released, revisions
from pledgebook.claims.prose import figure_slug
from pledgebook.claims.releases import ReleasedClaim
from pledgebook.pages.content import PageOut
from pledgebook.pages.view import View

PATH = "releases"


def releases_pages(view: View) -> list[PageOut]:
    """The page, where there is a release at all."""
    kept = view.content.releases
    if not kept:
        return []
    today = as_released(view.content.verdicts)
    title = view.t("page_releases")
    return [
        PageOut(
            PATH,
            "releases.html",
            title,
            view.t("releases_lead"),
            {
                "lead": view.t("releases_lead"),
                "since": _changes(view, kept[0].claims, today),
                "since_title": view.t("since_release", name=kept[0].name),
                "releases": [
                    _shown(view, release, older)
                    for release, older in zip(kept, [*kept[1:], None], strict=True)
                ],
            },
            ((view.t("page_figures"), "figures"), (title, "")),
        )
    ]


def _shown(view: View, release: Release, older: Release | None) -> dict[str, Any]:
    return {
        "name": release.name,
        "id": f"release-{release.name.replace('.', '-')}",
        "day": view.day(release.as_of) if release.as_of else "",
        "note": view.say(release.note) if release.note else "",
        "counted": view.count(
            "release_claims",
            sum(1 for c in release.claims if c.language == view.language_of(c.figure.rpartition("/")[0])),
        ),
        "is_first": older is None,
        "changes": _changes(view, older.claims, release.claims) if older else [],
    }


def _changes(view: View, old: Iterable[ReleasedClaim], new: Iterable[ReleasedClaim]) -> list[dict[str, str]]:
    found = revisions(old, new, view.content.changes, view.language)
    return [_change(view, revision) for revision in found]


def _change(view: View, revision: Revision) -> dict[str, str]:
    what = "changed" if revision.was and revision.now else "added" if revision.now else "removed"
    change = revision.change
    return {
        "figure": revision.figure,
        "href": view.link(PATH, "figures", figure_slug(revision.figure))
        if view.has_claim(revision.figure)
        else "",
        "told": view.t(f"revision_{what}", was=revision.was, now=revision.now),
        "reason": view.say(change.reason) if change else view.t("revision_no_reason"),
        "day": view.day(change.day) if change else "",
    }
