"""The open files of a build: every released table and measure, read back, and every column explained."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from book_copies import compiled, edit, iraq_built, silent, small_book, small_built
from pledgebook.build import build
from pledgebook.exports.files import cell
from pledgebook.exports.tables import VALUE_HEADERS, value_cells
from pledgebook.interval import Interval
from pledgebook.tables.schema import table_names
from pledgebook.value import Known, NotApplicable, NotReported, Value, Withheld

BUILT = {"small": small_built, "iraq": iraq_built}


@pytest.fixture(scope="module", params=BUILT, ids=BUILT)
def data(request: pytest.FixtureRequest) -> Path:
    """The folder of open files of a build."""
    return BUILT[request.param]() / "_build/latest/site/data"


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_and_parquet_of_a_table_say_the_same(data: Path) -> None:
    tables = sorted((data / "tables").glob("*.parquet"))
    assert tables
    for path in tables:
        columns = pq.read_table(path)
        expected = [{k: cell(v) for k, v in row.items()} for row in columns.to_pylist()]
        assert lines(path.with_suffix(".csv")) == expected, path.name


def test_every_file_of_a_table_is_a_table_and_has_its_twin(data: Path) -> None:
    names = {p.name for p in (data / "tables").iterdir()}
    assert {Path(n).stem for n in names} <= set(table_names())
    assert all(f"{Path(n).stem}{suffix}" in names for n in names for suffix in (".csv", ".parquet"))


def test_every_column_of_every_table_is_explained_in_both_languages(data: Path) -> None:
    explained = {(row["table"], row["column"]): row for row in lines(data / "dictionary.csv")}
    for path in (data / "tables").glob("*.parquet"):
        for column in pq.read_schema(path).names:
            row = explained[path.stem, column]
            assert row["meaning_en"].strip(), (path.stem, column)
            assert row["meaning_fr"].strip(), (path.stem, column)
            assert row["row_en"] != row["row_fr"]


def test_every_measure_is_defined_and_has_its_rows_where_it_has_its_own(data: Path) -> None:
    defined = {row["measure"]: row for row in lines(data / "measures.csv")}
    assert {p.stem for p in (data / "measures").glob("*.csv")} <= defined.keys()
    for row in defined.values():
        assert row["definition_en"] != row["definition_fr"]
        has_rows = (data / f"measures/{row['measure']}.csv").is_file()
        assert has_rows == (row["kind"] not in ("ratio", "rank")), row["measure"]


def test_every_claim_has_its_rows_as_a_file(data: Path) -> None:
    claims = lines(data / "claims.csv")
    assert claims
    assert {(c["figure"]) for c in claims} == {
        p.relative_to(data / "figures").with_suffix("").as_posix() for p in (data / "figures").rglob("*.csv")
    }
    for claim in claims:
        parts = lines(data / f"figures/{claim['figure']}.csv")
        assert len(parts) >= (1 if claim["status"] == "reported" and claim["rows"] != "0" else 0), claim[
            "figure"
        ]


def test_claims_as_csv_and_as_json_are_the_same(data: Path) -> None:
    as_json = json.loads((data / "claims.json").read_text(encoding="utf-8"))
    as_csv = lines(data / "claims.csv")
    assert [{k: cell(v) for k, v in row.items()} for row in as_json] == as_csv


def test_the_rows_of_a_figure_that_adds_up_add_up_to_it(data: Path) -> None:
    seen = 0
    for claim in lines(data / "claims.csv"):
        if claim["measure"] in ("committed", "disbursed") and claim["value"]:
            rows = lines(data / f"figures/{claim['figure']}.csv")
            assert sum(Decimal(r["value"]) for r in rows if r["value"]) == Decimal(claim["value"]), claim[
                "figure"
            ]
            seen += 1
    assert seen > 2


def test_a_figure_says_its_file_line_and_column_from_the_books_folder() -> None:
    claims: list[dict[str, Any]] = lines(small_built() / "_build/latest/site/data/claims.csv")  # type: ignore[assignment]
    for claim in claims:
        text = (small_built() / claim["file"]).read_text(encoding="utf-8").split("\n")
        start = int(claim["column"]) - 1
        assert text[int(claim["line"]) - 1][start:].startswith(f"[{claim['words']}]")


def test_the_findings_of_the_build_are_those_of_the_check() -> None:
    found = json.loads((small_built() / "_build/latest/site/data/findings.json").read_text(encoding="utf-8"))
    expected = [(f.problem.code, f.severity, f.is_expected) for f in compiled(small_built()).findings]
    assert [(f["code"], f["severity"], f["expected"]) for f in found] == expected
    assert all(not f["file"].startswith("/") for f in found)


def test_a_figure_that_stands_in_the_second_language_only_has_its_file_too(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/en.md", "[more than €1,000](pledge:promise)", "something")
    edit(book, "pages/home/page.yml", "\ndesc", "\nexpects: [{check: LNG002, figure: pledge-promise}]\ndesc")
    build(book, silent)
    assert (book / "_build/latest/site/data/figures/home/pledge-promise.csv").is_file()


def test_a_figure_of_the_second_language_only_has_its_place_on_that_languages_page_of_figures(
    tmp_path: Path,
) -> None:
    book = small_book(tmp_path)
    edit(book, "pages/home/page.yml", "\ndesc", "\nexpects: [{check: LNG002, figure: only-in-french}]\ndesc")
    own = "[3](measure:arrivals?stage=arrivals&group=all&at=2021-06-30&id=only-in-french)"
    text = (book / "pages/home/fr.md").read_text(encoding="utf-8")
    (book / "pages/home/fr.md").write_text(
        text.replace("## L’argent", f"Ils étaient {own}.\n\n## L’argent"), encoding="utf-8"
    )
    expects = "[{check: LNG002, figure: only-in-french}, {check: HED001, figure: only-in-french}]"
    edit(book, "pages/home/page.yml", "[{check: LNG002, figure: only-in-french}]", expects)
    build(book, silent)
    site = book / "_build/latest/site"
    assert 'id="home--only-in-french"' in (site / "fr/figures/index.html").read_text(encoding="utf-8")
    assert 'id="home--only-in-french"' not in (site / "en/figures/index.html").read_text(encoding="utf-8")
    assert [row["value"] for row in lines(site / "data/figures/home/only-in-french.csv")] == ["1307"]


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        (Known(Interval.parse("850")), (850, 850, 850, "[]", "reported")),
        (Known(Interval.parse(">850")), (None, 850, None, "(]", "reported")),
        (Known(Interval.parse("<=20")), (None, None, 20, "[]", "reported")),
        (Known(Interval.parse("450..<550")), (None, 450, 550, "[)", "reported")),
        (NotReported(), (None, None, None, None, "not_reported")),
        (NotApplicable(), (None, None, None, None, "not_applicable")),
        (Withheld("threshold"), (None, None, None, None, "withheld")),
    ],
)
def test_each_cell_of_a_value_stands_in_its_own_column(value: Value, cells: tuple[Any, ...]) -> None:
    assert dict(zip(VALUE_HEADERS, value_cells(value), strict=True)) == dict(
        zip(("value", "low", "high", "bounds", "status"), cells, strict=True)
    )
