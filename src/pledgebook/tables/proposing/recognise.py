"""What each column of a file never seen before seems to be: by hashtag, by header, then by the cells in it.

A newcomer would let a header that merely contains a known word decide. Only a whole header or a hashtag is certain;
what else is recognised is a guess, and a guess is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pledgebook.sources.csv_file import RawRow
from pledgebook.sources.hxl import Tag, read_tag
from pledgebook.text import Text
from pledgebook.yaml_text import load_yaml

SAMPLE = 500
"""So many rows are looked at to say what a column holds."""

_PCODE = re.compile(r"[A-Z]{2,3}-?[A-Z]?[0-9]{2,}(?:[A-Z]?[0-9]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_COUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_HELD = 0.9
"""This share of the cells that hold something must look alike; the rest may be totals and remarks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A column, what it seems to be (a key of ``meanings.yml``, or nothing), how that is known, and how certainly."""

    header: str
    meaning: str
    why: Text
    is_certain: bool = False
    kind: str = ""
    """What its cells look like: pcode, day, month, year, number, text or nothing."""


@cache
def declared(name: str) -> Mapping[str, Any]:
    """A file of declarations beside this module."""
    file = resources.files("pledgebook.tables.proposing").joinpath(f"{name}.yml")
    found: Mapping[str, Any] = load_yaml(file.read_text(encoding="utf-8"))
    return found


def recognised(headers: Sequence[str], tags: Mapping[str, Tag], rows: Sequence[RawRow]) -> list[Seen]:
    """What each column seems to be, each meaning once and to the column that has the best ground for it."""
    found = [_seen(h, tags.get(h), [row.cells.get(h, "") for row in rows[:SAMPLE]]) for h in headers]
    best: dict[str, Seen] = {}
    for one in found:
        if one.meaning and (one.meaning not in best or _ground(one) > _ground(best[one.meaning])):
            best[one.meaning] = one
    return [
        one if best.get(one.meaning) is one else Seen(one.header, "", Text(), kind=one.kind) for one in found
    ]


def _ground(seen: Seen) -> tuple[bool, bool]:
    return seen.is_certain, seen.kind != ""


def _seen(header: str, tag: Tag | None, cells: Sequence[str]) -> Seen:
    kind = kind_of(cells)
    meanings = declared("meanings")
    if tag is not None:
        for meaning, said in meanings.items():
            patterns = [p for written in said.get("tags", ()) if (p := read_tag(written))]
            if any(p.chooses(tag) for p in patterns):
                return Seen(header, meaning, Text(en=f"hashtag {tag}", fr=f"mot-dièse {tag}"), True, kind)
    words = folded(header)
    whole = next((m for m, said in meanings.items() if words in said["words"]), "")
    if whole:
        return Seen(header, whole, Text(en="its header", fr="son en-tête"), True, kind)
    own = folded(header.rpartition(" / ")[2])
    part = (
        next((m for m, said in meanings.items() if own in said["words"]), "")
        or max(
            (
                (len(w), m)
                for m, said in meanings.items()
                for w in (*said["words"], *said.get("maybe", ()))
                if f" {w} " in f" {words} "
            ),
            default=(0, ""),
        )[1]
    )
    if part:
        why = Text(en="a word of its header", fr="un mot de son en-tête")
        return Seen(header, part, why, False, kind)
    by_cells = {"pcode": "place1_code", "day": "day", "month": "month"}.get(kind, "")
    return Seen(header, by_cells, Text(en="its cells", fr="ses cellules"), False, kind)


def kind_of(cells: Sequence[str]) -> str:
    """What most cells look like that hold something; nothing where none does.

    >>> kind_of(["IQG01", "IQG02", ""]), kind_of(["2021", "2022"]), kind_of(["1,5"]), kind_of(["", ""])
    ('pcode', 'year', 'text', '')
    """
    held = [cell for cell in cells if cell]
    for kind, pattern in (
        ("day", _DAY),
        ("month", _MONTH),
        ("year", _YEAR),
        ("number", _COUNT),
        ("pcode", _PCODE),
    ):
        if held and sum(bool(pattern.fullmatch(cell)) for cell in held) >= _HELD * len(held):
            return kind
    return "text" if held else ""


def folded(header: str) -> str:
    """A header as words without case, accents and marks.

    >>> folded("Année_de référence"), folded("ADM1_PCODE"), folded("l’âge")
    ('annee de reference', 'adm1 pcode', 'l age')
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", header.casefold()) if not unicodedata.combining(c)
    )
    return " ".join(re.findall(r"[a-z0-9]+", plain))
