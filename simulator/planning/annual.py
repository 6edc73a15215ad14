"""The annual tables of a run: every book in both views, under the names they are written by."""

from __future__ import annotations

import pandas as pd

from simulator import analysis
from simulator.ledger import Ledger
from simulator.network import BOOKS, VIEWS


def annual(ledger: Ledger) -> dict[str, pd.DataFrame]:
    """All annual tables by name; see ``analysis`` for their columns."""
    cuts = [analysis.tables(ledger, book, view) for book in BOOKS for view in VIEWS]
    frames = {name: pd.concat([cut[name] for cut in cuts], ignore_index=True) for name in cuts[0]}
    frames["categories"] = pd.concat([analysis.categories(ledger, view) for view in VIEWS], ignore_index=True)
    frames["per-vehicle"] = pd.concat([analysis.per_vehicle(ledger, view) for view in VIEWS], ignore_index=True)
    frames["fleet"] = analysis.fleet(ledger)
    frames["shares"] = analysis.levers(ledger)
    return frames


__all__ = ["annual"]
