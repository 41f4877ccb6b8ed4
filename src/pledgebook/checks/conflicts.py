"""What cannot be true together: the book's own claims, what others published, and earlier releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pledgebook.book.changes import read_changes
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.names import word
from pledgebook.claims.conflicts import (
    Conflict,
    Frame,
    Statement,
    find_conflicts,
    find_contradictions,
    statements_of,
)
from pledgebook.claims.kept import touched_files
from pledgebook.claims.releases import changed_since, read_releases
from pledgebook.claims.words import Reading
from pledgebook.errors import Where
from pledgebook.interval import Interval
from pledgebook.text import Text, texts_of
from pledgebook.value import Known

_CODES = {
    "equal": "CON003",
    "wider": "CON004",
    "whole": "CON004",
    "ceiling": "CON005",
    "falls": "CON006",
    "parts": "CON007",
    "unstated": "CON009",
}


def claims_against_each_other(evidence: Evidence) -> Iterator[Finding]:
    """CON003 to CON007 and CON009: the book's own claims; CON008: claims that pages quote from others."""
    own, quoted = _apart(evidence)
    frame = _frame(evidence)
    for conflict in find_conflicts(own, frame):
        values: dict[str, object] = {
            "other": conflict.other_words,
            "place": _place(evidence, conflict.other_where),
            "cause": conflict.cause or "",
        }
        yield _found(_CODES[conflict.kind], conflict.statement, values)
    for conflict in find_conflicts(quoted, frame):
        yield _found("CON008", conflict.statement, {"why": _why_quoted(evidence, conflict)})


def ledgers_against_each_other(evidence: Evidence) -> Iterator[Finding]:
    """CON008: what others published of one concept, place and time, as the ledgers keep it."""
    languages = evidence.book.languages
    titles = {name: source.title for name, source in evidence.book.sources.items()}
    home = evidence.book.declaration.currency
    for found in find_contradictions(evidence.rows, languages, home, titles):
        told = problem("CON008", _ledger_line(evidence, str(found.row["record"])), why=found.why)
        yield Finding(told, records=found.ids)


def claims_against_releases(evidence: Evidence) -> Iterator[Finding]:
    """CON010: a claim that contradicts an earlier release of the book, for no recorded reason."""
    root, declared = evidence.book.root, evidence.book.declaration
    released, problems = read_releases(root)
    changes, mistakes = read_changes(root)
    yield from (Finding(p) for p in [*problems, *mistakes])
    own, _ = _apart(evidence)
    found = changed_since(
        own, released, changes, home_currency=declared.currency, fiscal_start=declared.fiscal_start
    )
    for statement, old in found:
        yield _found("CON010", statement, {"other": old.words, "release": old.release})


def releases_as_kept(evidence: Evidence) -> Iterator[Finding]:
    """REL003: the files of a release are what they were when it was made."""
    yield from (Finding(p) for p in touched_files(evidence.book.root))


def numbers_of_another_stage(evidence: Evidence) -> Iterator[Finding]:
    """CON011: the number that a claim tells of one stage is what the ledger has of another at that time."""
    for statement in statements_of(evidence.verdicts, _frame(evidence)):
        reading, stage = statement.verdict.reading, statement.key("stage")
        if not stage or reading is None or reading.number is None or _fits_own_stage(statement, reading):
            continue
        row = next(
            (r for r in evidence.rows.get("arrival", ()) if _tells(r, statement, reading.number)), None
        )
        if row is not None:
            values: dict[str, object] = {
                "stage": word(evidence, "stage", stage),
                "other": word(evidence, "stage", row["stage"]),
                "source": evidence.book.sources[row["source"]].title,
            }
            yield replace(_found("CON011", statement, values), records=(str(row["arrival_id"]),))


def _fits_own_stage(statement: Statement, reading: Reading) -> bool:
    """The data of the claim's own stage allow its number; of "up to x", x itself."""
    value = statement.verdict.answer.value
    told = statement.allowed
    if reading.hedge == "up_to" and reading.number is not None:
        told = reading.rounded or Interval.exactly(reading.number)
    return isinstance(value, Known) and not value.interval.is_disjoint_from(told)


def _tells(row: Mapping[str, Any], statement: Statement, number: Decimal) -> bool:
    """The row is of another stage, inside the claim's time, and its publisher wrote that number."""
    day, people, asked = row["as_of"], row["people"], statement.request
    if row["stage"] == statement.key("stage") or day is None or not isinstance(people, Known):
        return False
    inside = asked.span.contains(day) if asked.span else day == asked.at
    return inside and number in (people.interval.low, people.interval.high)


def _apart(evidence: Evidence) -> tuple[list[Statement], list[Statement]]:
    """The book's own statements, and those of pages that quote others, which the data judge one by one."""
    pages = evidence.book.pages
    quoting = {name for name, page in pages.items() if page.declaration.quotes}
    own: list[Statement] = []
    quoted: list[Statement] = []
    for statement in statements_of(evidence.verdicts, _frame(evidence)):
        (quoted if statement.verdict.claim.page in quoting else own).append(statement)
    return own, quoted


def _frame(evidence: Evidence) -> Frame:
    return Frame(evidence.book.declaration.places.root_pcode, evidence.rows)


def _found(code: str, statement: Statement, values: dict[str, object]) -> Finding:
    claim = statement.verdict.claim
    found = problem(code, claim.link.where, words=statement.words, **values)
    return Finding(found, claim.page, claim.link.id, claim.language)


def _why_quoted(evidence: Evidence, conflict: Conflict) -> Text:
    return texts_of("pledgebook.claims.conflicts", "causes.yml")["quoted"].fill(
        first=conflict.statement.words,
        second=conflict.other_words,
        place=_place(evidence, conflict.other_where),
    )


def _place(evidence: Evidence, where: Where) -> str:
    return f"{evidence.book.relative(where.file).as_posix()}:{where.line}"


def _ledger_line(evidence: Evidence, record: str) -> Where:
    file, _, line = record.rpartition(" row ")
    root = evidence.book.root
    return Where(root / file, int(line)) if file and line.isdigit() else Where(root)
