"""The ledger as long tables, one row for each cell that is not empty."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.analysis.calendar import column
from simulator.ledger import Entries, Ledger


def entries(ledger: Ledger) -> pd.DataFrame:
    """The purpose cut.

    Columns ``view phase vehicle sold_as market overhead stage scope category year flow``, then ``emitted`` [kg, EUR for money]
    in the year in which it occurs and ``attributed`` [kg, EUR] in the year in which the car was sold.
    """
    parts = [
        _phase(ledger, view, phase, cells)
        for view, by_phase in ledger.entries.items()
        for phase, cells in by_phase.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _phase(ledger: Ledger, view: str, phase: str, cells: Entries) -> pd.DataFrame:
    account, branch, year, flow = np.nonzero((cells.emitted != 0) | (cells.attributed != 0))
    at = (account, branch, year, flow)
    who, how = cells.accounts, cells.branches
    return pd.DataFrame(
        {
            "view": view,
            "phase": phase,
            "vehicle": _named([one.vehicle for one in who], account),
            "sold_as": _named([one.sold_as for one in who], account),
            "market": _named([one.market for one in who], account),
            "overhead": _named([one.overhead for one in who], account),
            "stage": _named([one.stage for one in how], branch),
            "scope": np.array([one.scope for one in how], dtype=np.int8)[branch],
            "category": np.array([one.category for one in how], dtype=np.int8)[branch],
            "year": column(ledger, year),
            "flow": _named(list(ledger.header.flows), flow),
            "emitted": cells.emitted[at],
            "attributed": cells.attributed[at],
        }
    )


def _named(
    names: list[str], codes: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """``names[codes]``, without a copy of the text."""
    return np.array(names, dtype=object)[codes]


def places(ledger: Ledger) -> pd.DataFrame:
    """The place cut: ``view activity product place site operator year flow`` and ``emitted`` [kg, EUR for money]."""
    parts = []
    for view, cut in ledger.places.items():
        node, year, flow = np.nonzero(cut.emitted)
        frame = pd.DataFrame({"view": np.full(len(node), view, dtype=object)})
        for field in ("activity", "product", "place", "site", "operator"):
            frame[field] = _named([getattr(one, field) for one in cut.nodes], node)
        frame["year"] = column(ledger, year)
        frame["flow"] = _named(list(ledger.header.flows), flow)
        frame["emitted"] = cut.emitted[node, year, flow]
        parts.append(frame)
    return pd.concat(parts, ignore_index=True)


__all__ = ["entries", "places"]
