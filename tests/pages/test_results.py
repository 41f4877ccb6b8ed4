"""What the page of results says of the indicators: one sentence of states, computed."""

from __future__ import annotations

import re
from pathlib import Path

from book_copies import silent, small_book
from pledgebook.build import build

LINE = "schooling,enrolled,Children enrolled.,Enfants inscrits.,{},total,true,{},people,up,{},announcement\n"


def said(folder: Path, lines: str, language: str) -> str:
    book = small_book(folder)
    path = book / "ledgers/indicator_values.csv"
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    build(book, silent)
    page = (book / f"_build/latest/site/{language}/results/index.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


TARGET = LINE.format("target", "2021-01-01,2021-12-31", 100)


def test_a_target_that_was_passed_is_met(tmp_path: Path) -> None:
    found = said(tmp_path, TARGET + LINE.format("actual", "2021-01-01,2021-12-31", 120), "en")
    assert "on 1 June 2022, 1 has met its target." in found or "1 has met its target and" in found
    assert "Target met" in found


def test_a_target_that_was_not_reached_by_its_day_is_overdue_in_french_too(tmp_path: Path) -> None:
    found = said(tmp_path, TARGET + LINE.format("actual", "2021-01-01,2021-12-31", 80), "fr")
    assert "1 a passé l’échéance sans atteindre sa cible" in found
    assert "Échue" in found


def test_a_target_without_an_actual_has_no_data_and_is_no_failure(tmp_path: Path) -> None:
    found = said(tmp_path, TARGET, "en")
    assert "1 cannot be judged for want of data" in found
    assert "overdue" not in found.partition("for want of data")[0]
