"""Files opened as tables: hashtags wherever they stand, shapes, Parquet, and the rows that are meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pledgebook.sources.csv_file import RawRow, read_csv
from pledgebook.sources.hxl import chosen, read_tag, tag_row
from pledgebook.sources.parquet_file import read_parquet
from pledgebook.sources.shapes import read_shapes
from pledgebook.sources.table_file import Opened, meant, tagged
from pledgebook.sources.unreadable import UnreadableError


def opened(tmp_path: Path, text: str, head: int = 1) -> Opened:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return tagged(*read_csv(path, head))


@pytest.mark.parametrize(
    "text",
    [
        "Place,People\n#adm1+code,#affected+idps\nG1,12\n",
        "#adm1+code,#affected+idps\nG1,12\n",
        "Place,People\nin words,counted\n#adm1 +code, #affected\t+idps\nG1,12\n",
    ],
    ids=["below the headers", "instead of headers", "below two rows of headers"],
)
def test_a_column_is_found_by_its_hashtag_and_what_stands_above_it_is_no_data(
    text: str, tmp_path: Path
) -> None:
    table = opened(tmp_path, text)
    (place,), (people,) = table.named("#adm1+code"), table.named("#affected")
    assert [(r.cells[place], r.cells[people]) for r in table.rows] == [("G1", "12")]


def test_a_cell_that_begins_with_a_hash_does_not_make_its_row_one_of_hashtags(tmp_path: Path) -> None:
    table = opened(tmp_path, "What,How many,Of which\n#Districts,105,3\n#Locations,2842,\n")
    assert table.tags == {}
    assert len(list(table.rows)) == 2


def test_a_row_of_a_summary_with_one_hash_is_no_row_of_hashtags() -> None:
    assert tag_row(["#Districts", "105", ""]) is None
    assert tag_row(["", "#adm1+name\t", "#adm2+name", ""]) is not None


def test_a_pattern_may_exclude_an_attribute_or_allow_no_other() -> None:
    tags = {h: t for h in ("#adm1+name", "#adm1+name+ar", "#adm1") if (t := read_tag(h))}
    assert chosen("#adm1+name-ar", tags) == ["#adm1+name"]
    assert chosen("#adm1 !", tags) == ["#adm1"]
    assert chosen("#adm2", tags) == []


def test_a_file_without_headers_has_columns_by_letter(tmp_path: Path) -> None:
    table = opened(tmp_path, "IRQ,1\nSYR,2\n", head=0)
    assert table.headers == ["column A", "column B"]
    assert [r.line for r in table.rows] == [1, 2]


def test_headers_may_stand_below_a_title(tmp_path: Path) -> None:
    table = opened(tmp_path, "A title\n\na,b\n1,2\n", head=3)
    assert [(r.line, r.cells) for r in table.rows] == [(4, {"a": "1", "b": "2"})]


def rows() -> Iterator[RawRow]:
    for line, place in enumerate(["G1", "G2", "Total"], start=2):
        yield RawRow(line, {"place": place, "country": "XX" if place != "G2" else "YY"})


def test_rows_that_are_meant_are_those_of_every_condition_without_the_totals() -> None:
    kept = meant(rows(), {"country": ("XX",)}, {"place": ("Total", "Grand total")})
    assert [r.cells["place"] for r in kept] == ["G1"]


def test_a_shape_is_what_it_says_of_itself(tmp_path: Path) -> None:
    said = {"ADM1_PCODE": "XX01", "area": 12.0, "names": ["a"], "none": None}
    feature = {"type": "Feature", "id": 7, "properties": said, "geometry": None}
    path = tmp_path / "shapes.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    headers, found = read_shapes(path)
    assert headers == ["id", "ADM1_PCODE", "area", "names", "none"]
    assert [r.cells for r in found] == [
        {"id": "7", "ADM1_PCODE": "XX01", "area": "12", "names": '["a"]', "none": ""}
    ]


def test_a_topology_holds_its_shapes_in_objects(tmp_path: Path) -> None:
    shapes = [{"type": "Polygon", "arcs": [[0]], "properties": {"code": f"XX0{n}"}} for n in (1, 2)]
    objects = {"adm1": {"type": "GeometryCollection", "geometries": shapes}}
    path = tmp_path / "shapes.topo.json"
    path.write_text(json.dumps({"type": "Topology", "objects": objects, "arcs": []}))
    assert [r.cells["code"] for r in read_shapes(path)[1]] == ["XX01", "XX02"]


@pytest.mark.parametrize("content", ["[]", "{}", "no json", '{"type": "FeatureCollection", "features": []}'])
def test_a_file_without_shapes_is_no_file_of_shapes(content: str, tmp_path: Path) -> None:
    path = tmp_path / "shapes.json"
    path.write_text(content)
    with pytest.raises(UnreadableError):
        read_shapes(path)


def test_parquet_reads_as_text_with_null_as_nothing_and_whole_numbers_whole(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"id": [1.0, None], "share": [0.25, float("nan")], "ok": [True, None]}), path)
    headers, found = read_parquet(path)
    assert headers == ["id", "share", "ok"]
    assert [tuple(r.cells.values()) for r in found] == [("1", "0.25", "true"), ("", "", "")]


def test_a_file_that_is_no_parquet_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    path.write_bytes(b"nothing")
    with pytest.raises(UnreadableError):
        read_parquet(path)
