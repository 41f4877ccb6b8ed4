"""What a reader can rely on in every chart: it fits, it says its words, it never shows a gap as a zero."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from storybook import LANGUAGES, context, draw_all

from pledgebook.pages import charts
from pledgebook.pages.charts.scale import spread, ticks
from pledgebook.pages.charts.svg import width_of

ABOUT = charts.About("demo", "Most of it went to one place", "The table has the values.", "No data")
STORIES = [
    pytest.param(story["svg"], id=f"{language}-{story['id']}")
    for language in LANGUAGES
    for story in draw_all(language, context(language)["w"])
]


def drawings(svg: str) -> list[etree._Element]:
    """The wide and the narrow drawing."""
    return list(etree.fromstring(f"<both>{svg}</both>"))


def wide(svg: str) -> etree._Element:
    return drawings(svg)[0]


def looks(svg: str) -> list[str]:
    """The classes of the wide drawing's shapes, in their order."""
    return [e.get("class") for e in wide(svg).iter() if e.get("class")]


def boxes(drawing: etree._Element) -> list[tuple[str, float, float, float, float]]:
    """The room that each line of type takes, nearly."""
    found = []
    for text in drawing.iter("text"):
        size, anchor = float(text.get("font-size")), text.get("text-anchor", "start")
        for line in text.findall("tspan") or [text]:
            x, y = float(line.get("x")), float(line.get("y"))
            width = width_of(line.text, size) / 1.02
            start = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            found.append((line.text, start, y - size * 0.72, start + width, y))
    return found


