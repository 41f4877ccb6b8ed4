"""One figure followed down to its SQL, rows, sources and hashes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from pledgebook.build import Compiled
from pledgebook.checks.finding import overrides_by_figure
from pledgebook.claims.verdicts import Verdict
from pledgebook.figures import write_date, write_interval, write_value
from pledgebook.measures.answer import Row
from pledgebook.sentences import sentence
from pledgebook.text import texts_of

_ROWS_SHOWN = 12


def explain_figure(compiled: Compiled, figure: str, language: str) -> tuple[list[str], bool]:
    """The lines to print, and whether there is such a figure."""
    found = [v for v in compiled.verdicts if figure in (v.claim.id, v.claim.link.id)]
    if not found:
        names = sorted({v.claim.id for v in compiled.verdicts})
        near = ", ".join(get_close_matches(figure, names, n=5, cutoff=0.2)) or ", ".join(names[:5])
        return [_say("no_figure", language, figure=figure, near=near)], False
    own = [v for v in found if v.claim.language == language] or found
    return [line for verdict in own for line in _lines(compiled, verdict, language)], True


def _lines(compiled: Compiled, verdict: Verdict, language: str) -> Iterator[str]:
    claim, answer = verdict.claim, verdict.answer
    home = compiled.book.declaration.currency
    override = overrides_by_figure(compiled.findings).get(claim.id)
    yield claim.id
    facts = {
        "words": claim.link.words,
        "where": claim.link.where,
        "allowed": _allowed(verdict, answer.unit, language, home),
        "value": write_value(answer.value, answer.unit, language, home=home),
        "as_of": write_date(answer.to_day, language) if answer.to_day else "",
        "coverage": f"{answer.coverage[0]}/{answer.coverage[1]}" if answer.coverage else "",
        "truth": _of_pages(f"truth_{verdict.truth}", language),
        "wording": _of_pages(f"wording_{verdict.wording}", language),
        "age": _of_pages(f"age_{verdict.age}", language),
        "reason": verdict.reason[language],
        "revised": verdict.revised_from[language] if verdict.revised_from else "",
        "share": verdict.share.told[language] if verdict.share else "",
        "override": override.told[language] if override else "",
        "measure": f"{claim.request} ({claim.measure.kind})",
        "definition": claim.measure.definition[language],
    }
    for key, fact in facts.items():
        if fact not in ("", None):
            yield _fact(key, fact, language)
    for caution in (*claim.measure.cautions, *answer.notes):
        yield _fact("caution", caution[language], language)
    yield _fact("sql", "", language)
    asked = [compiled.book.measures[a.request.measure] for a in (answer, *answer.parts)]
    setting_up = compiled.measures.database.setting_up(asked)
    yield from (f"    {line}" for line in [*setting_up, *answer.sql.splitlines()])
    rows = compiled.measures.rows(claim.request)
    yield _fact("rows", len(rows), language)
    yield from (f"    {_row(row, language, answer.unit, home)}" for row in rows[:_ROWS_SHOWN])
    if len(rows) > _ROWS_SHOWN:
        yield f"    {_say('explain_rows_left', language, count=len(rows) - _ROWS_SHOWN)}"
    yield _fact("sources", "", language)
    for taken in compiled.snapshots:
        source = taken.declaration
        if source.id in answer.sources:
            yield f"    {source.id}: {source.title[language]} ({source.publisher.name[language]})"
            yield f"      {source.address}  {source.licence}  {source.retrieved}  {source.evidence}"
            if taken.path:
                path = compiled.book.relative(taken.path).as_posix()
                yield f"      {path}  sha256 {taken.sha256}"


def _allowed(verdict: Verdict, unit: str, language: str, home: str) -> str:
    """What the words allow as the language writes it, and exactly, in the notation of the ledgers."""
    interval = verdict.reading.interval if verdict.reading else None
    return f"{write_interval(interval, unit, language, home=home)}  [{interval}]" if interval else ""


def _row(row: Row, language: str, unit: str, home: str) -> str:
    keys = ", ".join(f"{k}={v}" for k, v in row.keys.items() if v is not None)
    return f"{write_value(row.value, unit, language, home=home)}  [{keys}]  {row.source}: {row.record}"


def _fact(key: str, fact: object, language: str) -> str:
    return "  " + _say("fact", language, label=_say(f"explain_{key}", language), fact=fact).rstrip(" ")


def _of_pages(key: str, language: str) -> str:
    """The word that the pages have for it too."""
    return texts_of("pledgebook.pages", "strings.yml")[key][language]


def _say(key: str, language: str, **values: object) -> str:
    return sentence("pledgebook", "cli.yml", key, language, **values)
