"""The rules of the standard on small records: each kind breaks where it should and nowhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pledgebook.sources.iati.validation.file import validate_file
from pledgebook.sources.iati.validation.rule import (
    PACKAGE,
    RuleFault,
    code_rules,
    codes,
    rules,
)
from pledgebook.sources.iati.validation.walk import KINDS
from pledgebook.text import texts_of
from pledgebook.yaml_text import load_yaml

TODAY = date(2026, 11, 23)
SOUND = """<iati-identifier>XM-DAC-1-A</iati-identifier>
<reporting-org ref="XM-DAC-1" type="10"><narrative>X</narrative></reporting-org>
<title><narrative>A</narrative></title>
<description type="1"><narrative>A</narrative></description>
<participating-org ref="XM-DAC-1" role="1" type="10"/>
<activity-status code="2"/>
<activity-date type="2" iso-date="2020-01-01"/>
<recipient-country code="IQ" percentage="100"/>
<sector vocabulary="1" code="11110"/>
"""


def faults(tmp_path: Path, content: str, more: str = "", version: str = "2.03") -> list[RuleFault]:
    """What is wrong with a file of one activity."""
    file = tmp_path / "a.xml"
    file.write_text(
        f'<iati-activities version="{version}">\n'
        f'<iati-activity xml:lang="en" default-currency="USD"{more}>\n{content}</iati-activity>\n'
        "</iati-activities>",
        encoding="utf-8",
    )
    return list(validate_file(file, TODAY))


def ids(tmp_path: Path, content: str, more: str = "", version: str = "2.03") -> list[str]:
    """The rules that a file of one activity breaks."""
    return [fault.rule.id for fault in faults(tmp_path, content, more, version)]


def transaction(inner: str = "", day: str = "2020-02-01") -> str:
    return (
        f'<transaction><transaction-type code="3"/><transaction-date iso-date="{day}"/>'
        f'<value value-date="2020-02-01">1</value>{inner}</transaction>\n'
    )


def test_a_sound_activity_breaks_no_rule(tmp_path: Path) -> None:
    assert ids(tmp_path, SOUND + transaction()) == []


CASES = [
    ("1.1.3", SOUND.replace("XM-DAC-1-A", "XM-DAC-1")),
    ("1.1.21", SOUND.replace("XM-DAC-1-A", "XM-DAC-2-A")),
    ("1.3.1", SOUND.replace("XM-DAC-1-A", "XM-DAC-1-A ")),
    ("1.3.13", SOUND.replace("XM-DAC-1-A", "XM-DAC-1/A")),
    ("1.14.8", SOUND.replace("XM-DAC-1", "ZZ-ZZZ-1")),
    ("1.7.1", SOUND + '<related-activity ref="XM-DAC-1-A " type="1"/>'),
    ("1.11.13", SOUND + '<other-identifier ref="1" type="A1"><owner-org ref="X/Y"/></other-identifier>'),
    ("1.16.1", SOUND + '<other-identifier ref=" XM-DAC-9" type="B1"/>'),
    ("2.1.1", SOUND + '<sector code="11120" percentage="50"/>'),
    ("2.1.2", SOUND.replace('"11110"', '"11110" percentage="50"') + '<sector code="11120" percentage="40"/>'),
    ("2.1.4", SOUND.replace('"11110"', '"11110" percentage="50"')),
    ("2.2.1", SOUND + '<sector vocabulary="99" code="A"/>'),
    ("3.1.1", SOUND + '<recipient-country code="JO"/>'),
    ("3.1.2", SOUND + '<recipient-country code="JO" percentage="1"/>'),
    ("3.1.4", SOUND.replace('"IQ" percentage="100"', '"IQ" percentage="95"')),
    ("3.4.2", SOUND + '<recipient-region vocabulary="1" code="589" percentage="5"/>'),
    ("3.6.2", SOUND + transaction('<recipient-country code="IQ"/>')),
    ("3.7.1", SOUND.replace('<recipient-country code="IQ" percentage="100"/>', "")),
    (
        "3.7.2",
        SOUND.replace('<recipient-country code="IQ" percentage="100"/>', "")
        + transaction('<recipient-country code="IQ"/>')
        + transaction(),
    ),
    ("4.3.1", SOUND.replace("<title><narrative>A</narrative></title>", "<title/>")),
    ("4.4.1", SOUND + transaction("<description><narrative/></description>")),
    ("6.2.2", SOUND.replace('<sector vocabulary="1" code="11110"/>', "")),
    ("6.6.2", SOUND + transaction('<sector code="11110"/>')),
    (
        "6.7.2",
        SOUND.replace('<sector vocabulary="1" code="11110"/>', "")
        + transaction('<sector code="11110"/>')
        + transaction(),
    ),
    ("6.9.1", SOUND + transaction('<provider-org type="10"/>')),
    ("6.9.2", SOUND + '<planned-disbursement><receiver-org type="10"/></planned-disbursement>'),
    ("6.10.1", SOUND.replace('<participating-org ref="XM-DAC-1"', "<participating-org")),
    ("6.11.1", SOUND.replace('type="2" iso-date', 'type="3" iso-date')),
    ("6.13.1", SOUND + '<policy-marker vocabulary="99" code="A"/>'),
    ("6.14.1", SOUND + '<policy-marker code="1"/>'),
    (
        "7.5.3",
        SOUND + '<budget><period-start iso-date="2020-01-01"/><period-end iso-date="2021-01-02"/></budget>',
    ),
    (
        "7.9.4",
        SOUND
        + '<country-budget-items vocabulary="2"><budget-item code="1" percentage="9"/></country-budget-items>',
    ),
    (
        "8.6.3",
        SOUND
        + '<planned-disbursement><period-start iso-date="2020-02-01"/><period-end iso-date="2020-01-01"/>'
        "</planned-disbursement>",
    ),
    ("8.8.1", SOUND + '<result type="1"><indicator measure="1"><baseline year="2020"/></indicator></result>'),
    ("8.8.2", SOUND + '<result type="1"><indicator measure="1"><baseline value="1,5"/></indicator></result>'),
    (
        "8.10.3",
        SOUND
        + '<result type="1"><indicator measure="5"><period><actual value="1"/></period></indicator></result>',
    ),
    (
        "8.11.1",
        SOUND
        + '<result type="1"><reference code="A"/><indicator measure="5"><reference code="A"/></indicator></result>',
    ),
    ("9.94.1", SOUND + transaction().replace("<value ", '<value currency="usd" ')),
    ("9.77.1", SOUND + '<sector vocabulary="2" code="11110"/>'),
    (
        "11.1.2",
        SOUND
        + '<activity-date type="1" iso-date="2020-02-01"/><activity-date type="3" iso-date="2019-01-01"/>',
    ),
    ("11.1.4", SOUND.replace("2020-01-01", "2026-11-24")),
    ("11.2.1", SOUND + transaction() + transaction(day="2026-11-24")),
    ("12.3.1", SOUND.replace('"11110"', '"11110" percentage="101"')),
    ("102.1.1", SOUND.replace('vocabulary="1"', 'vocabulary="2"').replace("11110", "111")),
    ("107.1.1", SOUND + '<default-aid-type vocabulary="2" code="1"/>'),
    ("107.1.2", SOUND + '<default-aid-type code="A01"/><default-aid-type vocabulary="1" code="A02"/>'),
    ("107.2.2", SOUND + transaction('<aid-type code="A01"/><aid-type code="A02"/>')),
    ("1000.0.6", SOUND + '<related-activity ref="XM-DAC-1-B" type="1"/>'),
]


@pytest.mark.parametrize(("rule", "content"), CASES, ids=[rule for rule, _ in CASES])
def test_a_planted_fault_breaks_its_rule(tmp_path: Path, rule: str, content: str) -> None:
    assert rule in ids(tmp_path, content)


def test_a_fault_says_where_what_and_what_next_in_both_languages(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND + '<tag vocabulary="2" code="18"/>')
    assert (fault.rule.id, fault.rule.severity) == ("9.125.1", "error")
    assert (fault.line, fault.record_id, fault.element, fault.value) == (12, "XM-DAC-1-A", "tag/@code", "18")
    assert fault.what["en"] == "“18” is not in the code list sdg_goal."
    assert fault.what["fr"] == "«\u00a018\u00a0» n’est pas dans la liste de codes sdg_goal."
    assert all(fault.next.values())


@pytest.mark.parametrize(
    "share", ["NaN", "sNaN", "Infinity", "1e999999", "-1e999999", "1e-999999", "", "ten"]
)
def test_a_percentage_beyond_all_sense_is_a_fault_and_stops_nothing(tmp_path: Path, share: str) -> None:
    two = f'<sector code="11110" percentage="{share}"/><sector code="11120" percentage="{share}"/>'
    for more in (two, two.replace("sector", "recipient-country")):
        assert ids(tmp_path, SOUND.replace('<sector vocabulary="1" code="11110"/>', more) + more)


def test_a_currency_and_a_language_may_stand_once_or_on_each(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    told = SOUND.replace("<narrative>", '<narrative xml:lang="en">')
    for body, broken in ((SOUND + transaction(), ["4.1.1", "7.8.1"]), (told + transaction(), ["7.8.1"])):
        file.write_text(
            f'<iati-activities version="2.03"><iati-activity>{body}</iati-activity></iati-activities>',
            "utf-8",
        )
        assert [fault.rule.id for fault in validate_file(file, TODAY)] == broken


def test_the_lower_versions_have_rules_of_their_own(tmp_path: Path) -> None:
    over = SOUND.replace('"11110"', '"11110" percentage="101"')
    assert "12.3.2" not in ids(tmp_path, over, version="2.02")
    under = SOUND.replace('"11110"', '"11110" percentage="-1"')
    assert {"12.3.2"} <= set(ids(tmp_path, under, version="2.02"))
    assert {"12.3.1"} <= set(ids(tmp_path, under))
    assert "1.1.1" in ids(tmp_path, SOUND.replace("XM-DAC-1-A", "XM-DAC-2-A"), version="2.01")
    assert "1.1.1" not in ids(tmp_path, SOUND.replace("XM-DAC-1-A", "XM-DAC-1A"), version="2.01")


def test_an_unknown_version_is_a_warning_and_the_rules_are_those_of_2_03(tmp_path: Path) -> None:
    found = faults(tmp_path, SOUND.replace('"11110"', '"11110" percentage="101"'), version="99.03")
    assert [(f.rule.id, f.rule.severity) for f in found if f.rule.id == "9.1.1"] == [("9.1.1", "warning")]
    assert "12.3.1" in [f.rule.id for f in found]


def test_a_file_of_version_1_is_told_to_be_one_and_no_rule_of_version_2_looks_at_it(tmp_path: Path) -> None:
    assert ids(tmp_path, "<iati-identifier>A</iati-identifier>", version="1.04") == ["0.6.1"]


def test_an_identifier_used_twice_is_told_with_the_line_of_the_first(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    one = f'<iati-activity xml:lang="en" default-currency="USD">\n{SOUND}</iati-activity>\n'
    file.write_text(f'<iati-activities version="2.03">\n{one}{one}</iati-activities>', encoding="utf-8")
    (fault,) = validate_file(file, TODAY)
    assert (fault.rule.id, fault.line, fault.detail) == ("1.1.2", 14, "2")


def test_a_file_that_breaks_off_tells_it_after_what_stands_before(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(
        f'<iati-activities version="2.03"><iati-activity>{SOUND}</iati-activity><iati-act', "utf-8"
    )
    assert "unreadable" in [fault.rule.id for fault in validate_file(file, TODAY)]


def test_a_file_of_something_else_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<html><body>gone</body></html>", encoding="utf-8")
    assert next(fault.rule.severity for fault in validate_file(file, TODAY)) == "critical"


def test_an_organisation_has_rules_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(
        '<iati-organisations version="2.03"><iati-organisation xml:lang="en">'
        "<organisation-identifier>XM-DAC-1</organisation-identifier>\n"
        '<recipient-country-budget status="3"><recipient-country code="QQ"/>'
        '<period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><value>1</value>'
        '<budget-line><value value-date="2021-01-01" currency="USD">1</value></budget-line>'
        "</recipient-country-budget></iati-organisation></iati-organisations>",
        encoding="utf-8",
    )
    assert sorted(fault.rule.id for fault in validate_file(file, TODAY)) == [
        "11.3.1",
        "7.8.2",
        "9.102.1",
        "9.103.1",
    ]


def test_every_kind_is_used_and_every_rule_has_one() -> None:
    assert {rule.kind for rule in rules()} == set(KINDS)


def test_every_rule_has_words_and_every_word_is_used(root: Path) -> None:
    texts = texts_of(PACKAGE, "words.yml")
    used = {rule.words for rule in rules()} | {row.rule.words for row in code_rules()}
    assert used <= set(texts)
    assert {f"{key}-next" for key in used} <= set(texts)
    content = (root / "src/pledgebook/sources/iati/validation/words.yml").read_text(encoding="utf-8")
    assert all(set(words) == {"en", "fr"} for words in load_yaml(content).values())


def test_every_list_of_codes_that_a_rule_names_has_codes() -> None:
    assert all(codes(row.list_name) for row in code_rules())
