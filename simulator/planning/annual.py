"""The annual tables of a run: every book in both views, under the names they are written by."""

from __future__ import annotations

from simulator.analysis.cars import fleet, levers, per_vehicle, supplies
from simulator.analysis.columns import Columns, stacked
from simulator.analysis.inventory import categories
from simulator.analysis.quality import quality
from simulator.analysis.yearly import tables
from simulator.ledger import Ledger
from simulator.network import BOOKS, VIEWS


def annual(ledger: Ledger) -> dict[str, Columns]:
    """All annual tables by name; see ``analysis`` for their columns."""
    cuts = [tables(ledger, book, view) for book in BOOKS for view in VIEWS]
    found = {name: stacked([cut[name] for cut in cuts]) for name in cuts[0]}
    found["categories"] = stacked([categories(ledger, view) for view in VIEWS])
    found["per-vehicle"] = stacked([per_vehicle(ledger, view) for view in VIEWS])
    found["quality"] = quality(ledger)
    found["fleet"] = fleet(ledger)
    found["shares"] = levers(ledger)
    found["supplies"] = supplies(ledger)
    return found


__all__ = ["annual"]
