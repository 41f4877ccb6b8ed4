"""Each claim judged: truth, wording and age are three answers, each of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pledgebook.book.load import Book
from pledgebook.book.models import LANGUAGES, SourceDeclaration
from pledgebook.claims.bind import Claim
from pledgebook.claims.judge import Judgement, judge, judge_days, judge_test
from pledgebook.claims.revised import ReleasedValue, released_values
from pledgebook.claims.shares import Share, share_of
from pledgebook.claims.words import Reading, read_figure
from pledgebook.figures import write_value
from pledgebook.measures.answer import Answer
from pledgebook.measures.engine import Measures
from pledgebook.text import Text, texts_of
from pledgebook.value import Known, NotReported, Withheld

_AGEING = ("stock", "cumulative", "rate")
_READ_AS = {"percent": "percent", "rank": "rank"}
"""How a bare number is read where the measure's unit says what it must be."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the data say of one claim.

    ``truth``: holds, does_not_hold, undecided, restated, no_data, withheld or not_testable.
    ``wording``: fair, rounded, overstated, understated, or misleading (true, and a maximum told as a result).
    ``age``: current, stale, overdue, undated, or revised since a release (``revised`` is what that said).
    """

    claim: Claim
    reading: Reading | None
    answer: Answer
    truth: str
    wording: str
    age: str
    reason: Text
    maximum_told_as_result: bool = False
    distance: Decimal | None = None
    without_denominator: bool = False
    share: Share | None = None
    revised: ReleasedValue | None = None
    revised_from: Text | None = None

    @property
    def told(self) -> tuple[Text, ...]:
        """Why, in sentences: the reason, what a share says in whole numbers, what is to know of the value."""
        more = (self.share.told if self.share else None, self.revised_from)
        return (self.reason, *(text for text in more if text is not None), *self.answer.notes)


def judge_claims(book: Book, measures: Measures, claims: Iterable[Claim]) -> list[Verdict]:
    """A verdict for every claim, in the order of the claims."""
    released = released_values(book.root)
    return [_verdict(book, measures, claim, released) for claim in claims]


def _verdict(book: Book, measures: Measures, claim: Claim, released: Mapping[str, ReleasedValue]) -> Verdict:
    answer = measures.answer(claim.request)
    revised = _revised(claim, answer, released)
    reading = read_figure(
        claim.link.words,
        claim.language,
        home_currency=book.declaration.currency,
        kind=_READ_AS.get(answer.unit, "date" if answer.kind == "event" else "count"),
        fiscal_start=book.declaration.fiscal_start,
    )
    judged = _judged(claim, reading, answer, book.declaration.currency)
    truth: str = judged.truth
    reason = judged.reason
    is_open = truth in ("holds", "undecided") or (
        truth == "does_not_hold" and _differs_in_hedge(reading, answer)
    )
    if is_open and is_restated(book, answer):
        truth, reason = "restated", _restated_reason(book, answer)
    return Verdict(
        claim,
        reading,
        answer,
        truth,
        "misleading" if judged.maximum_told_as_result and truth in ("holds", "restated") else judged.wording,
        "revised" if revised else _age(book, claim, answer),
        reason,
        judged.maximum_told_as_result,
        judged.distance,
        _without_denominator(claim, measures),
        share_of(reading, answer),
        revised,
        None if revised is None else _revised_from(revised, answer, book.declaration.currency),
    )


def _judged(claim: Claim, reading: Reading | None, answer: Answer, home: str) -> Judgement:
    if answer.kind == "event" and reading and reading.days and isinstance(answer.value, Known):
        return judge_days(reading, answer.from_day, answer.to_day)
    if claim.test:
        return judge_test(claim.test, answer.value, unit=answer.unit, home_currency=home)
    if reading is None:
        return Judgement(
            "not_testable", "fair", False, None, texts_of("pledgebook.claims", "verdicts.yml")["no_number"]
        )
    return judge(reading, answer.value, measure_kind=answer.kind, unit=answer.unit, home_currency=home)


def _differs_in_hedge(reading: Reading | None, answer: Answer) -> bool:
    """The words and the data have one number, so that only the hedge beside it is at odds with it.

    "Over 1.5 billion" of a publisher who elsewhere says "up to 1.5 billion": no data say which of the two it is.
    """
    value = answer.value
    if reading is None or reading.number is None or not isinstance(value, Known):
        return False
    return value.interval.exact == reading.number


def is_restated(book: Book, answer: Answer) -> bool:
    """The only sources of an answer are statements of those who make the claim, or of others quoting them."""
    if not isinstance(answer.value, Known):
        return False
    sources = [book.sources[s] for s in answer.sources if s in book.sources]
    return bool(sources) and all(_is_own_statement(book, s) for s in sources)


def _is_own_statement(book: Book, source: SourceDeclaration) -> bool:
    own = book.declaration.claimants
    return source.evidence == "statement" and (source.publisher.id in own or source.quotes in own)


def _restated_reason(book: Book, answer: Answer) -> Text:
    names = [book.sources[s].title for s in answer.sources]
    listed = Text(**{lang: ", ".join(n[lang] for n in names) for lang in names[0]})
    return texts_of("pledgebook.claims", "verdicts.yml")["restated"].fill(source=listed)


def _revised(claim: Claim, answer: Answer, released: Mapping[str, ReleasedValue]) -> ReleasedValue | None:
    """What the newest release had for a figure of a stated time, where the data have something else now."""
    was = released.get(str(claim.request)) if claim.is_dated else None
    return was if was is not None and was.value != answer.value else None


def _revised_from(revised: ReleasedValue, answer: Answer, home: str) -> Text:
    """What the release had, in a sentence."""
    was = Text(**{lang: write_value(revised.value, answer.unit, lang, home=home) for lang in LANGUAGES})
    return texts_of("pledgebook.claims", "verdicts.yml")["revised"].fill(release=revised.release, was=was)


def _age(book: Book, claim: Claim, answer: Answer) -> str:
    """Undated where the page gives no day for what changes; stale after its source's next was due."""
    if isinstance(answer.value, NotReported | Withheld) or answer.kind not in _AGEING:
        return "current"
    if claim.measure.unit == "indicator" or claim.is_dated:
        return "current"
    late = _lateness(book, answer)
    if late and late != "current" and claim.request.at is not None:
        return late
    return "undated"


def _lateness(book: Book, answer: Answer) -> str:
    seen = answer.from_day
    due = [_due(seen, book.sources[s]) for s in answer.sources if s in book.sources] if seen else []
    waits = [d for d in due if d is not None]
    if not waits or seen is None:
        return "current"
    first, twice = min(waits)
    as_of = book.declaration.as_of
    return "overdue" if as_of > twice else "stale" if as_of > first else "current"


def _due(seen: date | None, source: SourceDeclaration) -> tuple[date, date] | None:
    if seen is None or source.periodicity is None:
        return None
    first = seen + timedelta(days=source.periodicity + (source.lag or 0))
    return first, first + timedelta(days=source.periodicity)


def _without_denominator(claim: Claim, measures: Measures) -> bool:
    """A share of people that was published without the number it is a share of."""
    if claim.measure.kind != "rate" or claim.measure.unit != "percent":
        return False
    rows = measures.answer(claim.request).rows
    return bool(rows) and all("whole_day" in row.keys and row.keys["whole_day"] is None for row in rows)
