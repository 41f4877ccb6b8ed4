"""People of the page of needs: displaced and returned round by round, by place on a map, in need year by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.pages.charts import About, Dot, Legend, Tile, Trace, choropleth, line, step_of, tile_map
from pledgebook.pages.macros import macro
from pledgebook.pages.view import View
from pledgebook.tables.schema import is_whole
from pledgebook.value import Known, Value, status_of

_SHARE_STEPS = Decimal("0.0001")
Row = Mapping[str, Any]


def rounds(view: View) -> str:
    """The chart of those displaced and returned in the whole country, with its finding and its table."""
    statuses = ("displaced", "returned")
    rows = [r for r in _of_country(view, "displacement") if r["population_status"] in statuses]
    rows.sort(key=lambda r: str(r["as_of"]))
    series = {s: [r for r in rows if r["population_status"] == s] for s in statuses}
    traces = [
        Trace(
            view.t(f"status_of_people_{s}"),
            [Dot(r["as_of"], least(r["people"]), view.value(r["people"], "people")) for r in of_status],
        )
        for s, of_status in series.items()
        if of_status
    ]
    finding = _said_of_rounds(view, series["displaced"])
    about = About(
        "chart-rounds",
        finding,
        view.t("chart_of", what=view.t("by_round")),
        view.t("nothing_to_draw"),
        view.year,
    )
    found = _by_day(view, rows, statuses, "day", view.day)
    table = macro(view, "data_table", finding, found["columns"], found["rows"], "table-rounds")
    return macro(view, "chart", line(about, traces, view.number), finding, table, "rounds")


def _said_of_rounds(view: View, displaced: Sequence[Row]) -> str:
    if not displaced:
        return view.t("nothing_to_draw")
    first, last = displaced[0], displaced[-1]
    return view.t(
        "finding_rounds" if first["as_of"] < last["as_of"] else "finding_round",
        first=view.value(first["people"], "people"),
        first_day=view.day(first["as_of"]),
        last=view.value(last["people"], "people"),
        last_day=view.day(last["as_of"]),
    )


def headlines(view: View) -> dict[str, Any]:
    """The table of people in need, in acute need and to be reached in the whole country, year by year."""
    rows = [r for r in _of_country(view, "need") if is_whole(r)]
    return _by_day(view, rows, ("in_need", "acute_need", "targeted"), "year", lambda day: view.year(day.year))


def _of_country(view: View, table: str) -> list[Row]:
    root = view.book.declaration.places.root_pcode
    return [r for r in view.content.rows[table] if r["place_pcode"] == root]


def _by_day(
    view: View, rows: Sequence[Row], statuses: Sequence[str], word: str, told: Callable[[date], str]
) -> dict[str, Any]:
    """A line for each day and a column for each status; what nobody reported says so."""
    by_day: dict[date, dict[str, Value]] = defaultdict(dict)
    for row in rows:
        by_day[row["as_of"]][row["population_status"]] = row["people"]
    return {
        "columns": [
            {"label": view.t(word)},
            *({"label": view.t(f"status_of_people_{s}"), "numeric": True} for s in statuses),
        ],
        "rows": [
            [
                {"text": told(day)},
                *(
                    view.cell(found[s], "people") if s in found else {"text": "", "status": "not_reported"}
                    for s in statuses
                ),
            ]
            for day, found in sorted(by_day.items())
        ],
    }


def by_map(view: View, table: str, status: str) -> str:
    """Each place below the country by its newest count: a map, its finding, its table; empty without any."""
    root = view.book.declaration.places.root_pcode
    rows = [
        r
        for r in view.content.rows[table]
        if r["population_status"] == status
        and is_whole(r)
        and view.measures.places.parents.get(r["place_pcode"]) == root
    ]
    if not rows:
        return ""
    newest = max(r["as_of"] for r in rows)
    rows = sorted(
        (r for r in rows if r["as_of"] == newest),
        key=lambda r: (-(least(r["people"]) or 0), view.place(r["place_pcode"])),
    )
    most = max((least(r["people"]) or Decimal(0) for r in rows), default=Decimal(0))
    tiles = [
        Tile(
            r["place_pcode"],
            view.place(r["place_pcode"]),
            view.value(r["people"], "people"),
            None if (n := least(r["people"])) is None or not most else (n / most).quantize(_SHARE_STEPS),
            status_of(r["people"]),
            view.place(r["place_pcode"]).rpartition("-")[2],
        )
        for r in rows
    ]
    top = rows[0]
    finding = view.t(
        f"finding_place_{table}",
        place=view.place(top["place_pcode"]),
        people=view.value(top["people"], "people"),
        day=view.day(newest) if table == "displacement" else view.year(newest.year),
        known=view.number(sum(1 for r in rows if isinstance(r["people"], Known))),
        all=view.number(len(rows)),
    )
    key = f"places-{table}"
    about = About(
        f"chart-{key}", finding, view.t("chart_of", what=view.t("by_place")), view.t("nothing_to_draw")
    )
    columns = [{"label": view.t("place")}, {"label": view.t(f"status_of_people_{status}"), "numeric": True}]
    cells = [[{"text": view.place(r["place_pcode"])}, view.cell(r["people"], "people")] for r in rows]
    drawn, note = _map(view, about, tiles, most)
    table_html = macro(view, "data_table", finding, columns, cells, f"table-{key}")
    return macro(view, "chart", drawn, finding, table_html, key, note)


_MOST_TILES = 60
"""Beyond so many a picture of equal tiles is longer than it is clear; those with the most come first."""


def _map(view: View, about: About, tiles: Sequence[Tile], most: Decimal) -> tuple[str, str]:
    """Areas where the book has shapes, equal tiles where it has none; and a note on what the map does not show."""
    outlines = view.content.outlines
    if not outlines:
        grid = view.book.declaration.places.tiles
        placed = [t for t in tiles if t.code in grid]
        shown = [*placed, *[t for t in tiles if t.code not in grid][: max(_MOST_TILES - len(placed), 0)]]
        note = "" if len(shown) == len(tiles) else "tiles_largest"
        numbers = {"n": view.number(len(shown)), "all": view.number(len(tiles))}
        return tile_map(about, shown, grid), view.t(note, **numbers) if note else ""
    areas = [*tiles, *_without_a_row(view, {t.code for t in tiles})]
    steps = {step_of(t.share) for t in areas if t.share}
    classes = [
        view.t("class_up_to", people=view.number(int(most * step / 5))) if step in steps else ""
        for step in range(1, 6)
    ]
    statuses = sorted({t.status for t in areas if t.share is None})
    zero = view.t("status_zero") if any(t.share == 0 for t in areas) else ""
    legend = Legend(classes, {status: view.t(f"status_{status}") for status in statuses}, zero)
    undrawn = sum(1 for t in tiles if t.code not in outlines)
    return choropleth(about, areas, outlines, legend), view.count("map_lacks", undrawn) if undrawn else ""


def _without_a_row(view: View, known: set[str]) -> list[Tile]:
    """The country's other places that have an outline: nobody reported on them."""
    root, words = view.book.declaration.places.root_pcode, view.t("status_not_reported")
    return [
        Tile(code, view.place(code), words, None, "not_reported")
        for code in view.measures.places.children(root)
        if code in view.content.outlines and code not in known
    ]


def least(value: Value) -> Decimal | None:
    """A known value, or the least that it can be; None where nothing is known."""
    return value.interval.exact or value.interval.low if isinstance(value, Known) else None
