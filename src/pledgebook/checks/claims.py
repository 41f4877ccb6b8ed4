"""What the verdicts say: words and data that disagree, maxima told as results, figures without a date."""

from __future__ import annotations

from collections.abc import Iterator

from pledgebook.book.changes import read_changes, recorded
from pledgebook.book.models import LANGUAGES
from pledgebook.catalogue import problem
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.claims.shares import in_words
from pledgebook.claims.verdicts import Verdict
from pledgebook.figures import write_value
from pledgebook.text import Text

_BY_TRUTH = {"does_not_hold": "HED001", "undecided": "HED004", "not_testable": "HED005"}
_BY_AGE = {"undated": "AGE001", "stale": "AGE002", "overdue": "AGE003"}
_WORDINGS = {
    "overstated": Text(en="overstated", fr="surestimé"),
    "understated": Text(en="understated", fr="sous-estimé"),
}


def words_against_data(evidence: Evidence) -> Iterator[Finding]:
    """HED: each claim's words held against its value."""
    for verdict in evidence.verdicts:
        if verdict.truth in _BY_TRUTH:
            yield _found(_BY_TRUTH[verdict.truth], verdict, reason=verdict.reason)
        if verdict.maximum_told_as_result:
            yield _found("HED002", verdict)
        elif verdict.wording in _WORDINGS and verdict.truth in ("holds", "restated"):
            yield _found("HED003", verdict, wording=_WORDINGS[verdict.wording], reason=verdict.reason)


def age_of_claims(evidence: Evidence) -> Iterator[Finding]:
    """AGE: figures without a date, and figures whose source was due again."""
    for verdict in evidence.verdicts:
        if verdict.age in _BY_AGE:
            yield _found(_BY_AGE[verdict.age], verdict)


def revised_since_a_release(evidence: Evidence) -> Iterator[Finding]:
    """AGE004: the source changed the value of a stated day that a release published, and nobody recorded why."""
    changes, _ = read_changes(evidence.book.root)
    home = evidence.book.declaration.currency
    for verdict in evidence.verdicts:
        was, claim, answer = verdict.revised, verdict.claim, verdict.answer
        if was is None or recorded(changes, claim.id, claim.measure.id, *answer.sources):
            continue
        told = (
            Text(**{lang: write_value(value, answer.unit, lang, home=home) for lang in LANGUAGES})
            for value in (was.value, answer.value)
        )
        before, now = told
        yield _found("AGE004", verdict, release=was.release, was=before, now=now)


def shares_without_denominator(evidence: Evidence) -> Iterator[Finding]:
    """CON002: a share of people, and nobody says of how many."""
    for verdict in evidence.verdicts:
        if verdict.without_denominator:
            yield _found("CON002", verdict)


def shares_of_no_whole_number(evidence: Evidence) -> Iterator[Finding]:
    """CON012: a percentage that no whole number of its denominator is."""
    for verdict in evidence.verdicts:
        if verdict.share is not None and verdict.share.allowed is None:
            yield _found("CON012", verdict, whole=in_words(verdict.share.whole, "count"))


def _found(code: str, verdict: Verdict, **values: object) -> Finding:
    claim = verdict.claim
    found = problem(code, claim.link.where, words=claim.link.words, **values)
    return Finding(found, claim.page, claim.link.id, claim.language)
