"""Which objective a slice of money belongs to: the first rule of the book that matches wins.

The order decides, visibly: the rule's name is kept on the slice. What no rule matches is ``not_aligned``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pledgebook.book.models import Rule

NOT_ALIGNED = "not_aligned"
CONDITIONS = {
    "activity": "activity_id",
    "sector": "sector_code",
    "sector_dac3": "sector_dac3",
    "is_humanitarian": "is_humanitarian",
    "gender_marker": "gender_marker",
    "reporting_org": "reporting_org_ref",
    "receiver_org": "receiver_org_ref",
    "implementing_org": "implementing_org_ref",
}
"""What a rule may look at, and the column of ``flow`` it looks into."""


def aligned(flow: Mapping[str, object], rules: Sequence[Rule]) -> tuple[str, str]:
    """The objective of a slice and the rule that chose it.

    >>> aligned({"is_humanitarian": True}, [])
    ('not_aligned', '')
    """
    for rule in rules:
        if all(_as_code(flow.get(CONDITIONS[name])) in choices for name, choices in rule.when.items()):
            return rule.objective, rule.id
    return NOT_ALIGNED, ""


def _as_code(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
