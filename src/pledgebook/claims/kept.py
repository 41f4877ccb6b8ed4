"""Releases as they are kept: when, why, what they said, and whether anybody touched them since.

A newcomer would get wrong that a release is never mended. What was published was published; a correction is another
release, and the difference between the two, with its reason, is the log of corrections.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pledgebook.book.changes import Change, recorded
from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.claims.releases import FOLDER, ReleasedClaim, read_releases
from pledgebook.claims.verdicts import Verdict
from pledgebook.errors import Problem, Where
from pledgebook.text import Text

FACTS, MANIFEST = "release.json", "manifest.json"


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the book's day on which it was made, its note, and its claims."""

    name: str
    as_of: date | None
    note: Text | None
    claims: tuple[ReleasedClaim, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure whose words differ between two releases; ``was`` or ``now`` is empty where it was not there."""

    figure: str
    was: str
    now: str
    change: Change | None


def kept_releases(root: Path) -> list[Release]:
    """Every release of a book that can be read, the newest first."""
    by_name: dict[str, list[ReleasedClaim]] = {}
    for claim in read_releases(root)[0]:
        by_name.setdefault(claim.release, []).append(claim)
    return [_release(root / FOLDER / name, tuple(claims)) for name, claims in by_name.items()]


def hashes_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a release but the list of them."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def touched_files(root: Path) -> Iterator[Problem]:
    """Files of releases that are not what they were when the release was made."""
    for path in sorted((root / FOLDER).glob(f"*/{MANIFEST}")):
        said, now = _facts(path), hashes_of(path.parent)
        for name in sorted(said.keys() | now.keys()):
            if said.get(name) != now.get(name):
                yield problem("REL003", Where(path.parent / name), release=path.parent.name)


def revisions(
    old: Iterable[ReleasedClaim], new: Iterable[ReleasedClaim], changes: Sequence[Change], language: str
) -> list[Revision]:
    """The figures whose words differ in one language, by their names."""
    was, now = ({c.figure: c for c in claims if c.language == language} for claims in (old, new))
    found = []
    for figure in sorted(was.keys() | now.keys()):
        before, after = was.get(figure), now.get(figure)
        words = (before.words if before else "", after.words if after else "")
        if words[0] != words[1]:
            asked = {c.request.partition("?")[0] for c in (before, after) if c}
            change = recorded(changes, figure, figure.rpartition("/")[0], *asked)
            found.append(Revision(figure, *words, change))
    return found


def as_released(verdicts: Iterable[Verdict]) -> list[ReleasedClaim]:
    """The claims of today in the shape of a release's."""
    return [
        ReleasedClaim("", v.claim.id, v.claim.language, v.claim.link.words, str(v.claim.request))
        for v in verdicts
    ]


def _release(folder: Path, claims: tuple[ReleasedClaim, ...]) -> Release:
    facts = _facts(folder / FACTS)
    written = facts.get("note")
    words = {str(k): str(v) for k, v in written.items()} if isinstance(written, dict) else {}
    note = Text(**words) if set(LANGUAGES) <= set(words) else None
    return Release(folder.name, _day(facts.get("as_of")), note, claims)


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _facts(path: Path) -> Mapping[str, Any]:
    """A release's own file; one that cannot be read has no facts, and ``touched_files`` says so."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
