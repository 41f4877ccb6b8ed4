"""The twins of a page for machines say what the page shows: no table less, no number more."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from test_states import four_states

from book_copies import iraq_built, small_built
from pledgebook.pages.twin import _written
from pledgebook.value import known

BUILT = {"small": small_built, "iraq": iraq_built}


@pytest.fixture(scope="module", params=["small", "iraq", "four"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "four":
        return four_states(tmp_path_factory.mktemp("four"))
    return BUILT[request.param]() / "_build/latest/site"


def pages(site: Path) -> list[Path]:
    return [p.parent for language in ("en", "fr") for p in sorted((site / language).rglob("index.html"))]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def twin(page: Path) -> dict[str, Any]:
    return dict(json.loads((page / "index.json").read_text(encoding="utf-8")))


def test_every_page_names_its_twins_and_has_them(site: Path) -> None:
    assert pages(site)
    for page in pages(site):
        tree = html.parse(str(page / "index.html")).getroot()
        said = {x.get("type"): x.get("href") for x in tree.xpath("//link[@rel='alternate'][@type]")}
        assert said["application/json"] == "index.json"
        assert said["text/csv"] == "index.csv"
        assert twin(page)["title"] == words(tree.find(".//h1"))
        assert twin(page)["language"] == tree.get("lang")
        for language, other in twin(page)["in_other_languages"].items():
            assert json.loads((page / other).read_text(encoding="utf-8"))["language"] == language


def test_every_table_of_a_page_is_in_its_twin_cell_by_cell(site: Path) -> None:
    seen = 0
    for page in pages(site):
        tree = html.parse(str(page / "index.html")).getroot()
        prose = {t for block in tree.find_class("prose") for t in block.iter("table")}
        shown = [t for t in tree.iter("table") if t not in prose]
        given = list(twin(page)["tables"].values())
        assert len(shown) == len(given), page
        said = sorted(str([[c["text"] for c in row] for row in table["rows"]]) for table in given)
        drawn = []
        for table in shown:
            rows = [
                r
                for r in table.iterfind("tbody/tr")
                if r.find("td") is None or "table-empty" not in r.find("td").get("class", "")
            ]
            cells = [[cell for cell in row if cell.tag in ("th", "td")] for row in rows]
            drawn.append([[_without_state(c) for c in row] for row in cells])
            seen += len(cells)
        assert sorted(map(_normal, map(str, drawn))) == sorted(map(_normal, said)), page
    assert seen > 20


def _without_state(cell: html.HtmlElement) -> str:
    """A cell's own words: a state that stands in the place of a number is the twin's ``status``."""
    value = cell.find_class("value")
    if value and value[0].get("class").split("--")[1] in ("not_reported", "not_applicable", "withheld"):
        return ""
    for unseen in cell.find_class("unseen"):
        unseen.drop_tree()
    return str(cell.text_content())


def _normal(text: str) -> str:
    return " ".join(text.replace("\\xa0", " ").split())


def test_csv_and_json_hold_the_same_cells(site: Path) -> None:
    for page in pages(site):
        content = twin(page)
        with (page / "index.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        cells = [c for table in content["tables"].values() for row in table["rows"] for c in row]
        given = [line for line in lines if line["part"] == "table"]
        assert [c["text"] for c in cells] == [line["text"] for line in given]
        assert [c.get("value", "") for c in cells] == [line["value"] for line in given]
        assert [f["figure"] for f in content["figures"]] == [
            x["name"] for x in lines if x["part"] == "figure"
        ]
        assert len(content["facts"]) == sum(line["part"] == "fact" for line in lines)


def test_a_withheld_count_is_in_no_twin_and_is_told_as_withheld(tmp_path: Path) -> None:
    site = four_states(tmp_path)
    for language in ("en", "fr"):
        rows = twin(site / language / "needs")["tables"]["places-displacement"]["rows"]
        found = {row[1]["status"]: row[1] for row in rows}
        assert set(found) == {"reported", "zero", "not_reported", "not_applicable", "withheld"}
        assert found["zero"]["value"] == "0"
        for state in ("not_reported", "not_applicable", "withheld"):
            assert {"value", "low", "high"} & found[state].keys() == set()


def test_the_numbers_of_a_twin_are_exact_where_the_page_rounds_them() -> None:
    page = iraq_built() / "_build/latest/site/en/money"
    rows = twin(page)["tables"]["totals"]["rows"]
    committed = rows[0][1]
    assert committed["unit"] == "CAD"
    assert Decimal(committed["value"]) != Decimal(committed["value"]).quantize(Decimal(100000))
    assert committed["value"] not in committed["text"]


def test_the_page_of_figures_gives_every_claim_with_its_rows(site: Path) -> None:
    for language in ("en", "fr"):
        page = site / language / "figures"
        with (site / "data/claims.csv").open(encoding="utf-8", newline="") as file:
            claims = [r for r in csv.DictReader(file) if r["language"] == language]
        found = {f["figure"]: f for f in twin(page)["figures"]}
        assert set(found) == {c["figure"] for c in claims}
        for claim in claims:
            one = found[claim["figure"]]
            assert (one["status"], one["text"], one.get("value", "")) == (
                claim["truth"],
                claim["words"],
                claim["value"],
            )
            assert (page / one["rows"]).is_file()


def test_a_row_of_texts_and_one_of_more_are_written_as_the_libraries_would() -> None:
    columns = [{"label": 'Share, "%s"'}, {"label": "50 %", "numeric": True}]
    rows: list[list[dict[str, Any]]] = [
        [{"text": '5 %s, "so"'}, {"text": "%"}],
        [{"text": "plain"}, {"text": "n\r"}],
        [{"text": None}, {"text": "$4", "status": "reported", "value": known(4), "unit": "CAD, %"}],
        [{"text": "", "status": "withheld"}, {"text": "x", "lang": "fr"}],
    ]
    text, lines = _written("a,%", columns, rows)
    told = json.loads(text)
    assert told["columns"] == [column["label"] for column in columns]
    assert [[cell["text"] for cell in row] for row in told["rows"]] == [
        [cell["text"] or "" for cell in row] for row in rows
    ]
    assert told["rows"][2][1] == {"text": "$4", "status": "reported", "value": "4", "unit": "CAD, %"}
    read = list(csv.reader(io.StringIO("\n".join(lines), newline="")))
    assert [line[:5] for line in read] == [
        ["table", "a,%", str(n), column["label"], cell["text"] or ""]
        for n, row in enumerate(rows, 1)
        for column, cell in zip(columns, row, strict=True)
    ]
    assert [line[5:] for line in read[4:7]] == [
        [""] * 6,
        ["reported", "4", "", "", "", "CAD, %"],
        ["withheld", "", "", "", "", ""],
    ]
