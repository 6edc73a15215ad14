"""Frames -> pictures: plain Vega-Lite specifications, the drawing engine, and a chart for the terminal."""

from simulator.charts.band import pathway_band
from simulator.charts.courses import MOST, courses
from simulator.charts.draw import draw, png, svg
from simulator.charts.fleet import fleet
from simulator.charts.footprint import footprint
from simulator.charts.frontier import frontier
from simulator.charts.inventory import inventory
from simulator.charts.look import CATEGORY, MOST_ROWS, SERIES, STAGE, Spec, size, spelled
from simulator.charts.pathway import pathway
from simulator.charts.press import Press
from simulator.charts.ranges import ranges
from simulator.charts.rows import apart
from simulator.charts.screen import said, screen
from simulator.charts.terminal import band_strip, strip

__all__ = [
    "CATEGORY",
    "MOST",
    "MOST_ROWS",
    "SERIES",
    "STAGE",
    "Press",
    "Spec",
    "apart",
    "band_strip",
    "courses",
    "draw",
    "fleet",
    "footprint",
    "frontier",
    "inventory",
    "pathway",
    "pathway_band",
    "png",
    "ranges",
    "said",
    "screen",
    "size",
    "spelled",
    "strip",
    "svg",
]
