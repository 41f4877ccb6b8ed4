"""Which tables the elements of an activity become: those of money always, the others where they are wanted.

A newcomer would get wrong that asking for the others costs time: reading everything takes about three times as
long as reading the money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pledgebook.sources.iati.aid as aid
import pledgebook.sources.iati.budget as budget
import pledgebook.sources.iati.description as description
import pledgebook.sources.iati.other as other
import pledgebook.sources.iati.place as place
import pledgebook.sources.iati.result as result
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.reading import Reading

MONEY = frozenset({"activity", "transaction", "participating_org", "policy_marker"})
"""The tables that every reading fills."""

READERS: dict[str, Callable[[Reading], Iterator[Row]]] = {
    "activity_date": description.activity_dates,
    "aid_type": aid.aid_types,
    "budget": budget.budgets,
    "condition": description.conditions,
    "declared_share": description.declared_shares,
    "description": description.descriptions,
    "document": description.documents,
    "humanitarian_scope": description.humanitarian_scopes,
    "loan_status": budget.loan_statuses,
    "loan_terms": budget.loan_terms,
    "location": place.locations,
    "location_code": place.location_codes,
    "other_element": other.other_elements,
    "other_identifier": description.other_identifiers,
    "planned_disbursement": budget.planned_disbursements,
    "related_activity": description.related_activities,
    "result": result.results,
    "result_indicator": result.indicators,
    "result_period": result.periods,
    "result_value": result.result_values,
    "tag": description.tags,
}
"""The other tables, each with what reads its rows."""

ALL = MONEY | READERS.keys()
"""Everything that is published, but who can be contacted."""
