"""Which table is made of columns by what; loans are not, because hardly a file has one."""

from __future__ import annotations

from collections.abc import Callable, Collection

from pledgebook.tables.iati_columns import about, activity, aid, document, money, other, place, result, told
from pledgebook.tables.iati_columns.run import Run, Sheet
from pledgebook.tables.iati_rows import ISSUE

READERS: dict[str, tuple[Callable[[Run], Sheet], tuple[str, ...]]] = {
    "activity": (activity.activities, ("",)),
    "activity_date": (about.activity_dates, ("activity-date",)),
    "aid_type": (aid.aid_types, aid.TYPES),
    "budget": (money.budgets, ("budget",)),
    "condition": (about.conditions, ("conditions/condition",)),
    "declared_share": (about.declared_shares, about.SHARES),
    "description": (about.descriptions, ("description",)),
    "document": (document.documents, document.LINKS),
    "humanitarian_scope": (about.humanitarian_scopes, ("humanitarian-scope",)),
    "location": (place.locations, ("location",)),
    "location_code": (place.location_codes, place.CODES),
    "other_element": (other.other_elements, ("",)),
    "other_identifier": (about.other_identifiers, ("other-identifier",)),
    "participating_org": (activity.participating_orgs, ("participating-org",)),
    "planned_disbursement": (money.planned_disbursements, ("planned-disbursement",)),
    "policy_marker": (activity.policy_markers, ("policy-marker",)),
    "related_activity": (about.related_activities, ("related-activity",)),
    "result": (result.results, ("result",)),
    "result_indicator": (result.indicators, (result.INDICATOR,)),
    "result_period": (result.periods, (result.PERIOD,)),
    "result_value": (result.result_values, result.VALUES),
    "tag": (about.tags, ("tag",)),
    "transaction": (money.transactions, ("transaction",)),
}
"""Every table but those of loans and issues: what makes it, and where its rows' elements are."""
WITHOUT_COLUMNS = frozenset({"issue", "loan_status", "loan_terms"})
LEFT_TO_THE_TREE = ("crs-add/loan-terms", "crs-add/loan-status")
"""Tables, and the elements that are their rows, whose activities are read as trees."""
ALWAYS = frozenset({"activity", "declared_share", "participating_org", "policy_marker", "transaction"})
"""What is read whatever is wanted, because what is unusual in it is an issue whatever is wanted."""


def are_known(wanted: Collection[str]) -> bool:
    """Whether columns are made of all these tables: of one that only the tree reader knows, trees make everything."""
    return READERS.keys() | WITHOUT_COLUMNS >= set(wanted)


def sheets(run: Run) -> dict[str, Sheet]:
    """The tables that are wanted, those without a row left out."""
    wanted = run.wanted
    made = {
        table: reader(run)
        for table, (reader, paths) in READERS.items()
        if (table in wanted or table in ALWAYS) and run.elements.has(paths)
    }
    found = {table: sheet for table, sheet in made.items() if table in wanted}
    if ISSUE in wanted and run.told:
        found[ISSUE] = told.issues(run)
    return found
