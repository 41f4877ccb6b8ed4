"""Columns say what trees say: every table and issue, row by row, whatever the bytes are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgebook.tables.iati_batches import EVERYTHING, read_bytes
from pledgebook.tables.iati_columns import read, runs

ACTIVITY = """
<iati-activity xmlns:x="http://example.org/x" xml:lang="en" default-currency="usd" hierarchy="1" humanitarian="1"
 last-updated-datetime="2024-05-06T07:08:09Z" x:mark="a&amp;b">
 <iati-identifier> XM-A-1 </iati-identifier>
 <reporting-org ref="XM-A" type="10" secondary-reporter="0"><narrative>One</narrative></reporting-org>
 <title><narrative>Wells &amp; pumps</narrative><narrative xml:lang="fr-CA">Puits</narrative></title>
 <description type="1"><narrative>  What   is done.
 </narrative></description>
 <description>said without a narrative</description>
 <participating-org ref="XM-B" role="4" type="21" activity-id="XM-B-1"><narrative xml:lang="FR">Deux</narrative>
 <narrative xml:lang="es">Dos</narrative></participating-org>
 <other-identifier ref="A-1" type="A1">
 <owner-org ref="XM-C"><narrative>Three</narrative></owner-org></other-identifier>
 <activity-status code="2"/><activity-date type="1" iso-date="2019-12-01"/>
 <activity-date type="2" iso-date="2020-01-01"><narrative>begun</narrative></activity-date>
 <activity-date type="3" iso-date="2022-01-01+01:00" />
 <contact-info><email>who@example.org</email></contact-info>
 <recipient-country code="iq" percentage="60"/><recipient-region code="298" vocabulary="1" percentage="40"/>
 <location ref="L1"><name><narrative>Here</narrative></name><point srsName="s"><pos>33.3 44.4</pos></point>
 <location-id vocabulary="G1" code="99237"/>
 <administrative vocabulary="G1" level="1" code="7"/><exactness code="1"/></location>
 <sector vocabulary="1" code="14030" percentage="100"/><sector vocabulary="99" vocabulary-uri="http://u" code="W"/>
 <tag code="1" vocabulary="99"><narrative>tagged</narrative></tag>
 <humanitarian-scope type="1" vocabulary="1-2" code="EQ-1"><narrative>An earthquake</narrative></humanitarian-scope>
 <policy-marker vocabulary="1" code="1" significance="2"/><policy-marker code="2" significance="0"/>
 <default-aid-type code="3" vocabulary="2"/><default-aid-type code="C01"/><default-flow-type code="10"/>
 <budget type="1" status="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
 <value currency="CAD" value-date="2020-01-01">1,000.50</value></budget>
 <planned-disbursement type="1"><period-start iso-date="2020-01-01"/><value value-date="2020-01-02">7</value>
 <provider-org ref="XM-A" provider-activity-id="XM-A-1"><narrative>One</narrative></provider-org></planned-disbursement>
 <transaction ref="T"><transaction-type code="3"/><transaction-date iso-date="2020-02-03"/>
 <value currency="CAD" value-date="2020-02-04">12 000.25</value>
 <description><narrative>paid</narrative></description>
 <receiver-org ref="XM-B"><narrative>Deux</narrative></receiver-org>
 <sector code="15110"/><aid-type code="D" vocabulary="3"/><aid-type code="B01"/>
 <aid-type code="2" vocabulary="4"/></transaction>
 <transaction humanitarian="0"><transaction-type code="2"/><transaction-date iso-date="2020-02-03"/>
 <value>-5e2</value></transaction>
 <document-link url="http://d?a=1&amp;b=2" format="text/html"><title><narrative>A document</narrative></title>
 <category code="A01"/><category code="A02"/><language code="en"/><document-date iso-date="2020-03-04"/></document-link>
 <related-activity ref="XM-A-2" type="1"/>
 <conditions attached="1"><condition type="1"><narrative>If so</narrative></condition></conditions>
 <result type="1" aggregation-status="1"><title><narrative>People served</narrative></title>
 <document-link url="http://e" format="text/html"/>
 <indicator measure="1" ascending="1"><title><narrative>People</narrative></title>
 <reference vocabulary="99" code="I1" indicator-uri="http://i"/>
 <baseline year="2019" iso-date="2019-01-01" value="10"><comment><narrative>few</narrative></comment></baseline>
 <period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>
 <target value="20"><dimension name="sex" value="f"/><dimension name="age" value="0-5"/><location ref="L1"/></target>
 <target value="30"/><actual value="2.5"><document-link url="http://g"/></actual></period></indicator></result>
 <x:own kind="k">kept</x:own>
