"""Maps of areas: outlines read whole from either format, five classes and the looks of what is not there."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser

from book_copies import small_book, write
from pledgebook.build import compile_book
from pledgebook.pages.charts import About, Legend, Tile, choropleth
from pledgebook.sources.outlines import Outline, OutlinesError, area_of, read_outlines, simplified
from pledgebook.theme import sheet

ABOUT = About("chart-map", "A finding", "What is drawn", "Nothing")
SVG = "{http://www.w3.org/2000/svg}"


def square(west: float, south: float, side: float = 1.0) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"pcode": code},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, rings in {
            "XA": [square(40, 30)],
            "XB": [square(41, 30), square(41.4, 30.4, 0.2)],
            "XC": [square(40, 31)],
            "XD": [square(41, 31)],
            "XE": [square(42, 30)],
        }.items()
    ],
}
TOPOJSON = {
    "type": "Topology",
    "transform": {"scale": [0.01, 0.01], "translate": [40, 30]},
    "arcs": [
        [[100, 0], [0, 50], [0, 50]],
        [[100, 100], [-100, 0], [0, -100], [100, 0]],
        [[100, 0], [100, 0], [0, 100], [-100, 0]],
    ],
    "objects": {
        "places": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "XA", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "XB", "arcs": [[[2, -1]]]},
                {"type": "Point", "id": "XP", "coordinates": [1, 1]},
            ],
        }
    },
}


def file(folder: Path, content: object) -> Path:
    path = folder / "shapes.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def drawn(areas: list[Tile], outlines: dict[str, Outline], legend: Legend) -> list[etree._Element]:
    """The wide and the narrow drawing."""
    svg = choropleth(ABOUT, areas, outlines, legend).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '
    )
    return list(etree.fromstring(f"<all>{svg}</all>"))


def test_geojson_gives_each_place_its_rings_the_holes_too(tmp_path: Path) -> None:
    found = read_outlines(file(tmp_path, GEOJSON), "pcode")
    assert list(found) == ["XA", "XB", "XC", "XD", "XE"]
    assert [len(found[code].rings) for code in found] == [1, 2, 1, 1, 1]
    assert found["XA"].rings[0][0] == found["XA"].rings[0][-1] == (40.0, 30.0)


def test_topojson_gives_the_same_border_to_both_neighbours_and_a_point_is_no_area(tmp_path: Path) -> None:
    found = read_outlines(file(tmp_path, TOPOJSON), "id", 0.1)
    assert list(found) == ["XA", "XB"]
    assert [round(abs(area_of(found[code].rings[0])), 6) for code in found] == [1.0, 1.0]
    sides = [set(pairwise(found[code].rings[0])) for code in found]
    assert {(b, a) for a, b in sides[0]} & sides[1] == {((41.0, 31.0), (41.0, 30.0))}


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [
        ("{", "id", "not_json"),
        ([1], "id", "no_shapes"),
        (GEOJSON, "other", "no_codes"),
        ({**TOPOJSON, "arcs": []}, "id", "torn"),
        ({**TOPOJSON, "transform": None}, "id", "no_degrees"),
    ],
)
def test_a_file_that_draws_no_map_says_why(tmp_path: Path, content: object, code: str, kind: str) -> None:
    with pytest.raises(OutlinesError) as told:
        read_outlines(file(tmp_path, content), code)
    assert told.value.kind == kind


WHOLE = st.integers(0, 50).map(float)
POINTS = st.lists(st.tuples(WHOLE, WHOLE), min_size=2)


@given(POINTS, st.sampled_from([0.0, 0.5, 3.0]))
def test_a_simplified_line_keeps_its_ends_and_no_point_left_out_lies_further_off_than_the_tolerance(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    kept = simplified(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert set(kept) <= set(line)
    for x, y in line:
        assert min(_away((x, y), a, b) for a, b in pairwise(kept)) <= tolerance + 1e-9


def _away(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    from pledgebook.sources.outlines import _away as away

    return away(point, a, b)


AREAS = [
    Tile("XA", "Northmark", "1,000", Decimal(1)),
    Tile("XB", "Westmark", "0", Decimal(0)),
    Tile("XC", "Eastmark", "withheld", None, "withheld"),
    Tile("XD", "Southmark", "not reported", None, "not_reported"),
    Tile("XE", "Oldford", "300", Decimal("0.3")),
]
LEGEND = Legend(
    ["", "up to 400", "", "", "up to 1,000"], {"withheld": "withheld", "not_reported": "not reported"}, "zero"
)


def named(svg: etree._Element) -> dict[str, etree._Element]:
    """The areas of a drawing by the name in their title."""
    areas = [g for g in svg.iterfind(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    return {str(g.find(f"{SVG}title").text).partition(":")[0]: g for g in areas}


@pytest.fixture
def maps(tmp_path: Path) -> list[etree._Element]:
    return drawn(AREAS, read_outlines(file(tmp_path, GEOJSON), "pcode"), LEGEND)


def test_each_area_has_a_title_with_its_name_and_value(maps: list[etree._Element]) -> None:
    for svg in maps:
        titles = [t.text for t in svg.iterfind(f"{SVG}g/{SVG}title")]
        assert titles == [f"{a.label}: {a.value_text}" for a in AREAS]
        assert (svg.get("role"), svg.find(f"{SVG}title").text) == ("img", "A finding")


def test_a_class_is_told_by_a_figure_and_the_legend_has_the_same_one(maps: list[etree._Element]) -> None:
    for svg in maps:
        said = ["".join(t.itertext()) for t in svg.iter(f"{SVG}text")]
        for figure, bound in (("5", "up to 1,000"), ("2", "up to 400"), ("0", "zero")):
            assert said.count(figure) == 2, said
            assert bound in said


def test_zero_not_reported_and_withheld_have_three_looks_and_none_is_a_class(
    maps: list[etree._Element],
) -> None:
    for svg in maps:
        groups = named(svg)
        looks = {name: (g.get("class"), g.find(f"{SVG}path").get("class")) for name, g in groups.items()}
        assert looks["Westmark"] == ("c-step-zero", "c-shape")
        assert looks["Southmark"] == ("c-step-none", "c-hatched-area")
        assert looks["Eastmark"] == ("c-step-none", "c-shape")
        assert len(svg.findall(f"{SVG}rect[@class='c-withheld']")) == 2
        assert groups["Southmark"].find(f"{SVG}path").get("fill").startswith("url(#chart-map-")


def test_north_is_up_and_east_is_right_on_both_drawings(maps: list[etree._Element]) -> None:
    for svg in maps:
        starts = {
            name: [float(n) for n in re.findall(r"-?[\d.]+", g.find(f"{SVG}path").get("d"))[:2]]
            for name, g in named(svg).items()
        }
        assert starts["Eastmark"][1] < starts["Northmark"][1]
        assert starts["Northmark"][0] < starts["Westmark"][0] < starts["Oldford"][0]
        width = float(svg.get("viewBox").split()[2])
        assert all(0 <= x <= width for x, _ in starts.values())


def test_a_book_with_shapes_has_its_places_checked_against_them(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    declared = (book / "pledgebook.yml").read_text(encoding="utf-8")
    with_shapes = re.sub(
        r"(?m)^places:\n", "places:\n  shapes: {file: places/shapes.json, code: pcode}\n", declared
    )
    assert with_shapes != declared
    write(book, "pledgebook.yml", with_shapes)
    (book / "places").mkdir(exist_ok=True)
    file(book / "places", GEOJSON)
    found = [
        f.problem for f in compile_book(book, lambda *_: None).findings if f.problem.code.startswith("PUB")
    ]
    line = with_shapes[: with_shapes.index("shapes:")].count("\n") + 1
    assert {(p.code, p.where.line) for p in found} == {("PUB006", line)}
    file(book / "places", "{}")
    found = [f.problem for f in compile_book(book, lambda *_: None).findings if f.problem.code == "PUB005"]
    assert "neither GeoJSON" in found[0].what["en"]


@pytest.mark.shared
def test_the_map_of_a_real_country_is_light_and_each_of_its_shapes_is_drawn(
    shared: Path, tmp_path: Path
) -> None:
    """The file has outlines and no codes, so they get made-up ones here: what is measured is the drawing."""
    content = json.loads(
        (shared / "data/iraq/boundaries/irq_adm1_simp.topo.json").read_text(encoding="utf-8")
    )
    shapes = next(iter(content["objects"].values()))["geometries"]
    assert not any("properties" in shape or "id" in shape for shape in shapes)
    for number, shape in enumerate(shapes):
        shape["id"] = f"X{number:02d}"
    outlines = read_outlines(file(tmp_path, content), "id", 0.01)
    areas = [Tile(code, code, "1", Decimal(n) / len(outlines)) for n, code in enumerate(outlines)]
    svg = choropleth(ABOUT, areas, outlines, Legend(["a"] * 5, {}, "zero"))
    assert len(outlines) == 18
    assert svg.count('<path d="M') - 2 == 2 * 18
    assert len(svg.encode()) < 60_000


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "look"), [(320, {}), (1000, {"forced_colors": "active"}), (320, {"color_scheme": "dark"})]
)
def test_a_map_of_areas_is_sound_to_axe_and_fits_a_phone(
    browser: Browser, maps: list[etree._Element], tmp_path: Path, width: int, look: dict[str, str]
) -> None:
    drawings = "".join(etree.tostring(svg, encoding="unicode") for svg in maps)
    page_of = (
        '<!doctype html><html lang="en"><title>Map</title><meta name="viewport" content="width=device-width">'
        f"<style>{sheet()}</style><body><main><h1>Map</h1><figure class='chart'>{drawings}</figure></main></body>"
    )
    (tmp_path / "map.html").write_text(page_of, encoding="utf-8")
    window = browser.new_context(viewport={"width": width, "height": 800}, **look)  # type: ignore[arg-type]
    page = window.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.locator("svg.drawing:visible")
    assert shown.count() == 1
    small = shown.locator("text").evaluate_all(
        "all => all.filter(t => t.getBoundingClientRect().height < 8).length"
    )
    assert small == 0
    strokes = shown.locator("path.c-shape").evaluate_all("all => all.map(p => getComputedStyle(p).stroke)")
    assert "none" not in strokes
    window.close()
