"""Whether a maximum is told as a result: "resettled up to 1,200" is, "the deployment of up to 850" is not.

A newcomer would get wrong that the verb decides: after "approved" or "pledged" a maximum is a limit.
"""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.adopt.tables import words
from pledgebook.claims.words.tokens import Token

_MOST_BETWEEN = 3
_MOST_BEHIND = 7
_PARTICIPLES_FR = ("é", "és", "ée", "ées", "i", "is", "ie", "ies", "it", "its", "u", "us", "ue", "ues", "rt")


def told_as_result(before: Sequence[Token], behind: Sequence[Token], language: str) -> bool:
    """A verb in the past tense that promises nothing stands in front of the maximum, or behind it.

    ``before`` and ``behind`` are the tokens of its sentence.
    """
    return _verb_in_front(before, language) or _verb_behind(behind, language)


def _verb_in_front(before: Sequence[Token], language: str) -> bool:
    between = words("verbs", language, "between")
    at = len(before) - 1
    while at >= 0 and len(before) - 1 - at < _MOST_BETWEEN and before[at].norm in between:
        at -= 1
    if at < 0 or any(token.after_stop for token in before[at + 1 :]):
        return False
    needs_auxiliary = language == "fr"
    lead = {token.norm for token in before[max(0, at - _MOST_BETWEEN) : at]}
    helped = not needs_auxiliary or bool(lead & words("verbs", language, "auxiliary"))
    return helped and _is_result(before[at].norm, language)


def _verb_behind(behind: Sequence[Token], language: str) -> bool:
    """ "Up to 1,200 survivors were resettled": the passive, before any comma or full stop."""
    auxiliary = words("verbs", language, "auxiliary")
    near = list(behind[:_MOST_BEHIND])
    for i, token in enumerate(near):
        if token.after_stop:
            return False
        if token.norm in auxiliary:
            rest = [t for t in near[i + 1 : i + 4] if not t.after_stop]
            return any(_is_result(t.norm, language) for t in rest if t.norm not in auxiliary)
    return False


def _is_result(word: str, language: str) -> bool:
    if word in words("verbs", language, "promise"):
        return False
    if language == "fr":
        return len(word) > 3 and word.endswith(_PARTICIPLES_FR)
    return (len(word) > 4 and word.endswith("ed")) or word in words("verbs", language, "irregular")