def bar(value: int | None, **more: object) -> charts.Bar:
    return charts.Bar("Northmark", None if value is None else Decimal(value), "as told", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("svg", STORIES)
def test_every_chart_is_an_image_with_a_title_and_a_text_alternative(svg: str) -> None:
    both = drawings(svg)
    assert [d.get("class").split()[:2] for d in both] == [
        ["drawing", f"drawing--{w}"] for w in ("wide", "narrow")
    ]
    ids = [e.get("id") for d in both for e in d.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for d in both:
        assert d.get("role") == "img"
        named = {e.get("id"): e.text for e in d if e.tag in ("title", "desc")}
        assert named[d.get("aria-labelledby")]
        assert named[d.get("aria-describedby")]


@pytest.mark.parametrize("svg", STORIES)
def test_no_chart_carries_a_colour_a_style_or_a_script_of_its_own(svg: str) -> None:
    for d in drawings(svg):
        for element in d.iter():
            assert element.tag not in ("style", "script", "a", "image", "foreignObject")
            assert not {"style", "stroke"} & set(element.attrib)
            assert element.get("fill", "url(#").startswith("url(#")


@pytest.mark.parametrize("svg", STORIES)
def test_no_words_run_out_of_a_drawing(svg: str) -> None:
    for d in drawings(svg):
        _, _, width, height = map(float, d.get("viewBox").split())
        for text, left, top, right, bottom in boxes(d):
            assert left >= -1, text
            assert right <= width + 1, text
            assert top >= -1, text
            assert bottom <= height, text


@pytest.mark.parametrize("svg", STORIES)
def test_no_words_stand_on_other_words(svg: str) -> None:
    for d in drawings(svg):
        for one, other in combinations(boxes(d), 2):
            apart = one[1] >= other[3] or other[1] >= one[3] or one[2] >= other[4] or other[2] >= one[4]
            assert apart, f"{one[0]!r} on {other[0]!r}"


def test_the_same_chart_is_the_same_text_twice() -> None:
    words = context("en")["w"]
    assert draw_all("en", words) == draw_all("en", words)


def test_zero_is_a_thin_bar_and_a_missing_report_is_no_bar_at_all() -> None:
    zero, missing = (
        looks(charts.bars(ABOUT, [bar(0)])),
        looks(charts.bars(ABOUT, [bar(None, status="not_reported")])),
    )
    assert "c-main" in zero
    assert "c-hatched" not in zero
    assert "c-hatched" in missing
    assert "c-main" not in missing


def test_zero_and_the_three_ways_of_having_no_value_have_four_looks() -> None:
    rows = [bar(0), *(bar(None, status=s) for s in ("not_reported", "not_applicable", "withheld"))]
    marks = [tuple(look for look in looks(charts.bars(ABOUT, [row])) if look in MARKS) for row in rows]
    assert len(set(marks)) == 4
    assert all(marks)


MARKS = ("c-main", "c-hatched", "c-dash", "c-withheld")


def test_a_negative_value_lies_on_the_other_side_of_the_axis() -> None:
    drawing = wide(charts.bars(ABOUT, [bar(10), bar(-5)]))
    axis = next(float(e.get("x1")) for e in drawing.iter("line") if e.get("class") == "c-axis")
    up, down = (e for e in drawing.iter("rect") if e.get("class") == "c-main")
    assert float(up.get("x")) == axis
    assert float(down.get("x")) + float(down.get("width")) == pytest.approx(axis, abs=0.2)


def test_bars_are_as_long_as_their_values() -> None:
    drawing = wide(charts.bars(ABOUT, [bar(100), bar(25)]))
    long, short = (float(e.get("width")) for e in drawing.iter("rect") if e.get("class") == "c-main")
    assert short == pytest.approx(long / 4, abs=0.1)


def test_a_chart_of_nothing_says_so_in_words() -> None:
    day = date(2020, 6, 1)
    missing = [charts.Dot(day, None, "not reported")]
    drawn = [
        charts.bars(ABOUT, []),
        charts.columns_by_year(ABOUT, [], [], str),
        charts.steps(ABOUT, [], [], str),
        charts.line(ABOUT, [], str),
        charts.tile_map(ABOUT, [], {}),
        charts.need_funding(ABOUT, []),
        charts.ranges(ABOUT, [], "Money", "Need"),
        charts.streams(ABOUT, []),
        charts.progress_path(ABOUT, None, [], missing, str),
    ]
    for svg in drawn:
        assert [[text for text, *_ in boxes(d)] for d in drawings(svg)] == [["No data"], ["No data"]]


def test_names_from_data_cannot_become_markup() -> None:
    name = "<script>\"&'</script>"
    svg = charts.bars(charts.About("x", name, name, name), [charts.Bar(name, Decimal(1), name)])
    assert "<script" not in svg
    assert name in wide(svg).itertext()


def test_a_name_that_is_too_long_keeps_its_whole_text_in_a_title() -> None:
    name = "International coalition of partners " * 8
    label = wide(charts.bars(ABOUT, [charts.Bar(name, Decimal(1), "1")])).find("text")
    assert label is not None
    assert label.findtext("title") == name
    assert label.findall("tspan")[-1].text.endswith("…")


def test_sixty_rows_are_all_there() -> None:
    rows = [charts.Bar(f"Partner {i}", Decimal(i), f"{i} CAD") for i in range(60)]
    for d in drawings(charts.bars(ABOUT, rows)):
        shown = {text for text, *_ in boxes(d)}
        assert {f"Partner {i}" for i in range(60)} | {f"{i} CAD" for i in range(60)} <= shown


def test_a_line_breaks_where_a_report_is_missing() -> None:
    values = [Decimal(5), Decimal(4), None, Decimal(3), Decimal(2)]
    dots = [
        charts.Dot(date(2016 + i, 1, 1), v, "not reported" if v is None else str(v))
        for i, v in enumerate(values)
    ]
    shown = looks(charts.line(ABOUT, [charts.Trace("Displaced", dots)], str))
    assert shown.count("c-line c-line-1") == 2
    assert shown.count("c-hatched") == 1


def test_where_labels_crowd_some_are_left_out_and_their_dots_keep_the_words() -> None:
    crowd = [charts.Dot(date(2018, 6, 1 + i), Decimal(500 + i), f"{500 + i} soldiers") for i in range(25)]
    svg = charts.steps(ABOUT, [], crowd, str)
    labels = [box for box in boxes(wide(svg)) if box[0].endswith("soldiers")]
    assert 0 < len(labels) < 25
    for one, other in combinations(labels, 2):
        assert one[1] >= other[3] or other[1] >= one[3] or one[2] >= other[4] or other[2] >= one[4]
    assert {t.text for t in wide(svg).iterfind(".//circle/title")} == {dot.text for dot in crowd}


def test_a_strength_known_as_an_interval_has_a_whisker_and_an_exact_one_has_none() -> None:
    day = date(2018, 10, 1)
    exact = charts.steps(ABOUT, [], [charts.Dot(day, Decimal(500), "500")], str)
    about = charts.steps(
        ABOUT, [], [charts.Dot(day, Decimal(500), "about 500", Decimal(450), Decimal(550))], str
    )
    assert "c-whisker" not in looks(exact)
    assert "c-whisker" in looks(about)


def test_a_plan_nobody_funded_is_0_and_a_plan_without_a_report_is_hatched() -> None:
    nobody = charts.need_funding(ABOUT, [charts.Pair("2019", Decimal(701), Decimal(0), "0 of 701", "0%")])
    silent = charts.need_funding(
        ABOUT, [charts.Pair("2019", Decimal(701), None, "not reported", "–", "not_reported")]
    )
    assert ("c-main" in looks(nobody), "c-hatched" in looks(nobody)) == (True, False)
    assert ("c-main" in looks(silent), "c-hatched" in looks(silent)) == (False, True)


def test_amounts_of_plans_end_in_one_line_however_wide_their_shares_are() -> None:
    svg = charts.need_funding(
        ABOUT,
        [
            charts.Pair(year, Decimal(701), Decimal(68), text, share)
            for year, text, share in (("2019", "680.8 of 701.2", "97.1%"), ("2020", "0 of 701.2", "–"))
        ],
    )
    assert len({e.get("x") for e in wide(svg).iter("text") if " of 701.2" in (e.text or "")}) == 1


def test_funding_beyond_the_requirement_still_shows_what_was_asked() -> None:
    more = charts.need_funding(ABOUT, [charts.Pair("2021", Decimal(400), Decimal(610), "610 of 400", "153%")])
    less = charts.need_funding(ABOUT, [charts.Pair("2021", Decimal(400), Decimal(390), "390 of 400", "98%")])
    assert "c-asked" in looks(more)
    assert "c-asked" not in looks(less)


def test_a_range_runs_from_its_least_to_its_most_on_the_scale_of_its_mark() -> None:
    found = [
        charts.Range("Wide", Decimal(0), Decimal(50), Decimal(25), "0 to 50"),
        charts.Range("Exact", Decimal(25), Decimal(25), None, "25"),
        charts.Range("Silent", None, None, Decimal(50), "not reported", "not_reported"),
    ]
    drawn = wide(charts.ranges(ABOUT, found, "Money", "Need"))
    bars = [e for e in drawn.iter("rect") if e.get("class") == "c-range"][1:]
    (start, width), (middle, thin) = ((float(b.get("x") or 0), float(b.get("width") or 0)) for b in bars)
    assert (middle - start, thin) == (pytest.approx(width / 2, abs=0.2), 2)
    marks = [e for e in drawn.iter("path") if e.get("class") == "c-held"][1:]
    left = [float((e.get("d") or "").split(",")[0].removeprefix("M")) for e in marks]
    assert left == pytest.approx([start + width / 2, start + width], abs=0.2)
    assert "c-hatched" in looks(charts.ranges(ABOUT, found, "Money", "Need"))


def test_a_correction_is_stacked_below_zero_and_takes_nothing_off_the_column() -> None:
    years = [charts.Year("2016", "7")]
    series = [charts.Series("Paid", [Decimal(10)]), charts.Series("Corrected", [Decimal(-3)])]
    paid, corrected = (
        e for e in wide(charts.columns_by_year(ABOUT, years, series, str)).iter("rect") if e.get("width")
    )
    axis = float(paid.get("y")) + float(paid.get("height"))
    assert float(corrected.get("y")) == pytest.approx(axis, abs=0.2)
    assert float(corrected.get("height")) == pytest.approx(float(paid.get("height")) * 0.3, abs=0.2)


def test_a_tile_without_a_value_is_not_the_palest_tile() -> None:
    tiles = [
        charts.Tile("A", "Northmark", "0", Decimal(0)),
        charts.Tile("B", "Westmark", "withheld", None, "withheld"),
    ]
    shown = looks(charts.tile_map(ABOUT, tiles, {"A": (0, 0), "B": (0, 1)}))
    assert shown.count("c-step-1") == 1
    assert shown.count("c-step-none") == 1
    assert "c-withheld" in shown


def test_a_place_the_grid_does_not_know_is_drawn_all_the_same() -> None:
    tiles = [charts.Tile(code, code, "1", Decimal(1)) for code in "ABC"]
    drawing = wide(charts.tile_map(ABOUT, tiles, {"A": (0, 0), "B": (0, 1)}))
    squares = {(e.get("x"), e.get("y")) for e in drawing.iter("rect") if e.get("class") == "c-tile"}
    assert len(squares) == 3


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_names_spread_apart_keep_their_order_and_their_distance(wanted: list[float]) -> None:
    placed = spread(wanted, 20, 0, 300)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for before, after in pairwise(order):
        assert placed[after] - placed[before] >= 20 - 1e-6
    assert max(placed) <= 300


@given(st.decimals("-1e9", "1e9", places=2), st.decimals("0.01", "1e10", places=2))
def test_the_marks_of_an_axis_are_few_and_around_all_values(low: Decimal, span: Decimal) -> None:
    marks = ticks(low, low + span)
    assert marks[0] <= low
    assert marks[-1] >= low + span
    assert 2 <= len(marks) <= 7


def test_no_label_lies_across_a_line() -> None:
    falling = [(2017, 3020034), (2018, 1900000), (2019, 1444500), (2021, 1189581)]
    rising = [(2017, 1813680), (2018, 4165320), (2019, 4460000), (2021, 4939074)]
    traces = [
        charts.Trace(name, [charts.Dot(date(y, 5, 30), Decimal(n), f"{n:,}") for y, n in values])
        for name, values in (("Displaced", falling), ("Returned", rising))
    ]
    for drawing in drawings(charts.line(ABOUT, traces, str)):
        labels = [box for box in boxes(drawing) if "," in box[0]]
        assert len(labels) >= 3  # on a phone the two first ones stand too near each other
        for line in drawing.iterfind("path"):
            points = [tuple(map(float, p.split(","))) for p in line.get("d").strip("M").split("L")]
            for (x1, y1), (x2, y2) in pairwise(points):
                for i in range(101):
                    x, y = x1 + (x2 - x1) * i / 100, y1 + (y2 - y1) * i / 100
                    assert not [b[0] for b in labels if b[1] < x < b[3] and b[2] < y < b[4]]


def test_labels_of_one_day_stand_in_the_order_of_their_values() -> None:
    committed = [(2016, 0), (2017, 240), (2018, 735), (2019, 793), (2020, 793)]
    disbursed = [(2016, 0), (2017, 180), (2018, 530), (2019, 798), (2020, 813)]
    traces = [
        charts.Trace(name, [charts.Dot(date(y, 3, 31), Decimal(n), f"${n}") for y, n in values])
        for name, values in (("Committed", committed), ("Disbursed", disbursed))
    ]
    level = charts.Span(date(2016, 4, 1), date(2018, 3, 31), Decimal(2400), "announced")
    for drawing in drawings(charts.line(ABOUT, traces, str, [level])):
        labels = [box for box in boxes(drawing) if box[0] in ("$793", "$813")]
        height = {text: y for text, _, _, _, y in labels}
        assert [text for text, *_ in labels].count("$793") == 1
        assert height["$813"] < height["$793"]


def test_the_last_value_of_a_path_has_its_label_where_a_target_stands_above_and_the_line_comes_from_below() -> (
    None
):
    days = [date(2015 + i, 12, 31) for i in range(6)]
    targets = [charts.Dot(day, Decimal(100), "100%") for day in days]
    values = ("100", "94", "96", "69.8", "70", "93.3")
    actuals = [charts.Dot(day, Decimal(v), f"{v}%") for day, v in zip(days, values, strict=True)]
    for drawing in drawings(charts.progress_path(ABOUT, None, targets, actuals, lambda mark: f"{mark}%")):
        assert "93.3%" in [box[0] for box in boxes(drawing)]


def way(onwards: dict[tuple[str, str], int]) -> str:
    first = [charts.Stop("d", "A department", Decimal(100), "100")]
    second = [charts.Stop("a", "Aid agency", Decimal(75), "75"), charts.Stop("b", "Bank", Decimal(25), "25")]
    flows = {key: Decimal(value) for key, value in onwards.items()}
    return charts.streams(ABOUT, [charts.Column("From", first, flows), charts.Column("To", second, {})])


def heights(svg: str) -> list[float]:
    """How thick each stream is where it begins."""
    found = []
    for stream in wide(svg).iterfind("path[@class='c-stream']"):
        numbers = re.findall(r"-?[0-9.]+", stream.get("d"))
        found.append(float(numbers[-1]) - float(numbers[1]))
    return found


def test_a_stream_is_as_thick_as_its_amount_and_tells_its_ends() -> None:
    svg = way({("d", "a"): 75, ("d", "b"): 25})
    thick, thin = heights(svg)
    assert thick == pytest.approx(3 * thin, abs=0.3)
    assert [t.text for t in wide(svg).iterfind("path/title")] == [
        "A department → Aid agency",
        "A department → Bank",
    ]


def test_a_correction_below_zero_has_no_stream() -> None:
    assert len(heights(way({("d", "a"): 75, ("d", "b"): -25}))) == 1


def test_on_a_phone_the_columns_stand_under_each_other_as_bars() -> None:
    narrow = drawings(way({("d", "a"): 75, ("d", "b"): 25}))[1]
    assert len(narrow.findall("rect")) == 3
    assert narrow.find("path[@class='c-stream']") is None
    assert [b[0] for b in boxes(narrow) if b[0] in ("From", "To")] == ["From", "To"]


def test_an_envelope_is_a_dashed_line_over_its_own_days_with_its_words() -> None:
    dots = [charts.Dot(date(y, 3, 31), Decimal(20 * (y - 2016)), "x") for y in range(2017, 2020)]
    level = charts.Span(date(2016, 4, 1), date(2018, 3, 31), Decimal(90), "announced: 90")
    svg = charts.line(ABOUT, [charts.Trace("Paid", dots)], str, [level])
    drawn = wide(svg).find("path[@class='c-reference']").get("d")
    (x1, y1), (x2, y2) = (p.split(",") for p in drawn.strip("M").split("L"))
    assert y1 == y2
    assert float(x2) < max(float(c.get("cx")) for c in wide(svg).iter("circle"))
    assert float(x1) < float(x2)
    assert "announced: 90" in [b[0] for b in boxes(wide(svg))]
