"""Counts as one sentence: only what there is, each in its own plural, joined as the language joins a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from babel.lists import format_list

from pledgebook.claims.verdicts import Verdict
from pledgebook.pages.view import View

TRUTHS = ("does_not_hold", "undecided", "no_data", "withheld", "not_testable", "restated", "holds")
"""How figures stand, what fails first."""


def counts_in_words(view: View, prefix: str, counts: Mapping[str, int]) -> str:
    """“79 hold, 42 are restated and not tested, and 1 does not hold”: the texts ``<prefix>_<key>`` of what is not 0."""
    said = [view.count(f"{prefix}_{key}", number) for key, number in counts.items() if number]
    return format_list(said, locale=view.language)


def figures_in_words(view: View, key: str, verdicts: Sequence[Verdict]) -> str:
    """One sentence on how figures stand: the text ``key`` around their counts."""
    if not verdicts:
        return view.t("figures_none")
    truths = Counter(v.truth for v in verdicts)
    states = counts_in_words(view, "figures_of", {truth: truths[truth] for truth in reversed(TRUTHS)})
    return view.count(key, len(verdicts), states=states)
