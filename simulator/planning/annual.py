"""The annual tables of a run: every book in both views, under the names they are written by."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from simulator import analysis
from simulator.ledger import Book, Ledger, View
from simulator.network import BOOKS, VIEWS

Table = Callable[[Ledger, Book, View], pd.DataFrame]
_BY_BOOK: dict[str, Table] = {
    "pathway": analysis.pathway,
    "stages": analysis.stages,
    "scopes": analysis.scopes,
    "markets": analysis.by_market,
    "vehicles": analysis.by_vehicle,
    "gases": analysis.flows,
    "costs": analysis.costs,
}


def annual(ledger: Ledger) -> dict[str, pd.DataFrame]:
    """All annual tables by name; see ``analysis`` for their columns."""
    frames = {
        name: pd.concat([table(ledger, book, view) for book in BOOKS for view in VIEWS], ignore_index=True)
        for name, table in _BY_BOOK.items()
    }
    frames["categories"] = pd.concat([analysis.categories(ledger, view) for view in VIEWS], ignore_index=True)
    frames["per-vehicle"] = pd.concat([analysis.per_vehicle(ledger, view) for view in VIEWS], ignore_index=True)
    frames["fleet"] = analysis.fleet(ledger)
    frames["shares"] = analysis.levers(ledger)
    return frames


__all__ = ["annual"]
