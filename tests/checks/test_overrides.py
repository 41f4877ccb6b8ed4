"""A decision lets a finding stand for a time: it is shown wherever the figure is, changes nothing, hides nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from book_copies import compiled, copy_of, edit, findings, place_of, placed, said, small_book, write
from pledgebook.build import build
from pledgebook.checks.overrides import NEVER
from pledgebook.cli import main

HOME, FRENCH, FILE = "pages/home/en.md", "pages/home/fr.md", "overrides.yml"
FIGURE = "home/committed-strategy"
REASON = "reason: {en: The bank corrects the transfer in June., fr: La banque corrige le virement en juin.}"
IN_FORCE = "from: 2022-05-01, until: 2022-06-30"


def decision(about: str, days: str = IN_FORCE, role: str = "coordinator") -> str:
    return f"overrides:\n  - {{{about}, role: {role}, {days}, {REASON}}}\n"


def wrong_book(folder: Path, text: str = "") -> Path:
    """A book whose figure does not hold in either language, and perhaps a decision about it."""
    book = small_book(folder)
    edit(book, HOME, "[€160]", "[€171]")
    edit(book, FRENCH, "[160\u00a0€]", "[171\u00a0€]")
    if text:
        write(book, FILE, text)
    return book


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def codes(book: Path) -> list[str]:
    """What is said of the decisions themselves."""
    found = (f.problem for f in findings(book) if f.problem.where.file.name == FILE)
    return [placed(book, p) for p in found]


@pytest.mark.parametrize("about", [f"figure: {FIGURE}", f"figure: {FIGURE}, check: HED001"])
def test_a_figure_that_does_not_hold_stops_the_book_unless_somebody_decided_otherwise(
    tmp_path: Path, about: str
) -> None:
    assert run("build", wrong_book(tmp_path / "without")).exit_code == 1
    assert run("build", wrong_book(tmp_path / "with", decision(about))).exit_code == 0


def test_the_verdict_and_the_value_stay_what_they_are(tmp_path: Path) -> None:
    without = {v.claim.id: v for v in compiled(wrong_book(tmp_path / "a")).verdicts}
    decided = {
        v.claim.id: v for v in compiled(wrong_book(tmp_path / "b", decision(f"figure: {FIGURE}"))).verdicts
    }
    assert decided[FIGURE].truth == "does_not_hold"
    assert decided[FIGURE].answer.value == without[FIGURE].answer.value
    assert decided[FIGURE].reason == without[FIGURE].reason


def test_the_decision_stands_beside_the_figure_in_both_languages_and_in_every_file(tmp_path: Path) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}"))
    build(book, lambda *_: None)
    site = book / "_build/latest/site"
    for language, mark, reason, until in (
        ("en", "Overridden", "The bank corrects the transfer in June.", "30\u00a0June\u00a02022"),
        ("fr", "Dérogation", "La banque corrige le virement en juin.", "30\u00a0juin\u00a02022"),
    ):
        home = (site / language / "index.html").read_text(encoding="utf-8")
        assert f'<span class="badge badge--plain badge--overridden">{mark}</span>' in home
        assert {"en": "1 does not hold", "fr": "1 ne se vérifie pas"}[language] in home
        proof = (site / language / "figures/index.html").read_text(encoding="utf-8")
        for page in (home, proof):
            assert reason in page
            assert until in page
    with (site / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["language"]: r for r in csv.DictReader(file) if r["figure"] == FIGURE}
    assert {r["truth"] for r in rows.values()} == {"does_not_hold"}
    assert rows["fr"]["override_reason"] == "La banque corrige le virement en juin."
    assert {(r["override_role"], r["override_until"]) for r in rows.values()} == {
        ("coordinator", "2022-06-30")
    }
    published = json.loads((site / "data/findings.json").read_text(encoding="utf-8"))
    assert {f["override"]["role"] for f in published if f["code"] == "HED001"} == {"coordinator"}


def test_a_figure_nobody_decided_about_carries_no_mark(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, lambda *_: None)
    home = (book / "_build/latest/site/en/index.html").read_text(encoding="utf-8")
    assert "badge--overridden" not in home


def test_explain_check_and_the_log_of_editors_tell_the_decision(tmp_path: Path) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}"))
    explained = run("explain", book, FIGURE, "--lang", "fr").stdout
    assert (
        "dérogation\u00a0: Dérogation du 1er\u00a0mai\u00a02022 au 30\u00a0juin\u00a02022 (rôle\u00a0: coordination)."
        in explained
    )
    checked = run("check", book)
    assert checked.exit_code == 0
    assert "HED001 [error, overridden]" in checked.stdout
    assert "Errors: 0" in checked.stdout
    log = json.loads(run("check", book, "--format", "sarif").stdout)
    found = [r for r in log["runs"][0]["results"] if r["ruleId"] == "HED001"]
    assert found
    assert all("The bank corrects" in r["suppressions"][0]["justification"] for r in found)


def test_a_decision_about_another_check_of_the_figure_leaves_this_one(tmp_path: Path) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}, check: CON001"))
    assert any(line.startswith("HED001") for line in said(book))
    assert [c.split()[0] for c in codes(book)] == ["OVR003"]


def test_a_finding_about_no_figure_is_overridden_by_its_check_and_file(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "## Money", "## Money\n\nThere were 12 more.")
    write(book, FILE, decision(f"check: NUM001, file: {HOME}"))
    found = [f for f in findings(book) if f.problem.code == "NUM001"]
    assert [f.override is not None for f in found] == [True]
    assert not found[0].stops


DECISIONS = {
    "one that has ended": ("from: 2022-04-01, until: 2022-05-31", "OVR002", "until"),
    "one that lasts too long": ("from: 2022-05-01, until: 2022-12-31", "OVR001", "until"),
    "one that has not begun": ("from: 2022-06-02, until: 2022-06-30", "OVR005", "from"),
}


@pytest.mark.parametrize("case", DECISIONS.values(), ids=DECISIONS)
def test_a_decision_out_of_its_time_has_no_effect_and_is_a_finding(
    tmp_path: Path, case: tuple[str, str, str]
) -> None:
    days, code, key = case
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}", days))
    assert any(line.startswith("HED001") for line in said(book))
    assert codes(book) == [f"{code} {place_of(book, FILE, key + ':')}"]


def test_a_decision_holds_on_its_first_and_on_its_last_day(tmp_path: Path) -> None:
    for number, days in enumerate(
        ("from: 2022-06-01, until: 2022-06-30", "from: 2022-05-01, until: 2022-06-01")
    ):
        book = wrong_book(tmp_path / str(number), decision(f"figure: {FIGURE}", days))
        assert said(book) == []


def test_the_book_says_for_how_long_a_decision_may_last(tmp_path: Path) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}"))
    edit(book, "pledgebook.yml", "threshold: 10", "threshold: 10\nlongest_override: 60")
    assert [c.split()[0] for c in codes(book)] == ["OVR001"]


def test_a_decision_whose_figure_holds_again_has_no_ground(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, FILE, decision(f"figure: {FIGURE}"))
    assert [c.split()[0] for c in codes(book)] == ["OVR003"]
    assert run("check", book).exit_code == 0


def test_nobody_can_decide_that_a_source_need_not_be_the_one_that_was_locked(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "sources/rounds/rounds.csv", "96337", "96338")
    before = said(book)
    code, file = before[0].split(":")[0].split()
    assert code.startswith("SRC")
    write(book, FILE, decision(f"check: {code}, file: {file}"))
    assert before[0] in said(book)
    assert [c.split()[0] for c in codes(book)] == ["OVR004"]


@pytest.mark.parametrize("family", ["SDC", "SRC", "BOOK", "PUB"])
def test_the_gate_and_what_a_book_declares_are_closed_to_decisions(family: str) -> None:
    assert family in NEVER


def test_nobody_can_decide_that_a_withheld_count_may_be_worked_out(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    write(book, FILE, decision("check: SDC001, file: pledgebook.yml"))
    assert [c.split()[0] for c in codes(book)] == ["OVR004"]


WRONG = {
    "a figure that there is not": (f"figure: {FIGURE}x", "BOOK007", "figure"),
    "a check that there is not": (f"figure: {FIGURE}, check: HED999", "BOOK007", "check"),
    "a file that there is not": ("check: NUM001, file: pages/home/de.md", "BOOK007", "file"),
    "a check without its place": ("check: NUM001", "BOOK006", ""),
    "a figure and a file": (f"figure: {FIGURE}, check: HED001, file: {HOME}", "BOOK006", ""),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_decision_about_nothing_is_a_mistake_at_its_line(
    tmp_path: Path, case: tuple[str, str, str]
) -> None:
    about, code, key = case
    book = wrong_book(tmp_path, decision(about))
    found = codes(book)
    assert [c.split()[0] for c in found] == [code]
    if key:
        assert found == [f"{code} {place_of(book, FILE, key + ':')}"]
    assert f"{code} {FILE}:2" in found[0]


@pytest.mark.parametrize("role", ["A. Person", "minister"])
def test_a_decision_is_made_by_a_role_and_never_by_a_person(tmp_path: Path, role: str) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}", role=role))
    assert [c.split()[0] for c in codes(book)] == ["BOOK006"]


def test_a_reason_that_one_language_lacks_is_a_mistake(tmp_path: Path) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}").replace(", fr: La banque", ", de: Die Bank"))
    assert [c.split()[0] for c in codes(book)] == ["BOOK006"]


def test_a_book_with_a_decision_is_built_to_the_same_bytes_twice(tmp_path: Path) -> None:
    book = wrong_book(tmp_path, decision(f"figure: {FIGURE}"))
    other = copy_of(book, tmp_path, "other")
    manifests = []
    for one in (book, other):
        build(one, lambda *_: None)
        manifests.append((one / "_build/latest/manifest.json").read_bytes())
    assert manifests[0] == manifests[1]
