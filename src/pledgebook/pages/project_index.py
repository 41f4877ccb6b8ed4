"""The list of all projects as one file that a page's own script searches, in columns, each name written once.

A newcomer would fetch it: the pages' policy allows no connection, and a page from a folder has no host to ask. It is
a script that hands its data over, and nothing else; the same words and numbers stand in it as on the pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pledgebook.pages.project_filters import FILTERS, Tagged, name_of
from pledgebook.pages.view import View
from pledgebook.text import unmarked

FILE = "projects.js"
"""The file beside the first page of the list in each language."""
_HANDED_OVER = "document.dispatchEvent(new CustomEvent('projects', {detail: %s}));\n"


def write_index(
    folder: Path, view: View, projects: Sequence[Tagged], rows: Mapping[str, Sequence[Any]]
) -> None:
    """``projects.js`` of a language; ``rows`` are the cells of the list by activity."""
    text = json.dumps(index_of(view, projects, rows), ensure_ascii=False, separators=(",", ":"))
    (folder / FILE).write_text(_HANDED_OVER % unmarked(text), encoding="utf-8")


def index_of(view: View, projects: Sequence[Tagged], rows: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The columns: cells as on the page (`[text, status, lang]` where one is not plain), and of each filter codes.

    A project's codes are numbers of the filter's ``codes``; its names, of partners and objectives too, are in
    ``names`` at the same number.
    """
    names = [p.activity["activity_id"] for p in projects]
    found: dict[str, Any] = {
        "path": [view.project_path(name).removeprefix("projects/") for name in names],
        "title": [_short(rows[name][0]) for name in names],
        "period": _shared([_short(rows[name][3]) for name in names]),
        "committed": [_short(rows[name][4]) for name in names],
        "share": [_short(rows[name][5]) for name in names],
    }
    for filter_name in FILTERS:
        codes = sorted({code for project in projects for code in project.codes[filter_name]})
        place = {code: n for n, code in enumerate(codes)}
        found[filter_name] = {
            "codes": codes,
            "names": [name_of(view, filter_name, code) for code in codes],
            "of": [[place[code] for code in project.codes[filter_name]] for project in projects],
        }
    languages = [view.tongue(name_of(view, "partner", p), p) for p in found["partner"]["codes"]]
    found["partner"]["languages"] = languages if any(languages) else []
    return found


def _short(cell: Mapping[str, Any]) -> Any:
    text, status, language = cell.get("text", ""), cell.get("status", ""), cell.get("lang", "")
    if language:
        return [text, "", language]
    return [text, status] if status not in ("", "reported") else text


def _shared(cells: list[Any]) -> dict[str, Any]:
    """Cells of which many are the same: each once, and their numbers."""
    place = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}
    return {"names": list(place), "of": [place[cell] for cell in cells]}
