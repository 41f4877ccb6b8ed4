"""What changed between two builds or releases: claims, definitions, texts and sources, with the reason.

A newcomer would get wrong that a folder which lacks a file is not a folder in which everything was removed: what
one side does not keep (a release may keep only its claims) is not compared.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lxml import html

from pledgebook.catalogue import problem
from pledgebook.errors import BookError, Where
from pledgebook.figures import write_date
from pledgebook.text import Text, texts_of

LANGUAGES = ("en", "fr")
_FACTS = "release.json"
_PLACES = ("", "data", "site/data", "_build/latest/site/data")


@dataclass(frozen=True, slots=True)
class Kept:
    """One table that a build keeps: its file, the columns that name a row, and those that are compared."""

    subject: str
    file: str
    names: tuple[str, ...]
    compared: tuple[str, ...]


KEPT = (
    Kept(
        "claim",
        "claims.csv",
        ("figure", "language"),
        ("words", "value", "truth", "wording", "age", "override_role", "override_until"),
    ),
    Kept(
        "definition",
        "measures.csv",
        ("measure",),
        ("definition_en", "definition_fr", "kind", "unit", "dimensions", "reads"),
    ),
    Kept("source", "tables/snapshot.csv", ("source",), ("sha256", "retrieved", "licence", "address")),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was added, removed or changed; ``cells`` holds what it was and is, by column.

    ``about``: the measure and the sources of a claim, a reason for which is one for the claim.
    """

    subject: str
    name: str
    language: str
    what: str
    cells: Mapping[str, tuple[str, str]]
    about: tuple[str, ...] = ()
    reason: Text | None = None
    day: date | None = None


Reasons = Mapping[str, tuple[date, Text]]
"""The day and the reason of a recorded change, by the figure, page, measure or source that it is about."""


def diff(old: Path, new: Path, reasons: Reasons) -> list[Difference]:
    """All differences, in the order claims, definitions, sources, texts.

    Raises ``BookError`` where a folder is neither a build nor a release.
    """
    before, after = data_folder(old), data_folder(new)
    found = [d for kept in KEPT for d in _of_table(kept, before, after)]
    found += _of_texts(before, after)
    return [_with_reason(d, reasons) for d in found]


def data_folder(folder: Path) -> Path:
    """The folder of open files in a build, a release, or a book with a build."""
    for place in _PLACES:
        if (folder / place / "claims.csv").is_file():
            return folder / place
    raise BookError(problem("BOOK001", Where(folder / "claims.csv")))


def as_text(found: Iterable[Difference], language: str) -> Iterator[str]:
    """Lines to print: each difference, what changed in it, and why."""
    for difference in found:
        subject = _say(f"subject_{difference.subject}", language)
        name = f"{difference.name} ({difference.language})" if difference.language else difference.name
        yield _say(f"line_{difference.what}", language, subject=subject, name=name)
        for column, (was, now) in difference.cells.items():
            if difference.what == "changed":
                yield "    " + _say("was_now", language, column=column, was=was or "—", now=now or "—")
        if difference.reason is not None:
            yield "    " + _say("reason", language, reason=difference.reason[language])


def as_data(found: Iterable[Difference]) -> list[dict[str, object]]:
    """The differences as JSON can hold them."""
    return [
        {
            "subject": d.subject,
            "name": d.name,
            "language": d.language,
            "what": d.what,
            "cells": {column: {"old": was, "new": now} for column, (was, now) in d.cells.items()},
            "reason": None if d.reason is None else dict(d.reason),
            "day": None if d.day is None else d.day.isoformat(),
        }
        for d in found
    ]


def corrections(found: Sequence[Difference]) -> str:
    """A draft of the corrections log in every language: figures whose words changed, and definitions."""
    lines = []
    for language in LANGUAGES:
        lines += [f"## {_say('corrections', language)}", ""]
        told = [d for d in found if _is_correction(d, language)]
        lines += [_correction(d, language) for d in told] or [_say("no_corrections", language)]
        lines.append("")
    return "\n".join(lines)


def _is_correction(found: Difference, language: str) -> bool:
    if found.subject == "claim":
        changed = found.what != "changed" or "words" in found.cells
        return changed and found.what != "added" and found.language == language
    return (
        found.subject == "definition" and found.what == "changed" and f"definition_{language}" in found.cells
    )


def _correction(found: Difference, language: str) -> str:
    column = "words" if found.subject == "claim" else f"definition_{language}"
    was, now = found.cells.get(column, ("", ""))
    day = write_date(found.day, language) if found.day else _say("day_missing", language)
    reason = found.reason[language] if found.reason else _say("reason_missing", language)
    key = f"correction_{found.subject}_{found.what}"
    return "* " + _say(key, language, day=day, name=found.name, was=was, now=now, reason=reason)


