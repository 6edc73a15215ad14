"""Ledgers -> tables and verdicts: pure functions, in kg, EUR and km; tonnes are for those who write and draw.

The modules give tables by their columns, as ``tables`` and ``target_lines`` do here too; the other names of this package are the
same tables as pandas frames (``frames``).
"""

from simulator.analysis.calendar import AFTER
from simulator.analysis.cars import EVERY
from simulator.analysis.frames import (
    by_market,
    by_vehicle,
    categories,
    costs,
    entries,
    fleet,
    flows,
    levers,
    pathway,
    per_vehicle,
    places,
    scopes,
    stages,
    stages_per_vehicle,
)
from simulator.analysis.inventory import CATEGORIES, covered, title
from simulator.analysis.lines import target_lines
from simulator.analysis.verdicts import Answer, Verdict, promise, targets
from simulator.analysis.yearly import OVERHEAD, tables

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
