"""``pledgebook source``: what it prints, in which form, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pledgebook.cli import main

ACTIVITY = """<iati-activities version="2.03">
<iati-activity xml:lang="en" default-currency="USD">
<iati-identifier>XM-DAC-1-A</iati-identifier>
<reporting-org ref="XM-DAC-1" type="{type}"><narrative>X</narrative></reporting-org>
<title><narrative>A</narrative></title>
<activity-date type="2" iso-date="2020-01-01"/>
<recipient-country code="IQ"/>
<sector vocabulary="1" code="11110"/>
</iati-activity>
</iati-activities>
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one wrong code, on line 4."""
    path = tmp_path / "a.xml"
    path.write_text(ACTIVITY.format(type="1"), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["source", "validate", *map(str, arguments)])


def test_a_fault_is_told_with_file_line_rule_severity_record_element_and_what_next(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 1
    told = (
        "9.54.1 [error] XM-DAC-1-A reporting-org/@type: “1” is not in the code list iati/organisation_type."
    )
    assert f"{file.as_posix()}:4: {told}\n    next: Use a code of the list" in result.stdout
    assert result.stdout.endswith("Files: 1. Critical: 0, errors: 1, warnings: 0, advisories: 0.\n")


def test_the_same_in_french(file: Path) -> None:
    told = run(file, "--lang", "fr").stdout
    assert "9.54.1 [erreur] XM-DAC-1-A reporting-org/@type: «\u00a01\u00a0» n’est pas dans la liste" in told
    assert "à faire\u00a0: Employez un code de la liste" in told


def test_a_file_that_conforms_ends_with_0(file: Path) -> None:
    file.write_text(ACTIVITY.format(type="10"), encoding="utf-8")
    result = run(file)
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)


def test_json_has_every_fault_in_both_languages_and_the_counts(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "faults.json"
    assert run(file, file, "--format", "json", "--out", out).exit_code == 1
    content = json.loads(out.read_text(encoding="utf-8"))
    assert content["by_rule"] == {"9.54.1": 2}
    assert content["by_severity"] == {"error": 2}
    finding = content["findings"][0]
    assert (finding["line"], finding["record"], finding["value"]) == (4, "XM-DAC-1-A", "1")
    assert set(finding["what"]) == set(finding["next"]) == {"en", "fr"}


def test_sarif_is_of_the_official_schema_and_names_the_rule(file: Path) -> None:
    log = json.loads(run(file, "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("9.54.1", "error")
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert rules[result["ruleIndex"]]["id"] == "9.54.1"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4


def test_a_day_that_is_named_decides_what_is_in_the_future(file: Path) -> None:
    assert "11.1.4" in run(file, "--today", "2019-12-31").stdout
    assert "11.1.4" not in run(file, "--today", "2020-01-01").stdout


def test_a_folder_without_schemas_is_told_with_what_to_do_and_nothing_is_validated(file: Path) -> None:
    result = run(file, "--schemas", file.parent)
    assert result.exit_code == 2
    assert "There is no iati-activities-schema.xsd here." in result.stderr
    assert result.stdout == ""


@pytest.mark.shared
def test_the_schema_pins_a_fault_to_its_activity_and_line(file: Path, shared: Path) -> None:
    told = run(file, "--schemas", shared / "data/standard/schemas").stdout
    assert (
        f"{file.as_posix()}:6: 0.3.1 [critical] XM-DAC-1-A activity-date: The schema of version 2.03" in told
    )
