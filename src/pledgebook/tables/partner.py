"""Who a transaction went to, by name.

A newcomer would get wrong that most transactions name nobody: they give a reference, whose name stands among
the activity's organisations, or nothing at all, and then the one that implements the activity is named.
"""

from __future__ import annotations

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row

_IMPLEMENTING = "4"


class Partners:
    """The organisations of one activity, to name the partners of its transactions."""

    __slots__ = ("_by_ref", "_implementing")

    def __init__(self, activity: ActivityRead) -> None:
        orgs = activity.rows["participating_org"]
        self._by_ref: dict[object, Row] = {}
        for org in orgs:
            if org["org_name"]:
                self._by_ref.setdefault(org["org_ref"], org)
        self._by_ref.pop(None, None)
        self._implementing = next((org for org in orgs if org["role"] == _IMPLEMENTING), {})

    def of(self, transaction: Row) -> Row:
        """The partner's name: the receiver's, else its name among the activity's, else who implements it."""
        receiver = transaction["receiver_org_ref"]
        name = transaction["receiver_org_name"]
        org = self._by_ref.get(receiver)
        named = org if org is not None and name in (None, org["org_name"]) else None
        if name is None and named is None:
            named = self._implementing
        return {
            "implementing_org_ref": self._implementing.get("org_ref"),
            "implementing_org_name": self._implementing.get("org_name"),
            "partner_name": name or (named or {}).get("org_name") or "",
            "partner_name_fr": (named or {}).get("org_name_fr"),
        }
