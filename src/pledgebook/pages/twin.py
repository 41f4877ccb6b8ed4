"""A page's twin for machines: the figures, facts and tables that it shows, as JSON and as CSV beside it.

A newcomer would get wrong that the twin is no second computation: it is made from what the template is given, so
it can tell neither more nor less than the page, and what is withheld there is withheld here. A table stands under
the word that the template knows it by; columns are named as the page's language names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as as_json
from typing import Any

from pledgebook.pages.address import page_file, up_from
from pledgebook.pages.content import PageOut
from pledgebook.pages.decimals import under_each_other
from pledgebook.pages.macros import Drawn
from pledgebook.pages.prose import HOME
from pledgebook.pages.view import View
from pledgebook.pages.written import write_file
from pledgebook.tables.schema import bounds_of
from pledgebook.text import unmarked
from pledgebook.value import Known, Value

JSON, CSV = "index.json", "index.csv"
Cell = Mapping[str, Any]
HEADERS = ("part", "name", "row", "column", "text", "status", "value", "low", "high", "bounds", "unit")


def write_twin(folder: str, view: View, page: PageOut, languages: Sequence[str]) -> None:
    """``index.json`` and ``index.csv`` in the page's folder."""
    figures = list(_figures(view, page))
    facts = [{"label": fact["label"], **_cell(fact)} for fact in _facts(page.context)]
    tables = {name: _written(name, *table) for name, table in _tables(page.context)}
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
        "facts": facts,
    }
    head = json.dumps(content, ensure_ascii=False, separators=(",", ":")).removesuffix("}")
    texts = ",".join([f"{as_json(name)}:{text}" for name, (text, _) in tables.items()])
    write_file(f"{folder}/{JSON}", unmarked(f'{head},"tables":{{{texts}}}}}\n'))
    lines = [
        ",".join(HEADERS),
        *[_line("figure", x["figure"], "", x["measure"], x) for x in figures],
        *[_line("fact", "", str(n), x["label"], x) for n, x in enumerate(facts, 1)],
        *[line for _, lines in tables.values() for line in lines],
    ]
    write_file(f"{folder}/{CSV}", unmarked("\n".join(lines) + "\n"))


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
        if type(found) is str:
            continue
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
    found: dict[str, Any] = {"text": str(cell.get("text") or "")}
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


def _written(name: str, columns: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> tuple[str, list[str]]:
    """A table as JSON, and its rows as lines of CSV; most cells are a text and nothing more."""
    labels = [str(column["label"]) for column in columns]
    form, texts_form, cells_form = _forms(name, *labels)
    made, lines = list[str](), list[str]()
    for number, row in enumerate(under_each_other(columns, rows), 1):
        if sum(map(len, row)) == len(row):
            texts = [cell.get("text") or "" for cell in row]
            made.append(form % tuple(map(as_json, texts)))
            lines.append(texts_form.replace(_ROW, str(number)) % tuple(_fields(texts)))
        else:
            told = list(map(_cell, row))
            made.append(f"[{','.join(map(_as_object, told))}]")
            lines.append(cells_form.replace(_ROW, str(number)) % tuple(map(_rest, told)))
    return f'{{"columns":[{",".join(map(as_json, labels))}],"rows":[{",".join(made)}]}}', lines


_NOTHING_MORE = "," * (len(HEADERS) - 5)
"""What most cells have beside their text."""
_TEXT = '{"text":%s}'
_ROW = "\0"
"""Stands in the form of a row of CSV for the row's number: no head of a table has that sign."""


@lru_cache(maxsize=1024)
def _forms(name: str, *labels: str) -> tuple[str, str, str]:
    """The forms into which the rows of a table are put: texts as JSON, texts as CSV, cells of more than a text."""
    starts = [f"table,{as_csv(name)},{_ROW},{as_csv(label)},".replace("%", "%%") for label in labels]
    return (
        f"[{','.join([_TEXT] * len(labels))}]",
        "\n".join([f"{start}%s{_NOTHING_MORE}" for start in starts]),
        "\n".join([f"{start}%s" for start in starts]),
    )


def _as_object(cell: Cell) -> str:
    return f"{{{','.join([f'{as_json(key)}:{as_json(said)}' for key, said in cell.items()])}}}"


def _fields(texts: list[str]) -> list[str]:
    """The texts of a row as fields of CSV: looked through together, as most rows need no quotes."""
    return texts if _QUOTED.search("".join(texts)) is None else list(map(as_csv, texts))


def _line(part: str, name: str, row: str, column: str, cell: Cell) -> str:
    return f"{part},{as_csv(name)},{row},{as_csv(column)},{_rest(cell)}"


def _rest(cell: Cell) -> str:
    """The fields of a cell from its text on; its status, its numbers and its bounds never need quotes."""
    if len(cell) == 1:
        return as_csv(cell["text"]) + _NOTHING_MORE
    get = cell.get
    numbers = f"{get('status', '')},{get('value', '')},{get('low', '')},{get('high', '')},{get('bounds', '')}"
    return f"{as_csv(cell['text'])},{numbers},{as_csv(get('unit', ''))}"


def as_csv(text: str) -> str:
    """A field of a line of CSV, as the library writes it; a lone return is quoted too, as it ends a line.

    >>> print(as_csv("2020"), as_csv("1,000"))
    2020 "1,000"
    """
    if _QUOTED.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


_QUOTED = re.compile('[,"\r\n]')
