"""What a brief says of an objective: promised, paid, changed, what does not hold, how old the data are, the sources.

A newcomer would get wrong that nothing is computed or written for the brief: figures are the claims of the objective's
page with their verdicts, money is what the measures answer, and each table is cut only by saying how many follow where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pledgebook.book.load import Objective
from pledgebook.claims.verdicts import Verdict
from pledgebook.pages.counting import figures_in_words
from pledgebook.pages.indicators import indicator_cards
from pledgebook.pages.milestones import milestone_items, milestones_in_words
from pledgebook.pages.view import View
from pledgebook.text import CLOSE, MARK, OPEN, unmarked

PROMISED, PAID = ("envelope", "ceiling"), ("flow",)
"""Kinds of measures: what was announced or allowed, and what went out. All others tell what changed."""
SOUND = ("holds", "restated")
_TOKENS = {"ink": "ink", "soft": "ink-soft", "accent": "accent", "rule": "rule-firm", "fails": "fails"}

Rows = list[list[dict[str, str]]]


def brief_of(view: View, objective: Objective, most: int) -> dict[str, Any]:
    """The brief's words; ``most`` is how many rows a table may have."""
    declared = objective.declaration
    here = f"objectives/{declared.id}"
    own = [v for v in view.verdicts if v.claim.page == here]
    parts = (
        _promised(view, declared.id, _of_kinds(own, PROMISED)),
        _paid(view, declared.id, _of_kinds(own, PAID)),
        _changed(view, declared.indicators, [v for v in own if v.claim.measure.kind not in PROMISED + PAID]),
        _failing(view, own),
        _age(view, own),
        _sources(view, own),
    )
    day = view.book.declaration.as_of
    colours = view.book.theme.colours("light")
    return {
        "title": _plain(view.say(declared.title)),
        "heading": runs_of(view.say(declared.title)),
        "author": _plain(view.say(view.book.declaration.name)),
        "description": _plain(view.say(declared.outcomes) if declared.outcomes else view.say(declared.title)),
        "language": view.language,
        "direction": view.direction,
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "colours": {name: colours[token] for name, token in _TOKENS.items()},
        "kicker": runs_of(
            f"{view.say(view.book.declaration.name)} · {view.t('objective_number', n=view.number(declared.order))}"
        ),
        "footer": runs_of(
            f"{view.say(view.book.declaration.disclaimer)} {view.t('brief_as_of', day=view.day(day))} "
            f"{view.address(here)}"
        ),
        "lead": [runs_of(line) for line in _lead(view, objective, own)],
        "sections": [_cut(view, part, most, view.address(here)) for part in parts],
    }


def _lead(view: View, objective: Objective, own: Sequence[Verdict]) -> Iterator[str]:
    if objective.declaration.outcomes:
        yield view.say(objective.declaration.outcomes)
    yield figures_in_words(view, "figures_of", own)


def _of_kinds(verdicts: Sequence[Verdict], kinds: Sequence[str]) -> list[Verdict]:
    return [v for v in verdicts if v.claim.measure.kind in kinds]


def _section(title: str, lines: Sequence[str], columns: Sequence[Mapping[str, Any]] = (), rows: Rows | None = None,
             after: Sequence[str] = ()) -> dict[str, Any]:  # fmt: skip
    return {
        "title": title,
        "lines": list(lines),
        "columns": list(columns),
        "rows": rows or [],
        "after": list(after),
    }


def _column(label: str, width: str, *, numeric: bool = False) -> dict[str, Any]:
    return {"label": label, "width": width, "numeric": numeric}


def _cell(text: str, kind: str = "") -> dict[str, str]:
    return {"text": text, "kind": kind}


def _figures(view: View, verdicts: Sequence[Verdict]) -> tuple[list[dict[str, Any]], Rows]:
    """Figures as a table: the words, what the data say, of when, the verdict."""
    columns = [
        _column(view.t("proof_measure"), "2.6fr"),
        _column(view.t("brief_words"), "2.2fr"),
        _column(view.t("proof_value"), "2.2fr"),
        _column(view.t("proof_as_of"), "1.7fr"),
        _column(view.t("proof_verdict"), "1.5fr"),
    ]
    rows = []
    for verdict in verdicts:
        said = view.claim(verdict, "")
        rows.append(
            [
                _cell(_about(view, verdict)),
                *(_cell(said[key] or "–") for key in ("words", "value", "as_of")),
                _cell(said["truth_label"], "" if verdict.truth in SOUND else "fails"),
            ]
        )
    return columns, rows


def _about(view: View, verdict: Verdict) -> str:
    """The measure and what it was asked of, by name: the page's own objective and the currency go without saying."""
    request = verdict.claim.request
    names = {"place": view.place, "partner": view.partner, "sector": view.sector, "objective": view.objective}
    names["recipient"] = lambda code: view.name_of("iso", "country", code)
    asked = [
        names.get(key, view.named)(value)
        for key, value in request.where
        if key != "objective" or f"objectives/{value}" != verdict.claim.page
    ]
    return " · ".join([view.say(verdict.claim.measure.label), *asked])


