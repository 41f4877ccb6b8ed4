"""The first sentence of the pages of money, needs and people: computed, and only of what is known.

A newcomer would get wrong that a sentence around a missing value can be filled with the word for missing: “not
reported was paid” is no sentence, so each case has its own.
"""

from __future__ import annotations

from pledgebook.pages.view import View
from pledgebook.value import Known, Value


def money_lead(view: View) -> str:
    """What was committed and paid to the country in the strategy's period, and what states no share beside it."""
    declared = view.book.declaration
    span, country = declared.period.span, declared.places.country_iso2
    committed = view.ask("committed", span=span, recipient=country).value
    disbursed = view.ask("disbursed", span=span, recipient=country).value
    beside = view.ask("committed_without_share", span=span).value
    said = {
        (True, True): "money_lead",
        (True, False): "money_committed_only",
        (False, True): "money_disbursed_only",
        (False, False): "money_none",
    }[isinstance(committed, Known), isinstance(disbursed, Known)]
    lead = view.t(
        said,
        committed=view.money(committed),
        disbursed=view.money(disbursed),
        country=view.name_of("iso", "country", country),
        period=view.period(span),
    )
    return f"{lead} {view.t('money_beside', beside=view.money(beside))}" if _is_some(beside) else lead


def needs_lead(view: View) -> str:
    """The people displaced and returned in the whole country on the newest day that any count is of."""
    newest = max((r["as_of"] for r in view.content.rows["displacement"]), default=None)
    if newest is None:
        return view.t("needs_none")
    root = view.book.declaration.places.root_pcode
    displaced, returned = (
        view.ask(m, at=newest, place=root).value for m in ("displaced_people", "returned_people")
    )
    said = {
        (True, True): "needs_lead",
        (True, False): "needs_displaced_only",
        (False, True): "needs_returned_only",
        (False, False): "needs_none",
    }[isinstance(displaced, Known), isinstance(returned, Known)]
    return view.t(
        said,
        displaced=view.value(displaced, "people"),
        returned=view.value(returned, "people"),
        day=view.day(newest),
    )


def people_lead(view: View) -> str:
    """How many days have a published strength; an authority is never told as one."""
    days = len({(r["ceiling_id"], r["from_day"]) for r in view.content.rows["deployment"]})
    if days:
        return view.count("people_lead", days)
    return view.t("people_lead_none" if view.content.rows["ceiling"] else "people_none")


def _is_some(value: Value) -> bool:
    return isinstance(value, Known) and value.interval.exact != 0
