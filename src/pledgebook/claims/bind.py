"""A figure's target bound to a measure: every mistake in it is an error that lists what is allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pledgebook.book.load import Book, Prose
from pledgebook.book.models import MeasureDeclaration
from pledgebook.catalogue import problem
from pledgebook.claims.prose import FigureLink, figures_in
from pledgebook.errors import Problem, Where
from pledgebook.interval import Interval
from pledgebook.measures.answer import HOW_CHANGED, Request, Since, choices
from pledgebook.measures.engine import Measures
from pledgebook.period import Span, parse_day, parse_span
from pledgebook.text import Text, texts_of

TAKES_DAY = ("stock", "cumulative", "rate", "envelope", "ceiling")
TAKES_SPAN = ("flow", "ceiling", "ratio", "rank", "cumulative", "distinct")
_RESERVED = ("at", "from", "to", "period", "as", "test", "id")
_SHORT = {
    "milestone": ("milestone", "milestone"),
    "pledge": ("envelope", "line"),
    "indicator": ("indicator", "indicator"),
    "ceiling": ("ceiling", "line"),
    "parameter": ("parameter", "parameter"),
}
"""Schemes that name a row: the measure they ask and the dimension that the name fixes."""
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure in prose with what it asks of the data."""

    page: str
    language: str
    link: FigureLink
    request: Request
    measure: MeasureDeclaration
    test: str
    is_dated: bool

    @property
    def id(self) -> str:
        """The figure's permanent name, the same in every language."""
        return f"{self.page}/{self.link.id}"


def read_claims(book: Book, measures: Measures) -> tuple[list[Claim], list[Problem]]:
    """Every claim of the book, in the order of pages and texts, and the targets that are wrong."""
    claims: list[Claim] = []
    problems: list[Problem] = []
    for page, prose in book.prose():
        for link in figures_in(prose):
            bound = _bind(book, measures, page, prose, link)
            if isinstance(bound, Claim):
                claims.append(bound)
            else:
                problems += bound
    return claims, problems


def _bind(book: Book, measures: Measures, page: str, prose: Prose, link: FigureLink) -> Claim | list[Problem]:
    name, keys = _target(link)
    if link.scheme == "measure" and not name:
        question = link.parameters.get("question", "—")
        return [problem("ADO001", link.where, words=link.words, question=question)]
    measure = measures.declared.get(name)
    if measure is None:
        return [_unknown(link.where, name, sorted(measures.declared))]
    problems = [problem("BOOK005", link.where, detail=key) for key in link.repeated]
    problems += [
        _unknown(link.where, key, [*measure.grain, *_RESERVED]) for key in keys if key not in measure.grain
    ]
    problems += [
        p for key, value in keys.items() if key in measure.grain
        for p in _unknown_values(measures, measure, key, value, link.where)
    ]  # fmt: skip
    try:
        at, span = _time(book, measure, link.parameters)
        since = _since(book, measure, link.parameters)
    except _WrongTimeError as error:
        return [*problems, problem("BOOK009", link.where, detail=error.why)]
    test = link.parameters.get("test", "")
    if not _is_test(test):
        problems.append(problem("BOOK011", link.where, test=test))
    if problems:
        return problems
    if since is not None:
        at, span = _either(book, measure, link.parameters["to"])
    request = Request(name, tuple(sorted(keys.items())), at, span, since)
    dated = bool(at or span) and link.parameters.get("at") != "latest"
    unfixed = measures.unfixed(request)
    if unfixed:
        detail = Text(
            en=f"it never adds over {', '.join(unfixed)}: fix it",
            fr=f"elle ne s’additionne jamais sur {', '.join(unfixed)}\u00a0: fixez-la",
        )
        return [problem("BOOK009", link.where, detail=detail)]
    return Claim(page, prose.language, link, request, measure, test, dated)


def _is_test(test: str) -> bool:
    try:
        return not test or Interval.parse(test.removeprefix("=")) is not None
    except ValueError:
        return False


def _target(link: FigureLink) -> tuple[str, dict[str, str]]:
    keys = {k: v for k, v in link.parameters.items() if k not in _RESERVED}
    if link.scheme == "measure":
        return link.name, keys
    name, dimension = _SHORT[link.scheme]
    if link.scheme == "indicator" and "value" in keys:
        keys["kind"] = keys.pop("value")
    return name, {**keys, dimension: link.name}


