"""A page that is already published, read as a careful reader would: the reader's list was written by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from pledgebook.cli import main

QUANTITIES = [
    "over $4 billion",
    "five years",
    "five",
    "approximately 1.2 million",
    "4.1million",
    "five-year",
    "from 19% to 24%",
    "up to 850",
    "up to 1,200",
    "more than 1,400",
    "more than 85%",
]
TIMES = ["2016-2022", "end of 2020", "June 2016", "2019", "2017"]
VAGUE = ["millions", "Many", "one of the top humanitarian donors", "A Canadian"]
FOUND = [
    ("CON001", "five years"),
    ("LNG011", "committed ing"),
    ("LNG011", "Iraqi’s"),
    ("LNG011", "4.1million"),
    ("LNG010", "These include"),
    ("LNG010", "Our forces"),
    ("LNG012", "Please select all that apply"),
    ("LNG012", "Date Modified"),
    ("HED002", "up to 1,200"),
    ("AGE001", "more than 1,400"),
    ("AGE001", "more than 85%"),
    ("CON002", "more than 85%"),
]


def adopt(page: Path, out: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["adopt", str(page), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    return result.output


def register(out: Path) -> list[dict[str, str]]:
    with (out / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
def test_the_reader_s_list_is_found_and_nothing_else_is_called_a_figure(shared: Path, tmp_path: Path) -> None:
    page = shared / "strategy/published-page.en.txt"
    told = adopt(page, tmp_path / "book")
    rows = register(tmp_path / "book")
    by_sort = {
        sort: [r["words"] for r in rows if r["sort"] == sort] for sort in ("quantity", "time", "vague")
    }
    assert by_sort["quantity"] == QUANTITIES
    assert sorted(by_sort["time"]) == sorted(TIMES)
    assert by_sort["vague"] == VAGUE
    for code, words in FOUND:
        assert any(code in line and words in line for line in told.splitlines()), (code, words)
    assert not any("HED002" in line and "850" in line for line in told.splitlines())


def test_a_page_of_our_own_is_drafted_with_each_figure_unbound_and_questions_asked(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# The plan\n\nAt the end of 2020, about 3,400 people were displaced in Xland.\n\n"
        "We support:\n\n## Money\n\nOver $2 million was committed over two years (2019-2022).\n",
        encoding="utf-8",
    )
    told = adopt(page, tmp_path / "book")
    assert "CON001" in told
    assert "LNG010" in told
    assert next(r["words"] for r in register(tmp_path / "book") if r["sort"] == "quantity") == "about 3,400"
    draft = (tmp_path / "book/pages/page/en.md").read_text(encoding="utf-8")
    assert "[about 3,400](measure:" in draft
    assert (tmp_path / "book/questions.md").is_file()
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "book")])
    assert checked.exit_code == 1
    assert "ADO001" in checked.output


def test_a_french_page_is_read_in_french(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Plan\n\nEn 2019, plus de 4 milliards de dollars ont été versés sur six ans (2016-2022).\n",
        encoding="utf-8",
    )
    told = adopt(page, tmp_path / "book", "--lang", "fr")
    assert "CON001" not in told
    assert "plus de 4 milliards de dollars" in [r["words"] for r in register(tmp_path / "book")]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Nothing to count.\n", encoding="utf-8")
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["adopt", str(page), "--out", str(full)])
    assert result.exit_code != 0
    assert [p.name for p in full.iterdir()] == ["mine.txt"]


def test_what_stands_in_a_script_or_the_navigation_is_no_figure(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>x</title><script>var a = 500 million</script></head><body><nav>Page 3 of 12</nav>"
        "<main><h1>Plan</h1><p>Up to 850 people were deployed.</p></main><footer>2,000 visits</footer></body></html>",
        encoding="utf-8",
    )
    adopt(page, tmp_path / "book")
    words = [r["words"] for r in register(tmp_path / "book") if r["sort"] == "quantity"]
    assert words == ["Up to 850"]
