"""Charts as SVG text, drawn by the build: plain functions from what is to be shown to the picture of it.

A newcomer would get wrong that a chart computes nothing and knows no language: every total, percentage, word
and text alternative comes from the caller, in the language of the page.
"""

from pledgebook.pages.charts.bars import Bar, Group, bars, flow_bars
from pledgebook.pages.charts.choropleth import Legend, choropleth
from pledgebook.pages.charts.columns import Reference, Series, Year, columns_by_year
from pledgebook.pages.charts.funding import Pair, need_funding
from pledgebook.pages.charts.plot import Dot
from pledgebook.pages.charts.ranges import Range, ranges
from pledgebook.pages.charts.streams import Column, Stop, streams
from pledgebook.pages.charts.svg import About
from pledgebook.pages.charts.tiles import Tile, step_of, tile_map
from pledgebook.pages.charts.timeline import Span, Trace, line, progress_path, steps

__all__ = [
    "About",
    "Bar",
    "Column",
    "Dot",
    "Group",
    "Legend",
    "Pair",
    "Range",
    "Reference",
    "Series",
    "Span",
    "Stop",
    "Tile",
    "Trace",
    "Year",
    "bars",
    "choropleth",
    "columns_by_year",
    "flow_bars",
    "line",
    "need_funding",
    "progress_path",
    "ranges",
    "step_of",
    "steps",
    "streams",
    "tile_map",
]