def _of_table(kept: Kept, before: Path, after: Path) -> Iterator[Difference]:
    old, new = _rows(before / kept.file, kept), _rows(after / kept.file, kept)
    if old is None or new is None:
        return
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, {}), new.get(name, {})
        cells = {
            c: (was.get(c, ""), now.get(c, "")) for c in kept.compared if was.get(c, "") != now.get(c, "")
        }
        if cells:
            what = "changed" if was and now else "added" if now else "removed"
            language = name[1] if len(name) > 1 else ""
            row = now or was
            about = (row.get("measure", ""), *row.get("sources", "").split())
            yield Difference(kept.subject, name[0], language, what, cells, about)


def _rows(path: Path, kept: Kept) -> dict[tuple[str, ...], dict[str, str]] | None:
    """The rows of a file by their name; None where it is not kept."""
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file)]
    for row in rows:
        if "bounds" in row:
            row["value"] = _value(row)
    return {tuple(row.get(n, "") for n in kept.names): row for row in rows}


def _value(row: Mapping[str, str]) -> str:
    """A value of five cells as one: the number, the two ends, or why there is none."""
    low, high, bounds = row.get("low", ""), row.get("high", ""), row.get("bounds", "")
    if row.get("value") or not (low or high):
        return row.get("value", "") or row.get("status", "")
    if not high:
        return f"{'>=' if bounds.startswith('[') else '>'}{low}"
    if not low:
        return f"{'<=' if bounds.endswith(']') else '<'}{high}"
    return f"{'' if bounds.startswith('[') else '>'}{low}..{'' if bounds.endswith(']') else '<'}{high}"


def _of_texts(before: Path, after: Path) -> Iterator[Difference]:
    """The prose of the pages, where both sides are builds; the hashes of it, where both are releases."""
    kept = {
        "text": (_texts(before.parent), _texts(after.parent)),
        "sha256": (_hashes(before), _hashes(after)),
    }
    for column, (old, new) in kept.items():
        if not old or not new:
            continue
        for path in sorted(old.keys() | new.keys()):
            was, now = old.get(path, ""), new.get(path, "")
            if was != now:
                language, _, page = path.partition("/")
                what = "changed" if was and now else "added" if now else "removed"
                cells = _apart(was, now) if column == "text" else {column: (was, now)}
                yield Difference("text", page or "home", language, what, cells)
        return


def _hashes(release: Path) -> dict[str, str]:
    """The hash of each text by ``language/page``, as a release keeps it; of what is no release, none."""
    path = release / _FACTS
    if not path.is_file():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8")).get("texts", {})
    except ValueError:
        return {}
    return {f"{lang}/{page}": value for page, texts in kept.items() for lang, value in texts.items()}


def _texts(site: Path) -> dict[str, str]:
    """The prose of each page by ``language/page``, for pages that have any."""
    found = {}
    for language in LANGUAGES:
        for path in sorted((site / language).rglob("index.html")):
            root = html.parse(str(path)).getroot()
            for proof in [*root.find_class("pop"), *root.find_class("on-paper")]:
                proof.drop_tree()
            words = " ".join(" ".join(block.text_content().split()) for block in root.find_class("prose"))
            page = path.parent.relative_to(site).as_posix()
            if words:
                found[page] = words
    return found


def _apart(was: str, now: str) -> dict[str, tuple[str, str]]:
    """The stretch between what both texts begin and end with, a few words around it kept."""
    old, new = was.split(), now.split()
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    shorter = min(len(old), len(new)) - start
    end = next((i for i in range(shorter) if old[-1 - i] != new[-1 - i]), shorter)
    return {"text": (_cut(old, start, len(old) - end), _cut(new, start, len(new) - end))}


def _cut(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(start - 3, 0), min(end + 3, len(words))
    return ("… " if first else "") + " ".join(words[first:last]) + (" …" if last < len(words) else "")


def _with_reason(found: Difference, reasons: Reasons) -> Difference:
    names = (found.name, found.name.rpartition("/")[0], *found.about)
    recorded = next((reasons[n] for n in names if n and n in reasons), None)
    if recorded is None:
        return found
    day, reason = recorded
    return replace(found, reason=reason, day=day)


def _say(key: str, language: str, **values: object) -> str:
    return texts_of("pledgebook", "diff.yml")[key].fill(**values)[language]
