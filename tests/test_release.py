"""A release keeps what the book said, whole, once and for all; later figures and readers are held against it."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from book_copies import copy_of, edit, findings, said, small_book, write
from pledgebook.build import build
from pledgebook.claims.kept import kept_releases
from pledgebook.cli import main
from pledgebook.diff import diff
from pledgebook.release import release
from pledgebook.text import Text

HOME, FRENCH = "pages/home/en.md", "pages/home/fr.md"
FIGURE = "home/displaced-people-2020-12-31-xx"
NOTE = Text(en="The first edition.", fr="La première édition.")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mended(book: Path) -> None:
    """The count of the place changed, and the figure with it."""
    edit(book, "sources/rounds/rounds.csv", "96337", "98337")
    edit(book, "sources/rounds/rounds.csv", "46211", "48211")
    edit(book, HOME, "approximately 96,000", "approximately 98,000")
    edit(book, FRENCH, "environ 96\u202f000", "environ 98\u202f000")
    assert run("lock", book).exit_code == 0


def test_a_release_keeps_claims_definitions_hashes_and_the_note_in_each_language(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    note = ("--note", "en=The first edition.", "--note", "fr=La première édition.")
    assert run("release", book, "2022-06", *note).exit_code == 0
    kept = book / "releases/2022-06"
    build(book, lambda *_: None)
    data = book / "_build/latest/site/data"
    assert (kept / "claims.csv").read_bytes() == (data / "claims.csv").read_bytes()
    assert (kept / "measures.csv").read_bytes() == (data / "measures.csv").read_bytes()
    facts = json.loads((kept / "release.json").read_text(encoding="utf-8"))
    assert facts["note"] == dict(NOTE)
    assert facts["as_of"] == "2022-06-01"
    assert facts["languages"] == ["en", "fr"]
    assert sum(facts["verdicts"].values()) * 2 == len(lines(kept / "claims.csv"))
    assert set(facts["texts"]["home"]) == {"en", "fr"}
    sources = {r["source"]: r["sha256"] for r in lines(kept / "tables/snapshot.csv")}
    assert len(sources["rounds"]) == 64


def test_the_same_book_gives_the_same_release(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    other = copy_of(book, tmp_path, "other")
    manifests = [(release(b, "2022-06", NOTE) / "manifest.json").read_bytes() for b in (book, other)]
    assert manifests[0] == manifests[1]


def test_a_release_is_never_written_again(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    kept = release(book, "2022-06")
    before = (kept / "manifest.json").read_bytes()
    result = run("release", book, "2022-06")
    assert result.exit_code == 2
    assert "REL002" in result.stdout
    assert (kept / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(("name", "code"), [("../x", "REL001"), ("June", "REL001"), ("2022-05", "REL004")])
def test_a_name_that_is_none_or_sorts_before_the_last_is_refused(
    tmp_path: Path, name: str, code: str
) -> None:
    book = small_book(tmp_path)
    release(book, "2022-06")
    result = run("release", book, name, "--lang", "fr")
    assert result.exit_code == 2
    assert code in result.stdout
    assert [p.name for p in (book / "releases").iterdir()] == ["2022-06"]


def test_a_book_that_a_finding_stops_is_not_released(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "[€160]", "[€171]")
    assert run("release", book, "2022-06").exit_code == 1
    assert not (book / "releases").exists()


def test_a_release_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("pledgebook.release.hashes_of", fails)
    book = small_book(tmp_path)
    with pytest.raises(OSError, match="no space left"):
        release(book, "2022-06")
    assert not (book / "releases").exists()
    assert list((book / "_build").iterdir()) == []


def test_a_note_in_one_language_is_refused(tmp_path: Path) -> None:
    result = run("release", small_book(tmp_path), "2022-06", "--note", "en=Only English.")
    assert result.exit_code == 2
    assert "every language" in result.output


def test_an_override_in_force_is_kept_with_the_release(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "[€160]", "[€171]")
    edit(book, FRENCH, "[160\u00a0€]", "[171\u00a0€]")
    reason = "reason: {en: Corrected in June., fr: Corrigé en juin.}"
    days = "from: 2022-05-15, until: 2022-06-15"
    write(
        book,
        "overrides.yml",
        f"overrides: [{{figure: home/committed-strategy, role: auditor, {days}, {reason}}}]\n",
    )
    kept = release(book, "2022-06")
    facts = json.loads((kept / "release.json").read_text(encoding="utf-8"))
    assert "Corrigé en juin." in facts["overrides"]["home/committed-strategy"]["fr"]
    rows = [r for r in lines(kept / "claims.csv") if r["figure"] == "home/committed-strategy"]
    assert {(r["truth"], r["override_role"]) for r in rows} == {("does_not_hold", "auditor")}
    (book / "overrides.yml").unlink()
    edit(book, HOME, "[€171]", "[€160]")
    edit(book, FRENCH, "[171\u00a0€]", "[160\u00a0€]")
    told = [d.cells for d in diff(kept, release(book, "2022-07"), {}) if d.name == "home/committed-strategy"]
    assert {cells["override_until"] for cells in told} == {("2022-06-15", "")}


def test_a_figure_that_contradicts_the_release_is_found_until_its_reason_is_recorded(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    release(book, "2022-06")
    assert "CON010" not in {f.problem.code for f in findings(book)}
    mended(book)
    found = [f for f in findings(book) if f.problem.code == "CON010"]
    assert {f.figure for f in found} == {FIGURE.removeprefix("home/")}
    reason = "reason: {en: The South was counted again., fr: Le Sud a été recompté.}"
    write(book, "CHANGES.yml", f"changes:\n  - {{about: {FIGURE}, day: 2022-06-10, {reason}}}\n")
    assert "CON010" not in {f.problem.code for f in findings(book)}


def test_two_releases_can_be_compared(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    old = release(book, "2022-06")
    mended(book)
    reason = "reason: {en: The South was counted again., fr: Le Sud a été recompté.}"
    write(book, "CHANGES.yml", f"changes:\n  - {{about: {FIGURE}, day: 2022-06-10, {reason}}}\n")
    new = release(book, "2022-07")
    subjects = {(d.subject, d.name) for d in diff(old, new, {})}
    assert ("claim", FIGURE) in subjects
    assert ("source", "rounds") in subjects
    assert ("text", "home") in subjects


def test_a_reason_for_a_source_is_told_beside_the_claims_that_rest_on_it(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    old = release(book, "2022-06")
    mended(book)
    reason = "reason: {en: The South was counted again., fr: Le Sud a été recompté.}"
    write(book, "CHANGES.yml", f"changes:\n  - {{about: rounds, day: 2022-06-10, {reason}}}\n")
    edit(book, HOME, "approximately 98,000", "approximately 96,000")
    edit(book, FRENCH, "environ 98\u202f000", "environ 96\u202f000")
    edit(book, HOME, "approximately 96,000", "about 98,000")
    edit(book, FRENCH, "environ 96\u202f000", "à peu près 98\u202f000")
    told = diff(old, release(book, "2022-07"), {"rounds": (date(2022, 6, 10), NOTE)})
    reasons = {(d.subject, d.name): d.reason for d in told}
    assert reasons["source", "rounds"] == reasons["claim", FIGURE] == NOTE


def test_a_file_of_a_release_that_somebody_edits_is_found(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    release(book, "2022-06")
    edit(book, "releases/2022-06/claims.csv", "about", "around")
    assert said(book) == ["REL003 releases/2022-06/claims.csv"]


def test_a_book_with_releases_has_a_page_of_them_with_each_change_and_its_reason(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, lambda *_: None)
    site = book / "_build/latest/site"
    assert not (site / "en/releases").exists()
    release(book, "2022-06", NOTE)
    mended(book)
    reason = "reason: {en: The South was counted again., fr: Le Sud a été recompté.}"
    write(book, "CHANGES.yml", f"changes:\n  - {{about: {FIGURE}, day: 2022-06-10, {reason}}}\n")
    build(book, lambda *_: None)
    for language, was, now, why, note in (
        (
            "en",
            "approximately 96,000",
            "approximately 98,000",
            "The South was counted again.",
            "The first edition.",
        ),
        (
            "fr",
            "environ 96\u202f000",
            "environ 98\u202f000",
            "Le Sud a été recompté.",
            "La première édition.",
        ),
    ):
        page = (site / language / "releases/index.html").read_text(encoding="utf-8")
        for told in (was, now, why, note, "2022-06"):
            assert told in page, told
        assert "releases/index.html" in (site / language / "figures/index.html").read_text(encoding="utf-8")
    assert "environ" not in (site / "en/releases/index.html").read_text(encoding="utf-8")


def test_a_release_that_lost_its_facts_is_shown_without_them(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    kept = release(book, "2022-06", NOTE)
    for name in ("release.json", "manifest.json"):
        (kept / name).unlink()
    assert [(r.name, r.as_of, r.note) for r in kept_releases(book)] == [("2022-06", None, None)]
    build(book, lambda *_: None)
