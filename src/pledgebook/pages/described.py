"""What search engines read in a page: the open data as a schema.org Dataset, and reviews of what others claimed.

A newcomer would get wrong that not every verdict is a review. One's own sentences are not reviewed, nor is what
was not tested: a figure that is only restated, has no data, is withheld or is not testable gets none at all, as a
review without a rating would be read as one. Only a page that quotes others has reviews.

Source: schema.org, Dataset and ClaimReview.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from pledgebook.claims.prose import figure_slug
from pledgebook.claims.verdicts import Verdict
from pledgebook.pages.address import link_to, page_file
from pledgebook.pages.content import PageOut
from pledgebook.pages.prose import HOME
from pledgebook.pages.view import View

RATINGS = {"holds": 3, "undecided": 2, "does_not_hold": 1}
_CONTEXT = "https://schema.org"
_INSIDE_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def described(view: View, page: PageOut) -> Markup:
    """JSON-LD for the page's head; empty for most pages."""
    found: list[dict[str, Any]] = []
    if page.path == "data":
        found = [_dataset(view)]
    elif page.path in view.book.pages and view.book.pages[page.path].declaration.quotes:
        found = [_review(view, page, v) for v in view.verdicts
                 if v.claim.page == (page.path or HOME) and v.truth in RATINGS]  # fmt: skip
    if not found:
        return Markup("")
    text = json.dumps({"@context": _CONTEXT, "@graph": found}, ensure_ascii=False, separators=(",", ":"))
    return Markup(f'<script type="application/ld+json">{text.translate(_INSIDE_A_SCRIPT)}</script>')


def _dataset(view: View) -> dict[str, Any]:
    """The tables of the site as one dataset; its sources are what it is based on."""
    declared = view.book.declaration
    filled = [name for name, rows in sorted(view.content.rows.items()) if rows]

    def to(file: str) -> str:
        return link_to(declared.address, "data", file)

    kinds = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
    return {
        "@type": "Dataset",
        "@id": to(page_file(view.language, "data")),
        "name": view.say(declared.name),
        "description": view.say(declared.summary),
        "inLanguage": list(view.book.languages),
        "dateModified": declared.as_of.isoformat(),
        "temporalCoverage": f"{declared.period.first}/{declared.period.last}",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": kind,
                "contentUrl": to(f"data/tables/{name}.{end}"),
            }
            for name in filled
            for end, kind in kinds.items()
        ],
        "isBasedOn": [
            {"@type": "CreativeWork", "name": view.say(s.title), "url": s.address, "license": s.licence}
            for s in view.book.sources.values()
        ],
    }  # fmt: skip


def _review(view: View, page: PageOut, verdict: Verdict) -> dict[str, Any]:
    """A tested figure of a page that quotes others: the words, and our verdict by its name in the page's language."""
    declared, claim = view.book.declaration, verdict.claim
    address = link_to(declared.address, page.path, page_file(view.language, "figures"))
    own = {"@type": "Organization", "name": view.say(declared.name)}
    return {
        "@type": "ClaimReview",
        "url": f"{address}#{figure_slug(claim.id)}",
        "datePublished": declared.as_of.isoformat(),
        "inLanguage": view.language,
        "author": own,
        "claimReviewed": f"{view.say(claim.measure.label)} – {claim.link.words}",
        "itemReviewed": {"@type": "Claim", "name": claim.link.words, "about": view.say(claim.measure.label)},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[verdict.truth],
            "worstRating": min(RATINGS.values()),
            "bestRating": max(RATINGS.values()),
            "alternateName": view.t(f"truth_{verdict.truth}"),
        },
        "reviewBody": view.say(verdict.reason),
    }
