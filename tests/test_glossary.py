"""The glossary: each word once, in order, with its French, and with words that the standards really have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

COLUMNS = ["house word", "IATI", "OECD DAC", "HPC", "HXL", "French"]
NEAREST = "nearest, not same: "
XSD = "{http://www.w3.org/2001/XMLSchema}"

# The hashtags and attributes of the HXL core, 1.1.
HXL_TAGS = """
access activity adm1 adm2 adm3 adm4 adm5 affected beneficiary capacity cause channel contact country
crisis currency date description event frequency geo group impact indicator inneed item loc meta
modality need operations org output population reached region respondee sector service severity
status subsector targeted value
"""
HXL_ATTRIBUTES = """
abducted activity adolescents adults approved bounds canceled children cluster code converted coord
dest displaced elderly elevation email end f funder hh i id idps impl incamp ind infants infected
injured killed label lat lon m name noncamp num occurred origin phone prog programme project
provided refugees reported source start text type url used
"""


def lines(root: Path) -> list[list[str]]:
    """The cells of each line of the table, the head first, the rule left out."""
    table = [x for x in (root / "GLOSSARY.md").read_text(encoding="utf-8").splitlines() if x.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in (table[0], *table[2:])]


def word_of(cells: list[str]) -> str:
    found = re.match(r"\*\*([^*]+)\*\*(, \S|$)", cells[0])
    assert found, f"the line of {cells[0]!r} does not start with its word in bold"
    return found[1]


def test_the_table_has_its_six_columns_and_every_line_fills_them(root: Path):
    head, *rest = lines(root)
    assert head == COLUMNS
    assert len(rest) > 60
    assert [cells for cells in rest if len(cells) != len(COLUMNS) or not all(cells)] == []


def test_each_word_is_there_once_and_they_are_sorted(root: Path):
    words = [word_of(cells).casefold() for cells in lines(root)[1:]]
    assert words == sorted(set(words))


def test_every_word_has_its_french(root: Path):
    without = [word_of(cells) for cells in lines(root)[1:] if not re.search(r"[a-zéà]", cells[5])]
    assert without == []


def test_two_words_never_share_their_french(root: Path):
    french = [cells[5] for cells in lines(root)[1:]]
    assert sorted(french) == sorted(set(french))


def test_a_word_that_no_standard_has_says_what_it_means(root: Path):
    silent = [
        c[0] for c in lines(root)[1:] if all(x == "–" or NEAREST in x for x in c[1:5]) and ", " not in c[0]
    ]
    assert silent == []


def test_nearest_is_always_written_the_same_way(root: Path):
    cells = [cell for line in lines(root)[1:] for cell in line if "nearest" in cell or "not same" in cell]
    assert len(cells) > 50
    assert [cell for cell in cells if NEAREST not in cell or cell.endswith(NEAREST.strip())] == []


def test_a_hashtag_is_of_the_core_or_the_line_says_that_it_is_not(root: Path):
    for line in lines(root)[1:]:
        cell = line[4]
        for tag, attributes in re.findall(r"`#(\w+)((?:\+\w+)*)`", cell):
            assert tag in HXL_TAGS.split(), cell
            in_core = set(attributes.split("+")) - {""} <= set(HXL_ATTRIBUTES.split())
            assert in_core != ("not in the core" in cell), cell


@pytest.mark.shared
def test_every_iati_name_is_one_of_the_standard(root: Path, shared: Path):
    names = set()
    for file in sorted((shared / "data" / "standard" / "schemas" / "2.03").rglob("*.xsd")):
        tree = etree.parse(str(file))
        names |= {x.get("name") or x.get("ref") for x in tree.iter(f"{XSD}element")}
        names |= {f"@{x.get('name')}" for x in tree.iter(f"{XSD}attribute") if x.get("name")}
    assert "iati-activity" in names
    quoted = [
        part
        for line in lines(root)[1:]
        for name in re.findall("`([^`]+)`", line[1])
        for part in name.split("/")
    ]
    assert len(quoted) > 20
    assert set(quoted) - names == set()
