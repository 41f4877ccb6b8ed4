"""Long lists folded: in groups that say how much they hold, so that a page of thousands still reads.

A newcomer would leave out what is folded. It is all on the page: found by the browser's search, opened by a link to it,
without a script, and on paper.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgebook.pages.view import View

Row = Mapping[str, Any]

FEW = 24
"""As many records stand one below the other; of more each group is folded."""
_UNDATED = 9999 + 1
"""Stands behind every year."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is folded together: its title, what it holds in a sentence, groups inside it, and records beside them."""

    title: str
    sentence: str
    records: Sequence[Any]
    groups: Sequence[Group] = ()
    state: str = ""
    is_open: bool = False


def by_title(view: View, records: Sequence[Row], titles: Sequence[str]) -> list[Group]:
    """Records by the first of these fields, in the order in which its words first come, and by the next where they are
    still many; nothing where they are few.
    """
    if len(records) <= FEW or not titles:
        return []
    made = []
    for title, found in _parted(records, lambda record: record[titles[0]]).items():
        inner = by_title(view, found, titles[1:])
        said = f"{title}{view.t('colon')} {view.number(len(found))}"
        made.append(Group(said, "", [] if inner else found, inner))
    return made


def by_time(
    view: View, rows: Sequence[Row], say: Callable[[Sequence[Row]], str], shown: Callable[[Row], Any]
) -> list[Group]:
    """Rows by year, and by month in a year of more than a few; undated ones last. Nothing where the rows are few."""
    if len(rows) <= FEW:
        return []

    def year(number: int | None, found: Sequence[Row]) -> Group:
        months = _parted(found, _month) if len(found) > FEW else {None: found}
        groups = [
            Group(view.days(first, _last(first)), say(of), [shown(row) for row in of])
            for first, of in sorted((first, of) for first, of in months.items() if first)
        ]
        title = view.t("undated") if number is None else view.year(number)
        return Group(title, say(found), [shown(row) for row in months.get(None, ())], groups)

    years = _parted(rows, lambda row: day.year if (day := _day(row)) else None)
    return [year(number, years[number]) for number in sorted(years, key=lambda n: n or _UNDATED)]


def _parted(rows: Sequence[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _day(row: Row) -> date | None:
    day: date | None = row["from_day"] or row["to_day"]
    return day


def _month(row: Row) -> date | None:
    """The first day of the month that the row is dated in; nothing where its days are of several."""
    days = {day.replace(day=1) for day in (row["from_day"], row["to_day"]) if day}
    return days.pop() if len(days) == 1 else None


def _last(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def by_state(view: View, cards: Sequence[Row], states: Sequence[str]) -> list[Group]:
    """Cards by the label of their state, in the order of ``states``; nothing where they are few.

    The first group stands open where it is small: what fails is as easy to find as what holds.
    """
    if len(cards) <= FEW:
        return []
    found = _parted(cards, lambda card: card["state_label"])
    labels = [view.t(f"state_{state}") for state in states]
    parted = [(label, found[label]) for label in labels if label in found]
    return [
        Group(
            f"{label}{view.t('colon')} {view.number(len(cards))}",
            "",
            cards,
            state=cards[0]["state"],
            is_open=number == 0 and len(cards) <= FEW,
        )
        for number, (label, cards) in enumerate(parted)
    ]
