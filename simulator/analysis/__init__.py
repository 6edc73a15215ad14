"""Ledgers -> frames and verdicts: pure functions, in kg, EUR and km; tonnes are for those who write and draw."""

from simulator.analysis.calendar import AFTER
from simulator.analysis.cars import EVERY, fleet, levers, per_vehicle, stages_per_vehicle
from simulator.analysis.inventory import CATEGORIES, categories, covered, title
from simulator.analysis.lines import target_lines
from simulator.analysis.rows import entries, places
from simulator.analysis.verdicts import Answer, Verdict, promise, targets
from simulator.analysis.yearly import OVERHEAD, by_market, by_vehicle, costs, flows, pathway, scopes, stages, tables

__all__ = [
    "AFTER",
    "CATEGORIES",
    "EVERY",
    "OVERHEAD",
    "Answer",
    "Verdict",
    "by_market",
    "by_vehicle",
    "categories",
    "costs",
    "covered",
    "entries",
    "fleet",
    "flows",
    "levers",
    "pathway",
    "per_vehicle",
    "places",
    "promise",
    "scopes",
    "stages",
    "stages_per_vehicle",
    "tables",
    "target_lines",
    "targets",
    "title",
]