def _promised(view: View, objective: str, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The envelopes and ceilings of its page, and its milestones in one sentence and one line each."""
    found = [m for m in view.content.rows["milestone"] if m["objective"] == objective]
    lines = [milestones_in_words(view, found)] if found else []
    lines += [
        f"{item['title']} ({item['when']}) – {item['state_label']}" for item in milestone_items(view, found)
    ]
    columns, rows = _figures(view, verdicts)
    return _section(
        view.t("answer_promised"), lines or ([] if rows else [view.t("brief_nothing")]), columns, rows
    )


def _paid(view: View, objective: str, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What was committed and paid for the country by its rules, then the figures of its page about money."""
    declared = view.book.declaration
    country, span = declared.places.country_iso2, declared.period.span
    line = view.t("objective_without_money")
    if objective in view.measures.values_of("committed", "objective"):
        said = {
            stage: view.money(view.ask(stage, span=span, objective=objective, recipient=country).value)
            for stage in ("committed", "disbursed")
        }
        name = view.name_of("iso", "country", country)
        line = view.t("objective_money", **said, country=name, period=view.period(span))
    return _section(view.t("answer_paid"), [line], *_figures(view, verdicts))


def _changed(view: View, indicators: Sequence[str], verdicts: Sequence[Verdict]) -> dict[str, Any]:
    cards = indicator_cards(view, indicators) if indicators else []
    lines = [
        f"{card['title']} – {card['state_label']}"
        + (f". {view.t('target_reached', share=card['reached'])}" if card["reached"] else "")
        for card in cards
    ]
    columns, rows = _figures(view, verdicts)
    return _section(
        view.t("brief_changed"), lines or ([] if rows else [view.t("brief_nothing")]), columns, rows
    )


def _failing(view: View, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Every figure of the page that is neither sound nor restated, with the reason."""
    failing = [v for v in verdicts if v.truth not in SOUND]
    rows = []
    for verdict in failing:
        said = view.claim(verdict, "")
        rows.append([_cell(said["words"]), _cell(said["truth_label"], "fails"), _cell(said["reason"])])
    columns = [
        _column(view.t("brief_words"), "2fr"),
        _column(view.t("proof_verdict"), "1.3fr"),
        _column(view.t("proof_reason"), "5fr"),
    ]
    return _section(view.t("answer_fails"), [] if rows else [view.t("brief_none_fails")], columns, rows)


def _age(view: View, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    days = sorted(v.answer.to_day for v in verdicts if v.answer.to_day)
    old = sum(1 for v in verdicts if v.age in ("stale", "overdue"))
    lines = [view.t("brief_days", first=view.day(days[0]), last=view.day(days[-1]))] if days else []
    lines.append(view.count("brief_old", old) if old else view.t("brief_none_old"))
    return _section(view.t("answer_age"), lines)


def _sources(view: View, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The sources of its figures, with the hash of each file that was read."""
    used = {source for v in verdicts for source in v.answer.sources}
    rows = [
        [
            _cell(view.say(s.declaration.title)),
            _cell(view.say(s.declaration.publisher.name)),
            _cell(view.day(s.declaration.retrieved)),
            _cell(s.sha256 or "–", "code"),
        ]
        for s in view.content.snapshots
        if s.declaration.id in used
    ]
    columns = [
        _column(view.t("source"), "2.6fr"),
        _column(view.t("publisher"), "1.8fr"),
        _column(view.t("retrieved"), "1.5fr"),
        _column("SHA-256", "3.1fr"),
    ]
    return _section(view.t("sources"), [] if rows else [view.t("brief_nothing")], columns, rows)


def _cut(view: View, part: dict[str, Any], most: int, address: str) -> dict[str, Any]:
    """The part with no more lines and rows than there is room for; how many are left out, and where they are."""
    lines, rows = part["lines"][: most + 1], part["rows"][:most]
    left = len(part["lines"]) - len(lines) + len(part["rows"]) - len(rows)
    after = [view.count("brief_more", left, address=address)] if left else []
    return {
        "title": runs_of(part["title"]),
        "columns": [{**c, "label": runs_of(c["label"])} for c in part["columns"]],
        "lines": [runs_of(line) for line in lines],
        "rows": [[{**cell, "text": runs_of(cell["text"])} for cell in row] for row in rows],
        "after": [runs_of(line) for line in after],
    }


def _plain(words: str) -> str:
    """Words of which only the text can be told: a title of the file, its author."""
    return unmarked(words)


def runs_of(words: str) -> list[dict[str, str]]:
    """Words cut where their language changes, each with its language, nothing for the brief's own.

    >>> from pledgebook.text import in_another
    >>> runs_of("a " + in_another("b", "fr"))
    [{'language': '', 'text': 'a '}, {'language': 'fr', 'text': 'b'}]
    """
    found, languages = [], [""]
    for part in MARK.split(words):
        if part == CLOSE:
            languages = languages[:-1] or [""]
        elif part.startswith(OPEN):
            languages.append(part[1:-1])
        elif part:
            found.append({"language": languages[-1], "text": part})
    return found
