"""Figures: every claim of the book with its verdict and proof, failures as easy to find as successes."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import TRUTHS, figures_in_words
from pledgebook.pages.prose import HOME
from pledgebook.pages.view import View


def figures_page(view: View) -> PageOut:
    """One page: the claims by page, each with its whole proof, and the findings."""
    truths = Counter(v.truth for v in view.verdicts)
    lead = figures_in_words(view, "figures_of", view.verdicts)
    found = [f for f in view.content.findings if f.language in ("", view.language) and f.severity != "info"]
    return PageOut(
        "figures",
        "figures.html",
        view.t("page_figures"),
        lead,
        {
            "lead": lead,
            "counts": [
                {"truth": t, "label": view.t(f"truth_{t}"), "n": view.number(truths[t])}
                for t in TRUTHS
                if truths[t]
            ],
            "groups": _groups(view),
            "findings": [view.finding(f, "figures") for f in found],
            "releases_href": view.link("figures", "releases") if view.content.releases else "",
            "claims_csv": view.data("figures", "claims.csv"),
            "claims_json": view.data("figures", "claims.json"),
        },
        ((view.t("page_figures"), ""),),
    )


def _groups(view: View) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for verdict in view.verdicts:
        groups.setdefault(verdict.claim.page, []).append(verdict)
    return [
        {
            "id": f"page-{page.replace('/', '-')}",
            "title": page_title(view, page),
            "href": view.link("figures", "" if page == HOME else page),
            "claims": [view.claim(v, "figures") for v in sorted(found, key=lambda v: TRUTHS.index(v.truth))],
        }
        for page, found in groups.items()
    ]


def page_title(view: View, page: str) -> str:
    """The title of a page of the book or of an objective."""
    if page in view.book.pages:
        return view.say(view.book.pages[page].declaration.title)
    return view.say(view.book.objectives[page.removeprefix("objectives/")].declaration.title)
