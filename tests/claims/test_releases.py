"""A claim against what earlier releases of the book said, and the reasons recorded for a change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_conflicts import FRAME, claim

from pledgebook.book.changes import Change, read_changes, recorded
from pledgebook.claims.conflicts import statements_of
from pledgebook.claims.releases import changed_since, read_releases
from pledgebook.text import Text

TARGET = "displaced_people?place=XX&at=2020-12-31"
HEAD = "figure,page,language,words,request,allowed\n"


def release(root: Path, name: str, words: str, request: str = TARGET, language: str = "en") -> None:
    """Keep the claims of a release in the book."""
    folder = root / "releases" / name
    folder.mkdir(parents=True)
    line = f'page/displaced_people-1,page,{language},"{words}","{request.replace("?place", "?place")}",\n'
    text = HEAD + line
    (folder / "claims.csv").write_text(text, encoding="utf-8")


def differing(root: Path, words: str, changes: tuple[Change, ...] = ()) -> list[tuple[str, str]]:
    """The release and the old words that contradict a claim of today."""
    statements = statements_of([claim(words, TARGET)], FRAME)
    released, problems = read_releases(root)
    assert problems == []
    found = changed_since(statements, released, changes, home_currency="EUR", fiscal_start=(1, 1))
    return [(old.release, old.words) for _, old in found]


def test_a_figure_that_shares_no_number_with_an_earlier_release_is_told_with_the_newest(
    tmp_path: Path,
) -> None:
    release(tmp_path, "2021-06", "about 1.5 million")
    release(tmp_path, "2021-12", "about 1.4 million")
    assert differing(tmp_path, "about 1.2 million") == [("2021-12", "about 1.4 million")]


@pytest.mark.parametrize("old", ["about 1.2 million", "1,224,108", "over one million"])
def test_words_that_share_a_number_contradict_nothing(tmp_path: Path, old: str) -> None:
    release(tmp_path, "2021-06", old)
    assert differing(tmp_path, "about 1.2 million") == []


def test_another_day_or_another_language_is_another_claim(tmp_path: Path) -> None:
    release(tmp_path, "2021-06", "about 1.5 million", "displaced_people?place=XX&at=2019-12-31")
    release(tmp_path, "2021-07", "environ 1,5 million", language="fr")
    assert differing(tmp_path, "about 1.2 million") == []


@pytest.mark.parametrize("about", ["page/displaced_people-1", "displaced_people"])
def test_a_change_with_a_recorded_reason_contradicts_nothing(tmp_path: Path, about: str) -> None:
    release(tmp_path, "2021-06", "about 1.5 million")
    reason = Text(en="The publisher counted again.", fr="L’éditeur a recompté.")
    assert (
        differing(tmp_path, "about 1.2 million", (Change(about=about, day=date(2022, 1, 1), reason=reason),))
        == []
    )
    other = Change(about="committed", day=date(2022, 1, 1), reason=reason)
    assert len(differing(tmp_path, "about 1.2 million", (other,))) == 1


def test_a_release_without_the_columns_it_needs_is_a_mistake_that_names_them(tmp_path: Path) -> None:
    release(tmp_path, "2021-06", "about 1.5 million")
    path = tmp_path / "releases/2021-06/claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("request", "asked"), encoding="utf-8")
    claims, problems = read_releases(tmp_path)
    assert claims == []
    assert [(p.code, p.where.line) for p in problems] == [("BOOK003", 1)]
    assert "request" in problems[0].what["en"]


def test_the_newest_recorded_change_counts_and_a_change_without_french_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "CHANGES.yml").write_text(
        "changes:\n"
        "  - {about: home/a, day: 2022-01-01, reason: {en: First., fr: D’abord.}}\n"
        "  - {about: home/a, day: 2022-02-01, reason: {en: Then., fr: Ensuite.}}\n",
        encoding="utf-8",
    )
    changes, problems = read_changes(tmp_path)
    newest = recorded(changes, "home/a")
    assert newest
    assert newest.reason["fr"] == "Ensuite."
    assert problems == []
    assert recorded(changes, "home/b") is None
    (tmp_path / "CHANGES.yml").write_text("changes:\n  - {about: home/a, reson: 1}\n", encoding="utf-8")
    assert {p.code for p in read_changes(tmp_path)[1]} == {"BOOK003", "BOOK004"}