</iati-activity>"""
PUT = (
    *(
        "<",
        ">",
        "&",
        "&amp;",
        "&#10;",
        "&#x0;",
        "&eacute;",
        "]]>",
        "\0",
        "\r\n",
        "\u00a0",
        "\u2028",
        "\ufffe",
        "\x7f",
    ),
    *(
        "<!-- c -->",
        "<![CDATA[x]]>",
        "<?p q?>",
        "/",
        '"',
        "'",
        "=",
        "text",
        " ",
        "\n",
        "\t",
        "é",
        "abc",
        "1",
        "-",
    ),
    *(
        " xml:lang='fr'",
        " xml:space='preserve'",
        " xmlns='http://n'",
        " xmlns:x='http://y'",
        " x:z='1'",
        " code=''",
    ),
    *(
        "<x:y/>",
        "<y:x/>",
        "</narrative>",
        "<narrative/>",
        "<narrative> </narrative>",
        "<p>in</p>",
        "9999",
        "true",
    ),
    *("<narrative xml:lang='fr'>dit</narrative>", "<value>1</value>", "<transaction/>", "</transaction>"),
    *("<iati-activity>", "</iati-activity>", "<sector/>", "<title/>", "<iati-identifier>b</iati-identifier>"),
    *(
        "<recipient-country/>",
        "<crs-add><loan-terms rate-1='4'/></crs-add>",
        "<coordinates latitude='1' longitude='2'/>",
    ),
    "<gazetteer-entry gazetteer-ref='1'>7</gazetteer-entry>",
)
"""What is put anywhere into an activity: markup, values, characters, all that a fault in a file may be."""


def file_of(*activities: bytes, root: str = 'version="2.03"') -> bytes:
    return f"<iati-activities {root}>".encode() + b"".join(activities) + b"\n</iati-activities>"


def both_ways(content: bytes, patch: pytest.MonkeyPatch) -> tuple[dict[str, Any], dict[str, Any]]:
    patch.setattr(read, "SMALLEST_RUN", 1 << 40)
    as_trees = read_bytes("a", content)
    patch.setattr(read, "SMALLEST_RUN", 0)
    return as_trees, read_bytes("a", content)


def treed(content: bytes, patch: pytest.MonkeyPatch) -> int:
    """How many pieces are read as trees, the end of the file among them."""
    counts: list[int] = []

    def counted(*given: Any) -> read.Read:
        found = read.read_run(*given)
        counts.append(found.treed)
        return found

    patch.setattr(read, "SMALLEST_RUN", 0)
    patch.setattr(runs, "read_run", counted)
    read_bytes("a", content)
    return sum(counts)


def are_equal(as_trees: dict[str, Any], by_columns: dict[str, Any]) -> bool:
    for table in sorted(EVERYTHING):
        assert by_columns[table].to_pylist() == as_trees[table].to_pylist(), table
    return all(by_columns[table].equals(as_trees[table]) for table in EVERYTHING)


def numbered(number: int) -> bytes:
    return ACTIVITY.replace("XM-A-1 ", f"XM-A-{number} ").encode()


def test_every_table_is_the_same_both_ways_and_only_the_end_is_a_tree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = file_of(*(numbered(number) for number in range(5)))
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert are_equal(as_trees, by_columns)
    left_out = {"loan_status", "loan_terms", "issue"}
    assert {table for table in EVERYTHING if not by_columns[table].num_rows} == left_out
    assert treed(content, monkeypatch) == 1


@pytest.mark.parametrize("root", ["", 'version="1.0"', 'version="2"'])
def test_the_first_activity_is_a_tree_where_it_tells_the_version(
    root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file_of(*(numbered(number) for number in range(3)), root=root)
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert are_equal(as_trees, by_columns)
    assert len(by_columns["issue"]) == 1
    assert treed(content, monkeypatch) == 2


OLD = (
    *("<activity-date type='start-planned'>2019-01-01</activity-date>", "<title>Plain</title>"),
    *("<title xml:lang='fr'>Nu</title>", "<sector xml:lang='fr' code='1'>Un</sector>"),
    *("<transaction-type code='D'/>", "<transaction-type>Commitment</transaction-type>"),
    *(
        "<participating-org role='Funding'>Z</participating-org>",
        "<activity-status>Implementation</activity-status>",
    ),
)
"""What only version 1 writes."""


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_version_1_is_the_same_both_ways(data: st.DataObject) -> None:
    content = numbered(2).decode()
    if data.draw(st.booleans()):
        content = content.replace("<narrative", "<said").replace("</narrative", "</said")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.sampled_from([m.start() for m in re.finditer("<[a-z]", content[10:])])) + 10
        content = content[:place] + data.draw(st.sampled_from(OLD)) + content[place:]
    root = data.draw(st.sampled_from(('version="1.03"', 'version="1.0" xml:lang="fr"', "")))
    with pytest.MonkeyPatch.context() as patch:
        assert are_equal(*both_ways(file_of(numbered(1), content.encode(), numbered(3), root=root), patch))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_put_into_an_activity_or_taken_out_of_it_both_ways_say_the_same(
    data: st.DataObject,
) -> None:
    content = numbered(2).decode()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content)))
        end = place + data.draw(st.sampled_from((0, 0, 0, 1, 2, 9, 60)))
        content = content[:place] + data.draw(st.sampled_from((*PUT, ""))) + content[end:]
    with pytest.MonkeyPatch.context() as patch:
        assert are_equal(*both_ways(file_of(numbered(1), content.encode("utf-8"), numbered(3)), patch))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_elements_said_twice_or_elsewhere_are_the_same_both_ways(data: st.DataObject) -> None:
    lines = numbered(2).decode().splitlines(keepends=True)
    first = data.draw(st.integers(0, len(lines) - 1))
    moved = lines[first : first + data.draw(st.integers(1, 4))]
    place = data.draw(st.integers(0, len(lines)))
    content = "".join([*lines[:place], *moved, *lines[place:]])
    with pytest.MonkeyPatch.context() as patch:
        assert are_equal(*both_ways(file_of(numbered(1), content.encode(), numbered(3)), patch))


@pytest.mark.parametrize(
    "root",
    [
        'version="2.03" xml:lang="fr"',
        'version="1.04"',
        'version="99.03"',
        'xmlns:x="http://example.org/other"',
        'version="2.03" xmlns="http://example.org/all"',
        'version="2.03" generated-datetime="2020-01-01"',
    ],
)
def test_what_the_root_says_is_the_same_both_ways(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert are_equal(*both_ways(file_of(*(numbered(n) for n in range(3)), root=root), monkeypatch))


@pytest.mark.parametrize(
    "bytes_of",
    [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\x01", b"\xc0\x80"],
)
def test_bytes_that_are_no_text_cost_their_activity_only(
    bytes_of: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = numbered(2).replace(b"begun", b"beg" + bytes_of + b"un")
    content = file_of(numbered(1), broken, numbered(3), numbered(4))
    assert are_equal(*both_ways(content, monkeypatch))
    assert treed(content, monkeypatch) == 2


def test_a_share_without_a_code_is_told_without_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = numbered(2).replace(b'<sector code="15110"/>', b"<sector percentage='5'/><sector/>")
    content = file_of(numbered(1), broken, numbered(3))
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert are_equal(as_trees, by_columns)
    assert by_columns["issue"]["code"].to_pylist() == ["code-missing"] * 2
    assert treed(content, monkeypatch) == 1


def test_days_that_are_none_are_told_without_a_tree_in_the_order_of_the_tree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = (
        numbered(2)
        .replace(b"2019-12-01", b" 31/12/2019 ")
        .replace(b"2020-01-01", b"1970-01-01", 1)
        .replace(b"2020-02-03", b"yesterday")
        .replace(b"2020-02-04", b"1970-01-01")
        .replace(b'<sector code="15110"/>', b"<sector/>")
    )
    content = file_of(numbered(1), broken, numbered(3))
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert are_equal(as_trees, by_columns)
    assert by_columns["issue"]["code"].to_pylist() == [
        *("not-a-date", "date-of-empty-field", "not-a-date", "date-missing", "code-missing"),
        *("not-a-date", "date-of-empty-field"),
    ]
    assert treed(content, monkeypatch) == 1


def test_results_that_are_no_number_are_told_without_a_tree_behind_the_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = b"<period><target value='4'/><actual value=' 88.8%'/><actual value='many'/></period>"
    said = b"<indicator measure='1'><baseline value='1,5,0'/>" + values + b"</indicator>"
    words = said.replace(b"measure='1'", b"measure='5'")
    broken = numbered(2).replace(b"2019-12-01", b"soon")
    broken = broken.replace(b"</iati-activity>", b"<result>" + said + words + b"</result></iati-activity>")
    content = file_of(numbered(1), broken, numbered(3))
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert are_equal(as_trees, by_columns)
    assert by_columns["issue"]["value"].to_pylist() == ["soon", "1,5,0", " 88.8%", "many"]
    assert treed(content, monkeypatch) == 1


@pytest.mark.parametrize("tables", [{"issue", "activity"}, {"issue", "activity_date"}, {"issue"}])
def test_days_that_are_none_are_told_whatever_is_wanted(
    tables: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file_of(numbered(1), numbered(2).replace(b"2020-01-01", b"soon"), numbered(3))
    monkeypatch.setattr(read, "SMALLEST_RUN", 1 << 40)
    as_trees = read_bytes("a", content, tables)
    monkeypatch.setattr(read, "SMALLEST_RUN", 0)
    assert read_bytes("a", content, tables) == as_trees


def test_a_table_that_is_not_wanted_changes_no_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    content = file_of(numbered(1), numbered(2).replace(b'"40"', b'"many"'), numbered(3))
    monkeypatch.setattr(read, "SMALLEST_RUN", 0)
    found = read_bytes("a", content, {"issue", "transaction"})
    assert found["issue"]["code"].to_pylist() == ["not-a-share"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "most_trees"),
    [
        ("corpus/44000.xml", 2),
        ("corpus/XM-DAC-928.xml", 3),
        ("corpus/XM-DAC-6-4.xml", 2),
        ("corpus/GB-GOV-13.xml", 3),
        ("corpus/GB-COH-871954.v1.xml", 4),
        ("canada/gac-iraq.xml", 3),
        ("iraq/iraq-other-publishers.xml", 4),
        ("versions/iati_1.04_IraqAIMS_GeocodedResearchRelease.xml", 3),
        ("versions/iati_2.03_IraqAIMS_GeocodedResearchRelease.xml", 3),
    ],
)
def test_real_files_are_the_same_both_ways(
    shared: Path, name: str, most_trees: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (shared / "data/iati" / name).read_bytes()
    as_trees, by_columns = both_ways(content, monkeypatch)
    assert all(by_columns[table].equals(as_trees[table]) for table in EVERYTHING)
    assert treed(content, monkeypatch) <= most_trees
