"""Long lists: what is folded is all there, said in groups before it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from book_copies import compiled, small_book
from pledgebook.pages.content import Content
from pledgebook.pages.folded import FEW, Group, by_state, by_time, by_title
from pledgebook.pages.milestones import milestones_page
from pledgebook.pages.site import write_page
from pledgebook.pages.view import View


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    done = compiled(small_book(tmp_path_factory.mktemp("few")))
    return View(
        Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings), "en"
    )


def row(number: int, first: date | None, last: date | None) -> dict[str, Any]:
    return {"id": number, "from_day": first, "to_day": last}


def grouped(view: View, rows: Sequence[dict[str, Any]]) -> list[Group]:
    return by_time(view, rows, lambda found: f"{len(found)} acts", lambda r: r["id"])


def all_of(groups: Sequence[Group]) -> list[Any]:
    return [one for g in groups for one in (*g.records, *all_of(g.groups))]


def test_a_few_are_not_folded(view: View) -> None:
    assert grouped(view, [row(n, date(2020, 5, 4), None) for n in range(FEW)]) == []


def test_many_are_folded_by_year_and_a_full_year_by_month_with_nothing_lost(view: View) -> None:
    days = [date(2020, 1, 15) + timedelta(days=n) for n in range(FEW + 6)]
    rows = [row(n, day, day) for n, day in enumerate(days)]
    rows += [
        row(100, date(2020, 1, 1), date(2020, 12, 31)),
        row(101, None, None),
        row(102, None, date(2019, 7, 1)),
    ]
    found = grouped(view, rows)
    assert [(g.title, g.sentence) for g in found] == [
        ("2019", "1 acts"),
        ("2020", "31 acts"),
        ("undated", "1 acts"),
    ]
    months = found[1].groups
    assert [(g.title, g.sentence) for g in months] == [
        ("January\u00a02020", "17 acts"),
        ("February\u00a02020", "13 acts"),
    ]
    assert found[1].records == [100], "a whole year is of no month"
    assert sorted(all_of(found)) == sorted(r["id"] for r in rows)


def test_many_claims_are_folded_by_page_and_a_page_of_many_by_what_comes_next(view: View) -> None:
    records = [{"page": "Home" if n % 3 else "Money", "file": f"{n % 2}.md", "id": n} for n in range(90)]
    assert by_title(view, records[:FEW], ("page",)) == []
    money, home = by_title(view, records, ("page", "file"))
    assert (money.title, home.title) == ("Money: 30", "Home: 60")
    assert [g.title for g in home.groups] == ["1.md: 30", "0.md: 30"]
    assert sorted(r["id"] for r in all_of([money, home])) == list(range(90))
    assert [r["id"] for r in by_title(view, records, ("page",))[0].records] == list(range(0, 90, 3))


def test_what_fails_comes_first_and_stands_open_where_it_is_little(view: View) -> None:
    def cards(state: str, number: int) -> list[dict[str, Any]]:
        return [{"state": "x", "state_label": view.t(f"state_{state}"), "id": n} for n in range(number)]

    found = by_state(view, [*cards("met", FEW + 1), *cards("off_track", 2)], ("off_track", "met"))
    assert [(g.title, g.is_open) for g in found] == [("Off track: 2", True), ("Target met: 25", False)]
    assert by_state(view, cards("met", FEW), ("met",)) == []


def test_each_of_many_milestones_stands_on_the_page_once_behind_a_line_that_counts(
    view: View, tmp_path: Path
) -> None:
    (first, *_) = view.content.rows["milestone"]
    many = [first | {"milestone_id": f"law-{n}", "state": "done"} for n in range(60)]
    rows = {**view.content.rows, "milestone": many}
    content = view.content
    other = View(
        Content(content.book, content.snapshots, rows, content.measures, content.verdicts, content.findings),
        "en",
    )
    write_page(tmp_path, [other], other, milestones_page(other))
    page = html.parse(str(tmp_path / "en/milestones/index.html"))
    assert page.xpath("count(//article)") == 60
    assert len({*page.xpath("//details//article/@id")}) == 60
    (year, *_) = page.xpath("//details[contains(@class, 'group')]/summary")
    assert "Of 60 acts and commitments, 60 are done." in " ".join(year.text_content().split())
