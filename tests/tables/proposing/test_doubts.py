"""What a proposal doubts: cells that the build would leave out are told before anybody relies on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgebook.tables.proposing.doubts import doubted
from pledgebook.tables.proposing.propose import Proposal, propose
from pledgebook.tables.proposing.write import as_source
from workbooks import write_workbook

HEAD = "governorate,date,idps\n"


def doubts_of(folder: Path, content: str | bytes, name: str = "file.csv") -> Proposal:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    proposal = propose(folder / name)
    doubted(proposal)
    return proposal


def said(proposal: Proposal) -> str:
    return "\n".join(text["en"] for text in (*proposal.certain, *proposal.asked))


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")])
def test_cells_may_be_separated_by_another_mark_which_is_declared(
    mark: str, name: str, tmp_path: Path
) -> None:
    proposal = doubts_of(tmp_path, (HEAD + "Baghdad,2021-09-30,12\n").replace(",", mark))
    assert proposal.table == "displacement"
    assert f"separated by {name}" in said(proposal)
    assert "separator: " in as_source(proposal, "en")


def test_a_file_in_utf_16_is_read_by_its_mark(tmp_path: Path) -> None:
    proposal = doubts_of(tmp_path, (HEAD + "Bağdat,2021-09-30,12\n").encode("utf-16"))
    assert "encoding: utf-16" in as_source(proposal, "en")
    assert "In which encoding" not in said(proposal)


def test_a_day_above_twelve_tells_the_order_and_none_above_asks_for_it(tmp_path: Path) -> None:
    certain = doubts_of(tmp_path, HEAD + "A,30/09/2021,1\nB,01/02/2021,2\n")
    assert certain.columns["as_of"]["dates"] == "dmy"
    assert "writes days as 30/09/2021" in said(certain)
    asked = doubts_of(tmp_path, HEAD + "A,03/09/2021,1\nB,01/02/2021,2\n")
    assert any("Is the day first or the month" in text["en"] for text in asked.asked)


def test_days_in_several_forms_are_told_with_the_first_row_and_how_many(tmp_path: Path) -> None:
    proposal = doubts_of(
        tmp_path, HEAD + 'A,2021-09-30,1\nB,30/09/2021,2\nC,"September 30, 2021",3\nD,44469,4\n'
    )
    assert "Row 3 has “30/09/2021”" in said(proposal)
    assert "(3 in all)" in said(proposal)


def test_people_are_whole_so_a_comma_between_three_digits_is_one_of_thousands(tmp_path: Path) -> None:
    proposal = doubts_of(tmp_path, HEAD + 'A,2021-09-30,"1,234"\nB,2021-09-30,"12,345"\n')
    assert proposal.columns["people"]["numbers"] == "1,234.5"
    assert proposal.asked == []


def test_a_mark_that_may_be_of_thousands_or_of_decimals_is_asked(tmp_path: Path) -> None:
    text = 'plan code;plan name;year;requirements\nP1;Plan;2020;"1,234"\nP2;Plan;2021;"2,345"\n'
    proposal = doubts_of(tmp_path, text)
    assert "a mark of thousands or of decimals" in said(proposal)


def test_rows_of_totals_are_proposed_as_not_meant_and_asked_about(tmp_path: Path) -> None:
    proposal = doubts_of(tmp_path, HEAD + "A,2021-09-30,1\nTotal,,1\nGrand total,2021-09-30,1\n")
    assert proposal.left_out == {"governorate": ["Total", "Grand total"]}
    assert "totals of the others" in said(proposal)
    assert 'except: {governorate: ["Total", "Grand total"]}' in as_source(proposal, "en")


def test_the_publishers_total_of_a_dimension_is_meant(tmp_path: Path) -> None:
    text = "governorate,sex,date,people in need\nA,total,2021-09-30,3\nA,f,2021-09-30,2\n"
    assert doubts_of(tmp_path, text).left_out == {}


def test_a_file_that_was_cut_tells_of_its_last_row_and_one_without_rows_is_asked_about(
    tmp_path: Path,
) -> None:
    cut = doubts_of(tmp_path, HEAD + "A,2021-09-30,1\nB,2021")
    assert "What happened in row 3? the row has 2 fields for 3 headers" in said(cut)
    assert "Why does it hold no row?" in said(doubts_of(tmp_path, HEAD))


def test_a_header_that_stands_twice_is_asked_about(tmp_path: Path) -> None:
    assert "stands 2 times" in said(doubts_of(tmp_path, "governorate,date,idps,idps\nA,2021-09-30,1,2\n"))


def test_a_title_over_all_columns_is_no_head_and_a_head_of_two_rows_is_one(tmp_path: Path) -> None:
    cells: list[list[object]] = [
        ["Displacement, September", "", "", ""],
        ["Governorate", "Individuals", "", "Date"],
        ["", "IDPs", "Returnees", ""],
        ["Baghdad", 10, 20, "2021-09-30"],
        ["Duhok", 30, 40, "2021-09-30"],
    ]
    path = write_workbook(tmp_path / "file.xlsx", {"S": cells}, {"S": ["A1:D1", "B2:C2", "A2:A3", "D2:D3"]})
    proposal = propose(path)
    doubted(proposal)
    assert proposal.look.head == (2, 3)
    assert "head: [2, 3]" in as_source(proposal, "en")
    assert [c["people"]["from"] for c in proposal.each_row] == [
        "Individuals / IDPs",
        "Individuals / Returnees",
    ]
