"""The standard's own test files and what the official validator said of real files, held against what we say.

``docs/iati-conformance.md`` is made from them: run this file to write it again.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.validation.file import validate_file
from pledgebook.sources.iati.validation.rule import code_rules, rules
from pledgebook.sources.iati.validation.schema import Schemas

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "iati-conformance.md"
TODAY = date(2026, 11, 23)
WHEN_WRITTEN = date(2019, 12, 31)
"""A day on which the days of the rule files that lie in the future lay there."""
NAMED = re.compile(r"testfiles__(\d+\.\d+\.\d+)\.")
CAUSES = {
    "doubled": "theirs is twice ours for every rule of the ruleset and for no other: their count seems to take"
    " each such fault twice",
    "2.1.2": "their check of the vocabularies other than 1 never runs: its condition keeps a place-holder",
    "1000.0.6": "the validator also looks into the Datastore, which has these activities",
    "1.14.8": "whether an identifier belongs to a registered publisher, which lifts the rule, only the registry"
    " knows; it is an advisory here, told once",
}
REASONS = {
    "unreadable": "the file is not XML, and the activity with the fault cannot be read",
    "11.1.2": "its days are in order: the fault was taken out of this copy",
    "12.1.2": "a rule of versions before 2.03 only; the file says 2.03, whose rule is 12.1.1",
    "12.2.2": "a rule of versions before 2.03 only; the file says 2.03, whose rule is 12.2.1",
    "12.3.2": "a rule of versions before 2.03 only; the file says 2.03, whose rule is 12.3.1",
    "2.2.1": "it has a narrative, an empty one; the rule asks for the element",
    "3.1.1": "it has regions beside its countries, and then the rule is 3.4.1",
    "3.1.2": "it has regions beside its countries, and then the rule is 3.4.2",
    "8.11.1": "the reference of the result is a comment: the fault was taken out of this copy",
    "11.3.1": "its value date lies in the period: the fault was taken out of this copy",
    "6.1.4": "no rule of this number in the ruleset, and no rule or schema of 2.03 is broken by what it shows",
    "6.1.5": "no rule of this number in the ruleset; the schema tells it",
    "9.116.1": "a rule of version 1 only",
    "9.120.1": "a rule of version 1 only; in version 2 it is 9.34.1",
}


def named_files(shared: Path) -> dict[Path, str]:
    """The rule files that are named after a rule, with it."""
    files = sorted((shared / "data/iati/conformance/rulesets").glob("*.xml"))
    return {file: match[1] for file in files if (match := NAMED.search(file.name))}


def schemas_of(shared: Path) -> Schemas:
    return Schemas(shared / "data/standard/schemas")


def official(shared: Path) -> dict[str, dict[str, int]]:
    """What the official validator found: rule and count by file."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with (shared / "data/iati/validator-findings.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[row["file"]][row["rule_id"]] = int(row["count"])
    return found


def compared(shared: Path) -> list[tuple[str, str, int, int, str]]:
    """File, rule, our count, theirs, and why they differ, '' where they do not."""
    rows = []
    for file, theirs in sorted(official(shared).items()):
        found = validate_file(shared / "data/iati" / file, TODAY, schemas_of(shared))
        ours = Counter(fault.rule.id for fault in found)
        for rule in sorted({*ours, *theirs}, key=_number):
            our, their = ours[rule], theirs.get(rule, 0)
            cause = "" if our == their else _cause(rule, our, their)
            rows.append((file, rule, our, their, cause))
    return rows


def _cause(rule: str, our: int, their: int) -> str:
    if their == 2 * our:
        return CAUSES["doubled"]
    return CAUSES.get(rule, "")


def _number(rule: str) -> tuple[list[int], str]:
    return [int(part) for part in re.findall(r"\d+", rule)], rule


@pytest.mark.shared
def test_the_verdict_of_every_schema_file_is_that_of_libxml2(shared: Path) -> None:
    schemas, folder = schemas_of(shared), shared / "data/standard/schemas/2.03"
    theirs = {
        kind: etree.XMLSchema(etree.parse(str(folder / f"iati-{kind}-schema.xsd")))
        for kind in ("activities", "organisations")
    }
    verdicts: Counter[tuple[str, bool]] = Counter()
    for file in sorted((shared / "data/iati/conformance/schemas").glob("*.xml")):
        found = validate_file(file, TODAY, schemas)
        ours = not any(fault.rule.severity == "critical" for fault in found)
        assert ours == _libxml2(file, theirs), file.name
        verdicts["should-pass" if "should-pass" in file.name else "other", ours] += 1
        if "should-fail" in file.name:
            verdicts["should-fail", ours] += 1
            verdicts["not XML", ours] += _is_not_xml(file)
    assert verdicts["should-pass", True] == 402
    assert sum(verdicts["should-pass", is_valid] for is_valid in (True, False)) == 700
    assert (verdicts["should-fail", False], verdicts["should-fail", True]) == (1284 + 18 + 12, 30)
    assert (verdicts["not XML", False], verdicts["not XML", True]) == (18, 0), (
        "12 more have an organisation as root"
    )


def _is_not_xml(file: Path) -> bool:
    try:
        etree.parse(str(file))
    except etree.XMLSyntaxError:
        return True
    return False


def _libxml2(file: Path, schemas: dict[str, etree.XMLSchema]) -> bool:
    if _is_not_xml(file):
        return False
    document = etree.parse(str(file))
    kind = "organisations" if "organisation" in str(document.getroot().tag) else "activities"
    return bool(schemas[kind].validate(document))


@pytest.mark.shared
def test_the_reader_survives_every_file(shared: Path) -> None:
    for file in sorted((shared / "data/iati/conformance").rglob("*.xml")):
        for activity in read_activities(file, "a", {"USD"}):
            assert activity.issues or activity.rows


