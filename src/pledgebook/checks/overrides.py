"""Findings that a decision of the book lets stand for a time, and decisions that have no ground any more.

Only what judges words and records can be overridden. That a declaration is wrong, a source is not the one that was
locked, or a small count could be worked out, nobody can decide away: going on would publish something false, or harm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from pledgebook.book.load import Book
from pledgebook.book.overrides import Override, read_overrides
from pledgebook.book.yaml_file import YamlFile
from pledgebook.catalogue import catalogue, problem
from pledgebook.checks.finding import Finding

NEVER = ("BOOK", "SRC", "SDC", "PUB", "ADO", "OVR", "REL")
"""Families whose findings stand whatever anybody decides."""
_SHOWN = 8


def with_overrides(book: Book, found: Sequence[Finding], figures: Iterable[str]) -> Iterator[Finding]:
    """The findings, those marked that a decision in force is about; then what is wrong with the decisions.

    ``figures`` are the figures of the book, as ``page/figure``.
    """
    declared, file, mistakes = read_overrides(book.root)
    yield from (Finding(p) for p in mistakes)
    if file is None or mistakes:
        yield from found
        return
    day, longest = book.declaration.as_of, book.declaration.longest_override
    in_force = [o for o in declared if o.first <= day <= o.until and o.days <= longest]
    used = set()
    for finding in found:
        override = next((o for o in in_force if _is_about(book, o, finding)), None)
        used |= {override} if override else set()
        yield replace(finding, override=override)
    known = {*figures, *(f"{f.page}/{f.figure}" for f in found if f.figure)}
    for number, override in enumerate(declared):
        yield from _wrong(book, file, number, override, override in used, known)


def _is_about(book: Book, override: Override, finding: Finding) -> bool:
    code = finding.problem.code
    if finding.is_expected or finding.severity == "info" or catalogue()[code].family in NEVER:
        return False
    if override.check and override.check != code:
        return False
    if override.figure:
        return override.figure == f"{finding.page}/{finding.figure}"
    return override.file == book.relative(finding.problem.where.file).as_posix()


def _wrong(
    book: Book, file: YamlFile, number: int, override: Override, is_used: bool, known: Collection[str]
) -> Iterator[Finding]:
    """What is wrong with one decision, the gravest first; one that refers to nothing says only that."""
    day, longest = book.declaration.as_of, book.declaration.longest_override
    unknown = list(_unknown(book, file, number, override, known))
    yield from unknown
    values: dict[str, object] = {
        "about": override.about,
        "last": override.until,
        "first": override.first,
    }
    if unknown:
        return
    if override.check and catalogue()[override.check].family in NEVER:
        yield _at(file, number, "check", "OVR004", values)
    elif override.days > longest:
        yield _at(file, number, "until", "OVR001", {**values, "days": override.days, "longest": longest})
    elif override.until < day:
        yield _at(file, number, "until", "OVR002", values)
    elif override.first > day:
        yield _at(file, number, "from", "OVR005", values)
    elif not is_used:
        yield _at(file, number, "", "OVR003", values)


def _unknown(
    book: Book, file: YamlFile, number: int, override: Override, known: Collection[str]
) -> Iterator[Finding]:
    """Words of a decision that name nothing of the book."""
    named = (("figure", known), ("check", catalogue()), ("file", _files(book) if override.file else ()))
    for key, allowed in named:
        word = getattr(override, key)
        if word and word not in allowed:
            near = get_close_matches(word, allowed, n=_SHOWN, cutoff=0.3) or sorted(allowed)[:_SHOWN]
            values: dict[str, object] = {"word": word, "allowed": ", ".join(near) or "—"}
            yield _at(file, number, key, "BOOK007", values)


def _files(book: Book) -> list[str]:
    """The book's own files, as they are shown."""
    inside = (p.relative_to(book.root) for p in book.root.rglob("*") if p.is_file())
    return sorted(p.as_posix() for p in inside if not p.parts[0].startswith(("_", ".")))


def _at(file: YamlFile, number: int, key: str, code: str, values: dict[str, object]) -> Finding:
    place: list[int | str] = ["overrides", number, *([key] if key else [])]
    return Finding(problem(code, file.where(place), **values))
