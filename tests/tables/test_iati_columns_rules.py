"""The standard's rules say the same of columns and of trees, whatever is wrong: rule, place, line, words, order."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgebook.sources.iati.validation.file import validate_file
from pledgebook.sources.iati.validation.rule import rules
from pledgebook.sources.iati.validation.walk import KINDS
from pledgebook.tables.iati_batches import read_bytes
from pledgebook.tables.iati_columns import read, runs
from pledgebook.tables.iati_validated import faults_of_file

TODAY = date(2026, 11, 23)
SOUND = """<iati-activity xml:lang="en" default-currency="USD">
<iati-identifier>XM-DAC-1-{number}</iati-identifier>
<reporting-org ref="XM-DAC-1" type="10"><narrative>X</narrative></reporting-org>
<title><narrative>A</narrative></title>
<description type="1"><narrative>A</narrative></description>
<participating-org ref="XM-DAC-1" role="1" type="10"/>
<activity-status code="2"/>
<activity-date type="1" iso-date="2020-01-01"/>
<activity-date type="2" iso-date="2020-01-01"/>
<recipient-country code="IQ" percentage="60"/>
<recipient-country code="JO" percentage="40"/>
<sector vocabulary="1" code="11110" percentage="100"/>
<sector vocabulary="2" code="111"/>
<country-budget-items vocabulary="2">
<budget-item code="1.1.1" percentage="50"/>
<budget-item code="1.2.1" percentage="50"/>
</country-budget-items>
<policy-marker vocabulary="1" code="1" significance="2"/>
<default-aid-type code="A01"/>
<budget type="1" status="1">
<period-start iso-date="2020-01-01"/>
<period-end iso-date="2020-12-31"/>
<value value-date="2020-01-01">1</value>
</budget>
<transaction><transaction-type code="3"/>
<transaction-date iso-date="2020-02-01"/>
<value value-date="2020-02-01">1</value>
<provider-org ref="XM-DAC-1" provider-activity-id="XM-DAC-1-1"/>
<aid-type code="A01"/>
</transaction>
<result type="1">
<title><narrative>R</narrative></title>
<indicator measure="1">
<title><narrative>I</narrative></title>
<reference vocabulary="99" code="1"/>
<baseline value="1"/>
<period>
<period-start iso-date="2020-01-01"/>
<period-end iso-date="2020-12-31"/>
<target value="1"/>
<actual value="1"/>
</period>
</indicator>
</result>
</iati-activity>
"""
MORE = (
    *("<sector vocabulary='99' code='A'/>", "<sector code='11120' percentage='50'/>", "<sector code='0'/>"),
    *(
        "<recipient-country code='QQ' percentage='0.00001'/>",
        "<recipient-country code='SY' percentage='-1'/>",
    ),
    *("<recipient-region code='998' percentage='1e-30'/>", "<recipient-region vocabulary='2' code='x'/>"),
    *("<policy-marker code='2'/>", "<policy-marker vocabulary='99' code='2' significance='9'/>"),
    *("<title/>", "<title><narrative/></title>", "<title><narrative> </narrative></title>", "<description/>"),
    *("<narrative>B</narrative>", "<narrative xml:lang='fr'>C</narrative>", "<value>3</value>"),
    *("<aid-type code='1' vocabulary='2'/>", "<aid-type code='Q'/>", "<default-aid-type code='A02'/>"),
    *("<reference vocabulary='1' code='2'/>", "<participating-org ref=' A/B ' role='9'/>", "<provider-org/>"),
    *("<other-identifier type='B1' ref='XM-DAC-2'/>", "<other-identifier type='A3' ref=' 1'/>"),
    *("<activity-date type='3' iso-date='2019-01-01'/>", "<activity-date type='4' iso-date='2190-01-01'/>"),
    *("<reporting-org ref='ZZ-Q-1' type='1'/>", "<iati-identifier>A/B </iati-identifier>", "<transaction/>"),
    *("<period-end iso-date='2018-01-01'/>", "<budget-item code='1' percentage='7'/>", "<baseline/>"),
    *("<capital-spend percentage='101'/>", "<related-activity ref='Q ' type='7'/>", "<target value='x'/>"),
    *("<crs-add><other-flags code='9'/><channel-code>9</channel-code></crs-add>", "<country-budget-items/>"),
)
"""What breaks a rule where it is put, or makes another one look."""
CHANGES = (
    (r' xml:lang="en"', ""),
    (r' default-currency="USD"', ""),
    (r' percentage="\d+"', ""),
    (r'percentage="\d+"', 'percentage="abc"'),
    (r'percentage="(\d+)"', r'percentage="\1.00003"'),
    (r"20(20)-", r"20\g<1>5-"),
    (r'iso-date="2020', 'iso-date="2030'),
    (r'measure="1"', 'measure="5"'),
    (r' value="1"', ' value="one"'),
    (r"XM-DAC-1-2<", "XM-DAC-1<"),
    (r"XM-DAC-1-2<", "XM-DAC-1-1<"),
    (r"XM-DAC-1-2<", "A?-2<"),
    (r'"XM-DAC-1"', '"QQ-QQ-1"'),
    (r"<iati-activity ", '<iati-activity version="9.9" last-updated-datetime="2099-01-01" '),
    (r"<iati-activity ", '<iati-activity version="1.03" '),
    (r"<(sector|recipient-country)[^>]*/>\n", ""),
    (r"<activity-date[^>]*/>\n", ""),
    (r'<sector vocabulary="1"[^>]*/>\n', ""),
    (r'period-end iso-date="2020', 'period-end iso-date="2022'),
    (r'code="(?=A01|IQ|11110)', 'code=" '),
    (r"<narrative>", "<x:narrative xmlns:x='http://x'/><narrative>"),
)
"""What is wrong all over an activity."""


def both_ways(content: bytes, patch: pytest.MonkeyPatch, on: date = TODAY) -> tuple[Any, Any]:
    """The issues of a file, with the rules, as trees and by columns; the rules alone, each time, are the same too."""
    patch.setattr(read, "SMALLEST_RUN", 1 << 40)
    as_trees = read_bytes("a", content, {"issue"}, on)["issue"]
    patch.setattr(read, "SMALLEST_RUN", 0)
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        assert list(faults_of_file(Path(file.name), on)) == list(validate_file(Path(file.name), on))
    return as_trees, read_bytes("a", content, {"issue"}, on)["issue"]


def file_of(*activities: str, root: str = 'version="2.03"') -> bytes:
    return f"<iati-activities {root}>\n{''.join(activities)}</iati-activities>".encode()


def sound(number: int) -> str:
    return SOUND.replace("{number}", str(number))


def told(issues: Any) -> list[str]:
    return list(issues["code"].to_pylist())


def test_sound_activities_break_no_rule_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    as_trees, by_columns = both_ways(file_of(*map(sound, range(4))), monkeypatch)
    assert told(as_trees) == told(by_columns) == []


def test_the_kinds_of_rules_of_activities_are_all_broken_in_what_is_put_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = [match.start() for match in re.finditer("<[a-z]", sound(2)) if match.start()]
    broken = [sound(2)[:place] + one + sound(2)[place:] for place in places for one in MORE]
    changed = [re.sub(old, new, sound(2)) for old, new in CHANGES]
    counts: list[int] = []

    def counted(*given: Any) -> read.Read:
        found = read.read_run(*given)
        counts.append(found.treed)
        return found

    monkeypatch.setattr(runs, "read_run", counted)
    as_trees, by_columns = both_ways(file_of(sound(1), *broken, *changed), monkeypatch)
    assert by_columns.equals(as_trees)
    assert counts[-1] < 0.1 * len(broken)
    kinds = {rule.id: rule.kind for rule in rules() if rule.record == "iati-activity"}
    looked_at = {kinds[code] for code in told(by_columns) if code in kinds}
    assert looked_at >= KINDS.keys() - {"lines_in_period", "refers"}


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_breaks_rules_both_ways_say_the_same(data: st.DataObject) -> None:
    activities = []
    for number in range(1, data.draw(st.integers(2, 5))):
        content = sound(number)
        for old, new in data.draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
            content = re.sub(old, new, content)
        for one in data.draw(st.lists(st.sampled_from(MORE), max_size=4)):
            places = [match.start() for match in re.finditer("<[/a-z]", content) if match.start()]
            place = data.draw(st.sampled_from(places))
            content = content[:place] + one + content[place:]
        activities.append(content)
    root = data.draw(
        st.sampled_from(('version="2.03"', 'version="2.01"', 'version="1.04"', 'version="7"', ""))
    )
    with pytest.MonkeyPatch.context() as patch:
        as_trees, by_columns = both_ways(file_of(sound(0), *activities, root=root), patch)
    assert by_columns.to_pylist() == as_trees.to_pylist()


def test_what_is_told_once_or_needs_another_activity_is_told_in_the_order_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unknown = sound(1).replace('ref="XM-DAC-1" type', 'ref="QQ-1" type')
    tree = unknown.replace("<title>", "<!-- a comment makes it a tree --><title>")
    content = file_of(sound(1), sound(2), tree, unknown, sound(2), sound(3))
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert by_columns.to_pylist() == as_trees.to_pylist()
    assert Counter(told(by_columns)) == {"1.14.8": 1, "1.1.2": 3, "1.1.21": 2}
    twice = [row["message_en"] for row in by_columns.to_pylist() if row["code"] == "1.1.2"]
    assert [re.findall("on line ([0-9]+)", one) for one in twice] == [
        ["2"],
        ["2"],
        [str(2 + SOUND.count("\n"))],
    ]


def test_without_a_day_no_rule_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "SMALLEST_RUN", 0)
    broken = [re.sub(' percentage="60"', "", sound(number)) for number in range(3)]
    assert told(read_bytes("a", file_of(*broken))["issue"]) == []
    assert set(told(read_bytes("a", file_of(*broken), rules_on=TODAY)["issue"])) == {"3.1.1", "3.1.2"}


@pytest.mark.shared
def test_the_test_files_of_the_standard_are_told_the_same_both_ways(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("rulesets", "schemas"):
        files = sorted((shared / "data/iati/conformance" / kind).glob("*.xml"))
        found = (
            re.findall(rb"<iati-activity[\s>].*?</iati-activity>", f.read_bytes(), re.DOTALL) for f in files
        )
        content = file_of(sound(0), "@").replace(b"@", b"\n".join(one for many in found for one in many))
        as_trees, by_columns = both_ways(content, monkeypatch)
        assert by_columns.num_rows > 300
        assert by_columns.equals(as_trees)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        *(
            "corpus/44000.xml",
            "corpus/XM-DAC-928.xml",
            "corpus/XM-DAC-6-4.xml",
            "corpus/GB-COH-871954.v1.xml",
        ),
        *("canada/gac-iraq.xml", "iraq/iraq-other-publishers.xml"),
        "versions/iati_1.04_IraqAIMS_GeocodedResearchRelease.xml",
        "versions/iati_2.03_IraqAIMS_GeocodedResearchRelease.xml",
    ],
)
def test_real_files_break_the_same_rules_both_ways(
    shared: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_trees, by_columns = both_ways((shared / "data/iati" / name).read_bytes(), monkeypatch)
    assert by_columns.equals(as_trees)
