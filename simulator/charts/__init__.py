"""Frames -> pictures: plain Vega-Lite specifications, the drawing engine, and a chart for the terminal."""

from simulator.charts.draw import draw, svg, warm
from simulator.charts.fleet import fleet
from simulator.charts.footprint import footprint
from simulator.charts.inventory import inventory
from simulator.charts.look import CATEGORY, MOST_ROWS, SERIES, STAGE, Spec, size, spelled
from simulator.charts.pathway import pathway
from simulator.charts.terminal import strip

__all__ = [
    "CATEGORY",
    "MOST_ROWS",
    "SERIES",
    "STAGE",
    "Spec",
    "draw",
    "fleet",
    "footprint",
    "inventory",
    "pathway",
    "size",
    "spelled",
    "strip",
    "svg",
    "warm",
]