@pytest.mark.shared
def test_each_rule_that_names_a_file_is_given_by_it_where_the_ruleset_has_it(shared: Path) -> None:
    text = (shared / "data/standard/ruleset-2.03/standard.json").read_text(encoding="utf-8")
    in_ruleset = set(re.findall(r'"id": "([\d.]+)"', text))
    given = {
        rule
        for file, rule in named_files(shared).items()
        if rule in {fault.rule.id for fault in validate_file(file, WHEN_WRITTEN)}
    }
    wanted = set(named_files(shared).values())
    assert len(wanted) == 72
    assert len(wanted & in_ruleset) == 64
    assert wanted & in_ruleset <= given


@pytest.mark.shared
def test_a_sound_rule_file_does_not_give_the_rule_it_is_sound_for(shared: Path) -> None:
    sound = {"sector_percentage_sum_good": "2.1.2", "results_refs_good": "8.11.1", "time_limit_good": "7.5.3"}
    folder = shared / "data/iati/conformance/rulesets"
    for name, rule in sound.items():
        for file in folder.glob(f"meta_tests__{name}*.xml"):
            assert rule not in {fault.rule.id for fault in validate_file(file, WHEN_WRITTEN)}, file.name


@pytest.mark.shared
def test_our_rules_are_those_of_the_ruleset_with_its_severities(shared: Path) -> None:
    text = (shared / "data/standard/ruleset-2.03/standard.json").read_text(encoding="utf-8")
    theirs = dict(re.findall(r'"id": "([\d.]+)",\s*"severity": "(\w+)"', text))
    ours = {rule.id: rule.severity for rule in rules() if not rule.versions or "2.03" in rule.versions}
    ours = {number: severity for number, severity in ours.items() if not number.startswith("1000.")}
    assert {"1.14.8", "1.18.8"} == {n for n in theirs if ours.get(n) != theirs[n]}
    assert set(ours) == set(theirs)


@pytest.mark.shared
def test_every_place_of_a_code_in_the_mapping_is_looked_at(shared: Path) -> None:
    mapping = etree.parse(str(shared / "data/standard/codelists-embedded-2.03/mapping.xml"))
    ours = {
        f"//{row.rule.record}{'' if row.path == '.' else '/' + row.path}/"
        + ("text()" if row.attribute == "text" else f"@{row.attribute}")
        for row in code_rules()
    }
    theirs = {str(entry.findtext("path")) for entry in mapping.iter("mapping")}
    assert theirs - ours == {"//@xml:lang", "//iati-activities/@version", "//iati-organisations/@version"}


@pytest.mark.shared
def test_the_codes_of_each_list_are_those_of_the_standard(shared: Path) -> None:
    names: dict[str, set[str]] = {}
    for folder in ("codelists-embedded-2.03", "codelists-nonembedded"):
        for file in sorted((shared / "data/standard" / folder).glob("*.xml")):
            items = etree.parse(str(file)).iter("codelist-item")
            names[_plain(file.stem)] = {str(item.findtext("code")).strip() for item in items}
    for row in code_rules():
        if "/" not in row.list_name:
            assert row.codes == names[_plain(row.list_name)], row.list_name


def _plain(name: str) -> str:
    others = {"CRSAddOtherFlags": "crsotherflag", "UNSDG-Goals": "sdggoal", "UNSDG-Targets": "sdgtarget"}
    plain = others.get(name, name).replace("_", "").lower()
    return {"cashandvouchermodalities": "cashandvouchermodality"}.get(plain, plain)


@pytest.mark.shared
def test_what_the_official_validator_counts_is_what_we_count_or_the_cause_is_known(shared: Path) -> None:
    rows = compared(shared)
    assert [row for row in rows if row[2] != row[3] and not row[4]] == []
    assert sum(row[2] == row[3] for row in rows) == 15
    assert {row[1] for row in rows if row[2] == row[3]} >= {"0.3.1", "0.6.1", "9.27.1", "1000.0.6"}


@pytest.mark.shared
def test_the_page_about_conformance_is_what_the_files_give(shared: Path) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(shared), f"run: python {Path(__file__).name}"


def page(shared: Path) -> str:
    """The page: what differs from the official validator, and the rule files that do not give their rule."""
    lines = [
        "# The standard's test files and the official validator, held against ours",
        "",
        "<!-- Made by tests/sources/validation/test_validation_conformance.py; run it to write this again. -->",
        "",
        "Each of the standard's schema test files gets libxml2's verdict under the schema of 2.03, record by record.",
        "",
        "## What the official validator counted",
        "",
        "| file | rule | ours | theirs | why they differ |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {file} | {rule} | {our} | {their} | {why} |" for file, rule, our, their, why in compared(shared)
    ]
    lines += [
        "",
        "## Files named after a rule that do not give it",
        "",
        f"Read as on {WHEN_WRITTEN.isoformat()}, when the days of these files that should lie in the future did. Every"
        " rule of the ruleset that names a file is given by at least one of its files. What names an activity that is"
        " not in the file (1000.0.1 to 1000.0.6) is left out here.",
        "",
        "| file | gives | why |",
        "|---|---|---|",
    ]
    for file, rule in named_files(shared).items():
        given = sorted({fault.rule.id for fault in validate_file(file, WHEN_WRITTEN)}, key=_number)
        if rule not in given:
            why = REASONS["unreadable" if "no-records" in given else rule]
            shown = [number for number in given if not number.startswith("1000.")]
            lines.append(f"| {file.name} | {', '.join(shown) or '–'} | {why} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(ROOT.parent / "shared"), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