def _unknown_values(
    measures: Measures, measure: MeasureDeclaration, key: str, value: str, where: Where
) -> list[Problem]:
    allowed = measures.values_of(measure.id, key)
    if key == measure.place:
        allowed = sorted({*allowed, *measures.places.parents})
    return [_unknown(where, one, allowed) for one in choices(value) if one not in allowed]


def _unknown(where: Where, word: str, allowed: list[str]) -> Problem:
    shown = ", ".join(allowed[:_SHOWN]) + ("…" if len(allowed) > _SHOWN else "")
    return problem("BOOK007", where, word=word, allowed=shown or "—")


def _time(book: Book, measure: MeasureDeclaration, given: dict[str, str]) -> tuple[date | None, Span | None]:
    """The day or the span that a figure asks for. Raises ``_WrongTimeError`` with why it cannot be asked."""
    named = [k for k in ("at", "period", "from", "to") if k in given]
    if not named or (named == ["from", "to"] and "as" in given):
        return None, None
    takes = (_takes_day(book, measure), measure.kind in TAKES_SPAN)
    if not any(takes):
        raise _wrong("no_time", measure=measure.id)
    if not takes[0] and "at" in named:
        raise _wrong("no_day", measure=measure.id)
    if not takes[1] and "at" not in named:
        raise _wrong("no_span", measure=measure.id)
    if len(named) > 1 and named != ["from", "to"]:
        raise _wrong("both", given=", ".join(f"{name}=" for name in named))
    if named in (["from"], ["to"]):
        raise _wrong("half")
    return (_day(book, given["at"]), None) if named == ["at"] else (None, _span(book, given))


def _takes_day(book: Book, measure: MeasureDeclaration) -> bool:
    """Whether it is taken on a day; a ratio is where both of its sides are."""
    if measure.kind != "ratio":
        return measure.kind in TAKES_DAY
    parts = (measure.numerator, measure.denominator)
    return all(part and book.measures[part.measure].kind in TAKES_DAY for part in parts)


def _since(book: Book, measure: MeasureDeclaration, given: dict[str, str]) -> Since | None:
    """The earlier time of a figure that tells a change (``as=``); raises as ``_time`` does."""
    how = given.get("as")
    if how is None:
        return None
    if how not in HOW_CHANGED:
        raise _wrong("not_a_change", value=how, allowed=", ".join(HOW_CHANGED))
    if measure.kind in ("rank", "event"):
        raise _wrong("no_change", measure=measure.id)
    if "from" not in given or "to" not in given:
        raise _wrong("change_of_two")
    earlier, later = (_either(book, measure, given[end]) for end in ("from", "to"))
    if _begins(earlier) >= _begins(later):
        raise _wrong("change_backwards", first=given["from"], last=given["to"])
    return Since(how, *earlier)


def _either(book: Book, measure: MeasureDeclaration, written: str) -> tuple[date | None, Span | None]:
    """A day where the measure takes only days or where a day is written, else a span."""
    if _takes_day(book, measure) and (measure.kind not in TAKES_SPAN or _is_day(written)):
        return _day(book, written), None
    return None, _span(book, {"period": written})


def _is_day(written: str) -> bool:
    return written == "latest" or written.count("-") == 2


def _begins(time: tuple[date | None, Span | None]) -> date:
    at, span = time
    return at or (span.first if span else date.min)


def _day(book: Book, written: str) -> date:
    if written == "latest":
        return book.declaration.as_of
    try:
        return parse_day(written)
    except ValueError as error:
        raise _wrong("not_a_day", value=written) from error


def _span(book: Book, given: dict[str, str]) -> Span:
    if given.get("period") == "strategy":
        return book.declaration.period.span
    ends = [given["period"]] if "period" in given else [given["from"], given["to"]]
    start = book.declaration.fiscal_start
    try:
        spans = [parse_span(end, start) for end in ends]
        return Span(spans[0].first, spans[-1].last)
    except ValueError as error:
        raise _wrong("not_a_span", value="/".join(ends)) from error


class _WrongTimeError(Exception):
    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why


def _wrong(key: str, **values: object) -> _WrongTimeError:
    return _WrongTimeError(texts_of("pledgebook.claims", "times.yml")[key].fill(**values))


def at_day(claim: Claim, day: date) -> Claim:
    """The same claim on another day."""
    return replace(claim, request=replace(claim.request, at=day))
