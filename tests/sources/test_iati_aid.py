"""How free money is, read from IATI: the category of a modality, and what a transaction says before its activity."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pledgebook.sources.iati.aid import category_of
from pledgebook.sources.iati.read import read_activities

XML = """<iati-activities version='2.03'><iati-activity default-currency='EUR'>
<iati-identifier>XX-1-A</iati-identifier><reporting-org ref='XX-1' type='10'/>
<default-aid-type code='B03' vocabulary='1'/><default-aid-type code='3' vocabulary='2'/>
<transaction><transaction-type code='2'/><transaction-date iso-date='2020-01-01'/><value>1</value>
<aid-type code='C01'/><aid-type code='a' vocabulary='3'/><aid-type code='2' vocabulary='4'/></transaction>
<transaction><transaction-type code='2'/><transaction-date iso-date='2020-01-01'/><value>1</value></transaction>
</iati-activity></iati-activities>"""


def test_every_vocabulary_is_kept_for_the_activity_and_for_each_transaction(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.xml"
    file.write_text(XML, encoding="utf-8")
    (activity,) = read_activities(file, "s", frozenset({"EUR"}), frozenset({"aid_type"}))
    names = ("aid_type_number", "transaction_number", "vocabulary", "code", "earmarking_category")
    rows = [tuple(row[name] for name in names) for row in activity.rows["aid_type"]]
    assert rows == [
        (1, None, "1", "B03", None),
        (2, None, "2", "3", "3"),
        (3, 1, "3", "a", "1"),
        (4, 1, "4", "2", None),
    ]


def test_the_type_of_a_transaction_is_of_the_dac_s_list_wherever_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    other = "<aid-type code='1' vocabulary='2'/>"
    said = XML.replace("<aid-type code='C01'/>", other + "<aid-type code='C01'/><aid-type code='B01'/>")
    said = said.replace("<value>1</value></transaction>", f"<value>1</value>{other}</transaction>")
    said = said.replace("<default-aid-type code='B03' vocabulary='1'/>", "")
    said = said.replace("<transaction>", "<default-aid-type code='B03'/><transaction>", 1)
    file.write_text(said, encoding="utf-8")
    (activity,) = read_activities(file, "s", frozenset({"EUR"}), frozenset({"aid_type"}))
    assert [row["aid_type"] for row in activity.rows["transaction"]] == ["C01", "B03"]
    beside = [(row["transaction_number"], row["code"]) for row in activity.rows["aid_type"]]
    assert beside == [(None, "3"), (None, "B03"), (1, "1"), (1, "B01"), (1, "a"), (1, "2"), (2, "1")]


@pytest.mark.parametrize(
    ("vocabulary", "code", "category"),
    [
        ("2", "4", "4"),
        ("2", "5", ""),
        ("3", "C", "1"),
        ("3", "D", "2"),
        ("3", "H", "3"),
        ("3", "L", "4"),
        ("3", "Z", ""),
    ],
)
def test_a_modality_lies_in_its_category_and_no_other_code_is_taken_for_one(
    vocabulary: str, code: str, category: str
) -> None:
    assert category_of(vocabulary, code) == category


@pytest.mark.shared
def test_unhcr_states_the_earmarking_of_nearly_all_that_comes_in(shared: Path) -> None:
    file = shared / "data/iati/corpus/XM-DAC-41121.xml"
    read = read_activities(file, "s", frozenset({"USD"}), frozenset({"aid_type"}))
    found = Counter(
        row["earmarking_category"]
        for activity in read
        for row in activity.rows["aid_type"]
        if row["vocabulary"] == "2"
    )
    assert found == {"1": 75, "2": 371, "3": 905, "4": 1434}
