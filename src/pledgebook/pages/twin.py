"""A page's twin for machines: the figures, facts and tables that it shows, as JSON and as CSV beside it.

A newcomer would get wrong that the twin is no second computation: it is made from what the template is given, so
it can tell neither more nor less than the page, and what is withheld there is withheld here. A table stands under
the word that the template knows it by; columns are named as the page's language names them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from pledgebook.pages.address import page_file, up_from
from pledgebook.pages.content import PageOut
from pledgebook.pages.macros import Drawn
from pledgebook.pages.prose import HOME
from pledgebook.pages.view import View
from pledgebook.pages.written import write_file
from pledgebook.tables.schema import bounds_of
from pledgebook.text import unmarked
from pledgebook.value import Known, Value

JSON, CSV = "index.json", "index.csv"
HEADERS = ("part", "name", "row", "column", "text", "status", "value", "low", "high", "bounds", "unit")


def write_twin(folder: Path, view: View, page: PageOut, languages: Sequence[str]) -> None:
    """``index.json`` and ``index.csv`` in the page's folder."""
    figures = list(_figures(view, page))
    tables = dict(_tables(page.context))
    facts = list(_facts(page.context))
    content = {
        "title": page.title,
        "description": page.description,
        "language": view.language,
        "address": view.address(page.path),
        "as_of": view.book.declaration.as_of.isoformat(),
        "in_other_languages": {
            other: up_from(page.path) + page_file(other, page.path, JSON)
            for other in languages
            if other != view.language
        },
        "figures": figures,
        "facts": [{"label": fact["label"], **_cell(fact)} for fact in facts],
        "tables": {
            name: {
                "columns": [str(c["label"]) for c in columns],
                "rows": [[_cell(one) for one in row] for row in rows],
            }
            for name, (columns, rows) in tables.items()
        },
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    write_file(folder / JSON, unmarked(text) + "\n")
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEADERS)
    writer.writerows(_lines(content))
    write_file(folder / CSV, unmarked(table.getvalue()))


def _figures(view: View, page: PageOut) -> Iterator[dict[str, Any]]:
    """The claims that the page's prose makes; the page of figures has them all."""
    for verdict in view.verdicts:
        claim, answer = verdict.claim, verdict.answer
        if page.path == "figures" or claim.page == (page.path or HOME):
            yield {
                "figure": claim.id,
                "text": claim.link.words,
                "status": verdict.truth,
                "wording": verdict.wording,
                "age": verdict.age,
                "measure": claim.measure.id,
                "request": str(claim.request),
                **_value(answer.value),
                "unit": answer.unit,
                "from_day": answer.from_day.isoformat() if answer.from_day else None,
                "to_day": answer.to_day.isoformat() if answer.to_day else None,
                "sources": list(answer.sources),
                "rows": view.data(page.path, f"figures/{claim.id}.csv"),
                "address": view.address_of_figure(claim.id),
            }


def _facts(context: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The page's facts, its first answers, and the facts on its cards, each of which has its title before it."""
    yield from context.get("facts", ())
    for answer in context.get("answers", ()):
        yield {"label": answer["label"], "text": f"{answer['figure']}. {answer['sentence']}"}
    for card in (*([context["card"]] if "card" in context else ()), *context.get("objectives", ())):
        if isinstance(card, Mapping):
            yield from ({**fact, "label": f"{card['title']} – {fact['label']}"} for fact in card["facts"])


def _tables(context: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Every table that the template is given, drawn beside a chart or not, by its word."""
    if "columns" in context and "rows" in context:
        yield within or "table", (context["columns"], context["rows"])
    for word, found in context.items():
        if isinstance(found, Drawn):
            yield from found.tables.items()
        elif isinstance(found, list) and any(isinstance(x, Drawn) for x in found):
            yield from (table for drawn in found for table in drawn.tables.items())
        elif isinstance(found, dict):
            yield from _tables(found, f"{within}-{word}" if within else word)
        elif isinstance(found, list) and found and all(isinstance(x, dict) for x in found):
            for number, one in enumerate(found, 1):
                name = one.get("id") or f"{word}-{number}"
                yield from _tables(one, str(name)) if word not in ("rows", "columns") else ()


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A cell's words, and the number behind them where there is one."""
    if len(cell) == 1 and type(cell) is dict and type(cell.get("text")) is str:
        return cell
    found: dict[str, Any] = {"text": str(cell.get("text", ""))}
    if len(cell) == 1:
        return found
    if cell.get("status"):
        found["status"] = cell["status"]
    if cell.get("lang"):
        found["language"] = cell["lang"]
    if "value" in cell:
        found |= {**_value(cell["value"]), "unit": cell["unit"]}
    return found


def _value(value: Value) -> dict[str, str]:
    """A known value's number or bounds; nothing where there is none to tell."""
    if not isinstance(value, Known):
        return {}
    interval = value.interval
    if interval.exact is not None:
        return {"value": _plain(interval.exact)}
    ends = {"low": interval.low, "high": interval.high}
    return {k: _plain(v) for k, v in ends.items() if v is not None} | {"bounds": bounds_of(interval)}


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lines(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The twin's content one cell a line."""
    for figure in content["figures"]:
        yield _line("figure", figure["figure"], "", figure["measure"], figure)
    for number, fact in enumerate(content["facts"], 1):
        yield _line("fact", "", number, fact["label"], fact)
    for name, table in content["tables"].items():
        for number, row in enumerate(table["rows"], 1):
            for column, cell in zip(table["columns"], row, strict=True):
                yield _line("table", name, number, column, cell)


def _line(part: str, name: str, row: int | str, column: str, cell: Mapping[str, Any]) -> list[Any]:
    if len(cell) == 1:
        return [part, name, row, column, cell["text"], *_NOTHING_MORE]
    return [part, name, row, column, *[cell.get(key, "") for key in HEADERS[4:]]]


_NOTHING_MORE = ("",) * (len(HEADERS) - 5)
"""What most cells have beside their text."""
