"""What a project's publisher says of it in words: texts in their own language, places, markers, days, documents.

A newcomer would get wrong that these words are not ours: each is shown in the page's language where it was published
in it, else as it was published, marked as of its language, and never in a translation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from babel import Locale

from pledgebook.pages.view import View

Row = Mapping[str, Any]
Table = dict[str, Any]
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_OF_AN_ADDRESS = ";/?:@&=+$,#%!*'()~"
_GENDER = ("1", "1")
LINKED = ("http", "https")
"""The schemes of addresses that a document may have; another is shown as text."""


def published(view: View, row: Row, column: str) -> tuple[str, str]:
    """A text and its language where that is not the page's: '' too where nobody says it."""
    own = row.get(f"{column}_{view.language}")
    if own:
        return str(own), ""
    for other in view.book.languages:
        if row.get(f"{column}_{other}"):
            return str(row[f"{column}_{other}"]), other
    language = str(row.get(f"{column}_language") or "")
    return str(row.get(column) or ""), language if _LANGUAGE.fullmatch(language) else ""


def language_name(view: View, language: str) -> str:
    """A language's name in the page's language."""
    return str(_languages(view.language).get(language, language))


@cache
def _languages(language: str) -> Mapping[str, str]:
    """What a language calls the others."""
    return Locale.parse(language).languages


def text_cell(view: View, row: Row, column: str, instead: str = "") -> dict[str, str]:
    """A text as a table's cell."""
    text, language = published(view, row, column)
    return in_language(text or instead, language)


def in_language(text: str, language: str) -> dict[str, str]:
    """A cell of a text; of no more than the text where it is of the page's language."""
    return {"text": text, "lang": language} if language else {"text": text}


