"""A reader with every file of a build and a pencil cannot get a withheld count back.

The example book is built with a threshold so high that many governorates are withheld; the true counts are known
here and looked for in everything that was written.
"""

from __future__ import annotations

import csv
import itertools
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pledgebook.build import build

THRESHOLD = 4000
STATUS = "in_need"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    book = tmp_path_factory.mktemp("gate") / "iraq"
    shutil.copytree(root / "books/iraq", book, ignore=shutil.ignore_patterns("_build"))
    declared = book / "pledgebook.yml"
    text = declared.read_text(encoding="utf-8")
    assert "threshold: 10\n" in text
    declared.write_text(text.replace("threshold: 10\n", f"threshold: {THRESHOLD}\n"), encoding="utf-8")
    build(book, lambda *_: None)
    return book / "_build/latest/site"


@pytest.fixture(scope="module")
def true(root: Path) -> dict[str, int]:
    """People in need by place, as the source has them."""
    with (root / "books/iraq/sources/hno_2020/governorates.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {r["place_pcode"]: int(r["people"]) for r in rows if r["people"]}


def _released(site: Path) -> dict[str, Decimal | None]:
    with (site / "data/tables/need.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["source"] == "hno_2020"]
    return {
        r["place_pcode"]: Decimal(r["people"]) if r["people"] else None
        for r in rows
        if r["people_status"] in ("reported", "withheld")
    }


def _small(true: dict[str, int]) -> dict[str, int]:
    return {place: count for place, count in true.items() if 0 < count < THRESHOLD}


def test_every_count_below_the_threshold_is_withheld_and_said_to_be(site: Path, true: dict[str, int]) -> None:
    released = _released(site)
    assert len(_small(true)) >= 4
    assert all(released[place] is None for place in _small(true))
    table = pq.read_table(site / "data/tables/need.parquet").to_pylist()
    states = {r["place_pcode"]: r["people_status"] for r in table if r["source"] == "hno_2020"}
    assert {states[place] for place in _small(true)} == {"withheld"}
    for language, word in (("en", "withheld"), ("fr", "non divulgué")):
        assert word in (site / language / "needs/index.html").read_text(encoding="utf-8")


def _texts(site: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".csv", ".json"):
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix == ".parquet":
            yield path, str(pq.read_table(path).to_pylist())


def test_no_file_holds_the_row_of_a_withheld_count_with_its_number(site: Path, true: dict[str, int]) -> None:
    """Numbers of other tables may be the same by chance: what counts is the number on the line of the place."""
    for place, count in _small(true).items():
        written = re.compile(rf"(?<![\d,.\u202f]){count:,}(?![\d])|(?<!\d){count}(?!\d)")
        for path, text in _texts(site):
            lines = [line for line in text.splitlines() if place in line and "hno_2020" in line]
            assert not [line for line in lines if path.suffix == ".csv" and written.search(line)], path


def test_no_subtraction_of_what_is_printed_gives_a_withheld_count(site: Path, true: dict[str, int]) -> None:
    released = _released(site)
    known = [count for count in released.values() if count is not None]
    hidden = _small(true)
    with (site / "data/tables/need.csv").open(encoding="utf-8") as file:
        cells = [r[c] for r in csv.DictReader(file) for c in ("people", "people_low", "people_high")]
    totals = {Decimal(c) for c in cells if c}
    rests = {total - sum(known) for total in totals}
    for size in (1, 2):
        rests |= {
            total - sum(known) + sum(left) for total in totals for left in itertools.combinations(known, size)
        }
    assert not rests & {Decimal(count) for count in hidden.values()}


def test_a_count_that_is_large_enough_is_printed(site: Path, true: dict[str, int]) -> None:
    released = _released(site)
    large = max(true, key=lambda place: true[place])
    assert released[large] == true[large]
