"""A book of many rows asks the database as often as one of few: what grows with the square is found by counting."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from book_copies import compiled, edit, small_book
from pledgebook.build import Compiled
from pledgebook.measures.engines.duck import DuckDb
from pledgebook.pages.content import Content
from pledgebook.pages.results import results_pages
from pledgebook.pages.view import View

VALUE = "ind{n},d,Counted.,Compté.,{kind},total,true,{day},{day},people,up,{number},announcement\n"
KINDS = (("baseline", "2019-12-31", 10), ("target", "2023-12-31", 90), ("actual", "2021-12-31", 50))


def with_indicators(folder: Path, number: int) -> Compiled:
    """The small book with so many indicators more, each with a baseline, a target and an actual."""
    book = small_book(folder)
    lines = [f"ind{n},d,outcome,number,linear,,,,false,,announcement\n" for n in range(number)]
    with (book / "ledgers/indicators.csv").open("a", encoding="utf-8") as ledger:
        ledger.writelines(lines)
    with (book / "ledgers/indicator_values.csv").open("a", encoding="utf-8") as ledger:
        for n in range(number):
            ledger.writelines(VALUE.format(n=n, kind=k, day=d, number=q) for k, d, q in KINDS)
    names = "".join(f"\n  ind{n}: {{en: Indicator {n}, fr: Indicateur {n}}}" for n in range(number))
    edit(book, "pledgebook.yml", "\nindicators:", f"\nindicators:{names}")
    return compiled(book)


def queries_for_results(done: Compiled, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What the pages of results ask in one language, where states are too many rows to be held, and what they say."""
    content = Content(done.book, done.snapshots, done.rows, done.measures, done.verdicts, done.findings)
    done.measures.let_go()
    states = len(done.rows["indicator"]) * 6
    monkeypatch.setattr(done.measures.database, "_most_rows", states - 1)
    found: Counter[str] = Counter()
    run = DuckDb.run

    def counted(engine: DuckDb, query: str, values: object = ()) -> object:
        found["queries"] += 1
        return run(engine, query, values)  # type: ignore[arg-type]

    monkeypatch.setattr(DuckDb, "run", counted)
    view = View(content, "en")
    page = results_pages(view)[0]
    monkeypatch.setattr(DuckDb, "run", run)
    cards = [*page.context["indicators"], *(c for g in page.context["indicator_groups"] for c in g.records)]
    found.update(card["state_label"] for card in cards)
    return found


def test_the_page_of_results_asks_the_states_of_all_indicators_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, more = (queries_for_results(with_indicators(tmp_path / str(n), n), monkeypatch) for n in (20, 40))
    assert more["queries"] == few["queries"]
    assert (few["Off track"], more["Off track"]) == (20, 40)