def heads(view: View, *keys: str, numeric: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The heads of a table's columns, by the names of their words."""
    return view.once_for(
        (keys, numeric), lambda: [{"label": view.t(key), "numeric": key in numeric} for key in keys]
    )


def descriptions(view: View, rows: list[Row]) -> list[dict[str, str]]:
    """Each description with its kind; of several, those of the page's language come as they are."""
    found = []
    for row in rows:
        text, language = published(view, row, "description")
        if text:
            kind = row["description_type"]
            found.append(
                {
                    "label": view.t(f"description_{kind}") if kind in ("1", "2", "3", "4") else "",
                    "text": text,
                    "lang": language,
                    "note": view.t("only_in", language=language_name(view, language)) if language else "",
                }
            )
    return found


def _name(view: View, row: Row) -> dict[str, str]:
    """An organisation's name: the book's own for it, else as it is published, with its language."""
    if row["org_name"] in view.book.declaration.names:
        return {"text": view.named(row["org_name"])}
    return text_cell(view, row, "org_name", row["org_ref"] or view.t("partner_not_named"))


def organisations(view: View, rows: list[Row]) -> Table:
    """Who has which part in it."""
    lines = [
        [
            _name(view, row),
            {"text": _named(view, "organisation_role", row["role"])},
            {"text": _named(view, "organisation_type", row["org_type"])},
            {"text": row["org_ref"] or "–"},
        ]
        for row in rows
    ]
    return {"columns": heads(view, "organisation", "role", "kind", "identifier"), "rows": lines}


def locations(view: View, rows: list[Row], codes: list[Row]) -> Table:
    """Where it is at work, as its publisher says: names, else codes of lists of places, else points."""
    coded: dict[int, list[str]] = {}
    for code in codes:
        coded.setdefault(code["location_number"], []).append(
            f"{code['vocabulary'] or ''} {code['code']}".strip()
        )
    lines = []
    for row in rows:
        name = text_cell(view, row, "location_name")
        if not name["text"]:
            known = coded.get(row["location_number"]) or [row["location_ref"]]
            name = {"text": ", ".join(x for x in known if x)}
        if not name["text"]:
            name["text"] = view.t("place_unnamed", n=view.number(row["location_number"]))
        said = text_cell(view, row, "activity_description")
        lines.append(
            [name, said if said["text"] else text_cell(view, row, "description", "–"), _point(view, row)]
        )
    return {"columns": heads(view, "place_published", "what_is_done_there", "coordinates"), "rows": lines}


def _point(view: View, row: Row) -> dict[str, str]:
    if row["latitude"] is None or row["longitude"] is None:
        return {"text": "", "status": "not_reported"}
    exact = row["exactness"] if row["exactness"] in ("1", "2") else "not_stated"
    return {"text": view.t(f"exact_{exact}", point=f"{row['latitude']}, {row['longitude']}")}


def markers(view: View, rows: list[Row]) -> Table:
    """Every policy marker with its degree; the one on gender is there even where nobody speaks of it."""
    said = [(row["vocabulary"], row["code"], row["significance"]) for row in rows]
    if not any((vocabulary, code) == _GENDER for vocabulary, code, _ in said):
        said.insert(0, (*_GENDER, None))
    lines = [
        [
            {
                "text": view.name_of("iati", "policy_marker", code or "–")
                if vocabulary == "1"
                else view.t("marker_own", code=code or "–")
            },
            {
                "text": view.t("marker_not_screened")
                if degree is None
                else view.name_of("iati", "policy_significance", str(degree))
            },
        ]
        for vocabulary, code, degree in said
    ]
    return {"columns": heads(view, "marker", "degree"), "rows": lines}


def dates(view: View, rows: list[Row]) -> Table:
    """The days that were planned and those that came."""
    lines = [
        [
            {"text": _named(view, "activity_date_type", row["date_type"])},
            {"text": view.day(row["day"])},
            {"text": row["comment"] or "–"},
        ]
        for row in rows
    ]
    return {"columns": heads(view, "kind", "day", "remark"), "rows": lines}


def documents(view: View, rows: list[Row]) -> Table:
    """What can be read elsewhere: a link that names its host; an address of another kind stands as text."""
    lines = []
    for row in rows:
        n = view.number(row["document_number"])
        cell = text_cell(view, row, "title", view.t("document_untitled", n=n))
        href, host = _address(str(row["url"] or ""))
        tongues = " ".join(language_name(view, x.lower()) for x in str(row["language_codes"] or "").split())
        lines.append(
            [
                {**cell, "href": href} if href else cell,
                {"text": host or row["url"] or "–"},
                {"text": row["format"] or "–"},
                {"text": tongues or "–"},
                {"text": view.day(row["document_date"]) if row["document_date"] else "–"},
            ]
        )
    return {"columns": heads(view, "document", "host", "format", "languages", "day"), "rows": lines}


def _address(url: str) -> tuple[str, str]:
    """An address that may be followed and its host; nothing where it is none.

    >>> _address("https://example.org/a b[1]"), _address("javascript:alert(1)")
    (('https://example.org/a%20b%5B1%5D', 'example.org'), ('', ''))
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in LINKED or not host or not _HOST.fullmatch(host):
        return "", ""
    return quote(url.strip(), safe=_OF_AN_ADDRESS), host


_HOST = re.compile(r"[a-z0-9.-]+")


def related(view: View, rows: list[Row], here: str) -> Table:
    """Other activities; those of this book are linked."""
    lines = [
        [
            {"text": other, "href": view.link(here, view.project_path(other))}
            if view.by_activity.has(other)
            else {"text": other},
            {"text": view.t(f"relation_{kind}") if kind in ("1", "2", "3", "4", "5") else kind or "–"},
        ]
        for row in rows
        for other, kind in ((str(row["related_activity_id"] or "–"), row["relation_type"]),)
    ]
    return {"columns": heads(view, "activity", "relation"), "rows": lines}


def issues(view: View, rows: list[Row]) -> Table:
    """What in its record could not be used, and where it stands."""
    lines = [
        [
            {"text": view.column(row, "message")},
            {"text": row["value"] or "–"},
            {"text": view.record(row["record"])},
        ]
        for row in rows
    ]
    return {"columns": heads(view, "message", "as_written", "record"), "rows": lines}


def _named(view: View, codelist: str, code: str | None) -> str:
    return view.name_of("iati", codelist, code) if code else "–"
