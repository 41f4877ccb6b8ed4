"""Figures: every claim of the book with its verdict and proof, failures as easy to find as successes."""

from __future__ import annotations

from typing import Any

from pledgebook.claims.verdicts import Verdict
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import TRUTHS, figures_in_words
from pledgebook.pages.prose import HOME
from pledgebook.pages.view import View

_OPENED = ("does_not_hold", "undecided")


def figures_page(view: View) -> PageOut:
    """One page: the claims by how they stand, each with its whole proof, and the findings."""
    lead = figures_in_words(view, "figures_of", view.verdicts)
    found = [f for f in view.content.findings if f.language in ("", view.language) and f.severity != "info"]
    return PageOut(
        "figures",
        "figures.html",
        view.t("page_figures"),
        lead,
        {
            "lead": lead,
            "groups": _groups(view),
            "findings": [view.finding(f, "figures") for f in found],
            "releases_href": view.link("figures", "releases") if view.content.releases else "",
            "claims_csv": view.data("figures", "claims.csv"),
            "claims_json": view.data("figures", "claims.json"),
        },
        ((view.t("page_figures"), ""),),
    )


def _groups(view: View) -> list[dict[str, Any]]:
    """The claims by how they stand, what fails first and opened; in each the order of the pages."""
    groups: dict[str, list[Verdict]] = {truth: [] for truth in TRUTHS}
    for verdict in view.verdicts:
        groups[verdict.truth].append(verdict)
    return [
        {
            "id": f"truth-{truth}",
            "truth": truth,
            "title": view.t(f"truth_{truth}"),
            "standfirst": view.t(f"truth_{truth}_means"),
            "n": view.number(len(found)),
            "is_open": truth in _OPENED,
            "claims": [_claim(view, v) for v in found],
        }
        for truth, found in groups.items()
        if found
    ]


def _claim(view: View, verdict: Verdict) -> dict[str, Any]:
    page = verdict.claim.page
    stands = {
        "page_title": page_title(view, page),
        "page_href": view.link("figures", "" if page == HOME else page),
    }
    return view.claim(verdict, "figures") | stands


def page_title(view: View, page: str) -> str:
    """The title of a page of the book or of an objective."""
    if page in view.book.pages:
        return view.say(view.book.pages[page].declaration.title)
    return view.say(view.book.objectives[page.removeprefix("objectives/")].declaration.title)
