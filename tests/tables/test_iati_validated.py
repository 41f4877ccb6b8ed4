"""A file is held against the rules by columns as it is by trees: every fault, each time, in its order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pledgebook.sources.iati.validation.file import validate_file
from pledgebook.sources.iati.validation.schema import Schemas
from pledgebook.tables import iati_validated
from pledgebook.tables.iati_columns import read
from pledgebook.tables.iati_validated import faults_of_file

TODAY = date(2026, 11, 23)
ACTIVITY = """<iati-activity default-currency="USD"><iati-identifier>XM-1-{number}</iati-identifier>
<reporting-org ref="XM-1" type="{type}"/>
<related-activity ref="XM-1-{other}" type="1"/>
<transaction><transaction-type code="77"/><transaction-date iso-date="2020-01-01"/>
<value value-date="2020-01-01">1</value><provider-org provider-activity-id=" XM-2-{number}"/></transaction>
<transaction><transaction-type code="77"/><transaction-date iso-date="2020-01-01"/>
<value value-date="2020-01-01">1</value></transaction></iati-activity>
"""


def file_of(folder: Path, *activities: str, before: str = "", root: str = 'version="2.03"') -> Path:
    path = folder / "a.xml"
    path.write_text(f"{before}<iati-activities {root}>\n{''.join(activities)}</iati-activities>")
    return path


def activity(number: int, other: int, code: str = "10") -> str:
    return ACTIVITY.format(number=number, other=other, type=code)


@pytest.fixture(autouse=True)
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns read even a few activities, a few at a time."""
    monkeypatch.setattr(read, "SMALLEST_RUN", 0)
    monkeypatch.setattr(iati_validated, "LARGEST_RUN", 2000)


@pytest.fixture
def as_trees(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of the pieces that were read as trees."""
    lines: list[int] = []
    parsed = iati_validated.parsed

    def counted(cut: Any, opening: Any, line: int) -> Any:
        lines.append(line)
        return parsed(cut, opening, line)

    monkeypatch.setattr(iati_validated, "parsed", counted)
    return lines


def test_a_fault_is_told_each_time_and_what_names_an_activity_elsewhere_at_the_end(
    tmp_path: Path, as_trees: list[int]
) -> None:
    path = file_of(tmp_path, *(activity(number, number + 4) for number in range(8)))
    found = list(faults_of_file(path, TODAY))
    assert found == list(validate_file(path, TODAY))
    assert [fault.line for fault in found if fault.value == "77"][:4] == [5, 7, 12, 14]
    elsewhere = [fault for fault in found if fault.rule.id.startswith("1000.")]
    assert elsewhere == found[-12:]
    assert {fault.value for fault in elsewhere if fault.rule.id == "1000.0.6"} == {
        f"XM-1-{number}" for number in range(8, 12)
    }
    assert len(as_trees) == 1, "what closes the file is a tree, and nothing else"


def test_trees_among_columns_stand_in_the_order_of_the_file(tmp_path: Path, as_trees: list[int]) -> None:
    tree = activity(1, 9, "QQ").replace("<transaction>", "<!-- a comment --><transaction>", 1)
    nameless = activity(3, 1).replace("iati-identifier", "other-name")
    path = file_of(tmp_path, activity(0, 1, "QQ"), tree, activity(1, 2), nameless, activity(0, 0))
    assert list(faults_of_file(path, TODAY)) == list(validate_file(path, TODAY))
    assert len(as_trees) == 3


@pytest.mark.parametrize("root", ['version="1.04"', 'version="9.9"', "", 'version="2.01" xmlns:x="http://x"'])
def test_a_version_is_told_once_and_decides_the_rules(tmp_path: Path, root: str) -> None:
    path = file_of(tmp_path, *(activity(number, number) for number in range(9)), root=root)
    assert list(faults_of_file(path, TODAY)) == list(validate_file(path, TODAY))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no XML",
        b"<iati-activities version='2.03'></iati-activities>",
        b"<iati-activities version='2.03'/>",
        b"\n<?xml version='1.0'?><iati-activities version='2.03'><iati-activity/></iati-activities>",
        b"<iati-activities version='2.03'><iati-activity><title></iati-activity></iati-activities>",
        "<iati-activities version='2.03'><iati-activity/></iati-activities>".encode("utf-16"),
        b"<iati-organisations version='2.03'><iati-organisation default-currency='X'/></iati-organisations>",
    ],
)
def test_what_is_no_plain_file_of_activities_is_told_the_same(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(content)
    found = list(faults_of_file(path, TODAY))
    assert found
    assert found == list(validate_file(path, TODAY))


@pytest.mark.shared
def test_with_a_schema_trees_are_held_against_it(shared: Path, tmp_path: Path) -> None:
    schemas = Schemas(shared / "data/standard/schemas")
    path = file_of(tmp_path, activity(0, 1))
    found = list(faults_of_file(path, TODAY, schemas))
    assert any(fault.rule.id == "0.3.1" for fault in found)
    assert found == list(validate_file(path, TODAY, schemas))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    ["conformance/rulesets", "corpus/XM-DAC-6-4.xml", "corpus/GB-COH-871954.v1.xml", "canada/gac-iraq.xml"],
)
def test_real_files_give_every_fault_the_same(
    shared: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(iati_validated, "LARGEST_RUN", 1 << 20)
    path = shared / "data/iati" / name
    for file in sorted(path.glob("*.xml")) if path.is_dir() else [path]:
        assert list(faults_of_file(file, TODAY)) == list(validate_file(file, TODAY)), file.name
