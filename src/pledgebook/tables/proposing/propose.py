"""A proposal for a file: its reader, sheet and head, its table and columns, and what has to be asked.

A newcomer would fill the gaps with what is likely. A column that a table needs and that was not seen is asked for, and
so is every guess; the file as proposed does not load until a person has answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pledgebook.sources.csv_file import RawRow
from pledgebook.tables.proposing.opening import Look, look_at
from pledgebook.tables.proposing.recognise import Seen, declared, recognised
from pledgebook.tables.schema import table_type
from pledgebook.text import Text, texts_of

Columns = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Proposal:
    """What a ``source.yml`` would say, what is certain of it, and what is asked."""

    look: Look
    table: str = ""
    columns: Columns = field(default_factory=dict)
    each_row: list[Columns] = field(default_factory=list)
    only: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    certain: list[Text] = field(default_factory=list)
    asked: list[Text] = field(default_factory=list)


def propose(path: Path, country: str = "") -> Proposal:
    """A proposal for a file; ``country`` is the ISO 3166 alpha-3 code of the rows that are wanted.

    Raises ``UnreadableError`` where no reader knows the file.
    """
    look = look_at(path)
    proposal = Proposal(look)
    proposal.certain.append(say("read_as", reader=look.reader, rows=look.count, columns=len(look.headers)))
    if look.form.separator != ",":
        proposal.certain.append(say("separated", separator=_MARKS[look.form.separator]))
    if look.readings:
        read = ", ".join(f"{encoding}: “{word}”" for encoding, word in look.readings)
        proposal.asked.append(say("which_encoding", readings=read, encoding=look.form.encoding))
    if not look.rows:
        proposal.asked.append(say("no_rows"))
    if look.sheets and len(look.sheets) > 1:
        proposal.asked.append(say("which_sheet", sheet=look.sheet, sheets=", ".join(look.sheets)))
    known = _known(look.headers)
    if known:
        _as_known(proposal, known, country)
    else:
        _as_seen(proposal, recognised(look.headers, look.tags, look.rows), country)
    _asked_of_words(proposal)
    return proposal


_MARKS = {";": Text(en="semicolons", fr="des points-virgules"), "\t": Text(en="tabs", fr="des tabulations"),
          "|": Text(en="upright strokes", fr="des barres verticales")}  # fmt: skip


def say(key: str, /, **values: object) -> Text:
    """A sentence about a proposal."""
    return texts_of("pledgebook.tables.proposing", "sentences.yml")[key].fill(**values)


def _known(headers: Sequence[str]) -> Mapping[str, Any]:
    """The form of which the file has all headers; the one that asks for most of them."""
    fitting = [form for form in declared("known").values() if set(form["headers"]) <= set(headers)]
    return max(fitting, key=lambda form: len(form["headers"]), default={})


def _as_known(proposal: Proposal, form: Mapping[str, Any], country: str) -> None:
    proposal.table = form["table"]
    proposal.certain.append(say("form", name=Text(**form["name"]), table=form["table"]))
    if "place" in form:
        proposal.columns["place_pcode"] = {"place": dict(form["place"])}
    proposal.columns |= {name: dict(column) for name, column in form["columns"].items()}
    if "level" in form and form["level"] in proposal.look.headers:
        levels = _values(proposal.look.rows, form["level"])
        proposal.only[form["level"]] = ["1"]
        proposal.asked.append(say("which_level", column=form["level"], levels=", ".join(levels)))
    if "only" in form:
        _of_the_country(proposal, form["only"], country)
    used = {h for c in proposal.columns.values() for h in _headers(c)} | {*proposal.only}
    proposal.ignored = [h for h in proposal.look.headers if h not in used]


def _of_the_country(proposal: Proposal, header: str, country: str) -> None:
    there = _values(proposal.look.rows, header)
    if not country:
        proposal.asked.append(say("which_country", column=header, countries=", ".join(there[:8])))
        return
    proposal.only[header] = [country]
    if country not in there:
        proposal.certain.append(say("holds_none", column=header, country=country))


def _as_seen(proposal: Proposal, seen: Sequence[Seen], country: str) -> None:
    by_meaning = {one.meaning: one for one in seen if one.meaning}
    tables = declared("tables")
    table = next((t for t, said in tables.items() if any(m in by_meaning for m in said["any"])), "")
    if not table:
        proposal.asked.append(say("which_table"))
        proposal.ignored = [one.header for one in seen]
        _ask_of_rest(proposal, seen)
        return
    proposal.table = table
    said = tables[table]
    used = (
        _place(proposal, by_meaning)
        + _plain(proposal, said, by_meaning)
        + _counts(proposal, said, by_meaning)
    )
    if "country_iso3" in by_meaning and proposal.look.rows:
        _of_the_country(proposal, by_meaning["country_iso3"].header, country)
        used.append(by_meaning["country_iso3"])
    for one in used:
        to = proposal.certain if one.is_certain else proposal.asked
        key = "column" if one.is_certain else "guess"
        to.append(say(key, column=one.header, meaning=_named(one.meaning), why=one.why))
    for name in said["needed"]:
        if name not in proposal.columns:
            proposal.asked.append(say("needed", column=name, table=table))
    headers = {one.header for one in used}
    rest = [one for one in seen if one.header not in headers]
    proposal.ignored = [one.header for one in rest]
    _ask_of_rest(proposal, rest)


def _named(meaning: str) -> Text:
    said = declared("meanings")[meaning]
    return Text(en=said["en"], fr=said["fr"])


def _place(proposal: Proposal, seen: Mapping[str, Seen]) -> list[Seen]:
    """The finest place that the file names, within the one around it."""
    level = 2 if seen.keys() & {"place2_code", "place2_name"} else 1
    parts = {p: seen[f"place{level}_{p}"] for p in ("code", "name") if f"place{level}_{p}" in seen}
    around = (
        next((s for p in ("code", "name") if (s := seen.get(f"place1_{p}"))), None) if level == 2 else None
    )
    if not parts:
        proposal.asked.append(say("needed", column="place_pcode", table=proposal.table))
        return []
    place: dict[str, Any] = {p: one.header for p, one in parts.items()}
    if around is not None:
        place["within"] = around.header
    proposal.columns["place_pcode"] = {"place": {**place, "level": level}}
    return [*parts.values(), *([around] if around else [])]


def _plain(proposal: Proposal, said: Mapping[str, Any], seen: Mapping[str, Seen]) -> list[Seen]:
    used = []
    for name, meanings in said["columns"].items():
        one = next((seen[m] for m in meanings if m in seen), None)
        if one is None:
            continue
        column: dict[str, Any] = {"from": one.header}
        if (name == "as_of" and one.kind == "year") or (name == "month" and one.kind == "day"):
            column["period"] = "year" if name == "as_of" else "month"
        proposal.columns[name] = column
        used.append(one)
    return used


def _counts(proposal: Proposal, said: Mapping[str, Any], seen: Mapping[str, Seen]) -> list[Seen]:
    """One row of the table for each count of a row of the file."""
    meanings = declared("meanings")
    found = [(m, seen[m]) for m in said.get("each", ()) if m in seen]
    each = [
        {"population_status": {"value": meanings[m]["status"]}, "people": {"from": one.header}}
        for m, one in found
    ]
    if len(each) == 1:
        proposal.columns |= each[0]
    else:
        proposal.each_row = each
    return [one for _, one in found]


def _ask_of_rest(proposal: Proposal, rest: Sequence[Seen]) -> None:
    """Columns of numbers that nobody knows are asked about one by one, the others together."""
    numbers = [one.header for one in rest if one.kind == "number"]
    if numbers:
        proposal.asked.append(say("numbers", columns=", ".join(numbers[:8]), count=len(numbers)))
    others = len(rest) - len(numbers)
    if others:
        proposal.asked.append(say("others", count=others))


def _asked_of_words(proposal: Proposal) -> None:
    """Words of a column that has codes of its own, and that the map does not know."""

    if not proposal.table:
        return
    kind = table_type(proposal.table)
    for name, column in proposal.columns.items():
        codes, header = kind.columns[name].codes, column.get("from")
        if not codes or header is None or "otherwise" in column:
            continue
        mapped = column.get("map", {})
        unknown = [w for w in _values(proposal.look.rows, header) if w and mapped.get(w, w) not in codes]
        if unknown:
            words = {"column": header, "words": ", ".join(unknown[:8]), "codes": ", ".join(codes)}
            proposal.asked.append(say("words", **words))


def _values(rows: Sequence[RawRow], header: str) -> list[str]:
    return sorted({row.cells.get(header, "") for row in rows})


def _headers(column: Mapping[str, Any]) -> list[str]:
    place = column.get("place")
    return [place[p] for p in ("code", "name", "within") if p in place] if place else [column.get("from", "")]
