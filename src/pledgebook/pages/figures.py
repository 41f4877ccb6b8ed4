"""Figures: every claim of the book with its verdict and proof, failures as easy to find as successes."""

from __future__ import annotations

from typing import Any

from pledgebook.claims.verdicts import Verdict
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import TRUTHS, figures_in_words
from pledgebook.pages.folded import FEW, by_title
from pledgebook.pages.prose import HOME
from pledgebook.pages.view import View

_OPENED = ("does_not_hold", "undecided")


def figures_page(view: View) -> PageOut:
    """One page: the claims by how they stand, each with its whole proof, and the findings."""
    lead = figures_in_words(view, "figures_of", view.verdicts)
    findings = _findings(view)
    return PageOut(
        "figures",
        "figures.html",
        view.t("page_figures"),
        lead,
        {
            "lead": lead,
            "groups": _groups(view),
            "findings": findings,
            "finding_groups": by_title(view, findings, ("severity_label", "file")),
            "releases_href": view.link("figures", "releases") if view.content.releases else "",
            "claims_csv": view.data("figures", "claims.csv"),
            "claims_json": view.data("figures", "claims.json"),
        },
        ((view.t("page_figures"), ""),),
    )


def _findings(view: View) -> list[dict[str, Any]]:
    """What the checks found: what stops the book first, then errors that are let stand, then warnings."""
    found = [f for f in view.content.findings if f.language in ("", view.language) and f.severity != "info"]
    found.sort(key=lambda f: (not f.stops, f.severity != "error"))
    shown = [view.finding(f, "figures") for f in found]
    return [{**one, "file": one["where"].partition(":")[0]} for one in shown]


def _groups(view: View) -> list[dict[str, Any]]:
    """The claims by how they stand, what fails first and opened; in each the order of the pages, and many by page."""
    groups: dict[str, list[Verdict]] = {truth: [] for truth in TRUTHS}
    for verdict in view.verdicts:
        groups[verdict.truth].append(verdict)
    shown = {truth: [_claim(view, v) for v in found] for truth, found in groups.items() if found}
    return [
        {
            "id": f"truth-{truth}",
            "truth": truth,
            "title": view.t(f"truth_{truth}"),
            "standfirst": view.t(f"truth_{truth}_means"),
            "n": view.number(len(claims)),
            "claims": [{**claim, "is_open": truth in _OPENED and len(claims) <= FEW} for claim in claims],
            "groups": by_title(view, claims, ("page_title",)),
        }
        for truth, claims in shown.items()
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
